"""A crew that is this process, and gives up in time."""

from __future__ import annotations

import math
import time
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from routing.crew.here import Here
from routing.crew.in_time import InTime
from routing.crew.left_behind import is_anyone_left_behind
from routing.crew.solving import solve_hubs
from routing.crew.work import Search
from routing.engines.protocol import Limit
from routing.engines.pyvrp import PyvrpEngine
from routing.errors import EngineError
from tests.support.crews import BRIEF, FAILING, Diary, small

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.crew.work import Outcome
    from routing.problem.model import Solution

TIMED = Search(engine="pyvrp", limit=Limit(seconds=0.05), seed=1)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An engine that never returns from a hub with nine orders, until the test is over."""
    over = Event()
    solve = PyvrpEngine.solve

    def stays(self: PyvrpEngine, problem: Any, *arguments: Any) -> Solution:
        if len(problem.tasks) == 9:
            over.wait()
        return solve(self, problem, *arguments)

    monkeypatch.setattr(PyvrpEngine, "solve", stays)
    yield
    over.set()
    while is_anyone_left_behind():
        time.sleep(0.01)


def codes(outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    return {
        hub_id: one.code if isinstance(one, EngineError) else "solved"
        for hub_id, one in outcomes.items()
    }


def test_hubs_have_the_solutions_that_they_have_anywhere() -> None:
    hubs = {"A": small(2), "B": small(7)}
    assert solve_hubs(hubs, BRIEF, InTime(2), Diary()) == solve_hubs(hubs, BRIEF, Here(), Diary())


def test_a_hub_that_fails_is_tried_twice_and_no_others_trouble() -> None:
    diary = Diary()
    outcomes = solve_hubs({"A": small(2), "B": FAILING}, BRIEF, InTime(1), diary)
    assert codes(outcomes) == {"A": "solved", "B": "ENGINE-FAILED"}
    assert diary.lines == ["B again ENGINE-FAILED", "B failed ENGINE-FAILED", "A done"]


@pytest.mark.usefixtures("endless")
def test_a_search_that_never_stops_is_left_behind_and_the_others_have_their_share() -> None:
    started = time.monotonic()
    crew = InTime(1, until_s=started + 2)
    outcomes = solve_hubs({"A": small(9), "B": small(3), "C": small(2)}, TIMED, crew, Diary())
    assert codes(outcomes) == {"A": "ENGINE-OVERDUE", "B": "solved", "C": "solved"}
    assert time.monotonic() - started < 2
    assert is_anyone_left_behind()


@pytest.mark.usefixtures("endless")
def test_without_a_deadline_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.crew.work._GRACE_S", 0.2)
    monkeypatch.setattr("routing.crew.work._GRACE_PER_ORDER_S", 0.0)
    outcomes = solve_hubs({"A": small(9)}, TIMED, InTime(1), Diary())
    assert codes(outcomes) == {"A": "ENGINE-OVERDUE"}


@pytest.mark.usefixtures("endless")
def test_counted_iterations_are_given_up_at_a_deadline_too() -> None:
    outcomes = solve_hubs({"A": small(9)}, BRIEF, InTime(1, time.monotonic() + 0.3), Diary())
    assert codes(outcomes) == {"A": "ENGINE-OVERDUE"}


def test_where_no_time_is_left_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.crew.in_time.do", pytest.fail)
    outcomes = solve_hubs({"A": small(2)}, BRIEF, InTime(1, -math.inf), Diary())
    assert codes(outcomes) == {"A": "ENGINE-OVERDUE"}


def test_whatever_ends_a_search_somebody_has_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(*_: Any) -> None:
        raise SystemExit

    monkeypatch.setattr("routing.crew.in_time.do", leave)
    assert codes(solve_hubs({"A": small(2)}, BRIEF, InTime(1), Diary())) == {"A": "ENGINE-FAILED"}
