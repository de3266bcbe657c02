"""Who picks what when, by OR-Tools' CP-SAT: promises first, then what the routes need.

Pickers whose shifts and pace are the same are one group, in which so many orders are picked at a
time as it has pickers; who has which is settled afterwards, which can always be done. A job may be
in any group, or in none. CP-SAT works for a counted effort, not for a time, so that the same day
gives the same schedule.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from routing.picking.due import by_need, cost, weight
from routing.picking.model import Pick, Schedule
from routing.picking.roster import in_turn, without_gaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.picking.model import Need, PickingProblem

_LATE = 10**8
"""What a late order costs for each unit of its weight: more than all seconds of a day."""
_MISSING = 10**7
"""What it costs besides if nobody picks it at all."""
_TARDY, _HELD_UP, _READY = 20, 10, 1
"""What a second costs by which an order is late, holds up a trip, or is just not ready yet."""


def schedule(
    problem: PickingProblem, needs: Sequence[Need], effort: float, seed: int = 1
) -> Schedule:
    """Who picks what: as few promises missed as can be, then as little as can be of the rest.

    Parameters
    ----------
    problem
        The hub's jobs and pickers.
    needs
        Until when each job should be done; of one that is collected, its promise.
    effort
        How long CP-SAT may work at each of its two steps, in its own measure, which is about a
        second on one core.
    """
    found = by_need(problem, needs)
    if not problem.shifts:
        return Schedule()
    late, *others = cost(problem, needs, found)[:5]
    if not late and not any(others):
        return Schedule(picks=found)
    collected = [job for job, own in enumerate(problem.jobs) if own.promise_s is not None]
    late_at_least = 0
    if late:
        first = _Model(problem, needs, collected)
        ready_first = in_turn(problem, sorted(collected, key=lambda job: needs[job].due_s))
        alone = min(
            ([pick for pick in found if pick.job in set(collected)], ready_first),
            key=lambda picks: cost(problem, needs, picks),
        )
        picks = first.solve(alone, effort, seed)
        late_at_least = _fewest(problem, collected, first.bound)
        found = min(
            (found, _with_the_rest(problem, needs, picks)),
            key=lambda picks: cost(problem, needs, picks),
        )
    ready_s = {pick.job: pick.ready_s for pick in found}
    kept = frozenset(
        job for job in collected if job in ready_s and ready_s[job] <= needs[job].due_s
    )
    second = _Model(problem, needs, range(len(problem.jobs)), kept=kept)
    better = without_gaps(problem, second.solve(found, effort, seed))
    found = min((found, better), key=lambda picks: cost(problem, needs, picks))
    return Schedule(picks=found, late_at_least=late_at_least)


@dataclass(frozen=True, slots=True)
class _Group:
    """Pickers who are alike: their shifts, by index."""

    shifts: tuple[int, ...]
    start_s: int
    end_s: int


def _groups(problem: PickingProblem) -> list[_Group]:
    def key(shift: int) -> tuple[int, int, float]:
        own = problem.shifts[shift]
        return own.start_s, own.end_s, own.lines_per_hour

    ranked = sorted(range(len(problem.shifts)), key=lambda shift: (key(shift), shift))
    return [
        _Group(tuple(members), start_s, end_s)
        for (start_s, end_s, _), members in groupby(ranked, key=key)
    ]


class _Model:
    """What CP-SAT is told of some of the jobs.

    Without word of the jobs that are `kept`, which must be on time, as few as can be are to be
    late, by what they count; with it, all that is not on time costs what it costs.
    """

    def __init__(
        self,
        problem: PickingProblem,
        needs: Sequence[Need],
        jobs: Sequence[int],
        *,
        kept: frozenset[int] | None = None,
    ) -> None:
        self.problem = problem
        self.bound = 0
        """At least so much the jobs cost, once they are solved."""
        self._needs = needs
        self._groups = _groups(problem)
        self._first_s = min(group.start_s for group in self._groups)
        self._last_s = max(group.end_s for group in self._groups)
        self._model = cp_model.CpModel()
        self._starts: dict[int, cp_model.IntVar] = {}
        self._done: dict[int, cp_model.IntVar] = {}
        self._missing: dict[int, cp_model.IntVar] = {}
        self._chosen: dict[int, dict[int, cp_model.IntVar]] = {}
        intervals: list[list[cp_model.IntervalVar]] = [[] for _ in self._groups]
        late = {job: self._add(job, intervals) for job in jobs}
        if kept is None:
            costs = [weight(problem, job) * one for job, one in late.items()]
        else:
            costs = [self._cost(job, late[job], must_be_kept=job in kept) for job in jobs]
        for group, taken in zip(self._groups, intervals, strict=True):
            self._model.add_cumulative(taken, [1] * len(taken), len(group.shifts))
        self._model.minimize(sum(costs))

    def _add(self, job: int, intervals: list[list[cp_model.IntervalVar]]) -> cp_model.IntVar:
        """One job in some group or in none; gives whether it is late."""
        model, own = self._model, self.problem.jobs[job]
        start = model.new_int_var(self._first_s, self._last_s, f"start {job}")
        done = model.new_int_var(self._first_s, self._last_s, f"done {job}")
        chosen: dict[int, cp_model.IntVar] = {}
        for number, group in enumerate(self._groups):
            needed_s = self.problem.picking_s(job, group.shifts[0])
            from_s = max(own.release_s, group.start_s)
            if from_s + needed_s > group.end_s:
                continue
            here = model.new_bool_var(f"{job} in {number}")
            intervals[number].append(
                model.new_optional_fixed_size_interval_var(start, needed_s, here, f"{job} {number}")
            )
            model.add(done == start + needed_s).only_enforce_if(here)
            model.add_linear_constraint(start, from_s, group.end_s - needed_s).only_enforce_if(here)
            chosen[number] = here
        missing = model.new_bool_var(f"{job} not picked")
        model.add_exactly_one([*chosen.values(), missing])
        late = model.new_bool_var(f"{job} late")
        model.add(done <= self._needs[job].due_s).only_enforce_if(~late)
        model.add_implication(missing, late)
        self._starts[job], self._done[job], self._missing[job] = start, done, missing
        self._chosen[job] = chosen
        return late

    def _cost(self, job: int, late: cp_model.IntVar, *, must_be_kept: bool) -> cp_model.LinearExprT:
        model, done, need = self._model, self._done[job], self._needs[job]
        missing = self._missing[job]
        if must_be_kept:
            model.add(late == 0)
            return _READY * (done - self._first_s)
        model.add(done == self._last_s).only_enforce_if(missing)
        tardy = model.new_int_var(0, self._span_s(need.due_s), f"{job} tardy")
        model.add(tardy >= done - need.due_s)
        held_up = model.new_int_var(0, self._span_s(need.wish_s), f"{job} held up")
        model.add(held_up >= done - need.wish_s)
        return (
            _LATE * weight(self.problem, job) * late
            + _MISSING * missing
            + _TARDY * tardy
            + _HELD_UP * held_up
            + _READY * (done - self._first_s)
        )

    def _span_s(self, from_s: int) -> int:
        """How much later than that anything can be done."""
        return max(0, self._last_s - from_s)

    def solve(self, known: Sequence[Pick], effort: float, seed: int) -> tuple[Pick, ...]:
        """The best that is found, from a schedule that is known; it, if nothing is."""
        by_shift = {
            shift: number for number, group in enumerate(self._groups) for shift in group.shifts
        }
        for pick in known:
            self._model.add_hint(self._starts[pick.job], pick.start_s)
            for number, here in self._chosen[pick.job].items():
                self._model.add_hint(here, number == by_shift[pick.shift])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self._model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            if status == cp_model.MODEL_INVALID:
                raise ValueError(f"CP-SAT was told nonsense: {self._model.validate()}")
            return tuple(known)
        self.bound = max(0, int(solver.best_objective_bound))
        picks: list[Pick] = []
        for number, group in enumerate(self._groups):
            here = [
                job
                for job, chosen in self._chosen.items()
                if number in chosen and solver.value(chosen[number])
            ]
            starts_s = {job: solver.value(self._starts[job]) for job in here}
            picks += _shared_out(self.problem, group, starts_s)
        return tuple(sorted(picks, key=lambda pick: pick.job))


def _shared_out(problem: PickingProblem, group: _Group, starts_s: Mapping[int, int]) -> list[Pick]:
    """Who of a group has which of its jobs: each time one of those who are free."""
    free_s = dict.fromkeys(group.shifts, group.start_s)
    picks = []
    for job, start_s in sorted(starts_s.items(), key=lambda item: (item[1], item[0])):
        shift = next(shift for shift, from_s in free_s.items() if from_s <= start_s)
        pick = Pick(job, shift, start_s, start_s + problem.picking_s(job, shift))
        free_s[shift] = pick.ready_s
        picks.append(pick)
    return picks


def _with_the_rest(
    problem: PickingProblem, needs: Sequence[Need], picks: Sequence[Pick]
) -> tuple[Pick, ...]:
    """Picks of collections on time, and everything else beside them by when it is needed."""
    on_time = [pick for pick in picks if pick.ready_s <= needs[pick.job].due_s]
    there = {pick.job for pick in on_time}
    rest = sorted(
        (job for job in range(len(problem.jobs)) if job not in there),
        key=lambda job: (needs[job].due_s, job),
    )
    return in_turn(problem, rest, on_time)


def _fewest(problem: PickingProblem, jobs: Sequence[int], weights: int) -> int:
    """How many jobs at least it takes to count for so much."""
    count = 0
    for own in sorted((weight(problem, job) for job in jobs), reverse=True):
        if weights <= 0:
            break
        weights -= own
        count += 1
    return count
