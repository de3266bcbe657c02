"""What a trip may carry and last, and what a vehicle may do in a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.check.matching import HAS_LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach
    from routing.check.facts import Facts
    from routing.check.matching import RouteMatch, TripMatch


def trip_breaches(match: TripMatch, facts: Facts) -> Iterator[Breach]:
    """Give what is wrong with a trip's return, its load, its length and its skills.

    What a vehicle may carry are rules of loading: what is loaded is on board.
    """
    trip, where = match.trip, match.where
    if not trip.stops:
        # Who has left may have lost every stop: called off, or stranded.
        if trip.status not in HAS_LEFT:
            yield where.breach("trip-empty", "it has no stops; a vehicle without work stays.")
        else:
            yield from _load_breaches(match)
        return
    return_s = trip.stops[-1].leave_s + trip.return_leg_s
    if not match.served and trip.return_s != return_s:
        yield where.breach(
            "return",
            f"it returns at {facts.time(trip.return_s)}; leaving the last stop at "
            f"{facts.time(trip.stops[-1].leave_s)} and driving {trip.return_leg_s} s make it "
            f"{facts.time(return_s)}.",
        )
    if match.served and trip.return_s < trip.stops[-1].leave_s:
        yield where.breach(
            "return",
            f"it returns at {facts.time(trip.return_s)}, before it leaves its last stop at "
            f"{facts.time(trip.stops[-1].leave_s)}.",
        )
    yield from _load_breaches(match)
    yield from _vehicle_breaches(match, facts)


def _load_breaches(match: TripMatch) -> Iterator[Breach]:
    """Give wrong sums of what a trip carries, and sums that the vehicle cannot carry."""
    orders = match.orders
    if orders is None:
        return
    for noun, unit, stated, carried, limit in (
        (
            "weight",
            "g",
            match.trip.weight_g,
            sum(order.weight_g for order in orders),
            None if match.vehicle is None else match.vehicle.weight_g,
        ),
        (
            "volume",
            "ml",
            match.trip.volume_ml,
            sum(order.volume_ml for order in orders),
            None if match.vehicle is None else match.vehicle.volume_ml,
        ),
    ):
        if stated != carried:
            yield match.where.breach(
                f"trip-{noun}",
                f"its {noun} is {stated} {unit} in the plan; its orders make {carried} {unit}.",
            )
        if limit is not None and carried > limit and not match.begun:
            yield match.where.breach(
                f"max-{noun}",
                f"its orders make {carried} {unit}; the vehicle carries {limit} {unit}.",
            )


def _vehicle_breaches(match: TripMatch, facts: Facts) -> Iterator[Breach]:
    vehicle = match.vehicle
    if vehicle is None:
        return
    if match.trip.return_s > vehicle.shift_end_s and not match.settled:
        yield match.where.breach(
            "shift-end",
            f"it returns at {facts.time(match.trip.return_s)}; the shift ends at "
            f"{facts.time(vehicle.shift_end_s)}.",
        )
    stops = sum(stop.stop.status != "failed" for stop in match.stops)
    if match.begun:
        return
    if vehicle.max_stops is not None and stops > vehicle.max_stops:
        yield match.where.breach(
            "max-stops", f"it has {stops} stops; the vehicle makes {vehicle.max_stops} a trip."
        )
    for stop in match.stops:
        for order in stop.orders:
            if missing := order.requires - vehicle.skills:
                yield stop.where.breach(
                    "skills",
                    f"{order.order_id} requires {', '.join(sorted(missing))}, which the vehicle "
                    "has not.",
                )


def route_breaches(match: RouteMatch) -> Iterator[Breach]:
    """Give vehicles that make more trips, or drive further, than they may in a day.

    When the last trip is begun or closed, they do what they do.
    """
    vehicle = match.vehicle
    if vehicle is None or match.settled:
        return
    trips = match.route.trips
    if vehicle.max_trips is not None and len(trips) > vehicle.max_trips:
        yield match.where.breach(
            "max-trips", f"it makes {len(trips)} trips; it may make {vehicle.max_trips} a day."
        )
    distance_m = driven_m(match)
    if vehicle.max_distance_m is not None and distance_m > vehicle.max_distance_m:
        yield match.where.breach(
            "max-distance",
            f"it drives {distance_m} m; it may drive {vehicle.max_distance_m} m a day.",
        )


def driven_m(match: RouteMatch) -> int:
    """Metres of all legs of a route, returns included."""
    return sum(
        trip.return_leg_m + sum(stop.leg_m for stop in trip.stops) for trip in match.route.trips
    )
