"""What a search by ruin and recreate keeps: routes, what stays the same, and room to work in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled_in_place
from routing.problem import timesheet
from routing.problem import wishes_kernel as wishing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.problem.arrays import Integers
    from routing.problem.wishes import WishArrays

HUB = timesheet.HUB
ABSENT = -1
DEAR = 1e18
"""Of an insertion that breaks a bound."""

KEPT = 3
"""Insertions into one route that are remembered, the best by their estimates."""

# Columns of `Routes.trips`.
FIRST, LAST, WEIGHT, VOLUME, READY, FREE, DEPART, STOPS, LOAD_BY, BACK_BY = range(10)
RETURN, RETURN_S, RETURN_M = range(10, 13)
PLAIN_TRIP_COLUMNS = 13
LOADED, BACK = 13, 16
SPAN, BUSY = 19, 20
TRIP_COLUMNS = 21

# Columns of `Routes.reach`.
LEAVE, LATEST, SITE, INTO_S, INTO_M = range(5)
PLAIN_REACH_COLUMNS = 5
JOINED, DONE, AHEAD = 5, 6, 9
REACH_COLUMNS = 12

# Columns of `Routes.memo`: the version, the codes of `KEPT` insertions, which of them are timed.
VERSION, CODE, TIMED = 0, 1, 1 + KEPT
MEMO_COLUMNS = 2 + KEPT

# Entries of `Routes.eur`.
TOTAL, BEST, OVER_EUR_PER_G = range(3)


class Routes(NamedTuple):
    """The routes of V vehicles as they are searched, with M entries each at most.

    Attributes
    ----------
    rows, lengths, costs, versions
        Tasks with `HUB` between trips (V, M); entries that count (V,); euros with lateness,
        overload and the route's own wishes at their prices (V,); a number that stands for this
        route and no other (V,).
    paid_s
        Seconds that the driver is paid, (V,); of plain vehicles none are counted.
    over
        Grams and millilitres above what the trips may load, (V,).
    trips, counts
        Of each trip, (V, M, 21): first and last entry, load, ready time, when the vehicle is free
        for it and leaves at the earliest, stops, by when it has to be loading and back, the
        earliest return, seconds and metres of the last leg, the segments up to its departure and
        from its return on, and of the whole route seconds on the way and seconds without waiting;
        how many.
    reach
        Of each entry, (V, M, 12): the earliest time that it is left, the latest that it is begun,
        its site, seconds and metres of the leg to it, whether it is of one stop with the entry
        before it, the segments up to the end of its stop and from its stop on. Of plain vehicles
        there is no more than the leg, as of their trips no more than the last leg.
    where
        Of each task, (T, 2): vehicle, or `ABSENT`, and entry.
    memo
        Of each task on each vehicle, where it costs least; `prices` has the euros. Twice, (2, T,
        V, .): once as the routes were at the beginning of an iteration, once as they became.
    memo_paid_s
        What would then be paid, as `prices`, where it is timed; of length 0 where even hours are
        not wished.
    eur
        All that the routes cost with what is absent and how uneven they are; the same of the best
        so far; the price of a gram or a millilitre too much, below 0 where a load may never be
        exceeded.
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
    over: Integers
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


Segment = tuple[int, int, int]
"""Part of a route: its least seconds, and from when to when it may begin to take no longer.

Two of them are joined in no time (Vidal and others, Computers & Operations Research 40).
"""


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
        By vehicle, whether `ruin_plain_kernel` times it: distance alone costs, nothing but single
        windows bounds it, and no two orders join at a door.
    barred
        By vehicle and task, whether the one can never serve the other, (V, T).
    windows
        First and last start by kind and task, where a kind is plain, (K, T, 2).
    into
        Seconds and metres of every leg by goal and start, where a kind is plain; kind after kind
        from `into_from`.
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
    barred: NDArray[np.uint8]
    windows: Integers
    into: NDArray[np.int32]
    into_from: Integers
    prizes: NDArray[np.float64]
    near: Integers
    wishes: WishArrays


class Desk(NamedTuple):
    """Room to work in: what was, to go back to, and lists that are filled anew each time."""

    old: Routes
    sheet: timesheet.Sheet
    row: Integers
    floors_s: Integers
    touched: Integers
    is_touched: NDArray[np.uint8]
    tasks: Integers
    keys: NDArray[np.float64]
    absent: Integers
    found: NDArray[np.float64]
    codes: Integers
    candidates: Integers
    slots: Integers
    passed: Integers
    stamps: Integers


@compiled_in_place
def chance(routes: Routes) -> float:
    """A random number from 0 up to 1 (xorshift64)."""
    number = routes.random[0]
    number ^= number << np.uint64(13)
    number ^= number >> np.uint64(7)
    number ^= number << np.uint64(17)
    routes.random[0] = number
    return float(number >> np.uint64(11)) * 1.1102230246251565e-16


@compiled_in_place
def uneven_eur(setting: Setting, routes: Routes, vehicle: int, instead_s: int) -> float:
    """The price of uneven hours, where one vehicle (-1: none) has another paid time instead."""
    if setting.wishes.prices[wishing.UNEVEN] > 0:
        return float(wishing.uneven_eur(setting.wishes, routes.paid_s, vehicle, instead_s))
    return 0.0


@compiled_in_place
def keep(found: NDArray[np.float64], codes: Integers, eur: float, code: int, room: int) -> None:
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


@compiled_in_place
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
