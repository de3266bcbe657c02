"""Several searches of one hub at a time, which tell one another of the best routes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.engines.ruin import RuinSearch
from routing.problem.model import Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem

_CHUNK_S = 0.05
_FIRST_CHUNK = 50
_MOST_ITERATIONS_A_TASK = 4_000
"""So often is enough for a handful of orders: the dispatcher need not wait."""


@dataclass(frozen=True, slots=True)
class Round:
    """One part of a search, after which all go on from the best routes.

    Attributes
    ----------
    share
        Of the limit.
    hot, cold
        The temperatures at its beginning and its end, in what a leg costs on the average.
    """

    share: float
    hot: float
    cold: float


ROUNDS = (Round(0.4, 2.0, 0.05), Round(0.3, 0.5, 0.03), Round(0.3, 0.25, 0.025))


@dataclass(slots=True)
class _Member:
    """One search, and how fast it is."""

    search: RuinSearch
    pace: float = 0.0

    def anneal_for(self, seconds: float, most: int, part: Round, leg_eur: float) -> None:
        """Search so long, or so many iterations if that is sooner."""
        begun_s, done = time.perf_counter(), 0
        chunk = _FIRST_CHUNK if self.pace == 0 else max(1, round(self.pace * _CHUNK_S))
        while (gone_s := time.perf_counter() - begun_s) < seconds and done < most:
            hot = leg_eur * part.hot * (part.cold / part.hot) ** max(gone_s / seconds, done / most)
            self.search.anneal(chunk, hot, hot)
            done += chunk
            self.pace = done / (time.perf_counter() - begun_s)
            chunk = max(1, round(self.pace * min(_CHUNK_S, seconds / 50)))

    def anneal(self, iterations: int, part: Round, leg_eur: float) -> None:
        """Search so many iterations."""
        self.search.anneal(iterations, part.hot * leg_eur, part.cold * leg_eur)


def search(
    problem: HubProblem,
    limit: Limit,
    seed: int,
    cores: int,
    start: Callable[[Limit, int], Solution | None],
) -> Solution:
    """The best routes that so many searches find together.

    Parameters
    ----------
    problem, limit, seed
        As `routing.engines.protocol.Engine`.
    cores
        How many search at a time, each in a thread.
    start
        Another search for some of the time, whose routes one of these begins with.
    """
    members = [_Member(RuinSearch(problem, seed + 1000 * number)) for number in range(cores)]
    nothing = Solution(routes={}, unserved=tuple(range(len(problem.tasks))))
    for member in members:
        member.search.load(nothing)
    best = nothing
    with ThreadPoolExecutor(cores) as pool:
        for part in ROUNDS:
            list(pool.map(lambda member: _play(member, limit, part, len(problem.tasks)), members))
            leader = min(members, key=lambda member: member.search.best_eur)
            best = leader.search.best()
            for member in members:
                member.search.load(best)
    return best
