"""The times of one route, compiled: `routing.problem.timing` says what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled_bare, compiled_in_place
from routing.problem.legs_kernel import latest_departure, leg
from routing.problem.model import NEVER_S
from routing.problem.passes_kernel import NO, YES, forward, latest_loading
from routing.problem.stops_kernel import prepare
from routing.problem.timesheet import (
    ARRIVE,
    DEPART,
    FROM,
    LEAVE,
    LEAVE_BY,
    LEG_M,
    LEG_S,
    LOADING,
    NO_SLOT,
    PROMISE,
    RETURN,
    RETURN_M,
    RETURN_S,
    SERVICE,
    SITE,
    START,
    START_BY,
    WINDOW_END,
    Timed,
)

if TYPE_CHECKING:
    from routing.problem.timesheet import Case, Sheet


@compiled_in_place
def _may_be_late(sheet: Sheet, stops: int) -> bool:
    """Whether a stop may miss its promise."""
    for index in range(stops):
        stop = sheet.stops[index]
        if stop[PROMISE] < stop[LEAVE_BY] or stop[START_BY] < stop[WINDOW_END]:
            return True
    return False


@compiled_in_place
def _late_s(sheet: Sheet, stops: int) -> int:
    """Seconds by which the stops miss their promises, all together."""
    late_s = np.int64(0)  # a constant would be a type, see `YES`
    for index in range(stops):
        stop = sheet.stops[index]
        late_s += max(0, stop[LEAVE] - stop[PROMISE], stop[START] - stop[START_BY])
    return int(late_s)


@compiled_in_place
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


@compiled_in_place
def _overwork(
    case: Case, trips: int, stops: int, slot: int, rest_s: tuple[int, int]
) -> tuple[int, int, tuple[int, int]]:
    """By how much the work before and after the break is too long, and when the break is had.

    Where there is time, it waits until the work after it is no longer too long.
    """
    sheet, rest, begun_s = case.sheet, case.problem.rest[case.vehicle], case.problem.begun
    begin_s, end_s = sheet.trips[0, LOADING], sheet.trips[trips - 1, RETURN]
    if begun_s[case.vehicle] < NEVER_S:
        begin_s = begun_s[case.vehicle]
    rest_from_s, rest_to_s = rest_s
    if slot == NO_SLOT:
        return max(0, end_s - begin_s - rest[3]), 0, rest_s
    free_s = sheet.stops[slot, START] if slot < stops else sheet.trips[slot - stops, LOADING]
    wished_s = min(end_s - rest[3], free_s, rest[2]) - rest[0]
    if wished_s > rest_from_s:
        rest_from_s, rest_to_s = wished_s, wished_s + rest[0]
    before_s, after_s = rest_from_s - begin_s - rest[3], end_s - rest_to_s - rest[3]
    return max(0, before_s), max(0, after_s), (rest_from_s, rest_to_s)


@compiled_bare
def _delay(
    case: Case, trips: int, stops: int, slot: int, starts_s: tuple[int, int], most_late_s: int
) -> tuple[int, tuple[int, int]]:
    """Begin at the second of two times, not the first, where that is no worse: begin and break.

    It is worse if it breaks a bound, ends later, or is late by more. Who leaves later may be slower
    for it, when the traffic is.
    """
    sheet, end_s = case.sheet, case.problem.shift[case.vehicle, 1]
    return_s = sheet.trips[trips - 1, RETURN]
    worse_s, rest_from_s, rest_to_s = forward(
        case, trips, stops, slot, (starts_s[1], return_s), YES
    )
    if worse_s > 0 or _late_s(sheet, stops) > most_late_s:
        _, rest_from_s, rest_to_s = forward(case, trips, stops, slot, (starts_s[0], end_s), NO)
        return starts_s[0], (rest_from_s, rest_to_s)
    return starts_s[1], (rest_from_s, rest_to_s)


@compiled_bare
def _arrange(
    case: Case, trips: int, stops: int, slot: int, bounds_s: tuple[int, int], strict: bool
) -> tuple[int, int, int]:
    """Start as late as the earliest possible end allows, where paid time costs anything.

    Whoever is at work already is paid for waiting, too. Gives violation, begin and end of the
    break.
    """
    sheet, rest = case.sheet, case.problem.rest[case.vehicle]
    by_work = rest[0] > 0 and rest[3] < NEVER_S
    broken_s, rest_from_s, rest_to_s = forward(case, trips, stops, slot, bounds_s, strict)
    if strict and broken_s > 0:
        return broken_s, rest_from_s, rest_to_s
    begin_s, rest_s = bounds_s[0], (rest_from_s, rest_to_s)
    begins = case.problem.begun[case.vehicle] == NEVER_S
    if broken_s == 0 and begins and (by_work or case.problem.rates[case.vehicle, 0] > 0):
        latest_s = latest_loading(case, trips, stops, slot, YES)
        if latest_s > sheet.trips[0, LOADING]:
            begin_s, rest_s = _delay(
                case, trips, stops, slot, (begin_s, latest_s), _late_s(sheet, stops)
            )
    if by_work:
        before_s, after_s, rest_s = _overwork(case, trips, stops, slot, rest_s)
        if (
            begins and before_s > 0 and after_s == 0 and broken_s == 0
            and _may_be_late(sheet, stops)
        ):  # fmt: skip
            # Whoever has to rest begins later still, where that may make somebody late.
            later_s = sheet.trips[0, LOADING] + before_s
            if later_s <= latest_loading(case, trips, stops, slot, NO):
                _, rest_s = _delay(case, trips, stops, slot, (begin_s, later_s), np.int64(NEVER_S))
                before_s, after_s, rest_s = _overwork(case, trips, stops, slot, rest_s)
        broken_s += before_s + after_s
    _wait_at_the_hub(case, trips, slot, rest_s[0])
    return broken_s, rest_s[0], rest_s[1]


@compiled_in_place
def _metres(sheet: Sheet, trips: int, stops: int) -> int:
    """Metres driven, returns included."""
    metres = 0
    for number in range(trips):
        metres += sheet.trips[number, RETURN_M]
    for index in range(stops):
        metres += sheet.stops[index, LEG_M]
    return metres


@compiled_in_place
def _busy_s(case: Case, trips: int, stops: int) -> int:
    """Seconds of loading, driving, set-up and service."""
    seconds = trips * case.problem.hub[2] + stops * case.problem.setup[case.vehicle]
    for number in range(trips):
        seconds += case.sheet.trips[number, RETURN_S]
    for index in range(stops):
        seconds += case.sheet.stops[index, LEG_S] + case.sheet.stops[index, SERVICE]
    return int(seconds)


@compiled_in_place
def _starts(sheet: Sheet, stops: int) -> int:
    seconds = 0
    for index in range(stops):
        seconds += sheet.stops[index, START]
    return seconds


@compiled_in_place
def _slots(case: Case, trips: int, stops: int) -> tuple[int, int]:
    """The stops at which a break is worth a try, as a range.

    At a stop that is reached after the break could begin at the latest it is too late; where the
    next stop is reached before it could begin at the earliest, it is better had there.
    """
    rest, reached = case.problem.rest[case.vehicle], case.sheet.stops
    day_s = (case.problem.shift[case.vehicle, 0], np.int64(NEVER_S))
    forward(case, trips, stops, np.int64(NO_SLOT), day_s, NO)
    first = 0
    for index in range(stops):
        if reached[index, ARRIVE] > rest[2] - rest[0]:
            return first, index
        if index + 1 < stops and reached[index + 1, ARRIVE] <= rest[1]:
            first = index + 1
    return first, stops


@compiled_in_place
def _way(
    case: Case, number: int, trips: int, stops: int, worth: tuple[int, int]
) -> tuple[bool, int, tuple[int, int]]:
    """How the break is had: whether this is a way at all, its slot, the bounds of the day.

    0 is without a break or, where it has hours of its own, after they were over before the work;
    1 is to be back before them; from 2 on it has a slot, at the hub rather than on the road, and
    late rather than early, as that holds up fewer deliveries. Before its first trip only who is at
    work already can have one.
    """
    shift, rest = case.problem.shift[case.vehicle], case.problem.rest[case.vehicle]
    start_s, end_s = shift[0], shift[1]
    begins = case.problem.begun[case.vehicle] == NEVER_S
    if number >= 2:
        at_hub = trips if begins else trips + 1
        if number <= at_hub:
            return True, stops + trips + 1 - number, (start_s, end_s)
        slot = stops + at_hub - number
        return worth[0] <= slot < worth[1], slot, (start_s, end_s)
    if rest[0] == 0 or rest[3] < NEVER_S:
        return number == 0, NO_SLOT, (start_s, end_s)
    if number == 0:
        # Who is at work already began it before those hours were over.
        return begins, NO_SLOT, (max(start_s, rest[1] + rest[0]), end_s)
    return True, NO_SLOT, (start_s, min(end_s, rest[2] - rest[0]))


@compiled_bare
def time_row(case: Case, length: int, strict: bool) -> Timed:
    """Time a route: least violation, least cost with lateness at its price, then earliest.

    So many entries of the row count. If `strict`, only a route that keeps every bound and limit is
    wanted, and not its times on the sheet.
    """
    problem, vehicle, sheet = case.problem, case.vehicle, case.sheet
    fits, stops, trips, excess = prepare(case, length)
    best = Timed(fits and trips == 0, 0, excess, 0, 0, 0, 0, 0, 0, NO_SLOT, NEVER_S, NEVER_S)
    if not fits or trips == 0 or (strict and excess > 0):
        return best
    rest = problem.rest[vehicle]
    ways, worth = 1, (0, stops)
    if rest[0] > 0:
        ways, worth = 2 + trips + stops, _slots(case, trips, stops)
    chosen, chosen_eur, held = -1, 0.0, -1
    for number in range(ways):
        is_way, slot, bounds_s = _way(case, number, trips, stops, worth)
        if not is_way:
            continue
        held = number
        broken_s, rest_from_s, rest_to_s = _arrange(case, trips, stops, slot, bounds_s, strict)
        if strict and broken_s > 0:
            continue
        metres = _metres(sheet, trips, stops)
        too_far = max(0, metres - problem.most[vehicle, 2]) / 1000
        if strict and too_far > 0:
            continue
        paid_s = sheet.trips[trips - 1, RETURN] - sheet.trips[0, LOADING]
        if problem.begun[vehicle] < NEVER_S:
            paid_s = sheet.trips[trips - 1, RETURN] - problem.shift[vehicle, 0]
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
        # Who is on time in so short a day needs no break; nor is any better without waiting.
        is_short = number == 0 and rest[3] < NEVER_S
        is_dense = slot != NO_SLOT and paid_s <= _busy_s(case, trips, stops) + rest[0]
        if broken_s == 0 and late_s == 0 and (is_short or is_dense):
            break
    if chosen != held and not strict:
        _, _, bounds_s = _way(case, chosen, trips, stops, worth)
        _arrange(case, trips, stops, best.slot, bounds_s, strict)
    return best
