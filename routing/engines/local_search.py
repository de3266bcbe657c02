"""PyVRP's iterated local search on one hub, as one of a team of searches."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyvrp
from pyvrp.PenaltyManager import PenaltyParams
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)
from pyvrp.stop import MaxIterations, MaxRuntime, StoppingCriterion

from routing.engines.translation import Translation, translate
from routing.problem.model import Solution, Trips

if TYPE_CHECKING:
    from routing.engines.partition import Pool
    from routing.engines.protocol import Limit
    from routing.engines.team import Part
    from routing.problem.model import HubProblem

# Penalties have to be able to outbid the prize of the most important order by a minute's delay.
_MAX_PENALTY = 10_000_000.0
_START_TIME_PENALTY = 1.0
"""Of a second too late, in what a second of driving costs: PyVRP would start from some ten
thousand times as much, and get down from there by a tenth in 500 iterations."""
_START_LOAD_PENALTY = 0.067
"""Of the load of an average order too much, in what the way between two places costs at the
median: 20 a unit on instances of some 6.5 a customer and 1,900 metres from one to another."""


def suits(problem: HubProblem) -> bool:
    """Whether PyVRP knows all that the problem asks: it knows no breaks, no traffic, no wishes.

    Where drivers are paid by the hour or come back for more, ruin and recreate is so much better
    that PyVRP's part of the time would be lost.
    """
    return not problem.wishes and all(
        own.rest is None
        and own.rates.eur_per_h == 0
        and own.max_trips == 1
        and len(problem.travel[own.kind].tables) == 1
        for own in problem.vehicles
    )


class LocalSearchMember:
    """PyVRP's search; it goes on from where it was, or from better routes that others found."""

    def __init__(self, problem: HubProblem, seed: int) -> None:
        self._problem = problem
        self._translation = translate(problem)
        if self._translation is None:
            return
        self._data = data = self._translation.data
        self._rng = pyvrp.RandomNumberGenerator(seed)
        self._search = LocalSearch(
            data, self._rng, compute_neighbours(data), PerturbationManager(PerturbationParams())
        )
        for operator in OPERATORS:
            if operator.supports(data):
                self._search.add_operator(operator(data))
        self._penalties = start_penalties(data)

    def play(
        self,
        part: Part,  # noqa: ARG002 - no temperatures
        limit: Limit,
        best: Solution,
        pool: Pool,  # noqa: ARG002 - its routes on the way are broken ones
    ) -> Solution:
        """See `routing.engines.team.Member`."""
        if self._translation is None:
            return best
        data = self._data
        if best.routes:
            start = as_pyvrp(self._translation, best)
        else:
            start = self._search(
                pyvrp.Solution.make_random(data, self._rng),
                self._penalties.max_cost_evaluator(),
                exhaustive=True,
            )
        search = pyvrp.IteratedLocalSearch(data, self._penalties, self._search, start)
        result = search.run(_stop(limit), collect_stats=False)
        return read_back(self._problem, self._translation, result.best)


def start_penalties(data: pyvrp.ProblemData) -> pyvrp.PenaltyManager:
    """Penalties of the size of what they are weighed against."""
    durations = np.concatenate([matrix.ravel() for matrix in data.duration_matrices()])
    distances = np.concatenate([matrix.ravel() for matrix in data.distance_matrices()])
    metres_a_second = distances.sum() / max(1, durations.sum())
    per_metre = np.mean([vehicle.unit_distance_cost for vehicle in data.vehicle_types()])
    per_second = np.mean([vehicle.unit_duration_cost for vehicle in data.vehicle_types()])
    second = max(1.0, per_metre * metres_a_second + per_second)
    leg = second * float(np.median(durations))
    loads = np.array([client.delivery for client in data.clients()], np.float64)
    params = PenaltyParams(max_penalty=_MAX_PENALTY)
    return pyvrp.PenaltyManager(
        (
            [float(_START_LOAD_PENALTY * leg / max(1.0, load)) for load in loads.mean(axis=0)],
            _START_TIME_PENALTY * second,
            _START_TIME_PENALTY * second,
        ),
        params,
    )


def _stop(limit: Limit) -> StoppingCriterion:
    if limit.seconds is None:
        return MaxIterations(limit.iterations or 0)
    return MaxRuntime(limit.seconds)


def as_pyvrp(translation: Translation, solution: Solution) -> pyvrp.Solution:
    """Routes in PyVRP's words; an order with several windows has its first."""
    data = translation.data
    client_of = {task: client for client, task in reversed(list(enumerate(translation.tasks)))}
    type_of = {
        vehicle: number for number, group in enumerate(translation.members) for vehicle in group
    }
    routes = []
    for vehicle, trips in solution.routes.items():
        visits = _visits([[client_of[task] for task in trip] for trip in trips])
        routes.append(pyvrp.Route(data, visits, type_of[vehicle]))
    return pyvrp.Solution(data, routes)


def _visits(trips: list[list[int]]) -> list[pyvrp.Activity]:
    """Clients, with the hub between trips."""
    kind = pyvrp.ActivityType
    visits = [pyvrp.Activity(kind.CLIENT, client) for client in trips[0]]
    for _, trip in pairwise(trips):
        visits.append(pyvrp.Activity(kind.DEPOT, 0))
        visits += [pyvrp.Activity(kind.CLIENT, client) for client in trip]
    return visits


def read_back(problem: HubProblem, translation: Translation, best: pyvrp.Solution) -> Solution:
    """PyVRP's routes in ours."""
    routes: dict[int, Trips] = {}
    free = [list(reversed(group)) for group in translation.members]
    for route in best.routes():
        trips: dict[int, list[int]] = defaultdict(list)
        for visit in route:
            if visit.is_client():
                trips[visit.trip].append(translation.tasks[visit.idx])
        if trips:
            vehicle = free[route.vehicle_type()].pop()
            routes[vehicle] = tuple(tuple(tasks) for _, tasks in sorted(trips.items()))
    served = {task for trips in routes.values() for trip in trips for task in trip}
    unserved = (task for task in range(len(problem.tasks)) if task not in served)
    return Solution(routes=dict(sorted(routes.items())), unserved=tuple(unserved))
