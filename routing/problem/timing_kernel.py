"""The times of one route, compiled: `routing.problem.timing` says what they mean.

A route is a row of tasks with `HUB` between its trips. Its break has a *slot*: stop ``i`` for a
break there before its service, ``stops + t`` for one at the hub before trip ``t`` is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled_bare
from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.problem.arrays import Integers, ProblemArrays

HUB = -1
"""Stands between two trips."""

NO_SLOT = -1

# Columns of `Sheet.stops`.
FIRST, COUNT, SITE, SERVICE, LEAVE_BY, PROMISE, START_BY, TRIP = range(8)
ARRIVE, START, LEAVE, LEG_S, LEG_M = range(8, 13)
WINDOW_START, WINDOW_END, OPEN_FROM, STREET_CLOSES = range(13, 17)
LATEST = 17
STOP_COLUMNS = 18

# Columns of `Sheet.trips`.
FROM, STOPS, READY, WEIGHT, VOLUME = range(5)
LOADING, DEPART, RETURN, RETURN_S, RETURN_M = range(5, 10)
LATEST_LOADING, LATEST_RETURN = range(10, 12)
TRIP_COLUMNS = 12


class Sheet(NamedTuple):
    """Where a route's times are written, for routes of so many tasks and trips at most."""

    stops: Integers
    trips: Integers


class Case(NamedTuple):
    """One route to be timed.

    Attributes
    ----------
    row
        The tasks, with `HUB` between trips; only so many entries count as is said beside.
    late
        By task, whether it may miss its promise, (T,).
    floors_s
        The earliest start of each trip's loading; may be shorter than the trips.
    sheet
        Takes the times.
    """

    problem: ProblemArrays
    vehicle: int
    row: Integers
    late: NDArray[np.uint8]
    floors_s: Integers
    sheet: Sheet


class Timed(NamedTuple):
    """What a route comes to; its times are on the sheet.

    `fits` is false where a task's windows bar this kind of vehicle at all, or, where only routes
    that keep every bound were asked for, this one does not.
    """

    fits: bool
    violation_s: int
    excess: float
    late_s: int
    paid_s: int
    distance_m: int
    starts_s: int
    stops: int
    trips: int
    slot: int
    rest_from_s: int
    rest_to_s: int


def sheet_for(tasks: int) -> Sheet:
    """A sheet for routes of at most so many tasks."""
    return Sheet(
        np.zeros((tasks + 1, STOP_COLUMNS), np.int64), np.zeros((tasks + 1, TRIP_COLUMNS), np.int64)
    )


@compiled_bare
def leg(
    problem: ProblemArrays, kind: int, start: int, goal: int, depart_s: int
) -> tuple[np.int64, np.int64]:
    """Seconds and metres of a leg that is begun at a time."""
    periods = problem.periods[kind]
    number = 0
    if periods > 1:
        first = problem.starts_from[kind]
        low, high = 1, periods
        while low < high:
            middle = (low + high) // 2
            if depart_s < problem.starts[first + middle]:
                high = middle
            else:
                low = middle + 1
        number = low - 1
    at = problem.legs_from[kind] + (start * problem.sites + goal) * 2 * periods + number
    return np.int64(problem.legs[at]), np.int64(problem.legs[at + periods])


@compiled_bare
def latest_departure(
    problem: ProblemArrays, kind: int, start: int, goal: int, arrive_s: int, leave_by_s: int
) -> int:
    """The latest departure, by `leave_by_s`, that arrives no later.

    One before it may well arrive later: whoever waits for the end of the rush hour is sooner there.
    """
    periods = problem.periods[kind]
    at = problem.legs_from[kind] + (start * problem.sites + goal) * 2 * periods
    first = problem.starts_from[kind]
    depart_s = leave_by_s
    for number in range(periods - 1, -1, -1):
        depart_s = min(arrive_s - problem.legs[at + number], leave_by_s)
        if depart_s >= problem.starts[first + number]:
            break
        leave_by_s = min(leave_by_s, problem.starts[first + number] - 1)
    return depart_s


@compiled_bare
def _prepare(case: Case, length: int) -> tuple[bool, int, int, float]:
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


@compiled_bare
def _reach(case: Case, stop: Integers, at_s: int, busy_s: int) -> int:
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


@compiled_bare
def _forward(
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
            violation_s += _reach(case, stop, at_s, setup_s + stop[SERVICE])
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
def _latest_loading(case: Case, trips: int, stops: int, slot: int) -> int:
    """The latest first loading that still gives the same last return and breaks no bound."""
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
            # What may be late gets no later for the driver's pay.
            by_s = min(by_s, max(stop[PROMISE], stop[LEAVE]), stop[STREET_CLOSES])
            by_s = min(
                by_s - setup_s - stop[SERVICE],
                stop[WINDOW_END],
                max(stop[START_BY], stop[START]),
            )
            if slot == index:
                by_s = min(by_s, rest[2]) - rest[0]
            place = stop[SITE]
        by_s = latest_departure(problem, kind, 0, place, by_s, NEVER_S)
        by_s = min(by_s, hub[1]) - hub[2]
        if slot == stops + number:
            by_s = min(by_s, rest[2]) - rest[0]
    return int(by_s)


@compiled_bare
def _late_s(sheet: Sheet, stops: int) -> int:
    """Seconds by which the stops miss their promises, all together."""
    late_s = 0
    for index in range(stops):
        stop = sheet.stops[index]
        late_s += max(0, stop[LEAVE] - stop[PROMISE], stop[START] - stop[START_BY])
    return late_s


@compiled_bare
def _wait_at_the_hub(case: Case, trips: int, slot: int, rest_from_s: int) -> None:
    """Leave no earlier than the first stop asks for: its order may still be picked meanwhile."""
    problem, vehicle, sheet = case.problem, case.vehicle, case.sheet
    kind = problem.kind[vehicle]
    for number in range(trips):
        trip = sheet.trips[number]
        stop = sheet.stops[trip[FROM]]
        by_s = rest_from_s if slot == trip[FROM] else stop[START]
        depart_s = latest_departure(
            problem, kind, 0, stop[SITE], by_s, max(problem.hub[1], trip[DEPART])
        )
        if depart_s > trip[DEPART]:
            leg_s, leg_m = leg(problem, kind, 0, stop[SITE], depart_s)
            trip[LOADING] += depart_s - trip[DEPART]
            trip[DEPART] = depart_s
            stop[ARRIVE] = depart_s + leg_s
            stop[LEG_S] = leg_s
            stop[LEG_M] = leg_m


@compiled_bare
def _arrange(
    case: Case, trips: int, stops: int, slot: int, bounds_s: tuple[int, int], strict: bool
) -> tuple[int, int, int]:
    """Start as late as the earliest possible end allows, where paid time costs anything.

    Gives violation, begin and end of the break.
    """
    sheet, rest = case.sheet, case.problem.rest[case.vehicle]
    by_work = rest[0] > 0 and rest[3] < NEVER_S
    broken_s, rest_from_s, rest_to_s = _forward(case, trips, stops, slot, bounds_s, strict)
    if strict and broken_s > 0:
        return broken_s, rest_from_s, rest_to_s
    if broken_s == 0 and (by_work or case.problem.rates[case.vehicle, 0] > 0):
        begin_s = _latest_loading(case, trips, stops, slot)
        if begin_s > sheet.trips[0, LOADING]:
            return_s, late_s = sheet.trips[trips - 1, RETURN], _late_s(sheet, stops)
            delayed_s = (begin_s, bounds_s[1])
            worse_s, rest_from_s, rest_to_s = _forward(case, trips, stops, slot, delayed_s, True)
            # Who leaves later may be slower for it, when the traffic is.
            if (
                worse_s > 0
                or sheet.trips[trips - 1, RETURN] > return_s
                or _late_s(sheet, stops) > late_s
            ):
                _, rest_from_s, rest_to_s = _forward(case, trips, stops, slot, bounds_s, False)
    if by_work:
        begin_s, end_s = sheet.trips[0, LOADING], sheet.trips[trips - 1, RETURN]
        if slot == NO_SLOT:
            broken_s += max(0, end_s - begin_s - rest[3])
        else:
            # Where there is time, the break waits until the work after it is no longer too long.
            free_s = (
                sheet.stops[slot, START] if slot < stops else sheet.trips[slot - stops, LOADING]
            )
            wished_s = min(end_s - rest[3], free_s, rest[2]) - rest[0]
            if wished_s > rest_from_s:
                rest_from_s, rest_to_s = wished_s, wished_s + rest[0]
            broken_s += max(0, rest_from_s - begin_s - rest[3])
            broken_s += max(0, end_s - rest_to_s - rest[3])
    _wait_at_the_hub(case, trips, slot, rest_from_s)
    return broken_s, rest_from_s, rest_to_s


@compiled_bare
def metres_of(sheet: Sheet, trips: int, stops: int) -> int:
    """Metres driven, returns included."""
    metres = 0
    for number in range(trips):
        metres += sheet.trips[number, RETURN_M]
    for index in range(stops):
        metres += sheet.stops[index, LEG_M]
    return metres


@compiled_bare
def _busy_s(case: Case, trips: int, stops: int) -> int:
    """Seconds of loading, driving, set-up and service."""
    seconds = trips * case.problem.hub[2] + stops * case.problem.setup[case.vehicle]
    for number in range(trips):
        seconds += case.sheet.trips[number, RETURN_S]
    for index in range(stops):
        seconds += case.sheet.stops[index, LEG_S] + case.sheet.stops[index, SERVICE]
    return int(seconds)


@compiled_bare
def _starts(sheet: Sheet, stops: int) -> int:
    seconds = 0
    for index in range(stops):
        seconds += sheet.stops[index, START]
    return seconds


@compiled_bare
def _slots(case: Case, trips: int, stops: int) -> tuple[int, int]:
    """The stops at which a break is worth a try, as a range.

    At a stop that is reached after the break could begin at the latest it is too late; where the
    next stop is reached before it could begin at the earliest, it is better had there.
    """
    rest, reached = case.problem.rest[case.vehicle], case.sheet.stops
    _forward(case, trips, stops, NO_SLOT, (case.problem.shift[case.vehicle, 0], NEVER_S), False)
    first = 0
    for index in range(stops):
        if reached[index, ARRIVE] > rest[2] - rest[0]:
            return first, index
        if index + 1 < stops and reached[index + 1, ARRIVE] <= rest[1]:
            first = index + 1
    return first, stops


@compiled_bare
def _way(
    case: Case, number: int, trips: int, stops: int, worth: tuple[int, int]
) -> tuple[bool, int, tuple[int, int]]:
    """How the break is had: whether this is a way at all, its slot, the bounds of the day.

    0 is without a break or, where it has hours of its own, after they were over before the work;
    1 is to be back before them; from 2 on it has a slot, at the hub rather than on the road, and
    late rather than early, as that holds up fewer deliveries.
    """
    shift, rest = case.problem.shift[case.vehicle], case.problem.rest[case.vehicle]
    start_s, end_s = shift[0], shift[1]
    if number >= 2:
        if number <= trips:
            return True, stops + trips + 1 - number, (start_s, end_s)
        slot = stops + trips - number
        return worth[0] <= slot < worth[1], slot, (start_s, end_s)
    if rest[0] == 0 or rest[3] < NEVER_S:
        return number == 0, NO_SLOT, (start_s, end_s)
    if number == 0:
        return True, NO_SLOT, (max(start_s, rest[1] + rest[0]), end_s)
    return True, NO_SLOT, (start_s, min(end_s, rest[2] - rest[0]))


@compiled_bare
def time_row(case: Case, length: int, strict: bool) -> Timed:
    """Time a route: least violation, least cost with lateness at its price, then earliest.

    So many entries of the row count. If `strict`, only a route that keeps every bound and limit is
    wanted, and not its times on the sheet.
    """
    problem, vehicle, sheet = case.problem, case.vehicle, case.sheet
    fits, stops, trips, excess = _prepare(case, length)
    best = Timed(fits and trips == 0, 0, excess, 0, 0, 0, 0, 0, 0, NO_SLOT, NEVER_S, NEVER_S)
    if not fits or trips == 0 or (strict and excess > 0):
        return best
    rest = problem.rest[vehicle]
    ways, worth = 1, (0, stops)
    if rest[0] > 0:
        ways, worth = 1 + trips + stops, _slots(case, trips, stops)
    chosen, chosen_eur, held = -1, 0.0, -1
    for number in range(ways):
        is_way, slot, bounds_s = _way(case, number, trips, stops, worth)
        if not is_way:
            continue
        held = number
        broken_s, rest_from_s, rest_to_s = _arrange(case, trips, stops, slot, bounds_s, strict)
        if strict and broken_s > 0:
            continue
        metres = metres_of(sheet, trips, stops)
        too_far = max(0, metres - problem.most[vehicle, 2]) / 1000
        if strict and too_far > 0:
            continue
        paid_s = sheet.trips[trips - 1, RETURN] - sheet.trips[0, LOADING]
        late_s, starts_s = _late_s(sheet, stops), _starts(sheet, stops)
        eur = (
            problem.rates[vehicle, 0] * paid_s
            + problem.rates[vehicle, 1] * metres
            + problem.late_eur_per_s * late_s
        )
        if (
            chosen < 0
            or broken_s < best.violation_s
            or (
                broken_s == best.violation_s
                and (eur < chosen_eur or (eur == chosen_eur and starts_s < best.starts_s))
            )
        ):
            chosen, chosen_eur = number, eur
            best = Timed(
                True, broken_s, excess + too_far, late_s, paid_s, metres, starts_s, stops, trips,
                slot, rest_from_s, rest_to_s,
            )  # fmt: skip
        # So short a day needs no break; and nothing beats a break in a day without waiting.
        if broken_s == 0 and (
            (number == 0 and rest[3] < NEVER_S)
            or (slot != NO_SLOT and paid_s <= _busy_s(case, trips, stops) + rest[0])
        ):
            break
    if chosen != held and not strict:
        _, _, bounds_s = _way(case, chosen, trips, stops, worth)
        _arrange(case, trips, stops, best.slot, bounds_s, strict)
    return best


@compiled_bare
def room(case: Case, length: int) -> tuple[bool, int, int]:
    """How early everything can be, and how late, if the break is left out of account.

    The sheet then holds the earliest times, the latest start of each stop, and the latest loading
    and return of each trip: who is later breaks a bound for sure. Gives whether all bounds and
    limits but those of break and distance are kept, trips and stops.
    """
    problem, vehicle, sheet = case.problem, case.vehicle, case.sheet
    hub, kind, setup_s = problem.hub, problem.kind[vehicle], problem.setup[vehicle]
    fits, stops, trips, excess = _prepare(case, length)
    start_s, by_s = problem.shift[vehicle, 0], problem.shift[vehicle, 1]
    broken_s, _, _ = _forward(case, trips, stops, NO_SLOT, (start_s, by_s), False)
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


@compiled_bare
def latest_start(case: Case, task: int) -> int:
    """The end of a task's last window, with the lateness that it is allowed."""
    problem = case.problem
    windows_from = problem.windows_from[case.late[task], problem.kind[case.vehicle]]
    return int(problem.windows[windows_from[task + 1] - 1, 1])
