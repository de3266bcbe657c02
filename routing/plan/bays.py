"""Loading bays: no more vehicles load at once than the hub has room for.

Routes are searched as if every vehicle could load when it likes. Where too many would, the one that
can best wait loads when a bay is free; where its trip cannot wait so long, the trip gives up the
orders that keep it from waiting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.plan.timer import Timer
    from routing.problem.model import HubProblem, Solution, Trips
    from routing.problem.timing import RouteFigures, TimedRoute


_OTHER = -1
"""A vehicle that is not in the problem; its loading stays."""


@dataclass(frozen=True, slots=True)
class _Loading:
    """One trip at the bay."""

    vehicle: int
    trip: int
    start_s: int
    end_s: int


def share_bays(timer: Timer, solution: Solution) -> Solution:
    """The solution with loadings put off until no bay is taken twice.

    Where no trip of a crowd can wait, the one that would be late by least waits all the same, and
    its route does not keep its bounds any more.
    """
    bays = timer.problem.hub.bays
    if bays is None or timer.problem.hub.loading_s == 0:
        return solution
    while crowd := _first_crowd(timer.problem, timer.solution(solution), bays):
        ways = [
            _put_off(timer, solution, crowd, loading)
            for loading in crowd
            if loading.vehicle != _OTHER
        ]
        solution = min(ways, key=lambda way: way[:2])[2]
    return solution


def wait_for_bay(
    timer: Timer,
    others: Mapping[int, TimedRoute],
    vehicle: int,
    trips: Trips,
    *,
    late: frozenset[int],
    not_before_s: Sequence[int],
) -> tuple[tuple[int, ...], RouteFigures] | None:
    """One route beside others that stay as they are: each loading waits until a bay is free.

    Gives the earliest starts of its loadings and what the route then comes to, or ``None`` where it
    cannot wait so long. The others are no crowd among themselves.
    """
    floors = list(not_before_s)
    while True:
        figures = timer.figures(vehicle, trips, late, floors, strict=True)
        if figures is None:
            return None
        bays = timer.problem.hub.bays
        route = None if bays is None else timer.route(vehicle, trips, late, floors)
        if bays is None or route is None:
            return tuple(floors), figures
        crowd = _first_crowd(timer.problem, {**others, vehicle: route}, bays)
        if not crowd:
            return tuple(floors), figures
        own = next(loading for loading in crowd if loading.vehicle == vehicle)
        floors[own.trip] = min(other.end_s for other in crowd if other is not own)


def _first_crowd(problem: HubProblem, timed: Mapping[int, TimedRoute], bays: int) -> list[_Loading]:
    """The earliest loadings that are more at once than there are bays; empty if there are none."""
    loadings = sorted(
        (
            *(_Loading(_OTHER, 0, start_s, end_s) for start_s, end_s in problem.loading),
            *(
                _Loading(vehicle, number, trip.loading_s, trip.loading_s + problem.hub.loading_s)
                for vehicle, route in timed.items()
                for number, trip in enumerate(route.trips)
            ),
        ),
        key=lambda loading: (loading.start_s, loading.vehicle),
    )
    for last, loading in enumerate(loadings):
        at_once = [one for one in loadings[: last + 1] if one.end_s > loading.start_s]
        if len(at_once) > bays and any(one.vehicle != _OTHER for one in at_once):
            return at_once
    return []


def _put_off(
    timer: Timer, solution: Solution, crowd: Sequence[_Loading], loading: _Loading
) -> tuple[int, int, Solution]:
    """Let a loading wait until another one of its crowd is over.

    Gives by how much its route then breaks its bounds, how long it waits, and the solution.
    """
    start_s = min(other.end_s for other in crowd if other is not loading)
    trips = solution.routes[loading.vehicle]
    floors = list(solution.not_before_s.get(loading.vehicle, [-NEVER_S] * len(trips)))
    floors[loading.trip] = start_s
    put_off = replace(
        solution, not_before_s={**solution.not_before_s, loading.vehicle: tuple(floors)}
    )
    figures = timer.figures(loading.vehicle, trips, solution.late, floors)
    violation_s = figures.violation_s if figures else 1 << 40
    return violation_s, start_s - loading.start_s, put_off
