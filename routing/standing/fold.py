"""How a day stands: the plan that drivers have, and everything that was reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.events.model import Event, EventType
from routing.standing.beginning import open_book, set_going
from routing.standing.model import OrderState, Standing
from routing.standing.picks import HubClock, collected_so_far, picked_so_far
from routing.standing.reports import take_in
from routing.standing.settling import settle
from routing.standing.states import order_states
from routing.standing.trips import trips_so_far

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from routing.plan.model import Cancelled, HubPlan, Plan, Trip
    from routing.standing.book import DayBook

_RANKS = {kind: rank for rank, kind in enumerate(EventType)}
_OF_PICKING = frozenset({EventType.PICKED, EventType.NOT_PICKED})


def stand(
    plan: Plan,
    events: Sequence[Event],
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
        All of the day; those after `now_s` are left for later. Those that a plan knew came in
        first; apart from that they may stand in any order.
    moves_by_itself
        Whether vehicles and hubs of which nothing is reported go by the plan's clock, as they do
        once the plan is released.
    freeze_s
        So long before it departs a trip is closed.
    waiting
        Orders that came in since, and that the plan does not have.
    """
    told = _in_order(events, now_s)
    book = open_book(plan, waiting, _known(plan, events))
    set_going(book, told, moves_by_itself=moves_by_itself)
    set_aside = take_in(book, told)
    settle(book, now_s)
    reporting = _reporting_hubs(book, told)
    hubs = tuple(
        _hub(
            hub,
            book,
            HubClock(now_s, moves_by_itself and hub.hub_id not in reporting),
            freeze_s=freeze_s,
            moves_by_itself=moves_by_itself,
        )
        for hub in plan.hubs
    )
    states = order_states(hubs, book)
    cancelled = _cancelled(plan, book)
    gone = {OrderState.CANCELLED, OrderState.DONE}
    unassigned = tuple(item for item in plan.unassigned if states[item.order_id] not in gone)
    return Standing(
        now_s=now_s,
        plan=replace(plan, hubs=hubs, unassigned=unassigned, cancelled=cancelled),
        vehicles={own.vehicle_id: own.standing() for own in book.vehicles.values()},
        orders=states,
        cancelled=cancelled,
        failed={
            order_id: book.orders[order_id].why_failed
            for order_id, state in states.items()
            if state is OrderState.FAILED
        },
        missing={
            order_id: book.orders[order_id].missing or ""
            for order_id, state in states.items()
            if state is OrderState.MISSING
        },
        picked_s={
            order_id: order.picked_s
            for order_id, order in book.orders.items()
            if order.picked_s is not None
        },
        set_aside=set_aside,
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


def _known(plan: Plan, events: Sequence[Event]) -> frozenset[str]:
    """The events that a plan knew when it was made, and of which its times are aware."""
    if plan.now_s is None:
        return frozenset()
    return frozenset(event.event_id for event in events[: plan.events] if event.at_s <= plan.now_s)


def _hub(
    hub: HubPlan, book: DayBook, clock: HubClock, *, freeze_s: int, moves_by_itself: bool
) -> HubPlan:
    """A hub's day as it stands; trips that nobody has yet are closed by nothing but loading."""
    return replace(
        hub,
        routes=tuple(
            replace(
                route,
                trips=trips_so_far(
                    own, clock.now_s, freeze_s if moves_by_itself or own.reports else None
                ),
            )
            for route in hub.routes
            for own in (book.vehicles[route.vehicle_id],)
        ),
        collections=collected_so_far(hub, book.orders, clock),
        picking=picked_so_far(hub, book.orders, clock),
    )


def _reporting_hubs(book: DayBook, events: Sequence[Event]) -> set[str]:
    """The hubs where somebody says what is picked."""
    return {
        order.hub_id
        for event in events
        if event.type in _OF_PICKING
        and (order := book.orders.get(event.order_id or "")) is not None
        and order.hub_id is not None
    }


def _cancelled(plan: Plan, book: DayBook) -> tuple[Cancelled, ...]:
    """What was called off before, then what is new, by its time."""
    before = {item.order_id for item in plan.cancelled}
    new = [
        order.cancelled
        for order in book.orders.values()
        if order.cancelled is not None and order.order_id not in before
    ]
    return (*plan.cancelled, *sorted(new, key=lambda item: (item.at_s, item.order_id)))


def _redrawn(plan: Plan, hubs: Sequence[HubPlan]) -> frozenset[str]:
    """The trips whose stops are others than the plan has, or in another order."""
    before = {trip.trip_id: _drives(trip) for trip in _trips(plan.hubs)}
    return frozenset(trip.trip_id for trip in _trips(hubs) if _drives(trip) != before[trip.trip_id])


def _drives(trip: Trip) -> list[tuple[tuple[str, ...], int, int]]:
    return [(stop.order_ids, stop.leg_s, stop.leg_m) for stop in trip.stops]


def _trips(hubs: Iterable[HubPlan]) -> Iterator[Trip]:
    return (trip for hub in hubs for route in hub.routes for trip in route.trips)
