"""What would help an order that no hub can have, when all others have theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.geodesy import great_circle_m
from routing.orders.amounts import metres
from routing.orders.model import HubOrder, Unassigned
from routing.orders.refusal import OUT_OF_ZONE, POINT_FULL, Refusal
from routing.orders.zones import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.day.model import Day
    from routing.fleet.model import CollectionPoint, Hub
    from routing.orders.claims import PointRoom, Shelves
    from routing.orders.intake import Intake
    from routing.orders.model import LocatedOrder
    from routing.orders.settling import Settling


class Advice:
    """Ways out for the refused orders of a day.

    Parameters
    ----------
    day, intake
        The day.
    settling
        What orders were settled by.
    shelves, room
        What is left on shelves and in collection points.
    """

    def __init__(
        self, day: Day, intake: Intake, settling: Settling, shelves: Shelves, room: PointRoom
    ) -> None:
        self._clock = day.clock
        self._hubs = intake.hubs
        self._points = intake.points
        self._has_stock = intake.stock.keys()
        self._settling = settling
        self._shelves = shelves
        self._room = room

    def unassigned(self, item: LocatedOrder, hub_id: str | None, refusal: Refusal) -> Unassigned:
        """The refused order, with what could be done.

        `hub_id` is the only hub that it may go to; ``None`` if it might go to any.
        """
        ways = [*self._another_hub(item, hub_id)]
        if refusal.code == POINT_FULL:
            ways = [*self._another_point(item)]
        elif refusal.code == OUT_OF_ZONE and not ways:
            ways = [*self._nearest_zone(item)]
        if refusal.way_out:
            ways.append(refusal.way_out)
        said = "; or ".join(ways or ["agree with the customer on another way to have it"])
        return Unassigned(
            order_id=item.order.order_id,
            hub_id=hub_id,
            code=refusal.code,
            reason=refusal.reason,
            suggestion=f"{said[0].upper()}{said[1:]}.",
        )

    def _another_hub(self, item: LocatedOrder, hub_id: str | None) -> Iterator[str]:
        """The nearest other hub that could have an order which is bound to one."""
        if hub_id is None:
            return
        own = next(hub for hub in self._hubs if hub.hub_id == hub_id)
        lat, lon = (item.place.lat, item.place.lon) if item.place else (own.lat, own.lon)
        able = [
            (float(great_circle_m(lat, lon, hub.lat, hub.lon)), hub.hub_id, found)
            for hub in self._hubs
            if hub.hub_id != hub_id
            and isinstance(found := self._settling.at(item, hub), HubOrder)
            and _is_ready_in_time(found, hub)
            and not self._shelves.lacking(hub.hub_id, item.order)
        ]
        if able:
            _, other_id, found = min(able, key=lambda one: one[:2])
            yield f"{other_id} {self._what_it_could(found)}: let it prepare the order"

    def _what_it_could(self, found: HubOrder) -> str:
        said = []
        if found.zone_id is not None:
            said.append(f"delivers there, in its zone {found.zone_id}")
        if found.is_picked:
            said.append(f"could have it ready at {self._clock.wall(found.ready_s)}")
        if found.order.articles and found.hub_id in self._has_stock:
            said.append("has all of it")
        return " and ".join(said or ["could have it"])

    def _nearest_zone(self, item: LocatedOrder) -> Iterator[str]:
        if item.place is None:
            return
        nearest = self._settling.zones.nearest([hub.hub_id for hub in self._hubs], item.place)
        if nearest is None:
            return
        distance_m, zone = nearest
        hub = next(hub for hub in self._hubs if hub.hub_id == zone.hub_id)
        if holds(zone, item.place) and isinstance(told := self._settling.at(item, hub), Refusal):
            said = told.reason.rstrip(".")
            where = f"{zone.zone_id} of {zone.hub_id} holds its door"
            yield f"{where}, and would not do as it is: {said}"
        else:
            yield (
                f"the nearest zone, {zone.zone_id} of {zone.hub_id}, is {metres(distance_m)} away:"
                " agree on a place there, or on collection"
            )

    def _another_point(self, item: LocatedOrder) -> Iterator[str]:
        """The nearest place to collect it that has room, and is open before its promise."""
        order, place = item.order, item.place
        if place is None:
            return
        others: dict[str, CollectionPoint | Hub] = {
            **{point.point_id: point for point in self._points},
            **{hub.hub_id: hub for hub in self._hubs},
        }
        ways = []
        for other_id, other in others.items():
            left = self._room.left(other_id)
            promise_s = other.closes_s if order.window_end_s is None else order.window_end_s
            # A hub that no other is named beside prepares what is collected there.
            is_short = order.hub_id is None and self._shelves.lacking(other_id, order)
            is_open = other.opens_s < promise_s
            if (left is None or left >= order.parcels) and is_open and not is_short:
                metres_away = float(great_circle_m(place.lat, place.lon, other.lat, other.lon))
                ways.append((metres_away, other_id, other))
        if ways:
            distance_m, other_id, other = min(ways, key=lambda way: way[:2])
            yield (
                f"let it be collected at {other_id} ({other.name}), {metres(distance_m)} away and"
                f" open {self._clock.wall(other.opens_s)}-{self._clock.wall(other.closes_s)}"
            )


def _is_ready_in_time(found: HubOrder, hub: Hub) -> bool:
    """Whether it could be ready when its customer comes, or loaded before its window ends."""
    if found.place is None:
        return found.ready_s <= found.window_end_s
    return found.ready_s + hub.loading_s < found.window_end_s
