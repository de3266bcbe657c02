"""Timing with a memory, and with an end: mending asks for the same routes again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routing.problem.timing import TimedRoute, time_prepared
from routing.problem.trips import PreparedTrip, prepare_trip

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Solution, Trips

_MOST_STOPS_TIMED = 1_500_000
"""Some ten seconds' work; counted, and not measured, so that runs can be repeated."""

_MOST_REMEMBERED = 50_000


class Timer:
    """Times the routes of one problem; trips are prepared and routes are timed only once."""

    def __init__(self, problem: HubProblem) -> None:
        self.problem = problem
        self._trips: dict[object, PreparedTrip] = {}
        self._routes: dict[object, TimedRoute | None] = {}
        self._stops = 0

    @property
    def is_spent(self) -> bool:
        """Whether so much has been timed that whoever is still searching had better stop."""
        return self._stops > _MOST_STOPS_TIMED

    def route(
        self,
        vehicle: int,
        trips: Trips,
        floors: tuple[int, ...],
        late: frozenset[int],
        *,
        strict: bool = False,
    ) -> TimedRoute | None:
        """As `routing.problem.timing.time_route`; `floors` are its `not_before_s`.

        ``None``, and sooner, if `strict` and a bound is broken.
        """
        key = (vehicle, trips, floors, late, strict)
        if key not in self._routes:
            _make_room(self._routes)
            self._stops += 10 + sum(map(len, trips))
            shift = self.problem.vehicles[vehicle]
            prepared = [self._prepared(shift.kind, trip, late) for trip in trips]
            barred = not all(stop.windows for trip in prepared for stop in trip.stops)
            self._routes[key] = (
                None
                if barred
                else time_prepared(self.problem, shift, prepared, floors, strict=strict)
            )
        return self._routes[key]

    def _prepared(self, kind: str, trip: tuple[int, ...], late: frozenset[int]) -> PreparedTrip:
        key = (kind, trip, late)
        if key not in self._trips:
            _make_room(self._trips)
            self._trips[key] = prepare_trip(self.problem, kind, trip, late)
        return self._trips[key]

    def solution(self, solution: Solution) -> dict[int, TimedRoute]:
        """As `routing.problem.timing.time_solution`."""
        timed = {
            vehicle: self.route(
                vehicle, trips, solution.not_before_s.get(vehicle, ()), solution.late
            )
            for vehicle, trips in solution.routes.items()
        }
        return {vehicle: route for vehicle, route in timed.items() if route is not None}


def _make_room(known: dict[object, Any]) -> None:
    if len(known) > _MOST_REMEMBERED:
        known.clear()
