"""Trips and stops as the plan has them, and what a vehicle's day comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.plan.model import Rest, Route, Stop, Trip
from routing.plan.streets import hops_of
from routing.problem.model import NEVER_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routing.fleet.model import Vehicle
    from routing.orders.model import HubOrder
    from routing.plan.streets import Streets
    from routing.problem.model import HubProblem, Task, Window
    from routing.problem.timing import TimedStop, TimedTrip


def route_of(own: Vehicle, trips: Sequence[Trip], breaks: Sequence[Rest] = ()) -> Route:
    """A vehicle's day with its figures; without trips it stays at the hub and costs nothing."""
    stops = [stop for trip in trips for stop in trip.stops]
    metres = sum(t.return_leg_m for t in trips) + sum(stop.leg_m for stop in stops)
    cents = vehicle_cents = 0
    if trips:
        paid_s = trips[-1].return_s - trips[0].loading_s
        rates = own.rates
        vehicle_cents = round(100 * rates.eur_per_vehicle)
        cents = round(
            100
            * (
                rates.eur_per_vehicle
                + rates.eur_per_h * paid_s / 3600
                + rates.eur_per_km * metres / 1000
            )
        )
    return Route(
        vehicle_id=own.vehicle_id,
        driver_id=own.driver_id,
        kind=own.kind,
        trips=tuple(trips),
        breaks=tuple(breaks),
        distance_m=metres,
        driving_s=sum(t.return_leg_s for t in trips) + sum(stop.leg_s for stop in stops),
        service_s=sum(stop.setup_s + stop.service_s for stop in stops),
        waiting_s=sum(stop.start_s - stop.arrive_s - _rested_s(stop, breaks) for stop in stops),
        cost_cents=cents,
        vehicle_cents=vehicle_cents,
        co2_g=round(own.rates.co2_g_per_km * metres / 1000),
    )


def _rested_s(stop: Stop, breaks: Iterable[Rest]) -> int:
    """Seconds of breaks that are taken at a stop before its service.

    A break whose times were planned and that began before the vehicle was there counts from then.
    """
    return sum(
        max(0, min(rest.end_s, stop.start_s) - max(rest.start_s, stop.arrive_s)) for rest in breaks
    )


@dataclass(frozen=True, slots=True)
class TripWriter:
    """Writes trips of one vehicle, whose tasks a problem has."""

    problem: HubProblem
    vehicle: Vehicle
    street: Streets
    orders: Mapping[str, HubOrder]

    def trip(self, timed: TimedTrip, trip_id: str) -> Trip:
        """One trip from the hub and back."""
        tasks = [self.problem.tasks[index] for stop in timed.stops for index in stop.tasks]
        shapes = [self.street.shape(hop) for hop in hops_of(timed.stops, timed.depart_s)]
        return Trip(
            trip_id=trip_id,
            loading_s=timed.loading_s,
            depart_s=timed.depart_s,
            return_s=timed.return_s,
            weight_g=sum(task.weight_g for task in tasks),
            volume_ml=sum(task.volume_ml for task in tasks),
            stops=tuple(
                self.stop(stop, shape) for stop, shape in zip(timed.stops, shapes[:-1], strict=True)
            ),
            return_leg_s=timed.return_leg_s,
            return_leg_m=timed.return_leg_m,
            return_shape=shapes[-1],
        )

    def stop(self, timed: TimedStop, shape: str) -> Stop:
        """One stop, and the leg that leads to it."""
        tasks = [self.problem.tasks[index] for index in timed.tasks]
        items = [self.orders[task.order_id] for task in tasks]
        places = [item.place for item in items if item.place]
        vaguest = max(places, key=lambda place: place.accuracy_m)
        drops = [task.drop for task in tasks if task.drop]
        road_lat, road_lon = self.street.road[timed.site]
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
            requires=tuple(sorted({skill for item in items for skill in item.order.requires})),
            point_id=drops[0].point_id if drops else None,
            street_opens_s=_unless(timed.window.open_from_s, -NEVER_S),
            street_closes_s=_unless(timed.window.leave_by_s, NEVER_S),
            surcharge_cents=sum(item.surcharge_cents for item in items),
        )


def _promise(task: Task, chosen: Window) -> Window:
    """The window that was promised; where nothing else is known, the one that was chosen."""
    return task.promise or chosen


def _unless(second: int, never_s: int) -> int | None:
    return None if second == never_s else second
