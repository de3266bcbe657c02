"""The day as it is known so far: its vehicles and orders, which every report changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.standing import disbelief
from routing.standing.journey import CAME_BACK, FAILED, Journey, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from routing.clock import Clock
    from routing.events.model import Event
    from routing.standing.order_day import OrderDay
    from routing.standing.vehicle_day import VehicleDay


@dataclass(frozen=True, slots=True)
class DayBook:
    """The vehicles and orders of a day, by their ids, while events are taken in.

    `known` are the ids of events that the plan knew when it was made.
    """

    vehicles: Mapping[str, VehicleDay]
    orders: Mapping[str, OrderDay]
    clock: Clock
    known: Collection[str] = ()

    def wall(self, at_s: int) -> str:
        """A time as people read it."""
        return self.clock.wall(at_s)

    def vehicle(self, event: Event) -> VehicleDay | None:
        """The vehicle that an event names, if it names one.

        Raises
        ------
        DoubtError
            If there is none of that name.
        """
        if event.vehicle_id is None:
            return None
        vehicle = self.vehicles.get(event.vehicle_id)
        if vehicle is None:
            raise disbelief.unknown_vehicle(event.vehicle_id)
        return vehicle

    def named(self, event: Event) -> VehicleDay:
        """The vehicle of an event that is about one.

        Raises
        ------
        DoubtError
            If it names none, or one that is not there.
        """
        vehicle = self.vehicle(event)
        if vehicle is None:
            raise disbelief.no_trip("It names no vehicle.", "Say which one it is.")
        return vehicle

    def order(self, event: Event) -> OrderDay:
        """The order that an event names.

        Raises
        ------
        DoubtError
            If there is none of that name.
        """
        order = self.orders.get(event.order_id or "")
        if order is None:
            raise disbelief.unknown_order(event.order_id or "")
        order.catch_up(event.at_s)
        return order

    def alive(self, event: Event) -> OrderDay | None:
        """The order of an event, or ``None`` where it was called off later than that.

        Raises
        ------
        DoubtError
            If it was delivered or called off before.
        """
        order = self.order(event)
        if order.cancelled is not None:
            if event.at_s <= order.cancelled.at_s:
                return None
            at = self.wall(order.cancelled.at_s)
            raise disbelief.settled(order.order_id, f"was called off at {at}")
        if order.done_s is not None:
            raise disbelief.settled(order.order_id, f"was handed over at {self.wall(order.done_s)}")
        return order

    def leave_behind(self, journey: Journey, at_s: int, *, left: bool) -> None:
        """Be back from every other trip that the vehicle was on."""
        journeys = self.vehicles[journey.vehicle_id].journeys
        now = (at_s, journeys.index(journey))
        for number, other in enumerate(journeys):
            if left and number < now[1] and other.is_waiting_loaded:
                # Nobody said that it left, but it must have: the vehicle is on a later trip.
                other.departed_s = min(other.trip.depart_s, at_s)
            if other is journey or other.departed_s is None or (other.departed_s, number) > now:
                continue
            if left and other.left_behind_s is None:
                other.left_behind_s = at_s
            if other.overtaken_s is None:
                other.overtaken_s = at_s
            if EventType.RETURNED not in other.reported and not other.is_over_by(at_s):
                self.come_back(other, at_s)

    def come_back(self, journey: Journey, at_s: int) -> None:
        """Bring a vehicle back; what nothing was said of, it has brought with it."""
        if journey.was_back_s is not None:
            at_s = min(at_s, journey.was_back_s)
        journey.returned_s = at_s
        came_back = Outcome(at_s=at_s, status=FAILED, reason=CAME_BACK, came_back=True)
        for index, stop in enumerate(journey.stops):
            for order_id in stop.order_ids:
                order = self.orders[order_id]
                order.catch_up(at_s)
                if order.place != (journey, index) or (index, order_id) in journey.off:
                    continue
                if order.outcome is None:
                    journey.outcomes[index, order_id] = came_back
                    order.freed = False
                order.catch_up()
