"""One route at a time: better where it can be, and never worse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.engines.ortools import single
from routing.engines.protocol import Limit
from routing.errors import EngineError
from routing.plan.mending import merit
from routing.plan.polishing import polish
from routing.plan.solving import solve_hub
from routing.problem.model import Solution
from tests.support.line_city import problem, task, vehicle

DAY = problem([task(str(site), site) for site in (1, 2, 3)])
CROOKED = Solution(routes={0: ((2, 0, 1),)}, unserved=())


def test_a_crooked_route_is_straightened() -> None:
    """Out to 3, back to 1, out to 2 and home, for 8 km where 6 would do."""
    polished = polish(DAY, CROOKED, 0.5)
    assert polished.unserved == ()
    assert merit(DAY, polished)[2] == pytest.approx(merit(DAY, CROOKED)[2] - 2.0 - 36 * 2 / 60)


def test_what_is_locked_stays() -> None:
    locked = replace(DAY, locked={0: ((2, 0, 1),)})
    assert polish(locked, CROOKED, 0.2) == CROOKED


def test_a_plan_without_routes_is_as_it_was() -> None:
    nothing = Solution(routes={}, unserved=(0,))
    day = problem([task("A", 1)], [])
    assert polish(day, nothing, 0.2) == nothing


def test_a_route_that_cannot_be_searched_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineError("ENGINE-FAILED", "No.", "")

    monkeypatch.setattr(single, "improve_route", fail)
    assert polish(DAY, CROOKED, 0.2) == CROOKED


@pytest.mark.parametrize("engine", ["pyvrp", "ortools"])
def test_a_limit_of_time_gives_routes_that_are_polished(engine: str) -> None:
    tasks = [task(str(number), 1 + number % 5, weight_g=600) for number in range(8)]
    day = problem(tasks, [vehicle(weight_g=2_000)])
    solution = solve_hub(day, engine, Limit(seconds=1.0), seed=1)
    assert solution.unserved == ()
    assert [len(trips) for trips in solution.routes.values()] == [3]
