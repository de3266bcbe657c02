"""Every drive of a plan, driven again on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.conditional import HORIZON_S
from maps.geodesy import great_circle_m
from routing.check.shapes import DrawnLeg, shape_breaches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.check.breach import Breach, Where
    from routing.check.facts import Facts
    from routing.check.matching import HubMatch, StopMatch, TripMatch
    from routing.check.roads import Drive, RoadPoints, Roads, Travel

SNAP_LIMIT_M = 150.0
"""A place further than this from any street cannot be driven to."""

_ROAD_POINT_TOLERANCE_M = 1.0

_Position = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leg:
    """A drive as the plan has it, between places that the day knows."""

    where: Where
    name: str
    start: _Position
    end: _Position
    depart_s: int
    duration_s: int
    distance_m: int
    shape: str


def leg_breaches(hubs: tuple[HubMatch, ...], city: Roads, facts: Facts) -> Iterator[Breach]:
    """Give legs, road points and shapes that are not the map's, and streets that are closed then.

    Drives to stops already reached are what happened, and so is the way back from a trip whose
    stops all were reached.

    Raises
    ------
    maps.errors.MapError
        If the map cannot answer for a kind of vehicle that the day has.
    """
    trips: dict[str, list[TripMatch]] = {}
    for trip in (t for h in hubs for r in h.routes for t in r.trips):
        if trip.vehicle is not None:
            trips.setdefault(trip.vehicle.kind, []).append(trip)
    for kind, matches in trips.items():
        yield from _kind_breaches(matches, city.travel_times(kind), facts)


def _kind_breaches(trips: list[TripMatch], travel: Travel[Any], facts: Facts) -> Iterator[Breach]:
    """Check all drives of one kind of vehicle, with one question to the map for each thing."""
    legs = [leg for trip in trips for leg in _legs(trip)]
    stops = [
        (stop, stop.position, trip.settled)
        for trip in trips
        for stop in trip.stops
        if stop.position is not None and not stop.reached
    ]
    ends = [end for leg in legs for end in (leg.start, leg.end)]
    positions = list(dict.fromkeys(ends + [position for _, position, _ in stops]))
    if not positions:
        return
    numbers = {position: number for number, position in enumerate(positions)}
    points = travel.snap(*np.array(positions, dtype=np.float64).T)
    opened = travel.open_spells(points)
    for stop, position, settled in stops:
        yield from _road_point_breaches(stop, points, numbers[position])
        yield from _held_up_breaches(stop)
        spells = opened[numbers[position]]
        if not (settled and _comes_too_late(stop, spells)):
            yield from _hours_breaches(stop, spells, facts)
    starts = np.array([numbers[leg.start] for leg in legs], dtype=np.int64)
    goals = np.array([numbers[leg.end] for leg in legs], dtype=np.int64)
    departures_s = [leg.depart_s for leg in legs]
    drives = travel.legs(points.take(starts), points.take(goals), at_s=departures_s)
    roads = np.column_stack((points.road_lat, points.road_lon))
    for leg, drive, start, end in zip(legs, drives, roads[starts], roads[goals], strict=True):
        yield from _drive_breaches(leg, drive)
        yield from shape_breaches(
            DrawnLeg(
                where=leg.where,
                name=leg.name,
                shape=leg.shape,
                start=(float(start[0]), float(start[1])),
                end=(float(end[0]), float(end[1])),
                distance_m=drive.distance_m,
            )
        )


def _drive_breaches(leg: _Leg, drive: Drive) -> Iterator[Breach]:
    if leg.duration_s != drive.duration_s:
        yield leg.where.breach(
            "leg-time",
            f"{leg.name} takes {leg.duration_s} s in the plan; the map says {drive.duration_s} s.",
        )
    if leg.distance_m != drive.distance_m:
        yield leg.where.breach(
            "leg-distance",
            f"{leg.name} is {leg.distance_m} m in the plan; the map says {drive.distance_m} m.",
        )


def _legs(match: TripMatch) -> Iterator[_Leg]:
    """Give the drives of a trip whose two ends the day knows."""
    trip = match.trip
    hub = None if match.hub is None else (match.hub.lat, match.hub.lon)
    before, depart_s = hub, trip.depart_s
    for stop in match.stops:
        if before is not None and stop.position is not None and not stop.reached:
            yield _Leg(
                where=stop.where,
                name="the drive to it",
                start=before,
                end=stop.position,
                depart_s=depart_s,
                duration_s=stop.stop.leg_s - stop.stop.held_up_s,
                distance_m=stop.stop.leg_m,
                shape=stop.stop.shape,
            )
        before, depart_s = stop.position, stop.stop.leave_s
    if before is not None and hub is not None and match.stops and not match.served:
        yield _Leg(
            where=match.where,
            name="the way back",
            start=before,
            end=hub,
            depart_s=depart_s,
            duration_s=trip.return_leg_s,
            distance_m=trip.return_leg_m,
            shape=trip.return_shape,
        )


def _held_up_breaches(match: StopMatch) -> Iterator[Breach]:
    """Only a drive that is under way can be known to take longer than the map says."""
    held_up_s = match.stop.held_up_s
    if held_up_s < 0 or (held_up_s and match.stop.status != "next"):
        yield match.where.breach(
            "held-up",
            f"the drive to it is said to take {held_up_s} s longer than on free streets; only one"
            " that is under way can, and none less.",
        )


def _comes_too_late(match: StopMatch, spells: Sequence[tuple[int, int]]) -> bool:
    """Whether a stop is in no spell, and not because it did not wait for the first."""
    stop = match.stop
    if any(opens_s <= stop.start_s and stop.leave_s <= closes_s for opens_s, closes_s in spells):
        return False
    return stop.start_s >= min((opens_s for opens_s, _ in spells), default=stop.start_s)


def _hours_breaches(
    match: StopMatch, spells: Sequence[tuple[int, int]], facts: Facts
) -> Iterator[Breach]:
    """Whether the street is open to the vehicle from the start of service until it leaves."""
    stop = match.stop
    for opens_s, closes_s in spells:
        # What is open at either end of the day was so before, and stays so.
        begin_s = opens_s if opens_s > 0 else None
        end_s = closes_s if closes_s < HORIZON_S else None
        if stop.start_s >= (begin_s or stop.start_s) and stop.leave_s <= (end_s or stop.leave_s):
            if (stop.street_opens_s, stop.street_closes_s) != (begin_s, end_s):
                yield match.where.breach(
                    "street-hours",
                    f"its street is open {_span(stop.street_opens_s, stop.street_closes_s, facts)}"
                    f" in the plan; the map says {_span(begin_s, end_s, facts)}.",
                )
            return
    hours = ", ".join(f"{facts.time(start)}-{facts.time(end)}" for start, end in spells)
    yield match.where.breach(
        "street-hours",
        f"it is served from {facts.time(stop.start_s)} to {facts.time(stop.leave_s)}; its street is"
        f" open to the vehicle {hours or 'at no time'}.",
    )


def _span(opens_s: int | None, closes_s: int | None, facts: Facts) -> str:
    since = "" if opens_s is None else f"from {facts.time(opens_s)}"
    until = "" if closes_s is None else f"to {facts.time(closes_s)}"
    return " ".join(filter(None, (since, until))) or "at all hours"


def _road_point_breaches(match: StopMatch, points: RoadPoints, number: int) -> Iterator[Breach]:
    stop = match.stop
    from_street_m = float(points.distance_m[number])
    if not from_street_m <= SNAP_LIMIT_M:
        yield match.where.breach(
            "too-far",
            f"its place is {from_street_m:.0f} m from the nearest street that the vehicle may "
            f"use; {SNAP_LIMIT_M:.0f} m is the most, and such an order is rejected.",
        )
    lat, lon = float(points.road_lat[number]), float(points.road_lon[number])
    with np.errstate(invalid="ignore"):
        off_m = float(great_circle_m(stop.road_lat, stop.road_lon, lat, lon))
    # Written so that a position that is no number is a breach.
    if not off_m <= _ROAD_POINT_TOLERANCE_M:
        yield match.where.breach(
            "road-point",
            f"its road point is {stop.road_lat}, {stop.road_lon} in the plan; the street nearest "
            f"to its place is at {lat:.5f}, {lon:.5f}.",
        )
