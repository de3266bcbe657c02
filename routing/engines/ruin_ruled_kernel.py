"""Vehicles with every rule that there is, compiled: exact times, and estimates that save them.

An insertion is ruled out, or its cost estimated, from the earliest and latest times of its
neighbours; `routing.problem.timing_kernel` times the few that look best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled_bare, compiled_in_place
from routing.engines.ruin_state import (
    AHEAD,
    BACK,
    BACK_BY,
    BUSY,
    CODE,
    DEAR,
    DEPART,
    DONE,
    FIRST,
    FREE,
    INTO_M,
    INTO_S,
    JOINED,
    KEPT,
    LAST,
    LATEST,
    LEAVE,
    LOAD_BY,
    LOADED,
    READY,
    RETURN,
    RETURN_M,
    RETURN_S,
    SITE,
    SPAN,
    STOPS,
    TIMED,
    VERSION,
    VOLUME,
    WEIGHT,
    Routes,
    Segment,
    Setting,
    keep,
    put_in,
)
from routing.problem import timesheet
from routing.problem import timing_kernel as timing
from routing.problem import wishes_kernel as wishing
from routing.problem.legs_kernel import leg
from routing.problem.model import NEVER_S
from routing.problem.passes_kernel import room
from routing.problem.stops_kernel import latest_start

if TYPE_CHECKING:
    from routing.engines.ruin_state import Desk
    from routing.problem.arrays import Integers, ProblemArrays


@compiled_in_place
def _price(
    problem: ProblemArrays,
    setting: Setting,
    desk: Desk,
    vehicle: int,
    row: Integers,
    timed: timesheet.Timed,
) -> float:
    """What the route on the sheet costs in euros, with lateness and its wishes at their prices."""
    eur = (
        problem.rates[vehicle, 2]
        + problem.rates[vehicle, 0] * timed.paid_s
        + problem.rates[vehicle, 1] * timed.distance_m
        + problem.late_eur_per_s * timed.late_s
    )
    wishes = setting.wishes
    if (
        wishes.prices[wishing.APART] > 0
        or wishes.prices[wishing.UNKNOWN] > 0
        or wishes.others.size > 0
    ):
        eur += wishing.route_eur(wishes, vehicle, row, desk.sheet, timed.trips, timed.stops)
    return float(eur)


@compiled_in_place
def _join(first: Segment, between_s: int, second: Segment) -> Segment:
    """Two segments with a leg between them."""
    till_s = first[0] + between_s
    wait_s = max(second[1] - till_s - first[2], 0)
    return (
        till_s + second[0] + wait_s,
        max(second[1] - till_s, first[1]) - wait_s,
        min(second[2] - till_s, first[2]),
    )


@compiled_in_place
def _read(columns: Integers, at: int) -> Segment:
    return columns[at], columns[at + 1], columns[at + 2]


@compiled_in_place
def _write(columns: Integers, at: int, segment: Segment) -> None:
    columns[at], columns[at + 1], columns[at + 2] = segment


@compiled_in_place
def _segments(problem: ProblemArrays, routes: Routes, desk: Desk, vehicle: int) -> None:
    """Note for each stop, as it is on the sheet, how long the route is up to it and from it on."""
    trips, reach = routes.trips[vehicle], routes.reach[vehicle]
    count, hub_s, setup_s = routes.counts[vehicle], problem.hub[2], problem.setup[vehicle]
    start_s = max(problem.shift[vehicle, 0], problem.hub[0])
    by_s = problem.shift[vehicle, 1]
    # Whoever is at work already is paid from now on, and cannot begin later to wait less.
    done = (np.int64(0), start_s, start_s if problem.begun[vehicle] < NEVER_S else by_s)
    busy_s = np.int64(0)
    for number in range(count):
        trip, sheet = trips[number], desk.sheet.trips[number]
        loading = (hub_s, max(trip[READY], start_s), problem.hub[1] - hub_s)
        done = _join(done, 0, loading)
        _write(trip, LOADED, done)
        busy_s += hub_s + trip[RETURN_S]
        for index in range(sheet[timesheet.FROM], sheet[timesheet.FROM] + sheet[timesheet.STOPS]):
            stop = desk.sheet.stops[index]
            own_s = setup_s + stop[timesheet.SERVICE]
            end_s = min(stop[timesheet.LEAVE_BY], stop[timesheet.STREET_CLOSES]) - own_s
            own = (own_s, stop[timesheet.WINDOW_START], min(stop[timesheet.WINDOW_END], end_s))
            done = _join(done, stop[timesheet.LEG_S], own)
            busy_s += own_s + stop[timesheet.LEG_S]
            for entry in range(
                stop[timesheet.FIRST], stop[timesheet.FIRST] + stop[timesheet.COUNT]
            ):
                _write(reach[entry], DONE, done)
        done = _join(done, trip[RETURN_S], (np.int64(0), start_s, by_s))
    ahead = (np.int64(0), start_s, by_s)
    for number in range(count - 1, -1, -1):
        trip, sheet = trips[number], desk.sheet.trips[number]
        trip[SPAN], trip[BUSY] = done[0], busy_s
        _write(trip, BACK, ahead)
        leg_s = trip[RETURN_S]
        for index in range(
            sheet[timesheet.FROM] + sheet[timesheet.STOPS] - 1, sheet[timesheet.FROM] - 1, -1
        ):
            stop = desk.sheet.stops[index]
            own = (
                setup_s + stop[timesheet.SERVICE],
                stop[timesheet.WINDOW_START],
                stop[timesheet.LATEST],
            )
            ahead = _join(own, leg_s, ahead)
            leg_s = stop[timesheet.LEG_S]
            for entry in range(
                stop[timesheet.FIRST], stop[timesheet.FIRST] + stop[timesheet.COUNT]
            ):
                _write(reach[entry], AHEAD, ahead)
        loading = (hub_s, max(trip[READY], start_s), trip[LOAD_BY])
        ahead = _join(loading, leg_s, ahead)


@compiled_bare
def refresh_ruled(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    vehicle: int,
    cost_eur: float,
    paid_s: int,
) -> bool:
    """Bring what is known of a route that is not empty up to date; whether it keeps every bound.

    It is timed exactly only where its cost is not known yet, and `DEAR`; else `paid_s` is known.
    """
    length, row = routes.lengths[vehicle], routes.rows[vehicle]
    case = timesheet.Case(problem, vehicle, row, setting.late, desk.floors_s, desk.sheet)
    if cost_eur >= DEAR:
        timed = timing.time_row(case, length, True)
        if not timed.fits or timed.trips == 0:
            return False
        cost_eur = _price(problem, setting, desk, vehicle, row, timed)
        paid_s = timed.paid_s
    routes.costs[vehicle] = cost_eur
    routes.paid_s[vehicle] = paid_s
    routes.over[vehicle] = 0
    _, trips, stops = room(case, length)
    routes.counts[vehicle] = trips
    free_s = max(problem.shift[vehicle, 0], problem.hub[0])
    for number in range(trips):
        known, trip = routes.trips[vehicle, number], desk.sheet.trips[number]
        last = trip[timesheet.FROM] + trip[timesheet.STOPS] - 1
        known[FIRST] = desk.sheet.stops[trip[timesheet.FROM], timesheet.FIRST]
        known[LAST] = (
            desk.sheet.stops[last, timesheet.FIRST] + desk.sheet.stops[last, timesheet.COUNT] - 1
        )
        known[WEIGHT] = trip[timesheet.WEIGHT]
        known[VOLUME] = trip[timesheet.VOLUME]
        known[READY] = trip[timesheet.READY]
        known[FREE] = free_s
        known[DEPART] = trip[timesheet.DEPART]
        known[STOPS] = trip[timesheet.STOPS]
        known[LOAD_BY] = trip[timesheet.LATEST_LOADING]
        known[BACK_BY] = trip[timesheet.LATEST_RETURN]
        known[RETURN] = free_s = trip[timesheet.RETURN]
        known[RETURN_S] = trip[timesheet.RETURN_S]
        known[RETURN_M] = trip[timesheet.RETURN_M]
    for index in range(stops):
        stop = desk.sheet.stops[index]
        for entry in range(stop[timesheet.FIRST], stop[timesheet.FIRST] + stop[timesheet.COUNT]):
            routes.reach[vehicle, entry, LEAVE] = stop[timesheet.LEAVE]
            routes.reach[vehicle, entry, LATEST] = stop[timesheet.LATEST]
            routes.reach[vehicle, entry, SITE] = stop[timesheet.SITE]
            # Between orders of one stop there is no leg.
            is_first = entry == stop[timesheet.FIRST]
            routes.reach[vehicle, entry, INTO_S] = stop[timesheet.LEG_S] if is_first else 0
            routes.reach[vehicle, entry, INTO_M] = stop[timesheet.LEG_M] if is_first else 0
            routes.reach[vehicle, entry, JOINED] = not is_first
            routes.where[row[entry], 0] = vehicle
            routes.where[row[entry], 1] = entry
    _segments(problem, routes, desk, vehicle)
    return True


@compiled_in_place
def _earliest_start(case: timesheet.Case, task: int, at_s: int, busy_s: int) -> int:
    """The first second at or after `at_s` at which a task may begin; `NEVER_S` if there is none."""
    problem = case.problem
    windows_from = problem.windows_from[case.late[task], problem.kind[case.vehicle]]
    for number in range(windows_from[task], windows_from[task + 1]):
        window = problem.windows[number]
        start_s = max(at_s, window[0])
        if at_s <= window[1] and start_s + busy_s <= window[3]:
            if problem.point[task] >= 0:
                by_s = problem.closes[task] if case.late[task] else problem.leave_by[task]
                if start_s + busy_s > by_s:
                    return NEVER_S
            return int(start_s)
    return NEVER_S


@compiled_bare
def scan_ruled(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    slot: int,
    task: int,
    vehicle: int,
) -> None:
    """Estimate where a task costs least on a route, and remember it; `price_place` is exact."""
    row, length, kind = routes.rows[vehicle], routes.lengths[vehicle], problem.kind[vehicle]
    case = timesheet.Case(problem, vehicle, row, setting.late, desk.floors_s, desk.sheet)
    site, ready_s, hub_s = problem.site[task], problem.ready[task], problem.hub[2]
    busy_s = problem.setup[vehicle] + problem.service[task] + problem.handover[task]
    by_s = latest_start(case, task)
    per_s, per_m = problem.rates[vehicle, 0], problem.rates[vehicle, 1]
    found, codes = desk.found, desk.codes
    for number in range(KEPT):
        found[number], codes[number] = DEAR, -1
    locked, trips = setting.locked[vehicle], routes.counts[vehicle]
    other_eur = setting.wishes.others[vehicle, task] if setting.wishes.others.size > 0 else 0.0
    opens_s = problem.windows[problem.windows_from[setting.late[task], kind, task], 0]
    rest_s, span_s = problem.rest[vehicle, 0], np.int64(0)
    if trips > 0:
        span_s = max(routes.trips[vehicle, 0, SPAN], routes.trips[vehicle, 0, BUSY] + rest_s)
    for number in range(trips):
        trip = routes.trips[vehicle, number]
        if (
            trip[WEIGHT] + problem.load[task, 0] > problem.capacity[vehicle, 0]
            or trip[VOLUME] + problem.load[task, 1] > problem.capacity[vehicle, 1]
            or max(trip[FREE], ready_s) > trip[LOAD_BY]
            or trip[LAST] + 1 < locked
        ):
            continue
        is_full = trip[STOPS] >= problem.most[vehicle, 0]
        apart_eur = 0.0
        if setting.wishes.prices[wishing.APART] > 0:
            wishes, sites, last = setting.wishes, problem.site, trip[LAST]
            apart_eur = wishing.trip_eur(wishes, sites, row, trip[FIRST], last, site)
            apart_eur -= wishing.trip_eur(wishes, sites, row, trip[FIRST], last, -1)
        pushed_s = max(0, ready_s - trip[DEPART] + hub_s)
        for entry in range(max(trip[FIRST], locked), trip[LAST] + 2):
            leave_s, place = trip[DEPART] + pushed_s, 0
            if entry <= trip[LAST] and routes.reach[vehicle, entry, JOINED]:
                continue
            if entry > trip[FIRST]:
                leave_s = routes.reach[vehicle, entry - 1, LEAVE]
                place = routes.reach[vehicle, entry - 1, SITE]
            if leave_s > by_s:
                break
            goal, goal_by_s, past_s, past_m = 0, trip[BACK_BY], trip[RETURN_S], trip[RETURN_M]
            if entry <= trip[LAST]:
                goal = routes.reach[vehicle, entry, SITE]
                goal_by_s = routes.reach[vehicle, entry, LATEST]
                past_s = routes.reach[vehicle, entry, INTO_S]
                past_m = routes.reach[vehicle, entry, INTO_M]
            there_s, there_m = leg(problem, kind, place, site, leave_s)
            if leave_s + there_s > by_s:
                continue
            joins = (entry > trip[FIRST] and place == site) or (
                entry <= trip[LAST] and goal == site
            )
            if is_full and not joins:
                continue
            start_s = _earliest_start(case, task, leave_s + there_s, busy_s)
            if joins:  # one stop perhaps, which is set up already: timing will tell
                start_s = leave_s + there_s
            elif start_s == NEVER_S:
                continue
            on_s, on_m = leg(problem, kind, site, goal, start_s + busy_s)
            if start_s + busy_s + on_s > goal_by_s and not joins:
                continue
            eur = other_eur + per_m * (there_m + on_m - past_m)
            if not joins:
                eur += apart_eur
            if per_s > 0.0:
                done, ahead = _read(trip, LOADED), _read(trip, BACK)
                if entry > trip[FIRST]:
                    done = _read(routes.reach[vehicle, entry - 1], DONE)
                if entry <= trip[LAST]:
                    ahead = _read(routes.reach[vehicle, entry], AHEAD)
                own = (busy_s, start_s, by_s)
                if joins:
                    own = (problem.service[task], -NEVER_S, NEVER_S)
                elif start_s == leave_s + there_s:
                    own = (busy_s, opens_s, by_s)
                whole = _join(_join(done, there_s, own), on_s, ahead)
                # A break falls into time in which the vehicle would wait, if there is enough.
                more_s = own[0] + there_s + on_s - past_s
                longer_s = max(whole[0], trip[BUSY] + more_s + rest_s) - span_s
                eur += per_s * longer_s
            keep(found, codes, eur, 2 * entry, KEPT)
    if trips < problem.most[vehicle, 1]:
        fixed_eur = problem.rates[vehicle, 2] if length == 0 else 0.0
        for number in range(trips + 1):
            entry, free_s, by_then_s = 0, NEVER_S, problem.shift[vehicle, 1]
            if number < trips:
                entry = routes.trips[vehicle, number, FIRST]
                free_s = routes.trips[vehicle, number, FREE]
                by_then_s = routes.trips[vehicle, number, LOAD_BY]
            elif length > 0:
                entry = length
                free_s = routes.trips[vehicle, trips - 1, RETURN]
            else:
                free_s = max(problem.shift[vehicle, 0], problem.hub[0])
            if entry < locked:
                continue
            leave_s = max(free_s, ready_s) + hub_s
            if leave_s > by_s or leave_s > problem.hub[1]:
                continue
            there_s, there_m = leg(problem, kind, 0, site, leave_s)
            start_s = _earliest_start(case, task, leave_s + there_s, busy_s)
            if start_s == NEVER_S:
                continue
            back_s, back_m = leg(problem, kind, site, 0, start_s + busy_s)
            if start_s + busy_s + back_s > by_then_s:
                continue
            paid_s = hub_s + there_s + busy_s + back_s
            if length == 0 and problem.begun[vehicle] < NEVER_S:
                paid_s = start_s + busy_s + back_s - free_s
            eur = other_eur + fixed_eur + per_m * (there_m + back_m) + per_s * paid_s
            keep(found, codes, eur, 2 * entry + 1, KEPT)
    memo, prices = routes.memo[slot, task, vehicle], routes.prices[slot, task, vehicle]
    memo[VERSION] = routes.versions[vehicle]
    memo[TIMED] = 0
    for number in range(KEPT):
        memo[CODE + number], prices[number] = codes[number], found[number]


@compiled_bare
def price_place(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    slot: int,
    task: int,
    vehicle: int,
    number: int,
) -> None:
    """Put what an insertion really costs in the place of its estimate."""
    memo, prices = routes.memo[slot, task, vehicle], routes.prices[slot, task, vehicle]
    row, length = routes.rows[vehicle], routes.lengths[vehicle]
    memo[TIMED] |= 1 << number
    end = put_in(row, length, task, memo[CODE + number], desk.row)
    case = timesheet.Case(problem, vehicle, desk.row, setting.late, desk.floors_s, desk.sheet)
    timed = timing.time_row(case, end, True)
    if not timed.fits or timed.trips == 0:
        prices[number] = DEAR
    else:
        eur = _price(problem, setting, desk, vehicle, desk.row, timed)
        prices[number] = eur - routes.costs[vehicle]
        if setting.wishes.prices[wishing.UNEVEN] > 0:
            routes.memo_paid_s[slot, task, vehicle, number] = timed.paid_s
