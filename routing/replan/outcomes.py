"""Orders that have no place any more because of what happened, with the reason and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.orders.model import Unassigned
from routing.standing.model import OrderState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def _told(reason: str) -> str:
    return f": {reason.rstrip('.')}" if reason else ""
