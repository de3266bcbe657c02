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
    from routing.picking.model import Need, PickingProblem
    from routing.problem.model import HubProblem

_FIRST_SHARE = 0.6
"""Of the search, before routes say what they need; rounds share the rest."""

_EFFORT = 0.1
_EFFORT_A_ROUND = 0.04
"""How much CP-SAT may work, in its own measure, of which a tenth is about a second."""

_MOST_LEFT = 200
"""So many orders without a place are offered pickers' free time, the important first."""


@dataclass(frozen=True, slots=True)
class _Agreed:
    """Routes that match a schedule of picking."""

    schedule: Schedule
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
) -> Solution:
    """Routes and picking of one hub.

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    return _Agreement(problem, picking, engine_named(engine), seed, cores).run(limit)


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


def _scheduled(
    picking: PickingProblem, needs: Sequence[Need], effort: float, seed: int
) -> Schedule:
    if not picking.by_promise:
        return Schedule(picks=by_arrival(picking))
    # CP-SAT takes a third of a second to import, and most hubs do not need it.
    from routing.engines.picking import schedule  # noqa: PLC0415 - see above

    return schedule(picking, needs, effort, seed)


class _Agreement:
    """One hub's pickers and routes."""

    def __init__(
        self, problem: HubProblem, picking: PickingProblem, engine: Engine, seed: int, cores: int
    ) -> None:
        self._problem = problem
        self._picking = picking
        self._engine = engine
        self._seed = seed
        self._cores = cores
        self._alone = needs_alone(problem, picking)

    def run(self, limit: Limit) -> Solution:
        """See `agree`."""
        first = _scheduled(self._picking, self._alone, _EFFORT, self._seed)
        rounds = self._picking.rounds if self._picking.by_promise else 0
        if not self._may_wait():
            rounds = 0
        shares = [_FIRST_SHARE, *[(1 - _FIRST_SHARE) / rounds] * rounds] if rounds else [1.0]
        best = self._routed(first, None, limit.part(shares[0]))
        late_at_least = first.late_at_least
        for number, share in enumerate(shares[1:], start=1):
            needs = needs_of_routes(self._problem, self._picking, best.solution)
            again = _scheduled(self._picking, needs, _EFFORT_A_ROUND, self._seed + number)
            late_at_least = max(late_at_least, again.late_at_least)
            found = self._routed(again, best.solution, limit.part(share))
            if found.merit < best.merit:
                best = found
        agreed = self._with_leftovers(best)
        return replace(
            agreed.solution, picking=replace(agreed.schedule, late_at_least=late_at_least)
        )

    def _may_wait(self) -> bool:
        """Whether anything that is picked is driven."""
        return any(job.task is not None for job in self._picking.jobs)

    def _routed(self, schedule: Schedule, known: Solution | None, limit: Limit) -> _Agreed:
        """Routes with these ready times, searched on from those that are known."""
        problem = as_picked(self._problem, schedule)
        start = None if known is None else mend(problem, known)
        found = self._engine.solve(problem, limit, self._seed, self._cores, start)
        solution = mend(problem, found)
        if start is not None:
            solution = min(solution, start, key=lambda one: merit(problem, one))
        return self._agreed(schedule, problem, solution)

    def _agreed(self, schedule: Schedule, problem: HubProblem, solution: Solution) -> _Agreed:
        late, *_ = cost(self._picking, self._alone, schedule.picks)
        return _Agreed(schedule, solution, (late, *merit(problem, solution)))

    def _with_leftovers(self, agreed: _Agreed) -> _Agreed:
        """Nobody picks what no route has; the time that is gained is offered to the others."""
        jobs, solution = self._picking.jobs, agreed.solution
        left = set(solution.unserved)
        needed = [pick for pick in agreed.schedule.picks if jobs[pick.job].task not in left]
        roster = Roster(self._picking, without_gaps(self._picking, needed))
        there = {pick.job for pick in roster.picks}
        for number, job in enumerate(jobs):
            if job.task is None and number not in there and (pick := roster.soonest(number)):
                roster.put(pick)
        numbers = {job.task: number for number, job in enumerate(jobs) if job.task is not None}
        for task in important_first(self._problem, left & numbers.keys())[:_MOST_LEFT]:
            pick = roster.soonest(numbers[task])
            if pick is None:
                continue
            known = as_picked(self._problem, Schedule(picks=roster.picks))
            tried = place(with_ready_times(known, {task: pick.ready_s}), solution, task)
            if tried is not None:
                solution = tried
                roster.put(pick)
        found = Schedule(picks=roster.picks)
        return self._agreed(found, as_picked(self._problem, found), solution)
