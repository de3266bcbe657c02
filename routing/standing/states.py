"""How far each order is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.standing.journey import DONE
from routing.standing.model import OrderState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.plan.model import HubPlan
    from routing.standing.book import DayBook
    from routing.standing.order_day import OrderDay
    from routing.standing.vehicle_day import VehicleDay

_ON_TRIP = {
    "closed": OrderState.CLOSED,
    "loading": OrderState.LOADING,
    "loaded": OrderState.LOADING,
}


def order_states(hubs: Sequence[HubPlan], book: DayBook) -> dict[str, OrderState]:
    """How far every order is; `hubs` are their days as they stand."""
    picking: dict[str, OrderState] = {}
    for hub in hubs:
        picking |= _picking(hub)
    statuses = {
        trip.trip_id: trip.status for hub in hubs for route in hub.routes for trip in route.trips
    }
    return {
        order_id: _state(order, book.vehicles, statuses, picking)
        for order_id, order in book.orders.items()
    }


def _state(
    order: OrderDay,
    vehicles: Mapping[str, VehicleDay],
    statuses: Mapping[str, str],
    picking: Mapping[str, OrderState],
) -> OrderState:
    """How far one order is; `statuses` are those of trips that are not taken apart."""
    outcome = order.outcome
    if order.cancelled is not None:
        state = OrderState.CANCELLED
    elif order.done_s is not None or order.was_collected or (outcome and outcome.status == DONE):
        state = OrderState.DONE
    elif order.has_failed:
        state = OrderState.FAILED
    elif order.missing is not None:
        state = OrderState.MISSING
    else:
        state = _on_trip(order, vehicles, statuses) or picking.get(
            order.order_id, OrderState.READY if order.picked_s is not None else OrderState.FREE
        )
    return state


def _on_trip(
    order: OrderDay, vehicles: Mapping[str, VehicleDay], statuses: Mapping[str, str]
) -> OrderState | None:
    """How far an order is whose trip decides that."""
    if order.place is None:
        return None
    journey, index = order.place
    if journey.departed_s is None:
        return _ON_TRIP.get(statuses.get(journey.trip.trip_id, ""))
    is_out = vehicles[journey.vehicle_id].out_since_s is not None
    if is_out and journey.at_door() != index:
        return OrderState.STRANDED
    return OrderState.ON_BOARD


def _picking(hub: HubPlan) -> dict[str, OrderState]:
    """How far a hub is with its orders, of those that it has begun."""
    states = {
        pick.order_id: OrderState.READY if pick.status == "done" else OrderState.PICKING
        for picker in (hub.picking.pickers if hub.picking else ())
        for pick in picker.picks
        if pick.status != "planned"
    }
    ready = (item.order_id for item in hub.collections if item.status == "ready")
    return states | dict.fromkeys(ready, OrderState.READY)
