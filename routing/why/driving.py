"""What an order waited for on its way: at doors, and for a vehicle under way or late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.plan.statuses import BEGUN, LEFT, REACHED
from routing.why.causes import Cause, loading_cause

if TYPE_CHECKING:
    from routing.clock import Clock
    from routing.events.model import Event
    from routing.plan.model import HubPlan, Route, Stop, Trip
    from routing.why.background import Background
    from routing.why.finding import OnStop

_AT_HUB_OR_DOOR = frozenset(
    {
        EventType.LOADING, EventType.LOADED, EventType.DEPARTED, EventType.ARRIVED,
        EventType.DELIVERED, EventType.FAILED, EventType.RETURNED,
    }
)  # fmt: skip


def driving_cause(place: OnStop, known: Background, clock: Clock) -> Cause:
    """Why an order's stop does not begin earlier.

    The last wait on the way counts: at its own door, at a stop before it, or at the hub.
    """
    trip = place.visit.trip
    before = trip.stops[: trip.stops.index(place.visit.stop) + 1]
    delay = reported_delay(trip, place.route, known)
    for stop in reversed(before):
        if delay is not None and stop.status in REACHED and stop.start_s <= delay.at_s:
            break
        if cause := _door_cause(stop, place, clock):
            return cause
    return leaving_cause(trip, place.route, place.hub, known, clock)


def leaving_cause(trip: Trip, route: Route, hub: HubPlan, known: Background, clock: Clock) -> Cause:
    """Why a trip does not leave earlier: it has, or is late, or what its loading waits for."""
    own, delay = route.vehicle_id, reported_delay(trip, route, known)
    said = [] if delay is None else [_said(own, delay, clock)]
    if trip.status in BEGUN:
        return Cause(
            kind="under-way",
            words="; ".join([_begun(trip, own, clock), *said]),
            help="what is on board stays there, and comes as soon as it can",
        )
    if said:
        return Cause(
            kind="delay",
            words=said[0],
            help=f"{own} would have to be there earlier after all, or another vehicle be free",
        )
    return loading_cause(trip, route, hub, known, clock)


def _begun(trip: Trip, vehicle_id: str, clock: Clock) -> str:
    if trip.status not in LEFT:
        since = clock.wall(trip.loading_s)
        return f"{vehicle_id} has been loading since {since}, and its trip is under way"
    left = f"{vehicle_id} left at {clock.wall(trip.depart_s)}"
    return left if trip.status == "returned" else f"{left}, and its trip is under way"


def reported_delay(trip: Trip, route: Route, known: Background) -> Event | None:
    """The last delay that was reported of a vehicle, if it is a delay of this trip.

    Of a trip that has begun that is one which was reported since. Of one that is yet to begin, and
    is the next, one after which the vehicle was heard of neither at the hub nor at a door.
    """
    orders = {one for other in route.trips for stop in other.stops for one in stop.order_ids}
    own = [
        event
        for event in known.reports
        if event.vehicle_id == route.vehicle_id or (event.order_id in orders)
    ]
    delays = [event for event in own if event.type is EventType.DELAY and event.delay_s]
    if not delays:
        return None
    last = delays[-1]
    if trip.status in BEGUN:
        ended_s = trip.return_s if trip.status == "returned" else last.at_s
        return last if trip.loading_s <= last.at_s <= ended_s else None
    ahead = [other for other in route.trips if other.status not in BEGUN]
    is_heard_of = any(event.type in _AT_HUB_OR_DOOR and event.at_s > last.at_s for event in own)
    return None if is_heard_of or trip is not ahead[0] else last


def _said(vehicle_id: str, delay: Event, clock: Clock) -> str:
    seconds = delay.delay_s or 0
    minutes, which = -(-abs(seconds) // 60), "late" if seconds > 0 else "early"
    why = f": {delay.reason.rstrip('.')}" if delay.reason else ""
    at = clock.wall(delay.at_s)
    return f"at {at} {vehicle_id} was reported to be {minutes} min {which}{why}"


def _door_cause(stop: Stop, place: OnStop, clock: Clock) -> Cause | None:
    """Why a stop does not begin earlier, though the vehicle is there; ``None`` if it begins."""
    is_own = stop is place.visit.stop
    where = "there" if is_own else f"at {', '.join(stop.order_ids)}, a stop before it,"
    if stop.start_s == stop.window_start_s:
        opens = clock.wall(stop.window_start_s)
        return Cause(
            kind="window",
            words=f"{where} the window opens at {opens}",
            help="an earlier window would be needed"
            if is_own
            else "it would have to come before that stop, or go with another trip",
        )
    if stop.start_s == stop.street_opens_s:
        return Cause(
            kind="street",
            words=f"{where} the street is closed to a {place.route.kind} until"
            f" {clock.wall(stop.start_s)}",
            help="a vehicle that may enter earlier would be needed",
        )
    if any(stop.arrive_s <= rest.start_s < stop.start_s for rest in place.route.breaks):
        return Cause(
            kind="break",
            words=f"{where} the driver rests until {clock.wall(stop.start_s)}",
            help="the break would have to come later, or the order go with another vehicle",
        )
    return None
