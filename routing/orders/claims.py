"""What orders take of hubs' shelves and of collection points, and who comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from routing.fleet.model import CollectionPoint
    from routing.orders.model import Order

_BEFORE_ALL_S = -(1 << 40)


def first_come(order: Order, holding: Collection[str] = ()) -> tuple[bool, int, int, int]:
    """What orders are sorted by: who has a place, is important, was placed early, stands first.

    `holding` are the ids of orders that keep a place they have. One that does not say when it was
    placed was there before the day.
    """
    placed_s = _BEFORE_ALL_S if order.placed_s is None else order.placed_s
    return (order.order_id not in holding, -order.priority, placed_s, order.line)


@dataclass(frozen=True, slots=True)
class Missing:
    """An article of which a hub has too few.

    How many are wanted, how many are there, and how many of those are for other orders.
    """

    sku: str
    wanted: int
    there: int
    claimed: int = 0

    @property
    def short(self) -> int:
        """How many more would do."""
        return self.wanted - self.there + self.claimed

    def __str__(self) -> str:
        others = f", {self.claimed} of them for other orders" if self.claimed else ""
        return f"{self.sku} ({self.wanted} wanted, {self.there} there{others})"


class Shelves:
    """What is left on hubs' shelves as orders are given to them.

    Parameters
    ----------
    stock
        How many of which article each hub has; a hub that is not named has all that is asked for.
    """

    def __init__(self, stock: Mapping[str, Mapping[str, int]]) -> None:
        self._stock = stock
        self._left = {hub_id: dict(there) for hub_id, there in stock.items()}

    @property
    def left(self) -> Mapping[str, Mapping[str, int]]:
        """How many of which article each hub still has."""
        return {hub_id: dict(there) for hub_id, there in self._left.items()}

    def lacking(self, hub_id: str, order: Order) -> tuple[Missing, ...]:
        """The articles of an order that a hub has too few of."""
        there = self._left.get(hub_id)
        if there is None:
            return ()
        stock = self._stock[hub_id]
        return tuple(
            Missing(sku, wanted, stock.get(sku, 0), stock.get(sku, 0) - there.get(sku, 0))
            for sku, wanted in order.articles.items()
            if wanted > there.get(sku, 0)
        )

    def take(self, hub_id: str, order: Order) -> None:
        """Take an order's articles from a hub that has them all."""
        if missing := self.lacking(hub_id, order):
            raise ValueError(f"{hub_id} lacks {', '.join(map(str, missing))} of {order.order_id}")
        for sku, wanted in order.articles.items() if hub_id in self._left else ():
            if wanted:
                self._left[hub_id][sku] -= wanted

    def put_back(self, hub_id: str, order: Order) -> None:
        """Put back what an order took."""
        for sku, wanted in order.articles.items() if hub_id in self._left else ():
            if wanted:
                self._left[hub_id][sku] += wanted


class PointRoom:
    """The room that collection points have left; hubs have as much as is needed."""

    def __init__(self, points: Iterable[CollectionPoint]) -> None:
        self._left = {
            point.point_id: point.capacity_parcels
            for point in points
            if point.capacity_parcels is not None
        }

    def left(self, point_id: str) -> int | None:
        """How many parcels more a place takes; ``None`` is any number."""
        return self._left.get(point_id)

    def fits(self, order: Order) -> bool:
        """Whether the place where an order is collected has room for it."""
        left = self._left.get(order.collect_at or "")
        return left is None or order.parcels <= left

    def take(self, order: Order) -> None:
        """Take the room of an order that fits."""
        if not self.fits(order):
            raise ValueError(f"{order.collect_at} has no room for {order.order_id}")
        if order.collect_at in self._left:
            self._left[order.collect_at] -= order.parcels

    def put_back(self, order: Order) -> None:
        """Give back what an order took."""
        if order.collect_at in self._left:
            self._left[order.collect_at] += order.parcels
