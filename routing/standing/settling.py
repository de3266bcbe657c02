"""What happens by itself, once everything that was reported is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.standing.book import DayBook
    from routing.standing.journey import Journey


def settle(book: DayBook, now_s: int) -> None:
    """Let the plan and its clock have their say where nobody reported anything.

    What a picker did not find is not on board, whatever has left; and what has not left is not on
    a vehicle that can no longer drive.
    """
    for vehicle in book.vehicles.values():
        for journey in vehicle.journeys:
            journey.recall()
    for order in book.orders.values():
        order.catch_up()
        if order.missing is not None and order.place is not None:
            journey = order.place[0]
            if book.vehicles[journey.vehicle_id].has_left_on(journey, now_s):
                order.leave_open_stop()
    for vehicle in book.vehicles.values():
        vehicle.go_by_clock(now_s)
    for order in book.orders.values():
        if order.place is not None and _cannot_leave(book, order.place[0]):
            order.leave_open_stop()


def _cannot_leave(book: DayBook, journey: Journey) -> bool:
    """Whether a trip has not left, and its vehicle can no longer drive."""
    return journey.departed_s is None and (
        book.vehicles[journey.vehicle_id].out_since_s is not None
    )
