"""Some of a hub's orders as CP-SAT is told of them: who picks each, and when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from routing.picking.due import weight
from routing.picking.model import Pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.picking.model import Need, PickingProblem

_PROMISED, _DRIVEN, _MISSING = 10**10, 10**8, 10**7
"""What an order that is late costs for each unit of its weight, if a customer comes for it and if
it is driven, and what one costs besides that nobody picks: each more than all that follows."""
_TARDY, _HELD_UP, _READY = 20, 10, 1
"""What a second costs by which an order is late, holds up a trip, or is just not ready yet."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Pickers who are alike: their shifts, by index."""

    shifts: tuple[int, ...]
    start_s: int
    end_s: int


class PickingModel:
    """Jobs in some group of pickers or in none, beside picks that stay as they are.

    Pickers whose shifts and pace are the same are one group, in which so many orders are picked at
    a time as it has pickers; who has which is settled afterwards, which can always be done.

    Parameters
    ----------
    jobs
        What is to be picked.
    stay
        Picks of other jobs, as they are.
    counting
        What each job of the hub counts when it is late, where that is all that counts; else all
        that is wrong with a schedule does, as in `routing.picking.due.cost`.
    """

    def __init__(
        self,
        problem: PickingProblem,
        needs: Sequence[Need],
        jobs: Sequence[int],
        *,
        stay: Sequence[Pick] = (),
        counting: Sequence[int] | None = None,
    ) -> None:
        self.bound = 0
        """So much the jobs cost at least, once they are solved."""
        self._problem = problem
        self._needs = needs
        self._stay = stay
        self._groups = _groups(problem)
        self._first_s = min(group.start_s for group in self._groups)
        self._last_s = max(group.end_s for group in self._groups)
        self._model = cp_model.CpModel()
        self._starts: dict[int, cp_model.IntVar] = {}
        self._chosen: dict[int, dict[int, cp_model.IntVar]] = {}
        intervals = self._standing()
        costs = [self._add(job, intervals, counting) for job in jobs]
        for group, taken in zip(self._groups, intervals, strict=True):
            self._model.add_cumulative(taken, [1] * len(taken), len(group.shifts))
        self._model.minimize(sum(costs))

    def _standing(self) -> list[list[cp_model.IntervalVar]]:
        """What stays, by group."""
        return [
            [
                self._model.new_fixed_size_interval_var(
                    pick.start_s, pick.ready_s - pick.start_s, f"stays {pick.job}"
                )
                for pick in self._stay
                if pick.shift in group.shifts
            ]
            for group in self._groups
        ]

    def _add(
        self,
        job: int,
        intervals: list[list[cp_model.IntervalVar]],
        counting: Sequence[int] | None,
    ) -> cp_model.LinearExprT:
        """One job in some group or in none; gives what it costs."""
        model, own = self._model, self._problem.jobs[job]
        start = model.new_int_var(self._first_s, self._last_s, f"start {job}")
        done = model.new_int_var(self._first_s, self._last_s, f"done {job}")
        chosen: dict[int, cp_model.IntVar] = {}
        for number, group in enumerate(self._groups):
            needed_s = self._problem.picking_s(job, group.shifts[0])
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
        model.add(done == self._last_s).only_enforce_if(missing)
        late = model.new_bool_var(f"{job} late")
        model.add(done <= self._needs[job].due_s).only_enforce_if(~late)
        model.add_implication(missing, late)
        self._starts[job], self._chosen[job] = start, chosen
        if counting is not None:
            return counting[job] * late
        return _MISSING * missing + self._cost(job, done, late)

    def _cost(self, job: int, done: cp_model.IntVar, late: cp_model.IntVar) -> cp_model.LinearExpr:
        need, own = self._needs[job], self._problem.jobs[job]
        tardy = self._model.new_int_var(0, max(0, self._last_s - need.due_s), f"{job} tardy")
        self._model.add(tardy >= done - need.due_s)
        held_up = self._model.new_int_var(0, max(0, self._last_s - need.wish_s), f"{job} held up")
        self._model.add(held_up >= done - need.wish_s)
        price = _DRIVEN if own.promise_s is None else _PROMISED
        return (
            price * weight(self._problem, job) * late
            + _TARDY * tardy
            + _HELD_UP * held_up
            + _READY * (done - self._first_s)
        )

    def solve(self, known: Sequence[Pick], effort: float, seed: int) -> tuple[Pick, ...]:
        """The best picks that are found of all jobs, those that stay included.

        Parameters
        ----------
        known
            Picks of the jobs to begin with, which are given back if nothing is found.
        effort
            How long CP-SAT may work, in its own measure.
        """
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
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"CP-SAT was told nonsense: {self._model.validate()}")
        self.bound = max(0, int(solver.best_objective_bound))
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return tuple(sorted((*known, *self._stay), key=lambda pick: pick.job))
        picks: list[Pick] = []
        for number, group in enumerate(self._groups):
            starts_s = {
                job: solver.value(self._starts[job])
                for job, chosen in self._chosen.items()
                if number in chosen and solver.value(chosen[number])
            }
            stay = {pick.job: pick.start_s for pick in self._stay if pick.shift in group.shifts}
            picks += _shared_out(self._problem, group, starts_s | stay)
        return tuple(sorted(picks, key=lambda pick: pick.job))


def _groups(problem: PickingProblem) -> list[_Group]:
    def key(shift: int) -> tuple[int, int, float]:
        own = problem.shifts[shift]
        return own.start_s, own.end_s, own.lines_per_hour

    ranked = sorted(range(len(problem.shifts)), key=lambda shift: (key(shift), shift))
    return [
        _Group(tuple(members), start_s, end_s)
        for (start_s, end_s, _), members in groupby(ranked, key=key)
    ]


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
