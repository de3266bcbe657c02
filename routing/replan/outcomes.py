"""Orders that have no place any more because of what happened, with the reason and what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.orders.model import Unassigned
from routing.standing.model import OrderState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from routing.clock import Clock
    from routing.standing.model import Standing

ATTEMPT_FAILED = "ATTEMPT-FAILED"
NOT_FOUND = "NOT-FOUND"
VEHICLE_OUT = "VEHICLE-OUT"

EVENT_REASONS = {
    ATTEMPT_FAILED: "it was tried, and could not be handed over",
    NOT_FOUND: "a picker did not find what it takes",
    VEHICLE_OUT: "it is on board of a vehicle that can no longer drive",
}


def undone_by_events(
    standing: Standing, hub_of: Mapping[str, str], clock: Clock
) -> Iterator[Unassigned]:
    """What failed, is missing, or is stranded, order by order."""
    carriers = {
        one: route.vehicle_id
        for hub in standing.plan.hubs
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
        for one in stop.order_ids
    }
    for order_id, state in sorted(standing.orders.items()):
        hub_id = hub_of.get(order_id)
        match state:
            case OrderState.FAILED:
                reason = standing.failed.get(order_id, "")
                yield Unassigned(
                    order_id=order_id,
                    hub_id=hub_id,
                    code=ATTEMPT_FAILED,
                    reason=f"Handing it over failed{_told(reason)}.",
                    suggestion="Report it as changed when it is to be tried again today; else"
                    " 'tournee close' carries it over.",
                )
            case OrderState.MISSING:
                yield Unassigned(
                    order_id=order_id,
                    hub_id=hub_id,
                    code=NOT_FOUND,
                    reason=f"It could not be picked{_told(standing.missing.get(order_id, ''))}.",
                    suggestion="Report it as picked once it is there, or as cancelled.",
                )
            case OrderState.STRANDED:
                vehicle_id = carriers.get(order_id, "")
                known = standing.vehicles.get(vehicle_id)
                since = ""
                if known is not None and known.out_since_s is not None:
                    since = f" since {clock.wall(known.out_since_s)}{_told(known.out_reason)}"
                yield Unassigned(
                    order_id=order_id,
                    hub_id=hub_id,
                    code=VEHICLE_OUT,
                    reason=f"It is on board of {vehicle_id or 'a vehicle'}, which cannot drive"
                    f"{since}.",
                    suggestion="Fetch it from there, or report the vehicle as back.",
                )


def held_back(
    item: Unassigned,
    vehicle_id: str,
    standing: Standing,
    *,
    there: Collection[str],
    routes: Collection[str],
    clock: Clock,
) -> Unassigned:
    """What waits for the vehicle that it is locked to, with why that takes nothing more.

    Parameters
    ----------
    there
        The vehicles that the hub has.
    routes
        Those whose whole routes are locked.
    """
    known = standing.vehicle(vehicle_id)
    unlock = f"'tournee unlock DAY {item.order_id}'"
    if vehicle_id in routes:
        return replace(
            item,
            reason=f"It is locked to {vehicle_id}, and the whole route of {vehicle_id} is locked:"
            " nothing joins it.",
            suggestion=f"Let go of the one, {unlock}, or of the other, 'tournee unlock DAY --route"
            f" {vehicle_id}'.",
        )
    if known.out_since_s is not None:
        since = clock.wall(known.out_since_s)
        why = f"which cannot drive since {since}{_told(known.out_reason)}"
    elif vehicle_id not in there:
        why = "which the day no longer has"
    else:
        why = "which has no time, trips or kilometres left today"
    return replace(
        item,
        reason=f"It is locked to {vehicle_id}, {why}.",
        suggestion=f"Let go of it, {unlock}: then another vehicle may have it.",
    )


def _told(reason: str) -> str:
    return f": {reason.rstrip('.')}" if reason else ""
