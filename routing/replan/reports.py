"""What is reported through the day, taken in one event after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.plan.model import Cancelled
from routing.replan import disbelief
from routing.replan.disbelief import DoubtError
from routing.replan.journey import CAME_BACK, DONE, FAILED, Journey, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from routing.clock import Clock
    from routing.events.model import Event, SetAside
    from routing.replan.order_day import OrderDay, Place
    from routing.replan.vehicle_day import VehicleDay


class Reports:
    """The vehicles and orders of a day, which change with every event that is believed.

    Events have to come in the order of the day.
    """

    def __init__(
        self, vehicles: Mapping[str, VehicleDay], orders: Mapping[str, OrderDay], clock: Clock
    ) -> None:
        self._vehicles = vehicles
        self._orders = orders
        self._wall = clock.wall
        self.set_aside: list[SetAside] = []
        self._take: dict[EventType, Callable[[Event], None]] = {
            EventType.LOADING: self._at_hub,
            EventType.LOADED: self._at_hub,
            EventType.DEPARTED: self._at_hub,
            EventType.ARRIVED: self._at_door,
            EventType.DELIVERED: self._at_door,
            EventType.FAILED: self._at_door,
            EventType.RETURNED: self._returned,
            EventType.POSITION: self._position,
            EventType.DELAY: self._delay,
            EventType.VEHICLE_OUT: self._out,
            EventType.VEHICLE_BACK: self._back,
            EventType.CANCELLED: self._cancelled,
            EventType.CHANGED: self._changed,
            EventType.PICKED: self._picked,
            EventType.NOT_PICKED: self._not_picked,
        }

    def take(self, event: Event) -> None:
        """Take in the next event, or set it aside."""
        try:
            self._take[event.type](event)
        except DoubtError as doubt:
            self.set_aside.append(doubt.of(event))

    def _vehicle(self, event: Event) -> VehicleDay | None:
        if event.vehicle_id is None:
            return None
        vehicle = self._vehicles.get(event.vehicle_id)
        if vehicle is None:
            raise disbelief.unknown_vehicle(event.vehicle_id)
        return vehicle

    def _named(self, event: Event) -> VehicleDay:
        """The vehicle of an event that is about one."""
        vehicle = self._vehicle(event)
        if vehicle is None:
            raise disbelief.no_trip("It names no vehicle.", "Say which one it is.")
        return vehicle

    def _order(self, event: Event) -> OrderDay:
        order = self._orders.get(event.order_id or "")
        if order is None:
            raise disbelief.unknown_order(event.order_id or "")
        order.catch_up(event.at_s)
        return order

    def _alive(self, event: Event) -> OrderDay | None:
        """The order of an event, or ``None`` where it was called off later than that.

        Raises
        ------
        DoubtError
            If it was delivered or called off before.
        """
        order = self._order(event)
        if order.cancelled is not None:
            if event.at_s <= order.cancelled.at_s:
                return None
            at = self._wall(order.cancelled.at_s)
            raise disbelief.settled(order.order_id, f"was called off at {at}")
        if order.done_s is not None:
            raise disbelief.settled(
                order.order_id, f"was handed over at {self._wall(order.done_s)}"
            )
        return order

    def _at_hub(self, event: Event) -> None:
        """A trip is loading, loaded or leaving: the named order's, or the vehicle's next."""
        vehicle = self._vehicle(event)
        if event.order_id is not None:
            journey = self._journey_of(event, vehicle)
            if journey is None:
                return
            vehicle = self._vehicles[journey.vehicle_id]
        else:
            vehicle = self._named(event)
            find = vehicle.to_leave_on if event.type is EventType.DEPARTED else vehicle.to_load
            found = find(event.at_s)
            if found is None:
                raise disbelief.no_trip(
                    f"{vehicle.vehicle_id} has no trip to begin at about {self._wall(event.at_s)}.",
                    "Look at the time and the vehicle; of a trip that begins much earlier than"
                    " planned, name one of its orders.",
                )
            journey = found
        if vehicle.out_since_s is not None:
            raise disbelief.is_out(vehicle.vehicle_id, self._wall(vehicle.out_since_s))
        vehicle.delay_s = 0
        self._begin(journey, event)

    def _journey_of(self, event: Event, vehicle: VehicleDay | None) -> Journey | None:
        """The trip of the order that an event names."""
        order = self._alive(event)
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

    def _begin(self, journey: Journey, event: Event) -> None:
        """Load a trip, or leave on it; the vehicle is then back from any other."""
        first = event.type not in journey.reported
        journey.reported.add(event.type)
        if event.type is EventType.LOADING and first:
            journey.loading_s = event.at_s
        elif event.type is EventType.LOADED:
            journey.is_loaded = True
        elif event.type is EventType.DEPARTED and first:
            journey.departed_s = event.at_s
        self._leave_behind(journey, event.at_s, left=event.type is EventType.DEPARTED)

    def _leave_behind(self, journey: Journey, at_s: int, *, left: bool) -> None:
        """Be back from every other trip that the vehicle was on."""
        journeys = self._vehicles[journey.vehicle_id].journeys
        now = (at_s, journeys.index(journey))
        for number, other in enumerate(journeys):
            if other is journey or other.departed_s is None or (other.departed_s, number) > now:
                continue
            if left and other.left_behind_s is None:
                other.left_behind_s = at_s
            if other.overtaken_s is None:
                other.overtaken_s = at_s
            if EventType.RETURNED not in other.reported and not other.is_over_by(at_s):
                self._come_back(other, at_s)

    def _come_back(self, journey: Journey, at_s: int) -> None:
        """Bring a vehicle back; what nothing was said of, it has brought with it."""
        journey.returned_s = at_s
        came_back = Outcome(at_s=at_s, status=FAILED, reason=CAME_BACK, came_back=True)
        for index, stop in enumerate(journey.stops):
            for order_id in stop.order_ids:
                order = self._orders[order_id]
                order.catch_up(at_s)
                if order.place != (journey, index) or (index, order_id) in journey.off:
                    continue
                if order.outcome is None:
                    journey.outcomes[index, order_id] = came_back
                    order.freed = False
                order.catch_up()

    def _returned(self, event: Event) -> None:
        vehicle = self._named(event)
        journey = vehicle.out_on(event.at_s)
        if journey is None:
            raise disbelief.no_trip(
                f"{vehicle.vehicle_id} was on no trip that it could come back from.",
                "Report departed as well, with the time at which it was.",
            )
        vehicle.delay_s = 0
        journey.reported.add(EventType.RETURNED)
        self._come_back(journey, min(event.at_s, journey.overtaken_s or event.at_s))

    def _at_door(self, event: Event) -> None:
        """A vehicle is at a customer's door, or has been; or a customer has collected."""
        vehicle = self._vehicle(event)
        order = self._alive(event)
        if order is None:
            return
        if order.is_collected and event.type is EventType.DELIVERED and vehicle is None:
            order.done_s = event.at_s
            return
        journey, index = self._visited(event, order, vehicle)
        self._vehicles[journey.vehicle_id].delay_s = 0
        if journey.departed_s is None:
            journey.departed_s = min(journey.trip.depart_s, event.at_s)
            self._leave_behind(journey, event.at_s, left=True)
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

    def _visited(self, event: Event, order: OrderDay, vehicle: VehicleDay | None) -> Place:
        """The stop that was visited: the order's, or again the one where it failed last."""
        doubt = self._doubt(event, order, vehicle)
        if doubt is None and order.place is not None:
            return order.place
        again = self._again(event, order, vehicle)
        if again is not None:
            return again
        raise doubt or disbelief.no_trip(
            f"Order {order.order_id} is on no trip.",
            "If the customer has it all the same, report cancelled, with that reason.",
        )

    def _doubt(
        self, event: Event, order: OrderDay, vehicle: VehicleDay | None
    ) -> DoubtError | None:
        """Why the stop that the order has now cannot have been visited."""
        if order.place is None:
            if order.has_failed:
                return disbelief.settled(order.order_id, "has failed already")
            return None
        journey = order.place[0]
        if vehicle is not None and vehicle.vehicle_id != journey.vehicle_id:
            return disbelief.wrong_vehicle(order.order_id, vehicle.vehicle_id, journey.vehicle_id)
        if journey.left_behind_s is not None:
            return disbelief.overtaken(
                order.order_id, journey.trip.trip_id, self._wall(journey.left_behind_s)
            )
        if journey.departed_s is None and journey.trip.depart_s > event.at_s:
            return disbelief.not_departed(
                order.order_id, journey.trip.trip_id, self._wall(journey.trip.depart_s)
            )
        return None

    def _again(self, event: Event, order: OrderDay, vehicle: VehicleDay | None) -> Place | None:
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

    def _position(self, event: Event) -> None:
        vehicle = self._named(event)
        if event.lat is not None and event.lon is not None:
            vehicle.seen = (event.at_s, event.lat, event.lon)

    def _delay(self, event: Event) -> None:
        self._named(event).delay_s = event.delay_s or 0

    def _out(self, event: Event) -> None:
        vehicle = self._named(event)
        if vehicle.out_since_s is None:
            vehicle.out_since_s, vehicle.back_from_s = event.at_s, None
        vehicle.out_reason = event.reason
        for journey in vehicle.journeys:
            if not journey.has_left_before(event.at_s):
                journey.unload()

    def _back(self, event: Event) -> None:
        vehicle = self._named(event)
        if vehicle.out_since_s is None:
            raise disbelief.is_not_out(vehicle.vehicle_id)
        vehicle.out_since_s, vehicle.out_reason, vehicle.back_from_s = None, "", event.at_s

    def _cancelled(self, event: Event) -> None:
        order = self._order(event)
        if order.cancelled is not None:
            return
        if (reached := self._reached(order, event.at_s)) is not None:
            raise disbelief.settled(order.order_id, reached)
        order.cancelled = Cancelled(
            order_id=order.order_id, at_s=event.at_s, reason=event.reason or "It was called off."
        )
        order.leave_stops(order.number)

    def _reached(self, order: OrderDay, at_s: int) -> str | None:
        """What became of an order already, so that it can no longer be called off."""
        if order.done_s is not None:
            return f"was handed over at {self._wall(order.done_s)}"
        if order.was_collected:
            return "was collected"
        if order.has_failed:
            return "has failed, and comes back"
        if order.place is None:
            return None
        if (outcome := order.outcome) is not None:
            return f"was handed over at {self._wall(outcome.at_s)}"
        journey, index = order.place
        clock = self._vehicles[journey.vehicle_id].clock
        arrive_s = journey.stops[index].arrive_s
        by_itself = clock is not None and clock.has_happened(arrive_s, at_s)
        is_there = by_itself or journey.is_there(index, at_s)
        return "has its vehicle at the door" if is_there else None

    def _changed(self, event: Event) -> None:
        order = self._alive(event)
        if order is not None and order.has_failed:
            order.freed = True

    def _picked(self, event: Event) -> None:
        order = self._alive(event)
        if order is not None:
            order.picked_s, order.missing = event.at_s, None

    def _not_picked(self, event: Event) -> None:
        order = self._alive(event)
        if order is not None:
            order.missing = event.reason or "The picker did not find it."
            order.picked_s = None
