"""VROOM, for comparing: one search after another until the time is up, the best counts.

Exploration levels go up from the quickest to the deepest, 5, which is then repeated. The deepest
alone would be unfair to VROOM: told to stop early it shares the time among its many starts, and
ends with worse routes than a shallow search that had time to finish (on 458 customers in 20 s of a
busy machine, by 8 %). VROOM gives the same answer to the same input, so each further search has the
orders in another sequence. A vehicle makes one trip, and ready times are unknown to it.
"""

from __future__ import annotations

import time
from datetime import timedelta
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

import numpy as np
import vroom

from routing.engines.plainly import PlainProblem, UnsuitedError, plainly
from routing.problem.model import HubProblem, Solution, Trips

if TYPE_CHECKING:
    from routing.engines.protocol import Limit

_SOLVER = "VROOM"
_PROFILE = "car"
_DEEPEST_LEVEL = 5
_LEAST_S = 0.05
"""Less is not worth another search."""


class Vroom:
    """See `routing.engines.protocol.Engine`; for published instances only."""

    name = "vroom"

    @property
    def version(self) -> str:
        """The version of pyvroom, which carries VROOM's own."""
        return version_of("pyvroom")

    def solve(self, problem: HubProblem, limit: Limit, seed: int, cores: int = 1) -> Solution:
        """Routes, and the orders that VROOM left out; a limit in iterations counts searches."""
        plain = plainly(problem, _SOLVER)
        if plain.max_trips != 1 or any(ready > plain.shift[0] for ready in plain.release):
            raise UnsuitedError(
                "ENGINE-UNSUITED",
                "VROOM plans one trip a vehicle, and knows no ready times.",
                "Leave it out for this problem.",
            )
        rng = np.random.default_rng(seed)
        sequence = np.arange(len(problem.tasks))
        until = None if limit.seconds is None else time.perf_counter() + limit.seconds
        best: tuple[tuple[int, int], dict[int, Trips]] | None = None
        searches = 0
        while best is None or _may_go_on(searches, until, limit.iterations):
            left_s = None if until is None else max(until - time.perf_counter(), _LEAST_S)
            answer = _input(plain, sequence).solve(
                exploration_level=min(searches, _DEEPEST_LEVEL),
                nb_threads=cores,
                timeout=None if left_s is None else timedelta(seconds=left_s),
            )
            searches += 1
            merit = (len(answer.unassigned), answer.summary.cost)
            if best is None or merit < best[0]:
                best = merit, _routes(answer)
            sequence = rng.permutation(len(problem.tasks))
        served = {task for trips in best[1].values() for trip in trips for task in trip}
        unserved = (task for task in range(len(problem.tasks)) if task not in served)
        return Solution(routes=best[1], unserved=tuple(unserved))


def _may_go_on(searches: int, until: float | None, iterations: int | None) -> bool:
    if until is None:
        return searches < (iterations or 0)
    return until - time.perf_counter() > _LEAST_S


def _input(plain: PlainProblem, sequence: np.ndarray) -> vroom.Input:
    """VROOM's input, with the orders in this sequence."""
    asked = vroom.Input()
    asked.set_durations_matrix(_PROFILE, plain.durations)
    asked.set_costs_matrix(_PROFILE, plain.distances * plain.metre_cost)
    for vehicle in range(plain.vehicles):
        asked.add_vehicle(
            vroom.Vehicle(
                vehicle,
                start=0,
                end=0,
                profile=_PROFILE,
                capacity=[plain.capacity],
                time_window=list(plain.shift),
                costs=vroom.VehicleCosts(fixed=plain.fixed_cost),
            )
        )
    for task in sequence.tolist():
        asked.add_job(
            vroom.Job(
                task,
                location=task + 1,
                delivery=[plain.demand[task]],
                default_service=plain.service[task],
                time_windows=[vroom.TimeWindow(*plain.windows[task])],
            )
        )
    return asked


def _routes(answer: vroom.Solution) -> dict[int, Trips]:
    """Trips by vehicle; VROOM numbers its jobs as we number tasks."""
    steps = answer.routes
    jobs = steps[steps["type"] == "job"]
    if jobs.empty:
        return {}
    return {
        int(vehicle): (tuple(int(task) for task in rows["id"]),)
        for vehicle, rows in jobs.groupby("vehicle_id", sort=True)
    }
