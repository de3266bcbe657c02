"""What is reported at the hub: a trip is loaded, leaves, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.standing import disbelief

if TYPE_CHECKING:
    from routing.events.model import Event
    from routing.standing.book import DayBook
    from routing.standing.journey import Journey
    from routing.standing.vehicle_day import VehicleDay

_BEGINNINGS = {EventType.LOADING, EventType.LOADED, EventType.DEPARTED}


def begin(book: DayBook, event: Event) -> None:
    """A trip is loading, loaded or leaving: the named order's, or the vehicle's next."""
    vehicle = book.vehicle(event)
    if event.order_id is not None:
        journey = _journey_of(book, event, vehicle)
        if journey is None:
            return
        vehicle = book.vehicles[journey.vehicle_id]
    else:
        vehicle = book.named(event)
        find = vehicle.to_leave_on if event.type is EventType.DEPARTED else vehicle.to_load
        found = find(event.at_s)
        if found is None:
            raise disbelief.no_trip(
                f"{vehicle.vehicle_id} has no trip to begin at about {book.wall(event.at_s)}.",
                "Look at the time and the vehicle; of a trip that begins much earlier than"
                " planned, name one of its orders.",
            )
        journey = found
    if vehicle.out_since_s is not None:
        raise disbelief.is_out(vehicle.vehicle_id, book.wall(vehicle.out_since_s))
    vehicle.be_heard_of()
    _begin(book, journey, event)


def come_back(book: DayBook, event: Event) -> None:
    """A vehicle is back from the trip that it left on last."""
    vehicle = book.named(event)
    journey = vehicle.out_on(event.at_s)
    if journey is None:
        raise disbelief.no_trip(
            f"{vehicle.vehicle_id} was on no trip that it could come back from.",
            "Report departed as well, with the time at which it was.",
        )
    vehicle.be_heard_of()
    journey.reported.add(EventType.RETURNED)
    book.come_back(journey, min(event.at_s, journey.overtaken_s or event.at_s))


def _journey_of(book: DayBook, event: Event, vehicle: VehicleDay | None) -> Journey | None:
    """The trip of the order that an event names."""
    order = book.alive(event)
    if order is None:
        return None
    if order.place is None:
        raise disbelief.no_trip(
            f"Order {order.order_id} is on no trip.", "Look at the id, or name the vehicle."
        )
    journey = order.place[0]
    if vehicle is not None and vehicle.vehicle_id != journey.vehicle_id:
        raise disbelief.wrong_vehicle(order.order_id, vehicle.vehicle_id, journey.vehicle_id)
    order.missing = None
    return journey


def _begin(book: DayBook, journey: Journey, event: Event) -> None:
    """Load a trip, or leave on it; the vehicle is then back from any other."""
    if event.type is EventType.DEPARTED and event.type not in journey.reported:
        journey.departed_s = event.at_s
    if event.type is EventType.LOADING and journey.reported.isdisjoint(_BEGINNINGS):
        journey.loading_s = event.at_s
    if event.type is EventType.LOADED:
        journey.is_loaded = True
    journey.reported.add(event.type)
    book.leave_behind(journey, event.at_s, left=event.type is EventType.DEPARTED)
