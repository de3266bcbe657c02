"""Hubs that a run leaves out keep what the last version had for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.plan.totals import stops_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from routing.orders.model import HubChoice, HubOrder, LocatedOrder, Unassigned
    from routing.plan.model import HubPlan, Plan

    Kept = tuple[HubPlan, tuple[Unassigned, ...]]
    """A hub as it was, and what was said of its orders that have no place."""


def pin_to_hubs(
    located: Sequence[LocatedOrder], last: Plan, hub_ids: Collection[str]
) -> tuple[LocatedOrder, ...]:
    """Orders that name no hub stay with the one of these that had them in the last version."""
    home: dict[str, str] = {}
    for hub in last.hubs:
        home |= dict.fromkeys(orders_of(hub), hub.hub_id)
    home |= {item.order_id: item.hub_id for item in last.unassigned if item.hub_id}
    pinned = []
    for item in located:
        hub_id = home.get(item.order.order_id)
        if item.order.hub_id is None and hub_id in hub_ids:
            pinned.append(replace(item, order=replace(item.order, hub_id=hub_id)))
        else:
            pinned.append(item)
    return tuple(pinned)


def kept_hubs(
    last: Plan, hub_ids: Collection[str], orders: Mapping[str, Sequence[HubOrder]]
) -> dict[str, Kept]:
    """The last version's part for those of these hubs that still have all the orders in it.

    With each comes what the last version says of its orders that have no place.
    """
    kept = {}
    for hub in last.hubs:
        today = {item.order.order_id for item in orders.get(hub.hub_id, ())}
        if hub.hub_id in hub_ids and orders_of(hub) <= today:
            left = [item for item in last.unassigned if item.order_id in today]
            kept[hub.hub_id] = (hub, tuple(item for item in left if item.hub_id == hub.hub_id))
    return kept


def kept_choices(last: Plan | None, orders: Sequence[HubOrder]) -> tuple[HubChoice, ...]:
    """What the last version says of why orders are where they still are by `pin_to_hubs`.

    An order that names its hub in its row was not asked there either.
    """
    homes = {item.order.order_id: item for item in orders if item.order.hub_id is not None}
    return tuple(
        choice
        for choice in (last.choices if last else ())
        if (item := homes.get(choice.order_id)) is not None and item.hub_id == choice.hub_id
    )


def orders_of(hub: HubPlan) -> set[str]:
    """Every order that has a place at the hub: on a stop, or among the collections."""
    on_stops = {order_id for stop in stops_of(hub) for order_id in stop.order_ids}
    return on_stops | {item.order_id for item in hub.collections}
