"""Who loads when, and at which of a hub's bays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.plan.model import HubPlan, Route, Trip


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """A trip at its bay; bays count from 1."""

    bay: int
    start_s: int
    end_s: int
    route: Route
    trip: Trip


def loadings_of(hub: HubPlan) -> tuple[Loading, ...]:
    """Every loading of a hub in the order of time, each at the first bay that is free.

    All take as long: as the one after which a vehicle leaves soonest.
    """
    trips = sorted(
        ((trip, route) for route in hub.routes for trip in route.trips),
        key=lambda pair: (pair[0].loading_s, pair[0].depart_s, pair[1].vehicle_id),
    )
    lasts_s = max(0, min((trip.depart_s - trip.loading_s for trip, _ in trips), default=0))
    free_from_s: list[int] = []
    loadings = []
    for trip, route in trips:
        begins_s = trip.loading_s
        bay = next((n for n, at_s in enumerate(free_from_s) if at_s <= begins_s), len(free_from_s))
        free_from_s[bay : bay + 1] = [begins_s + lasts_s]
        loadings.append(
            Loading(bay=bay + 1, start_s=begins_s, end_s=begins_s + lasts_s, route=route, trip=trip)
        )
    return tuple(loadings)
