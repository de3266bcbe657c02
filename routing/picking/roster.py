"""The spans in which pickers are free."""

from __future__ import annotations

from bisect import insort
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.picking.model import Pick

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from routing.picking.model import PickingProblem


class Roster:
    """What each picker of a hub does so far."""

    def __init__(self, problem: PickingProblem, picks: Iterable[Pick] = ()) -> None:
        self._problem = problem
        # A shift ends where nothing can begin any more.
        self._busy = [
            [(shift.start_s, shift.start_s), (shift.end_s, shift.end_s)] for shift in problem.shifts
        ]
        self._picks: dict[int, Pick] = {}
        for pick in picks:
            self.put(pick)

    @property
    def picks(self) -> tuple[Pick, ...]:
        """Everything that was put here, in order of the jobs."""
        return tuple(self._picks[job] for job in sorted(self._picks))

    def soonest(self, job: int) -> Pick | None:
        """Where the job would be ready first; ``None`` if nobody has time for it today.

        Of several pickers who would have it ready as soon, the first of the table has it.
        """
        release_s = self._problem.jobs[job].release_s
        found = [
            pick
            for shift in range(len(self._busy))
            if (pick := self._soonest_in(shift, job, release_s)) is not None
        ]
        return min(found, key=lambda pick: (pick.ready_s, pick.shift), default=None)

    def _soonest_in(self, shift: int, job: int, release_s: int) -> Pick | None:
        needed_s = self._problem.picking_s(job, shift)
        for (_, free_s), (busy_s, _) in pairwise(self._busy[shift]):
            start_s = max(free_s, release_s)
            if start_s + needed_s <= busy_s:
                return Pick(job, shift, start_s, start_s + needed_s)
        return None

    def put(self, pick: Pick) -> None:
        """Give a picker a job."""
        insort(self._busy[pick.shift], (pick.start_s, pick.ready_s))
        self._picks[pick.job] = pick


def in_turn(
    problem: PickingProblem, sequence: Iterable[int], picks: Collection[Pick] = ()
) -> tuple[Pick, ...]:
    """Give one job after the other to whoever has it ready first, beside what is picked already.

    A job for which nobody has time is left out.
    """
    roster = Roster(problem, picks)
    for job in sequence:
        pick = roster.soonest(job)
        if pick is not None:
            roster.put(pick)
    return roster.picks


def by_arrival(problem: PickingProblem) -> tuple[Pick, ...]:
    """Orders as they come in: each picker who is free takes the oldest."""
    ranked = sorted(range(len(problem.jobs)), key=lambda job: (problem.jobs[job].release_s, job))
    return in_turn(problem, ranked)


def without_gaps(problem: PickingProblem, picks: Iterable[Pick]) -> tuple[Pick, ...]:
    """The same picks by the same pickers in the same order, each as soon as it can begin."""
    free_s = [shift.start_s for shift in problem.shifts]
    earlier = []
    for pick in sorted(picks, key=lambda pick: (pick.start_s, pick.ready_s, pick.job)):
        start_s = max(free_s[pick.shift], problem.jobs[pick.job].release_s)
        ready_s = start_s + problem.picking_s(pick.job, pick.shift)
        free_s[pick.shift] = ready_s
        earlier.append(Pick(pick.job, pick.shift, start_s, ready_s))
    return tuple(sorted(earlier, key=lambda pick: pick.job))
