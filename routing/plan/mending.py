"""From what an engine found to routes that hold: timed exactly, mended, leftovers tried again.

An engine plans with a model of the rules; this goes by the rules themselves
(`routing.problem.timing`). What turns out late is taken off its route, what was left over is tried
everywhere once more, and drops for collection that fit nowhere on time are made late rather than
not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.plan.bays import share_bays
from routing.problem.model import HubProblem, Solution, Trips
from routing.problem.timing import TimedRoute, time_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.fleet.model import Vehicle


def mend(problem: HubProblem, solution: Solution) -> Solution:
    """A solution in which every route keeps every bound, with no task that still fits left out."""
    return _Mending(problem, solution).run()


def excess(problem: HubProblem, vehicle: int, trips: Trips, route: TimedRoute) -> float:
    """By how much a route breaks its vehicle's limits; 0 if it keeps them all.

    Loads and distance count in kilograms, litres and kilometres; trips, stops and skills by one.
    """
    own = problem.vehicles[vehicle]
    over = _over(len(trips), own.max_trips) + _over(route.distance_m, own.max_distance_m, 1000)
    for trip, timed in zip(trips, route.trips, strict=True):
        tasks = [problem.tasks[index] for index in trip]
        over += _over(len(timed.stops), own.max_stops)
        over += _over(sum(task.weight_g for task in tasks), own.weight_g, 1000)
        over += _over(sum(task.volume_ml for task in tasks), own.volume_ml, 1000)
        over += sum(len(task.requires - own.skills) for task in tasks)
    return over


def _over(value: int, limit: int | None, unit: int = 1) -> float:
    return 0.0 if limit is None else max(0, value - limit) / unit


def _fits(problem: HubProblem, vehicle: Vehicle, trip: tuple[int, ...]) -> bool:
    tasks = [problem.tasks[index] for index in trip]
    requires: frozenset[str] = frozenset().union(*(task.requires for task in tasks))
    return vehicle.could_carry(
        sum(task.weight_g for task in tasks), sum(task.volume_ml for task in tasks), requires
    )


def cost_eur(vehicle: Vehicle, route: TimedRoute) -> float:
    """What a route costs: driver's time, kilometres, and the vehicle if it drives at all."""
    if not route.trips:
        return 0.0
    rates = vehicle.rates
    return (
        rates.eur_per_vehicle
        + rates.eur_per_h * route.paid_s / 3600
        + rates.eur_per_km * route.distance_m / 1000
    )


@dataclass(slots=True)
class _Mending:
    """The routes as they are mended."""

    problem: HubProblem
    solution: Solution

    def run(self) -> Solution:
        """Keep bounds, place leftovers, share the bays."""
        solution = self._place_leftovers(self._keep_all_bounds(self.solution))
        while True:
            shared = share_bays(self.problem, solution)
            solution = self._keep_all_bounds(shared)
            # What gave up orders has other times now, and may crowd the bays anew.
            if solution.unserved == shared.unserved:
                return solution

    def _keep_all_bounds(self, solution: Solution) -> Solution:
        routes: dict[int, Trips] = {}
        floors: dict[int, tuple[int, ...]] = {}
        left = list(solution.unserved)
        for vehicle, trips in sorted(solution.routes.items()):
            route = _Loads(trips, solution.not_before_s.get(vehicle, (0,) * len(trips)))
            route, removed = self._keep_bounds(vehicle, route, solution.late)
            left.extend(removed)
            if route.trips:
                routes[vehicle] = route.trips
                floors[vehicle] = route.not_before_s
        return Solution(
            routes=routes,
            unserved=tuple(sorted(left)),
            late=solution.late.difference(left),
            not_before_s={vehicle: some for vehicle, some in floors.items() if any(some)},
        )

    def _place_leftovers(self, solution: Solution) -> Solution:
        routes, late = dict(solution.routes), solution.late
        tasks = self.problem.tasks
        # The important first; then the large, which are harder to place.
        left = sorted(
            solution.unserved, key=lambda task: (-tasks[task].priority, -tasks[task].weight_g, task)
        )
        unserved = [task for task in left if not self._insert(routes, task, late)]
        for task in [task for task in unserved if tasks[task].drop]:
            if self._insert(routes, task, late | {task}):
                late |= {task}
                unserved.remove(task)
        return Solution(routes=routes, unserved=tuple(sorted(unserved)), late=late)

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
        timed = time_route(self.problem, vehicle, route.trips, late, route.not_before_s)
        if timed is None:
            kind = self.problem.vehicles[vehicle].kind
            tasks = (self.problem.tasks[task] for trip in route.trips for task in trip)
            return (1 + sum(not task.windows.get(kind) for task in tasks), 0.0, 0.0)
        return (0.0, excess(self.problem, vehicle, route.trips, timed), timed.violation_s)

    def _insert(self, routes: dict[int, Trips], task: int, late: frozenset[int]) -> bool:
        """Put a task where it fits at least cost; ``False`` if it fits nowhere."""
        best: tuple[float, int, Trips] | None = None
        for vehicle, own in enumerate(self.problem.vehicles):
            if not _fits(self.problem, own, (task,)):
                continue
            before = routes.get(vehicle, ())
            timed = time_route(self.problem, vehicle, before, late)
            spent = cost_eur(own, timed) if timed else 0.0
            for trips in self._insertions(own, before, task):
                route = time_route(self.problem, vehicle, trips, late)
                if route is None or route.violation_s:
                    continue
                if excess(self.problem, vehicle, trips, route):
                    continue
                price = cost_eur(own, route) - spent
                if best is None or price < best[0]:
                    best = (price, vehicle, trips)
        if best is None:
            return False
        routes[best[1]] = best[2]
        return True

    def _insertions(self, vehicle: Vehicle, trips: Trips, task: int) -> Iterator[Trips]:
        """Every way to add a task: anywhere on each trip that can load it, and as its own trip."""
        for number, trip in enumerate(trips):
            if _fits(self.problem, vehicle, (*trip, task)):
                for at in range(len(trip) + 1):
                    longer = (*trip[:at], task, *trip[at:])
                    yield (*trips[:number], longer, *trips[number + 1 :])
        for number in range(len(trips) + 1):
            yield (*trips[:number], (task,), *trips[number:])


@dataclass(frozen=True, slots=True)
class _Loads:
    """A vehicle's trips, and the earliest start of each one's loading."""

    trips: Trips
    not_before_s: tuple[int, ...]

    def without(self, task: int) -> _Loads:
        """The same without one task, and without its trip if nothing else is on it."""
        kept = [
            (rest, floor_s)
            for trip, floor_s in zip(self.trips, self.not_before_s, strict=True)
            if (rest := tuple(other for other in trip if other != task))
        ]
        return _Loads(tuple(trip for trip, _ in kept), tuple(floor_s for _, floor_s in kept))
