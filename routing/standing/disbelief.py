"""Why an event cannot be believed as things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.events.model import SetAside

if TYPE_CHECKING:
    from routing.events.model import Event


class DoubtError(Exception):
    """An event that is set aside, while it is being taken in; nobody but the fold sees it."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self._code, self._message, self._remedy = code, message, remedy

    def of(self, event: Event) -> SetAside:
        """The event as it is set aside."""
        return SetAside(
            event_id=event.event_id, code=self._code, message=self._message, remedy=self._remedy
        )


def unknown_order(order_id: str) -> DoubtError:
    """The plan has no such order."""
    return DoubtError(
        "EVENT-ORDER-UNKNOWN",
        f"The plan has no order {order_id}.",
        "Correct the id; of a new order, wait until a run has read its row.",
    )


def unknown_vehicle(vehicle_id: str) -> DoubtError:
    """The plan has no such vehicle."""
    return DoubtError(
        "EVENT-VEHICLE-UNKNOWN",
        f"The plan has no vehicle {vehicle_id}.",
        "Write the vehicle_id of the table of vehicles.",
    )


def settled(order_id: str, what: str) -> DoubtError:
    """Nothing more can happen to an order; `what` says what has."""
    return DoubtError(
        "EVENT-DONE",
        f"Order {order_id} {what}.",
        "Look which of the two is true; if it is this one, tell the customer and whoever planned.",
    )


def wrong_vehicle(order_id: str, named: str, has_it: str) -> DoubtError:
    """Another vehicle has the order."""
    return DoubtError(
        "EVENT-WRONG-VEHICLE",
        f"Order {order_id} is with {has_it}, not with {named}.",
        "Send it again with the right vehicle, or without any.",
    )


def not_departed(order_id: str, trip_id: str, departs: str) -> DoubtError:
    """The order's trip has not left yet."""
    return DoubtError(
        "EVENT-NOT-DEPARTED",
        f"Order {order_id} is on trip {trip_id}, which departs at {departs} and has not been"
        " reported to have left.",
        "Report departed as well, with the time at which it was.",
    )


def overtaken(order_id: str, trip_id: str, at: str) -> DoubtError:
    """The vehicle is on a later trip already."""
    return DoubtError(
        "EVENT-RETURNED",
        f"Order {order_id} was on trip {trip_id}, and its vehicle left on another at {at}.",
        "Send it again with the time at which it was.",
    )


def no_trip(message: str, remedy: str) -> DoubtError:
    """There is no trip that it could be about."""
    return DoubtError("EVENT-NO-TRIP", message, remedy)


def is_out(vehicle_id: str, since: str) -> DoubtError:
    """A vehicle that can no longer drive neither loads nor leaves."""
    return DoubtError(
        "EVENT-OUT",
        f"{vehicle_id} cannot drive since {since}.",
        "Report vehicle_back first, with the time from which it could drive again.",
    )


def is_not_out(vehicle_id: str) -> DoubtError:
    """A vehicle comes back that was never out."""
    return DoubtError(
        "EVENT-NOT-OUT",
        f"{vehicle_id} was not reported to be out.",
        "Look whether another vehicle is meant.",
    )
