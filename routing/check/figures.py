"""The figures of routes and of the plan: that they are the sums of what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where
from routing.check.breaks import rest_s
from routing.check.promises import lateness_s, promise_s, ready_s
from routing.check.trips import driven_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.facts import Facts
    from routing.check.matching import HubMatch, RouteMatch
    from routing.plan.model import Plan

_ROUNDING = 1
"""Cents and grams by which a rounded figure may differ."""


def route_figure_breaches(match: RouteMatch) -> Iterator[Breach]:
    """Give the figures of a route that are not what its trips make."""
    route = match.route
    stops = [stop for trip in route.trips for stop in trip.stops]
    waiting_s = sum(
        stop.start_s - stop.arrive_s - rest_s(route.breaks, stop.arrive_s, stop.start_s)
        for stop in stops
    )
    driving_s = sum(t.return_leg_s for t in route.trips) + sum(stop.leg_s for stop in stops)
    for rule, unit, stated, made, tolerance in (
        ("route-distance", "m of driving", route.distance_m, driven_m(match), 0),
        ("route-driving", "s of driving", route.driving_s, driving_s, 0),
        (
            "route-service",
            "s of setting up and service",
            route.service_s,
            sum(stop.setup_s + stop.service_s for stop in stops),
            0,
        ),
        ("route-waiting", "s of waiting", route.waiting_s, waiting_s, 0),
        ("route-cost", "cents", route.cost_cents, _cost_cents(match), _ROUNDING),
        (
            "route-cost",
            "cents for the vehicle",
            route.vehicle_cents,
            _vehicle_cents(match),
            _ROUNDING,
        ),
        ("route-co2", "g of CO2", route.co2_g, _co2_g(match), _ROUNDING),
    ):
        if stated is not None and made is not None and abs(stated - made) > tolerance:
            yield match.where.breach(
                rule, f"it has {stated} {unit} in the plan; its trips make {made}."
            )


def _cost_cents(match: RouteMatch) -> int | None:
    """Cost of a route; paid time runs from the first loading to the last return."""
    if match.vehicle is None:
        return None
    trips, rates = match.route.trips, match.vehicle.rates
    if not trips:
        return 0
    paid_s = max(trip.return_s for trip in trips) - min(trip.loading_s for trip in trips)
    eur = (
        rates.eur_per_vehicle
        + rates.eur_per_h * paid_s / 3600
        + rates.eur_per_km * driven_m(match) / 1000
    )
    return round(100 * eur)


def _vehicle_cents(match: RouteMatch) -> int | None:
    """What a vehicle costs that drives at all."""
    if match.vehicle is None:
        return None
    return round(100 * match.vehicle.rates.eur_per_vehicle) if match.route.trips else 0


def _co2_g(match: RouteMatch) -> int | None:
    if match.vehicle is None:
        return None
    return round(match.vehicle.rates.co2_g_per_km * driven_m(match) / 1000)


def total_breaches(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give the plan's key figures that are not what the plan holds."""
    routes = [route for hub in plan.hubs for route in hub.routes]
    stops = [stop for route in routes for trip in route.trips for stop in trip.stops]
    totals = plan.totals
    for name, stated, made, tolerance in (
        ("orders", totals.orders, facts.input_rows, 0),
        (
            "delivered",
            totals.delivered,
            sum(len(stop.order_ids) for stop in stops if stop.status != "failed"),
            0,
        ),
        ("collected", totals.collected, sum(len(hub.collections) for hub in plan.hubs), 0),
        ("unassigned", totals.unassigned, len(plan.unassigned), 0),
        ("rejected", totals.rejected, len(plan.rejected), 0),
        ("cancelled", totals.cancelled, len(plan.cancelled), 0),
        ("late", totals.late, _late_orders(hubs, facts), 0),
        ("vehicles", totals.vehicles, sum(bool(route.trips) for route in routes), 0),
        ("distance_m", totals.distance_m, sum(route.distance_m for route in routes), 0),
        ("driving_s", totals.driving_s, sum(route.driving_s for route in routes), 0),
        ("cost_cents", totals.cost_cents, sum(r.cost_cents for r in routes), _ROUNDING),
        ("co2_g", totals.co2_g, sum(route.co2_g for route in routes), _ROUNDING),
        (
            "surcharge_cents",
            totals.surcharge_cents,
            sum(stop.surcharge_cents for stop in stops if stop.status != "failed"),
            0,
        ),
        ("picking_cents", totals.picking_cents, _picking_cents(plan), _ROUNDING),
    ):
        if abs(stated - made) > tolerance:
            source = "the day has" if name == "orders" else "the plan makes"
            yield Where().breach("totals", f"{name} is {stated} in the totals; {source} {made}.")


def _picking_cents(plan: Plan) -> int:
    shifts = (shift for hub in plan.hubs if hub.picking for shift in hub.picking.pickers)
    return sum(shift.cost_cents for shift in shifts)


def _late_orders(hubs: tuple[HubMatch, ...], facts: Facts) -> int:
    """Count the orders whose own promise is missed, on stops and among collections."""
    late = 0
    for match in hubs:
        hub = match.hub
        if hub is None:
            continue
        for stop in (s for r in match.routes for t in r.trips for s in t.stops):
            if stop.stop.status != "failed":
                late += sum(lateness_s(o, stop.stop, hub, facts) > 0 for o in stop.orders)
        collected = (facts.orders.get(one.order_id) for one in match.plan.collections)
        late += sum(
            ready_s(order, hub, match.picks) > promise_s(order, hub, hub.closes_s, facts)
            for order in collected
            if order is not None
        )
    return late
