"""Every row that came in is in exactly one place: nothing is lost, and nothing is there twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where
from routing.check.matching import REACHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.facts import Facts
    from routing.plan.model import Plan


def coverage_breaches(plan: Plan, facts: Facts) -> Iterator[Breach]:
    """Give the orders and rows that are nowhere, in several places, or in the wrong kind of place.

    Failed attempts stay on their stop as history and do not count.
    """
    placed = places(plan)
    rejected_ids = {row.order_id for row in facts.rejected.values()} - set(facts.orders)
    rows = {(order.file, order.line): order.order_id for order in facts.orders.values()}
    for row in plan.rejected:
        if (row.file, row.line) in rows:
            placed[rows[row.file, row.line]].append("rejected")
    for order_id, found in placed.items():
        where = Where(order_ids=(order_id,))
        if len(found) > 1:
            yield where.breach(
                "order-twice", f"it is in {len(found)} places ({'; '.join(found)}); it has one."
            )
        if order_id in rejected_ids:
            yield where.breach(
                "rejected-rows",
                f"it is on {found[0]}, and its row cannot be understood or located; it is rejected "
                "until somebody mends the row.",
            )
        elif order_id not in facts.orders:
            yield where.breach(
                "order-unknown", f"it is on {found[0]}, and no row that came in has this id."
            )
    yield from (_missing(one, facts) for one in facts.orders if one not in placed)
    yield from _row_breaches(plan, facts, placed=placed.keys() & rejected_ids)
    yield from _reason_breaches(plan)
    yield from _cancelled_breaches(plan, facts)


def _cancelled_breaches(plan: Plan, facts: Facts) -> Iterator[Breach]:
    """Give what rows call off and the plan still means to hand over."""
    open_places = (
        *(
            (order_id, f"on a stop of trip {trip.trip_id}")
            for hub in plan.hubs
            for route in hub.routes
            for trip in route.trips
            for stop in trip.stops
            if stop.status not in REACHED
            for order_id in stop.order_ids
        ),
        *(
            (collection.order_id, f"among the collections of hub {hub.hub_id}")
            for hub in plan.hubs
            for collection in hub.collections
            if collection.status != "done"
        ),
        *((unassigned.order_id, "among the unassigned") for unassigned in plan.unassigned),
    )
    for order_id, place in open_places:
        if order_id in facts.cancelled:
            yield Where(order_ids=(order_id,)).breach(
                "order-cancelled", f"its row calls it off, and it is {place}."
            )


def places(plan: Plan) -> defaultdict[str, list[str]]:
    """Give where each order id stands, as people would say it, in the plan's order."""
    placed: defaultdict[str, list[str]] = defaultdict(list)
    for hub in plan.hubs:
        for route in hub.routes:
            for trip in route.trips:
                for number, stop in enumerate(trip.stops, start=1):
                    if stop.status == "failed":
                        continue
                    for order_id in stop.order_ids:
                        placed[order_id].append(f"stop {number} of trip {trip.trip_id}")
        for collection in hub.collections:
            placed[collection.order_id].append(f"the collections of hub {hub.hub_id}")
    for unassigned in plan.unassigned:
        placed[unassigned.order_id].append("the list of unassigned orders")
    for cancelled in plan.cancelled:
        placed[cancelled.order_id].append("the list of cancelled orders")
    return placed


def _missing(order_id: str, facts: Facts) -> Breach:
    order = facts.orders[order_id]
    return Where(order_ids=(order_id,)).breach(
        "order-missing",
        f"it came in ({order.file}:{order.line}) and is nowhere in the plan; it belongs "
        + (
            "among the cancelled."
            if order.is_cancelled
            else "on a stop, among the collections, or with its reason among the unassigned."
        ),
    )


def _row_breaches(plan: Plan, facts: Facts, *, placed: set[str]) -> Iterator[Breach]:
    """Give what is wrong with the list of rejected rows, which are known by file and line."""
    where = Where()
    located = {(order.file, order.line) for order in facts.orders.values()}
    seen: set[tuple[str, int]] = set()
    for row in plan.rejected:
        key = (row.file, row.line)
        if key in seen:
            yield where.breach("order-twice", f"row {row.file}:{row.line} is rejected twice.")
        elif key in located:
            yield Where(order_ids=(row.order_id,) if row.order_id else ()).breach(
                "rejected-rows",
                f"row {row.file}:{row.line} is rejected, and it was understood and located; it "
                "belongs on a stop, among the collections, or among the unassigned.",
            )
        elif key not in facts.rejected:
            yield where.breach(
                "order-unknown", f"row {row.file}:{row.line} is rejected, and no such row came in."
            )
        elif (row.order_id, row.code) != (
            (known := facts.rejected[key]).order_id,
            known.code,
        ):
            yield where.breach(
                "rejected-rows",
                f"row {row.file}:{row.line} is rejected as {row.order_id} with {row.code}; the day "
                f"rejects {known.order_id} there with {known.code}.",
            )
        seen.add(key)
    for key, row in facts.rejected.items():
        if key not in seen and row.order_id not in placed:
            yield where.breach(
                "order-missing",
                f"row {row.file}:{row.line} ({row.order_id or 'without id'}) was rejected "
                f"({row.code}) and is nowhere in the plan; it belongs among the rejected.",
            )


def _reason_breaches(plan: Plan) -> Iterator[Breach]:
    for order in plan.unassigned:
        if not (order.code.strip() and order.reason.strip()):
            yield Where(order_ids=(order.order_id,)).breach(
                "no-reason",
                f"it is unassigned with code {order.code!r} and reason {order.reason!r}; "
                "both must be said.",
            )
    for row in plan.rejected:
        if not (row.code.strip() and row.message.strip()):
            yield Where(order_ids=(row.order_id,) if row.order_id else ()).breach(
                "no-reason",
                f"row {row.file}:{row.line} is rejected with code {row.code!r} and message "
                f"{row.message!r}; both must be said.",
            )
