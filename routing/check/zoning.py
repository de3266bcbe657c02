"""Which zone of a hub an order is delivered in, worked out from the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from routing.orders.refusal import BELOW_MINIMUM, OUT_OF_ZONE, ZONE_HOURS

if TYPE_CHECKING:
    from routing.check.facts import Facts
    from routing.fleet.model import Hub, Zone
    from routing.orders.model import Order


@dataclass(frozen=True, slots=True)
class Zoned:
    """The zone, or the code of why there is none; neither where the hub has no zones."""

    zone: Zone | None = None
    fault: str | None = None


def door_window(order: Order, hub: Hub) -> tuple[int, int]:
    """When a delivery from a hub may begin: its window, which is the hub's hours where empty."""
    return (
        hub.opens_s if order.window_start_s is None else order.window_start_s,
        hub.closes_s if order.window_end_s is None else order.window_end_s,
    )


def zoned(order: Order, hub: Hub, facts: Facts) -> Zoned:
    """The zone in which a hub delivers a same-day order.

    Of those that hold its door, are served in its window and ask for no more than it is worth: the
    one served longest in the window, of these the one with the least surcharge, of these the first.
    """
    zones, place = facts.zones.get(hub.hub_id, ()), facts.places.get(order.order_id)
    if not zones or place is None:
        return Zoned()
    door = shapely.Point(place.lon, place.lat)
    around = [zone for zone in zones if zone.area.covers(door)]
    if not around:
        return Zoned(fault=OUT_OF_ZONE)
    served = [zone for zone in around if _served_s(zone, order, hub) >= 0]
    if not served:
        return Zoned(fault=ZONE_HOURS)
    worth = order.value_cents
    paid = [zone for zone in served if worth is None or worth >= zone.min_order_cents]
    if not paid:
        return Zoned(fault=BELOW_MINIMUM)
    longest_s = max(_served_s(zone, order, hub) for zone in paid)
    longest = [zone for zone in paid if _served_s(zone, order, hub) == longest_s]
    return Zoned(min(longest, key=lambda zone: zone.surcharge_cents))


def served_window(zone: Zone, order: Order, hub: Hub) -> tuple[int, int]:
    """The part of an order's window in which a zone is served; it may end before it begins."""
    start_s, end_s = door_window(order, hub)
    opens_s = start_s if zone.opens_s is None else zone.opens_s
    closes_s = end_s if zone.closes_s is None else zone.closes_s
    return max(start_s, opens_s), min(end_s, closes_s)


def _served_s(zone: Zone, order: Order, hub: Hub) -> int:
    start_s, end_s = served_window(zone, order, hub)
    return end_s - start_s
