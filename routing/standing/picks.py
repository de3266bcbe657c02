"""Picking and collecting as they go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.plan.model import Collection, HubPicking, HubPlan, Pick
    from routing.standing.order_day import OrderDay


@dataclass(frozen=True, slots=True)
class HubClock:
    """The time at a hub; `goes_by_itself` unless somebody there reports what is picked."""

    now_s: int
    goes_by_itself: bool

    def has_passed(self, planned_s: int, order: OrderDay) -> bool:
        """Whether something planned has happened by itself; what was called off stays undone."""
        until_s = self.now_s
        if order.cancelled is not None:
            until_s = min(until_s, order.cancelled.at_s)
        return self.goes_by_itself and planned_s <= until_s


def picked_so_far(
    hub: HubPlan, orders: Mapping[str, OrderDay], clock: HubClock
) -> HubPicking | None:
    """A hub's picking as it stands; what was called off before it was begun is gone."""
    if hub.picking is None:
        return None
    return replace(
        hub.picking,
        pickers=tuple(
            replace(
                picker,
                picks=tuple(
                    now
                    for pick in picker.picks
                    if (now := _pick(pick, orders.get(pick.order_id), clock)) is not None
                ),
            )
            for picker in hub.picking.pickers
        ),
    )


def _pick(pick: Pick, order: OrderDay | None, clock: HubClock) -> Pick | None:
    if order is None:
        return pick
    if order.picked_s is not None:
        status = "done"
    elif order.missing is not None:
        status = "planned"
    elif pick.status == "done" or clock.has_passed(pick.ready_s, order):
        status = "done"
    elif pick.status == "begun" or clock.has_passed(pick.start_s, order):
        status = "begun"
    else:
        status = "planned"
    if status == "planned" and order.cancelled is not None:
        return None
    if order.picked_s is not None:
        start_s = min(pick.start_s, order.picked_s - 1)
        return replace(pick, status=status, start_s=start_s, ready_s=order.picked_s)
    return replace(pick, status=status)


def collected_so_far(
    hub: HubPlan, orders: Mapping[str, OrderDay], clock: HubClock
) -> tuple[Collection, ...]:
    """A hub's collections as they stand; what was called off is gone."""
    return tuple(
        replace(item, status=_status(item, order, clock))
        for item in hub.collections
        if (order := orders[item.order_id]).cancelled is None
    )


def _status(item: Collection, order: OrderDay, clock: HubClock) -> str:
    if order.done_s is not None or order.was_collected:
        return "done"
    if order.picked_s is not None:
        return "ready"
    if order.missing is not None:
        return "planned"
    is_ready = item.status == "ready" or clock.has_passed(item.ready_s, order)
    return "ready" if is_ready else "planned"
