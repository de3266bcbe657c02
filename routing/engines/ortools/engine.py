"""The second engine: OR-Tools' guided local search on one hub."""

from __future__ import annotations

import time
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

import numpy as np

from routing.engines.ortools.rounds import first_routes, improve
from routing.engines.ortools.visits import loosened, visits_of
from routing.engines.protocol import Limit
from routing.errors import EngineError
from routing.problem.model import Solution
from routing.problem.planning import at_slowest_hours

if TYPE_CHECKING:
    from routing.engines.ortools.nodes import Loads
    from routing.problem.model import HubProblem, Trips

_FOR_LATE_ONES = 0.25
"""The part of the limit for orders that found no place on time."""


class OrtoolsEngine:
    """OR-Tools with breaks anywhere, locks, and late orders where there is no place on time.

    An iteration is one solution that its local search accepts. OR-Tools holds the GIL and searches
    in one thread, so a search is one process whatever the number of cores; hubs are solved in
    processes of their own.
    """

    name = "ortools"

    @property
    def version(self) -> str:
        """OR-Tools' version."""
        return version_of("ortools")

    @property
    def compiles_first(self) -> bool:
        """It comes compiled."""
        return False

    def warm_up(self) -> None:
        """It is loaded with this module."""

    def solve(
        self,
        problem: HubProblem,
        limit: Limit,
        seed: int,
        cores: int = 1,  # noqa: ARG002 - see above
        start: Solution | None = None,  # noqa: ARG002 - its first routes are its own
    ) -> Solution:
        """See `routing.engines.protocol.Engine`."""
        try:
            return _solve(problem, limit, np.random.default_rng(seed))
        except Exception as error:  # whatever happens to one hub, the others are planned
            raise EngineError(
                "ENGINE-FAILED",
                f"OR-Tools failed for hub {problem.hub.hub_id}: {error}",
                "The other hubs are planned. Please report this, with the day folder.",
            ) from error


def _solve(problem: HubProblem, limit: Limit, rng: np.random.Generator) -> Solution:
    begun = time.monotonic()
    planned = at_slowest_hours(problem)
    visits = visits_of(planned, planned)
    if not visits:
        return Solution(routes={}, unserved=_unserved(problem, {}))
    loads = first_routes(planned, visits, limit.part(0.5).seconds)
    if limit.seconds is not None:
        spent_s = time.monotonic() - begun
        limit = Limit(seconds=max(0.0, limit.seconds - spent_s))
    parts = (1 - _FOR_LATE_ONES, _FOR_LATE_ONES) if problem.lateness.most_s else (1.0,)
    loads = improve(planned, visits, loads, limit.part(parts[0]), rng)
    late: frozenset[int] = frozenset()
    for part in parts[1:]:
        if left := _unserved(problem, loads):
            # The table of travel stays: with a slower one, what is on time might no longer be.
            visits = visits_of(loosened(planned, left), planned)
            late = frozenset(left)
        loads = improve(planned, visits, loads, limit.part(part), rng)
    routes: dict[int, Trips] = {
        vehicle: tuple(load.tasks for load in trips) for vehicle, trips in sorted(loads.items())
    }
    unserved = _unserved(problem, loads)
    return Solution(routes=routes, unserved=unserved, late=late.difference(unserved))


def _unserved(problem: HubProblem, loads: Loads) -> tuple[int, ...]:
    served = {task for trips in loads.values() for load in trips for task in load.tasks}
    return tuple(task for task in range(len(problem.tasks)) if task not in served)
