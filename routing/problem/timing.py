"""What the words mean in time: one vehicle's trips, from its first loading to its last return.

As docs/words.md has it: loading starts no earlier than the shift, the hub's opening, the previous
return and the ready time of every order on the trip; a stop starts within its window; a break lies
between a return and the next loading, or at a stop before its service. Among schedules of equal
cost, deliveries are early. The times are reckoned in `routing.problem.timing_kernel`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.problem import timesheet
from routing.problem import timing_kernel as kernel
from routing.problem.arrays import arrays_of
from routing.problem.model import Window
from routing.problem.wishes import wish_arrays
from routing.problem.wishes_kernel import route_eur

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from routing.problem.model import HubProblem, Solution, Trips


@dataclass(frozen=True, slots=True)
class TimedStop:
    """One stop: its tasks, when it is reached, begun and left.

    `window` is the one it was begun in; `service_s` is without the vehicle's set-up; `late_s` is by
    how much it misses the earliest promise of its tasks.
    """

    tasks: tuple[int, ...]
    site: int
    window: Window
    service_s: int
    arrive_s: int
    start_s: int
    leave_s: int
    leg_s: int
    leg_m: int
    late_s: int


@dataclass(frozen=True, slots=True)
class TimedTrip:
    """When a trip is loaded, leaves and is back."""

    loading_s: int
    depart_s: int
    return_s: int
    stops: tuple[TimedStop, ...]
    return_leg_s: int
    return_leg_m: int


class RouteFigures(NamedTuple):
    """What a vehicle's day comes to.

    Attributes
    ----------
    violation_s
        The sum of how much too late starts, leavings, loadings and the return are, and by how much
        a break is missed; 0 means that every bound in time is kept.
    excess
        By how much it breaks its vehicle's limits: loads and distance count in kilograms, litres
        and kilometres; trips, stops and skills by one.
    late_s
        Seconds by which its stops miss their promises.
    paid_s
        Seconds from the start of the first loading to the last return.
    distance_m
        Metres driven, returns included.
    cost_eur
        Driver's time, kilometres, and the vehicle if it drives at all; lateness is not in it.
    wishes_eur
        What those wishes come to that are about the route alone: how far apart its stops lie,
        streets that its driver does not know, what drivers were told otherwise.
    """

    violation_s: int
    excess: float
    late_s: int
    paid_s: int
    distance_m: int
    cost_eur: float
    wishes_eur: float = 0.0


@dataclass(frozen=True, slots=True)
class TimedRoute:
    """A vehicle's timed day; `rest` is from when to when it has its break, where one is due."""

    trips: tuple[TimedTrip, ...]
    rest: tuple[int, int] | None
    figures: RouteFigures

    @property
    def violation_s(self) -> int:
        """As `RouteFigures`."""
        return self.figures.violation_s

    @property
    def distance_m(self) -> int:
        """As `RouteFigures`."""
        return self.figures.distance_m

    @property
    def late_s(self) -> int:
        """As `RouteFigures`."""
        return self.figures.late_s

    @property
    def paid_s(self) -> int:
        """As `RouteFigures`."""
        return self.figures.paid_s


_NOTHING = RouteFigures(0, 0.0, 0, 0, 0, 0.0)
IDLE = TimedRoute((), None, _NOTHING)
"""The day of a vehicle that does not drive."""


class Timing:
    """Times routes of one problem; one for each thread."""

    def __init__(self, problem: HubProblem) -> None:
        self.problem = problem
        self._arrays = arrays_of(problem)
        self._wishes = wish_arrays(problem) if problem.wishes else None
        self._sheet = timesheet.sheet_for(len(problem.tasks))

    def figures(
        self,
        vehicle: int,
        trips: Trips,
        late: frozenset[int] = frozenset(),
        not_before_s: Sequence[int] = (),
        *,
        strict: bool = False,
    ) -> RouteFigures | None:
        """What a route comes to, as `route` times it.

        ``None``, found sooner, if `strict` and a bound or a limit is broken.
        """
        if not trips:
            return _NOTHING
        row = _row(trips)
        timed = self._timed(vehicle, row, late, not_before_s, strict=strict)
        return self._figures(vehicle, row, timed) if timed.fits else None

    def route(
        self,
        vehicle: int,
        trips: Trips,
        late: frozenset[int] = frozenset(),
        not_before_s: Sequence[int] = (),
    ) -> TimedRoute | None:
        """Time a vehicle's trips: least violation, least cost, then earliest.

        Parameters
        ----------
        vehicle
            Index of the vehicle.
        trips
            Its trips, none of them empty.
        late
            Tasks that may miss their promise, at a price (`routing.day.model.Lateness`).
        not_before_s
            The earliest start of each trip's loading, where the hub's bays bound it.

        Returns
        -------
        TimedRoute or None
            ``None`` if a task's windows bar this kind of vehicle at all.
        """
        if not trips:
            return IDLE
        row = _row(trips)
        timed = self._timed(vehicle, row, late, not_before_s, strict=False)
        if not timed.fits:
            return None
        rest = None if timed.slot < 0 else (int(timed.rest_from_s), int(timed.rest_to_s))
        return TimedRoute(
            tuple(self._trips(row, timed.trips)), rest, self._figures(vehicle, row, timed)
        )

    def solution(self, solution: Solution) -> dict[int, TimedRoute]:
        """Every route of a solution by vehicle; one whose kind a task's windows bar is absent."""
        timed = {
            vehicle: self.route(
                vehicle, trips, solution.late, solution.not_before_s.get(vehicle, ())
            )
            for vehicle, trips in solution.routes.items()
        }
        return {vehicle: route for vehicle, route in timed.items() if route is not None}

    def _timed(
        self,
        vehicle: int,
        row: NDArray[np.int64],
        late: frozenset[int],
        not_before_s: Sequence[int],
        *,
        strict: bool,
    ) -> timesheet.Timed:
        flags = np.zeros(len(self.problem.tasks), np.uint8)
        flags[list(late)] = 1
        floors_s = np.array(not_before_s, np.int64)
        case = timesheet.Case(self._arrays, vehicle, row, flags, floors_s, self._sheet)
        timed: timesheet.Timed = kernel.time_row(case, len(row), strict)
        return timed

    def _figures(
        self, vehicle: int, row: NDArray[np.int64], timed: timesheet.Timed
    ) -> RouteFigures:
        rates = self.problem.vehicles[vehicle].rates
        wishes_eur = 0.0
        if self._wishes is not None:
            wishes_eur = float(
                route_eur(self._wishes, vehicle, row, self._sheet, timed.trips, timed.stops)
            )
        return RouteFigures(
            violation_s=int(timed.violation_s),
            excess=float(timed.excess),
            late_s=int(timed.late_s),
            paid_s=int(timed.paid_s),
            distance_m=int(timed.distance_m),
            cost_eur=rates.eur_per_vehicle
            + rates.eur_per_h * int(timed.paid_s) / 3600
            + rates.eur_per_km * int(timed.distance_m) / 1000,
            wishes_eur=wishes_eur,
        )

    def _trips(self, row: NDArray[np.int64], count: int) -> Iterator[TimedTrip]:
        for trip in self._sheet.trips[:count].tolist():
            first = trip[timesheet.FROM]
            stops = self._sheet.stops[first : first + trip[timesheet.STOPS]].tolist()
            yield TimedTrip(
                loading_s=trip[timesheet.LOADING],
                depart_s=trip[timesheet.DEPART],
                return_s=trip[timesheet.RETURN],
                stops=tuple(_stop(row, stop) for stop in stops),
                return_leg_s=trip[timesheet.RETURN_S],
                return_leg_m=trip[timesheet.RETURN_M],
            )


def _stop(row: NDArray[np.int64], stop: Sequence[int]) -> TimedStop:
    first = stop[timesheet.FIRST]
    late_s = max(
        0,
        stop[timesheet.LEAVE] - stop[timesheet.PROMISE],
        stop[timesheet.START] - stop[timesheet.START_BY],
    )
    return TimedStop(
        tasks=tuple(row[first : first + stop[timesheet.COUNT]].tolist()),
        site=stop[timesheet.SITE],
        window=Window(
            stop[timesheet.WINDOW_START],
            stop[timesheet.WINDOW_END],
            stop[timesheet.OPEN_FROM],
            stop[timesheet.STREET_CLOSES],
        ),
        service_s=stop[timesheet.SERVICE],
        arrive_s=stop[timesheet.ARRIVE],
        start_s=stop[timesheet.START],
        leave_s=stop[timesheet.LEAVE],
        leg_s=stop[timesheet.LEG_S],
        leg_m=stop[timesheet.LEG_M],
        late_s=late_s,
    )


def _row(trips: Trips) -> NDArray[np.int64]:
    """Trips as the kernel takes them."""
    row = list(trips[0])
    for _, trip in pairwise(trips):
        row += [timesheet.HUB, *trip]
    return np.array(row, np.int64)


def time_route(
    problem: HubProblem,
    vehicle: int,
    trips: Trips,
    late: frozenset[int] = frozenset(),
    not_before_s: Sequence[int] = (),
) -> TimedRoute | None:
    """As `Timing.route`."""
    return Timing(problem).route(vehicle, trips, late, not_before_s)


def time_solution(problem: HubProblem, solution: Solution) -> dict[int, TimedRoute]:
    """As `Timing.solution`."""
    return Timing(problem).solution(solution) if solution.routes else {}


def served_alone(
    problem: HubProblem, task: int, *, may_be_late: bool = False
) -> Iterator[tuple[int, RouteFigures]]:
    """Vehicles that can load a task and, with nothing else to do, serve it in time.

    Each with what its route comes to, which may be too far for it; `may_be_late` speaks of the
    promise.
    """
    own, late = problem.tasks[task], frozenset({task} if may_be_late else ())
    timing = Timing(problem)
    for number, vehicle in enumerate(problem.vehicles):
        if vehicle.could_carry(own.weight_g, own.volume_ml, own.requires):
            figures = timing.figures(number, ((task,),), late)
            if figures and not figures.violation_s:
                yield number, figures
