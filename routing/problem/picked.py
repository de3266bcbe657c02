"""A hub's problem once it is known who picks what: its tasks with their ready times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.picking.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.picking.model import Schedule
    from routing.problem.model import HubProblem

_NOT_TODAY_S = 24 * 3600
"""What nobody picks is ready so long after the hub closes: for no trip of the day."""


def as_picked(problem: HubProblem, schedule: Schedule | None) -> HubProblem:
    """The problem with each task ready when its picker is done; what nobody picks never is."""
    return _ready(problem, schedule, offered=False)


def as_offered(problem: HubProblem, schedule: Schedule | None) -> HubProblem:
    """As `as_picked`; but what nobody picks is ready as soon as anybody who has time had done it.

    Several such tasks may be offered the same time.
    """
    return _ready(problem, schedule, offered=True)


def _ready(problem: HubProblem, schedule: Schedule | None, *, offered: bool) -> HubProblem:
    picking = problem.picking
    if picking is None or schedule is None:
        return problem
    ready_s = schedule.ready_s()
    roster = Roster(picking, schedule.picks)
    times_s: dict[int, int] = {}
    for number, job in enumerate(picking.jobs):
        if job.task is None:
            continue
        free = roster.soonest(number) if offered and number not in ready_s else None
        last_s = problem.hub.closes_s + _NOT_TODAY_S if free is None else free.ready_s
        times_s[job.task] = ready_s.get(number, last_s)
    return with_ready_times(problem, times_s)


def with_ready_times(problem: HubProblem, times_s: Mapping[int, int]) -> HubProblem:
    """The problem with these tasks ready at other times."""
    tasks = tuple(
        replace(task, ready_s=times_s[number]) if number in times_s else task
        for number, task in enumerate(problem.tasks)
    )
    return replace(problem, tasks=tasks)
