"""Picking: everything that must be picked is, once, by somebody who is there and has the time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.check.facts import Facts
    from routing.check.matching import HubMatch
    from routing.fleet.model import PickerShift
    from routing.orders.model import Order
    from routing.plan.model import HubPicking, Pick, PickerDay, Plan

_HOUR_S = 3600
_PICKERS_FULL = "PICKERS-FULL"
_HAPPENED = frozenset({"begun", "done"})


def picking_breaches(plan: Plan, hubs: Sequence[HubMatch], facts: Facts) -> Iterator[Breach]:
    """Give what is wrong with who picks what, hub by hub, and pickers who are in two places.

    When something was picked that is begun or done, by whom and what for, is what happened.
    """
    for match in hubs:
        if match.hub is None:
            continue
        planned = match.plan.hub_id in facts.picking_hubs
        if planned != (match.plan.picking is not None):
            yield match.where.breach(
                "picking-planned",
                "it says nothing of its pickers, who are known."
                if planned
                else "it says who picks what, and nobody is known to pick there.",
            )
        yield from _missing(match, facts)
        if match.plan.picking is not None:
            yield from _roster_breaches(match, match.plan.picking, facts)
            yield from _pick_breaches(match, match.plan.picking, facts)
            yield from _bound_breaches(match, match.plan.picking, plan)
    yield from _overlaps(hubs, facts)
    yield from _false_refusals(plan, facts)


def must_be_picked(order: Order, hub_id: str, facts: Facts) -> bool:
    """Whether the hub's pickers have to prepare an order; it says itself when it is ready if not.

    Where picking is not planned, nobody has to.
    """
    return order.ready_s is None and hub_id in facts.picking_hubs


def _prepared(match: HubMatch) -> list[str]:
    """The orders that the hub prepares, by its stops and collections."""
    on_stops = [
        order_id
        for route in match.plan.routes
        for trip in route.trips
        for stop in trip.stops
        if stop.status != "failed"
        for order_id in stop.order_ids
    ]
    return on_stops + [item.order_id for item in match.plan.collections]


def _missing(match: HubMatch, facts: Facts) -> Iterator[Breach]:
    for order_id in _prepared(match):
        order = facts.orders.get(order_id)
        if order is None or order_id in match.picks:
            continue
        if must_be_picked(order, match.plan.hub_id, facts):
            yield replace(match.where, order_ids=(order_id,)).breach(
                "pick-missing", "it has its place in the plan, and nobody picks it."
            )


@dataclass(frozen=True, slots=True)
class _Shift:
    """A shift, as the plan or the day has it."""

    picker_id: str
    start_s: int
    end_s: int
    lines_per_hour: float
    cost_cents: int


def _roster_breaches(match: HubMatch, picking: HubPicking, facts: Facts) -> Iterator[Breach]:
    """Give shifts that are not the day's, and shifts of the day that are not there."""
    given = Counter(
        _Shift(
            day.picker_id, day.shift_start_s, day.shift_end_s, day.lines_per_hour, day.cost_cents
        )
        for day in picking.pickers
    )
    known = Counter(
        _Shift(own.picker_id, own.start_s, own.end_s, own.lines_per_hour, _cost_cents(own))
        for own in facts.pickers
        if own.hub_id == match.plan.hub_id
    )
    for shift in given - known:
        yield match.where.breach(
            "picker-unknown", f"{_told(shift, facts)} is in the plan, and is no shift of the day."
        )
    for shift in known - given:
        yield match.where.breach(
            "picker-missing", f"{_told(shift, facts)} is a shift of the day, and not in the plan."
        )


def _cost_cents(shift: PickerShift) -> int:
    return round(100 * (shift.eur_per_h * (shift.end_s - shift.start_s) / _HOUR_S))


def _told(shift: _Shift, facts: Facts) -> str:
    return (
        f"picker {shift.picker_id} {facts.time(shift.start_s)}-{facts.time(shift.end_s)}"
        f" ({shift.lines_per_hour:g} lines an hour, {shift.cost_cents} cents)"
    )


def _pick_breaches(match: HubMatch, picking: HubPicking, facts: Facts) -> Iterator[Breach]:
    prepared = set(_prepared(match))
    seen: set[str] = set()
    for day in picking.pickers:
        for pick in day.picks:
            where = replace(match.where, order_ids=(pick.order_id,))
            if pick.order_id in seen:
                yield where.breach("pick-twice", "it is picked twice.")
            seen.add(pick.order_id)
            order = facts.orders.get(pick.order_id)
            happened = pick.status in _HAPPENED
            if order is None or (pick.order_id not in prepared and not happened):
                yield where.breach(
                    "pick-unneeded",
                    f"picker {day.picker_id} picks it; the hub does not prepare it.",
                )
                continue
            if not (happened or must_be_picked(order, match.plan.hub_id, facts)):
                yield where.breach(
                    "pick-unneeded",
                    f"picker {day.picker_id} picks it, and its row says that it is ready.",
                )
            yield from _one(where, day, pick, order, facts)


def _one(where: Where, day: PickerDay, pick: Pick, order: Order, facts: Facts) -> Iterator[Breach]:
    span = f"picker {day.picker_id} picks it {facts.time(pick.start_s)}-{facts.time(pick.ready_s)}"
    lines = facts.lines(order)
    if pick.lines != lines:
        yield where.breach("pick-lines", f"it has {pick.lines} lines; it is {lines}.")
    if pick.status in _HAPPENED:
        return
    needed_s = facts.picking_s(order, day.lines_per_hour)
    if pick.ready_s - pick.start_s != needed_s:
        yield where.breach("pick-time", f"{span}; {lines} lines take {needed_s} s.")
    if not (day.shift_start_s <= pick.start_s and pick.ready_s <= day.shift_end_s):
        yield where.breach(
            "picker-shift",
            f"{span}; the shift is {facts.time(day.shift_start_s)}-{facts.time(day.shift_end_s)}.",
        )
    if order.placed_s is not None and pick.start_s < order.placed_s:
        yield where.breach("pick-placed", f"{span}; it is placed at {facts.time(order.placed_s)}.")


def _bound_breaches(match: HubMatch, picking: HubPicking, plan: Plan) -> Iterator[Breach]:
    """Give hubs where fewer collections are late than is said to be possible."""
    unready = [
        item
        for item in plan.unassigned
        if item.code == _PICKERS_FULL and item.hub_id == match.plan.hub_id
    ]
    late = len(unready) + sum(
        item.late_s > 0 and item.order_id in match.picks for item in match.plan.collections
    )
    for count, what in ((late, "late or not picked"), (picking.late_by_arrival, "by arrival")):
        if count < picking.late_at_least:
            yield match.where.breach(
                "picking-bound",
                f"{count} of its collections are {what}; it says that at least "
                f"{picking.late_at_least} must be late.",
            )


def _overlaps(hubs: Sequence[HubMatch], facts: Facts) -> Iterator[Breach]:
    """Give pickers who do two things at once, at one hub or at two."""
    picks: defaultdict[str, list[tuple[Pick, Where]]] = defaultdict(list)
    for match in hubs:
        for day in match.plan.picking.pickers if match.plan.picking else ():
            for pick in day.picks:
                where = replace(match.where, order_ids=(pick.order_id,))
                picks[day.picker_id].append((pick, where))
    for picker_id, own in picks.items():
        last: Pick | None = None
        for pick, where in sorted(own, key=lambda one: (one[0].start_s, one[0].ready_s)):
            happened = last is not None and {pick.status, last.status} <= _HAPPENED
            if last is not None and pick.start_s < last.ready_s and not happened:
                yield where.breach(
                    "picker-overlap",
                    f"picker {picker_id} begins with it at {facts.time(pick.start_s)}, and has "
                    f"{last.order_id} until {facts.time(last.ready_s)}.",
                )
            if last is None or pick.ready_s > last.ready_s:
                last = pick


def _false_refusals(plan: Plan, facts: Facts) -> Iterator[Breach]:
    """Give orders for which no picker is said to have time, and somebody has."""
    plans = {hub.hub_id: hub.picking for hub in plan.hubs}
    for item in plan.unassigned:
        order = facts.orders.get(item.order_id)
        picking = plans.get(item.hub_id or "")
        if item.code != _PICKERS_FULL or order is None or picking is None:
            continue
        hub = facts.hubs.get(item.hub_id or "")
        if hub is None or not facts.is_collected_at(order, hub.hub_id):
            continue
        for day in picking.pickers:
            needed_s = facts.picking_s(order, day.lines_per_hour)
            start_s = _free_span(day, order, needed_s, plan.now_s)
            if start_s is not None:
                yield Where(hub_id=hub.hub_id, order_ids=(order.order_id,)).breach(
                    "pickers-idle",
                    f"it is unassigned because no picker has time for it; picker {day.picker_id} "
                    f"has, from {facts.time(start_s)} for {needed_s} s.",
                )
                break


def _free_span(day: PickerDay, order: Order, needed_s: int, now_s: int | None) -> int | None:
    since = (day.shift_start_s, order.placed_s, now_s)
    free_s = max(one for one in since if one is not None)
    for pick in sorted(day.picks, key=lambda pick: pick.start_s):
        if free_s + needed_s <= pick.start_s:
            return free_s
        free_s = max(free_s, pick.ready_s)
    return free_s if free_s + needed_s <= day.shift_end_s else None
