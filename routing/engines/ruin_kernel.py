"""Ruin and recreate on a hub's exact rules, compiled.

Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54, 2020)
under simulated annealing. Tasks that lie near one another are taken off their trips, and put back
one by one where they cost least.

What makes it fast: a task is tried on the routes of its nearest neighbours first; what it would
cost on a route is remembered until that route changes, and remembered beside when the change is
only tried; a ruin is given up as soon as it costs too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled_bare, compiled_in_place
from routing.engines.ruin_plain_kernel import refresh_plain, scan_plain
from routing.engines.ruin_ruled_kernel import price_place, refresh_ruled, scan_ruled
from routing.engines.ruin_state import (
    ABSENT,
    BEST,
    CODE,
    DEAR,
    HUB,
    KEPT,
    OVER_EUR_PER_G,
    TIMED,
    TOTAL,
    VERSION,
    chance,
    put_in,
    uneven_eur,
)
from routing.engines.ruin_strings_kernel import copy_route, ruin, take_off, touch
from routing.problem import wishes_kernel as wishing
from routing.problem.legs_kernel import leg

if TYPE_CHECKING:
    from routing.engines.ruin_state import Desk, Routes, Setting
    from routing.problem.arrays import ProblemArrays

Insertion = tuple[int, int, float, int]
"""Vehicle, code, the route's own euros, and what its driver would be paid then, in seconds."""

_BLINK = 0.02
_NEAR = 30
"""Neighbours on whose routes a task is tried."""
_FEW = 6
"""So few vehicles are all tried."""
_TIMED = 3
"""Insertions that are timed for a task; after that the best of them is taken."""


@compiled_in_place
def refresh(
    problem: ProblemArrays, setting: Setting, routes: Routes, desk: Desk, vehicle: int
) -> bool:
    """Bring what is known of a route up to date with its row; whether it keeps every bound."""
    routes.random[1] += np.uint64(1)
    routes.versions[vehicle] = np.int64(routes.random[1])
    if routes.lengths[vehicle] == 0:
        routes.costs[vehicle] = 0.0
        routes.paid_s[vehicle] = 0
        routes.counts[vehicle] = 0
        routes.over[vehicle] = 0
        return True
    if setting.plain[vehicle]:
        return bool(refresh_plain(problem, setting, routes, vehicle))
    return bool(refresh_ruled(problem, setting, routes, desk, vehicle, DEAR, np.int64(0)))


@compiled_in_place
def _sort(problem: ProblemArrays, routes: Routes, desk: Desk, count: int) -> None:
    """Put what is to be inserted into one of several orders, drawn at random."""
    order = int(chance(routes) * 17)
    for number in range(count):
        task = desk.tasks[number]
        site = problem.site[task]
        if order < 4:
            key = chance(routes)
        elif order < 8:
            key = -float(problem.load[task, 0])
        elif order < 10:
            key = -float(leg(problem, 0, 0, site, 0)[0])
        elif order < 11:
            key = float(leg(problem, 0, 0, site, 0)[0])
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


@compiled_in_place
def _look_at(
    problem: ProblemArrays, setting: Setting, routes: Routes, desk: Desk, task: int, index: int
) -> None:
    """Know where a task would cost least on a vehicle of the list, in one of the two memos."""
    vehicle = desk.candidates[index]
    version, slot = routes.versions[vehicle], 0
    if routes.memo[0, task, vehicle, VERSION] != version:
        if routes.memo[1, task, vehicle, VERSION] == version:
            slot = 1
        else:
            # What is tried is mostly taken back: what was is worth keeping beside it.
            slot = int(desk.is_touched[vehicle])
            if setting.plain[vehicle]:
                scan_plain(problem, setting, routes, desk, slot, task, vehicle)
            else:
                scan_ruled(problem, setting, routes, desk, slot, task, vehicle)
    desk.slots[index] = slot
    desk.passed[index] = 0


@compiled_in_place
def _enlist(setting: Setting, desk: Desk, task: int, vehicle: int, count: int) -> int:
    """Put a vehicle on the list of those where a task is tried; gives how many there are."""
    if desk.stamps[1 + vehicle] == desk.stamps[0]:
        return count
    desk.stamps[1 + vehicle] = desk.stamps[0]
    if setting.barred[vehicle, task]:
        return count
    desk.candidates[count] = vehicle
    return count + 1


@compiled_in_place
def _enlist_empty(setting: Setting, routes: Routes, desk: Desk, task: int) -> int:
    """Of empty vehicles that are alike the first one stands for all."""
    first_likeness, count = 1 + len(routes.lengths), 0
    for vehicle in range(len(routes.lengths)):
        if routes.lengths[vehicle] == 0:
            likeness = first_likeness + setting.likeness[vehicle]
            if desk.stamps[likeness] != desk.stamps[0]:
                desk.stamps[likeness] = desk.stamps[0]
                count = _enlist(setting, desk, task, vehicle, count)
    return count


@compiled_in_place
def _nowhere() -> Insertion:
    """No insertion.

    Numbers as they are written have a type of their own: all that takes them would be compiled
    once more for it.
    """
    return int(np.int64(ABSENT)), int(np.int64(-1)), DEAR, int(np.int64(0))


@compiled_in_place
def _choose(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    task: int,
    count: int,
    blink: float,
) -> Insertion:
    """The cheapest of the insertions that were found, passing over one now and then."""
    timed = 0
    evens = setting.wishes.prices[wishing.UNEVEN] > 0
    uneven = uneven_eur(setting, routes, -1, 0)
    while True:
        least, chosen, chosen_number = DEAR, -1, int(np.int64(0))
        for index in range(count):
            vehicle, slot = desk.candidates[index], desk.slots[index]
            for number in range(KEPT):
                eur = routes.prices[slot, task, vehicle, number]
                if evens and routes.memo[slot, task, vehicle, TIMED] & (1 << number) and eur < DEAR:
                    paid_s = routes.memo_paid_s[slot, task, vehicle, number]
                    eur += uneven_eur(setting, routes, vehicle, paid_s) - uneven
                if (
                    eur < least
                    and not desk.passed[index] & (1 << number)
                    and (timed < _TIMED or routes.memo[slot, task, vehicle, TIMED] & (1 << number))
                ):
                    least, chosen, chosen_number = eur, index, number
        if chosen < 0:
            nowhere: Insertion = _nowhere()
            return nowhere
        vehicle, slot = desk.candidates[chosen], desk.slots[chosen]
        memo = routes.memo[slot, task, vehicle]
        if not memo[TIMED] & (1 << chosen_number):
            price_place(problem, setting, routes, desk, slot, task, vehicle, chosen_number)
            timed += routes.prices[slot, task, vehicle, chosen_number] < DEAR
        elif blink > 0.0 and chance(routes) < blink:
            desk.passed[chosen] |= 1 << chosen_number
        else:
            eur, paid_s = routes.prices[slot, task, vehicle, chosen_number], np.int64(0)
            if evens:
                paid_s = routes.memo_paid_s[slot, task, vehicle, chosen_number]
            return vehicle, memo[CODE + chosen_number], eur, paid_s


@compiled_in_place
def insert_best(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    task: int,
    blink: float,
) -> Insertion:
    """Where a task costs least, passing over a place now and then.

    It is tried on the routes of its nearest neighbours, and on all where none of those takes it.
    """
    vehicles = len(routes.lengths)
    desk.stamps[0] += 1
    count = _enlist_empty(setting, routes, desk, task)
    known = 0
    chosen: Insertion = _nowhere()
    for turn in range(2):
        if turn == 0 and vehicles > _FEW:
            for number in range(min(_NEAR, setting.near.shape[1])):
                vehicle = routes.where[setting.near[task, number], 0]
                if vehicle != ABSENT:
                    count = _enlist(setting, desk, task, vehicle, count)
        elif chosen[0] == ABSENT:
            for vehicle in range(vehicles):
                if routes.lengths[vehicle] > 0:
                    count = _enlist(setting, desk, task, vehicle, count)
        if chosen[0] == ABSENT and count > known:
            for index in range(known, count):
                _look_at(problem, setting, routes, desk, task, index)
            chosen = _choose(problem, setting, routes, desk, task, count, blink)
            known = count
    return chosen


@compiled_in_place
def put(
    problem: ProblemArrays,
    setting: Setting,
    routes: Routes,
    desk: Desk,
    task: int,
    vehicle: int,
    code: int,
    eur: float,
    paid_s: int,
) -> bool:
    """Put a task on a route, which costs so much more; whether that keeps every bound.

    `paid_s` is what its driver is paid then.
    """
    length = put_in(routes.rows[vehicle], routes.lengths[vehicle], task, code, desk.row)
    for entry in range(length):
        routes.rows[vehicle, entry] = desk.row[entry]
    routes.lengths[vehicle] = length
    if setting.plain[vehicle]:
        return bool(refresh(problem, setting, routes, desk, vehicle))
    routes.random[1] += np.uint64(1)
    routes.versions[vehicle] = np.int64(routes.random[1])
    cost_eur = routes.costs[vehicle] + eur
    return bool(refresh_ruled(problem, setting, routes, desk, vehicle, cost_eur, paid_s))


@compiled_bare
def price_overload(routes: Routes, eur_per_g: float) -> None:
    """Price what is too much on board from here on."""
    before_eur = routes.eur[OVER_EUR_PER_G]
    routes.eur[OVER_EUR_PER_G] = eur_per_g
    for vehicle in range(len(routes.lengths)):
        over = routes.over[vehicle]
        if over > 0:
            more_eur = over * (eur_per_g - before_eur)
            routes.costs[vehicle] += more_eur
            routes.eur[TOTAL] += more_eur
        # What insertions cost is no longer what is remembered.
        routes.random[1] += np.uint64(1)
        routes.versions[vehicle] = np.int64(routes.random[1])


@compiled_in_place
def keep_if_best(routes: Routes) -> None:
    """Write the routes down if they are the best so far, and nothing has too much on board."""
    if routes.eur[TOTAL] < routes.eur[BEST] - 1e-9:
        for vehicle in range(len(routes.lengths)):
            if routes.over[vehicle] > 0:
                return
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
    taken_over = absent = 0
    is_new = True
    for _ in range(iterations):
        temperature *= factor
        before_eur = routes.eur[TOTAL]
        threshold = before_eur - temperature * np.log(chance(routes) + 1e-300)
        if is_new:
            absent = 0
            for task in range(len(problem.site)):
                if routes.where[task, 0] == ABSENT:
                    desk.absent[absent] = task
                    absent += 1
            is_new = False
        count, touched = ruin(problem, setting, routes, desk)
        holds = count + absent > 0
        # Only what grows with every insertion tells that too much has been spent already.
        total = before_eur - uneven_eur(setting, routes, -1, 0)
        for number in range(touched):
            vehicle = desk.touched[number]
            take_off(routes, vehicle)
            total -= routes.costs[vehicle]
            holds &= refresh(problem, setting, routes, desk, vehicle)
            total += routes.costs[vehicle]
        # Of very many that found no place, a few are tried each time.
        share = 1.0 if absent <= count + 10 else (count + 10) / absent
        for number in range(absent):
            if share >= 1.0 or chance(routes) < share:
                desk.tasks[count] = desk.absent[number]
                count += 1
                total -= setting.prizes[desk.absent[number]]
        if holds:
            _sort(problem, routes, desk, count)
            for number in range(count):
                task = desk.tasks[number]
                vehicle, code, eur, paid_s = insert_best(
                    problem, setting, routes, desk, task, _BLINK
                )
                if vehicle == ABSENT or eur >= setting.prizes[task]:
                    total += setting.prizes[task]
                else:
                    touched = touch(setting, routes, desk, vehicle, touched)
                    total -= routes.costs[vehicle]
                    holds = put(problem, setting, routes, desk, task, vehicle, code, eur, paid_s)
                    total += routes.costs[vehicle]
                if not holds or total >= threshold:
                    holds = False
                    break
        total += uneven_eur(setting, routes, -1, 0)
        holds &= total < threshold
        if holds:
            routes.eur[TOTAL] = total
            taken_over += 1
            is_new = True
            keep_if_best(routes)
        else:
            for number in range(count):
                routes.where[desk.tasks[number], 0] = ABSENT
            for number in range(touched):
                vehicle = desk.touched[number]
                copy_route(setting, desk.old, routes, vehicle)
                for entry in range(routes.lengths[vehicle]):
                    task = routes.rows[vehicle, entry]
                    if task != HUB:
                        routes.where[task, 0] = vehicle
                        routes.where[task, 1] = entry
        for number in range(touched):
            desk.is_touched[desk.touched[number]] = 0
    return taken_over
