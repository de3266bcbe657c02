"""Until when what is driven has to be picked: by its promise alone, or by the routes there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.picking.model import Need
from routing.plan.insertions import fits
from routing.problem.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.picking.model import PickingProblem
    from routing.problem.model import HubProblem, Solution, Task

_SHARED_TRIP_S = 45 * 60
"""So much earlier than alone an order is loaded that shares its trip with others."""

_PRECISION_S = 60
"""How exactly it is found out until when a trip can wait."""


def needs_alone(problem: HubProblem, picking: PickingProblem) -> tuple[Need, ...]:
    """Before there are routes: until when a vehicle with nothing else to do could still load it."""
    needs = []
    for job in picking.jobs:
        if job.task is None:
            needs.append(_promised(job.promise_s))
            continue
        due_s = _latest_loading_alone_s(problem, job.task)
        needs.append(Need(due_s, due_s - _SHARED_TRIP_S))
    return tuple(needs)


def needs_of_routes(
    problem: HubProblem, picking: PickingProblem, solution: Solution
) -> tuple[Need, ...]:
    """What the routes need: each order's trip loads in time, if it can when it would like to.

    Parameters
    ----------
    problem
        The hub's problem in which every order is ready as early as it could be if it was the only
        one: then trips load when they would like to.
    """
    on_trips = _needs_on_trips(problem, solution)
    needs = []
    for job in picking.jobs:
        if job.task is None:
            needs.append(_promised(job.promise_s))
        elif (need := on_trips.get(job.task)) is not None:
            needs.append(need)
        else:
            # The sooner it is ready, the sooner a route may have room for it.
            due_s = _latest_loading_alone_s(problem, job.task)
            needs.append(Need(due_s, problem.tasks[job.task].ready_s))
    return tuple(needs)


def _promised(promise_s: int | None) -> Need:
    due_s = 0 if promise_s is None else promise_s
    return Need(due_s, due_s)


def _latest_loading_alone_s(problem: HubProblem, task_index: int) -> int:
    """By windows and the quickest way there and back alone; of no vehicle, when it is ready."""
    task, hub = problem.tasks[task_index], problem.hub
    latest_s = [
        min(
            _latest_start_s(task, own.kind, own.setup_s) - there_s,
            own.shift_end_s - there_s - back_s - task.service_s,
            hub.closes_s,
        )
        - hub.loading_s
        for own in problem.vehicles
        if fits(problem, own, (task_index,)) and task.windows.get(own.kind)
        for there_s, back_s in [_drives_s(problem, own.kind, task.site)]
    ]
    return max(latest_s, default=task.ready_s)


def _latest_start_s(task: Task, kind: str, setup_s: int) -> int:
    end_s = task.windows[kind][-1].end_s
    if task.drop is None:
        return end_s
    return min(end_s, task.drop.leave_by_s - task.drop.handover_s - setup_s)


def _drives_s(problem: HubProblem, kind: str, site: int) -> tuple[int, int]:
    table = problem.travel[kind].least_s
    return int(table[0, site]), int(table[site, 0])


def _needs_on_trips(problem: HubProblem, solution: Solution) -> Mapping[int, Need]:
    timing = Timing(problem)
    needs: dict[int, Need] = {}
    for vehicle, route in timing.solution(solution).items():
        loadings_s = [trip.loading_s for trip in route.trips]
        for number, trip in enumerate(solution.routes[vehicle]):
            due_s = _latest_loading_s(timing, solution, vehicle, loadings_s, number)
            needs |= dict.fromkeys(trip, Need(due_s, loadings_s[number]))
    return needs


def _latest_loading_s(
    timing: Timing, solution: Solution, vehicle: int, loadings_s: Sequence[int], number: int
) -> int:
    """Until when a trip can wait before its route breaks a bound, to within `_PRECISION_S`."""
    holds_s, fails_s = loadings_s[number], timing.problem.hub.closes_s + _PRECISION_S
    while fails_s - holds_s > _PRECISION_S:
        middle_s = (holds_s + fails_s) // 2
        floors_s = [*loadings_s[:number], middle_s, *loadings_s[number + 1 :]]
        trips = solution.routes[vehicle]
        if timing.figures(vehicle, trips, solution.late, floors_s, strict=True) is None:
            fails_s = middle_s
        else:
            holds_s = middle_s
    return holds_s
