"""From what an engine found to routes that hold: timed exactly, mended, leftovers tried again.

An engine plans with a model of the rules; this goes by the rules themselves
(`routing.problem.timing`). What turns out late is taken off its route, loadings share the hub's
bays, what was left over is tried everywhere once more, and what fits nowhere on time is late rather
than not served at all, as far as it may be.
"""

from __future__ import annotations

from dataclasses import replace

from routing.plan.bays import share_bays, wait_for_bay
from routing.plan.insertions import Loads, bind, fits, important_first, insertions
from routing.plan.timer import Timer
from routing.problem.model import HubProblem, Solution, Trips
from routing.problem.price import Evenness, price_eur, route_price_eur
from routing.problem.timing import IDLE, time_solution


def mend(problem: HubProblem, solution: Solution) -> Solution:
    """A solution in which every route keeps every bound, with no task that still fits left out."""
    return _Mending(Timer(problem)).run(solution)


def merit(problem: HubProblem, solution: Solution) -> tuple[float, float]:
    """What is left out, and the price of all routes (`price_eur`); the less, the better."""
    timed = time_solution(problem, solution)
    return (
        sum(problem.tasks[task].worth for task in solution.unserved),
        price_eur(problem, {vehicle: route.figures for vehicle, route in timed.items()}),
    )


def place(problem: HubProblem, solution: Solution, task: int) -> Solution | None:
    """The solution with one task more, where it makes nothing late; late itself if it may be.

    ``None`` if it fits nowhere.
    """
    return _Mending(Timer(problem)).place(solution, task)


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
            route = Loads.of(solution, vehicle)
            route, removed = self._keep_bounds(vehicle, route, solution.late)
            left.extend(removed)
            if route.trips:
                routes[vehicle] = route.trips
                floors[vehicle] = route.not_before_s
        return Solution(
            routes=routes,
            unserved=tuple(sorted(left)),
            late=solution.late.difference(left),
            not_before_s={vehicle: some for vehicle, some in floors.items() if bind(some)},
        )

    def _place_leftovers(self, solution: Solution) -> Solution:
        left = important_first(self.problem, solution.unserved)
        for task in left:
            if not self.timer.is_spent:
                solution = self._insert(solution, task) or solution
        for task in left:
            if task in solution.unserved and not self.timer.is_spent:
                solution = self._insert_late(solution, task) or solution
        return solution

    def place(self, solution: Solution, task: int) -> Solution | None:
        """See `routing.plan.mending.place`."""
        return self._insert(solution, task) or self._insert_late(solution, task)

    def _insert_late(self, solution: Solution, task: int) -> Solution | None:
        if not (self.problem.tasks[task].drop or self.problem.lateness.most_s):
            return None
        return self._insert(replace(solution, late=solution.late | {task}), task)

    def _keep_bounds(
        self, vehicle: int, route: Loads, late: frozenset[int]
    ) -> tuple[Loads, list[int]]:
        """Take off the task whose going helps most, until the route keeps every bound."""
        removed: list[int] = []
        while any(self._fault(vehicle, route, late)):
            ways = []
            for task in (task for trip in route.trips for task in trip):
                rest = route.without(task)
                fault = self._fault(vehicle, rest, late)
                ways.append((fault, self.problem.tasks[task].worth, task, rest))
            _, _, task, route = min(ways, key=lambda way: way[:3])
            removed.append(task)
        return route, removed

    def _fault(
        self, vehicle: int, route: Loads, late: frozenset[int]
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
        best: tuple[float, int, Loads] | None = None
        for vehicle, own in enumerate(self.problem.vehicles):
            if not fits(self.problem, own, (task,)):
                continue
            route = timed.get(vehicle, IDLE)
            before = uneven_eur + route_price_eur(self.problem, route.figures)
            others = {other: route for other, route in timed.items() if other != vehicle}
            for way in insertions(self.problem, vehicle, Loads.of(solution, vehicle), task):
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
                    best = (price, vehicle, Loads(way.trips, waited[0]))
        return None if best is None else best[2].put(solution, best[1], task)
