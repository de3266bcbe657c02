"""Hubs whose new plan breaks a rule keep their last one, so that the others can go on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.orders.model import Unassigned
from routing.plan.totals import late_orders, stops_of, total

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from routing.check.breach import Breach
    from routing.orders.model import HubOrder
    from routing.plan.model import HubPlan, Plan

HUB_KEPT = "HUB-KEPT"


def faulty_hubs(breaches: Collection[Breach]) -> frozenset[str]:
    """The hubs that break a rule; none if the plan as a whole does."""
    hubs = [breach.hub_id for breach in breaches if breach.rule != "totals"]
    return frozenset() if None in hubs else frozenset(hub_id for hub_id in hubs if hub_id)


def with_last(
    plan: Plan, last: Plan, hub_ids: Collection[str], orders: Collection[HubOrder]
) -> Plan | None:
    """The plan with some hubs as the last version has them.

    What they had stays with them, cancelled or not, until they can be planned again; what is new
    there waits. ``None`` if an order would then be in two places.

    Parameters
    ----------
    orders
        All that have a hub.
    """
    kept = {hub.hub_id: hub for hub in last.hubs if hub.hub_id in hub_ids}
    if kept.keys() != set(hub_ids):
        return None
    hubs = tuple(kept.get(hub.hub_id, hub) for hub in plan.hubs)
    theirs = {one for hub in kept.values() for one in _ids(hub)}
    others = {one for hub in hubs if hub.hub_id not in kept for one in _ids(hub)}
    if theirs & others:
        return None
    cancelled = tuple(item for item in plan.cancelled if item.order_id not in theirs)
    gone = {item.order_id for item in cancelled}
    told = {item.order_id: item for item in (*plan.unassigned, *last.unassigned)}
    known = {one for hub in plan.hubs for one in _ids(hub)} | told.keys()
    left = sorted(known - theirs - others - gone)
    homes = {item.order.order_id: item.hub_id for item in orders}
    unassigned = tuple(told.get(one) or _waiting(one, homes.get(one)) for one in left)
    return replace(
        plan,
        hubs=hubs,
        unassigned=unassigned,
        cancelled=cancelled,
        totals=total(hubs, unassigned, plan.rejected, cancelled, late_orders(hubs, orders)),
    )


def _ids(hub: HubPlan) -> Iterator[str]:
    """Every order that has a place at a hub; a failed attempt is none."""
    for stop in stops_of(hub):
        if stop.status != "failed":
            yield from stop.order_ids
    for item in hub.collections:
        yield item.order_id


def _waiting(order_id: str, hub_id: str | None) -> Unassigned:
    return Unassigned(
        order_id=order_id,
        hub_id=hub_id,
        code=HUB_KEPT,
        reason=f"Hub {hub_id} keeps its last plan, because its new one breaks a rule.",
        suggestion="Please report what was said of it; plan the order by hand until then.",
    )
