"""What is taken from hubs' shelves and left at collection points, against what there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where
from routing.orders.refusal import REFUSAL_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from routing.check.facts import Facts
    from routing.check.matching import HubMatch
    from routing.orders.model import Order
    from routing.plan.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many articles are taken of each hub, and how many parcels are left at each point."""

    articles: Mapping[str, Counter[str]]
    parcels: Counter[str]


def taken(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts, *, claimed: bool) -> Taken:
    """Give what the plan's orders take.

    `claimed` counts those as well that are unassigned at a hub for another reason than what is
    known before routes are: their articles and room are kept for them.
    """
    at_hubs = {(hub.plan.hub_id, o.order_id): o for hub in hubs for o in _prepared(hub, facts)}
    dropped = {o.order_id: o for hub in hubs for o in _dropped(hub)}
    for one in plan.unassigned if claimed else ():
        order = facts.orders.get(one.order_id)
        if order is not None and one.hub_id is not None and one.code not in REFUSAL_CODES:
            at_hubs[one.hub_id, order.order_id] = order
            dropped[order.order_id] = order
    articles: dict[str, Counter[str]] = {}
    for (hub_id, _), order in at_hubs.items():
        articles.setdefault(hub_id, Counter()).update(order.articles)
    return Taken(articles=articles, parcels=_parcels(dropped.values(), facts))


def shelf_breaches(plan: Plan, hubs: tuple[HubMatch, ...], facts: Facts) -> Iterator[Breach]:
    """Give articles of which more is taken than there is, and places that are given too much."""
    found = taken(plan, hubs, facts, claimed=False)
    for hub_id, there in facts.stock.items():
        for sku, count in found.articles.get(hub_id, Counter()).items():
            if count > there.get(sku, 0):
                yield Where(hub_id=hub_id).breach(
                    "stock", f"its orders take {count} of {sku}; it has {there.get(sku, 0)}."
                )
    for point_id, parcels in found.parcels.items():
        capacity = facts.points[point_id].capacity_parcels
        if capacity is not None and parcels > capacity:
            yield Where().breach(
                "point-capacity",
                f"{parcels} parcels are left at {point_id} over the day; it takes {capacity}.",
            )


def _prepared(hub: HubMatch, facts: Facts) -> Iterator[Order]:
    """Give what a hub prepares, on stops (failed ones were prepared, too) and for collection."""
    for stop in (s for route in hub.routes for trip in route.trips for s in trip.stops):
        yield from stop.orders
    for collection in hub.plan.collections:
        if (order := facts.orders.get(collection.order_id)) is not None:
            yield order


def _dropped(hub: HubMatch) -> Iterator[Order]:
    for stop in (s for route in hub.routes for trip in route.trips for s in trip.stops):
        if stop.stop.status != "failed":
            yield from stop.orders


def _parcels(orders: Iterable[Order], facts: Facts) -> Counter[str]:
    parcels: Counter[str] = Counter()
    for order in orders:
        if (point := facts.point(order)) is not None:
            parcels[point.point_id] += order.parcels
    return parcels
