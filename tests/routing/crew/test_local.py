"""Processes of this machine: one that dies or hangs costs its hub one attempt, and nobody else."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.crew.choice import crew_for
from routing.crew.here import Here
from routing.crew.local import LocalCrew
from routing.crew.solving import solve_hubs
from routing.crew.work import Outcome, Search
from routing.engines.protocol import Limit
from routing.errors import EngineError
from routing.problem.model import HubProblem, Solution
from tests.support.crews import BRIEF, DEADLY, FAILING, Diary, small
from tests.support.troubled import EndlessTravel, troubled_once

if TYPE_CHECKING:
    from pathlib import Path

TIMED = Search(engine="pyvrp", limit=Limit(seconds=0.3), seed=1)


def solve(
    problems: dict[str, HubProblem], jobs: int, search: Search = BRIEF
) -> tuple[dict[str, Outcome], list[str]]:
    diary = Diary()
    with LocalCrew(jobs, "pyvrp") as crew:
        crew.expect(jobs)
        for worker in crew._idle:  # so that no patience goes into starting them
            worker.submit(int).result()
        return solve_hubs(problems, search, crew, diary), diary.lines


def test_hubs_at_once_have_the_solutions_of_hubs_one_by_one() -> None:
    hubs = {"A": small(4), "B": small(7), "C": small(2)}
    here = solve_hubs(hubs, BRIEF, Here(), Diary())
    together, done = solve(hubs, 2)
    assert together == here
    assert list(together) == ["A", "B", "C"]
    assert sorted(done) == ["A done", "B done", "C done"]
    assert all(isinstance(one, Solution) and not one.unserved for one in here.values())


def test_a_hub_whose_engine_fails_has_its_error_and_the_others_their_solutions() -> None:
    outcomes, done = solve({"A": small(2), "B": FAILING, "C": small(3)}, 1)
    failed = outcomes["B"]
    assert isinstance(failed, EngineError)
    assert (failed.code, failed.message) == ("ENGINE-FAILED", "No times for van.")
    assert isinstance(outcomes["A"], Solution)
    assert isinstance(outcomes["C"], Solution)
    assert {"B again ENGINE-FAILED", "B failed ENGINE-FAILED"} <= set(done)


def test_a_worker_that_dies_takes_no_other_hub_with_it() -> None:
    """The deadly hub is the largest, so it dies first, while all others are still to come."""
    outcomes, done = solve({"A": small(2), "B": DEADLY, "C": small(3), "D": small(4)}, 2)
    lost = outcomes["B"]
    assert isinstance(lost, EngineError)
    assert lost.code == "ENGINE-LOST"
    assert "hub B" in lost.message
    assert [key for key, one in outcomes.items() if isinstance(one, Solution)] == ["A", "C", "D"]
    assert [line for line in done if line[0] == "B"] == [
        "B again ENGINE-LOST",
        "B failed ENGINE-LOST",
    ]


@pytest.mark.parametrize("trouble", ["dies", "fails"])
def test_a_hub_in_trouble_once_has_the_solution_that_it_has_without(
    tmp_path: Path, trouble: str
) -> None:
    hubs = {"A": small(2), "B": troubled_once(small(7), trouble, tmp_path / "marker")}
    outcomes, done = solve(hubs, 2)
    assert outcomes == solve_hubs({"A": small(2), "B": small(7)}, BRIEF, Here(), Diary())
    assert "B done" in done
    assert [line.split()[:2] for line in done if "again" in line] == [["B", "again"]]


def test_when_every_worker_dies_every_hub_is_lost_and_nobody_waits() -> None:
    outcomes, _ = solve({"A": DEADLY, "B": DEADLY, "C": DEADLY}, 2)
    assert [isinstance(one, EngineError) and one.code for one in outcomes.values()] == [
        "ENGINE-LOST"
    ] * 3


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Killed from outside, while it has B; A is done by then."""
    marker = tmp_path / "marker"

    class Killer(Diary):
        def hub_done(self, hub_id: str, search_s: float) -> None:
            super().hub_done(hub_id, search_s)
            if hub_id == "A":
                while not marker.exists():
                    time.sleep(0.01)
                (shift,) = crew._running.values()
                (process,) = (shift.worker._processes or {}).values()
                assert process.pid is not None
                os.kill(process.pid, signal.SIGKILL)

    killer = Killer()
    hubs = {"A": small(2), "B": troubled_once(small(7), "waits", marker)}
    with LocalCrew(2, "pyvrp") as crew:
        outcomes = solve_hubs(hubs, BRIEF, crew, killer)
    assert outcomes == solve_hubs({"A": small(2), "B": small(7)}, BRIEF, Here(), Diary())
    assert killer.lines == ["A done", "B again ENGINE-LOST", "B done"]


def test_whoever_interrupts_while_hubs_are_solved_is_not_kept_waiting() -> None:
    class Impatient(Diary):
        def hub_done(self, hub_id: str, search_s: float) -> None:  # noqa: ARG002 - a Watcher's
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), LocalCrew(2, "pyvrp") as crew:
        solve_hubs({"A": small(2), "B": small(3)}, BRIEF, crew, Impatient())


def test_a_search_that_does_not_stop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.crew.work._GRACE_S", 2.0)
    monkeypatch.setattr("routing.crew.work._GRACE_PER_ORDER_S", 0.0)
    endless = replace(small(9), travel=EndlessTravel())
    outcomes, done = solve({"A": small(2), "B": endless}, 2, TIMED)
    lost = outcomes["B"]
    assert isinstance(lost, EngineError)
    assert lost.code == "ENGINE-OVERDUE"
    assert isinstance(outcomes["A"], Solution)
    assert {"B again ENGINE-OVERDUE", "B failed ENGINE-OVERDUE"} <= set(done)


def test_a_search_that_does_not_stop_once_is_solved_the_second_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("routing.crew.work._GRACE_S", 6.0)
    monkeypatch.setattr("routing.crew.work._GRACE_PER_ORDER_S", 0.0)
    hub = troubled_once(small(5), "hangs", tmp_path / "marker")
    outcomes, done = solve({"B": hub}, 1, TIMED)
    assert isinstance(outcomes["B"], Solution)
    assert done == ["B again ENGINE-OVERDUE", "B done"]


@pytest.mark.parametrize(
    ("jobs", "hubs", "cores"), [(1, 5, 8), (2, 1, 8), (2, 5, 4), (3, 9, 2), (20, 30, 1)]
)
def test_the_machines_cores_are_shared_among_the_hubs_at_work(
    monkeypatch: pytest.MonkeyPatch, jobs: int, hubs: int, cores: int
) -> None:
    monkeypatch.setattr("routing.crew.local.machine_cores", lambda: 8)
    monkeypatch.setattr(LocalCrew, "_new_worker", lambda _: None)
    with LocalCrew(jobs, "pyvrp") as crew:
        crew.expect(hubs)
        assert crew._cores == cores


def test_one_hub_at_a_time_and_never_overdue_needs_no_other_process() -> None:
    with crew_for(BRIEF, jobs=1, scheduler=None) as crew:
        assert isinstance(crew, Here)
    with crew_for(TIMED, jobs=1, scheduler=None) as crew:
        assert isinstance(crew, LocalCrew)
