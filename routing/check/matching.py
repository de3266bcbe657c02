"""A plan's routes, trips and stops side by side with what the day says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.check.breach import Where
from routing.check.promises import Window, intersection, stop_window
from routing.orders.model import Channel, Order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.check.facts import Facts
    from routing.fleet.model import CollectionPoint, Hub, Vehicle
    from routing.plan.model import HubPlan, Pick, Plan, Route, Stop, Trip

# The contract: times of stops already reached are what happened.
REACHED = frozenset({"arrived", "done", "failed"})
HAS_LEFT = frozenset({"departed", "returned"})
_BEGUN = HAS_LEFT | {"loading", "loaded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StopMatch:
    """A stop and the orders it names.

    Attributes
    ----------
    orders
        The orders of the stop that the day knows, each once.
    complete
        Whether the day knows all of them; what is summed over orders means nothing otherwise.
    points
        The places of collection where the stop drops orders.
    position
        Where the day says that the stop is: of its orders' places the one nearest to the stop's
        own position. Where it failed, or was dropped for collection, the stop's own: its order
        may go elsewhere by now, or the place be entered anew. ``None`` where the day knows none.
    windows
        One window an order.
    left_before_s
        When the vehicle left the stop before, or the hub.
    """

    where: Where
    stop: Stop
    orders: tuple[Order, ...]
    complete: bool
    points: tuple[CollectionPoint, ...]
    position: tuple[float, float] | None
    windows: tuple[Window, ...]
    left_before_s: int

    @property
    def reached(self) -> bool:
        """Whether its times are what happened."""
        return self.stop.status in REACHED

    @property
    def same_day(self) -> tuple[Order, ...]:
        """Its orders that are handed over at the door."""
        return tuple(order for order in self.orders if order.channel is Channel.SAME_DAY)

    @property
    def window(self) -> Window | None:
        """Give the orders' common window; ``None`` where some order's is unknown."""
        if not self.complete or not self.windows or len(self.windows) < len(self.orders):
            return None
        return intersection(self.windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class TripMatch:
    """A trip with its hub and vehicle, ``None`` where the day knows none of that name.

    `locked` says whether its whole route is, and not just some orders on it.
    """

    where: Where
    trip: Trip
    hub: Hub | None
    vehicle: Vehicle | None
    stops: tuple[StopMatch, ...]
    locked: bool

    @property
    def begun(self) -> bool:
        """Whether it is being loaded, or further: what is on board is driven as it can be."""
        return has_begun(self.trip)

    @property
    def settled(self) -> bool:
        """Whether it is begun, closed or locked, so that nothing on it can go elsewhere."""
        return self.begun or self.trip.status == "closed" or self.locked

    @property
    def served(self) -> bool:
        """Whether every stop was reached, so that none of its times is a forecast."""
        return bool(self.stops) and all(stop.reached for stop in self.stops)

    @property
    def orders(self) -> tuple[Order, ...] | None:
        """Give what the trip carries, each order once; ``None`` if the day misses one of them."""
        if not all(stop.complete for stop in self.stops):
            return None
        return tuple({o.order_id: o for stop in self.stops for o in stop.orders}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteMatch:
    """A route with its hub and vehicle."""

    where: Where
    route: Route
    hub: Hub | None
    vehicle: Vehicle | None
    trips: tuple[TripMatch, ...]

    @property
    def settled(self) -> bool:
        """Whether its last trip is, so that there is nothing left to plan."""
        return bool(self.trips) and self.trips[-1].settled


@dataclass(frozen=True, slots=True, kw_only=True)
class HubMatch:
    """A hub's plan and the hub, and who picks what there by order."""

    where: Where
    plan: HubPlan
    hub: Hub | None
    routes: tuple[RouteMatch, ...]
    picks: Mapping[str, Pick]


def has_begun(trip: Trip) -> bool:
    """Whether a trip is being loaded, or further."""
    return trip.status in _BEGUN or any(stop.status in REACHED for stop in trip.stops)


def match_plan(plan: Plan, facts: Facts) -> tuple[HubMatch, ...]:
    """Put every hub, route, trip and stop of a plan beside what the day says of it."""
    return tuple(_match_hub(hub_plan, facts) for hub_plan in plan.hubs)


def _match_hub(hub_plan: HubPlan, facts: Facts) -> HubMatch:
    hub = facts.hubs.get(hub_plan.hub_id)
    where = Where(hub_id=hub_plan.hub_id)
    routes = tuple(_match_route(route, hub, where, facts) for route in hub_plan.routes)
    days = hub_plan.picking.pickers if hub_plan.picking else ()
    picks = {pick.order_id: pick for day in days for pick in day.picks}
    return HubMatch(where=where, plan=hub_plan, hub=hub, routes=routes, picks=picks)


def _match_route(route: Route, hub: Hub | None, at_hub: Where, facts: Facts) -> RouteMatch:
    vehicle = facts.vehicles.get(route.vehicle_id)
    where = replace(at_hub, vehicle_id=route.vehicle_id)
    stops = [stop for trip in route.trips for stop in trip.stops]
    trips = tuple(
        TripMatch(
            where=(at_trip := replace(where, trip_id=trip.trip_id)),
            trip=trip,
            hub=hub,
            vehicle=vehicle,
            stops=tuple(_match_stops(trip, hub, at_trip, facts)),
            locked=bool(stops) and all(stop.locked for stop in stops),
        )
        for trip in route.trips
    )
    return RouteMatch(where=where, route=route, hub=hub, vehicle=vehicle, trips=trips)


def _match_stops(trip: Trip, hub: Hub | None, at_trip: Where, facts: Facts) -> Iterator[StopMatch]:
    left_before_s = trip.depart_s
    for stop in trip.stops:
        ids = tuple(dict.fromkeys(stop.order_ids))
        orders = tuple(facts.orders[one] for one in ids if one in facts.orders)
        points = {
            point.point_id: point for order in orders if (point := facts.point(order)) is not None
        }
        windows = () if hub is None else (stop_window(order, hub, facts) for order in orders)
        yield StopMatch(
            where=replace(at_trip, order_ids=stop.order_ids),
            stop=stop,
            orders=orders,
            complete=bool(ids) and len(orders) == len(ids),
            points=tuple(points.values()),
            position=_position(stop, orders, facts),
            windows=tuple(window for window in windows if window is not None),
            left_before_s=left_before_s,
        )
        left_before_s = stop.leave_s


def _position(stop: Stop, orders: tuple[Order, ...], facts: Facts) -> tuple[float, float] | None:
    if stop.status == "failed" or (stop.status in REACHED and stop.point_id is not None):
        return stop.lat, stop.lon
    known = [at for order in orders if (at := facts.position(order)) is not None]
    return min(
        known,
        key=lambda at: abs(at[0] - stop.lat) + abs(at[1] - stop.lon),
        default=None,
    )
