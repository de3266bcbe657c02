"""The choice of hubs, stated in numbers: costs, hours of work, articles."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from routing.orders import fleets
from routing.orders.choice import CANNOT, NOWHERE, ChoiceProblem, Work
from routing.orders.drives import NOBODY
from routing.orders.workload import Slots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from routing.fleet.model import Hub
    from routing.orders.drives import Drives
    from routing.orders.estimates import Estimates
    from routing.orders.intake import Intake
    from routing.orders.model import HubOrder
    from routing.orders.options import Options
    from routing.orders.settling import Settling

_NO_ROOM_CENTS = 6_000
"""What it costs that an order finds no place on a vehicle: more than most ways of serving it."""
_LATE_CENTS = 2_000
"""What it costs that an order is ready too late for who collects it."""
_REFUSED_CENTS = 20_000
"""What it costs that no hub has all articles of an order; four times that at priority 9."""

_AT_WORK = 0.95
"""The share of a picker's shift that orders can fill: they are picked in one go."""

_PLENTY = 1 << 40


class Statement:
    """States the choice; what does not depend on who has which hub is worked out once.

    Parameters
    ----------
    options
        The orders that have a choice, and those that have a hub and take its people's time.
    drives
        The ways to them.
    settling
        What they were settled by.
    intake
        The day's hubs, vehicles and pickers.
    stock
        What is left on the shelves of hubs whose stock is known.
    """

    def __init__(
        self,
        options: Sequence[Options],
        drives: Drives,
        settling: Settling,
        intake: Intake,
        *,
        stock: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._options = options
        self._drives = drives
        self._hubs = intake.hubs
        self._slots = _slots(intake)
        self._settling = settling
        self._shape = (len(options), len(intake.hubs))
        self._may = self._possible()
        self._late_cents = self._certainly_late()
        self._first, self._last = self._driving_spans()
        self._pickers = self._picking()
        self._rooms_s = fleets.rooms_s(intake, self._slots)
        self._capacities = fleets.capacities(options, intake, drives)
        self._most_stops = fleets.most_stops(intake)
        self._wants, self._there = self._articles(stock)

    def _possible(self) -> NDArray[np.bool_]:
        """Whether a hub may be given an order: of those that can deliver it, if there are any."""
        asked = np.zeros(self._shape, np.bool_)
        for row, one in enumerate(self._options):
            asked[row, list(one.at)] = True
        driven = np.array([one.is_driven for one in self._options], np.bool_)
        able = asked & ((self._drives.kind != NOBODY) | ~driven[:, None])
        return np.where(able.any(axis=1)[:, None], able, asked)

    @property
    def nearest(self) -> NDArray[np.int64]:
        """The nearest hub that may be given each order."""
        drives_s = np.where(self._may, self._drives.duration_s, np.iinfo(np.int64).max)
        nearest: NDArray[np.int64] = drives_s.argmin(axis=1).astype(np.int64)
        return nearest

    def problem(self, estimates: Estimates) -> ChoiceProblem:
        """The problem at such costs."""
        driven = np.array([one.is_driven for one in self._options], np.bool_)
        work_s = np.where(self._drives.kind == NOBODY, 0, estimates.work_s)
        usual_h = float(work_s[work_s > 0].mean()) / 3600 if (work_s > 0).any() else 1.0
        return ChoiceProblem(
            cost_cents=np.where(self._may, estimates.cents + self._late_cents, CANNOT),
            drive_s=self._drives.duration_s,
            is_driven=driven,
            capacities=self._capacities,
            fixed=np.array(
                [NOWHERE if one.is_free else next(iter(one.at)) for one in self._options], np.int64
            ),
            most_stops=self._most_stops,
            over_stop_cents=_NO_ROOM_CENTS,
            vehicles=Work(
                work_s=work_s,
                first=self._first,
                last=self._last,
                room_s=self._rooms_s,
                cents_per_h=_NO_ROOM_CENTS / usual_h,
            ),
            pickers=self._pickers,
            wants=self._wants,
            there=self._there,
            refusal_cents=np.array(
                [_REFUSED_CENTS * (3 + one.order.priority) // 3 for one in self._options], np.int64
            ),
            slots=self._slots,
        )

    def _cells(self) -> list[tuple[int, int, Hub, HubOrder]]:
        return [
            (row, column, self._hubs[column], item)
            for row, one in enumerate(self._options)
            for column, item in one.at.items()
        ]

    def _certainly_late(self) -> NDArray[np.int64]:
        """What it costs that somebody could not collect in time however early it is picked."""
        cents = np.zeros(self._shape, np.int64)
        for row, column, _, item in self._cells():
            if item.place is None and item.ready_s > item.window_end_s:
                cents[row, column] = _LATE_CENTS
        return cents

    def _driving_spans(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """From when a vehicle may be loaded for an order until it has to be there."""
        first, last = np.zeros(self._shape, np.int64), np.ones(self._shape, np.int64)
        for row, column, hub, item in self._cells():
            there_s = int(self._drives.duration_s[row, column]) + hub.loading_s
            begin_s = max(item.ready_s, item.window_start_s - there_s)
            first[row, column], last[row, column] = self._slots.span(begin_s, item.window_end_s)
        return first, last

    def _picking(self) -> Work:
        """From when orders may be picked until they have to be ready, at an average speed."""
        work_s = np.zeros(self._shape, np.int64)
        first, last = np.zeros(self._shape, np.int64), np.ones(self._shape, np.int64)
        for row, column, hub, item in self._cells():
            if not item.is_picked:
                continue
            shifts = self._settling.shifts(hub)
            lengths_s = np.array([shift.end_s - shift.start_s for shift in shifts], np.float64)
            each_s = [self._settling.picking_s(item.order, shift) for shift in shifts]
            work_s[row, column] = round(float(np.average(each_s, weights=lengths_s)))
            due_s = item.window_end_s
            if item.place is not None:
                due_s -= int(self._drives.duration_s[row, column]) + hub.loading_s
            begin_s = min(shift.start_s for shift in shifts)
            placed_s = item.order.placed_s
            begin_s = begin_s if placed_s is None else max(begin_s, placed_s)
            first[row, column], last[row, column] = self._slots.span(begin_s, due_s)
        room_s = np.zeros((len(self._hubs), self._slots.count))
        for column, hub in enumerate(self._hubs):
            for shift in self._settling.shifts(hub):
                overlap_s = np.array(self._slots.overlap_s(shift.start_s, shift.end_s))
                room_s[column] += _AT_WORK * overlap_s
        usual_h = float(work_s[work_s > 0].mean()) / 3600 if work_s.any() else 1.0
        return Work(
            work_s=work_s,
            first=first,
            last=last,
            room_s=room_s.astype(np.int64),
            cents_per_h=_LATE_CENTS / usual_h,
        )

    def _articles(
        self, stock: Mapping[str, Mapping[str, int]]
    ) -> tuple[list[Mapping[int, int]], NDArray[np.int64]]:
        """What each order with a choice wants, and what each hub has of it, by article."""
        free = [one.order for one in self._options if one.is_free]
        skus = sorted(set(chain.from_iterable(order.articles for order in free))) if stock else []
        number = {sku: index for index, sku in enumerate(skus)}
        wants: list[Mapping[int, int]] = [
            {number[sku]: count for sku, count in one.order.articles.items()}
            if stock and one.is_free
            else {}
            for one in self._options
        ]
        there = np.full((len(self._hubs), len(skus)), _PLENTY, np.int64)
        for column, hub in enumerate(self._hubs):
            if hub.hub_id in stock:
                there[column] = [stock[hub.hub_id].get(sku, 0) for sku in skus]
        return wants, there


def _slots(intake: Intake) -> Slots:
    """The half-hours in which anybody works or anything is promised."""
    starts_s = [
        *(hub.opens_s for hub in intake.hubs),
        *(own.shift_start_s for own in intake.vehicles),
        *(shift.start_s for shift in intake.pickers),
    ]
    ends_s = [
        *(hub.closes_s for hub in intake.hubs),
        *(own.shift_end_s for own in intake.vehicles),
        *(shift.end_s for shift in intake.pickers),
    ]
    return Slots.covering(min(starts_s), max(ends_s))
