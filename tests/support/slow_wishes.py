"""What routes are worth with wishes, as docs/wishes.md says it, in plain Python."""

from __future__ import annotations

from collections import defaultdict
from math import cos, hypot, radians
from typing import TYPE_CHECKING

from maps.geodesy import EARTH_RADIUS_M
from routing.problem.timing import time_solution

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Solution
    from routing.problem.timing import TimedTrip


def slow_price_eur(day: HubProblem, solution: Solution) -> float:
    """Cost, lateness and wishes of a solution in which every route can be driven."""
    wishes, timed = day.wishes, time_solution(day, solution)
    eur = 0.0
    paid_h: dict[object, float] = defaultdict(float)
    for vehicle, route in timed.items():
        driver = day.vehicles[vehicle].driver_id or vehicle
        paid_h[driver] += route.paid_s / 3600
        eur += route.figures.cost_eur + route.late_s / 60 * day.lateness.eur_per_min
        for trip in route.trips:
            eur += wishes.eur_per_km_apart * km_apart(day, trip)
            unknown = [stop.site in wishes.unknown.get(vehicle, ()) for stop in trip.stops]
            eur += wishes.eur_per_unknown_street * sum(unknown)
    driving = [hours for hours in paid_h.values() if hours > 0]
    mean_h = sum(driving) / max(1, len(driving))
    return eur + wishes.eur_per_uneven_h * sum(abs(hours - mean_h) for hours in driving)


def km_apart(day: HubProblem, trip: TimedTrip) -> float:
    """Kilometres from a trip's stops to the mean of their positions, all together."""
    scale_km = radians(1) * EARTH_RADIUS_M / 1000
    places = [day.sites[stop.site] for stop in trip.stops]
    east = [lon * scale_km * cos(radians(day.sites[0][0])) for _, lon in places]
    north = [lat * scale_km for lat, _ in places]
    middle = sum(east) / len(places), sum(north) / len(places)
    return sum(hypot(x - middle[0], y - middle[1]) for x, y in zip(east, north, strict=True))
