"""Orders that have begun, whose rows say something else by now: they keep what they began with."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from routing.diagnostics import Diagnostic
from routing.orders.model import Channel
from routing.replan.known import where_now
from routing.standing.model import OrderState
from routing.standing.stages import LOADED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from routing.orders.model import LocatedOrder, Order
    from routing.reading import Morning
    from routing.standing.model import Standing

_PLACE = {"lat": "lat", "lon": "lon", "address_key": "address"}
_PICKED = {"hub_id": "hub_id", "lines": "lines", "articles": "lines", "ready_s": "ready_at"}
_COLLECTED = {**_PICKED, "channel": "channel", "collect_at": "collect_at"}
_LOADED = {
    **_COLLECTED,
    "weight_g": "weight_kg",
    "volume_ml": "volume_l",
    "requires": "requires",
    "parcels": "parcels",
}
"""What an order keeps from when it was picked or loaded, and the columns that say so."""

_UNSAID = frozenset({"ready_at"})
"""What nobody is told of: a shop's system writes it when an order is picked."""


def with_begun_orders(
    morning: Morning, standing: Standing, began: Mapping[str, LocatedOrder]
) -> Morning:
    """The day with orders that have begun as they were when they did, each with a warning.

    Their windows, how long handing over takes, and where what is on board is still to go are as
    their rows say.

    Parameters
    ----------
    began
        What was known of orders when the plan of `standing` was made.
    """
    usable = morning.where.usable
    picked = _picked(standing)
    by_rows = {
        order_id
        for order_id in standing.picked_s
        if order_id in began and began[order_id].order.ready_s is None
    }
    kept: dict[str, LocatedOrder] = {}
    findings = []
    for item in morning.where.located:
        order_id = item.order.order_id
        old, state = began.get(order_id), standing.orders.get(order_id)
        if old is None or state is None:
            continue
        names = _names(old.order, state, is_picked=order_id in picked)
        if not names:
            continue
        if state not in LOADED and order_id not in by_rows:
            names = {name: column for name, column in names.items() if name != "ready_s"}
        own = _as_begun(item, where_now(old, usable), names)
        if own != item:
            kept[order_id] = own
            columns = _columns(item.order, own.order, names)
            if columns:
                findings.append(_changed_late(item.order, columns))
    if not kept:
        return morning
    orders = tuple(
        kept[order.order_id].order if order.order_id in kept else order for order in usable.orders
    )
    located = tuple(kept.get(item.order.order_id, item) for item in morning.where.located)
    return replace(
        morning,
        where=replace(morning.where, usable=replace(usable, orders=orders), located=located),
        diagnostics=(*morning.diagnostics, *findings),
    )


def _picked(standing: Standing) -> set[str]:
    """The orders that somebody has picked, or is picking."""
    begun = {
        pick.order_id
        for hub in standing.plan.hubs
        for day in (hub.picking.pickers if hub.picking else ())
        for pick in day.picks
        if pick.status != "planned"
    }
    return begun | standing.picked_s.keys()


def _names(old: Order, state: OrderState, *, is_picked: bool) -> Mapping[str, str]:
    """What an order keeps, with the columns that say it."""
    if state is OrderState.DONE:
        return {**_LOADED, **_PLACE}
    if state in LOADED:
        return _LOADED
    if not is_picked or state is OrderState.MISSING:
        return {}
    return _COLLECTED if old.channel is Channel.CLICK_AND_COLLECT else _PICKED


def _as_begun(item: LocatedOrder, old: LocatedOrder, names: Collection[str]) -> LocatedOrder:
    order = replace(item.order, **_values(old.order, names))
    is_history = "lat" in names
    place = old.place if is_history or _goal(order) != _goal(item.order) else item.place
    return replace(item, order=order, place=place)


def _goal(order: Order) -> str | None:
    """The hub or collection point that an order goes to; ``None`` where it goes to a door."""
    return None if order.channel is Channel.SAME_DAY else order.collect_at or order.hub_id or ""


def _values(order: Order, names: Collection[str]) -> dict[str, Any]:
    return {
        field.name: getattr(order, field.name) for field in fields(order) if field.name in names
    }


def _columns(row: Order, own: Order, names: Mapping[str, str]) -> list[str]:
    """The columns that say something else than an order keeps."""
    columns = (column for name, column in names.items() if getattr(row, name) != getattr(own, name))
    return [one for one in dict.fromkeys(columns) if one not in _UNSAID]


def _changed_late(order: Order, columns: Iterable[str]) -> Diagnostic:
    return Diagnostic(
        code="ORDER-CHANGED-LATE",
        message=f"Its row says something else ({', '.join(columns)}) since it was picked or loaded:"
        " it keeps what it began with.",
        remedy="If it cannot go on like that, report it as failed or cancelled, and send a row with"
        " another id.",
        file=order.file,
        line=order.line,
        id=order.order_id,
        severity="warning",
    )
