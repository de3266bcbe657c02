"""Who picks what from now on, and what is picked already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.picking.model import Pick as Planned
from routing.picking.model import Schedule
from routing.plan.model import HubPicking, PickerDay
from routing.plan.statuses import BEGUN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from routing.fleet.model import PickerShift
    from routing.orders.model import HubOrder
    from routing.picking.model import PickingProblem
    from routing.plan.model import HubPlan, Pick

Shift = tuple[str, int]
"""A picker's id, and when the shift starts by the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicksNow:
    """A hub's picking at a moment.

    Attributes
    ----------
    before
        Who picks what by the plan as it stands; ``None`` where that is not planned.
    fixed
        Picks that are done, begun, or needed by a trip that stands, by shift.
    shifts
        What time is left of the shifts: one part before each pick that is fixed, and one after.
    names
        Of those, which shifts they are parts of.
    """

    before: HubPicking | None
    fixed: Mapping[Shift, Sequence[Pick]] = field(default_factory=dict)
    shifts: tuple[PickerShift, ...] = ()
    names: tuple[Shift, ...] = ()

    @property
    def ready_s(self) -> dict[str, int]:
        """When what is fixed is ready, by order."""
        return {pick.order_id: pick.ready_s for picks in self.fixed.values() for pick in picks}

    def known(self, picking: PickingProblem) -> Schedule:
        """What is not fixed, as it was planned: the same jobs in the same shifts."""
        number = {job.order_id: index for index, job in enumerate(picking.jobs)}
        picks = [
            Planned(number[pick.order_id], part, pick.start_s, pick.ready_s)
            for day in (self.before.pickers if self.before else ())
            for pick in day.picks
            if pick.order_id in number
            and (part := self._part((day.picker_id, day.shift_start_s), pick)) is not None
        ]
        return Schedule(picks=tuple(sorted(picks, key=lambda pick: pick.job)))

    def searched(self, later: HubPicking) -> dict[Shift, tuple[Pick, ...]]:
        """What a search has for the shifts that are left."""
        found: dict[Shift, tuple[Pick, ...]] = {}
        for name, part in zip(self.names, later.pickers, strict=True):
            found[name] = (*found.get(name, ()), *part.picks)
        return found

    def _part(self, name: Shift, pick: Pick) -> int | None:
        """The part of a shift that a pick lies in, or else the last; ``None`` if none is left."""
        parts = [index for index, own in enumerate(self.names) if own == name]
        holds = (
            index
            for index in parts
            if self.shifts[index].start_s <= pick.start_s
            and pick.ready_s <= self.shifts[index].end_s
        )
        return next(holds, parts[-1] if parts else None)

    def as_before(self, plan: HubPicking | None) -> dict[Shift, tuple[Pick, ...]]:
        """What a plan has for what is not fixed."""
        ready_s = self.ready_s
        return {
            (day.picker_id, day.shift_start_s): tuple(
                pick for pick in day.picks if pick.order_id not in ready_s
            )
            for day in (plan.pickers if plan else ())
        }

    def plan(
        self,
        later: Mapping[Shift, Sequence[Pick]],
        days: Sequence[PickerShift],
        late_at_least: int,
    ) -> HubPicking:
        """The whole day's picking: what is fixed, and what comes later in each shift."""
        return HubPicking(
            pickers=tuple(_day(own, self.fixed, later) for own in days),
            late_at_least=late_at_least,
            late_by_arrival=max(late_at_least, self.before.late_by_arrival if self.before else 0),
        )


def _nearest(starts: Sequence[int], start_s: int) -> int:
    return min(starts, key=lambda one: abs(one - start_s), default=start_s)


def _day(
    own: PickerShift, fixed: Mapping[Shift, Sequence[Pick]], later: Mapping[Shift, Sequence[Pick]]
) -> PickerDay:
    name = (own.picker_id, own.start_s)
    paid_eur = own.eur_per_h * (own.end_s - own.start_s) / 3600
    return PickerDay(
        picker_id=own.picker_id,
        shift_start_s=own.start_s,
        shift_end_s=own.end_s,
        lines_per_hour=own.lines_per_hour,
        cost_cents=round(100 * paid_eur),
        picks=tuple(sorted((*fixed.get(name, ()), *later.get(name, ())), key=_start_s)),
    )


def _start_s(pick: Pick) -> int:
    return pick.start_s


def brought_up(
    picking: HubPicking | None, loaded_s: Mapping[str, int], now_s: int
) -> HubPicking | None:
    """Who picks what, as it can still be: nothing that is yet to be done is past.

    Parameters
    ----------
    loaded_s
        When orders were loaded, or collected: they had been picked by then, whoever said so.
    """
    if picking is None:
        return None
    pickers = []
    for day in picking.pickers:
        free_s = now_s
        picks = []
        for pick in sorted(day.picks, key=lambda pick: (pick.status == "planned", pick.start_s)):
            own = _brought_up(pick, loaded_s.get(pick.order_id), free_s, now_s)
            if own.status != "done":
                free_s = max(free_s, own.ready_s)
            picks.append(own)
        pickers.append(replace(day, picks=tuple(picks)))
    return replace(picking, pickers=tuple(pickers))


def without(picking: HubPicking | None, order_ids: Collection[str]) -> HubPicking | None:
    """Who picks what, without some orders."""
    if picking is None:
        return None
    pickers = (
        replace(day, picks=tuple(one for one in day.picks if one.order_id not in order_ids))
        for day in picking.pickers
    )
    return replace(picking, pickers=tuple(pickers))


def in_shifts(picking: HubPicking | None, days: Sequence[PickerShift]) -> HubPicking | None:
    """Who picks what in the shifts as their rows have them now, which may begin at other times."""
    if picking is None:
        return None
    pickers: dict[Shift, PickerDay] = {}
    for day in picking.pickers:
        starts = [own.start_s for own in days if own.picker_id == day.picker_id]
        start_s = _nearest(starts, day.shift_start_s)
        name = (day.picker_id, start_s)
        earlier = pickers[name].picks if name in pickers else ()
        pickers[name] = replace(day, shift_start_s=start_s, picks=(*earlier, *day.picks))
    return replace(picking, pickers=tuple(pickers.values()))


def _brought_up(pick: Pick, loaded_s: int | None, free_s: int, now_s: int) -> Pick:
    if loaded_s is not None and pick.status != "done":
        ready_s = min(pick.ready_s, loaded_s)
        return replace(pick, status="done", ready_s=ready_s, start_s=min(pick.start_s, ready_s - 1))
    if pick.status == "planned":
        start_s = max(pick.start_s, free_s)
        return replace(pick, start_s=start_s, ready_s=start_s + pick.ready_s - pick.start_s)
    if pick.status == "begun":
        return replace(pick, ready_s=max(pick.ready_s, now_s))
    return pick


def loaded_by(hub: HubPlan, now_s: int) -> dict[str, int]:
    """When orders were loaded or collected, as far as that has happened, in seconds."""
    loaded = {
        one: trip.loading_s
        for route in hub.routes
        for trip in route.trips
        if trip.status in BEGUN
        for stop in trip.stops
        for one in stop.order_ids
    }
    return loaded | {item.order_id: now_s for item in hub.collections if item.status == "done"}


def picks_now(
    before: HubPicking | None,
    days: Sequence[PickerShift],
    *,
    reported: Sequence[Pick],
    stands: Collection[str],
    gone: Collection[str],
    now_s: int,
) -> PicksNow:
    """How picking stands.

    Parameters
    ----------
    before
        By the plan as it stands.
    days
        The hub's shifts by the day.
    reported
        What somebody has picked all the same that nobody was to pick.
    stands
        The orders of trips that stand: they are picked as planned.
    gone
        Orders that nobody will pick any more.
    """
    was = {
        (day.picker_id, day.shift_start_s): day.picks for day in (before.pickers if before else ())
    }
    fixed: dict[Shift, list[Pick]] = {}
    shifts, names = [], []
    extra: dict[Shift, list[Pick]] = {}
    for pick in reported:
        at_work = [own for own in days if own.start_s <= pick.ready_s <= own.end_s] or [*days]
        for own in at_work[:1]:
            extra.setdefault((own.picker_id, own.start_s), []).append(pick)
    for own in days:
        name = (own.picker_id, own.start_s)
        fixed[name] = [
            pick
            for pick in was.get(name, ())
            if pick.status != "planned" or (pick.order_id in stands and pick.order_id not in gone)
        ]
        fixed[name] += extra.get(name, ())
        parts = list(_parts(own, fixed[name], now_s))
        shifts += parts
        names += [name] * len(parts)
    return PicksNow(before=before, fixed=fixed, shifts=tuple(shifts), names=tuple(names))


def _parts(own: PickerShift, fixed: Sequence[Pick], now_s: int) -> Iterator[PickerShift]:
    """What time a shift has from now on around the picks that are fixed."""
    free_s = max(own.start_s, now_s)
    for pick in sorted(fixed, key=_start_s):
        if free_s < min(pick.start_s, own.end_s):
            yield replace(own, start_s=free_s, end_s=min(pick.start_s, own.end_s))
        free_s = max(free_s, pick.ready_s)
    if free_s < own.end_s:
        yield replace(own, start_s=free_s)


def as_picked_so_far(
    orders: Sequence[HubOrder], ready_s: Mapping[str, int]
) -> tuple[HubOrder, ...]:
    """Orders that are picked, or will be as planned, are ready then and need nobody any more."""
    return tuple(
        replace(item, is_picked=False, ready_s=ready_s[item.order.order_id])
        if item.order.order_id in ready_s
        else item
        for item in orders
    )
