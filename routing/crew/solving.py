"""Many hubs through a crew: the largest first, and each that fails once more."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from routing.crew.protocol import CrewLostError
from routing.crew.work import Outcome, Result, Search, Work
from routing.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from routing.crew.protocol import Crew
    from routing.problem.model import HubProblem, Solution

_ATTEMPTS = 2
NOTHING_KNOWN: Mapping[str, Solution] = MappingProxyType({})


class Watcher(Protocol):
    """Told what becomes of each hub."""

    def hub_done(self, hub_id: str, search_s: float) -> None:
        """It is solved, after so many seconds of searching."""

    def hub_retried(self, hub_id: str, code: str) -> None:
        """It failed, and is tried once more."""

    def hub_failed(self, hub_id: str, code: str) -> None:
        """It failed for good."""


def solve_hubs(
    problems: Mapping[str, HubProblem],
    search: Search,
    crew: Crew,
    watcher: Watcher,
    starts: Mapping[str, Solution] = NOTHING_KNOWN,
) -> dict[str, Outcome]:
    """Solve each hub; one that fails twice has its error in place of a solution.

    Parameters
    ----------
    problems
        Problems by hub id.
    search
        How each is searched. The second attempt is searched as the first: what a lost process
        would have found is found again.
    crew
        Who solves them. If it is lost, the hubs that are not done have its error.
    watcher
        Told as it goes.
    starts
        By hub, what is known already.
    """
    crew.expect(len(problems))
    outcomes: dict[str, Outcome] = {}
    # The largest first, so that none is left to work alone at the end.
    ranked = sorted(problems, key=lambda hub_id: -len(problems[hub_id].tasks))
    waiting = deque(
        Work(hub_id=hub_id, problem=problems[hub_id], search=search, start=starts.get(hub_id))
        for hub_id in ranked
    )
    given: dict[str, Work] = {}
    try:
        while waiting or given:
            while waiting and len(given) < crew.hands:
                work = waiting.popleft()
                given[work.hub_id] = work
                crew.give(work)
            for result in crew.results():
                again = _once_more(given.pop(result.hub_id), result, watcher)
                if again:
                    waiting.appendleft(again)
                else:
                    outcomes[result.hub_id] = result.outcome
    except CrewLostError as error:
        undone = [*given, *(work.hub_id for work in waiting)]
        outcomes |= _all_lost(undone, error, watcher)
    return {hub_id: outcomes[hub_id] for hub_id in problems}


def _once_more(work: Work, result: Result, watcher: Watcher) -> Work | None:
    """The hub's next attempt, where it has one."""
    if not isinstance(result.outcome, EngineError):
        watcher.hub_done(work.hub_id, result.search_s)
        return None
    if work.attempt == _ATTEMPTS:
        watcher.hub_failed(work.hub_id, result.outcome.code)
        return None
    watcher.hub_retried(work.hub_id, result.outcome.code)
    return replace(work, attempt=work.attempt + 1)


def _all_lost(hub_ids: Iterable[str], error: CrewLostError, watcher: Watcher) -> dict[str, Outcome]:
    lost: dict[str, Outcome] = {}
    for hub_id in hub_ids:
        watcher.hub_failed(hub_id, error.code)
        lost[hub_id] = EngineError(
            error.code, f"Hub {hub_id} was not solved: {error.message}", error.remedy
        )
    return lost
