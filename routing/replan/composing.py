"""A hub's plan in the middle of its day: what was done, what is under way, what comes after."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.plan.assembly import collections_of, write_routes
from routing.plan.model import HubPlan, Trip
from routing.plan.streets import hops_of, streets_of
from routing.plan.writer import TripWriter, route_of
from routing.problem.picked import as_picked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from routing.fleet.model import Hub
    from routing.orders.locating import CityView
    from routing.orders.model import HubOrder, Order
    from routing.plan.model import Collection, HubPicking, Rest, Route, Stop
    from routing.plan.second_look import HubDay
    from routing.plan.streets import Streets
    from routing.problem.model import HubProblem
    from routing.replan.courses import Begun
    from routing.replan.under_way import Ahead

Later = tuple[tuple[Trip, ...], tuple["Rest", ...]]
"""A vehicle's trips and breaks after those that it has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What a hub's plan is made of.

    Attributes
    ----------
    hub
        As the day has it.
    begun
        What its vehicles go through with, by their ids, in the day's order.
    problem
        What that was reckoned with.
    orders
        Every order of the hub that is on a stop or among its collections, history included.
    known
        Every order of the day, called off or not, by its id: what failed on a trip may be another
        hub's by now.
    before
        Its plan as it stands.
    missing
        Orders that pickers did not find.
    picking
        Who picks what.
    picked
        Orders that are.
    now_s
        The moment.
    """

    hub: Hub
    begun: Mapping[str, Begun]
    problem: HubProblem
    orders: Sequence[HubOrder]
    before: HubPlan | None
    known: Mapping[str, Order] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    picking: HubPicking | None = None
    picked: frozenset[str] = frozenset()
    now_s: int = 0

    def plan(self, later: Mapping[str, Later], city: CityView) -> HubPlan:
        """The hub's plan with these trips after what has begun, by vehicle."""
        streets = self._streets(city)
        return HubPlan(
            hub_id=self.hub.hub_id,
            name=self.hub.name,
            lat=self.hub.lat,
            lon=self.hub.lon,
            routes=tuple(
                self._route(own, later.get(vehicle_id, ((), ())), streets)
                for vehicle_id, own in self.begun.items()
            ),
            collections=tuple(self._collections()),
            picking=self.picking,
        )

    def _collections(self) -> Iterator[Collection]:
        was = {item.order_id: item for item in (self.before.collections if self.before else ())}
        there = [item for item in self.orders if item.order.order_id not in self.missing]
        for item in collections_of(there, self.picking):
            known = was.get(item.order_id)
            on_its_own = "ready" if item.order_id in self.picked else "planned"
            status = known.status if known else on_its_own
            if status == "ready" and item.ready_s > self.now_s:
                # By the clock it was, and its row knows better.
                status = "planned"
            yield replace(item, status=status)

    def _route(self, own: Begun, later: Later, streets: Mapping[str, Streets]) -> Route:
        by_id = {item.order.order_id: item for item in self.orders}
        begun = []
        for ahead in own.trips:
            street = streets.get(own.vehicle.kind)
            trip = self._trip(own, ahead, street, by_id)
            # Of a trip whose orders were all called off, or are stranded, nothing is left.
            begun += [trip] if trip.stops else []
        trips, rests = later
        return route_of(own.vehicle, [*begun, *_numbered(begun, trips)], [*own.rests, *rests])

    def _trip(
        self, own: Begun, ahead: Ahead, street: Streets | None, orders: Mapping[str, HubOrder]
    ) -> Trip:
        trip = ahead.trip
        stops: tuple[Stop, ...] = trip.stops
        return_shape = trip.return_shape
        if street is not None and (ahead.stops or trip.status == "departed"):
            hops = list(hops_of(ahead.stops, ahead.left_s, ahead.start))
            shapes = [street.shape(hop) for hop in hops]
            writer = TripWriter(self.problem, own.vehicle, street, orders)
            written = [
                writer.stop(stop, shape)
                for stop, shape in zip(ahead.stops, shapes[:-1], strict=True)
            ]
            is_driving = trip.status == "departed" and not (stops and stops[-1].status == "arrived")
            if is_driving and written:
                written[0] = replace(written[0], status="next", held_up_s=ahead.held_up_s)
            stops = (*stops, *written)
            return_shape = shapes[-1]
        stops = tuple(_as_late_as_it_is(stop, orders) for stop in stops)
        ids = dict.fromkeys(one for stop in stops for one in stop.order_ids)
        on_board = [self.known[one] for one in ids if one in self.known]
        return replace(
            trip,
            stops=stops,
            return_s=ahead.return_s,
            return_leg_s=ahead.return_leg_s,
            return_leg_m=ahead.return_leg_m,
            return_shape=return_shape,
            weight_g=sum(order.weight_g for order in on_board),
            volume_ml=sum(order.volume_ml for order in on_board),
        )

    def _streets(self, city: CityView) -> dict[str, Streets]:
        """The legs ahead of every kind of vehicle, in one call each."""
        hops: dict[str, list[tuple[int, int, int]]] = {}
        for own in self.begun.values():
            for ahead in own.trips:
                if ahead.stops or ahead.trip.status == "departed":
                    legs = hops_of(ahead.stops, ahead.left_s, ahead.start)
                    hops.setdefault(own.vehicle.kind, []).extend(legs)
        return {
            kind: streets_of(self.problem.sites, own, city, kind)
            for kind, own in sorted(hops.items())
        }


def _as_late_as_it_is(stop: Stop, orders: Mapping[str, HubOrder]) -> Stop:
    """A stop with the lateness that its customers see: zones end, and promises do not."""
    if stop.status == "failed":
        return stop
    late_s = [
        (stop.leave_s if item.point_id else stop.start_s) - item.promised_by_s
        for one in stop.order_ids
        if (item := orders.get(one)) is not None
    ]
    return replace(stop, late_s=max(0, *late_s)) if late_s else stop


def _numbered(begun: Sequence[Trip], trips: Sequence[Trip]) -> list[Trip]:
    """Later trips with ids that none before has; one that has such an id keeps it."""
    taken = {trip.trip_id for trip in begun}
    numbered = []
    for trip in trips:
        trip_id = trip.trip_id
        stem, _, number = trip_id.rpartition("-")
        while trip_id in taken:
            number = str(int(number) + 1)
            trip_id = f"{stem}-{number}"
        taken.add(trip_id)
        numbered.append(replace(trip, trip_id=trip_id))
    return numbered


def planned_later(day: HubDay, orders: Sequence[HubOrder], city: CityView) -> dict[str, Later]:
    """The trips that a hub's solution has, by vehicle."""
    problem = as_picked(day.problem, day.solution.picking)
    written = write_routes(problem, day.solution, orders, city)
    return {
        problem.vehicles[index].vehicle_id: trips_and_rests
        for index, trips_and_rests in written.items()
    }


def kept_later(
    plan: HubPlan | None, begun: Mapping[str, Begun], standing: frozenset[str]
) -> dict[str, Later]:
    """The trips that a plan has after what has begun, as they are."""
    later = {}
    for route in plan.routes if plan else ():
        own = begun.get(route.vehicle_id)
        if own is None:
            continue
        known = {ahead.trip.trip_id for ahead in own.trips}
        trips = tuple(
            replace(trip, status="planned")
            for trip in route.trips
            if trip.trip_id not in known
            and not any(one in standing for stop in trip.stops for one in stop.order_ids)
        )
        rests = () if own.rests else route.breaks
        if trips:
            later[route.vehicle_id] = trips, rests
    return later
