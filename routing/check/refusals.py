"""Whether an order that is said to have no place at any hub really has none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where
from routing.check.shelves import taken
from routing.check.zoning import zoned
from routing.orders.model import Channel, Order
from routing.orders.refusal import (
    BELOW_MINIMUM,
    NO_PICKER,
    OUT_OF_STOCK,
    OUT_OF_ZONE,
    POINT_FULL,
    REFUSAL_CODES,
    ZONE_HOURS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.check.facts import Facts
    from routing.check.matching import HubMatch
    from routing.fleet.model import Hub
    from routing.orders.model import Unassigned
    from routing.plan.model import Plan

_RULES = {
    OUT_OF_ZONE: "zone-reason",
    ZONE_HOURS: "zone-reason",
    BELOW_MINIMUM: "zone-reason",
    NO_PICKER: "picker-reason",
    OUT_OF_STOCK: "stock-reason",
    POINT_FULL: "point-reason",
}


def refusal_breaches(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give orders refused for a reason that does not hold.

    An order that names no hub is refused by all of them; of their reasons the one counts that it
    meets last.
    """
    claims = taken(plan, hubs, facts, claimed=True)
    for one in plan.unassigned:
        order = facts.orders.get(one.order_id)
        if order is None or one.code not in _RULES:
            continue
        where = Where(hub_id=one.hub_id, order_ids=(one.order_id,))
        if one.code == POINT_FULL:
            yield from _point_breaches(order, claims.parcels, where, facts)
            continue
        asked = _asked(one, order, facts)
        faults = {
            hub.hub_id: _fault(order, hub, claims.articles.get(hub.hub_id, Counter()), facts)
            for hub in asked
        }
        able = [hub_id for hub_id, fault in faults.items() if fault is None]
        if able:
            yield where.breach(
                _RULES[one.code], f"it is refused with {one.code}; {able[0]} could have it."
            )
            continue
        furthest = max((fault or "" for fault in faults.values()), key=_rank, default="")
        if furthest != one.code:
            yield where.breach(
                _RULES[one.code],
                f"it is refused with {one.code}; what keeps it from every hub is"
                f" {furthest or 'nothing'}.",
            )


def _rank(code: str) -> int:
    return list(REFUSAL_CODES).index(code)


def _asked(one: Unassigned, order: Order, facts: Facts) -> list[Hub]:
    """Give the hubs that might have had the order."""
    hub_id = one.hub_id or order.hub_id
    if hub_id is None and order.collect_at in facts.hubs:
        hub_id = order.collect_at
    return [hub for hub in facts.hubs.values() if hub_id in (None, hub.hub_id)]


def _fault(order: Order, hub: Hub, articles: Mapping[str, int], facts: Facts) -> str | None:
    """Give the code of why a hub cannot have an order, given what it has been asked for."""
    if order.channel is Channel.SAME_DAY and (fault := zoned(order, hub, facts).fault):
        return fault
    is_picked = order.ready_s is None and hub.hub_id in facts.picking_hubs
    if is_picked and not _pickable(order, hub, facts):
        return NO_PICKER
    there = facts.stock.get(hub.hub_id)
    if there is not None and any(
        wanted > there.get(sku, 0) - articles.get(sku, 0) for sku, wanted in order.articles.items()
    ):
        return OUT_OF_STOCK
    return None


def _pickable(order: Order, hub: Hub, facts: Facts) -> bool:
    """Whether some shift leaves time enough for the order after it was placed."""
    return any(
        max(shift.start_s, shift.start_s if order.placed_s is None else order.placed_s)
        + facts.picking_s(order, shift.lines_per_hour)
        <= shift.end_s
        for shift in facts.pickers
        if shift.hub_id == hub.hub_id
    )


def _point_breaches(
    order: Order, parcels: Mapping[str, int], where: Where, facts: Facts
) -> Iterator[Breach]:
    point = facts.point(order)
    capacity = None if point is None else point.capacity_parcels
    used = 0 if point is None else parcels.get(point.point_id, 0)
    if capacity is None or used + order.parcels <= capacity:
        room = "no limit" if capacity is None else f"room for {capacity - used} more parcels"
        yield where.breach(
            "point-reason",
            f"it is refused for want of room; {order.collect_at or 'its door'} has {room}, and it"
            f" takes {order.parcels}.",
        )
