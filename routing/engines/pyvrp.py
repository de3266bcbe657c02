"""The default engine: PyVRP's iterated local search on one hub."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

import pyvrp
from pyvrp.PenaltyManager import PenaltyParams
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)
from pyvrp.stop import (
    MaxIterations,
    MaxRuntime,
    MultipleCriteria,
    NoImprovement,
    StoppingCriterion,
)

from routing.engines.translation import Translation, translate
from routing.errors import EngineError
from routing.problem.model import HubProblem, Solution, Trips

if TYPE_CHECKING:
    from routing.engines.protocol import Limit

# Penalties have to be able to outbid the prize of the most important order by a minute's delay.
_MAX_PENALTY = 10_000_000.0
# A second, and a gram: high enough that orders are given up rather than promises where the fleet is
# too small, and ten times lower than the midpoint that PyVRP would start from: they fall by a tenth
# in 500 iterations, and a hub has some hundreds of them a second.
_START_PENALTY = 500_000.0
_START_LOAD_PENALTY = 50_000.0
_LEAST_IDLE_ITERATIONS = 1_000
_IDLE_ITERATIONS_PER_TASK = 100


class PyvrpEngine:
    """PyVRP with prizes that serve as many orders as possible, the important ones first.

    Where it finds no feasible routes in its time, they come back as they are, for mending.
    """

    name = "pyvrp"
    plans_breaks = False

    @property
    def version(self) -> str:
        """PyVRP's version."""
        return version_of("pyvrp")

    def solve(self, problem: HubProblem, limit: Limit, seed: int, cores: int = 1) -> Solution:  # noqa: ARG002 - one search, for now
        """See `routing.engines.protocol.Engine`."""
        try:
            translation = translate(problem)
            if translation is None:
                return Solution(routes={}, unserved=tuple(range(len(problem.tasks))))
            result = _search(translation.data, _stop(limit, len(translation.tasks)), seed)
        except EngineError:
            raise
        except Exception as error:  # whatever happens to one hub, the others are planned
            raise EngineError(
                "ENGINE-FAILED",
                f"PyVRP failed for hub {problem.hub.hub_id}: {error}",
                "The other hubs are planned. Please report this, with the day folder.",
            ) from error
        return _read_back(problem, translation, result.best)


def _search(data: pyvrp.ProblemData, stop: StoppingCriterion, seed: int) -> pyvrp.Result:
    """`pyvrp.solve`, but for the penalties that it starts with."""
    params = PenaltyParams(max_penalty=_MAX_PENALTY)
    rng = pyvrp.RandomNumberGenerator(seed)
    search = LocalSearch(
        data, rng, compute_neighbours(data), PerturbationManager(PerturbationParams())
    )
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    penalties = pyvrp.PenaltyManager(
        ([_START_LOAD_PENALTY] * data.num_load_dimensions, _START_PENALTY, _START_PENALTY / 10),
        params,
    )
    start = search(
        pyvrp.Solution.make_random(data, rng), penalties.max_cost_evaluator(), exhaustive=True
    )
    return pyvrp.IteratedLocalSearch(data, penalties, search, start).run(stop, collect_stats=False)


def _stop(limit: Limit, tasks: int) -> StoppingCriterion:
    if limit.seconds is None:
        return MaxIterations(limit.iterations or 0)
    # A handful of orders is solved long before the time is up: the dispatcher need not wait.
    patience = max(_LEAST_IDLE_ITERATIONS, _IDLE_ITERATIONS_PER_TASK * tasks)
    return MultipleCriteria([MaxRuntime(limit.seconds), NoImprovement(patience)])


def _read_back(problem: HubProblem, translation: Translation, best: pyvrp.Solution) -> Solution:
    parts: dict[int, list[tuple[int, Trips]]] = defaultdict(list)
    free = [list(reversed(group)) for group in translation.members]
    for route in best.routes():
        trips: dict[int, list[int]] = defaultdict(list)
        for visit in route:
            if visit.is_client():
                trips[visit.trip].append(translation.tasks[visit.idx])
        driven = tuple(tuple(tasks) for _, tasks in sorted(trips.items()) if tasks)
        if driven:
            vehicle = free[route.vehicle_type()].pop()
            parts[vehicle].append((route.start_time(), driven))
    routes: dict[int, Trips] = {
        vehicle: tuple(trip for _, trips in sorted(pieces) for trip in trips)
        for vehicle, pieces in sorted(parts.items())
    }
    served = {task for trips in routes.values() for trip in trips for task in trip}
    unserved = (task for task in range(len(problem.tasks)) if task not in served)
    return Solution(routes=routes, unserved=tuple(unserved))
