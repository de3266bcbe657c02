"""Several searches of one hub at a time, which tell one another of the best routes.

Each searches in a thread of its own for one part of the time after the other; after each part all
go on from the best routes that any of them has.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from routing.engines.ruin import RuinSearch
from routing.problem.model import Solution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.engines.protocol import Limit
    from routing.problem.model import HubProblem

_CHUNK_S = 0.05
_FIRST_CHUNK = 20
_MOST_ITERATIONS_A_TASK = 4_000
"""So often is enough for a handful of orders: the dispatcher need not wait."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a search.

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


PARTS = (Part(0.5, 2.0, 0.04), Part(0.25, 0.4, 0.03), Part(0.25, 0.4, 0.025))


class Member(Protocol):
    """One search."""

    def play(self, part: Part, limit: Limit, best: Solution) -> Solution:
        """Search so long, from the best routes so far; gives the best that were found."""


@dataclass(slots=True)
class RuinMember:
    """Ruin and recreate."""

    search: RuinSearch
    pace: float = 0.0

    def play(self, part: Part, limit: Limit, best: Solution) -> Solution:
        """See `Member`."""
        search = self.search
        search.load(best)
        if not best.routes:
            search.anneal(1, 1e-9, 1e-9)  # a first solution, to know what a leg costs
        leg_eur = max(search.leg_eur, 1e-6)
        if limit.seconds is not None:
            self._play_for(part, limit.seconds, leg_eur)
        else:
            search.anneal(limit.iterations or 0, part.hot * leg_eur, part.cold * leg_eur)
        return search.best()

    def _play_for(self, part: Part, seconds: float, leg_eur: float) -> None:
        most = part.share * _MOST_ITERATIONS_A_TASK * len(self.search.problem.tasks)
        begun_s, done = time.perf_counter(), 0
        chunk = round(self.pace * _CHUNK_S) or _FIRST_CHUNK
        gone = 0.0
        while gone < 1:
            eur = leg_eur * part.hot * (part.cold / part.hot) ** gone
            self.search.anneal(chunk, eur, eur)
            done += chunk
            elapsed_s = time.perf_counter() - begun_s
            self.pace = done / elapsed_s
            chunk = max(1, round(self.pace * min(_CHUNK_S, seconds / 50)))
            gone = max(elapsed_s / seconds, done / most)


def search(
    problem: HubProblem, limit: Limit, members: Sequence[Member], parts: Sequence[Part] = PARTS
) -> Solution:
    """The best routes that the members find together."""
    best = Solution(routes={}, unserved=tuple(range(len(problem.tasks))))
    judge = RuinSearch(problem, 0)
    judge.load(best)
    least_eur = judge.best_eur
    with ThreadPoolExecutor(len(members)) as pool:
        for part in parts:
            played = [
                pool.submit(member.play, part, limit.part(part.share), best) for member in members
            ]
            for found in (future.result() for future in played):
                if (eur := judge.price_eur(found)) < least_eur:
                    best, least_eur = found, eur
    return best
