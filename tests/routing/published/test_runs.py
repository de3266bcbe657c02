"""Every solver is run on every instance, and what happens to one run is told in its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from routing.engines.plainly import UnsuitedError
from routing.errors import EngineError
from routing.problem.model import Solution
from routing.published import runs as runs_module
from routing.published.best_known import BestKnown
from routing.published.conventions import DIMACS, SINTEF
from routing.published.runs import Effort, Run, run_all

if TYPE_CHECKING:
    from routing.published.conventions import Convention
    from routing.published.instances import Instance

Tiny = dict[str, "Instance"]
EFFORT = Effort(seconds=1.0, cores=1, seed=1)
GOOD = Solution(routes={0: ((0, 3),), 1: ((1, 2),)}, unserved=())
BEST = {
    ("TINY", "dimacs"): BestKnown(cost=90.0, vehicles=2),
    ("TINY", "sintef"): BestKnown(cost=90.0, vehicles=3),
}


def ran(
    monkeypatch: pytest.MonkeyPatch,
    tiny: Tiny,
    answer: Solution | Exception,
    convention: Convention = DIMACS,
) -> Run:
    """One run in which the search ends like that."""

    def instead(*_: Any) -> tuple[float, Solution]:
        if isinstance(answer, Exception):
            raise answer
        return 0.5, answer

    monkeypatch.setattr(runs_module, "run_apart", instead)
    cases = [(tiny["classic"], convention)]
    (run,) = run_all(cases, ["pyvrp"], EFFORT, BEST, lambda *_: None)
    return run


def test_a_run_tells_what_verification_found(monkeypatch: pytest.MonkeyPatch, tiny: Tiny) -> None:
    run = ran(monkeypatch, tiny, GOOD)
    assert (run.instance, run.solver, run.status) == ("TINY", "pyvrp", "feasible")
    assert (run.cost, run.vehicles, run.seconds) == (94.1, 2, 0.5)
    assert run.gap == pytest.approx(94.1 / 90 - 1)
    assert run.routes == ((1, 4), (2, 3))
    assert run.note == ""


def test_a_customer_without_a_route_is_infeasible(
    monkeypatch: pytest.MonkeyPatch, tiny: Tiny
) -> None:
    run = ran(monkeypatch, tiny, Solution(routes={0: ((0, 3),), 1: ((1,),)}, unserved=(2,)))
    assert (run.status, run.feasible, run.gap) == ("infeasible", False, None)
    assert "not served: 1 of 4 customers (3)" in run.note


def test_an_engine_that_fails_is_a_failed_run(monkeypatch: pytest.MonkeyPatch, tiny: Tiny) -> None:
    run = ran(monkeypatch, tiny, EngineError("ENGINE-LOST", "It died.", "Again."))
    assert (run.status, run.cost, run.routes, run.note) == (
        "failed", None, (), "ENGINE-LOST: It died.",
    )  # fmt: skip


def test_any_error_of_a_solver_is_a_failed_run(monkeypatch: pytest.MonkeyPatch, tiny: Tiny) -> None:
    run = ran(monkeypatch, tiny, RuntimeError("out of luck"))
    assert (run.status, run.note) == ("failed", "RuntimeError: out of luck")


def test_an_unsuited_instance_is_no_failure(monkeypatch: pytest.MonkeyPatch, tiny: Tiny) -> None:
    run = ran(monkeypatch, tiny, UnsuitedError("ENGINE-UNSUITED", "One trip.", "Leave it."))
    assert (run.status, run.feasible, run.note) == ("unsuited", False, "One trip.")


def test_another_number_of_vehicles_is_told_where_they_come_first(
    monkeypatch: pytest.MonkeyPatch, tiny: Tiny
) -> None:
    run = ran(monkeypatch, tiny, GOOD, SINTEF)
    assert (run.status, run.gap) == ("feasible", None)
    assert "1 vehicle fewer than the best known 3" in run.note


def test_runs_of_one_instance_come_in_a_row(monkeypatch: pytest.MonkeyPatch, tiny: Tiny) -> None:
    monkeypatch.setattr(runs_module, "run_apart", lambda *_: (0.5, GOOD))
    begun: list[tuple[str, str]] = []
    cases = [(tiny["classic"], DIMACS), (tiny["classic"], SINTEF)]
    told = run_all(cases, ["pyvrp", "vroom"], EFFORT, {}, lambda *names: begun.append(names))
    found = [(run.convention, run.solver) for run in told]
    assert found == [
        ("dimacs", "pyvrp"), ("dimacs", "vroom"), ("sintef", "pyvrp"), ("sintef", "vroom"),
    ]  # fmt: skip
    assert begun == [("TINY", "pyvrp"), ("TINY", "vroom")] * 2
