"""What is reported of a vehicle itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.standing import disbelief

if TYPE_CHECKING:
    from routing.events.model import Event
    from routing.standing.book import DayBook


def see(book: DayBook, event: Event) -> None:
    """A vehicle is somewhere."""
    vehicle = book.named(event)
    if event.lat is not None and event.lon is not None:
        vehicle.seen = (event.at_s, event.lat, event.lon)


def delay(book: DayBook, event: Event) -> None:
    """A vehicle is later than its times say."""
    vehicle = book.named(event)
    vehicle.delay_s = event.delay_s or 0
    vehicle.new_delay_s = 0 if event.event_id in book.known else vehicle.delay_s


def break_down(book: DayBook, event: Event) -> None:
    """A vehicle can no longer drive; what it was being loaded with is taken off again."""
    vehicle = book.named(event)
    if vehicle.out_since_s is None:
        vehicle.out_since_s, vehicle.back_from_s = event.at_s, None
    vehicle.out_reason = event.reason
    for journey in vehicle.journeys:
        if not journey.has_left_before(event.at_s):
            journey.unload()


def mend(book: DayBook, event: Event) -> None:
    """A vehicle can drive again."""
    vehicle = book.named(event)
    if vehicle.out_since_s is None:
        raise disbelief.is_not_out(vehicle.vehicle_id)
    vehicle.out_since_s, vehicle.out_reason, vehicle.back_from_s = None, "", event.at_s
