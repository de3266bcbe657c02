"""Why each order is prepared where it is, and why not at the other hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.orders.amounts import euros
from routing.orders.choice import CANNOT
from routing.orders.model import Alternative, HubChoice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.clock import Clock
    from routing.fleet.model import Hub
    from routing.orders.choice import Work
    from routing.orders.choosing import Chosen
    from routing.orders.claims import Shelves

_MOST_ALTERNATIVES = 3
_WORTH_SAYING_S = 30


def hub_choices(
    chosen: Chosen, shelves: Shelves, hubs: Sequence[Hub], clock: Clock
) -> Iterator[HubChoice]:
    """Why each order that had a choice has its hub.

    Parameters
    ----------
    chosen
        The hubs, and what they were chosen by.
    shelves
        What is left when every order has its articles.
    hubs, clock
        The day's.
    """
    teller = _Teller(chosen, shelves, hubs, clock)
    for row, one in enumerate(chosen.options):
        if one.is_free and chosen.homes[row] >= 0:
            yield teller.choice(row)


class _Teller:
    """Puts the numbers of a choice into words."""

    def __init__(self, chosen: Chosen, shelves: Shelves, hubs: Sequence[Hub], clock: Clock) -> None:
        self._chosen = chosen
        self._problem = chosen.problem
        self._shelves = shelves
        self._hubs = hubs
        self._clock = clock
        self._rows_at: dict[int, list[int]] = {column: [] for column in range(len(hubs))}
        for row, column in enumerate(chosen.homes.tolist()):
            if column >= 0:
                self._rows_at[column].append(row)

    def choice(self, row: int) -> HubChoice:
        """Why an order is where it is; the other hubs that are nearest to it, and why not there."""
        home = int(self._chosen.homes[row])
        one = self._chosen.options[row]
        drives_s = self._chosen.drives.duration_s[row]
        others = sorted(
            (column for column in range(len(self._hubs)) if column != home),
            key=lambda column: (int(drives_s[column]), column),
        )
        told = {column: self._alternative(row, home, column) for column in others}
        possible = [column for column in others if told[column].cost_cents is not None]
        cheapest = sorted(possible, key=lambda column: (told[column].cost_cents or 0, column))
        # The nearest say most: why not the shop next door? One that could have it is among them.
        shown = others[:_MOST_ALTERNATIVES]
        if cheapest and not set(shown) & set(possible):
            shown = [*shown[:-1], cheapest[0]]
        return HubChoice(
            order_id=one.order.order_id,
            hub_id=self._hubs[home].hub_id,
            reason=self._reason(row, home, [told[column] for column in others]),
            cost_cents=int(self._problem.cost_cents[row, home]),
            alternatives=tuple(told[column] for column in shown),
        )

    def _reason(self, row: int, home: int, others: Sequence[Alternative]) -> str:
        one = self._chosen.options[row]
        possible = [other for other in others if other.cost_cents is not None]
        own_cents = int(self._problem.cost_cents[row, home])
        cheaper = any((other.cost_cents or 0) < own_cents for other in possible)
        if not possible:
            which = "the only hub that could have it"
        elif cheaper:
            which = "the cheapest hub that has room for it"
        elif all(other.cost_cents == own_cents for other in possible):
            which = f"one of {len(possible) + 1} hubs that are as good"
        else:
            which = f"the cheapest of {len(possible) + 1} hubs"
        if one.item.place is None:
            return which
        minutes = round(int(self._chosen.drives.duration_s[row, home]) / 60)
        whose = "away" if one.is_driven else "from its customer"
        return f"{which}, {minutes} min {whose}"

    def _alternative(self, row: int, home: int, column: int) -> Alternative:
        hub_id, one = self._hubs[column].hub_id, self._chosen.options[row]
        why_not = self._impossible(row, column)
        if why_not is not None:
            return Alternative(hub_id=hub_id, cost_cents=None, reason=why_not)
        cents = int(self._problem.cost_cents[row, column])
        more_cents = cents - int(self._problem.cost_cents[row, home])
        item = one.at[column]
        if item.place is None and item.ready_s > item.window_end_s:
            reason = (
                f"ready at {self._clock.wall(item.ready_s)} at the soonest, after"
                f" {self._clock.wall(item.window_end_s)}"
            )
        elif more_cents > 0:
            reason = f"{euros(more_cents)} dearer: {self._dearer_by(row, home, column)}"
        else:
            reason = self._full(row, column) or "as good"
        return Alternative(hub_id=hub_id, cost_cents=cents, reason=reason)

    def _impossible(self, row: int, column: int) -> str | None:
        """Why a hub cannot have an order, given who has what."""
        one = self._chosen.options[row]
        if column not in one.at:
            return one.refused[column].clause
        if self._problem.cost_cents[row, column] == CANNOT:
            return "no vehicle of it could deliver it in time"
        missing = self._shelves.lacking(self._hubs[column].hub_id, one.order)
        if missing:
            return f"no stock left of {', '.join(map(str, missing))}"
        return None

    def _dearer_by(self, row: int, home: int, column: int) -> str:
        """What makes the difference."""
        drives_s, hops_s = self._chosen.drives.duration_s, self._chosen.estimates.hop_s
        further_s = int(drives_s[row, column] - drives_s[row, home])
        said = [(further_s, f"{round(further_s / 60)} min further")]
        if any(self._problem.is_driven[other] for other in self._rows_at[column]):
            apart_s = float(hops_s[row, column] - hops_s[row, home])
            said.append((round(apart_s), "its other orders are further off"))
        causes = [text for part_s, text in said if part_s >= _WORTH_SAYING_S]
        return ", and ".join(causes) or "its ways and vehicles cost a little more"

    def _full(self, row: int, column: int) -> str | None:
        """What a hub has too little of for one order more."""
        problem, rows = self._problem, self._rows_at[column]
        for work, who, verb in (
            (problem.vehicles, "its vehicles", "full"),
            (problem.pickers, "its pickers", "busy"),
        ):
            span = self._full_around(work, row, column)
            if span is not None:
                from_s, to_s = (problem.slots.begins_s(slot) for slot in span)
                return (
                    f"{who} are {verb} between {self._clock.wall(from_s)}"
                    f" and {self._clock.wall(to_s)}"
                )
        stops = sum(bool(problem.is_driven[other]) for other in (*rows, row))
        if problem.is_driven[row] and stops > problem.most_stops[column]:
            return f"its vehicles make {int(problem.most_stops[column])} stops, and all are taken"
        return None

    def _full_around(self, work: Work, row: int, column: int) -> tuple[int, int] | None:
        """The half-hours that would have to have room for an order, if they have none."""
        rows = self._rows_at[column]
        if not work.work_s[row, column]:
            return None
        with_it = work.filled([*rows, row], column)
        if with_it.over_s <= work.filled(rows, column).over_s:
            return None
        return with_it.full_around(work.span(row, column))
