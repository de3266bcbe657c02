"""One hub's work: what it may use, and that whatever goes wrong is its own outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.crew.work import Search, Work, do
from routing.engines.protocol import Limit
from routing.errors import EngineError
from routing.problem.model import Solution
from tests.support.crews import BRIEF, small

if TYPE_CHECKING:
    import pytest

TIMED = Search(engine="pyvrp", limit=Limit(seconds=0.1), seed=1)


def cores_used(monkeypatch: pytest.MonkeyPatch, search: Search) -> int:
    used: list[int] = []

    def solve(*args: object, **_: object) -> Solution:
        assert isinstance(args[-1], int)
        used.append(args[-1])
        return Solution(routes={}, unserved=())

    monkeypatch.setattr("routing.crew.work.solve_hub", solve)
    do(Work(hub_id="A", problem=small(2), search=search), cores=4)
    return used[0]


def test_a_timed_search_has_all_its_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores_used(monkeypatch, TIMED) == 4


def test_a_repeatable_search_has_one_core_whatever_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert cores_used(monkeypatch, BRIEF) == 1


def test_a_mistake_of_ours_is_one_hubs_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError("made for this test")

    monkeypatch.setattr("routing.crew.work.solve_hub", stumble)
    failed = do(Work(hub_id="A", problem=small(2), search=BRIEF), cores=1).outcome
    assert isinstance(failed, EngineError)
    assert failed.code == "ENGINE-FAILED"
    assert "ZeroDivisionError: made for this test" in failed.message


def test_only_a_time_limit_has_an_end_to_its_patience() -> None:
    timed, counted = (
        Work(hub_id="A", problem=small(10), search=search) for search in (TIMED, BRIEF)
    )
    assert timed.patience_s == 63.2
    assert counted.patience_s == float("inf")
