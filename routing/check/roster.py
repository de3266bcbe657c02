"""The hubs and vehicles of a plan are the day's: each once, in its own place, with its driver."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.check.facts import Facts
    from routing.check.matching import HubMatch, RouteMatch, TripMatch
    from routing.plan.model import Plan

_SAME_POSITION_DEG = 1e-5


def roster_breaches(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give what is wrong with which hubs, vehicles and trips the plan lists."""
    yield from _hub_breaches(hubs, facts)
    yield from _point_breaches(plan, facts)
    routes = tuple(route for hub in hubs for route in hub.routes)
    yield from _vehicle_breaches(routes, facts)
    yield from _asset_breaches(routes, facts)
    yield from _trip_id_breaches(routes)
    yield from _order_hub_breaches(plan, hubs, facts)


def _hub_breaches(hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    listed = Counter(match.plan.hub_id for match in hubs)
    for hub_id in (one for one in facts.hubs if one not in listed):
        yield Where(hub_id=hub_id).breach(
            "hub-missing", "it is not in the plan; every hub is listed, also without any work."
        )
    for hub_id, times in listed.items():
        if times > 1:
            yield Where(hub_id=hub_id).breach(
                "hub-twice", f"it is listed {times} times; every hub is listed once."
            )
    for match in hubs:
        if match.hub is None:
            yield match.where.breach("hub-unknown", "the day has no such hub.")
            continue
        off = abs(match.plan.lat - match.hub.lat), abs(match.plan.lon - match.hub.lon)
        # Written so that a position that is no number is a breach.
        if not max(off) <= _SAME_POSITION_DEG:
            yield match.where.breach(
                "hub-position",
                f"the plan has it at {match.plan.lat}, {match.plan.lon}; "
                f"it is at {match.hub.lat}, {match.hub.lon}.",
            )
        if match.plan.name != match.hub.name:
            yield match.where.breach(
                "hub-name", f"the plan calls it {match.plan.name!r}; it is {match.hub.name!r}."
            )


def _point_breaches(plan: Plan, facts: Facts) -> Iterator[Breach]:
    """Give collection points that are missing, made up, or not as the day has them."""
    expected = Counter(
        (point.point_id, point.name, point.lat, point.lon)
        for point_id, point in facts.points.items()
        if point_id not in facts.hubs
    )
    listed = Counter((point.point_id, point.name, point.lat, point.lon) for point in plan.points)
    for point_id, name, lat, lon in (expected - listed).elements():
        yield Where().breach(
            "points", f"collection point {point_id} ({name}, at {lat}, {lon}) is not in the plan."
        )
    for point_id, name, lat, lon in (listed - expected).elements():
        yield Where().breach(
            "points", f"the day has no collection point {point_id} ({name}, at {lat}, {lon})."
        )


def _vehicle_breaches(routes: tuple[RouteMatch, ...], facts: Facts) -> Iterator[Breach]:
    listed = Counter(match.route.vehicle_id for match in routes)
    for vehicle_id in (one for one in facts.vehicles if one not in listed):
        yield Where(hub_id=facts.vehicles[vehicle_id].hub_id, vehicle_id=vehicle_id).breach(
            "vehicle-missing",
            "it is not in the plan; every vehicle that could drive is listed, also without trips.",
        )
    for vehicle_id, times in listed.items():
        if times > 1:
            yield Where(vehicle_id=vehicle_id).breach(
                "vehicle-twice", f"it has {times} routes; a vehicle has one."
            )
    for match in routes:
        vehicle, route, where = match.vehicle, match.route, match.where
        if vehicle is None:
            yield where.breach("vehicle-unknown", "the day has no such vehicle.")
            continue
        if vehicle.hub_id != where.hub_id:
            yield where.breach(
                "vehicle-hub", f"it drives from hub {where.hub_id}; it belongs to {vehicle.hub_id}."
            )
        if route.kind != vehicle.kind:
            yield where.breach(
                "vehicle-kind", f"the plan calls it a {route.kind}; it is a {vehicle.kind}."
            )
        if route.driver_id != vehicle.driver_id:
            yield where.breach(
                "vehicle-driver",
                f"its driver is {route.driver_id or 'nobody'} in the plan; "
                f"the day says {vehicle.driver_id or 'nobody'}.",
            )


def _asset_breaches(routes: tuple[RouteMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give routes that need one and the same asset at one time.

    Where what both have begun overlaps, it happened.
    """
    sharing: dict[str, list[RouteMatch]] = {}
    for match in routes:
        if match.vehicle is not None and match.vehicle.asset_id is not None and match.route.trips:
            sharing.setdefault(match.vehicle.asset_id, []).append(match)
    for asset_id, matches in sharing.items():
        for one, other in combinations(matches, 2):
            (start_s, end_s), (other_start_s, other_end_s) = _span(one.trips), _span(other.trips)
            if _overlap(one.trips, _ahead(other)) or _overlap(_ahead(one), other.trips):
                yield other.where.breach(
                    "asset-overlap",
                    f"it works {facts.time(other_start_s)}-{facts.time(other_end_s)} with "
                    f"{asset_id}, which vehicle {one.route.vehicle_id} has "
                    f"{facts.time(start_s)}-{facts.time(end_s)}.",
                )


def _ahead(match: RouteMatch) -> tuple[TripMatch, ...]:
    return tuple(trip for trip in match.trips if not trip.begun)


def _overlap(trips: Sequence[TripMatch], others: Sequence[TripMatch]) -> bool:
    if not trips or not others:
        return False
    (start_s, end_s), (other_start_s, other_end_s) = _span(trips), _span(others)
    return start_s < other_end_s and other_start_s < end_s


def _span(trips: Sequence[TripMatch]) -> tuple[int, int]:
    return min(one.trip.loading_s for one in trips), max(one.trip.return_s for one in trips)


def _trip_id_breaches(routes: tuple[RouteMatch, ...]) -> Iterator[Breach]:
    named = Counter(trip.trip.trip_id for route in routes for trip in route.trips)
    for trip_id, times in named.items():
        if times > 1:
            yield Where(trip_id=trip_id).breach(
                "trip-id", f"{times} trips have this id; a trip's id is its own."
            )


def _order_hub_breaches(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give orders that stand at another hub than the one that they name."""
    at_hub = [(collection.order_id, m.where) for m in hubs for collection in m.plan.collections]
    at_hub += [
        (order.order_id, stop.where)
        for match in hubs
        for route in match.routes
        for trip in route.trips
        for stop in trip.stops
        if stop.stop.status != "failed"
        for order in stop.orders
    ]
    at_hub += [
        (one.order_id, Where(hub_id=one.hub_id))
        for one in plan.unassigned
        if one.hub_id is not None
    ]
    for order_id, where in at_hub:
        order = facts.orders.get(order_id)
        if order is not None and order.hub_id is not None and order.hub_id != where.hub_id:
            yield Where(
                hub_id=where.hub_id,
                vehicle_id=where.vehicle_id,
                trip_id=where.trip_id,
                order_ids=(order_id,),
            ).breach("order-hub", f"hub {where.hub_id} has it; its row names {order.hub_id}.")
