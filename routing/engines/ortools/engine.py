"""OR-Tools' guided local search on one hub."""

from __future__ import annotations

import os
import time
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

import numpy as np

from routing.engines.ortools.rounds import first_loads, improve
from routing.engines.ortools.visits import visits_of
from routing.errors import EngineError
from routing.problem.model import HubProblem, Solution
from routing.problem.planning import at_slowest_hours

if TYPE_CHECKING:
    from routing.engines.protocol import Limit
    from routing.problem.model import Trips


class OrtoolsEngine:
    name = "ortools"

    @property
    def version(self) -> str:
        """OR-Tools' version."""
        return version_of("ortools")

    def solve(self, problem: HubProblem, limit: Limit, seed: int, cores: int = 1) -> Solution:  # noqa: ARG002
        t0 = time.time()
        planned = at_slowest_hours(problem)
        visits = visits_of(planned, planned)
        if not visits:
            return Solution(routes={}, unserved=tuple(range(len(problem.tasks))))
        t1 = time.time()
        loads = first_loads(planned, visits)
        if os.environ.get('ORLOG'): print('visits %.2f first %.2f' % (t1-t0, time.time()-t1), 'served', sum(len(l.tasks) for x in loads.values() for l in x), 'of', len(problem.tasks))
        rng = np.random.default_rng(seed)
        R = int(os.environ.get('ROUNDS', '8'))
        for k in range(R):
            left = limit.seconds - (time.time() - t0)
            if left > 0.05:
                loads = improve(planned, visits, loads, left / (R - k), rng)
        routes = {v: tuple(l.tasks for l in x) for v, x in loads.items()}
        served = {task for trips in routes.values() for trip in trips for task in trip}
        return Solution(routes=routes, unserved=tuple(t for t in range(len(problem.tasks)) if t not in served))
