"""What became of a day's wishes, read from its plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.plan.timeline import paid_s
from routing.plan.totals import stops_of
from routing.problem.wishes import places_m

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.plan.model import HubPlan, Trip
    from routing.problem.model import HubProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class WishFigures:
    """How even, compact and familiar a hub's routes are, and what the wishes came to.

    Attributes
    ----------
    hours
        Paid hours of each driver who drives, the fewest first; shifts of one driver together.
    km_apart
        Kilometres as the crow flies from a stop to the centre of its trip's stops, on the average.
    stops, known_stops
        Stops; those whose street their driver knows, None where no table says who knows what.
    price_eur
        What the wishes come to at their prices; it is not in what routes cost.
    """

    hub_id: str
    hours: tuple[float, ...]
    km_apart: float
    stops: int
    known_stops: int | None
    price_eur: float


def wish_figures(problem: HubProblem, hub: HubPlan) -> WishFigures:
    """What became of one hub's wishes."""
    wishes = problem.wishes
    driven = [(number, route) for number, route in enumerate(hub.routes) if route.trips]
    by_driver: dict[object, int] = defaultdict(int)
    for number, route in driven:
        by_driver[number if route.driver_id is None else route.driver_id] += paid_s(route)
    hours = sorted(seconds / 3600 for seconds in by_driver.values())
    uneven_h = sum(abs(own - sum(hours) / len(hours)) for own in hours)
    km = sum(_km_apart(problem, trip) for _, route in driven for trip in route.trips)
    stops = sum(1 for _ in stops_of(hub))
    unknown = _unknown_stops(problem, hub) if wishes.unknown else 0
    return WishFigures(
        hub_id=hub.hub_id,
        hours=tuple(hours),
        km_apart=km / max(1, stops),
        stops=stops,
        known_stops=stops - unknown if wishes.unknown else None,
        price_eur=wishes.eur_per_uneven_h * uneven_h
        + wishes.eur_per_km_apart * km
        + wishes.eur_per_unknown_street * unknown,
    )


def all_figures(
    problems: Mapping[str, HubProblem], hubs: Sequence[HubPlan]
) -> tuple[WishFigures, ...]:
    """Those of every hub that has a wish, or a table of known streets."""
    return tuple(
        wish_figures(problem, hub)
        for hub in hubs
        if (problem := problems[hub.hub_id]).wishes or problem.wishes.unknown
    )


def _km_apart(problem: HubProblem, trip: Trip) -> float:
    """How far a trip's stops lie from their centre, all together."""
    hub = problem.sites[0]
    metres = places_m([hub, *((stop.lat, stop.lon) for stop in trip.stops)])[1:]
    return float(np.hypot(*(metres - metres.mean(axis=0)).T).sum() / 1000)


def _unknown_stops(problem: HubProblem, hub: HubPlan) -> int:
    """Stops whose street their driver does not know."""
    site = {place: number for number, place in enumerate(problem.sites)}
    unknown = {
        vehicle.vehicle_id: problem.wishes.unknown.get(number, frozenset())
        for number, vehicle in enumerate(problem.vehicles)
    }
    return sum(
        site.get((stop.lat, stop.lon)) in unknown.get(route.vehicle_id, ())
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
    )
