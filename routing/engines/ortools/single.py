"""One vehicle's trips once more: the same tasks, perhaps in a better order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from routing.engines.ortools.nodes import Load
from routing.engines.ortools.rounds import improve
from routing.engines.ortools.visits import visits_of
from routing.engines.protocol import Limit
from routing.errors import EngineError
from routing.problem.planning import at_slowest_hours
from routing.problem.timing import time_route

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Trips
    from routing.problem.timing import TimedRoute


def improve_route(
    problem: HubProblem, vehicle: int, trips: Trips, seconds: float, locked: Trips = ()
) -> Trips:
    """Look for a cheaper order of one vehicle's tasks, over its trips and its break.

    Parameters
    ----------
    problem
        The hub's problem.
    vehicle
        Index of the vehicle.
    trips
        What it drives now, on time; none of them empty. Where the hub's bays bound their loadings,
        what comes back may have to wait for a bay.
    seconds
        How long to search.
    locked
        The trips that it begins with in any case.

    Returns
    -------
    Trips
        Trips with the same tasks; those given, unless others are cheaper by the rules themselves
        (`routing.problem.timing`).

    Raises
    ------
    EngineError
        If the search fails; the message names the hub.
    """
    before = time_route(problem, vehicle, trips)
    if before is None or before.violation_s:
        return trips
    # Others' places make the slowest hours slower, and the search larger, for nothing.
    tasks = sorted({task for trip in trips for task in trip})
    number_of = {task: number for number, task in enumerate(tasks)}
    alone = replace(
        problem,
        vehicles=(problem.vehicles[vehicle],),
        tasks=tuple(problem.tasks[task] for task in tasks),
        locked={0: tuple(tuple(number_of[task] for task in trip) for trip in locked)}
        if locked
        else {},
    )
    planned = at_slowest_hours(alone)
    own = tuple(tuple(number_of[task] for task in trip) for trip in trips)
    timed = time_route(planned, 0, own)
    if timed is None or timed.violation_s:
        return trips
    loads = {
        0: tuple(
            Load(one.loading_s, one.return_s, trip)
            for one, trip in zip(timed.trips, own, strict=True)
        )
    }
    visits = visits_of(planned, planned)
    if {visit.task for visit in visits} != set(range(len(tasks))):
        return trips
    try:
        found = improve(planned, visits, loads, Limit(seconds=seconds), np.random.default_rng(1))
    except Exception as error:  # whatever happens to one route, the others stand
        raise EngineError(
            "ENGINE-FAILED",
            f"OR-Tools failed on one route of hub {problem.hub.hub_id}: {error}",
            "The other hubs are planned. Please report this, with the day folder.",
        ) from error
    better = tuple(tuple(tasks[number] for number in load.tasks) for load in found.get(0, ()))
    if sum(map(len, better)) < len(tasks):
        return trips
    after = time_route(problem, vehicle, better)
    if (
        after is None
        or after.violation_s
        or _eur(problem, vehicle, after) >= _eur(problem, vehicle, before)
    ):
        return trips
    return better


def _eur(problem: HubProblem, vehicle: int, route: TimedRoute) -> float:
    rates = problem.vehicles[vehicle].rates
    return rates.eur_per_h * route.paid_s / 3600 + rates.eur_per_km * route.distance_m / 1000
