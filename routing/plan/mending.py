"""From what an engine found to routes that hold: timed exactly, mended, leftovers tried again.

An engine plans with a model of the rules; this goes by the rules themselves
(`routing.problem.timing`). What turns out late is taken off its route, loadings share the hub's
bays, what was left over is tried everywhere once more, and drops for collection that fit nowhere on
time are made late rather than not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.bays import share_bays, wait_for_bay
from routing.plan.positions import open_positions
from routing.plan.timer import Timer
from routing.problem.model import NEVER_S, HubProblem, Solution, Trips
from routing.problem.timing import TimedRoute, time_solution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.fleet.model import Vehicle


def mend(problem: HubProblem, solution: Solution) -> Solution:
    """A solution in which every route keeps every bound, with no task that still fits left out."""
    return _Mending(Timer(problem)).run(solution)


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


def merit(problem: HubProblem, solution: Solution) -> tuple[float, int, float]:
    """What is left out, how late drops are, and what it all costs; the less, the better."""
    timed = time_solution(problem, solution)
    return (
        sum(1 + problem.tasks[task].priority / 3 for task in solution.unserved),
        sum(route.late_s for route in timed.values()),
        sum(cost_eur(problem.vehicles[vehicle], route) for vehicle, route in timed.items()),
    )


_IDLE = TimedRoute((), None, 0)

_NO_FLOOR_S = -NEVER_S
"""No bay bounds the loading."""


def _bind(floors: tuple[int, ...]) -> bool:
    return any(floor_s > _NO_FLOOR_S for floor_s in floors)


def _price(vehicle: Vehicle, before: TimedRoute, after: TimedRoute) -> tuple[int, float]:
    """By how much an insertion makes drops late, and what it costs."""
    return after.late_s - before.late_s, cost_eur(vehicle, after) - cost_eur(vehicle, before)


@dataclass(slots=True)
class _Mending:
    """The routes as they are mended."""

    timer: Timer

    @property
    def problem(self) -> HubProblem:
        """The hub's."""
        return self.timer.problem

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
            if tasks[task].drop and task in solution.unserved and not self.timer.is_spent:
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
        timed = self.timer.route(vehicle, route.trips, route.not_before_s, late)
        if timed is None:
            kind = self.problem.vehicles[vehicle].kind
            tasks = (self.problem.tasks[task] for trip in route.trips for task in trip)
            return (1 + sum(not task.windows.get(kind) for task in tasks), 0.0, 0.0)
        return (0.0, excess(self.problem, vehicle, route.trips, timed), timed.violation_s)

    def _insert(self, solution: Solution, task: int) -> Solution | None:
        """Put a task where it makes nothing late, at least cost; ``None`` if it fits nowhere."""
        timed = self.timer.solution(solution)
        best: tuple[tuple[int, float], int, _Loads] | None = None
        for vehicle, own in enumerate(self.problem.vehicles):
            if not _fits(self.problem, own, (task,)):
                continue
            before = timed.get(vehicle, _IDLE)
            others = {other: route for other, route in timed.items() if other != vehicle}
            for way in self._insertions(own, _Loads.of(solution, vehicle), task):
                route = self._kept(vehicle, way, solution.late)
                # Waiting for a bay makes nothing cheaper.
                if route is None or (best and _price(own, before, route) >= best[0]):
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
                price = _price(own, before, waited[1])
                if best is None or price < best[0]:
                    best = (price, vehicle, _Loads(way.trips, waited[0]))
        return None if best is None else best[2].put(solution, best[1], task)

    def _kept(self, vehicle: int, way: _Loads, late: frozenset[int]) -> TimedRoute | None:
        """The route timed, if it keeps every bound."""
        route = self.timer.route(vehicle, way.trips, way.not_before_s, late, strict=True)
        if route is None or excess(self.problem, vehicle, way.trips, route):
            return None
        return route

    def _insertions(self, vehicle: Vehicle, loads: _Loads, task: int) -> Iterator[_Loads]:
        """Ways to add a task: on each trip that can load it in time, and as a trip of its own."""
        trips, floors = loads.trips, loads.not_before_s
        for number, trip in enumerate(trips):
            if _fits(self.problem, vehicle, (*trip, task)):
                for at in open_positions(self.problem, vehicle.kind, trip, task):
                    longer = (*trip[:at], task, *trip[at:])
                    yield _Loads((*trips[:number], longer, *trips[number + 1 :]), floors)
        for number in range(len(trips) + 1):
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
