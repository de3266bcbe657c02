"""From what an engine found to routes that hold: timed exactly, mended, leftovers tried again.

An engine plans with a model of the rules; this goes by the rules themselves
(`routing.problem.timing`). What turns out late is taken off its route, loadings share the hub's
bays, what was left over is tried everywhere once more, and what fits nowhere on time is late rather
than not served at all, as far as it may be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.bays import share_bays, wait_for_bay
from routing.plan.positions import open_positions
from routing.plan.timer import Timer
from routing.problem.model import NEVER_S, HubProblem, Solution, Trips
from routing.problem.price import Evenness, price_eur, route_price_eur
from routing.problem.timing import IDLE, time_solution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.fleet.model import Vehicle


def mend(problem: HubProblem, solution: Solution) -> Solution:
    """A solution in which every route keeps every bound, with no task that still fits left out."""
    return _Mending(Timer(problem)).run(solution)


def _fits(problem: HubProblem, vehicle: Vehicle, trip: tuple[int, ...]) -> bool:
    tasks = [problem.tasks[index] for index in trip]
    requires: frozenset[str] = frozenset().union(*(task.requires for task in tasks))
    return vehicle.could_carry(
        sum(task.weight_g for task in tasks), sum(task.volume_ml for task in tasks), requires
    )


def merit(problem: HubProblem, solution: Solution) -> tuple[float, float]:
    """What is left out, and the price of all routes (`price_eur`); the less, the better."""
    timed = time_solution(problem, solution)
    return (
        sum(1 + problem.tasks[task].priority / 3 for task in solution.unserved),
        price_eur(problem, {vehicle: route.figures for vehicle, route in timed.items()}),
    )


_NO_FLOOR_S = -NEVER_S
"""No bay bounds the loading."""


def _bind(floors: tuple[int, ...]) -> bool:
    return any(floor_s > _NO_FLOOR_S for floor_s in floors)


class _Mending:
    """The routes as they are mended."""

    def __init__(self, timer: Timer) -> None:
        self.timer = timer
        self.problem = timer.problem
        self._evenness = Evenness(timer.problem)

    def run(self, solution: Solution) -> Solution:
        """Keep bounds, share the bays, place leftovers."""
        return self._place_leftovers(self._share_bays(self._keep_all_bounds(solution)))

    def _share_bays(self, solution: Solution) -> Solution:
        while True:
            shared = share_bays(self.timer, solution)
            solution = self._keep_all_bounds(shared)
            # What gave up orders has other times now, and may crowd the bays anew.
            if solution.unserved == shared.unserved:
                return solution

    def _keep_all_bounds(self, solution: Solution) -> Solution:
        routes: dict[int, Trips] = {}
        floors: dict[int, tuple[int, ...]] = {}
        left = list(solution.unserved)
        for vehicle in sorted(solution.routes):
            route = _Loads.of(solution, vehicle)
            route, removed = self._keep_bounds(vehicle, route, solution.late)
            left.extend(removed)
            if route.trips:
                routes[vehicle] = route.trips
                floors[vehicle] = route.not_before_s
        return Solution(
            routes=routes,
            unserved=tuple(sorted(left)),
            late=solution.late.difference(left),
            not_before_s={vehicle: some for vehicle, some in floors.items() if _bind(some)},
        )

    def _place_leftovers(self, solution: Solution) -> Solution:
        tasks = self.problem.tasks
        # The important first; then the large, which are harder to place.
        left = sorted(
            solution.unserved, key=lambda task: (-tasks[task].priority, -tasks[task].weight_g, task)
        )
        for task in left:
            if not self.timer.is_spent:
                solution = self._insert(solution, task) or solution
        for task in left:
            may_be_late = tasks[task].drop or self.problem.lateness.most_s
            if may_be_late and task in solution.unserved and not self.timer.is_spent:
                late = replace(solution, late=solution.late | {task})
                solution = self._insert(late, task) or solution
        return solution

    def _keep_bounds(
        self, vehicle: int, route: _Loads, late: frozenset[int]
    ) -> tuple[_Loads, list[int]]:
        """Take off the task whose going helps most, until the route keeps every bound."""
        removed: list[int] = []
        while any(self._fault(vehicle, route, late)):
            ways = []
            for task in (task for trip in route.trips for task in trip):
                rest = route.without(task)
                fault = self._fault(vehicle, rest, late)
                ways.append((fault, self.problem.tasks[task].priority, task, rest))
            _, _, task, route = min(ways, key=lambda way: way[:3])
            removed.append(task)
        return route, removed

    def _fault(
        self, vehicle: int, route: _Loads, late: frozenset[int]
    ) -> tuple[float, float, float]:
        """What a route breaks, the gravest first: closed streets, limits, seconds."""
        figures = self.timer.figures(vehicle, route.trips, late, route.not_before_s)
        if figures is None:
            kind = self.problem.vehicles[vehicle].kind
            tasks = (self.problem.tasks[task] for trip in route.trips for task in trip)
            return (1 + sum(not task.windows.get(kind) for task in tasks), 0.0, 0.0)
        return (0.0, figures.excess, figures.violation_s)

    def _insert(self, solution: Solution, task: int) -> Solution | None:
        """Put a task where it makes nothing late, at least cost; ``None`` if it fits nowhere."""
        timed = self.timer.solution(solution)
        known = {vehicle: route.figures for vehicle, route in timed.items()}
        uneven_eur = self._evenness.price_eur(known)
        best: tuple[float, int, _Loads] | None = None
        for vehicle, own in enumerate(self.problem.vehicles):
            if not _fits(self.problem, own, (task,)):
                continue
            route = timed.get(vehicle, IDLE)
            before = uneven_eur + route_price_eur(self.problem, route.figures)
            others = {other: route for other, route in timed.items() if other != vehicle}
            for way in self._insertions(vehicle, _Loads.of(solution, vehicle), task):
                figures = self.timer.figures(
                    vehicle, way.trips, solution.late, way.not_before_s, strict=True
                )
                # Waiting for a bay makes nothing cheaper, but for hours that become more even.
                if figures is None or (
                    best
                    and not self.problem.wishes.eur_per_uneven_h
                    and route_price_eur(self.problem, figures) - before >= best[0]
                ):
                    continue
                waited = wait_for_bay(
                    self.timer,
                    others,
                    vehicle,
                    way.trips,
                    late=solution.late,
                    not_before_s=way.not_before_s,
                )
                if waited is None:
                    continue
                price = (
                    route_price_eur(self.problem, waited[1])
                    + self._evenness.price_eur({**known, vehicle: waited[1]})
                    - before
                )
                if best is None or price < best[0]:
                    best = (price, vehicle, _Loads(way.trips, waited[0]))
        return None if best is None else best[2].put(solution, best[1], task)

    def _insertions(self, vehicle: int, loads: _Loads, task: int) -> Iterator[_Loads]:
        """Ways to add a task: on each trip that can load it in time, and as a trip of its own."""
        trips, floors = loads.trips, loads.not_before_s
        own, locked = self.problem.vehicles[vehicle], self.problem.locked.get(vehicle, ())
        for number, trip in enumerate(trips):
            first = len(locked[number]) if number < len(locked) else 0
            if number + 1 >= len(locked) and _fits(self.problem, own, (*trip, task)):
                for at in open_positions(self.problem, own.kind, trip, task):
                    if at < first:
                        continue
                    longer = (*trip[:at], task, *trip[at:])
                    yield _Loads((*trips[:number], longer, *trips[number + 1 :]), floors)
        for number in range(len(locked), len(trips) + 1):
            yield _Loads(
                (*trips[:number], (task,), *trips[number:]),
                (*floors[:number], _NO_FLOOR_S, *floors[number:]),
            )


@dataclass(frozen=True, slots=True)
class _Loads:
    """A vehicle's trips, and the earliest start of each one's loading."""

    trips: Trips
    not_before_s: tuple[int, ...]

    @classmethod
    def of(cls, solution: Solution, vehicle: int) -> _Loads:
        """Those of a vehicle in a solution, none if it has no route."""
        trips = solution.routes.get(vehicle, ())
        return cls(trips, solution.not_before_s.get(vehicle, (_NO_FLOOR_S,) * len(trips)))

    def put(self, solution: Solution, vehicle: int, task: int) -> Solution:
        """The solution with these for the vehicle, now that they hold the task."""
        floors = {other: some for other, some in solution.not_before_s.items() if other != vehicle}
        if _bind(self.not_before_s):
            floors[vehicle] = self.not_before_s
        return replace(
            solution,
            routes={**solution.routes, vehicle: self.trips},
            unserved=tuple(other for other in solution.unserved if other != task),
            not_before_s=floors,
        )

    def without(self, task: int) -> _Loads:
        """The same without one task, and without its trip if nothing else is on it."""
        kept = [
            (rest, floor_s)
            for trip, floor_s in zip(self.trips, self.not_before_s, strict=True)
            if (rest := tuple(other for other in trip if other != task))
        ]
        return _Loads(tuple(trip for trip, _ in kept), tuple(floor_s for _, floor_s in kept))
