"""Each solver finds what can be worked out by hand, and a misspelt one is told so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from routing.engines.plainly import UnsuitedError
from routing.engines.protocol import Limit
from routing.errors import TourneeError
from routing.published.conventions import DIMACS, MULTI_TRIP, ORTEC, SINTEF
from routing.published.problems import as_problem, as_routes
from routing.published.solvers import SOLVER_NAMES, search_of, timed_search
from routing.published.verification import verify

if TYPE_CHECKING:
    from routing.published.conventions import Convention
    from routing.published.instances import Instance

Tiny = dict[str, "Instance"]
BEST = {
    "classic, dimacs": ("classic", DIMACS, 94.1, 2),
    "classic, sintef": ("classic", SINTEF, 94.1421, 2),
    "ortec": ("ortec", ORTEC, 96, 2),
    "multi-trip": ("multi-trip", MULTI_TRIP, 941, 1),
}


@pytest.mark.parametrize("solver", ["tournee", "pyvrp", "vroom"])
@pytest.mark.parametrize("case", list(BEST))
def test_each_solver_finds_the_best_routes_of_a_tiny_instance(
    tiny: Tiny, solver: str, case: str
) -> None:
    form, convention, cost, vehicles = BEST[case]
    if solver == "vroom" and form == "multi-trip":
        return
    found = routes_of(tiny[form], convention, solver)
    verdict = verify(tiny[form], convention, found)
    assert (verdict.faults, verdict.cost, verdict.vehicles) == ((), cost, vehicles)


def routes_of(instance: Instance, convention: Convention, solver: str) -> list[list[int]]:
    problem = as_problem(instance, convention)
    solution = search_of(solver)(problem, Limit(iterations=50), 1, 2)
    return [list(route) for route in as_routes(solution)]


def test_vroom_says_that_it_plans_no_second_trip(tiny: Tiny) -> None:
    with pytest.raises(UnsuitedError, match="one trip a vehicle"):
        routes_of(tiny["multi-trip"], MULTI_TRIP, "vroom")


@pytest.mark.parametrize("solver", ["pyvrp", "vroom"])
def test_seconds_are_those_of_the_search(tiny: Tiny, solver: str) -> None:
    problem = as_problem(tiny["classic"], DIMACS)
    seconds, _ = timed_search(solver, problem, Limit(seconds=0.3), 1, 1)
    assert 0.2 < seconds < 5


def test_an_unknown_solver_is_told_with_the_nearest_name() -> None:
    with pytest.raises(TourneeError, match="SOLVER-UNKNOWN") as caught:
        search_of("pyvpr")
    assert '"pyvrp"' in caught.value.remedy
    assert all(name in caught.value.remedy for name in SOLVER_NAMES)


def test_a_solver_that_is_not_installed_is_told_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "vroom", None)
    monkeypatch.delitem(sys.modules, "routing.engines.vroom", raising=False)
    with pytest.raises(TourneeError, match="BENCHMARK-EXTRA") as caught:
        search_of("vroom")
    assert "tournee[benchmark]" in caught.value.remedy
