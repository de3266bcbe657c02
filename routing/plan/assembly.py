"""From a hub's solution to its plan: exact times, street geometry, key figures."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polyline

from routing.plan.model import Collection, HubPlan, Rest, Route, Stop, Trip
from routing.plan.pickers import picking_of
from routing.problem.model import NEVER_S
from routing.problem.picked import as_picked
from routing.problem.timing import TimedRoute, TimedStop, TimedTrip, time_solution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from maps.travel import Leg
    from routing.fleet.model import Vehicle
    from routing.orders.locating import CityView
    from routing.orders.model import HubOrder
    from routing.plan.model import HubPicking
    from routing.problem.model import HubProblem, Solution, Task, Window

SHAPE_PRECISION = 5


_Hop = tuple[int, int, int]
"""A leg of a trip: the site it leaves, the site it goes to, the second of its departure."""


@dataclass(frozen=True, slots=True)
class _Street:
    """Where a site's legs end for one kind of vehicle, and the legs between sites."""

    road: Sequence[tuple[float, float]]
    legs: Mapping[_Hop, Leg]

    def shape(self, hop: _Hop) -> str:
        leg = self.legs[hop]
        return polyline.encode(
            list(zip(leg.lat.tolist(), leg.lon.tolist(), strict=True)), SHAPE_PRECISION
        )


def assemble(
    problem: HubProblem, solution: Solution, orders: Sequence[HubOrder], city: CityView
) -> HubPlan:
    """The plan of one hub.

    Parameters
    ----------
    problem
        The hub's problem.
    solution
        Routes that keep every bound (`routing.plan.mending`).
    orders
        All orders that the hub prepares, those that are collected there included.
    city
        The map that gives the legs their streets.
    """
    hub, picking = problem.hub, None
    if problem.picking is not None and solution.picking is not None:
        picking = picking_of(problem.picking, solution.picking)
    problem = as_picked(problem, solution.picking)
    timed = time_solution(problem, solution)
    streets = _streets(problem, timed, city)
    by_id = {item.order.order_id: item for item in orders}
    routes = [
        _Writer(problem, vehicle, streets.get(vehicle.kind), by_id).route(timed.get(index))
        for index, vehicle in enumerate(problem.vehicles)
    ]
    return HubPlan(
        hub_id=hub.hub_id,
        name=hub.name,
        lat=hub.lat,
        lon=hub.lon,
        routes=tuple(routes),
        collections=tuple(_collections(orders, picking)),
        picking=picking,
    )


def _collections(orders: Sequence[HubOrder], picking: HubPicking | None) -> Iterator[Collection]:
    """What is collected where it is prepared; not what nobody has time to pick."""
    picks = (pick for shift in (picking.pickers if picking else ()) for pick in shift.picks)
    picked_s = {pick.order_id: pick.ready_s for pick in picks}
    for item in orders:
        order_id = item.order.order_id
        if item.place is not None or (item.is_picked and order_id not in picked_s):
            continue
        ready_s = picked_s.get(order_id, item.ready_s)
        yield Collection(
            order_id=order_id,
            ready_s=ready_s,
            window_end_s=item.window_end_s,
            late_s=max(0, ready_s - item.window_end_s),
        )


def _streets(
    problem: HubProblem, timed: Mapping[int, TimedRoute], city: CityView
) -> dict[str, _Street]:
    """Each driven leg, all of a kind in one call."""
    lat, lon = np.array(problem.sites).T
    streets = {}
    for kind in sorted({problem.vehicles[index].kind for index in timed}):
        pairs = sorted(
            {
                pair
                for index, route in timed.items()
                if problem.vehicles[index].kind == kind
                for trip in route.trips
                for pair in _hops(trip)
            }
        )
        travel = city.travel_times(kind)
        snaps = travel.snap(lat, lon)
        origins, destinations, departures_s = np.array(pairs, np.int64).reshape(-1, 3).T
        legs = travel.legs(
            snaps.take(origins), snaps.take(destinations), at_s=departures_s.tolist()
        )
        road = list(zip(snaps.road_lat.tolist(), snaps.road_lon.tolist(), strict=True))
        streets[kind] = _Street(road, dict(zip(pairs, legs, strict=True)))
    return streets


def _hops(trip: TimedTrip) -> Iterator[_Hop]:
    sites = [0, *(stop.site for stop in trip.stops), 0]
    departures_s = [trip.depart_s, *(stop.leave_s for stop in trip.stops)]
    for (start, goal), depart_s in zip(itertools.pairwise(sites), departures_s, strict=True):
        yield start, goal, depart_s


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one vehicle's route."""

    problem: HubProblem
    vehicle: Vehicle
    street: _Street | None
    orders: Mapping[str, HubOrder]

    def route(self, timed: TimedRoute | None) -> Route:
        own = self.vehicle
        if timed is None or self.street is None:
            return Route(
                vehicle_id=own.vehicle_id,
                driver_id=own.driver_id,
                kind=own.kind,
                vehicle_cents=0,
            )
        trips = tuple(
            self._trip(trip, f"{own.vehicle_id}-{number}", self.street)
            for number, trip in enumerate(timed.trips, start=1)
        )
        stops = [stop for trip in trips for stop in trip.stops]
        return Route(
            vehicle_id=own.vehicle_id,
            driver_id=own.driver_id,
            kind=own.kind,
            trips=trips,
            breaks=(Rest(start_s=timed.rest[0], end_s=timed.rest[1]),) if timed.rest else (),
            distance_m=timed.distance_m,
            driving_s=sum(t.return_leg_s for t in trips) + sum(stop.leg_s for stop in stops),
            service_s=sum(stop.setup_s + stop.service_s for stop in stops),
            waiting_s=sum(stop.start_s - stop.arrive_s for stop in stops) - _rested_s(timed),
            cost_cents=round(100 * timed.figures.cost_eur),
            vehicle_cents=round(100 * own.rates.eur_per_vehicle),
            co2_g=round(own.rates.co2_g_per_km * timed.distance_m / 1000),
        )

    def _trip(self, timed: TimedTrip, trip_id: str, street: _Street) -> Trip:
        tasks = [self.problem.tasks[index] for stop in timed.stops for index in stop.tasks]
        shapes = [street.shape(hop) for hop in _hops(timed)]
        return Trip(
            trip_id=trip_id,
            loading_s=timed.loading_s,
            depart_s=timed.depart_s,
            return_s=timed.return_s,
            weight_g=sum(task.weight_g for task in tasks),
            volume_ml=sum(task.volume_ml for task in tasks),
            stops=tuple(
                self._stop(stop, shape, street)
                for stop, shape in zip(timed.stops, shapes[:-1], strict=True)
            ),
            return_leg_s=timed.return_leg_s,
            return_leg_m=timed.return_leg_m,
            return_shape=shapes[-1],
        )

    def _stop(self, timed: TimedStop, shape: str, street: _Street) -> Stop:
        tasks = [self.problem.tasks[index] for index in timed.tasks]
        items = [self.orders[task.order_id] for task in tasks]
        places = [item.place for item in items if item.place]
        vaguest = max(places, key=lambda place: place.accuracy_m)
        drops = [task.drop for task in tasks if task.drop]
        road_lat, road_lon = street.road[timed.site]
        return Stop(
            order_ids=tuple(task.order_id for task in tasks),
            lat=places[0].lat,
            lon=places[0].lon,
            road_lat=round(road_lat, 7),
            road_lon=round(road_lon, 7),
            located=vaguest.located.value,
            accuracy_m=vaguest.accuracy_m,
            arrive_s=timed.arrive_s,
            start_s=timed.start_s,
            leave_s=timed.leave_s,
            window_start_s=max(_promise(task, timed.window).start_s for task in tasks),
            window_end_s=min(
                task.drop.leave_by_s if task.drop else _promise(task, timed.window).end_s
                for task in tasks
            ),
            setup_s=self.vehicle.setup_s,
            service_s=timed.service_s,
            leg_s=timed.leg_s,
            leg_m=timed.leg_m,
            shape=shape,
            late_s=timed.late_s,
            lines=sum(item.order.lines or 0 for item in items),
            requires=tuple(sorted({skill for task in tasks for skill in task.requires})),
            point_id=drops[0].point_id if drops else None,
            street_opens_s=_unless(timed.window.open_from_s, -NEVER_S),
            street_closes_s=_unless(timed.window.leave_by_s, NEVER_S),
            surcharge_cents=sum(item.surcharge_cents for item in items),
        )


def _rested_s(timed: TimedRoute) -> int:
    """Seconds of the break that is taken at a stop."""
    if timed.rest is None:
        return 0
    stops = (stop for trip in timed.trips for stop in trip.stops)
    at_a_stop = any(stop.arrive_s <= timed.rest[0] < stop.start_s for stop in stops)
    return timed.rest[1] - timed.rest[0] if at_a_stop else 0


def _promise(task: Task, chosen: Window) -> Window:
    """The window that was promised; where nothing else is known, the one that was chosen."""
    return task.promise or chosen


def _unless(second: int, never_s: int) -> int | None:
    return None if second == never_s else second
