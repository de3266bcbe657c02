"""Vehicles of which nothing but distance, single windows and loads counts, compiled.

What an insertion costs there is exact at once: it takes the legs beside it, and the earliest and
latest times of its neighbours. Loads may be exceeded for a while, at a price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.compiled import compiled_in_place
from routing.engines.ruin_state import (
    BACK_BY,
    CODE,
    DEAR,
    DEPART,
    FIRST,
    FREE,
    HUB,
    INTO_M,
    INTO_S,
    LAST,
    LATEST,
    LEAVE,
    LOAD_BY,
    OVER_EUR_PER_G,
    READY,
    RETURN,
    RETURN_M,
    RETURN_S,
    SITE,
    STOPS,
    TIMED,
    VERSION,
    VOLUME,
    WEIGHT,
    Routes,
    Setting,
    keep,
)

if TYPE_CHECKING:
    from routing.engines.ruin_state import Desk
    from routing.problem.arrays import ProblemArrays
_TWO = 2
"""Insertions that are remembered: the best, and one to pass over to."""


@compiled_in_place
def refresh_plain(problem: ProblemArrays, setting: Setting, routes: Routes, vehicle: int) -> bool:
    """Bring what is known of a route that is not empty up to date; whether it keeps every bound."""
    length, kind = routes.lengths[vehicle], problem.kind[vehicle]
    row, reach, trips = routes.rows[vehicle], routes.reach[vehicle], routes.trips[vehicle]
    legs_from, across = problem.legs_from[kind], 2 * problem.sites
    setup_s, hub_s, hub_by_s = problem.setup[vehicle], problem.hub[2], problem.hub[1]
    free_s = max(problem.shift[vehicle, 0], problem.hub[0])
    metres, over, count, first = 0, 0, 0, 0
    while first < length:
        trip = trips[count]
        ready_s, weight, volume, end = free_s, 0, 0, first
        latest_ready_s = problem.ready[row[first]]
        while end < length and row[end] != HUB:
            task = row[end]
            latest_ready_s = max(latest_ready_s, problem.ready[task])
            weight += problem.load[task, 0]
            volume += problem.load[task, 1]
            if setting.barred[vehicle, task]:
                return False
            end += 1
        ready_s = max(free_s, latest_ready_s)
        leave_s, place = ready_s + hub_s, 0
        if leave_s > hub_by_s:
            return False
        trip[FIRST], trip[LAST], trip[STOPS] = first, end - 1, end - first
        trip[WEIGHT], trip[VOLUME], trip[READY] = weight, volume, latest_ready_s
        trip[FREE], trip[DEPART] = free_s, leave_s
        over += max(0, weight - problem.capacity[vehicle, 0])
        over += max(0, volume - problem.capacity[vehicle, 1])
        for entry in range(first, end):
            task = row[entry]
            site = problem.site[task]
            at = legs_from + place * across + 2 * site
            into_s, into_m = problem.legs[at], problem.legs[at + 1]
            start_s = max(leave_s + into_s, setting.windows[kind, task, 0])
            if start_s > setting.windows[kind, task, 1]:
                return False
            leave_s = start_s + setup_s + problem.service[task]
            reach[entry, LEAVE] = leave_s
            reach[entry, SITE] = site
            reach[entry, INTO_S] = into_s
            reach[entry, INTO_M] = into_m
            metres += into_m
            place = site
            routes.where[task, 0] = vehicle
            routes.where[task, 1] = entry
        at = legs_from + place * across
        trip[RETURN_S], trip[RETURN_M] = problem.legs[at], problem.legs[at + 1]
        metres += trip[RETURN_M]
        free_s = leave_s + trip[RETURN_S]
        trip[RETURN] = free_s
        count += 1
        first = end + 1
    by_s = problem.shift[vehicle, 1]
    if free_s > by_s or count > problem.most[vehicle, 1]:
        return False
    if over > 0 and routes.eur[OVER_EUR_PER_G] < 0:
        return False
    for number in range(count - 1, -1, -1):
        trip = trips[number]
        trip[BACK_BY] = by_s
        into_s = trip[RETURN_S]
        for entry in range(trip[LAST], trip[FIRST] - 1, -1):
            task = row[entry]
            by_s = min(
                by_s - into_s - setup_s - problem.service[task], setting.windows[kind, task, 1]
            )
            reach[entry, LATEST] = by_s
            into_s = reach[entry, INTO_S]
        by_s = min(by_s - into_s, hub_by_s) - hub_s
        trip[LOAD_BY] = by_s
    routes.counts[vehicle] = count
    routes.over[vehicle] = over
    routes.costs[vehicle] = problem.rates[vehicle, 2] + problem.rates[vehicle, 1] * metres
    if over > 0:
        routes.costs[vehicle] += over * routes.eur[OVER_EUR_PER_G]
    return True


@compiled_in_place
def scan_plain(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    slot: int,
    task: int,
    vehicle: int,
) -> None:
    """Find where a task costs least and second least on a route, and remember it."""
    length, kind = routes.lengths[vehicle], problem.kind[vehicle]
    reach, trips, count = routes.reach[vehicle], routes.trips[vehicle], routes.counts[vehicle]
    site, ready_s, hub_s = problem.site[task], problem.ready[task], problem.hub[2]
    busy_s = problem.setup[vehicle] + problem.service[task]
    opens_s, by_s = setting.windows[kind, task, 0], setting.windows[kind, task, 1]
    from_here = problem.legs_from[kind] + site * 2 * problem.sites
    to_here = setting.into_from[kind] + site * 2 * problem.sites
    legs, into = problem.legs, setting.into
    per_m, over_eur = problem.rates[vehicle, 1], routes.eur[OVER_EUR_PER_G]
    weight, volume = problem.load[task, 0], problem.load[task, 1]
    locked = setting.locked[vehicle]
    found, codes = desk.found, desk.codes
    found[0] = found[1] = DEAR
    codes[0] = codes[1] = -1
    for number in range(count):
        trip = trips[number]
        if ready_s > trip[LOAD_BY] or trip[LAST] + 1 < locked:
            continue
        # What is too much already is paid for: no more than the task's own load is added.
        over = min(weight, max(0, trip[WEIGHT] + weight - problem.capacity[vehicle, 0]))
        over += min(volume, max(0, trip[VOLUME] + volume - problem.capacity[vehicle, 1]))
        toll_eur = 0.0
        if over > 0:
            toll_eur = over * over_eur
            if over_eur < 0 or toll_eur >= found[1]:
                continue
        pushed_s = max(0, ready_s + hub_s - trip[DEPART])
        first, last = trip[FIRST], trip[LAST]
        leave_s, place = trip[DEPART] + pushed_s, 0
        for entry in range(first, last + 2):
            if entry > first:
                # A later departure holds up what comes first, until somebody has to wait.
                if pushed_s > 0:
                    begun_s = leave_s + reach[entry - 1, INTO_S]
                    done = problem.service[routes.rows[vehicle, entry - 1]]
                    done += problem.setup[vehicle]
                    leave_s = max(reach[entry - 1, LEAVE], begun_s + done)
                    if leave_s == reach[entry - 1, LEAVE]:
                        pushed_s = 0
                else:
                    leave_s = reach[entry - 1, LEAVE]
                place = reach[entry - 1, SITE]
            if leave_s > by_s:
                break
            if entry < locked:
                continue
            goal, goal_by_s, past_m = 0, trip[BACK_BY], trip[RETURN_M]
            if entry <= last:
                goal, goal_by_s = reach[entry, SITE], reach[entry, LATEST]
                past_m = reach[entry, INTO_M]
            if goal_by_s < opens_s:
                continue
            metres = into[to_here + 2 * place + 1] + legs[from_here + 2 * goal + 1] - past_m
            eur = per_m * metres + toll_eur
            if eur >= found[1]:
                continue
            start_s = leave_s + into[to_here + 2 * place]
            if start_s > by_s:
                continue
            start_s = max(start_s, opens_s)
            if start_s + busy_s + legs[from_here + 2 * goal] > goal_by_s:
                continue
            keep(found, codes, eur, 2 * entry, _TWO)
    if count < problem.most[vehicle, 1]:
        there_s, back_s = into[to_here], legs[from_here]
        eur = per_m * (into[to_here + 1] + legs[from_here + 1])
        if length == 0:
            eur += problem.rates[vehicle, 2]
        for number in range(count + 1):
            if eur >= found[1]:
                break
            entry, free_s, by_then_s = 0, 0, problem.shift[vehicle, 1]
            if number < count:
                entry, free_s = trips[number, FIRST], trips[number, FREE]
                by_then_s = trips[number, LOAD_BY]
            elif length > 0:
                entry, free_s = length, trips[count - 1, RETURN]
            else:
                free_s = max(problem.shift[vehicle, 0], problem.hub[0])
            leave_s = max(free_s, ready_s) + hub_s
            if entry < locked or leave_s > problem.hub[1]:
                continue
            start_s = max(leave_s + there_s, opens_s)
            if start_s <= by_s and start_s + busy_s + back_s <= by_then_s:
                keep(found, codes, eur, 2 * entry + 1, _TWO)
    memo, prices = routes.memo[slot, task, vehicle], routes.prices[slot, task, vehicle]
    memo[VERSION] = routes.versions[vehicle]
    memo[TIMED] = -1
    memo[CODE], memo[CODE + 1], memo[CODE + 2] = codes[0], codes[1], -1
    prices[0], prices[1], prices[2] = found[0], found[1], DEAR
