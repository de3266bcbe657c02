"""Where on a trip a task can stand, as far as its window and its neighbours' tell.

Most places on a trip are ruled out at once, before anybody times the whole route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.problem.model import HubProblem

_ROUNDING_S = 5
"""Whole seconds: a way round may come out shorter than the way there by so much."""


def open_positions(problem: HubProblem, kind: str, trip: Sequence[int], task: int) -> range:
    """The positions (0: first) at which the task comes after nobody, and before nobody, too late.

    A necessary condition only: what is left has to be timed. It goes by each leg's best hour; where
    streets have hours of their own, a way round could do what no drive there does at any hour, and
    is given up.
    """
    if not problem.tasks[task].windows_if_late(kind):
        return range(0)
    first, last = 0, len(trip)
    for place, other in enumerate(trip):
        if not _can_follow(problem, kind, other, task):
            last = min(last, place)
        if not _can_follow(problem, kind, task, other):
            first = place + 1
    return range(first, last + 1)


def _can_follow(problem: HubProblem, kind: str, before: int, after: int) -> bool:
    """Whether anybody who serves one as early as it allows can be at the other in time."""
    one, other = problem.tasks[before], problem.tasks[after]
    windows, latest = one.windows_if_late(kind), other.windows_if_late(kind)
    if not windows or not latest:
        return True
    table, hub = problem.travel[kind].least_s, problem.hub
    loaded_s = max(hub.opens_s, one.ready_s, other.ready_s) + hub.loading_s
    start_s = max(windows[0].start_s, loaded_s + int(table[0, one.site]))
    service_s = one.service_s if one.site != other.site else 0
    arrive_s = start_s + service_s + int(table[one.site, other.site])
    return arrive_s <= latest[-1].end_s + _ROUNDING_S
