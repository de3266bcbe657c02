"""How every vehicle of a hub goes on: which of its trips stand, and from when it is free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.model import Rest
from routing.plan.statuses import BEGUN, LEFT, REACHED
from routing.problem.model import NEVER_S
from routing.replan.sequence import best_sequence
from routing.replan.under_way import Ahead, Course, Pause, go_on
from routing.standing.visits import stranded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from routing.fleet.model import Vehicle
    from routing.plan.model import HubPlan, Route, Stop, Trip
    from routing.problem.model import HubProblem
    from routing.standing.model import VehicleStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a vehicle has begun and will go through with.

    Attributes
    ----------
    trips
        Those that are over, under way, or closed.
    free_s
        When it is at the hub for another.
    begun_s
        When its work began; ``None`` if it has not.
    metres
        What these trips come to.
    rests
        The breaks had, or to be had on these trips.
    """

    vehicle: Vehicle
    trips: tuple[Ahead, ...]
    free_s: int
    begun_s: int | None
    metres: int
    rests: tuple[Rest, ...]

    @property
    def order_ids(self) -> frozenset[str]:
        """The orders that these trips have handed over, or are handing over."""
        stops = (stop for ahead in self.trips for stop in ahead.trip.stops)
        return frozenset(
            order_id for stop in stops if stop.status != "failed" for order_id in stop.order_ids
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What decides which trips stand.

    Attributes
    ----------
    freeze_s
        A trip that departs so soon is closed.
    is_released
        Whether the plan is what vehicles follow; a draft's trips wait for being released.
    kept_routes
        Vehicles whose routes stand as they are.
    kept_places
        Orders whose stops keep their places, and so what comes before them.
    min_gain_eur
        As `routing.day.model.ReplanSettings`.
    """

    now_s: int
    freeze_s: int
    is_released: bool
    kept_routes: Collection[str] = ()
    kept_places: Collection[str] = ()
    min_gain_eur: float = 0.0


def places_left(hub: HubPlan) -> tuple[tuple[float, float], ...]:
    """Where vehicles of a hub are that have stops ahead: at the stop that they reached last."""
    places = []
    for trip in (trip for route in hub.routes for trip in route.trips):
        if trip.status == "departed":
            reached = [stop for stop in trip.stops if stop.status in REACHED]
            places += [(stop.lat, stop.lon) for stop in reached[-1:]]
    return tuple(places)


def standing_orders(hub: HubPlan, rules: Rules) -> frozenset[str]:
    """The orders on stops ahead of trips that may have to stand."""
    return frozenset(
        order_id
        for route in hub.routes
        for trip in _may_stand(route, rules)
        for stop in trip.stops
        if stop.status not in REACHED
        for order_id in stop.order_ids
    )


def drives_on(route: Route, rules: Rules) -> bool:
    """Whether a route has a trip that may have to stand, and is not over."""
    return any(trip.status != "returned" for trip in _may_stand(route, rules))


def _may_stand(route: Route, rules: Rules) -> list[Trip]:
    """Trips that have begun, and those after them that are closed; some are passed over."""
    stands = []
    for trip in sorted(route.trips, key=lambda trip: trip.status not in BEGUN):
        if trip.status == "planned" and route.vehicle_id not in rules.kept_routes:
            break
        stands.append(trip)
    return stands


def begun_by(
    problem: HubProblem,
    own: Vehicle,
    route: Route,
    standing: VehicleStanding,
    rules: Rules,
    *,
    free_from_s: int = 0,
) -> Begun:
    """How a vehicle goes on.

    Parameters
    ----------
    problem
        With a task for every order of `standing_orders`, and a site for every place of
        `places_left`.
    route
        As it stands.
    free_from_s
        When the shift before it on the same vehicle is over.
    """
    course = Course(problem, own, rules.now_s)
    number_of = {task.order_id: number for number, task in enumerate(problem.tasks)}
    free_s = max(own.shift_start_s, problem.hub.opens_s, free_from_s)
    if standing.back_from_s is not None:
        free_s = max(free_s, standing.back_from_s)
    aheads: list[Ahead] = []
    rests = [rest for rest in route.breaks if _was_had(rest, route, rules.now_s)]
    for trip in _may_stand(route, rules):
        open_stops = [stop for stop in trip.stops if stop.status not in REACHED]
        tasks = [
            [number_of[one] for one in stop.order_ids if one in number_of] for stop in open_stops
        ]
        tasks = [stop for stop in tasks if stop]
        due = None if rests else _pause(own, route, open_stops, number_of)
        if standing.out_since_s is not None:
            # Whoever broke down has its last stop behind it.
            tasks = []
        rest = None if rests or trip.status in LEFT else _at_hub(route, trip, free_s)
        may_load_s = free_s if rest is None else rest.end_s
        ahead = go_on(course, trip, tasks, standing=standing, free_s=may_load_s, pause=due)
        if standing.out_since_s is not None:
            ahead = _given_up(ahead, open_stops, standing.out_since_s)
        if _waits(ahead, rules) and route.vehicle_id not in rules.kept_routes:
            break
        if trip.status not in BEGUN and not _can_load(own, trip):
            break
        kept = _kept_stops(problem, own, tasks, rules)
        if trip.status == "departed" and len(tasks) - kept > 1:
            gain_eur = rules.min_gain_eur
            ahead = best_sequence(course, ahead, tasks, due, min_gain_eur=gain_eur, kept=kept)
        aheads.append(ahead)
        rests += [one for one in (rest, ahead.rest) if one is not None]
        free_s = ahead.return_s
    if standing.new_delay_s and all(ahead.trip.status == "returned" for ahead in aheads):
        # What it is to load next it can load so much later only.
        stands = {ahead.trip.trip_id for ahead in aheads}
        waiting = [trip.loading_s for trip in route.trips if trip.trip_id not in stands]
        free_s = max([free_s, *(loading_s + standing.new_delay_s for loading_s in waiting[:1])])
    worked = [ahead.trip.loading_s for ahead in aheads]
    return Begun(
        vehicle=own,
        trips=tuple(aheads),
        free_s=free_s,
        begun_s=min(worked, default=None),
        metres=sum(_metres(ahead) for ahead in aheads),
        rests=tuple(rests),
    )


def _kept_stops(
    problem: HubProblem, own: Vehicle, stops: Sequence[Sequence[int]], rules: Rules
) -> int:
    """How many of the stops ahead keep their places; the one that is being driven to does."""
    if own.vehicle_id in rules.kept_routes:
        return len(stops)
    held = [
        number
        for number, tasks in enumerate(stops, start=1)
        if any(problem.tasks[task].order_id in rules.kept_places for task in tasks)
    ]
    return max(held, default=1)


def _given_up(ahead: Ahead, stops: Sequence[Stop], out_s: int) -> Ahead:
    """A trip that cannot go on; what is on board is kept in mind there, and stays there."""
    trip = ahead.trip
    at_s = max([out_s, trip.depart_s, *(stop.leave_s for stop in trip.stops)])
    given_up = (stranded(stop, at_s) for stop in stops)
    return replace(ahead, trip=replace(trip, stops=(*trip.stops, *given_up)))


def _waits(ahead: Ahead, rules: Rules) -> bool:
    """Whether a trip that should be closed leaves so late that it need not be."""
    return (
        ahead.trip.status not in BEGUN and ahead.trip.depart_s - rules.now_s > rules.freeze_s
    ) or (ahead.trip.status not in BEGUN and not rules.is_released)


def _can_load(own: Vehicle, trip: Trip) -> bool:
    """Whether a trip is still what the vehicle may carry, whose row may be another by now."""
    requires = frozenset(skill for stop in trip.stops for skill in stop.requires)
    return own.could_carry(trip.weight_g, trip.volume_ml, requires) and (
        own.max_stops is None or len(trip.stops) <= own.max_stops
    )


def _was_had(rest: Rest, route: Route, now_s: int) -> bool:
    """Whether a break was had, or is being had: where its vehicle stood, or stands."""
    here = (stop for trip in route.trips for stop in trip.stops if stop.status == "arrived")
    if any(_is_at((rest,), stop) for stop in here):
        return True
    return rest.start_s <= now_s and any(
        from_s <= rest.start_s and rest.end_s <= to_s for from_s, to_s in _stood(route)
    )


def _stood(route: Route) -> Iterator[tuple[int, int]]:
    """From when to when a vehicle stood somewhere; without end where it still stands."""
    back_s = -NEVER_S
    for trip in route.trips:
        yield back_s, trip.loading_s
        if trip.status not in LEFT:
            return
        for stop in trip.stops:
            if stop.status in REACHED:
                yield stop.arrive_s, NEVER_S if stop.status == "arrived" else stop.leave_s
        if trip.status != "returned":
            return
        back_s = trip.return_s
    yield back_s, NEVER_S


def _pause(
    own: Vehicle, route: Route, stops: Sequence[Stop], number_of: Mapping[str, int]
) -> Pause | None:
    """The break that was planned at one of some stops."""
    if own.rest is None:
        return None
    for stop in stops:
        known = [number_of[one] for one in stop.order_ids if one in number_of]
        if known and _is_at(route.breaks, stop):
            return Pause(own.rest, known[0])
    return None


def _at_hub(route: Route, trip: Trip, free_s: int) -> Rest | None:
    """The break that is planned at the hub before a trip, no earlier than the vehicle is there."""
    before = [one.return_s for one in route.trips if one.return_s <= trip.loading_s]
    for rest in route.breaks:
        if before and before[-1] <= rest.start_s and rest.end_s <= trip.loading_s:
            start_s = max(rest.start_s, free_s)
            return Rest(start_s=start_s, end_s=start_s + rest.end_s - rest.start_s)
    return None


def _is_at(rests: Sequence[Rest], stop: Stop) -> bool:
    return any(stop.arrive_s <= rest.start_s and rest.end_s <= stop.start_s for rest in rests)


def _metres(ahead: Ahead) -> int:
    legs = sum(stop.leg_m for stop in ahead.trip.stops) + sum(stop.leg_m for stop in ahead.stops)
    return legs + ahead.return_leg_m


def loadings(begun: Mapping[str, Begun], now_s: int, loading_s: int) -> tuple[tuple[int, int], ...]:
    """When the bays are taken by trips that stand, from now on."""
    starts = (ahead.trip.loading_s for own in begun.values() for ahead in own.trips)
    return tuple(
        (start_s, start_s + loading_s) for start_s in starts if start_s + loading_s > now_s
    )
