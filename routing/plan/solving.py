"""One hub's routes through one pure function, which any process on any machine can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.engines.registry import engine_named
from routing.plan.breaks import around_breaks, without_breaks
from routing.plan.mending import mend, merit
from routing.problem.timing import served_alone

if TYPE_CHECKING:
    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem, Solution


def solve_hub(
    problem: HubProblem, engine: str, limit: Limit, seed: int, cores: int = 1
) -> Solution:
    """One hub's routes: searched by the engine, timed and mended.

    Where there are breaks, one half of the limit goes into finding out where they cost least, and
    the other into routes around them; if orders were left that could be served, half of it goes
    into shifts in two parts, which have the most room.

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    search = engine_named(engine).solve
    if not any(vehicle.rest for vehicle in problem.vehicles):
        return mend(problem, search(problem, limit, seed, cores))
    half = limit.halved()
    first = mend(problem, search(without_breaks(problem), half, seed, cores))
    ways = [around_breaks(problem, first)]
    if any(any(served_alone(problem, task)) for task in first.unserved):
        ways.append(problem)
        half = half.halved()
    others = [mend(problem, search(way, half, seed, cores)) for way in ways]
    return min([first, *others], key=lambda solution: merit(problem, solution))
