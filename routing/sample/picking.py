"""A made-up day whose stores pick: orders that come in through the day, and pickers just enough."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from routing.orders.model import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from routing.clock import Clock
    from routing.fleet.model import Hub
    from routing.sample.orders import SampleOrder

COLLECT = "2h"
"""What `[promise]` promises to those who collect where their order is prepared."""
_COLLECT_S = 2 * 3600

_LINES_PER_HOUR = 80.0
_ORDER_S = 60
_FULL = 0.95
"""The share of their time in which pickers pick, at the most."""

_ASKED = {8: 2, 9: 3, 10: 4, 11: 5, 12: 5, 13: 3, 14: 3, 15: 4, 16: 6, 17: 6, 18: 3}
"""Orders for collection that come in, by the hour: before lunch, and after work."""
_BEFORE_NIGHT = 0.55
"""Of the deliveries, so many are ordered before the day begins."""
_CUT_OFF_S = 3 * 3600
"""So long before its window a delivery can be ordered."""

_HALVES = (("early", "06:30", "14:00"), ("late", "13:30", "21:00"))


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
        due_s = placed_s + _COLLECT_S
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
    """Rows of shifts: as many early and late pickers as each hub's orders fill, and no more."""
    rows: list[dict[str, object]] = []
    for hub in hubs:
        work = sorted(
            (order.due_s, _picking_s(order.row)) for order in orders if order.hub_id == hub.hub_id
        )
        if work:
            rows += _shifts(hub, work, clock)
    return rows


def _shifts(hub: Hub, work: Sequence[tuple[int, int]], clock: Clock) -> Iterator[dict[str, object]]:
    cared_for = 0
    for name, start, end in _HALVES:
        start_s, end_s = clock.seconds(start), clock.seconds(end)
        until = len(work) if name == _HALVES[-1][0] else bisect_right(work, (end_s, 0))
        needed_s = sum(picking_s for _, picking_s in work[cared_for:until])
        pickers = ceil(needed_s / (_FULL * (end_s - start_s)))
        for number in range(1, 1 + max(1, pickers)):
            yield {
                "picker_id": f"{hub.hub_id}-{name}{number}",
                "hub_id": hub.hub_id,
                "shift_start": start,
                "shift_end": end,
                "lines_per_hour": f"{_LINES_PER_HOUR:g}",
            }
        cared_for = until


def _picking_s(row: Mapping[str, object]) -> int:
    lines = int(str(row["lines"]))
    return _ORDER_S + ceil(3600 * lines / _LINES_PER_HOUR)
