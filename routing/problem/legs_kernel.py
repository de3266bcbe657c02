"""Single legs at any hour, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled_in_place

if TYPE_CHECKING:
    from routing.problem.arrays import ProblemArrays


@compiled_in_place
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


@compiled_in_place
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
