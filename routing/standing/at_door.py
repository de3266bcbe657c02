"""What is reported at a customer's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.standing import disbelief
from routing.standing.journey import DONE, FAILED, Outcome

if TYPE_CHECKING:
    from routing.events.model import Event
    from routing.standing.book import DayBook
    from routing.standing.disbelief import DoubtError
    from routing.standing.journey import Journey
    from routing.standing.order_day import OrderDay, Place
    from routing.standing.vehicle_day import VehicleDay


def visit(book: DayBook, event: Event) -> None:
    """A vehicle is at a customer's door, or has been; or a customer has collected."""
    vehicle = book.vehicle(event)
    order = book.alive(event)
    if order is None:
        return
    if order.is_collected and event.type is EventType.DELIVERED and vehicle is None:
        order.done_s = event.at_s
        return
    journey, index = _visited(book, event, order, vehicle)
    book.vehicles[journey.vehicle_id].be_heard_of()
    if journey.departed_s is None:
        journey.departed_s = min(journey.trip.depart_s, event.at_s)
        book.leave_behind(journey, event.at_s, left=True)
    key = (index, order.order_id)
    if event.type is EventType.ARRIVED:
        journey.arrivals.append((event.at_s, index))
    elif event.type is EventType.DELIVERED:
        journey.outcomes[key] = Outcome(at_s=event.at_s, status=DONE)
        order.done_s = event.at_s
        order.leave_stops(order.number + 1)
    else:
        journey.outcomes[key] = Outcome(at_s=event.at_s, status=FAILED, reason=event.reason)
        order.freed = False
        order.catch_up()


def _visited(book: DayBook, event: Event, order: OrderDay, vehicle: VehicleDay | None) -> Place:
    """The stop that was visited: the order's, or again the one where it failed last."""
    doubt = _doubt(book, event, order, vehicle)
    if doubt is None and order.place is not None:
        return order.place
    again = _again(event, order, vehicle)
    if again is not None:
        return again
    raise doubt or disbelief.no_trip(
        f"Order {order.order_id} is on no trip.",
        "If the customer has it all the same, report cancelled, with that reason.",
    )


def _doubt(
    book: DayBook, event: Event, order: OrderDay, vehicle: VehicleDay | None
) -> DoubtError | None:
    """Why the stop that the order has now cannot have been visited."""
    if order.place is None:
        return _failed(book, order)
    journey = order.place[0]
    if vehicle is not None and vehicle.vehicle_id != journey.vehicle_id:
        return disbelief.wrong_vehicle(order.order_id, vehicle.vehicle_id, journey.vehicle_id)
    if journey.left_behind_s is not None:
        return _overtaken(book, order, journey)
    if journey.departed_s is None and journey.trip.depart_s > event.at_s:
        return disbelief.not_departed(
            order.order_id, journey.trip.trip_id, book.wall(journey.trip.depart_s)
        )
    return None


def _failed(book: DayBook, order: OrderDay) -> DoubtError | None:
    """Why nothing more can become of an order that is on no trip now."""
    if order.last_failed is None or not order.has_failed:
        return None
    journey, index = order.last_failed
    if journey.outcomes[index, order.order_id].came_back:
        return _overtaken(book, order, journey)
    return disbelief.settled(order.order_id, "has failed already")


def _overtaken(book: DayBook, order: OrderDay, journey: Journey) -> DoubtError:
    """The vehicle is on a later trip than the order's."""
    left = book.wall(journey.left_behind_s or journey.trip.return_s)
    return disbelief.overtaken(order.order_id, journey.trip.trip_id, left)


def _again(event: Event, order: OrderDay, vehicle: VehicleDay | None) -> Place | None:
    """The stop where an order failed, if its vehicle can have been there again.

    Of an order that only came back, it is the first time.
    """
    if order.last_failed is None:
        return None
    journey, index = order.last_failed
    if journey.left_behind_s is not None or (
        vehicle is not None and vehicle.vehicle_id != journey.vehicle_id
    ):
        return None
    if journey.outcomes[index, order.order_id].came_back:
        order.number -= event.type is EventType.DELIVERED
        return journey, index
    if journey.is_over_by(event.at_s) or event.type is EventType.FAILED:
        return None
    if event.type is EventType.DELIVERED:
        order.leave_stops(order.number)
        index = journey.add_attempt(index, order.order_id)
        order.places.append((journey, index))
    return journey, index
