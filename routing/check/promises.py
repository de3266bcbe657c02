"""What was promised to a customer, and by how much a plan misses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.check.zoning import door_window, served_window, zoned
from routing.orders.model import Channel, Order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.check.facts import Facts
    from routing.fleet.model import Hub
    from routing.plan.model import Pick, Stop


@dataclass(frozen=True, slots=True)
class Window:
    """A span of the day, both ends included; one that ends before it starts holds no moment."""

    start_s: int
    end_s: int

    @property
    def is_empty(self) -> bool:
        """Whether no moment lies in it."""
        return self.end_s < self.start_s


def ready_s(order: Order, hub: Hub, picks: Mapping[str, Pick]) -> int:
    """When picking is done at the hub that prepares the order, by its row or by who picks it.

    An order whose ready time is empty, and that nobody is known to pick, is ready when the hub
    opens, and never before it was placed.
    """
    if order.ready_s is not None:
        return order.ready_s
    if order.order_id in picks:
        return picks[order.order_id].ready_s
    return hub.opens_s if order.placed_s is None else max(hub.opens_s, order.placed_s)


def promise_s(order: Order, hub: Hub, closes_s: int, facts: Facts) -> int:
    """Give the last moment that was promised.

    That is the window's end; else, for those who collect, so long after the order was placed and
    the hub that prepares it opened as the day promises; and never later than the closing of the
    place, which is the promise where nothing else is.
    """
    if order.window_end_s is not None:
        return order.window_end_s
    collected = order.channel is Channel.CLICK_AND_COLLECT
    if not collected or facts.collect_s is None or order.placed_s is None:
        return closes_s
    return min(closes_s, max(order.placed_s, hub.opens_s) + facts.collect_s)


def stop_window(order: Order, hub: Hub, facts: Facts) -> Window | None:
    """Give the window of an order that is on a stop.

    For a same-day order it bounds the start of service, an empty end is the preparing hub's hour,
    and where the hub has zones it is served in the hours of the order's. For a drop it runs from
    the opening of its place to the promise or the place's closing, whichever comes first. ``None``
    where a drop names no place.
    """
    if order.channel is Channel.SAME_DAY:
        zone = zoned(order, hub, facts).zone
        span = door_window(order, hub) if zone is None else served_window(zone, order, hub)
        return Window(*span)
    point = facts.point(order)
    if point is None:
        return None
    promised_s = promise_s(order, hub, point.closes_s, facts)
    return Window(point.opens_s, min(point.closes_s, promised_s))


def lateness_s(order: Order, stop: Stop, hub: Hub, facts: Facts) -> int:
    """Seconds by which a stop misses an order's promise, 0 when it is kept.

    A same-day order is late when its service starts too late, a drop when it is over too late.
    """
    if order.channel is Channel.SAME_DAY:
        return max(0, stop.start_s - promise_s(order, hub, hub.closes_s, facts))
    point = facts.point(order)
    if point is None:
        return 0
    return max(0, stop.leave_s - promise_s(order, hub, point.closes_s, facts))


def intersection(windows: tuple[Window, ...]) -> Window:
    """Give what several windows have in common; empty where they have nothing."""
    return Window(max(w.start_s for w in windows), min(w.end_s for w in windows))
