"""A vehicle's trips as they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.standing.visits import driven

if TYPE_CHECKING:
    from routing.plan.model import Trip
    from routing.standing.journey import Journey
    from routing.standing.vehicle_day import VehicleDay


def trips_so_far(vehicle: VehicleDay, now_s: int, freeze_s: int | None) -> tuple[Trip, ...]:
    """A vehicle's trips, in the order in which they are planned.

    A trip that has not left and has nothing on it is gone; so is any that has not left of a
    vehicle that can no longer drive.

    Parameters
    ----------
    freeze_s
        So long before it departs a trip is closed; ``None``: none is until somebody loads it.
    """
    trips = []
    for journey in vehicle.journeys:
        has_left = journey.departed_s is not None
        if not has_left and (
            vehicle.out_since_s is not None
            or not any(journey.pending(index) for index in range(len(journey.stops)))
        ):
            continue
        trips.append(_trip(journey, vehicle, now_s, freeze_s))
    return tuple(trips)


def _trip(journey: Journey, vehicle: VehicleDay, now_s: int, freeze_s: int | None) -> Trip:
    trip = journey.trip
    goes_on = vehicle.out_since_s is None and journey.returned_s is None
    depart_s, stops = driven(journey, goes_on=goes_on)
    loading_s = trip.loading_s if journey.loading_s is None else journey.loading_s
    return_s = trip.return_s
    if EventType.LOADING in journey.reported:
        loading_s = min(loading_s, depart_s) if journey.departed_s is not None else loading_s
    elif journey.departed_s is not None:
        # Who left before loading was due has loaded before, in the time that it takes.
        loading_s = min(loading_s, depart_s - max(0, trip.depart_s - trip.loading_s))
    if journey.returned_s is not None:
        reached_s = max((stop.leave_s for stop in stops), default=depart_s)
        return_s = max(journey.returned_s, reached_s)
    return replace(
        trip,
        status=_status(journey, now_s, freeze_s),
        loading_s=loading_s,
        depart_s=depart_s,
        return_s=return_s,
        stops=stops,
    )


def _status(journey: Journey, now_s: int, freeze_s: int | None) -> str:
    trip = journey.trip
    if journey.returned_s is not None:
        return "returned"
    if journey.departed_s is not None:
        return "departed"
    if journey.is_loaded:
        return "loaded"
    if journey.loading_s is not None:
        return "loading"
    is_near = freeze_s is not None and (
        trip.depart_s - freeze_s <= now_s or trip.loading_s <= now_s
    )
    return "closed" if is_near else "planned"
