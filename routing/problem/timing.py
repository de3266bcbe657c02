"""What the words mean in time: one vehicle's trips, from its first loading to its last return.

As docs/words.md has it: loading starts no earlier than the shift, the hub's opening, the previous
return and the ready time of every order on the trip; a stop starts within its window; a break lies
between a return and the next departure. Among schedules of equal cost, deliveries are early.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.problem.model import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.fleet.model import Break, Vehicle
    from routing.problem.model import HubProblem, Solution, Task, Trips

NEVER_S = 1 << 40
"""Later than any time of a day."""


@dataclass(frozen=True, slots=True)
class StopPlan:
    """One stop before it has a time: its tasks, and what bounds its start.

    `windows` holds at least one window; `service_s` is without the vehicle's set-up. The stop is
    left by `leave_by_s`; that is later than `promise_s` where its drops may be late.
    """

    tasks: tuple[int, ...]
    site: int
    windows: tuple[Window, ...]
    service_s: int
    leave_by_s: int
    promise_s: int


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
class PreparedTrip:
    """A trip before it has times."""

    ready_s: int
    stops: tuple[StopPlan, ...]
    legs: tuple[tuple[int, int], ...]


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


def prepare_trips(
    problem: HubProblem, kind: str, trips: Trips, late: frozenset[int]
) -> tuple[PreparedTrip, ...] | None:
    """Trips with their stops and legs, for `time_prepared`; ``None`` if a task bars the kind."""
    prepared = tuple(prepare_trip(problem, kind, tasks, late) for tasks in trips)
    return prepared if all(stop.windows for trip in prepared for stop in trip.stops) else None


def prepare_trip(
    problem: HubProblem, kind: str, tasks: tuple[int, ...], late: frozenset[int]
) -> PreparedTrip:
    """One trip with its stops and legs; a stop without windows bars the kind."""
    stops = tuple(group_stops(problem, kind, tasks, late))
    ready_s = max(problem.tasks[task].ready_s for task in tasks)
    return PreparedTrip(ready_s, stops, _legs(problem, kind, stops))


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


def group_stops(
    problem: HubProblem, kind: str, tasks: Sequence[int], late: frozenset[int]
) -> Iterator[StopPlan]:
    """Join consecutive tasks at one place whose promises overlap to stops, in driving order."""
    group: list[int] = []
    shared: tuple[Window, ...] = ()
    for index in tasks:
        promised = _promised(problem.tasks[index], kind)
        if group and problem.tasks[index].site == problem.tasks[group[-1]].site:
            both = _meet(shared, promised)
            if both:
                group.append(index)
                shared = both
                continue
        if group:
            yield _stop(problem, kind, group, late)
        group, shared = [index], promised
    yield _stop(problem, kind, group, late)


def _promised(task: Task, kind: str) -> tuple[Window, ...]:
    """When the customer, or the place of collection, expects the order."""
    windows = task.windows.get(kind, ())
    if task.drop is None:
        return windows
    by_s = task.drop.leave_by_s
    return tuple(Window(window.start_s, by_s) for window in windows if window.start_s <= by_s)


def _meet(one: Sequence[Window], other: Sequence[Window]) -> tuple[Window, ...]:
    return tuple(met for a in one for b in other if (met := a.meet(b)))


def _stop(problem: HubProblem, kind: str, group: Sequence[int], late: frozenset[int]) -> StopPlan:
    tasks = [problem.tasks[index] for index in group]
    drops = [(index, task.drop) for index, task in zip(group, tasks, strict=True) if task.drop]
    handover_s = {drop.point_id: drop.handover_s for _, drop in drops}
    return StopPlan(
        tasks=tuple(group),
        site=tasks[0].site,
        windows=reduce(_meet, (task.windows.get(kind, ()) for task in tasks)),
        service_s=sum(task.service_s for task in tasks) + sum(handover_s.values()),
        leave_by_s=min(
            (drop.closes_s if index in late else drop.leave_by_s for index, drop in drops),
            default=NEVER_S,
        ),
        promise_s=min((drop.leave_by_s for _, drop in drops), default=NEVER_S),
    )


def _legs(problem: HubProblem, kind: str, stops: Sequence[StopPlan]) -> tuple[tuple[int, int], ...]:
    """(seconds, metres) of each leg of a trip, the return included."""
    table = problem.travel[kind]
    return tuple(
        (int(table.duration_s[a, b]), int(table.distance_m[a, b]))
        for a, b in pairwise([0, *(stop.site for stop in stops), 0])
    )


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
        latest_s = _latest_loading(problem, shift, route)
        if latest_s > route.trips[0].loading_s:
            delayed = _Bounds(latest_s, bounds.latest_s, bounds.gap)
            route = _run(problem, shift, trips, delayed, strict=False) or route
    return replace(route, trips=tuple(_wait_at_the_hub(problem, trip) for trip in route.trips))


def _wait_at_the_hub(problem: HubProblem, trip: TimedTrip) -> TimedTrip:
    """Leave no earlier than the first stop asks for: its order may still be picked meanwhile."""
    first = trip.stops[0]
    closing_s = max(0, problem.hub.closes_s - trip.depart_s)
    later_s = min(first.start_s - first.arrive_s, closing_s)
    return replace(
        trip,
        loading_s=trip.loading_s + later_s,
        depart_s=trip.depart_s + later_s,
        stops=(replace(first, arrive_s=first.arrive_s + later_s), *trip.stops[1:]),
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
        for stop, (leg_s, leg_m) in zip(trip.stops, trip.legs[:-1], strict=True):
            timed_stop = _reach(stop, now_s, leg_s, leg_m, shift.setup_s)
            violation_s += max(0, timed_stop.start_s - timed_stop.window.end_s)
            violation_s += max(0, timed_stop.leave_s - stop.leave_by_s)
            if strict and (violation_s or timed_stop.leave_s > bounds.latest_s):
                return None
            now_s = timed_stop.leave_s
            stops.append(timed_stop)
        return_leg_s, return_leg_m = trip.legs[-1]
        free_s = now_s + return_leg_s
        timed.append(
            TimedTrip(loading_s, depart_s, free_s, tuple(stops), return_leg_s, return_leg_m)
        )
    violation_s += max(0, free_s - bounds.latest_s)
    if strict and violation_s:
        return None
    return TimedRoute(tuple(timed), rest, violation_s)


def _reach(stop: StopPlan, leave_s: int, leg_s: int, leg_m: int, setup_s: int) -> TimedStop:
    """Begin in the first window that is still open; where none is, late for the last."""
    arrive_s = leave_s + leg_s
    window = next((w for w in stop.windows if w.end_s >= arrive_s), stop.windows[-1])
    start_s = max(arrive_s, window.start_s)
    return TimedStop(
        stop, window, arrive_s, start_s, start_s + setup_s + stop.service_s, leg_s, leg_m
    )


def _latest_loading(problem: HubProblem, shift: Vehicle, route: TimedRoute) -> int:
    """The latest first loading that still gives the same last return and breaks no bound."""
    hub = problem.hub
    by_s = route.trips[-1].return_s
    for number in reversed(range(len(route.trips))):
        trip = route.trips[number]
        by_s -= trip.return_leg_s
        for timed in reversed(trip.stops):
            busy_s = shift.setup_s + timed.stop.service_s
            # A drop that may be late gets no later for the driver's pay.
            start_s = min(by_s, max(timed.stop.promise_s, timed.leave_s)) - busy_s
            by_s = min(start_s, timed.window.end_s) - timed.leg_s
        by_s = min(by_s, hub.closes_s) - hub.loading_s
        if number and route.rest and route.rest[1] <= trip.loading_s:
            before = route.trips[number - 1]
            if before.return_s <= route.rest[0]:
                by_s = _before_rest(shift.rest, by_s)
    return by_s


def _before_rest(rest: Break | None, by_s: int) -> int:
    """When the trip before a break has to be back, if the break is to be over at `by_s`."""
    return by_s if rest is None else min(by_s, rest.latest_s) - rest.duration_s
