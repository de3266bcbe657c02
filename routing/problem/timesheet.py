"""Where a route is timed: what is asked, what is written down, what it comes to.

A route is a row of tasks with `HUB` between its trips. Its break has a *slot*: stop ``i`` for a
break there before its service, ``stops + t`` for one at the hub before trip ``t`` is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

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
