"""What can be put side by side, by name: a plan's own search, and its peers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from routing.day.names import suggestion
from routing.engines.registry import ENGINE_NAMES, engine_named
from routing.errors import TourneeError

if TYPE_CHECKING:
    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem, Solution

_OTHER_ENGINES = tuple(name for name in ENGINE_NAMES if name != "pyvrp")
SOLVER_NAMES = ("tournee", "pyvrp", *_OTHER_ENGINES, "vroom")
"""What a plan does; PyVRP as it comes; our other engines; VROOM."""


class Search(Protocol):
    """How any of them is called; see `routing.engines.protocol.Engine.solve`."""

    def __call__(self, problem: HubProblem, limit: Limit, seed: int, cores: int = 1) -> Solution:
        """Routes, and the tasks that found no place on any."""


def search_of(name: str) -> Search:
    """The solver's search; what it needs is imported only now.

    Raises
    ------
    TourneeError
        SOLVER-UNKNOWN if there is none of that name, BENCHMARK-EXTRA if it is not installed.
    """
    if name == "tournee":
        return _plan_search()
    if name == "pyvrp":
        from routing.engines.plain import PlainPyvrp  # noqa: PLC0415 - only what is used is loaded

        return PlainPyvrp().solve
    if name in _OTHER_ENGINES:
        return engine_named(name).solve
    if name == "vroom":
        return _vroom_search()
    raise TourneeError(
        "SOLVER-UNKNOWN",
        f"There is no solver '{name}'.",
        f"{suggestion(name, SOLVER_NAMES)} This version has {', '.join(SOLVER_NAMES)}.",
    )


def timed_search(
    name: str, problem: HubProblem, limit: Limit, seed: int, cores: int
) -> tuple[float, Solution]:
    """Wall seconds of the search alone, loading the solver excluded, and what it found."""
    search = search_of(name)
    started = time.perf_counter()
    solution = search(problem, limit, seed, cores)
    return time.perf_counter() - started, solution


def _plan_search() -> Search:
    from routing.plan.solving import solve_hub  # noqa: PLC0415 - only what is used is loaded

    # Loaded now, so that it does not count as search.
    engine_named("pyvrp").warm_up()

    def search(problem: HubProblem, limit: Limit, seed: int, cores: int = 1) -> Solution:
        return solve_hub(problem, "pyvrp", limit, seed, cores)

    return search


def _vroom_search() -> Search:
    try:
        from routing.engines.vroom import Vroom  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TourneeError(
            "BENCHMARK-EXTRA",
            "pyvroom, which carries VROOM, is not installed.",
            'Install it: pip install "tournee[benchmark]"',
        ) from error
    return Vroom().solve
