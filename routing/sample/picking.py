"""A made-up day whose stores pick: orders that come in through the day, and pickers just enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from routing.day.model import PickingSettings
from routing.fleet.model import PickerShift
from routing.orders.model import Channel
from routing.picking.due import by_need, cost
from routing.picking.model import Job, Need, PickingProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.clock import Clock
    from routing.fleet.model import Hub
    from routing.sample.orders import SampleOrder

COLLECT = "2h"
"""What `[promise]` promises to those who collect where their order is prepared."""
_COLLECT_S = 2 * 3600

_LINES_PER_HOUR = 80.0

_ASKED = {8: 2, 9: 3, 10: 4, 11: 5, 12: 5, 13: 3, 14: 3, 15: 4, 16: 6, 17: 6, 18: 3}
"""Orders for collection that come in, by the hour: before lunch, and after work."""
_BEFORE_NIGHT = 0.55
"""Of the deliveries, so many are ordered before the day begins."""
_CUT_OFF_S = 3 * 3600
"""So long before its window a delivery can be ordered."""

_DRIVE_S = 75 * 60
"""So long before its window ends a delivery is picked at the latest, as it shares its trip."""

_SHIFTS = {"early": ("06:30", "12:30"), "noon": ("10:30", "16:30"), "late": ("15:00", "21:00")}
"""Pickers who come and go together; six hours, which needs no break."""


def through_the_day(
    orders: Sequence[SampleOrder], hubs: Sequence[Hub], clock: Clock, rng: np.random.Generator
) -> list[SampleOrder]:
    """The same orders as they come in, none of them picked yet.

    What is collected where it is prepared is promised two hours after it is placed, through the
    day; a part of the deliveries is ordered while others are on their way.
    """
    by_id = {hub.hub_id: hub for hub in hubs}
    coming = [_coming(order, by_id[order.hub_id], clock, rng) for order in orders]
    return [order for _, order in sorted(coming, key=lambda one: one[0])]


def _coming(
    order: SampleOrder, hub: Hub, clock: Clock, rng: np.random.Generator
) -> tuple[int, SampleOrder]:
    row = {**order.row, "ready_at": ""}
    placed_s = clock.seconds(str(row["placed_at"]))
    drawn_s, at_night = _drawn_s(hub, clock, rng), rng.random() < _BEFORE_NIGHT
    if row["channel"] == Channel.SAME_DAY.value:
        latest_s = clock.seconds(str(row["window_start"])) - _CUT_OFF_S
        if not at_night and drawn_s <= latest_s:
            placed_s = drawn_s
        due_s = order.due_s
    elif not order.driven:
        placed_s = drawn_s
        row["window_end"] = ""
        due_s = min(placed_s + _COLLECT_S, hub.closes_s)
    else:
        due_s = order.due_s
    row["placed_at"] = clock.iso(placed_s)
    return placed_s, replace(order, row=row, due_s=due_s)


def _drawn_s(hub: Hub, clock: Clock, rng: np.random.Generator) -> int:
    """A minute at which a customer asks who is served today all the same."""
    last_s = min(hub.closes_s, clock.seconds("21:00")) - _COLLECT_S
    hours = {
        hour: asked for hour, asked in _ASKED.items() if clock.seconds(f"{hour:02d}:59") <= last_s
    }
    if not hours:
        return hub.opens_s
    shares = np.array(list(hours.values())) / sum(hours.values())
    hour = int(rng.choice(list(hours), p=shares))
    return max(hub.opens_s, clock.seconds(f"{hour:02d}:{int(rng.integers(60)):02d}"))


def make_pickers(
    hubs: Sequence[Hub], orders: Sequence[SampleOrder], clock: Clock
) -> list[dict[str, object]]:
    """Rows of shifts: just as many pickers as have everything ready in time, if anybody can.

    One more comes each time to the shift in which that helps most, until nothing is late.
    """
    rows: list[dict[str, object]] = []
    for hub in hubs:
        own = [order for order in orders if order.hub_id == hub.hub_id]
        if own:
            rows += _shifts(hub, own, clock)
    return rows


def _shifts(hub: Hub, orders: Sequence[SampleOrder], clock: Clock) -> Iterator[dict[str, object]]:
    jobs = tuple(_job(order, clock) for order in orders)
    needs = [
        Need(due_s, due_s)
        for order in orders
        for due_s in [order.due_s - _DRIVE_S if order.driven else order.due_s]
    ]
    choices = [_shift(hub, name, clock) for name in _SHIFTS]
    chosen: list[PickerShift] = []
    least: tuple[int, ...] | None = None
    while True:
        ways = [
            (cost(problem, needs, by_need(problem, needs))[:4], number)
            for number, shift in enumerate(choices)
            for problem in [_problem(jobs, [*chosen, shift])]
        ]
        late, number = min(ways)
        if least is not None and late >= least:
            break
        least = late
        chosen.append(choices[number])
        if not any(late):
            break
    counts: Counter[str] = Counter()
    for shift in sorted(chosen, key=lambda shift: (shift.start_s, shift.picker_id)):
        counts[shift.picker_id] += 1
        yield {
            "picker_id": f"{shift.picker_id}{counts[shift.picker_id]}",
            "hub_id": hub.hub_id,
            "shift_start": clock.wall(shift.start_s),
            "shift_end": clock.wall(shift.end_s),
            "lines_per_hour": f"{_LINES_PER_HOUR:g}",
        }


def _problem(jobs: tuple[Job, ...], shifts: Sequence[PickerShift]) -> PickingProblem:
    return PickingProblem(jobs=jobs, shifts=tuple(shifts), order_s=PickingSettings().order_s)


def _shift(hub: Hub, name: str, clock: Clock) -> PickerShift:
    start, end = _SHIFTS[name]
    return PickerShift(
        picker_id=f"{hub.hub_id}-{name}",
        hub_id=hub.hub_id,
        start_s=clock.seconds(start),
        end_s=clock.seconds(end),
        lines_per_hour=_LINES_PER_HOUR,
        eur_per_h=0.0,
    )


def _job(order: SampleOrder, clock: Clock) -> Job:
    return Job(
        order_id=str(order.row["order_id"]),
        lines=int(str(order.row["lines"])),
        release_s=clock.seconds(str(order.row["placed_at"])),
        priority=int(str(order.row["priority"])),
        promise_s=None if order.driven else order.due_s,
    )
