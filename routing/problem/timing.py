"""What the words mean in time: one vehicle's trips, from its first loading to its last return.

As docs/words.md has it: loading starts no earlier than the shift, the hub's opening, the previous
return and the ready time of every order on the trip; a stop starts within its window; a break lies
between a return and the next departure. Among schedules of equal cost, deliveries are early.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.problem.model import NEVER_S
from routing.problem.trips import prepare_trips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.fleet.model import Break, Vehicle
    from routing.problem.model import HubProblem, Solution, Trips, Window
    from routing.problem.travel import LegTimes
    from routing.problem.trips import PreparedTrip, StopPlan


@dataclass(frozen=True, slots=True)
class TimedStop:
    """When a stop is reached, begun and left; `window` is the one it was begun in."""

    stop: StopPlan
    window: Window
    arrive_s: int
    start_s: int
    leave_s: int
    leg_s: int
    leg_m: int


@dataclass(frozen=True, slots=True)
class TimedTrip:
    """When a trip is loaded, leaves and is back."""

    loading_s: int
    depart_s: int
    return_s: int
    stops: tuple[TimedStop, ...]
    return_leg_s: int
    return_leg_m: int


@dataclass(frozen=True, slots=True)
class TimedRoute:
    """A vehicle's timed day.

    `violation_s` sums by how much starts, leavings, loadings and the return are too late and, where
    a break that is due found no place, its length; 0 means that every bound is kept.
    """

    trips: tuple[TimedTrip, ...]
    rest: tuple[int, int] | None
    violation_s: int

    @property
    def distance_m(self) -> int:
        """Metres driven, returns included."""
        return sum(
            trip.return_leg_m + sum(stop.leg_m for stop in trip.stops) for trip in self.trips
        )

    @property
    def late_s(self) -> int:
        """Seconds by which its drops miss their promises, all together."""
        stops = (stop for trip in self.trips for stop in trip.stops)
        return sum(max(0, stop.leave_s - stop.stop.promise_s) for stop in stops)

    @property
    def paid_s(self) -> int:
        """Seconds from the start of the first loading to the last return."""
        return self.trips[-1].return_s - self.trips[0].loading_s if self.trips else 0


_NOTHING = TimedRoute((), None, 0)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """One way to arrange a route around its break."""

    earliest_s: int
    latest_s: int
    gap: int | None = None


def time_route(
    problem: HubProblem,
    vehicle: int,
    trips: Trips,
    late: frozenset[int] = frozenset(),
    not_before_s: Sequence[int] = (),
) -> TimedRoute | None:
    """Time a vehicle's trips: least violation, least lateness, least cost, then earliest.

    Parameters
    ----------
    problem
        The hub's problem.
    vehicle
        Index of the vehicle.
    trips
        Its trips, none of them empty.
    late
        Drops that may miss their promise up to the closing of their place.
    not_before_s
        The earliest start of each trip's loading, where the hub's bays bound it.

    Returns
    -------
    TimedRoute or None
        ``None`` if a task's windows bar this kind of vehicle at all.
    """
    shift = problem.vehicles[vehicle]
    prepared = prepare_trips(problem, shift.kind, trips, late)
    return None if prepared is None else time_prepared(problem, shift, prepared, not_before_s)


def time_prepared(
    problem: HubProblem,
    shift: Vehicle,
    trips: Sequence[PreparedTrip],
    not_before_s: Sequence[int] = (),
    *,
    strict: bool = False,
) -> TimedRoute | None:
    """As `time_route`; ``None``, found sooner, if `strict` and a bound is broken."""
    if not trips:
        return _NOTHING
    floors = [*not_before_s, *[-NEVER_S] * (len(trips) - len(not_before_s))]
    ready = [
        replace(trip, ready_s=floor_s) if floor_s > trip.ready_s else trip
        for trip, floor_s in zip(trips, floors, strict=True)
    ]
    timed = (
        route
        for bounds in _arrangements(shift, ready)
        if (route := _arrange(problem, shift, ready, bounds, strict=strict))
    )
    return min(timed, key=lambda route: _merit(route, shift), default=None)


def served_alone(
    problem: HubProblem, task: int, *, may_be_late: bool = False
) -> Iterator[tuple[int, TimedRoute]]:
    """Vehicles that can load a task and, with nothing else to do, serve it within every bound.

    Each with the route that it would drive; `may_be_late` speaks of a drop's promise.
    """
    own, late = problem.tasks[task], frozenset({task} if may_be_late else ())
    for number, vehicle in enumerate(problem.vehicles):
        if vehicle.could_carry(own.weight_g, own.volume_ml, own.requires):
            route = time_route(problem, number, ((task,),), late)
            if route and not route.violation_s:
                yield number, route


def time_solution(problem: HubProblem, solution: Solution) -> dict[int, TimedRoute]:
    """Every route of a solution, timed, by vehicle; a route that no time fits is absent."""
    timed = {
        vehicle: time_route(
            problem, vehicle, trips, solution.late, solution.not_before_s.get(vehicle, ())
        )
        for vehicle, trips in solution.routes.items()
    }
    return {vehicle: route for vehicle, route in timed.items() if route is not None}


def _arrangements(shift: Vehicle, trips: Sequence[PreparedTrip]) -> Iterator[_Bounds]:
    """Ways around the break: none is due, work begins after it, ends before it, or it has a gap."""
    rest = shift.rest
    if rest is None:
        yield _Bounds(shift.shift_start_s, shift.shift_end_s)
        return
    start_s, end_s = shift.shift_start_s, shift.shift_end_s
    yield _Bounds(max(start_s, rest.earliest_s + rest.duration_s), end_s)
    yield _Bounds(start_s, min(end_s, rest.latest_s - rest.duration_s))
    for gap in range(1, len(trips)):
        yield _Bounds(start_s, end_s, gap)


def _merit(route: TimedRoute, shift: Vehicle) -> tuple[int, int, float, int]:
    starts = sum(stop.start_s for trip in route.trips for stop in trip.stops)
    return route.violation_s, route.late_s, route.paid_s * shift.rates.eur_per_h, starts


def _arrange(
    problem: HubProblem,
    shift: Vehicle,
    trips: Sequence[PreparedTrip],
    bounds: _Bounds,
    *,
    strict: bool,
) -> TimedRoute | None:
    """Start as late as the earliest possible end allows, where paid time costs anything."""
    route = _run(problem, shift, trips, bounds, strict=strict)
    if route is None:
        return None
    if shift.rates.eur_per_h > 0 and route.violation_s == 0:
        latest_s = _latest_loading(problem, shift, trips, route)
        if latest_s > route.trips[0].loading_s:
            delayed = _Bounds(latest_s, bounds.latest_s, bounds.gap)
            later = _run(problem, shift, trips, delayed, strict=True)
            # Who leaves later may be slower for it, when the traffic is.
            if later and _is_no_later(later, route):
                route = later
    waiting = zip(route.trips, trips, strict=True)
    return replace(
        route, trips=tuple(_wait_at_the_hub(problem, one, plan.legs[0]) for one, plan in waiting)
    )


def _is_no_later(one: TimedRoute, other: TimedRoute) -> bool:
    """Whether the last return and the drops are no later than the other's."""
    returns_s = one.trips[-1].return_s, other.trips[-1].return_s
    return returns_s[0] <= returns_s[1] and one.late_s <= other.late_s


def _wait_at_the_hub(problem: HubProblem, trip: TimedTrip, leg: LegTimes) -> TimedTrip:
    """Leave no earlier than the first stop asks for: its order may still be picked meanwhile."""
    first = trip.stops[0]
    depart_s = leg.latest(first.start_s, max(problem.hub.closes_s, trip.depart_s))
    if depart_s <= trip.depart_s:
        return trip
    leg_s, leg_m = leg.leaving(depart_s)
    waited = replace(first, arrive_s=depart_s + leg_s, leg_s=leg_s, leg_m=leg_m)
    return replace(
        trip,
        loading_s=trip.loading_s + depart_s - trip.depart_s,
        depart_s=depart_s,
        stops=(waited, *trip.stops[1:]),
    )


def _run(
    problem: HubProblem,
    shift: Vehicle,
    trips: Sequence[PreparedTrip],
    bounds: _Bounds,
    *,
    strict: bool,
) -> TimedRoute | None:
    """Do everything as early as possible; if `strict`, give up at the first bound that breaks."""
    hub = problem.hub
    free_s = max(bounds.earliest_s, hub.opens_s)
    violation_s = 0
    rest: tuple[int, int] | None = None
    timed = []
    for number, trip in enumerate(trips):
        if number == bounds.gap and shift.rest is not None:
            begin_s = max(free_s, shift.rest.earliest_s)
            free_s = begin_s + shift.rest.duration_s
            violation_s += max(0, free_s - shift.rest.latest_s)
            rest = (begin_s, free_s)
        loading_s = max(free_s, trip.ready_s)
        violation_s += max(0, loading_s + hub.loading_s - hub.closes_s)
        now_s = depart_s = loading_s + hub.loading_s
        stops = []
        for stop, leg in zip(trip.stops, trip.legs[:-1], strict=True):
            timed_stop = _reach(stop, now_s, leg, shift.setup_s)
            leave_by_s = min(stop.leave_by_s, timed_stop.window.leave_by_s)
            violation_s += max(0, timed_stop.start_s - timed_stop.window.end_s)
            violation_s += max(0, timed_stop.leave_s - leave_by_s)
            if strict and (violation_s or timed_stop.leave_s > bounds.latest_s):
                return None
            now_s = timed_stop.leave_s
            stops.append(timed_stop)
        return_leg_s, return_leg_m = trip.legs[-1].leaving(now_s)
        free_s = now_s + return_leg_s
        timed.append(
            TimedTrip(loading_s, depart_s, free_s, tuple(stops), return_leg_s, return_leg_m)
        )
    violation_s += max(0, free_s - bounds.latest_s)
    if strict and violation_s:
        return None
    return TimedRoute(tuple(timed), rest, violation_s)


def _reach(stop: StopPlan, leave_s: int, leg: LegTimes, setup_s: int) -> TimedStop:
    """Begin in the first window that is still open; where none is, late for the last."""
    leg_s, leg_m = leg.leaving(leave_s)
    arrive_s = leave_s + leg_s
    busy_s = setup_s + stop.service_s
    window = next(
        (
            window
            for window in stop.windows
            if arrive_s <= window.end_s
            and max(arrive_s, window.start_s) + busy_s <= window.leave_by_s
        ),
        stop.windows[-1],
    )
    start_s = max(arrive_s, window.start_s)
    return TimedStop(stop, window, arrive_s, start_s, start_s + busy_s, leg_s, leg_m)


def _latest_loading(
    problem: HubProblem, shift: Vehicle, trips: Sequence[PreparedTrip], route: TimedRoute
) -> int:
    """The latest first loading that still gives the same last return and breaks no bound."""
    hub = problem.hub
    by_s = route.trips[-1].return_s
    for number in reversed(range(len(route.trips))):
        trip = route.trips[number]
        legs = trips[number].legs
        by_s = legs[-1].latest(by_s)
        for timed, leg in zip(reversed(trip.stops), reversed(legs[:-1]), strict=True):
            busy_s = shift.setup_s + timed.stop.service_s
            # A drop that may be late gets no later for the driver's pay.
            leave_s = min(by_s, max(timed.stop.promise_s, timed.leave_s), timed.window.leave_by_s)
            by_s = leg.latest(min(leave_s - busy_s, timed.window.end_s))
        by_s = min(by_s, hub.closes_s) - hub.loading_s
        if number and route.rest and route.rest[1] <= trip.loading_s:
            before = route.trips[number - 1]
            if before.return_s <= route.rest[0]:
                by_s = _before_rest(shift.rest, by_s)
    return by_s


def _before_rest(rest: Break | None, by_s: int) -> int:
    """When the trip before a break has to be back, if the break is to be over at `by_s`."""
    return by_s if rest is None else min(by_s, rest.latest_s) - rest.duration_s
