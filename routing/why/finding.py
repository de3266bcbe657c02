"""Where an order is in a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from routing.errors import DayError
from routing.orders.model import Rejection, Unassigned
from routing.plan.model import Cancelled
from routing.plan.timeline import visits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.plan.model import Collection, HubPlan, Plan, Route
    from routing.plan.timeline import Visit

_NEAREST = 5
_ALIKE = 50
"""Ids that have less in common, of 100, are not taken for a slip of the pen."""


@dataclass(frozen=True, slots=True)
class OnStop:
    """It is driven."""

    hub: HubPlan
    route: Route
    visit: Visit


@dataclass(frozen=True, slots=True)
class Collected:
    """Its customer collects it where it is prepared."""

    hub: HubPlan
    item: Collection


Current = OnStop | Collected | Unassigned | Cancelled | Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An order in a plan.

    Attributes
    ----------
    current
        Its one current place; where there is only a failed attempt, that.
    failed
        Earlier attempts that failed.
    other_rows
        Rows with the same id that were rejected besides.
    """

    order_id: str
    current: Current
    failed: tuple[OnStop, ...] = ()
    other_rows: tuple[Rejection, ...] = ()


def find(plan: Plan, order_id: str) -> Found:
    """Find an order in a plan.

    Raises
    ------
    DayError
        ORDER-UNKNOWN, if the plan does not have it; with the ids that are most like it.
    """
    stops = list(_stops(plan, order_id))
    failed = [one for one in stops if one.visit.stop.status == "failed"]
    rows = [row for row in plan.rejected if row.order_id == order_id]
    places: list[Current] = [one for one in stops if one.visit.stop.status != "failed"]
    places += [
        Collected(hub, item)
        for hub in plan.hubs
        for item in hub.collections
        if item.order_id == order_id
    ]
    places += [item for item in plan.unassigned if item.order_id == order_id]
    places += [item for item in plan.cancelled if item.order_id == order_id]
    places += rows
    places += failed
    if not places:
        raise _unknown(plan, order_id)
    current = places[0]
    return Found(
        order_id=order_id,
        current=current,
        failed=tuple(one for one in failed if one is not current),
        other_rows=tuple(row for row in rows if row is not current),
    )


def _stops(plan: Plan, order_id: str) -> Iterator[OnStop]:
    for hub in plan.hubs:
        for route in hub.routes:
            for visit in visits(route):
                if order_id in visit.stop.order_ids:
                    yield OnStop(hub, route, visit)


def _unknown(plan: Plan, order_id: str) -> DayError:
    known = sorted(_ids(plan))
    alike = process.extract(
        order_id,
        known,
        scorer=fuzz.ratio,
        processor=str.casefold,
        limit=_NEAREST,
        score_cutoff=_ALIKE,
    )
    remedy = (
        f"The nearest are: {', '.join(name for name, *_ in alike)}."
        if alike
        else "Look at the order table; a row without an id is listed by 'tournee show'."
    )
    return DayError(
        "ORDER-UNKNOWN",
        f"The plan of {plan.day}, version {plan.version}, has no order {order_id!r}.",
        remedy,
    )


def _ids(plan: Plan) -> set[str]:
    stops = (visit for hub in plan.hubs for route in hub.routes for visit in visits(route))
    return {
        *(order_id for visit in stops for order_id in visit.stop.order_ids),
        *(item.order_id for hub in plan.hubs for item in hub.collections),
        *(item.order_id for item in plan.unassigned),
        *(item.order_id for item in plan.cancelled),
        *(row.order_id for row in plan.rejected if row.order_id is not None),
    }
