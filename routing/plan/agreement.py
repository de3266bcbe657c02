"""Pickers and routes that agree: who picks what so that trips leave on time, and trips to match.

Picking comes first, by what each order's promise alone needs. Routes are searched with the ready
times that it gives; then orders are picked anew by when their trips would like to load, and the
routes are searched on from where they were. That is repeated until neither gains. What no route has
in the end is not picked, and its picker's time is offered to whatever else is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.engines.registry import engine_named
from routing.picking.due import cost
from routing.picking.model import Schedule
from routing.picking.roster import Roster, by_arrival, in_turn, without_gaps
from routing.plan.insertions import important_first
from routing.plan.mending import mend, merit, place
from routing.plan.needs import needs_alone, needs_of_routes
from routing.problem.model import Solution
from routing.problem.picked import as_picked, with_ready_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.engines.protocol import Engine, Limit
    from routing.picking.model import Need, Pick, PickingProblem
    from routing.problem.model import HubProblem

_FIRST_SHARE = 0.6
"""Of the search, before routes say what they need; rounds share the rest."""

_EFFORT = 0.075
_EFFORT_A_ROUND = 0.03
_EFFORT_TO_PROVE = 0.025
"""How much CP-SAT may work at a schedule, and at proving how many must be late; in its own measure,
of which a tenth is about a second."""

_MOST_LEFT = 200
"""So many orders without a place are offered pickers' free time, the important first."""


@dataclass(frozen=True, slots=True)
class _Agreed:
    """Routes that match who picks what."""

    picks: tuple[Pick, ...]
    solution: Solution
    merit: tuple[float, ...]


def agree(
    problem: HubProblem,
    picking: PickingProblem,
    *,
    engine: str,
    limit: Limit,
    seed: int,
    cores: int,
    start: Solution | None = None,
) -> Solution:
    """Routes and picking of one hub; with a start, none that are worse.

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    searcher = _Searcher(engine_named(engine), seed, cores)
    return _Agreement(problem, picking).run(searcher, limit, start)


def repaired(problem: HubProblem, picking: PickingProblem, known: Solution) -> Solution:
    """What is known, made to hold: who picks what goes on as it was, and what is new comes after.

    Parameters
    ----------
    known
        Routes, and picks of jobs in shifts that there are; neither need hold.
    """
    was = known.picking.picks if known.picking else ()
    roster = Roster(picking)
    for pick in without_gaps(picking, was):
        if pick.ready_s <= picking.shifts[pick.shift].end_s:
            roster.put(pick)
    there = {pick.job for pick in roster.picks}
    needs = needs_alone(problem, picking)
    for job in sorted(set(range(len(picking.jobs))) - there, key=lambda job: (needs[job], job)):
        if (found := roster.soonest(job)) is not None:
            roster.put(found)
    as_it_is = as_picked(problem, Schedule(picks=roster.picks))
    agreement = _Agreement(problem, picking)
    return agreement.without_search(roster.picks, as_it_is, mend(as_it_is, known))


def nothing_driven(problem: HubProblem) -> Solution:
    """What is left of a hub whose routes cannot be had: what is collected there is picked."""
    left = tuple(range(len(problem.tasks)))
    if problem.picking is None:
        return Solution(routes={}, unserved=left)
    jobs = problem.picking.jobs
    ranked = sorted(
        (number for number, job in enumerate(jobs) if job.promise_s is not None),
        key=lambda number: (jobs[number].promise_s, number),
    )
    return Solution(
        routes={}, unserved=left, picking=Schedule(picks=in_turn(problem.picking, ranked))
    )


@dataclass(frozen=True, slots=True)
class _Searcher:
    """Who searches routes, and on how many cores."""

    engine: Engine
    seed: int
    cores: int


class _Agreement:
    """One hub's pickers and routes."""

    def __init__(self, problem: HubProblem, picking: PickingProblem) -> None:
        self._problem = problem
        self._picking = picking
        self._alone = needs_alone(problem, picking)

    def without_search(
        self, picks: tuple[Pick, ...], problem: HubProblem, solution: Solution
    ) -> Solution:
        """Routes that match who picks what, less what nobody has to pick for them."""
        agreed = self._with_leftovers(self._agreed(picks, problem, solution))
        return replace(agreed.solution, picking=Schedule(picks=agreed.picks))

    def run(self, searcher: _Searcher, limit: Limit, start: Solution | None) -> Solution:
        """See `agree`."""
        seed = searcher.seed
        rounds = self._picking.rounds if self._picking.by_promise and self._may_wait() else 0
        if start is not None and start.picking is not None:
            picks = start.picking.picks
            best = self._agreed(picks, as_picked(self._problem, start.picking), start)
            shares = [1 / rounds] * rounds if rounds else []
            if not rounds:
                found = self._routed(searcher, picks, start, limit)
                best = min(best, found, key=lambda one: one.merit)
        else:
            first = self._scheduled(self._alone, _EFFORT, seed)
            shares = [(1 - _FIRST_SHARE) / rounds] * rounds if rounds else []
            part = limit.part(_FIRST_SHARE if rounds else 1.0)
            best = self._routed(searcher, first, None, part)
        for number, share in enumerate(shares, start=1):
            needs = needs_of_routes(self._problem, self._picking, best.solution)
            again = self._scheduled(needs, _EFFORT_A_ROUND, seed + number)
            found = self._routed(searcher, again, best.solution, limit.part(share))
            if found.merit < best.merit:
                best = found
        agreed = self._with_leftovers(best)
        return replace(
            agreed.solution,
            picking=Schedule(
                picks=agreed.picks, late_at_least=self._fewest_late(seed) if agreed.merit[0] else 0
            ),
        )

    def _scheduled(self, needs: Sequence[Need], effort: float, seed: int) -> tuple[Pick, ...]:
        if not self._picking.by_promise:
            return by_arrival(self._picking)
        # CP-SAT is imported only here, as most days have no pickers.
        from routing.engines.picking import schedule  # noqa: PLC0415 - see above

        return schedule(self._picking, needs, effort, seed)

    def _fewest_late(self, seed: int) -> int:
        from routing.engines.picking import fewest_late  # noqa: PLC0415 - as above

        return fewest_late(self._picking, self._alone, _EFFORT_TO_PROVE, seed)

    def _may_wait(self) -> bool:
        """Whether anything that is picked is driven."""
        return any(job.task is not None for job in self._picking.jobs)

    def _routed(
        self, searcher: _Searcher, picks: tuple[Pick, ...], known: Solution | None, limit: Limit
    ) -> _Agreed:
        """Routes with these ready times, searched on from those that are known."""
        problem = as_picked(self._problem, Schedule(picks=picks))
        start = None if known is None else mend(problem, known)
        found = searcher.engine.solve(problem, limit, searcher.seed, searcher.cores, start)
        solution = mend(problem, found)
        if start is not None:
            solution = min(solution, start, key=lambda one: merit(problem, one))
        return self._agreed(picks, problem, solution)

    def _agreed(self, picks: tuple[Pick, ...], problem: HubProblem, solution: Solution) -> _Agreed:
        late, *_ = cost(self._picking, self._alone, picks)
        return _Agreed(picks, solution, (late, *merit(problem, solution)))

    def _with_leftovers(self, agreed: _Agreed) -> _Agreed:
        """Nobody picks what no route has; the time that is gained is offered to the others."""
        jobs, solution = self._picking.jobs, agreed.solution
        left = set(solution.unserved)
        needed = [pick for pick in agreed.picks if jobs[pick.job].task not in left]
        roster = Roster(self._picking, without_gaps(self._picking, needed))
        there = {pick.job for pick in roster.picks}
        for number, job in enumerate(jobs):
            if job.task is None and number not in there and (pick := roster.soonest(number)):
                roster.put(pick)
        problem = as_picked(self._problem, Schedule(picks=roster.picks))
        numbers = {job.task: number for number, job in enumerate(jobs) if job.task is not None}
        for task in important_first(self._problem, left & numbers.keys())[:_MOST_LEFT]:
            pick = roster.soonest(numbers[task])
            if pick is None:
                continue
            offered = with_ready_times(problem, {task: pick.ready_s})
            tried = place(offered, solution, task)
            if tried is not None:
                problem, solution = offered, tried
                roster.put(pick)
        return self._agreed(roster.picks, problem, solution)
