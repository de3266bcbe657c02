"""Many hubs at once: the same as one by one, and each hub's trouble stays its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.engines.protocol import Limit
from routing.errors import EngineError
from routing.plan.solving import Outcome, solve_hubs
from routing.problem.model import HubProblem, Solution, Window
from tests.support.line_city import HOUR, problem, task, vehicle
from tests.support.troubled import DeadlyTravel, EndlessTravel, FailingTravel


def small(orders: int) -> HubProblem:
    """A hub with so many orders, whose windows keep two vans apart."""
    tasks = [
        task(str(number), 1 + number % 4, Window((9 + number % 3) * HOUR, (10 + number % 3) * HOUR))
        for number in range(orders)
    ]
    return problem(tasks, [vehicle("V"), vehicle("W")])


FAILING = replace(small(3), travel=FailingTravel())
DEADLY = replace(small(9), travel=DeadlyTravel())


def solve(problems: dict[str, HubProblem], jobs: int) -> tuple[dict[str, Outcome], list[str]]:
    done: list[str] = []
    outcomes = solve_hubs(
        problems,
        engine="pyvrp",
        limit=Limit(iterations=50),
        seed=1,
        jobs=jobs,
        on_done=done.append,
    )
    return outcomes, done


def test_hubs_at_once_have_the_solutions_of_hubs_one_by_one() -> None:
    hubs = {"A": small(4), "B": small(7), "C": small(2)}
    alone, alone_done = solve(hubs, 1)
    together, together_done = solve(hubs, 2)
    assert together == alone
    assert list(together) == ["A", "B", "C"] == alone_done
    assert sorted(together_done) == alone_done
    assert all(isinstance(one, Solution) and not one.unserved for one in alone.values())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_hub_whose_engine_fails_has_its_error_and_the_others_their_solutions(jobs: int) -> None:
    outcomes, done = solve({"A": small(2), "B": FAILING, "C": small(3)}, jobs)
    failed = outcomes["B"]
    assert isinstance(failed, EngineError)
    assert (failed.code, failed.message) == ("ENGINE-FAILED", "No times for van.")
    assert isinstance(outcomes["A"], Solution)
    assert isinstance(outcomes["C"], Solution)
    assert sorted(done) == ["A", "B", "C"]


def test_a_worker_that_dies_takes_no_other_hub_with_it() -> None:
    """The deadly hub is the largest, so it dies first, while all others are still to come."""
    hubs = {"A": small(2), "B": DEADLY, "C": small(3), "D": small(4)}
    outcomes, done = solve(hubs, 2)
    lost = outcomes["B"]
    assert isinstance(lost, EngineError)
    assert lost.code == "ENGINE-LOST"
    assert "hub B" in lost.message
    assert [key for key, one in outcomes.items() if isinstance(one, Solution)] == ["A", "C", "D"]
    assert sorted(done) == ["A", "B", "C", "D"]


def test_when_every_worker_dies_every_hub_is_lost_and_nobody_waits() -> None:
    outcomes, _ = solve({"A": DEADLY, "B": DEADLY, "C": DEADLY}, 2)
    assert [isinstance(one, EngineError) and one.code for one in outcomes.values()] == [
        "ENGINE-LOST"
    ] * 3


def test_whoever_interrupts_while_hubs_are_solved_is_not_kept_waiting() -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve_hubs(
            {"A": small(2), "B": small(3)},
            engine="pyvrp",
            limit=Limit(iterations=50),
            seed=1,
            jobs=2,
            on_done=interrupt,
        )


def test_no_hubs_give_no_outcomes() -> None:
    assert solve({}, 2) == ({}, [])


def test_a_search_that_does_not_stop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.plan.solving._GRACE_S", 4.0)
    endless = replace(small(9), travel=EndlessTravel())
    outcomes = solve_hubs(
        {"A": small(2), "B": endless},
        engine="pyvrp",
        limit=Limit(seconds=0.5),
        seed=1,
        jobs=2,
        on_done=lambda _: None,
    )
    lost = outcomes["B"]
    assert isinstance(lost, EngineError)
    assert lost.code == "ENGINE-OVERDUE"
    assert isinstance(outcomes["A"], Solution)
