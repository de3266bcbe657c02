"""Promises, and by how much a plan keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.plan.model import Collection, HubPlan, Plan, Route, Stop

AT_RISK_S = 15 * 60
"""A promise with less to spare may be broken by a little bad luck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What one order was promised, and when the plan keeps it.

    Attributes
    ----------
    due_s
        The end of its window; of several orders at a stop, what their windows have in common.
    kept_s
        When it is ready, where it is collected; when its stop begins, or, for a drop, is left.
    vehicle_id
        Who brings it; ``None`` where it is collected where it is prepared.
    point_id
        Where it is dropped for collection, if it is.
    """

    order_id: str
    hub_id: str
    due_s: int
    kept_s: int
    vehicle_id: str | None = None
    point_id: str | None = None

    @property
    def spare_s(self) -> int:
        """How much later it could be; below 0 it is late."""
        return self.due_s - self.kept_s


def promises_of(hub: HubPlan) -> Iterator[Promise]:
    """The promise of every order on a hub's stops and among its collections.

    A failed attempt is history, and has none.
    """
    for route in hub.routes:
        for trip in route.trips:
            for stop in trip.stops:
                if stop.status != "failed":
                    for order_id in stop.order_ids:
                        yield stop_promise(order_id, stop, route, hub)
    for item in hub.collections:
        yield collection_promise(item, hub)


def stop_promise(order_id: str, stop: Stop, route: Route, hub: HubPlan) -> Promise:
    """The promise of an order on a stop."""
    return Promise(
        order_id=order_id,
        hub_id=hub.hub_id,
        due_s=stop.window_end_s,
        kept_s=stop.start_s if stop.point_id is None else stop.leave_s,
        vehicle_id=route.vehicle_id,
        point_id=stop.point_id,
    )


def collection_promise(item: Collection, hub: HubPlan) -> Promise:
    """The promise of an order that is collected where it is prepared."""
    return Promise(
        order_id=item.order_id, hub_id=hub.hub_id, due_s=item.window_end_s, kept_s=item.ready_s
    )


def at_risk(plan: Plan) -> list[Promise]:
    """The promises that are kept with less than `AT_RISK_S` to spare, the first due first.

    What is late is no risk any more, and neither is what lies before the plan's own time.
    """
    found = [
        promise
        for hub in plan.hubs
        for promise in promises_of(hub)
        if 0 <= promise.spare_s < AT_RISK_S and (plan.now_s is None or promise.kept_s >= plan.now_s)
    ]
    return sorted(found, key=lambda one: (one.due_s, one.spare_s, one.hub_id, one.order_id))


def whole_minutes(spare_s: int) -> int:
    """Whole minutes to spare, rounded down: a second too late is no minute to spare, but -1."""
    return spare_s // 60
