"""What is reported through the day, taken in one event after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.standing import at_door, at_hub, of_orders, of_vehicles
from routing.standing.disbelief import DoubtError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from routing.events.model import Event, SetAside
    from routing.standing.book import DayBook

_TAKE: Mapping[EventType, Callable[[DayBook, Event], None]] = {
    EventType.LOADING: at_hub.begin,
    EventType.LOADED: at_hub.begin,
    EventType.DEPARTED: at_hub.begin,
    EventType.RETURNED: at_hub.come_back,
    EventType.ARRIVED: at_door.visit,
    EventType.DELIVERED: at_door.visit,
    EventType.FAILED: at_door.visit,
    EventType.POSITION: of_vehicles.see,
    EventType.DELAY: of_vehicles.delay,
    EventType.VEHICLE_OUT: of_vehicles.break_down,
    EventType.VEHICLE_BACK: of_vehicles.mend,
    EventType.CANCELLED: of_orders.cancel,
    EventType.CHANGED: of_orders.change,
    EventType.PICKED: of_orders.pick,
    EventType.NOT_PICKED: of_orders.miss,
}


def take_in(book: DayBook, events: Iterable[Event]) -> tuple[SetAside, ...]:
    """Take in events in the order of the day, and give those that cannot be believed."""
    set_aside = []
    for event in events:
        try:
            _TAKE[event.type](book, event)
        except DoubtError as doubt:
            set_aside.append(doubt.of(event))
    return tuple(set_aside)
