"""Giving orders to hubs one after the other, as long as shelves and collection points have room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from maps.geodesy import great_circle_m
from routing.orders.claims import PointRoom, Shelves
from routing.orders.refusal import HUB_GONE, OUT_OF_STOCK, POINT_FULL, REFUSAL_CODES, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from routing.orders.claims import Missing
    from routing.orders.intake import Intake
    from routing.orders.model import Order
    from routing.orders.options import Options

_HUBS_NAMED = 3


class Handing:
    """Who has what so far.

    Parameters
    ----------
    intake
        The day's hubs, collection points and stock.
    options
        The orders, those first that come first.

    Attributes
    ----------
    homes
        The hub of each order that has one, both by their places.
    refused
        Why others have none.
    """

    def __init__(self, intake: Intake, options: Sequence[Options]) -> None:
        self.options = options
        self.shelves = Shelves(intake.stock)
        self.room = PointRoom(intake.points)
        self.homes: dict[int, int] = {}
        self.refused: dict[int, Refusal] = {}
        self._hubs = intake.hubs

    def hand_to_fixed(self) -> None:
        """Refuse what no hub or collection point can have, and give the fixed orders their hubs."""
        for row, one in enumerate(self.options):
            if not one.at:
                self.refused[row] = _furthest(one.refused) if one.refused else _gone(one.order)
            elif self.room.fits(one.order):
                self.room.take(one.order)
            else:
                self.refused[row] = self._point_full(one)
        for row in self._waiting():
            one = self.options[row]
            if not one.is_free:
                (column,) = one.at
                self._give_or_refuse(row, column)

    def open_options(self) -> dict[int, Options]:
        """The orders whose hub is to be chosen, with those hubs only that have all articles.

        What no hub has is refused.
        """
        found: dict[int, Options] = {}
        for row in self._waiting():
            one = self.options[row]
            lacking = {
                column: _out_of_stock(missing)
                for column in one.at
                if (missing := self.shelves.lacking(self._hubs[column].hub_id, one.order))
            }
            if len(lacking) == len(one.at):
                self._refuse_for_stock(row)
            else:
                at = {column: item for column, item in one.at.items() if column not in lacking}
                found[row] = replace(one, at=at, refused={**one.refused, **lacking})
        return found

    def hand_to_chosen(self, chosen: Mapping[int, int]) -> None:
        """Give orders the hubs chosen for them; what has none is tried at all that have stock."""
        for row, column in chosen.items():
            if not self._lacking(row, column):
                self._give(row, column)
        for row in self._waiting():
            self._give_or_refuse(row, *self._nearest_first(row))

    def hand_what_is_left(self) -> None:
        """Give the room that others did not need, for want of articles, to those it was short for.

        They go to their own hub, or to the nearest to where they are collected.
        """
        for row in [row for row, one in self.refused.items() if one.code == POINT_FULL]:
            if self.room.fits(self.options[row].order):
                del self.refused[row]
                self.room.take(self.options[row].order)
                self._give_or_refuse(row, *self._nearest_first(row))

    def scarce(self) -> dict[str, frozenset[str]]:
        """The articles that were too few for refused orders, at each hub that could have had them.

        More of them there, and what those orders were told would no longer be true.
        """
        found: dict[str, frozenset[str]] = {}
        for row, refusal in self.refused.items():
            for column in self.options[row].at if refusal.code == OUT_OF_STOCK else ():
                hub_id = self._hubs[column].hub_id
                skus = frozenset(missing.sku for missing in self._lacking(row, column))
                found[hub_id] = found.get(hub_id, frozenset()) | skus
        return found

    def hub_id(self, row: int) -> str | None:
        """The hub that a refused order was for, where that is sure."""
        one = self.options[row]
        column = next(iter({**one.at, **one.refused}), None)
        return None if one.is_free or column is None else self._hubs[column].hub_id

    def _waiting(self) -> list[int]:
        """Orders that have neither a hub nor a reason for having none."""
        known = self.homes.keys() | self.refused.keys()
        return [row for row in range(len(self.options)) if row not in known]

    def _lacking(self, row: int, column: int) -> tuple[Missing, ...]:
        return self.shelves.lacking(self._hubs[column].hub_id, self.options[row].order)

    def _give(self, row: int, column: int) -> None:
        self.shelves.take(self._hubs[column].hub_id, self.options[row].order)
        self.homes[row] = column

    def _give_or_refuse(self, row: int, *columns: int) -> None:
        """Give an order to the first of these hubs that has all articles."""
        column = next((column for column in columns if not self._lacking(row, column)), None)
        if column is None:
            self._refuse_for_stock(row)
        else:
            self._give(row, column)

    def _nearest_first(self, row: int) -> Iterator[int]:
        """The hubs that could have an order, the nearest to its place first, as the crow flies."""
        one = self.options[row]
        place = one.item.place
        ways = [
            (
                float(great_circle_m(place.lat, place.lon, hub.lat, hub.lon)) if place else 0.0,
                column,
            )
            for column in one.at
            for hub in [self._hubs[column]]
        ]
        return (column for _, column in sorted(ways))

    def tell_what_is_left(self) -> None:
        """Say of what is refused for want of articles what was left of them in the end."""
        for row, refusal in self.refused.items():
            if refusal.code == OUT_OF_STOCK:
                self.refused[row] = self._short_of_stock(row)

    def _refuse_for_stock(self, row: int) -> None:
        self.room.put_back(self.options[row].order)
        self.refused[row] = self._short_of_stock(row)

    def _short_of_stock(self, row: int) -> Refusal:
        one = self.options[row]
        short = [(self._hubs[column].hub_id, self._lacking(row, column)) for column in one.at]
        said = "; ".join(
            f"{hub_id} lacks {', '.join(map(str, missing))}"
            for hub_id, missing in short[:_HUBS_NAMED]
        )
        if len(short) > 1:
            said = f"No hub that could have it has all of it: {said}"
        more = f"; and {len(short) - _HUBS_NAMED} more" if len(short) > _HUBS_NAMED else ""
        hub_id, least = min(short, key=lambda one: sum(gap.short for gap in one[1]))
        gaps = ", ".join(f"{gap.short} of {gap.sku}" for gap in least)
        return Refusal(
            code=OUT_OF_STOCK,
            clause=_out_of_stock(least).clause,
            reason=f"{said}{more}.",
            way_out=f"bring {gaps} to {hub_id}, or agree with the customer to leave that out",
        )

    def _point_full(self, one: Options) -> Refusal:
        point_id, left = one.order.collect_at, self.room.left(one.order.collect_at or "")
        return Refusal(
            code=POINT_FULL,
            clause=f"{point_id} is full",
            reason=f"{point_id} has too little room left today"
            f" ({one.order.parcels} wanted, {left or 0} left).",
        )


def _furthest(refused: Mapping[int, Refusal]) -> Refusal:
    """Of the hubs' reasons the one of the hub that came nearest to having the order."""
    order = list(REFUSAL_CODES)
    furthest = max(refused.values(), key=lambda one: order.index(one.code))
    if len(refused) == 1 or furthest.code != order[0]:
        return furthest
    return replace(furthest, reason="Its door lies outside every zone of every hub.")


def _gone(order: Order) -> Refusal:
    """Of an order that no hub was asked for: the one that it names is gone."""
    return Refusal(
        code=HUB_GONE,
        clause="not in the table",
        reason=f"There is no hub {order.hub_id or order.collect_at} any more.",
        way_out="bring the hub's row back, or name another hub in the order's",
    )


def _out_of_stock(missing: Sequence[Missing]) -> Refusal:
    text = ", ".join(map(str, missing))
    return Refusal(code=OUT_OF_STOCK, clause=f"no stock of {text}", reason=f"It lacks {text}.")
