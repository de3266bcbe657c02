"""The default engine: ruin and recreate on the exact rules, and PyVRP where it knows them all."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

import numpy as np

from routing.engines.ruin import RuinSearch
from routing.engines.team import Member, Relay, RuinMember, search
from routing.engines.warming import is_compiled, warm_up
from routing.errors import EngineError
from routing.problem.arrays import arrays_of
from routing.problem.model import HubProblem, Solution

if TYPE_CHECKING:
    from routing.engines.protocol import Limit


_LONG = 30
"""Stops on a trip: PyVRP is better at long ones from the beginning, ruin and recreate at others."""


class PyvrpEngine:
    """Searches that tell one another of the best routes, one a core.

    Each serves as many orders as possible, the important ones first. Ruin and recreate goes by the
    rules as they are; where PyVRP knows them all, it goes on from the best on one core of several,
    and has that core from the beginning where trips are long.
    """

    name = "pyvrp"

    @property
    def version(self) -> str:
        """PyVRP's version."""
        return version_of("pyvrp")

    @property
    def compiles_first(self) -> bool:
        """Whether ruin and recreate was never compiled on this machine."""
        return not is_compiled()

    def warm_up(self) -> None:
        """See `routing.engines.protocol.Engine`."""
        import routing.engines.local_search  # noqa: F401, PLC0415 - loaded, not used

        warm_up()

    def solve(
        self,
        problem: HubProblem,
        limit: Limit,
        seed: int,
        cores: int = 1,
        start: Solution | None = None,
    ) -> Solution:
        """See `routing.engines.protocol.Engine`."""
        if not problem.tasks or not problem.vehicles:
            return Solution(routes={}, unserved=tuple(range(len(problem.tasks))))
        try:
            return search(problem, limit, _members(problem, seed, cores), start=start)
        except EngineError:
            raise
        except Exception as error:  # whatever happens to one hub, the others are planned
            raise EngineError(
                "ENGINE-FAILED",
                f"The search of routes failed for hub {problem.hub.hub_id}: {error}",
                "The other hubs are planned. Please report this, with the day folder.",
            ) from error


def _most_stops(problem: HubProblem) -> float:
    """The most stops that trips can have on average, by what they can load."""
    arrays = arrays_of(problem)
    trips = arrays.load.sum(axis=0) / np.maximum(1, arrays.capacity.max(axis=0))
    return len(problem.tasks) / max(1.0, float(trips.max()))


def _members(problem: HubProblem, seed: int, cores: int) -> list[Member]:
    # Imported only where it is used: it takes a third of a second.
    from routing.engines.local_search import LocalSearchMember, suits  # noqa: PLC0415

    members: list[Member] = [
        RuinMember(RuinSearch(problem, 1000 * number + seed)) for number in range(cores)
    ]
    if cores > 1 and suits(problem):
        local = LocalSearchMember(problem, seed)
        members[1] = local if _most_stops(problem) > _LONG else Relay([members[1], local])
    return members
