"""Once through a route, compiled: how early everything can be, and how late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled_bare
from routing.problem.legs_kernel import latest_departure, leg
from routing.problem.model import NEVER_S
from routing.problem.stops_kernel import latest_start, prepare, reach
from routing.problem.timesheet import (
    ARRIVE,
    COUNT,
    DEPART,
    FIRST,
    FROM,
    LATEST,
    LATEST_LOADING,
    LATEST_RETURN,
    LEAVE,
    LEAVE_BY,
    LEG_M,
    LEG_S,
    LOADING,
    NO_SLOT,
    PROMISE,
    READY,
    RETURN,
    RETURN_M,
    RETURN_S,
    SERVICE,
    SITE,
    START,
    START_BY,
    STOPS,
    STREET_CLOSES,
    WINDOW_END,
)

if TYPE_CHECKING:
    from routing.problem.timesheet import Case

YES, NO = np.bool_(1), np.bool_(0)
"""Of constants as Python has them numba makes types: what takes one is compiled for each apart."""


@compiled_bare
def forward(
    case: Case, trips: int, stops: int, slot: int, bounds_s: tuple[int, int], strict: bool
) -> tuple[int, int, int]:
    """Do everything as early as possible: violation, begin and end of the break.

    `bounds_s` are of the whole day. If `strict`, it gives up at the first bound that breaks.
    """
    problem, vehicle, sheet, floors_s = case.problem, case.vehicle, case.sheet, case.floors_s
    hub, kind, setup_s = problem.hub, problem.kind[vehicle], problem.setup[vehicle]
    rest = problem.rest[vehicle]
    free_s = max(bounds_s[0], hub[0])
    violation_s = 0
    rest_from_s = rest_to_s = NEVER_S
    for number in range(trips):
        trip = sheet.trips[number]
        if slot == stops + number:
            rest_from_s = max(free_s, rest[1])
            free_s = rest_to_s = rest_from_s + rest[0]
            violation_s += max(0, free_s - rest[2])
        loading_s = max(free_s, trip[READY])
        if number < len(floors_s):
            loading_s = max(loading_s, floors_s[number])
        violation_s += max(0, loading_s + hub[2] - hub[1])
        now_s = loading_s + hub[2]
        trip[LOADING] = loading_s
        trip[DEPART] = now_s
        place = 0
        for index in range(trip[FROM], trip[FROM] + trip[STOPS]):
            stop = sheet.stops[index]
            leg_s, leg_m = leg(problem, kind, place, stop[SITE], now_s)
            stop[LEG_S] = leg_s
            stop[LEG_M] = leg_m
            stop[ARRIVE] = at_s = now_s + leg_s
            if slot == index:
                rest_from_s = max(at_s, rest[1])
                at_s = rest_to_s = rest_from_s + rest[0]
                violation_s += max(0, at_s - rest[2])
            violation_s += reach(case, stop, at_s, setup_s + stop[SERVICE])
            now_s = stop[LEAVE]
            place = stop[SITE]
            if strict and (violation_s > 0 or now_s > bounds_s[1]):
                return 1, rest_from_s, rest_to_s
        leg_s, leg_m = leg(problem, kind, place, 0, now_s)
        trip[RETURN_S] = leg_s
        trip[RETURN_M] = leg_m
        trip[RETURN] = free_s = now_s + leg_s
    violation_s += max(0, free_s - bounds_s[1])
    return violation_s, rest_from_s, rest_to_s


@compiled_bare
def latest_loading(case: Case, trips: int, stops: int, slot: int, on_time: bool) -> int:
    """The latest first loading that still gives the same last return and breaks no bound.

    If `on_time`, nobody is served later than promised for it, or later still; otherwise only as
    late as is allowed.
    """
    problem, vehicle, sheet = case.problem, case.vehicle, case.sheet
    hub, kind, setup_s = problem.hub, problem.kind[vehicle], problem.setup[vehicle]
    rest = problem.rest[vehicle]
    by_s = sheet.trips[trips - 1, RETURN]
    for number in range(trips - 1, -1, -1):
        trip = sheet.trips[number]
        place = 0
        for index in range(trip[FROM] + trip[STOPS] - 1, trip[FROM] - 1, -1):
            stop = sheet.stops[index]
            by_s = latest_departure(problem, kind, stop[SITE], place, by_s, NEVER_S)
            by_s = min(by_s, stop[LEAVE_BY], stop[STREET_CLOSES])
            if on_time:
                by_s = min(by_s, max(stop[PROMISE], stop[LEAVE]))
            by_s = min(by_s - setup_s - stop[SERVICE], stop[WINDOW_END])
            if on_time:
                by_s = min(by_s, max(stop[START_BY], stop[START]))
            if slot == index:
                by_s = min(by_s, rest[2]) - rest[0]
            place = stop[SITE]
        by_s = latest_departure(problem, kind, 0, place, by_s, NEVER_S)
        by_s = min(by_s, hub[1]) - hub[2]
        if slot == stops + number:
            by_s = min(by_s, rest[2]) - rest[0]
    return int(by_s)


@compiled_bare
def room(case: Case, length: int) -> tuple[bool, int, int]:
    """How early everything can be, and how late, if the break is left out of account.

    The sheet then holds the earliest times, the latest start of each stop, and the latest loading
    and return of each trip: who is later breaks a bound for sure. Gives whether all bounds and
    limits but those of break and distance are kept, trips and stops.
    """
    problem, vehicle, sheet = case.problem, case.vehicle, case.sheet
    hub, kind, setup_s = problem.hub, problem.kind[vehicle], problem.setup[vehicle]
    fits, stops, trips, excess = prepare(case, length)
    start_s, by_s = problem.shift[vehicle, 0], problem.shift[vehicle, 1]
    broken_s, _, _ = forward(case, trips, stops, np.int64(NO_SLOT), (start_s, by_s), NO)
    for number in range(trips - 1, -1, -1):
        trip = sheet.trips[number]
        trip[LATEST_RETURN] = by_s
        place = 0
        for index in range(trip[FROM] + trip[STOPS] - 1, trip[FROM] - 1, -1):
            stop = sheet.stops[index]
            by_s = latest_departure(problem, kind, stop[SITE], place, by_s, NEVER_S)
            by_s = min(by_s, stop[LEAVE_BY]) - setup_s - stop[SERVICE]
            for position in range(stop[FIRST], stop[FIRST] + stop[COUNT]):
                by_s = min(by_s, latest_start(case, case.row[position]))
            stop[LATEST] = by_s
            place = stop[SITE]
        by_s = latest_departure(problem, kind, 0, place, by_s, NEVER_S)
        by_s = min(by_s, hub[1]) - hub[2]
        trip[LATEST_LOADING] = by_s
    return fits and broken_s == 0 and excess == 0.0, trips, stops
