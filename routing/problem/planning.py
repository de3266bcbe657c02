"""The one table a kind that engines plan with, where travel changes through the day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from routing.problem.travel import Travel

if TYPE_CHECKING:
    from maps.travel import Table
    from routing.problem.model import HubProblem


def at_slowest_hours(problem: HubProblem) -> HubProblem:
    """The problem as engines see it: each kind's travel is its `planning_table` at all hours."""
    kinds = {vehicle.kind for vehicle in problem.vehicles}
    travel = {kind: Travel.constant(planning_table(problem, kind)) for kind in sorted(kinds)}
    return replace(problem, travel=travel)


def planning_table(problem: HubProblem, kind: str) -> Table:
    """Each leg at the slowest hour in which anybody can drive it.

    It leaves no earlier than some order at its start allows, and arrives no later than some order
    at its end does. Trips that keep every bound with it keep every bound when they are timed with
    each leg's own hour, even where a later departure arrives sooner: stop by stop, nobody is later
    than planned, so every departure is one of those that the table has the slowest of. A driver who
    is paid by the hour may begin later than planned, though never too late, to be back as soon as
    can be.
    """
    hub = problem.hub
    shifts = [vehicle for vehicle in problem.vehicles if vehicle.kind == kind]
    first_s = min((vehicle.shift_start_s for vehicle in shifts), default=hub.opens_s)
    last_s = max((vehicle.shift_end_s for vehicle in shifts), default=hub.closes_s)
    departure_s = max(first_s, hub.opens_s) + hub.loading_s
    # A site without orders of this kind is nobody's: any hour will do.
    leave_s = np.full(len(problem.sites), last_s, dtype=np.int64)
    reach_s = np.full(len(problem.sites), first_s, dtype=np.int64)
    for task in problem.tasks:
        for window in task.windows.get(kind, ()):
            leave_s[task.site] = min(leave_s[task.site], max(window.start_s, departure_s))
            reach_s[task.site] = max(reach_s[task.site], min(window.end_s, last_s))
    # Orders may also be dropped at the hub itself, on the way.
    leave_s[0], reach_s[0] = departure_s, last_s
    return problem.travel[kind].slowest(leave_s, reach_s)
