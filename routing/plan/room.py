"""What else would fit into final routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.plan.bays import wait_for_bay
from routing.plan.insertions import Loads, fits, insertions
from routing.plan.timer import Timer
from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.problem.model import HubProblem, Solution
    from routing.problem.timing import RouteFigures, TimedRoute


@dataclass(slots=True)
class Room:
    """The final routes, to see what else would fit into them."""

    timer: Timer
    solution: Solution
    timed: dict[int, TimedRoute]

    @classmethod
    def of(cls, problem: HubProblem, solution: Solution) -> Room:
        """Those of a solution."""
        timer = Timer(problem)
        return cls(timer, solution, timer.solution(solution))

    def ways(self, vehicle: int, loads: Loads, task: int) -> Iterator[tuple[RouteFigures, Loads]]:
        """Ways to put a task on a vehicle's trips that keep every bound, bays included."""
        problem, late = self.timer.problem, self.solution.late
        if not fits(problem, problem.vehicles[vehicle], (task,)):
            return
        others = {other: route for other, route in self.timed.items() if other != vehicle}
        for way in insertions(problem, vehicle, loads, task):
            if self.timer.is_spent:
                return
            figures = self.timer.figures(vehicle, way.trips, late, way.not_before_s, strict=True)
            if figures is None:
                continue
            waited = wait_for_bay(
                self.timer, others, vehicle, way.trips, late=late, not_before_s=way.not_before_s
            )
            if waited:
                yield waited[1], Loads(way.trips, waited[0])

    def start_s(self, vehicle: int, loads: Loads, task: int) -> int:
        """When a task is begun on such trips."""
        route = self.timer.route(vehicle, loads.trips, self.solution.late, loads.not_before_s)
        stops = (stop for trip in (route.trips if route else ()) for stop in trip.stops)
        return next((stop.start_s for stop in stops if task in stop.tasks), NEVER_S)

    def has_room(self, task: int) -> bool:
        """Whether a task would fit on any vehicle's trips."""
        return any(
            True
            for vehicle in range(len(self.timer.problem.vehicles))
            for _ in self.ways(vehicle, Loads.of(self.solution, vehicle), task)
        )
