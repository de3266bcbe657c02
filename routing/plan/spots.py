"""Where a plan has each order: on which stop, or among which collections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.plan.model import HubPlan, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An order's place in a plan.

    Attributes
    ----------
    vehicle_id, trip_id
        ``None`` for what is collected where it is prepared.
    place
        The number of its trip on the route and of its stop on the trip, from 0.
    start_s
        When handing over begins, or when it is ready for collection.
    status
        Its stop's, or its collection's.
    """

    hub_id: str
    vehicle_id: str | None
    trip_id: str | None
    place: tuple[int, int]
    start_s: int
    late_s: int
    status: str


def spots(plan: Plan) -> dict[str, Spot]:
    """Every order's spot, by its id; a failed attempt is one only where there is no other."""
    found: dict[str, Spot] = {}
    for hub in plan.hubs:
        for order_id, spot in (*_stops(hub), *_collections(hub)):
            if spot.status != "failed" or order_id not in found:
                found[order_id] = spot
    return found


def _stops(hub: HubPlan) -> Iterator[tuple[str, Spot]]:
    for route in hub.routes:
        for trip_number, trip in enumerate(route.trips):
            for stop_number, stop in enumerate(trip.stops):
                spot = Spot(
                    hub_id=hub.hub_id,
                    vehicle_id=route.vehicle_id,
                    trip_id=trip.trip_id,
                    place=(trip_number, stop_number),
                    start_s=stop.start_s,
                    late_s=stop.late_s,
                    status=stop.status,
                )
                for order_id in stop.order_ids:
                    yield order_id, spot


def _collections(hub: HubPlan) -> Iterator[tuple[str, Spot]]:
    for item in hub.collections:
        yield (
            item.order_id,
            Spot(
                hub_id=hub.hub_id,
                vehicle_id=None,
                trip_id=None,
                place=(0, 0),
                start_s=item.ready_s,
                late_s=item.late_s,
                status=item.status,
            ),
        )
