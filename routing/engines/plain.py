"""PyVRP as it comes, for comparing: `pyvrp.solve` with its own settings, one search a core.

Every customer must be served, one load counts, and nothing else that our engine adds is there. Of
the searches, which differ in their seeds, the best counts.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version as version_of
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations, MaxRuntime

from routing.engines.plainly import PlainProblem, plainly
from routing.problem.model import HubProblem, Solution, Trips

if TYPE_CHECKING:
    from routing.engines.protocol import Limit

_SOLVER = "PyVRP as it comes"
_UNLIMITED = 1 << 40


class PlainPyvrp:
    """See `routing.engines.protocol.Engine`; for published instances only."""

    name = "pyvrp-plain"

    @property
    def version(self) -> str:
        """PyVRP's version."""
        return version_of("pyvrp")

    def solve(self, problem: HubProblem, limit: Limit, seed: int, cores: int = 1) -> Solution:
        """Routes for every customer; where none are feasible, the least infeasible ones found."""
        data = _data(plainly(problem, _SOLVER))

        def search(own_seed: int) -> pyvrp.Result:
            stop = (
                MaxIterations(limit.iterations or 0)
                if limit.seconds is None
                else MaxRuntime(limit.seconds)
            )
            return pyvrp.solve(data, stop, seed=own_seed, collect_stats=False, display=False)

        # PyVRP lets other threads run while it searches.
        with ThreadPoolExecutor(cores) as threads:
            results = list(threads.map(search, range(seed, seed + cores)))
        # The cost of an infeasible result is infinite.
        best = min(results, key=lambda result: result.cost())
        return _read_back(best.best, len(problem.tasks))


def _data(plain: PlainProblem) -> pyvrp.ProblemData:
    clients = [
        pyvrp.Client(
            location=number + 1,
            delivery=[plain.demand[number]],
            service_duration=plain.service[number],
            tw_early=start_s,
            tw_late=end_s,
            release_time=plain.release[number],
        )
        for number, (start_s, end_s) in enumerate(plain.windows)
    ]
    vehicle_type = pyvrp.VehicleType(
        num_available=plain.vehicles,
        capacity=[plain.capacity],
        fixed_cost=plain.fixed_cost,
        tw_early=plain.shift[0],
        tw_late=plain.shift[1],
        unit_distance_cost=plain.metre_cost,
        reload_depots=[] if plain.max_trips == 1 else [0],
        max_reloads=_UNLIMITED if plain.max_trips is None else plain.max_trips - 1,
    )
    # PyVRP's types ask for arrays of another shape than those that it takes.
    distances: Any = plain.distances.astype(np.int64)
    durations: Any = plain.durations.astype(np.int64)
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(len(clients) + 1)],
        clients=clients,
        depots=[pyvrp.Depot(0)],
        vehicle_types=[vehicle_type],
        distance_matrices=[distances],
        duration_matrices=[durations],
    )


def _read_back(best: pyvrp.Solution, tasks: int) -> Solution:
    routes: dict[int, Trips] = {}
    for route in best.routes():
        visits = [visit for visit in route if visit.is_client()]
        if visits:
            trips = groupby(visits, key=lambda visit: visit.trip)
            routes[len(routes)] = tuple(tuple(one.idx for one in trip) for _, trip in trips)
    served = {task for trips in routes.values() for trip in trips for task in trip}
    return Solution(
        routes=routes, unserved=tuple(task for task in range(tasks) if task not in served)
    )
