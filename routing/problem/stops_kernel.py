"""Stops, compiled: which orders are one stop, and when it may begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.compiled import compiled_in_place
from routing.problem.model import NEVER_S
from routing.problem.timesheet import (
    COUNT,
    FIRST,
    FROM,
    HUB,
    LEAVE,
    LEAVE_BY,
    OPEN_FROM,
    PROMISE,
    READY,
    SERVICE,
    SITE,
    START,
    START_BY,
    STOPS,
    STREET_CLOSES,
    TRIP,
    VOLUME,
    WEIGHT,
    WINDOW_END,
    WINDOW_START,
)

if TYPE_CHECKING:
    from routing.problem.arrays import Integers
    from routing.problem.timesheet import Case


@compiled_in_place
def prepare(case: Case, length: int) -> tuple[bool, int, int, float]:
    """Join tasks to stops and trips: whether the kind may serve them, stops, trips, excess."""
    problem, vehicle, row, late = case.problem, case.vehicle, case.row, case.late
    kind = problem.kind[vehicle]
    stops, trips = case.sheet.stops, case.sheet.trips
    stop, trip, excess = -1, -1, 0.0
    fits = True
    new_trip = True
    start_s = end_s = 0
    for position in range(length):
        task = row[position]
        if task == HUB:
            new_trip = True
            continue
        if new_trip:
            trip += 1
            trips[trip, FROM] = stop + 1
            trips[trip, STOPS] = 0
            trips[trip, READY] = problem.ready[task]
            trips[trip, WEIGHT] = 0
            trips[trip, VOLUME] = 0
        windows_from = problem.windows_from[late[task], kind]
        if windows_from[task] == windows_from[task + 1]:
            fits = False
        promise_s = problem.promise[kind, task]
        first_s = max(start_s, promise_s[0])
        last_s = min(end_s, promise_s[1])
        # Windows that only touch do not overlap; one that is a single moment may lie in another.
        apart = first_s > last_s or (
            first_s == last_s and start_s < end_s and promise_s[0] < promise_s[1]
        )
        if new_trip or problem.site[task] != stops[stop, SITE] or apart:
            stop += 1
            trips[trip, STOPS] += 1
            stops[stop, FIRST] = position
            stops[stop, COUNT] = 0
            stops[stop, SITE] = problem.site[task]
            stops[stop, SERVICE] = 0
            stops[stop, LEAVE_BY] = NEVER_S
            stops[stop, PROMISE] = NEVER_S
            stops[stop, START_BY] = NEVER_S
            stops[stop, TRIP] = trip
            start_s, end_s = promise_s[0], promise_s[1]
        else:
            start_s, end_s = first_s, last_s
        new_trip = False
        stops[stop, COUNT] += 1
        stops[stop, SERVICE] += problem.service[task]
        if problem.point[task] >= 0:
            handed_over = False
            for other in range(stops[stop, FIRST], position):
                handed_over |= problem.point[row[other]] == problem.point[task]
            if not handed_over:
                stops[stop, SERVICE] += problem.handover[task]
            leave_by_s = problem.closes[task] if late[task] else problem.leave_by[task]
            stops[stop, LEAVE_BY] = min(stops[stop, LEAVE_BY], leave_by_s)
            stops[stop, PROMISE] = min(stops[stop, PROMISE], problem.leave_by[task])
        else:
            stops[stop, START_BY] = min(stops[stop, START_BY], promise_s[1])
        trips[trip, READY] = max(trips[trip, READY], problem.ready[task])
        trips[trip, WEIGHT] += problem.load[task, 0]
        trips[trip, VOLUME] += problem.load[task, 1]
        excess += problem.lacking[vehicle, task]
    for number in range(trip + 1):
        excess += max(0, trips[number, WEIGHT] - problem.capacity[vehicle, 0]) / 1000
        excess += max(0, trips[number, VOLUME] - problem.capacity[vehicle, 1]) / 1000
        excess += max(0, trips[number, STOPS] - problem.most[vehicle, 0])
    excess += max(0, trip + 1 - problem.most[vehicle, 1])
    return fits, stop + 1, trip + 1, excess


@compiled_in_place
def reach(case: Case, stop: Integers, at_s: int, busy_s: int) -> int:
    """Begin in the first windows that are still open; where none are, late for the last.

    Gives by how much it begins or leaves too late.
    """
    problem, row, late = case.problem, case.row, case.late
    kind = problem.kind[case.vehicle]
    first, count = stop[FIRST], stop[COUNT]
    start_s = at_s
    is_open = True
    moved = True
    while moved and is_open:
        moved = False
        window_start_s, window_end_s = -NEVER_S, NEVER_S
        open_from_s, closes_s = -NEVER_S, NEVER_S
        for position in range(first, first + count):
            task = row[position]
            windows_from = problem.windows_from[late[task], kind]
            found = -1
            for number in range(windows_from[task], windows_from[task + 1]):
                window = problem.windows[number]
                if start_s <= window[1] and max(start_s, window[0]) + busy_s <= window[3]:
                    found = number
                    break
            if found < 0:
                is_open = False
                break
            window = problem.windows[found]
            if window[0] > start_s:
                start_s = window[0]
                moved = True
            window_start_s = max(window_start_s, window[0])
            window_end_s = min(window_end_s, window[1])
            open_from_s = max(open_from_s, window[2])
            closes_s = min(closes_s, window[3])
    if not is_open:
        window_start_s, window_end_s = -NEVER_S, NEVER_S
        open_from_s, closes_s = -NEVER_S, NEVER_S
        for position in range(first, first + count):
            task = row[position]
            windows_from = problem.windows_from[late[task], kind]
            if windows_from[task] == windows_from[task + 1]:
                continue
            window = problem.windows[windows_from[task + 1] - 1]
            window_start_s = max(window_start_s, window[0])
            window_end_s = min(window_end_s, window[1])
            open_from_s = max(open_from_s, window[2])
            closes_s = min(closes_s, window[3])
        start_s = max(at_s, window_start_s)
    stop[START] = start_s
    stop[LEAVE] = start_s + busy_s
    stop[WINDOW_START] = window_start_s
    stop[WINDOW_END] = window_end_s
    stop[OPEN_FROM] = open_from_s
    stop[STREET_CLOSES] = closes_s
    leave_by_s = min(stop[LEAVE_BY], closes_s)
    return int(max(0, start_s - window_end_s) + max(0, stop[LEAVE] - leave_by_s))


@compiled_in_place
def latest_start(case: Case, task: int) -> int:
    """The end of a task's last window, with the lateness that it is allowed."""
    problem = case.problem
    windows_from = problem.windows_from[case.late[task], problem.kind[case.vehicle]]
    return int(problem.windows[windows_from[task + 1] - 1, 1])
