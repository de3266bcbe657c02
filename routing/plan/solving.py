"""One hub's routes through one pure function, which any process on any machine can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.plan.mending import mend

if TYPE_CHECKING:
    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem, Solution


def solve_hub(
    problem: HubProblem, engine: str, limit: Limit, seed: int, cores: int = 1
) -> Solution:
    """One hub's routes: searched by the engine, timed and mended.

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    return mend(problem, engine_named(engine).solve(problem, limit, seed, cores))
