"""How a day stands: the plan that drivers have, and everything that was reported."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from routing.events.model import Event, EventType
from routing.replan.clockwork import clockwork
from routing.replan.journey import FAILED, journey
from routing.replan.order_day import OrderDay
from routing.replan.picks import HubClock, collected_so_far, picked_so_far
from routing.replan.reports import Reports
from routing.replan.standing import OrderState, Standing
from routing.replan.states import order_state, picking_states
from routing.replan.trips import trips_so_far
from routing.replan.vehicle_day import VehicleDay

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from routing.plan.model import Cancelled, HubPlan, Plan, Trip

_RANKS = {kind: rank for rank, kind in enumerate(EventType)}
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
_OF_PICKING = frozenset({EventType.PICKED, EventType.NOT_PICKED})


def stand(
    plan: Plan,
    events: Iterable[Event],
    now_s: int,
    *,
    moves_by_itself: bool,
    freeze_s: int,
    waiting: Collection[str] = (),
) -> Standing:
    """How the day stands at a moment.

    What the plan has as reached was; the events of the whole day are taken in again on top of it,
    and the same events on what this gives change nothing.

    Parameters
    ----------
    plan
        The plan that drivers have, or the draft that nobody has yet.
    events
        All of the day, in any order; those after `now_s` are left for later.
    moves_by_itself
        Whether vehicles and hubs of which nothing is reported go by the plan's clock, as they do
        once the plan is released.
    freeze_s
        So long before it departs a trip is closed.
    waiting
        Orders that came in since, and that the plan does not have.
    """
    known = _in_order(events, now_s)
    vehicles = _vehicles(plan)
    orders = _orders(plan, vehicles, waiting)
    _set_going(vehicles, orders, known, plan.now_s, moves_by_itself=moves_by_itself)
    reports = Reports(vehicles, orders, plan.clock)
    for event in known:
        reports.take(event)
    _settle(vehicles, orders, now_s)
    reporting = _reporting_hubs(orders, known)
    hubs = []
    for hub in plan.hubs:
        clock = HubClock(now_s, moves_by_itself and hub.hub_id not in reporting)
        hubs.append(
            replace(
                hub,
                routes=tuple(
                    replace(
                        route,
                        trips=trips_so_far(
                            vehicles[route.vehicle_id],
                            now_s,
                            freeze_s
                            if moves_by_itself or vehicles[route.vehicle_id].reports
                            else None,
                        ),
                    )
                    for route in hub.routes
                ),
                collections=collected_so_far(hub, orders, clock),
                picking=picked_so_far(hub, orders, clock),
            )
        )
    states = _states(hubs, vehicles, orders)
    return Standing(
        now_s=now_s,
        plan=_as_it_stands(plan, hubs, orders, states),
        vehicles={vehicle_id: vehicle.standing() for vehicle_id, vehicle in vehicles.items()},
        orders=states,
        cancelled=_cancelled(plan, orders),
        failed={
            order_id: _why_failed(orders[order_id])
            for order_id, state in states.items()
            if state is OrderState.FAILED
        },
        missing={
            order_id: orders[order_id].missing or ""
            for order_id, state in states.items()
            if state is OrderState.MISSING
        },
        picked_s={
            order_id: order.picked_s
            for order_id, order in orders.items()
            if order.picked_s is not None
        },
        set_aside=tuple(reports.set_aside),
        redrawn=_redrawn(plan, hubs),
    )


def _in_order(events: Iterable[Event], now_s: int) -> list[Event]:
    """What has happened by now, in the order of the day, each id once."""
    by_time = sorted(
        (event for event in events if event.at_s <= now_s),
        key=lambda event: (event.at_s, _RANKS[event.type], event.event_id, repr(event)),
    )
    first = {event.event_id: event for event in reversed(by_time)}
    return [event for event in by_time if first[event.event_id] is event]


def _vehicles(plan: Plan) -> dict[str, VehicleDay]:
    return {
        route.vehicle_id: VehicleDay(
            vehicle_id=route.vehicle_id,
            journeys=[
                journey(route.vehicle_id, trip)
                for trip in sorted(route.trips, key=lambda trip: trip.loading_s)
            ],
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
    return orders


def _set_going(
    vehicles: Mapping[str, VehicleDay],
    orders: Mapping[str, OrderDay],
    events: Sequence[Event],
    planned_at_s: int | None,
    *,
    moves_by_itself: bool,
) -> None:
    """Find the vehicles whose trips are reported; the others go by the clock."""
    own: defaultdict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        own[event.vehicle_id].append(event)
        if event.type not in _OF_TRIPS:
            continue
        order = orders.get(event.order_id or "")
        places = order.places if order is not None else []
        named = [event.vehicle_id] if event.vehicle_id else [one.vehicle_id for one, _ in places]
        for vehicle_id in named:
            if vehicle_id in vehicles and not vehicles[vehicle_id].reports:
                vehicles[vehicle_id].begin_to_report(event.at_s)
    for vehicle_id, vehicle in vehicles.items():
        if moves_by_itself and not vehicle.reports:
            vehicle.clock = clockwork(own[vehicle_id], planned_at_s)


def _settle(vehicles: Mapping[str, VehicleDay], orders: Mapping[str, OrderDay], now_s: int) -> None:
    """Let happen what does so by itself, once everything that was reported is known."""
    for vehicle in vehicles.values():
        for own in vehicle.journeys:
            own.recall()
    for order in orders.values():
        order.catch_up()
        if order.place is None:
            continue
        vehicle = vehicles[order.place[0].vehicle_id]
        # What a picker did not find is not on board, whatever has left; what is on a trip that a
        # vehicle cannot drive any more is taken off it.
        is_off = (order.missing is not None and vehicle.has_left_on(order.place[0], now_s)) or (
            vehicle.out_since_s is not None and order.place[0].departed_s is None
        )
        if is_off and order.outcome is None:
            order.leave_stops(order.number)
    for vehicle in vehicles.values():
        if vehicle.clock is None:
            continue
        vehicle.delay_s = vehicle.clock.delay_s
        for own in vehicle.journeys:
            own.go_by(vehicle.clock, now_s)


def _reporting_hubs(orders: Mapping[str, OrderDay], events: Sequence[Event]) -> set[str]:
    """The hubs where somebody says what is picked."""
    return {
        hub_id
        for event in events
        if event.type in _OF_PICKING
        and (order := orders.get(event.order_id or "")) is not None
        and (hub_id := order.hub_id) is not None
    }


def _states(
    hubs: Sequence[HubPlan], vehicles: Mapping[str, VehicleDay], orders: Mapping[str, OrderDay]
) -> dict[str, OrderState]:
    picking: dict[str, OrderState] = {}
    for hub in hubs:
        picking |= picking_states(hub)
    statuses = {trip.trip_id: trip.status for trip in _trips(hubs)}
    return {
        order_id: order_state(order, vehicles, statuses, picking)
        for order_id, order in orders.items()
    }


def _as_it_stands(
    plan: Plan,
    hubs: Sequence[HubPlan],
    orders: Mapping[str, OrderDay],
    states: Mapping[str, OrderState],
) -> Plan:
    gone = {OrderState.CANCELLED, OrderState.DONE}
    return replace(
        plan,
        hubs=tuple(hubs),
        unassigned=tuple(item for item in plan.unassigned if states[item.order_id] not in gone),
        cancelled=_cancelled(plan, orders),
    )


def _cancelled(plan: Plan, orders: Mapping[str, OrderDay]) -> tuple[Cancelled, ...]:
    """What was called off before, then what is new, by its time."""
    before = {item.order_id for item in plan.cancelled}
    new = [
        order.cancelled
        for order in orders.values()
        if order.cancelled is not None and order.order_id not in before
    ]
    return (*plan.cancelled, *sorted(new, key=lambda item: (item.at_s, item.order_id)))


def _why_failed(order: OrderDay) -> str:
    if order.last_failed is None:
        return ""
    own, index = order.last_failed
    return own.outcomes[index, order.order_id].reason


def _redrawn(plan: Plan, hubs: Sequence[HubPlan]) -> frozenset[str]:
    """The trips whose stops are others than the plan has, or in another order."""
    before = {trip.trip_id: _drives(trip) for trip in _trips(plan.hubs)}
    return frozenset(trip.trip_id for trip in _trips(hubs) if _drives(trip) != before[trip.trip_id])


def _drives(trip: Trip) -> list[tuple[tuple[str, ...], int, int]]:
    return [(stop.order_ids, stop.leg_s, stop.leg_m) for stop in trip.stops]


def _trips(hubs: Iterable[HubPlan]) -> Iterator[Trip]:
    return (trip for hub in hubs for route in hub.routes for trip in route.trips)
