"""Several searches of one hub at a time, which tell one another of the best routes.

Each searches in a thread of its own for one part of the time after the other. After each part the
routes that were on the way are put together to the best plan that they make up, and all go on from
the best.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from routing.engines.partition import Pool
from routing.engines.protocol import Limit
from routing.engines.ruin import RuinSearch
from routing.problem.model import Solution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.problem.model import HubProblem

_CHUNK_S = 0.05
_FIRST_CHUNK = 20
_MOST_ITERATIONS_A_PAIR = 200
"""For each pair of orders; more gain nothing, and the dispatcher need not wait."""
_FEW_TASKS = 20
"""Fewer orders get as many iterations as this."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a search.

    Attributes
    ----------
    share
        Of the limit.
    recombining
        Share of the limit for putting routes together after it; with 0 they are not.
    hot, cold
        The temperatures at its beginning and its end, in what a leg costs on the average.
    """

    share: float
    recombining: float
    hot: float
    cold: float


PARTS = (
    Part(0.58, 0.05, 1.0, 0.03),
    Part(0.31, 0.04, 0.4, 0.03),
    # Takes what putting routes together has left.
    Part(0.02, 0.0, 0.2, 0.03),
)
_WITHIN = 0.03
"""Routes are gathered from plans that cost at most so much more than the best."""
_NARROWER = (0.01, 0.03)
_FEWEST_ROUTES = 3
"""Of fewer there is nothing to put together."""

_OVERLOAD_LEGS = 1.0
"""What the load of an average order too much costs at first, in legs."""
_OVERLOAD_BOUNDS = (0.05, 20.0)
_OVERLOAD_STEP = 1.05
_HARD_AFTER = 0.93
"""Of a part; then nothing is worth too much on board."""


class Member(Protocol):
    """One search."""

    def play(self, part: Part, limit: Limit, best: Solution, pool: Pool) -> Solution:
        """Search so long, from the best routes so far; gives the best that were found."""


@dataclass(slots=True)
class Overload:
    """The price of too much on board, which follows how often there is."""

    legs: float = _OVERLOAD_LEGS
    held: float = 0.5

    def follow(self, *, is_overloaded: bool) -> None:
        """Dearer, if fewer than half of the last plans kept their loads; else cheaper."""
        self.held = 0.8 * self.held + 0.2 * (not is_overloaded)
        step = _OVERLOAD_STEP if self.held < 0.5 else 1 / _OVERLOAD_STEP
        low, high = _OVERLOAD_BOUNDS
        self.legs = min(max(self.legs * step, low), high)


@dataclass(slots=True)
class RuinMember:
    """Ruin and recreate."""

    search: RuinSearch
    pace: float = 0.0
    overload: Overload = field(default_factory=Overload)

    def play(self, part: Part, limit: Limit, best: Solution, pool: Pool) -> Solution:
        """See `Member`."""
        search = self.search
        search.load(best)
        if not best.routes:
            self._begin()
        leg_eur = max(search.leg_eur, 1e-6)
        clock = _Clock(limit, part, len(search.problem.tasks), self.pace)
        while clock.gone < 1:
            hard = clock.gone > _HARD_AFTER
            legs = _OVERLOAD_BOUNDS[1] if hard else self.overload.legs
            search.price_overload(legs * leg_eur)
            eur = leg_eur * part.hot * (part.cold / part.hot) ** clock.gone
            search.anneal(clock.chunk, eur, eur)
            clock.tick()
            self.overload.follow(is_overloaded=search.is_overloaded)
            search.gather(pool, _WITHIN)
        self.pace = clock.pace
        return search.best()

    def _begin(self) -> None:
        """A first solution, to know what a leg costs."""
        self.search.anneal(1, 1e-9, 1e-9)
        cold_eur = max(self.search.leg_eur, 1e-6) * 0.1
        self.search.anneal(3 * len(self.search.problem.tasks), cold_eur, cold_eur)


@dataclass(slots=True)
class Relay:
    """One search after the other, a part each; the last one goes on."""

    members: Sequence[Member]
    played: int = 0

    def play(self, part: Part, limit: Limit, best: Solution, pool: Pool) -> Solution:
        """See `Member`."""
        member = self.members[min(self.played, len(self.members) - 1)]
        self.played += 1
        return member.play(part, limit, best, pool)


class _Clock:
    """How much of a part is gone, and how many iterations are next."""

    def __init__(self, limit: Limit, part: Part, tasks: int, pace: float) -> None:
        self._seconds, self.pace, self.gone = limit.seconds, pace, 0.0
        enough = part.share * _MOST_ITERATIONS_A_PAIR * tasks * max(tasks, _FEW_TASKS)
        self._most = float(limit.iterations or enough)
        self._begun_s, self._done = time.perf_counter(), 0
        self.chunk = round(pace * _CHUNK_S) or _FIRST_CHUNK
        if self._seconds is None:
            self._stay()

    def _stay(self) -> None:
        """So many at a time, whatever they take: the same seed gives the same routes."""
        self.chunk = max(1, min(round(self._most / 50), round(self._most) - self._done))

    def tick(self) -> None:
        """Count the iterations that were asked for last."""
        self._done += self.chunk
        self.gone = self._done / self._most
        if self._seconds is None:
            self._stay()
            return
        elapsed_s = time.perf_counter() - self._begun_s
        self.pace = self._done / elapsed_s
        self.chunk = max(1, round(self.pace * min(_CHUNK_S, self._seconds / 50)))
        self.gone = max(self.gone, elapsed_s / self._seconds)


def search(
    problem: HubProblem,
    limit: Limit,
    members: Sequence[Member],
    parts: Sequence[Part] = PARTS,
    *,
    start: Solution | None = None,
    judge: RuinSearch | None = None,
) -> Solution:
    """The best routes that the members find together, from scratch or from routes that hold.

    The judge says what is best; where there is none, it is one that knows the problem alone.
    """
    nothing = Solution(routes={}, unserved=tuple(range(len(problem.tasks))))
    best = start or nothing
    judge, pool = judge or RuinSearch(problem, 0), Pool()
    judge.load(nothing)
    judge.anneal(1, 1e-9, 1e-9)  # what has to be compiled is, before time counts
    begun_s = time.perf_counter()
    least_eur, ends = judge.price_eur(best), 0.0
    with ThreadPoolExecutor(len(members)) as threads:
        for part in parts:
            ends += part.share
            own = _until(limit, part.share, ends, begun_s)
            pools = [Pool() for _ in members]
            played = [
                threads.submit(member.play, part, own, best, gathered)
                for member, gathered in zip(members, pools, strict=True)
            ]
            for found in (future.result() for future in played):
                if (eur := judge.price_eur(found)) < least_eur:
                    best, least_eur = found, eur
                judge.gather(pool, _WITHIN)
            for gathered in pools:
                pool.join(gathered)
            if part.recombining > 0:
                ends += part.recombining
                own = _until(limit, part.recombining, ends, begun_s)
                best = _recombined(judge, pool, best, own.seconds)
                least_eur = judge.price_eur(best)
    return best


def _until(limit: Limit, share: float, ends: float, begun_s: float) -> Limit:
    """A share of iterations, or what is left of the time until a share of it has gone."""
    if limit.seconds is None:
        return limit.part(share)
    return Limit(seconds=max(_CHUNK_S, ends * limit.seconds - (time.perf_counter() - begun_s)))


def _recombined(judge: RuinSearch, pool: Pool, best: Solution, seconds: float | None) -> Solution:
    """The best plan out of the routes that were gathered: of a few first, of more if time is."""
    if len(best.routes) < _FEWEST_ROUTES:
        return best
    begun_s = time.perf_counter()
    least_eur = judge.price_eur(best)
    for within in _NARROWER:
        left_s = None if seconds is None else seconds - (time.perf_counter() - begun_s)
        if left_s is not None and left_s < 0.15 * (seconds or 0):
            break
        judge.load(best)
        found = judge.recombine(pool, within, left_s)
        if found is not None and (eur := judge.price_eur(found)) < least_eur:
            best, least_eur = found, eur
    return best
