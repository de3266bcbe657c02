"""Where each shift's break goes, so that an engine that knows no breaks can search around it.

First the routes are searched as if nobody rested. What timing then makes of each vehicle's day says
how it has its break at least cost: it is done before, it begins after, or it rests at the hub
between two trips. The second search knows only that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.fleet.model import Break, Vehicle
from routing.problem.timing import TimedRoute, time_solution

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Solution


def without_breaks(problem: HubProblem) -> HubProblem:
    """The same problem with whole shifts."""
    return replace(
        problem, vehicles=tuple(replace(vehicle, rest=None) for vehicle in problem.vehicles)
    )


def around_breaks(problem: HubProblem, solution: Solution) -> HubProblem:
    """The problem with each shift narrowed to how the solution has its break.

    Routes that keep the narrowed bounds keep the problem's own.
    """
    timed = time_solution(problem, solution)
    return replace(
        problem,
        vehicles=tuple(
            _narrowed(vehicle, vehicle.rest, timed[number])
            if vehicle.rest and number in timed
            else vehicle
            for number, vehicle in enumerate(problem.vehicles)
        ),
    )


def _narrowed(vehicle: Vehicle, rest: Break, route: TimedRoute) -> Vehicle:
    if route.rest:
        start_s, end_s = route.rest
        taken = Break(duration_s=rest.duration_s, earliest_s=start_s, latest_s=end_s)
        return replace(vehicle, rest=taken)
    after_s = rest.earliest_s + rest.duration_s
    if route.trips[0].loading_s >= after_s:
        return replace(vehicle, rest=None, shift_start_s=max(vehicle.shift_start_s, after_s))
    before_s = rest.latest_s - rest.duration_s
    return replace(vehicle, rest=None, shift_end_s=min(vehicle.shift_end_s, before_s))
