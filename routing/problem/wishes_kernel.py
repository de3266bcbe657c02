"""What wishes come to in euros, compiled: `routing.problem.model.Wishes` says what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled_bare
from routing.problem import timesheet
from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from routing.problem.arrays import Integers
    from routing.problem.wishes import WishArrays

# Entries of `WishArrays.prices`.
UNEVEN, APART, UNKNOWN, MOVED, MOVED_S = range(5)


@compiled_bare
def route_eur(
    wishes: WishArrays,
    vehicle: int,
    row: Integers,
    sheet: timesheet.Sheet,
    trips: int,
    stops: int,
) -> float:
    """Of a route that has been timed onto a sheet: all wishes that are about it alone.

    How far apart its stops lie, unknown streets, and what its driver was told otherwise.
    """
    eur = 0.0
    if wishes.others.size > 0:
        eur += _changes_eur(wishes, vehicle, row, sheet, stops)
    if wishes.prices[UNKNOWN] > 0:
        for index in range(stops):
            if wishes.unknown[vehicle, sheet.stops[index, timesheet.SITE]] == 1:
                eur += wishes.prices[UNKNOWN]
    if wishes.prices[APART] > 0:
        for number in range(trips):
            first = sheet.trips[number, timesheet.FROM]
            end = first + sheet.trips[number, timesheet.STOPS]
            east_m = north_m = metres = 0.0
            for index in range(first, end):
                place_m = wishes.place_m[sheet.stops[index, timesheet.SITE]]
                east_m += place_m[0]
                north_m += place_m[1]
            east_m /= end - first
            north_m /= end - first
            for index in range(first, end):
                place_m = wishes.place_m[sheet.stops[index, timesheet.SITE]]
                metres += np.sqrt((place_m[0] - east_m) ** 2 + (place_m[1] - north_m) ** 2)
            eur += wishes.prices[APART] * metres
    return eur


@compiled_bare
def _changes_eur(
    wishes: WishArrays, vehicle: int, row: Integers, sheet: timesheet.Sheet, stops: int
) -> float:
    """What is worth the difference between a route and what was told before."""
    eur = 0.0
    for index in range(stops):
        stop = sheet.stops[index]
        first = stop[timesheet.FIRST]
        for position in range(first, first + stop[timesheet.COUNT]):
            task = row[position]
            if wishes.told_s[task] == NEVER_S:
                continue
            other_eur = wishes.others[vehicle, task]
            moved_s = abs(stop[timesheet.START] - wishes.told_s[task])
            eur += other_eur
            if moved_s > wishes.unchanged_s:
                eur += wishes.prices[MOVED] + wishes.prices[MOVED_S] * moved_s
            elif other_eur > 0:
                eur += wishes.prices[MOVED]
    return eur


@compiled_bare
def trip_eur(
    wishes: WishArrays, sites: Integers, row: Integers, first: int, last: int, more: int
) -> float:
    """How far apart the tasks of a trip lie, from one entry of a row to another, in euros.

    `sites` are those of tasks; neighbours at one place are taken for one stop. `more` is a site
    besides, or -1.
    """
    stops = 0
    east_m = north_m = metres = 0.0
    if more >= 0:
        stops = 1
        east_m, north_m = wishes.place_m[more, 0], wishes.place_m[more, 1]
    for entry in range(first, last + 1):
        site = sites[row[entry]]
        if entry == first or site != sites[row[entry - 1]]:
            stops += 1
            east_m += wishes.place_m[site, 0]
            north_m += wishes.place_m[site, 1]
    east_m /= max(1, stops)
    north_m /= max(1, stops)
    if more >= 0:
        place_m = wishes.place_m[more]
        metres = np.sqrt((place_m[0] - east_m) ** 2 + (place_m[1] - north_m) ** 2)
    for entry in range(first, last + 1):
        site = sites[row[entry]]
        if entry == first or site != sites[row[entry - 1]]:
            place_m = wishes.place_m[site]
            metres += np.sqrt((place_m[0] - east_m) ** 2 + (place_m[1] - north_m) ** 2)
    return float(wishes.prices[APART] * metres)


@compiled_bare
def uneven_eur(wishes: WishArrays, paid_s: Integers, vehicle: int, instead_s: int) -> float:
    """How far drivers' paid times lie from their mean, in euros.

    Parameters
    ----------
    paid_s
        Of each vehicle; 0 where it does not drive.
    vehicle, instead_s
        A vehicle that has another paid time, and that one; -1 if there is none.
    """
    drivers, total_s = 0, 0
    for number in range(len(paid_s)):
        if wishes.is_first[number]:
            own_s = _own_s(wishes, paid_s, number, vehicle, instead_s)
            if own_s > 0:
                drivers += 1
                total_s += own_s
    if drivers < 2:
        return 0.0
    mean_s, away_s = total_s / drivers, 0.0
    for number in range(len(paid_s)):
        if wishes.is_first[number]:
            own_s = _own_s(wishes, paid_s, number, vehicle, instead_s)
            if own_s > 0:
                away_s += abs(own_s - mean_s)
    return float(wishes.prices[UNEVEN] * away_s)


@compiled_bare
def _own_s(
    wishes: WishArrays, paid_s: Integers, first: int, vehicle: int, instead_s: int
) -> np.int64:
    """Paid seconds of the driver whose first vehicle this is, all shifts together."""
    own_s, number = np.int64(0), first
    while number >= 0:
        own_s += instead_s if number == vehicle else paid_s[number]
        number = wishes.next_shift[number]
    return own_s
