"""Ruin and recreate on a hub's exact rules, compiled.

Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54, 2020)
under simulated annealing. Tasks that lie near one another are taken off their trips, and put back
one by one where they cost least. Every route is timed by `routing.problem.timing_kernel`: breaks,
hours of streets, traffic, several trips and loads are what they are.

What makes it fast: an insertion is ruled out, or its cost estimated, from the earliest and latest
times of its neighbours, and only the best few of a route are timed; what a task would cost on a
route is remembered until that route changes; a ruin is given up as soon as it costs too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled_bare
from routing.problem import timing_kernel as timing
from routing.problem import wishes_kernel as wishing
from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.problem.arrays import Integers, ProblemArrays
    from routing.problem.wishes import WishArrays

HUB = timing.HUB
ABSENT = -1
DEAR = 1e18
"""Of an insertion that breaks a bound."""

TRIED = 3
"""Insertions into one route that are timed, the best by their estimates."""

# Columns of `Routes.trips`.
FIRST, LAST, WEIGHT, VOLUME, READY, FREE, DEPART, STOPS, LOAD_BY, BACK_BY = range(10)
TRIP_COLUMNS = 10

# Entries of `Routes.eur`.
TOTAL, BEST = range(2)

_STRINGS_OF = 10.0
_LONGEST_STRING = 10.0
_SPLIT = 0.5
_SPLIT_DEEPER = 0.01
_BLINK = 0.01
_ORDERS = 7


class Routes(NamedTuple):
    """The routes of V vehicles as they are searched, with M entries each at most.

    Attributes
    ----------
    rows, lengths, costs, versions
        Tasks with `HUB` between trips (V, M); entries that count (V,); euros with lateness and the
        route's own wishes at their prices (V,); a number that stands for this route and no other
        (V,).
    paid_s
        Seconds that the driver is paid (V,).
    trips, counts
        Of each trip, (V, M, 10): first and last entry, load, ready time, when the vehicle is free
        for it and leaves at the earliest, stops, by when it has to be loading and back; how many.
    reach
        Of each entry, (V, M, 2): the earliest time that it is left, the latest that it is begun.
    where
        Of each task, (T, 2): vehicle, or `ABSENT`, and entry.
    memo
        Of each task on each vehicle, (T, V, 3): version, and where it costs least and second
        least; `prices` has the euros, (T, V, 2).
    memo_paid_s
        What would then be paid, (T, V, 2); of length 0 where even hours are not wished.
    eur
        All that the routes cost with what is absent and how uneven they are; the same of the best
        so far.
    best_rows, best_lengths
        The best so far.
    random
        The state of the random numbers; the number of the last version.
    """

    rows: Integers
    lengths: Integers
    costs: NDArray[np.float64]
    paid_s: Integers
    versions: Integers
    trips: Integers
    counts: Integers
    reach: Integers
    where: Integers
    memo: Integers
    prices: NDArray[np.float64]
    memo_paid_s: Integers
    eur: NDArray[np.float64]
    best_rows: Integers
    best_lengths: Integers
    random: NDArray[np.uint64]


class Setting(NamedTuple):
    """What stays the same while routes are searched.

    Attributes
    ----------
    late
        By task, whether it may miss its promise.
    locked
        By vehicle, the entries at the beginning of its row that stay.
    likeness
        By vehicle; empty ones of the same likeness are interchangeable.
    plain
        By vehicle, whether estimates are exact: distance alone costs, and nothing but single
        windows bounds it.
    prizes
        By task, what leaving it out costs, in euros.
    near
        By task, the others, the nearest first (T, N).
    wishes
        What routes should look like.
    """

    late: NDArray[np.uint8]
    locked: Integers
    likeness: Integers
    plain: NDArray[np.uint8]
    prizes: NDArray[np.float64]
    near: Integers
    wishes: WishArrays


class Desk(NamedTuple):
    """Room to work in: what was, to go back to, and lists that are filled anew each time."""

    old: Routes
    sheet: timing.Sheet
    row: Integers
    floors_s: Integers
    touched: Integers
    is_touched: NDArray[np.uint8]
    tasks: Integers
    keys: NDArray[np.float64]
    absent: Integers
    found: NDArray[np.float64]
    codes: Integers


@compiled_bare
def _chance(routes: Routes) -> float:
    """A random number from 0 up to 1 (xorshift64)."""
    number = routes.random[0]
    number ^= number << np.uint64(13)
    number ^= number >> np.uint64(7)
    number ^= number << np.uint64(17)
    routes.random[0] = number
    return float(number >> np.uint64(11)) * 1.1102230246251565e-16


@compiled_bare
def _price(
    problem: ProblemArrays, setting: Setting, desk: Desk, vehicle: int, timed: timing.Timed
) -> float:
    """What the route on the sheet costs in euros, with lateness and its wishes at their prices."""
    eur = (
        problem.rates[vehicle, 2]
        + problem.rates[vehicle, 0] * timed.paid_s
        + problem.rates[vehicle, 1] * timed.distance_m
        + problem.late_eur_per_s * timed.late_s
    )
    prices = setting.wishes.prices
    if prices[wishing.APART] > 0 or prices[wishing.UNKNOWN] > 0:
        eur += wishing.route_eur(setting.wishes, vehicle, desk.sheet, timed.trips, timed.stops)
    return float(eur)


@compiled_bare
def uneven_eur(setting: Setting, routes: Routes, vehicle: int, instead_s: int) -> float:
    """The price of uneven hours, where one vehicle (-1: none) has another paid time instead."""
    if setting.wishes.prices[wishing.UNEVEN] > 0:
        return float(wishing.uneven_eur(setting.wishes, routes.paid_s, vehicle, instead_s))
    return 0.0


@compiled_bare
def refresh(
    problem: ProblemArrays, setting: Setting, routes: Routes, desk: Desk, vehicle: int
) -> bool:
    """Bring what is known of a route up to date with its row; whether it keeps every bound."""
    length = routes.lengths[vehicle]
    routes.random[1] += np.uint64(1)
    routes.versions[vehicle] = np.int64(routes.random[1])
    if length == 0:
        routes.costs[vehicle] = 0.0
        routes.paid_s[vehicle] = 0
        routes.counts[vehicle] = 0
        return True
    row = routes.rows[vehicle]
    case = timing.Case(problem, vehicle, row, setting.late, desk.floors_s, desk.sheet)
    if setting.plain[vehicle] == 0:
        timed = timing.time_row(case, length, True)
        if not timed.fits or timed.trips == 0:
            return False
        routes.costs[vehicle] = _price(problem, setting, desk, vehicle, timed)
        routes.paid_s[vehicle] = timed.paid_s
    holds, trips, stops = timing.room(case, length)
    if setting.plain[vehicle] == 1:
        if not holds:
            return False
        metres = timing.metres_of(desk.sheet, trips, stops)
        routes.costs[vehicle] = problem.rates[vehicle, 2] + problem.rates[vehicle, 1] * metres
    routes.counts[vehicle] = trips
    free_s = max(problem.shift[vehicle, 0], problem.hub[0])
    for number in range(trips):
        known, trip = routes.trips[vehicle, number], desk.sheet.trips[number]
        last = trip[timing.FROM] + trip[timing.STOPS] - 1
        known[FIRST] = desk.sheet.stops[trip[timing.FROM], timing.FIRST]
        known[LAST] = (
            desk.sheet.stops[last, timing.FIRST] + desk.sheet.stops[last, timing.COUNT] - 1
        )
        known[WEIGHT] = trip[timing.WEIGHT]
        known[VOLUME] = trip[timing.VOLUME]
        known[READY] = trip[timing.READY]
        known[FREE] = free_s
        known[DEPART] = trip[timing.DEPART]
        known[STOPS] = trip[timing.STOPS]
        known[LOAD_BY] = trip[timing.LATEST_LOADING]
        known[BACK_BY] = trip[timing.LATEST_RETURN]
        free_s = trip[timing.RETURN]
    for index in range(stops):
        stop = desk.sheet.stops[index]
        for entry in range(stop[timing.FIRST], stop[timing.FIRST] + stop[timing.COUNT]):
            routes.reach[vehicle, entry, 0] = stop[timing.LEAVE]
            routes.reach[vehicle, entry, 1] = stop[timing.LATEST]
            routes.where[row[entry], 0] = vehicle
            routes.where[row[entry], 1] = entry
    return True


@compiled_bare
def _earliest_start(case: timing.Case, task: int, at_s: int, busy_s: int) -> int:
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
def _keep(found: NDArray[np.float64], codes: Integers, eur: float, code: int, room: int) -> None:
    """Put an insertion among the best few, in order of their euros."""
    if eur >= found[room - 1]:
        return
    place = room - 1
    while place > 0 and found[place - 1] > eur:
        found[place] = found[place - 1]
        codes[place] = codes[place - 1]
        place -= 1
    found[place] = eur
    codes[place] = code


@compiled_bare
def put_in(row: Integers, length: int, task: int, code: int, onto: Integers) -> int:
    """Write a row with a task put in onto another one, and give its length.

    Code ``2 e`` puts it before entry ``e``; ``2 e + 1`` does so as a trip of its own.
    """
    at, alone = code // 2, code % 2 == 1
    for entry in range(at):
        onto[entry] = row[entry]
    end = at
    if alone and at == length and length > 0:
        onto[end] = HUB
        end += 1
    onto[end] = task
    end += 1
    if alone and at < length:
        onto[end] = HUB
        end += 1
    for entry in range(at, length):
        onto[end] = row[entry]
        end += 1
    return end


@compiled_bare
def _scan(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    task: int,
    vehicle: int,
) -> None:
    """Find where a task costs least and second least on a route, and remember it."""
    row, length, kind = routes.rows[vehicle], routes.lengths[vehicle], problem.kind[vehicle]
    case = timing.Case(problem, vehicle, row, setting.late, desk.floors_s, desk.sheet)
    site, ready_s, hub_s = problem.site[task], problem.ready[task], problem.hub[2]
    busy_s = problem.setup[vehicle] + problem.service[task] + problem.handover[task]
    by_s = timing.latest_start(case, task)
    per_s, per_m = problem.rates[vehicle, 0], problem.rates[vehicle, 1]
    found, codes = desk.found, desk.codes
    for number in range(TRIED):
        found[number], codes[number] = DEAR, -1
    exact = setting.plain[vehicle] == 1
    locked, trips = setting.locked[vehicle], routes.counts[vehicle]
    apart_eur = 0.0
    for number in range(trips):
        trip = routes.trips[vehicle, number]
        if (
            trip[WEIGHT] + problem.load[task, 0] > problem.capacity[vehicle, 0]
            or trip[VOLUME] + problem.load[task, 1] > problem.capacity[vehicle, 1]
            or max(trip[FREE], ready_s) > trip[LOAD_BY]
            or trip[LAST] + 1 < locked
        ):
            continue
        exact &= ready_s <= trip[READY]
        is_full = trip[STOPS] >= problem.most[vehicle, 0]
        pushed_s = max(0, ready_s - trip[DEPART] + hub_s)
        if setting.wishes.prices[wishing.APART] > 0:
            wishes, sites, last = setting.wishes, problem.site, trip[LAST]
            apart_eur = wishing.trip_eur(wishes, sites, row, trip[FIRST], last, site)
            apart_eur -= wishing.trip_eur(wishes, sites, row, trip[FIRST], last, -1)
        for entry in range(max(trip[FIRST], locked), trip[LAST] + 2):
            leave_s, place = trip[DEPART] + pushed_s, 0
            if entry > trip[FIRST]:
                leave_s = routes.reach[vehicle, entry - 1, 0]
                place = problem.site[row[entry - 1]]
            if leave_s > by_s:
                break
            goal, goal_by_s = 0, trip[BACK_BY]
            if entry <= trip[LAST]:
                goal = problem.site[row[entry]]
                goal_by_s = routes.reach[vehicle, entry, 1]
            there_s, there_m = timing.leg(problem, kind, place, site, leave_s)
            if leave_s + there_s > by_s:
                continue
            joins = (entry > trip[FIRST] and place == site) or (
                entry <= trip[LAST] and goal == site
            )
            if is_full and not joins:
                continue
            if exact:
                _, on_m = timing.leg(problem, kind, site, goal, 0)
                _, past_m = timing.leg(problem, kind, place, goal, 0)
                if per_m * (there_m + on_m - past_m) >= found[1]:
                    continue
            start_s = _earliest_start(case, task, leave_s + there_s, busy_s)
            if joins:  # one stop perhaps, which is set up already: timing will tell
                start_s = leave_s + there_s
            elif start_s == NEVER_S:
                continue
            on_s, on_m = timing.leg(problem, kind, site, goal, start_s + busy_s)
            if start_s + busy_s + on_s > goal_by_s and not joins:
                continue
            past_s, past_m = timing.leg(problem, kind, place, goal, leave_s)
            longer_s = start_s + busy_s + on_s - leave_s - past_s
            eur = per_m * (there_m + on_m - past_m) + per_s * longer_s
            if not joins:
                eur += apart_eur
            _keep(found, codes, eur, 2 * entry, TRIED)
            exact &= not joins
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
                last = routes.trips[vehicle, trips - 1, LAST]
                left_s = routes.reach[vehicle, last, 0]
                free_s = left_s + timing.leg(problem, kind, problem.site[row[last]], 0, left_s)[0]
            else:
                free_s = max(problem.shift[vehicle, 0], problem.hub[0])
            if entry < locked:
                continue
            leave_s = max(free_s, ready_s) + hub_s
            if leave_s > by_s or leave_s > problem.hub[1]:
                continue
            there_s, there_m = timing.leg(problem, kind, 0, site, leave_s)
            start_s = _earliest_start(case, task, leave_s + there_s, busy_s)
            if start_s == NEVER_S:
                continue
            back_s, back_m = timing.leg(problem, kind, site, 0, start_s + busy_s)
            if start_s + busy_s + back_s > by_then_s:
                continue
            eur = (
                fixed_eur + per_m * (there_m + back_m) + per_s * (hub_s + there_s + busy_s + back_s)
            )
            _keep(found, codes, eur, 2 * entry + 1, TRIED)
    memo, prices = routes.memo[task, vehicle], routes.prices[task, vehicle]
    memo[0] = routes.versions[vehicle]
    memo[1] = memo[2] = -1
    prices[0] = prices[1] = DEAR
    evens, paid_s = setting.wishes.prices[wishing.UNEVEN] > 0, np.int64(0)
    for number in range(TRIED):
        if codes[number] < 0:
            break
        eur = found[number]
        if not exact:
            end = put_in(row, length, task, codes[number], desk.row)
            tried = timing.Case(problem, vehicle, desk.row, setting.late, desk.floors_s, desk.sheet)
            timed = timing.time_row(tried, end, True)
            if not timed.fits or timed.trips == 0:
                continue
            eur = _price(problem, setting, desk, vehicle, timed) - routes.costs[vehicle]
            paid_s = timed.paid_s
        rank = 0 if eur < prices[0] else 1
        if eur < prices[0]:
            prices[1], memo[2] = prices[0], memo[1]
            prices[0], memo[1] = eur, codes[number]
        elif eur < prices[1]:
            prices[1], memo[2] = eur, codes[number]
        else:
            continue
        if evens:
            later_s = routes.memo_paid_s[task, vehicle]
            if rank == 0:
                later_s[1] = later_s[0]
            later_s[rank] = paid_s


@compiled_bare
def _copy_route(source: Routes, target: Routes, vehicle: int) -> None:
    length, trips = source.lengths[vehicle], source.counts[vehicle]
    target.lengths[vehicle] = length
    target.counts[vehicle] = trips
    target.costs[vehicle] = source.costs[vehicle]
    target.paid_s[vehicle] = source.paid_s[vehicle]
    target.versions[vehicle] = source.versions[vehicle]
    for entry in range(length):
        target.rows[vehicle, entry] = source.rows[vehicle, entry]
        target.reach[vehicle, entry, 0] = source.reach[vehicle, entry, 0]
        target.reach[vehicle, entry, 1] = source.reach[vehicle, entry, 1]
    for number in range(trips):
        for column in range(TRIP_COLUMNS):
            target.trips[vehicle, number, column] = source.trips[vehicle, number, column]


@compiled_bare
def _touch(routes: Routes, desk: Desk, vehicle: int, touched: int) -> int:
    """Keep a route as it was, before it is changed for the first time; gives how many are kept."""
    if desk.is_touched[vehicle]:
        return touched
    desk.is_touched[vehicle] = 1
    desk.touched[touched] = vehicle
    _copy_route(routes, desk.old, vehicle)
    return touched + 1


@compiled_bare
def _take_off(routes: Routes, vehicle: int) -> None:
    """Close the gaps that absent tasks leave in a row, and drop empty trips."""
    row = routes.rows[vehicle]
    end = 0
    for entry in range(routes.lengths[vehicle]):
        task = row[entry]
        if task == HUB:
            if end > 0 and row[end - 1] != HUB:
                row[end] = HUB
                end += 1
        elif routes.where[task, 0] != ABSENT:
            row[end] = task
            end += 1
    if end > 0 and row[end - 1] == HUB:
        end -= 1
    routes.lengths[vehicle] = end


@compiled_bare
def _trip_of(routes: Routes, vehicle: int, entry: int) -> tuple[int, int]:
    row = routes.rows[vehicle]
    first = entry
    last = entry
    while first > 0 and row[first - 1] != HUB:
        first -= 1
    while last + 1 < routes.lengths[vehicle] and row[last + 1] != HUB:
        last += 1
    return first, last


@compiled_bare
def _ruin(problem: ProblemArrays, setting: Setting, routes: Routes, desk: Desk) -> tuple[int, int]:
    """Take strings off trips around a random task; how many tasks and how many routes they are."""
    tasks, trips, served = len(problem.site), 0, 0
    for vehicle in range(len(routes.lengths)):
        trips += routes.counts[vehicle]
        served += routes.lengths[vehicle] - max(0, routes.counts[vehicle] - 1)
    longest = min(_LONGEST_STRING, served / max(1, trips))
    strings = int(_chance(routes) * (4.0 * _STRINGS_OF / (1.0 + longest) - 1.0) + 1.0)
    seed = int(_chance(routes) * tasks)
    taken = touched = 0
    for number in range(setting.near.shape[1] + 1):
        if strings == 0:
            break
        task = seed if number == 0 else setting.near[seed, number - 1]
        vehicle = routes.where[task, 0]
        if vehicle == ABSENT:
            continue
        entry = routes.where[task, 1]
        first, last = _trip_of(routes, vehicle, entry)
        is_ruined = False
        for at in range(first, last + 1):
            is_ruined |= routes.where[routes.rows[vehicle, at], 0] == ABSENT
        first = max(first, setting.locked[vehicle])
        if is_ruined or entry < first:
            continue
        touched = _touch(routes, desk, vehicle, touched)
        room = last - first + 1
        size = min(room, int(_chance(routes) * min(float(room), longest) + 1.0))
        kept = 0
        if 1 < size < room and _chance(routes) < _SPLIT:
            kept = 1
            while size + kept < room and _chance(routes) < _SPLIT_DEEPER:
                kept += 1
        span = size + kept
        low, high = max(first, entry - span + 1), min(entry, last - span + 1)
        begin = low + int(_chance(routes) * (high - low + 1))
        skip = begin + span
        if kept > 0:
            skip = begin + 1 + int(_chance(routes) * (size - 1))
        for at in range(begin, begin + span):
            if not skip <= at < skip + kept:
                routes.where[routes.rows[vehicle, at], 0] = ABSENT
                desk.tasks[taken] = routes.rows[vehicle, at]
                taken += 1
        strings -= 1
    return taken, touched


@compiled_bare
def _sort(problem: ProblemArrays, routes: Routes, desk: Desk, count: int) -> None:
    """Put what is to be inserted into one of several orders, drawn at random."""
    order = int(_chance(routes) * 17)
    for number in range(count):
        task = desk.tasks[number]
        site = problem.site[task]
        if order < 4:
            key = _chance(routes)
        elif order < 8:
            key = -float(problem.load[task, 0])
        elif order < 10:
            key = -float(timing.leg(problem, 0, 0, site, 0)[0])
        elif order < 11:
            key = float(timing.leg(problem, 0, 0, site, 0)[0])
        elif order < 13:
            key = float(problem.promise[0, task, 1] - problem.promise[0, task, 0])
        elif order < 15:
            key = float(max(problem.promise[0, task, 0], problem.ready[task]))
        else:
            key = -float(problem.promise[0, task, 1])
        place = number
        while place > 0 and desk.keys[place - 1] > key:
            desk.keys[place] = desk.keys[place - 1]
            desk.tasks[place] = desk.tasks[place - 1]
            place -= 1
        desk.keys[place] = key
        desk.tasks[place] = task


@compiled_bare
def insert_best(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    task: int,
    blink: float,
) -> tuple[int, int, float]:
    """Where a task costs least, passing over a place now and then: vehicle, code, euros."""
    chosen, code, least = ABSENT, -1, DEAR
    evens = setting.wishes.prices[wishing.UNEVEN] > 0
    uneven = uneven_eur(setting, routes, -1, 0)
    for vehicle in range(len(routes.lengths)):
        windows_from = problem.windows_from[setting.late[task], problem.kind[vehicle]]
        if (
            problem.lacking[vehicle, task] > 0
            or windows_from[task] == windows_from[task + 1]
            or problem.load[task, 0] > problem.capacity[vehicle, 0]
            or problem.load[task, 1] > problem.capacity[vehicle, 1]
        ):
            continue
        if routes.lengths[vehicle] == 0:
            # Of vehicles that are alike the first one that is free stands for all.
            is_first = True
            for other in range(vehicle - 1, -1, -1):
                if (
                    setting.likeness[other] == setting.likeness[vehicle]
                    and routes.lengths[other] == 0
                ):
                    is_first = False
                    break
            if not is_first:
                continue
        if routes.memo[task, vehicle, 0] != routes.versions[vehicle]:
            _scan(problem, setting, routes, desk, task, vehicle)
        for number in range(2):
            eur = routes.prices[task, vehicle, number]
            if evens and eur < DEAR:
                paid_s = routes.memo_paid_s[task, vehicle, number]
                eur += uneven_eur(setting, routes, vehicle, paid_s) - uneven
            if eur >= least:
                break
            if blink > 0.0 and _chance(routes) < blink:
                continue
            chosen, code, least = vehicle, routes.memo[task, vehicle, 1 + number], eur
            break
    return chosen, code, least


@compiled_bare
def put(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    task: int,
    vehicle: int,
    code: int,
) -> bool:
    """Put a task on a route; whether that keeps every bound."""
    length = put_in(routes.rows[vehicle], routes.lengths[vehicle], task, code, desk.row)
    for entry in range(length):
        routes.rows[vehicle, entry] = desk.row[entry]
    routes.lengths[vehicle] = length
    return bool(refresh(problem, setting, routes, desk, vehicle))


@compiled_bare
def keep_if_best(routes: Routes) -> None:
    """Write the routes down if they are the best so far."""
    if routes.eur[TOTAL] < routes.eur[BEST] - 1e-9:
        routes.eur[BEST] = routes.eur[TOTAL]
        for vehicle in range(len(routes.lengths)):
            routes.best_lengths[vehicle] = routes.lengths[vehicle]
            for entry in range(routes.lengths[vehicle]):
                routes.best_rows[vehicle, entry] = routes.rows[vehicle, entry]


@compiled_bare
def anneal(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    iterations: int,
    hot_eur: float,
    cold_eur: float,
) -> int:
    """Ruin and recreate so often; gives how often the new routes were taken over.

    The temperature falls geometrically.
    """
    temperature = hot_eur
    factor = (cold_eur / hot_eur) ** (1.0 / max(1, iterations))
    taken_over = 0
    for _ in range(iterations):
        temperature *= factor
        before_eur = routes.eur[TOTAL]
        threshold = before_eur - temperature * np.log(_chance(routes) + 1e-300)
        absent = 0
        for task in range(len(problem.site)):
            if routes.where[task, 0] == ABSENT:
                desk.absent[absent] = task
                absent += 1
        count, touched = _ruin(problem, setting, routes, desk)
        holds = count + absent > 0
        # Only what grows with every insertion tells that too much has been spent already.
        total = before_eur - uneven_eur(setting, routes, -1, 0)
        for number in range(touched):
            vehicle = desk.touched[number]
            _take_off(routes, vehicle)
            total -= routes.costs[vehicle]
            holds &= refresh(problem, setting, routes, desk, vehicle)
            total += routes.costs[vehicle]
        # Of very many that found no place, a few are tried each time.
        chance = 1.0 if absent <= count + 10 else (count + 10) / absent
        for number in range(absent):
            if chance >= 1.0 or _chance(routes) < chance:
                desk.tasks[count] = desk.absent[number]
                count += 1
                total -= setting.prizes[desk.absent[number]]
        if holds:
            _sort(problem, routes, desk, count)
            for number in range(count):
                task = desk.tasks[number]
                vehicle, code, eur = insert_best(problem, setting, routes, desk, task, _BLINK)
                if vehicle == ABSENT or eur >= setting.prizes[task]:
                    total += setting.prizes[task]
                else:
                    touched = _touch(routes, desk, vehicle, touched)
                    total -= routes.costs[vehicle]
                    holds = put(problem, setting, routes, desk, task, vehicle, code)
                    total += routes.costs[vehicle]
                if not holds or total >= threshold:
                    holds = False
                    break
        total += uneven_eur(setting, routes, -1, 0)
        holds &= total < threshold
        if holds:
            routes.eur[TOTAL] = total
            taken_over += 1
            keep_if_best(routes)
        else:
            for number in range(count):
                routes.where[desk.tasks[number], 0] = ABSENT
            for number in range(touched):
                vehicle = desk.touched[number]
                _copy_route(desk.old, routes, vehicle)
                for entry in range(routes.lengths[vehicle]):
                    task = routes.rows[vehicle, entry]
                    if task != HUB:
                        routes.where[task, 0] = vehicle
                        routes.where[task, 1] = entry
        for number in range(touched):
            desk.is_touched[desk.touched[number]] = 0
    return taken_over
