"""What becomes of a hub in trouble, with a crew that does as it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.crew.here import Here
from routing.crew.protocol import CrewLostError
from routing.crew.solving import solve_hubs
from routing.crew.work import Result, lost
from routing.errors import EngineError
from routing.problem.model import Solution
from tests.support.crews import BRIEF, FAILING, Diary, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.crew.work import Work

SOLVED = Solution(routes={}, unserved=())


@dataclass
class Scripted:
    """A crew of two that fails as often as it is told, and is gone after so many results."""

    failures: dict[str, int] = field(default_factory=dict)
    lasts: int = 1000
    hands: int = 2
    given: list[str] = field(default_factory=list)
    most: int = 0
    inside: list[Work] = field(default_factory=list)

    def expect(self, hubs: int) -> None:
        """Nothing to make ready."""

    def give(self, work: Work) -> None:
        """Keep it, and count."""
        self.given.append(work.hub_id)
        self.inside.append(work)
        self.most = max(self.most, len(self.inside))

    def results(self) -> Sequence[Result]:
        """The oldest, failed if it is its turn to fail."""
        if self.lasts == 0:
            raise CrewLostError("SCHEDULER-LOST", "Gone.", "Find it.")
        self.lasts -= 1
        work = self.inside.pop(0)
        left = self.failures.get(work.hub_id, 0)
        self.failures[work.hub_id] = left - 1
        return [Result(hub_id=work.hub_id, outcome=lost(work.hub_id) if left > 0 else SOLVED)]


HUBS = {"A": small(2), "B": small(5), "C": small(3)}


def test_the_largest_hub_comes_first_and_no_hand_has_two() -> None:
    crew = Scripted()
    outcomes = solve_hubs(HUBS, BRIEF, crew, Diary())
    assert outcomes == dict.fromkeys("ABC", SOLVED)
    assert list(outcomes) == ["A", "B", "C"]
    assert crew.given == ["B", "C", "A"]
    assert crew.most == 2


def test_a_hub_that_fails_once_is_tried_again_before_smaller_ones() -> None:
    crew, diary = Scripted(failures={"B": 1}), Diary()
    assert solve_hubs(HUBS, BRIEF, crew, diary)["B"] == SOLVED
    assert crew.given == ["B", "C", "B", "A"]
    assert diary.lines == ["B again ENGINE-LOST", "C done", "B done", "A done"]


def test_a_hub_that_fails_twice_is_reported_and_the_others_are_solved() -> None:
    crew, diary = Scripted(failures={"B": 5}), Diary()
    outcomes = solve_hubs(HUBS, BRIEF, crew, diary)
    failed = outcomes["B"]
    assert isinstance(failed, EngineError)
    assert failed.code == "ENGINE-LOST"
    assert outcomes["A"] == outcomes["C"] == SOLVED
    assert crew.given.count("B") == 2
    assert diary.lines.count("B failed ENGINE-LOST") == 1


def test_when_the_crew_is_lost_what_is_done_stays_and_the_rest_says_why() -> None:
    diary = Diary()
    outcomes = solve_hubs(HUBS, BRIEF, Scripted(lasts=1), diary)
    assert outcomes["B"] == SOLVED
    for hub_id in "AC":
        failed = outcomes[hub_id]
        assert isinstance(failed, EngineError)
        assert failed.code == "SCHEDULER-LOST"
        assert hub_id in failed.message
    assert sorted(diary.lines) == ["A failed SCHEDULER-LOST", "B done", "C failed SCHEDULER-LOST"]


def test_an_engine_that_fails_in_this_process_is_the_hubs_own_trouble() -> None:
    outcomes = solve_hubs({"A": small(2), "B": FAILING}, BRIEF, Here(), Diary())
    failed = outcomes["B"]
    assert isinstance(failed, EngineError)
    assert (failed.code, failed.message) == ("ENGINE-FAILED", "No times for van.")
    assert isinstance(outcomes["A"], Solution)


def test_no_hubs_give_no_outcomes() -> None:
    assert solve_hubs({}, BRIEF, Scripted(), Diary()) == {}
