"""Orders that were there before: a row that vanished is kept, and never taken for cancelled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.orders.model import Channel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from routing.fleet.model import CollectionPoint, Hub
    from routing.orders.intake import Intake
    from routing.orders.model import LocatedOrder, Order
    from routing.reading import Morning


def with_known(
    morning: Morning, known: Sequence[LocatedOrder], called_off: Collection[str]
) -> Morning:
    """The day with orders that it had before and has no more, each with a warning.

    A row that was understood before and is not any more stays as it was, too: its order may be on
    a van by now.

    Parameters
    ----------
    known
        What the order table had before.
    called_off
        The orders that are cancelled: a row may call off what is delivered already.
    """
    morning = _with_delivered(morning, known, called_off)
    usable, where = morning.where.usable, morning.where
    there = {item.order.order_id for item in where.located}
    there |= {order.order_id for order in usable.cancelled}
    gone = [where_now(item, usable) for item in known if item.order.order_id not in there]
    if not gone:
        return morning
    ids = {item.order.order_id for item in gone}
    unreadable = {row.order_id for row in morning.rejected} & ids
    rejected = tuple(row for row in morning.rejected if row.order_id not in ids)
    vanished = len(gone) - len(unreadable)
    return replace(
        morning,
        where=replace(
            where,
            usable=replace(
                usable,
                orders=(
                    *(order for order in usable.orders if order.order_id not in ids),
                    *(item.order for item in gone),
                ),
                rejected=tuple(row for row in usable.rejected if row.order_id not in ids),
                input_rows=usable.input_rows + vanished,
            ),
            located=(*where.located, *gone),
            rejected=tuple(row for row in where.rejected if row.order_id not in ids),
        ),
        rejected=rejected,
        diagnostics=(
            *morning.diagnostics,
            *(_kept(item, is_unreadable=item.order.order_id in unreadable) for item in gone),
        ),
    )


def where_now(item: LocatedOrder, intake: Intake) -> LocatedOrder:
    """An order as it was known, with where its hub or collection point is by now, if it has one."""
    order = item.order
    if order.channel is Channel.SAME_DAY or item.place is None:
        return item
    goals: dict[str, Hub | CollectionPoint] = {hub.hub_id: hub for hub in intake.hubs}
    goals |= {point.point_id: point for point in intake.points}
    goal = goals.get(order.collect_at or order.hub_id or "")
    if goal is None:
        return item
    return replace(item, place=replace(item.place, lat=goal.lat, lon=goal.lon))


def changed_orders(known: Sequence[LocatedOrder], now: Sequence[LocatedOrder]) -> frozenset[str]:
    """The orders that say something else than was known of them, whatever line they stand in."""
    was = {item.order.order_id: _said(item) for item in known}
    return frozenset(
        order_id
        for item in now
        if (order_id := item.order.order_id) in was and was[order_id] != _said(item)
    )


def _said(item: LocatedOrder) -> LocatedOrder:
    """An order without what the store does not keep, or what does not matter."""
    order = replace(item.order, file="", line=0, address=None, postcode=None, city=None)
    return replace(item, order=order)


def as_reported(morning: Morning, picked_s: Mapping[str, int]) -> Morning:
    """The day with orders ready when a shop said so, where nobody plans who picks them."""
    usable, where = morning.where.usable, morning.where

    def told(order: Order) -> Order:
        ready_s = picked_s.get(order.order_id)
        nobody_is_planned = not usable.picking_hubs or (
            order.hub_id is not None and order.hub_id not in usable.picking_hubs
        )
        if ready_s is None or not (order.ready_s is not None or nobody_is_planned):
            return order
        return replace(order, ready_s=ready_s)

    return replace(
        morning,
        where=replace(
            where,
            usable=replace(usable, orders=tuple(told(order) for order in usable.orders)),
            located=tuple(replace(item, order=told(item.order)) for item in where.located),
        ),
    )


def _with_delivered(
    morning: Morning, known: Sequence[LocatedOrder], called_off: Collection[str]
) -> Morning:
    """The day with orders that their rows call off too late."""
    usable, where = morning.where.usable, morning.where
    rows = {order.order_id for order in usable.cancelled}
    insisted = [
        item
        for item in known
        if item.order.order_id in rows and item.order.order_id not in called_off
    ]
    if not insisted:
        return morning
    ids = {item.order.order_id for item in insisted}
    orders = (*usable.orders, *(item.order for item in insisted))
    cancelled = tuple(order for order in usable.cancelled if order.order_id not in ids)
    return replace(
        morning,
        where=replace(
            where,
            usable=replace(usable, orders=orders, cancelled=cancelled),
            located=(*where.located, *insisted),
        ),
    )


def _kept(item: LocatedOrder, *, is_unreadable: bool) -> Diagnostic:
    what = (
        "Its row cannot be understood or located any more, and it is kept as it was."
        if is_unreadable
        else "Its row is gone from the order table, and it is kept as it was."
    )
    return Diagnostic(
        code="ORDER-VANISHED",
        message=what,
        remedy="Report it as cancelled if that is meant, or bring the row back.",
        file=item.order.file,
        line=item.order.line,
        id=item.order.order_id,
        severity="warning",
    )
