"""Where one more task can go on a vehicle's trips, and which comes first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.positions import open_positions
from routing.problem.model import NEVER_S, HubProblem, Solution, Trips

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from routing.fleet.model import Vehicle

NO_FLOOR_S = -NEVER_S
"""No bay bounds the loading."""


def bind(floors: tuple[int, ...]) -> bool:
    """Whether bays bound any of these loadings."""
    return any(floor_s > NO_FLOOR_S for floor_s in floors)


def important_first(problem: HubProblem, tasks: Iterable[int]) -> list[int]:
    """Tasks in the order in which they are given places: of the important the heavy first.

    They are harder to place.
    """
    known = problem.tasks
    return sorted(tasks, key=lambda task: (-known[task].worth, -known[task].weight_g, task))


def fits(problem: HubProblem, vehicle: Vehicle, trip: tuple[int, ...]) -> bool:
    """Whether a vehicle has the room and the skills for a trip's tasks."""
    tasks = [problem.tasks[index] for index in trip]
    requires: frozenset[str] = frozenset().union(*(task.requires for task in tasks))
    return vehicle.could_carry(
        sum(task.weight_g for task in tasks), sum(task.volume_ml for task in tasks), requires
    )


@dataclass(frozen=True, slots=True)
class Loads:
    """A vehicle's trips, and the earliest start of each one's loading."""

    trips: Trips
    not_before_s: tuple[int, ...]

    @classmethod
    def of(cls, solution: Solution, vehicle: int) -> Loads:
        """Those of a vehicle in a solution, none if it has no route."""
        trips = solution.routes.get(vehicle, ())
        return cls(trips, solution.not_before_s.get(vehicle, (NO_FLOOR_S,) * len(trips)))

    def put(self, solution: Solution, vehicle: int, task: int) -> Solution:
        """The solution with these for the vehicle, now that they hold the task."""
        floors = {other: some for other, some in solution.not_before_s.items() if other != vehicle}
        if bind(self.not_before_s):
            floors[vehicle] = self.not_before_s
        return replace(
            solution,
            routes={**solution.routes, vehicle: self.trips},
            unserved=tuple(other for other in solution.unserved if other != task),
            not_before_s=floors,
        )

    def without(self, task: int) -> Loads:
        """The same without one task, and without its trip if nothing else is on it."""
        kept = [
            (rest, floor_s)
            for trip, floor_s in zip(self.trips, self.not_before_s, strict=True)
            if (rest := tuple(other for other in trip if other != task))
        ]
        return Loads(tuple(trip for trip, _ in kept), tuple(floor_s for _, floor_s in kept))


def insertions(problem: HubProblem, vehicle: int, loads: Loads, task: int) -> Iterator[Loads]:
    """Ways to add a task: on each trip that can load it in time, and as a trip of its own."""
    trips, floors = loads.trips, loads.not_before_s
    own, locked = problem.vehicles[vehicle], problem.locked.get(vehicle, ())
    for number, trip in enumerate(trips):
        first = len(locked[number]) if number < len(locked) else 0
        if number + 1 >= len(locked) and fits(problem, own, (*trip, task)):
            for at in open_positions(problem, own.kind, trip, task):
                if at < first:
                    continue
                longer = (*trip[:at], task, *trip[at:])
                yield Loads((*trips[:number], longer, *trips[number + 1 :]), floors)
    for number in range(len(locked), len(trips) + 1):
        yield Loads(
            (*trips[:number], (task,), *trips[number:]),
            (*floors[:number], NO_FLOOR_S, *floors[number:]),
        )
