"""The day before anything was reported: as the plan has it, its history included."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from routing.events.model import Event, EventType
from routing.standing.book import DayBook
from routing.standing.clockwork import clockwork
from routing.standing.journey import FAILED, journey
from routing.standing.order_day import OrderDay
from routing.standing.vehicle_day import VehicleDay

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from routing.plan.model import Plan
    from routing.standing.clockwork import Clockwork

_OF_TRIPS = frozenset(
    {
        EventType.LOADING,
        EventType.LOADED,
        EventType.DEPARTED,
        EventType.ARRIVED,
        EventType.DELIVERED,
        EventType.FAILED,
        EventType.RETURNED,
    }
)
_OF_LEAVING = frozenset({EventType.LOADING, EventType.LOADED, EventType.DEPARTED})


def open_book(plan: Plan, waiting: Collection[str], known: Collection[str]) -> DayBook:
    """The day as the plan has it, and orders that came in since and wait for a place.

    `known` are the ids of events that the plan knew when it was made.
    """
    vehicles = _vehicles(plan)
    return DayBook(vehicles, _orders(plan, vehicles, waiting), plan.clock, known)


def set_going(book: DayBook, events: Sequence[Event], *, moves_by_itself: bool) -> None:
    """Find the vehicles whose trips are reported; the others go by the clock.

    By the clock goes, too, what was over when a vehicle reported for the first time.
    """
    own: defaultdict[str | None, list[Event]] = defaultdict(list)
    first: dict[str, Event] = {}
    for event in events:
        own[event.vehicle_id].append(event)
        if event.type not in _OF_TRIPS:
            continue
        order = book.orders.get(event.order_id or "")
        places = order.places if order is not None else []
        named = [event.vehicle_id] if event.vehicle_id else [one.vehicle_id for one, _ in places]
        for vehicle_id in named:
            first.setdefault(vehicle_id, event)
    for vehicle_id, vehicle in book.vehicles.items():
        clock = clockwork(own[vehicle_id], book.known) if moves_by_itself else None
        if vehicle_id in first:
            _begin_to_report(book, vehicle, first[vehicle_id], clock)
        else:
            vehicle.clock = clock


def _begin_to_report(
    book: DayBook, vehicle: VehicleDay, event: Event, clock: Clockwork | None
) -> None:
    """Leave it to reports how a vehicle's trips stand, from the first of them on."""
    order = book.orders.get(event.order_id or "")
    here = [
        (vehicle.journeys.index(journey), index)
        for journey, index in (order.places if order is not None else ())
        if journey.vehicle_id == vehicle.vehicle_id
    ]
    trip, stop = here[-1] if here else (vehicle.nearest(event), None)
    vehicle.begin_to_report(
        event.at_s, trip, clock, before=0 if event.type in _OF_LEAVING else stop
    )


def _vehicles(plan: Plan) -> dict[str, VehicleDay]:
    return {
        route.vehicle_id: VehicleDay(
            vehicle_id=route.vehicle_id,
            journeys=[journey(route.vehicle_id, trip) for trip in route.trips],
        )
        for hub in plan.hubs
        for route in hub.routes
    }


def _orders(
    plan: Plan, vehicles: Mapping[str, VehicleDay], waiting: Collection[str]
) -> dict[str, OrderDay]:
    """Every order that the plan has, where it has it; failed stops come first."""
    orders = {order_id: OrderDay(order_id=order_id) for order_id in waiting}
    for left_over in plan.unassigned:
        orders[left_over.order_id] = OrderDay(order_id=left_over.order_id, hub_id=left_over.hub_id)
    for hub in plan.hubs:
        for item in hub.collections:
            orders[item.order_id] = OrderDay(
                order_id=item.order_id,
                hub_id=hub.hub_id,
                is_collected=True,
                was_collected=item.status == "done",
            )
    hub_ids = {route.vehicle_id: hub.hub_id for hub in plan.hubs for route in hub.routes}
    stops = [
        (stop.status != FAILED, stop.leave_s, own, index)
        for vehicle in vehicles.values()
        for own in vehicle.journeys
        for index, stop in enumerate(own.stops)
    ]
    for *_, own, index in sorted(stops, key=lambda entry: entry[:2]):
        for order_id in own.stops[index].order_ids:
            order = orders.setdefault(order_id, OrderDay(order_id=order_id))
            order.hub_id = hub_ids[own.vehicle_id]
            order.places.append((own, index))
    for called_off in plan.cancelled:
        order = orders.setdefault(called_off.order_id, OrderDay(order_id=called_off.order_id))
        order.cancelled = called_off
    for hub in plan.hubs:
        for pick in (
            pick for day in (hub.picking.pickers if hub.picking else ()) for pick in day.picks
        ):
            order = orders.setdefault(pick.order_id, OrderDay(order_id=pick.order_id))
            order.hub_id = hub.hub_id
    return orders
