"""One hub's routes through one pure function, which any process on any machine can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.plan.agreement import agree
from routing.plan.mending import mend, merit

if TYPE_CHECKING:
    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem, Solution


def solve_hub(
    problem: HubProblem,
    engine: str,
    limit: Limit,
    seed: int,
    cores: int = 1,
    *,
    start: Solution | None = None,
) -> Solution:
    """One hub's routes, and its picking where that is planned: searched, timed and mended.

    Parameters
    ----------
    start
        What is known already, and keeps every bound: the search goes on from there, and what it
        finds is never worse.

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    if problem.picking is not None:
        return agree(
            problem,
            problem.picking,
            engine=engine,
            limit=limit,
            seed=seed,
            cores=cores,
            start=start,
        )
    found = mend(problem, engine_named(engine).solve(problem, limit, seed, cores, start))
    return found if start is None else min(start, found, key=lambda one: merit(problem, one))
