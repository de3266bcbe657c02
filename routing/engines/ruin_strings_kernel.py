"""Ruining routes, compiled: strings of tasks near one another are taken off their trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.compiled import compiled_in_place
from routing.engines.ruin_state import (
    ABSENT,
    HUB,
    PLAIN_REACH_COLUMNS,
    PLAIN_TRIP_COLUMNS,
    REACH_COLUMNS,
    TRIP_COLUMNS,
    chance,
)

if TYPE_CHECKING:
    from routing.engines.ruin_state import Desk, Routes, Setting
    from routing.problem.arrays import ProblemArrays

_REMOVED = 15.0
_LONGEST_STRING = 12.0
_SPLIT = 0.5
_SPLIT_DEEPER = 0.01


@compiled_in_place
def copy_route(setting: Setting, source: Routes, target: Routes, vehicle: int) -> None:
    """Make one route what it is among others."""
    is_plain = setting.plain[vehicle]
    columns = PLAIN_REACH_COLUMNS if is_plain else REACH_COLUMNS
    trip_columns = PLAIN_TRIP_COLUMNS if is_plain else TRIP_COLUMNS
    length, trips = source.lengths[vehicle], source.counts[vehicle]
    target.lengths[vehicle] = length
    target.counts[vehicle] = trips
    target.costs[vehicle] = source.costs[vehicle]
    target.over[vehicle] = source.over[vehicle]
    target.paid_s[vehicle] = source.paid_s[vehicle]
    target.versions[vehicle] = source.versions[vehicle]
    for entry in range(length):
        target.rows[vehicle, entry] = source.rows[vehicle, entry]
        for column in range(columns):
            target.reach[vehicle, entry, column] = source.reach[vehicle, entry, column]
    for number in range(trips):
        for column in range(trip_columns):
            target.trips[vehicle, number, column] = source.trips[vehicle, number, column]


@compiled_in_place
def touch(setting: Setting, routes: Routes, desk: Desk, vehicle: int, touched: int) -> int:
    """Keep a route as it was, before it is changed for the first time; gives how many are kept."""
    if desk.is_touched[vehicle]:
        return touched
    desk.is_touched[vehicle] = 1
    desk.touched[touched] = vehicle
    copy_route(setting, routes, desk.old, vehicle)
    return touched + 1


@compiled_in_place
def take_off(routes: Routes, vehicle: int) -> None:
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


@compiled_in_place
def _trip_of(routes: Routes, vehicle: int, entry: int) -> tuple[int, int]:
    row = routes.rows[vehicle]
    first = entry
    last = entry
    while first > 0 and row[first - 1] != HUB:
        first -= 1
    while last + 1 < routes.lengths[vehicle] and row[last + 1] != HUB:
        last += 1
    return first, last


@compiled_in_place
def ruin(problem: ProblemArrays, setting: Setting, routes: Routes, desk: Desk) -> tuple[int, int]:
    """Take strings off trips around a random task; how many tasks and how many routes they are."""
    tasks, trips, served = len(problem.site), 0, 0
    for vehicle in range(len(routes.lengths)):
        trips += routes.counts[vehicle]
        served += routes.lengths[vehicle] - max(0, routes.counts[vehicle] - 1)
    longest = min(_LONGEST_STRING, served / max(1, trips))
    strings = int(chance(routes) * (4.0 * _REMOVED / (1.0 + longest) - 1.0) + 1.0)
    seed = int(chance(routes) * tasks)
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
        touched = touch(setting, routes, desk, vehicle, touched)
        room = last - first + 1
        size = min(room, int(chance(routes) * min(float(room), longest) + 1.0))
        kept = 0
        if 1 < size < room and chance(routes) < _SPLIT:
            kept = 1
            while size + kept < room and chance(routes) < _SPLIT_DEEPER:
                kept += 1
        span = size + kept
        low, high = max(first, entry - span + 1), min(entry, last - span + 1)
        begin = low + int(chance(routes) * (high - low + 1))
        skip = begin + span
        if kept > 0:
            skip = begin + 1 + int(chance(routes) * (size - 1))
        for at in range(begin, begin + span):
            if not skip <= at < skip + kept:
                routes.where[routes.rows[vehicle, at], 0] = ABSENT
                desk.tasks[taken] = routes.rows[vehicle, at]
                taken += 1
        strings -= 1
    return taken, touched
