"""Every order gets the kind of service it was bought with: driven, or collected where prepared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where
from routing.orders.model import Channel, Order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.facts import Facts
    from routing.check.matching import HubMatch
    from routing.plan.model import Plan

_CANNOT_BE_PREPARED = frozenset({"PICKERS-FULL", "NO-PICKER", "OUT-OF-STOCK", "NOT-FOUND"})
"""Unassigned for these, an order has nobody who picks it, or nothing to pick."""


def channel_breaches(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give orders that are driven or kept for collection against what was bought."""
    for match in hubs:
        yield from _collection_breaches(match, facts)
        yield from _driven_breaches(match, facts)
    for one in plan.unassigned:
        order = facts.orders.get(one.order_id)
        if one.code in _CANNOT_BE_PREPARED:
            continue
        if order is not None and (hub_id := _only_picked(order, facts)) is not None:
            yield Where(hub_id=hub_id, order_ids=(one.order_id,)).breach(
                "still-prepared",
                f"it is unassigned ({one.code}); it is collected where it is prepared, needs no "
                f"vehicle, and stays among the collections of hub {hub_id} even when it is late.",
            )


def _collection_breaches(match: HubMatch, facts: Facts) -> Iterator[Breach]:
    for collection in match.plan.collections:
        order = facts.orders.get(collection.order_id)
        if order is None or facts.is_collected_at(order, match.plan.hub_id):
            continue
        where = replace(match.where, order_ids=(order.order_id,))
        if order.channel is Channel.SAME_DAY:
            yield where.breach(
                "same-day-collected",
                "it is among the collections; a same-day order is delivered, on a stop.",
            )
        else:
            yield where.breach(
                "drop-collected",
                f"it is among the collections of the hub that prepares it; it is collected at "
                f"{order.collect_at}, and must be driven there.",
            )


def _driven_breaches(match: HubMatch, facts: Facts) -> Iterator[Breach]:
    """Give orders that are driven against that; where one failed, it may be collected now."""
    for stop in (s for r in match.routes for t in r.trips for s in t.stops):
        if stop.stop.status == "failed":
            continue
        for order in stop.orders:
            if facts.is_collected_at(order, match.plan.hub_id):
                yield replace(stop.where, order_ids=(order.order_id,)).breach(
                    "collection-driven",
                    "it is on a stop; it is collected at the hub that prepares it, and stays among "
                    "the collections.",
                )


def _only_picked(order: Order, facts: Facts) -> str | None:
    """Give the hub that can prepare it for collection there, if the order leaves no doubt."""
    if order.channel is not Channel.CLICK_AND_COLLECT:
        return None
    wanted = {hub_id for hub_id in (order.hub_id, order.collect_at) if hub_id is not None}
    return wanted.pop() if len(wanted) == 1 and wanted <= facts.hubs.keys() else None
