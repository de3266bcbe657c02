"""Key figures of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.plan.model import Cancelled, HubPlan, Stop, Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.orders.model import HubOrder, Rejection, Unassigned


def stops_of(hub: HubPlan) -> Iterable[Stop]:
    """Every stop of a hub, vehicle by vehicle, in driving order."""
    return (stop for route in hub.routes for trip in route.trips for stop in trip.stops)


def late_orders(hubs: Sequence[HubPlan], orders: Iterable[HubOrder]) -> int:
    """How many orders on stops miss their own promise.

    A drop for collection does when it is over too late, a same-day order when it begins too late.
    Failed stops are history, and do not count.
    """
    by_id = {item.order.order_id: item for item in orders}
    return sum(
        (stop.leave_s if item.point_id else stop.start_s) > item.promised_by_s
        for hub in hubs
        for stop in stops_of(hub)
        if stop.status != "failed"
        for order_id in stop.order_ids
        if (item := by_id.get(order_id)) is not None
    )


def total(
    hubs: Sequence[HubPlan],
    unassigned: Sequence[Unassigned],
    rejected: Sequence[Rejection],
    cancelled: Sequence[Cancelled],
    late_orders: int,
) -> Totals:
    """Sums over all hubs.

    Parameters
    ----------
    hubs, unassigned, rejected, cancelled
        The plan's parts.
    late_orders
        Orders on stops whose own promise is missed; late collections are counted here.
    """
    routes = [route for hub in hubs for route in hub.routes]
    collections = [item for hub in hubs for item in hub.collections]
    stops = [stop for hub in hubs for stop in stops_of(hub) if stop.status != "failed"]
    delivered = sum(len(stop.order_ids) for stop in stops)
    return Totals(
        orders=delivered + len(collections) + len(unassigned) + len(rejected) + len(cancelled),
        delivered=delivered,
        collected=len(collections),
        unassigned=len(unassigned),
        rejected=len(rejected),
        cancelled=len(cancelled),
        late=late_orders + sum(item.late_s > 0 for item in collections),
        vehicles=sum(bool(route.trips) for route in routes),
        distance_m=sum(route.distance_m for route in routes),
        driving_s=sum(route.driving_s for route in routes),
        cost_cents=sum(route.cost_cents for route in routes),
        co2_g=sum(route.co2_g for route in routes),
        surcharge_cents=sum(stop.surcharge_cents for stop in stops),
        picking_cents=sum(
            shift.cost_cents for hub in hubs if hub.picking for shift in hub.picking.pickers
        ),
    )
