"""What is reported of an order itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.plan.model import Cancelled
from routing.standing import disbelief

if TYPE_CHECKING:
    from routing.events.model import Event
    from routing.standing.book import DayBook
    from routing.standing.order_day import OrderDay


def cancel(book: DayBook, event: Event) -> None:
    """An order is called off, unless somebody has it or is about to."""
    order = book.order(event)
    if order.cancelled is not None:
        return
    if (reached := _reached(book, order, event.at_s)) is not None:
        raise disbelief.settled(order.order_id, reached)
    order.cancelled = Cancelled(
        order_id=order.order_id, at_s=event.at_s, reason=event.reason or "It was called off."
    )
    order.leave_stops(order.number)


def change(book: DayBook, event: Event) -> None:
    """An order's row is another: what failed is to be planned anew."""
    order = book.alive(event)
    if order is not None and order.has_failed:
        order.freed = True


def pick(book: DayBook, event: Event) -> None:
    """An order is picked."""
    order = book.alive(event)
    if order is not None:
        order.picked_s, order.missing = event.at_s, None


def miss(book: DayBook, event: Event) -> None:
    """Something of an order was not found."""
    order = book.alive(event)
    if order is not None:
        order.missing = event.reason or "The picker did not find it."
        order.picked_s = None


def _reached(book: DayBook, order: OrderDay, at_s: int) -> str | None:
    """What became of an order already, so that it can no longer be called off."""
    if order.done_s is not None:
        return f"was handed over at {book.wall(order.done_s)}"
    if order.was_collected:
        return "was collected"
    if order.has_failed:
        return "has failed, and comes back"
    if order.place is None:
        return None
    if (outcome := order.outcome) is not None:
        return f"was handed over at {book.wall(outcome.at_s)}"
    journey, index = order.place
    clock = book.vehicles[journey.vehicle_id].clock
    arrive_s = journey.stops[index].arrive_s
    # Where its vehicle broke down it is not there by the clock, whatever time its stop has.
    by_itself = (
        clock is not None and index not in journey.stranded and clock.has_happened(arrive_s, at_s)
    )
    is_there = by_itself or journey.is_there(index, at_s)
    return "has its vehicle at the door" if is_there else None
