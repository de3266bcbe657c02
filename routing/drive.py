"""One drive, looked at by itself: from place to place, step by step, with what slows it down."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.addresses.locating import LocatingError
from maps.circumstances import Circumstances
from maps.closure_texts import parse_block, parse_slow
from maps.conditional import HORIZON_S
from maps.errors import MapError
from maps.steps import Guide
from maps.traffic import Traffic
from maps.travel import NO_WAY
from routing.errors import TourneeError
from routing.orders.locating import SNAP_LIMIT_M
from routing.roads import calendar_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.city import City
    from maps.closures import Closure
    from maps.conditional import Spells
    from maps.snapping import Snaps
    from maps.steps import Step
    from maps.travel import Leg, TravelTimes
    from routing.clock import Clock

_NUMBERS_ONLY = re.compile(r"[-+\d.,;\s]+")
_POSITION = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d+(?:\.\d+)?)")
_OUT_S = (6 * 3600, 22 * 3600)
"""When vehicles are out on a usual day: streets that close in between are not passed through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """When a drive leaves: elapsed seconds from a day's midnight, in its traffic or in none."""

    clock: Clock
    at_s: int
    traffic: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for.

    `origin` and `destination` are positions, ``LAT,LON`` in degrees, or addresses. Without an
    `hour` it is any day's free flow, on which conditional signs say nothing. `blocked` and `slowed`
    are places as `maps.closure_texts` reads them; they need an hour.
    """

    origin: str
    destination: str
    kind: str
    hour: Hour | None = None
    blocked: tuple[str, ...] = ()
    slowed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.changes_streets and self.hour is None:
            raise ValueError("streets are blocked and slowed on a day: give an hour")

    @property
    def changes_streets(self) -> bool:
        """Whether anything is blocked or slowed."""
        return bool(self.blocked or self.slowed)


class Place(NamedTuple):
    """What somebody asked for, and where the map has it.

    `matched` is how the map writes an address, and `accuracy_m` how well it knows it; ``""`` and 0
    for a position.
    """

    asked: str
    lat: float
    lon: float
    matched: str = ""
    accuracy_m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a vehicle stands at a place: on which street, and how far from it.

    `open` says when the vehicle may get there, in elapsed seconds from midnight; None is always.
    """

    place: Place
    street: str
    lat: float
    lon: float
    distance_m: float
    open: Spells | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A drive and its steps; `unchanged` is the one with nothing blocked or slowed, if that is."""

    origin: Stand
    destination: Stand
    leg: Leg
    steps: tuple[Step, ...]
    unchanged: Leg | None


def look_at(city: City, wish: Wish) -> Drive:
    """Find the quickest drive, and what it is without what is blocked and slowed.

    Raises
    ------
    TourneeError
        DRIVE-POSITION, DRIVE-OUTSIDE-MAP, DRIVE-TOO-FAR; MAP-PROFILE, and CLOSURE-… for what is
        blocked or slowed; an address's own codes (`maps.addresses.locating.LocatingError`).
    MapError
        MAP-NO-WAY.
    """
    places = [_place(city, wish.origin), _place(city, wish.destination)]
    usual = _circumstances(city, wish.hour) if wish.hour else None
    try:
        times = _times(city, wish, replace(usual, closures=_closures(wish)) if usual else None)
    except MapError as error:
        if error.code.startswith(("CLOSURE-", "MAP-PROFILE")):
            raise TourneeError(error.code, error.message, error.remedy) from error
        raise
    snaps = _snaps(times, places)
    too_far = np.flatnonzero(snaps.distance_m > SNAP_LIMIT_M)
    if len(too_far):
        raise _too_far(wish, places[too_far[0]], float(snaps.distance_m[too_far[0]]))
    leg = _leg(times, snaps, wish.hour)
    if leg.duration_s == NO_WAY:
        raise MapError(
            "MAP-NO-WAY",
            f"no way leads a {wish.kind} from {wish.origin} to {wish.destination}.",
            "Look at what is blocked, or ask for another hour or kind of vehicle.",
        )
    unchanged = None
    if wish.changes_streets:
        before = _times(city, wish, usual)
        unchanged = _leg(before, _snaps(before, places), wish.hour)
    return Drive(
        origin=_stand(places[0], snaps.take([0]), times),
        destination=_stand(places[1], snaps.take([1]), times),
        leg=leg,
        steps=Guide(city.network, times.profile).steps(leg, snaps.take([1])),
        unchanged=unchanged,
    )


def _place(city: City, text: str) -> Place:
    text = text.strip()
    if not _NUMBERS_ONLY.fullmatch(text):
        try:
            found = city.locate(text, None, None)
        except LocatingError as error:
            raise TourneeError(error.code, error.message, error.remedy) from error
        return Place(text, found.lat, found.lon, found.matched, found.accuracy_m)
    position = _POSITION.fullmatch(text)
    if position is None:
        raise TourneeError(
            "DRIVE-POSITION",
            f"{text!r} is no position.",
            'Write it as "LAT,LON" in degrees with decimal points: 50.8467,4.3525.',
        )
    lat, lon = float(position[1]), float(position[2])
    if not city.contains(lat, lon):
        swapped = city.contains(lon, lat)
        raise TourneeError(
            "DRIVE-OUTSIDE-MAP",
            f"{lat:.5f}, {lon:.5f} lies outside the map.",
            f"Latitude comes first: {lon:g},{lat:g}."
            if swapped
            else "Correct the position, or use a map that holds the place.",
        )
    return Place(text, lat, lon)


def _too_far(wish: Wish, place: Place, distance_m: float) -> TourneeError:
    what = "what is blocked" if wish.blocked else "the kind of vehicle"
    return TourneeError(
        "DRIVE-TOO-FAR",
        f"{place.asked} is {distance_m:.0f} m from the nearest street that a {wish.kind} can get to"
        f" and back from; the limit is {SNAP_LIMIT_M:.0f} m.",
        f"Look at {what}, or correct the position.",
    )


def _circumstances(city: City, hour: Hour) -> Circumstances:
    return Circumstances(
        calendar=calendar_of(city, hour.clock),
        working_s=(min(_OUT_S[0], hour.at_s), max(_OUT_S[1], hour.at_s + 1)),
        traffic=Traffic.default() if hour.traffic else Traffic.none(),
    )


def _closures(wish: Wish) -> tuple[Closure, ...]:
    return (*map(parse_block, wish.blocked), *map(parse_slow, wish.slowed))


def _times(city: City, wish: Wish, circumstances: Circumstances | None) -> TravelTimes:
    on_its_day = city.under(circumstances) if circumstances else city
    return on_its_day.travel_times(wish.kind)


def _snaps(times: TravelTimes, places: Sequence[Place]) -> Snaps:
    return times.snap([place.lat for place in places], [place.lon for place in places])


def _leg(times: TravelTimes, snaps: Snaps, hour: Hour | None) -> Leg:
    return times.legs(snaps.take([0]), snaps.take([1]), [hour.at_s] if hour else None)[0]


def _stand(place: Place, snap: Snaps, times: TravelTimes) -> Stand:
    name = int(times.network.segment_name[snap.segment[0]])
    spells = times.open_spells(snap)[0]
    return Stand(
        place=place,
        street=times.network.names[name].name if name >= 0 else "",
        lat=float(snap.road_lat[0]),
        lon=float(snap.road_lon[0]),
        distance_m=float(snap.distance_m[0]),
        open=None if spells == ((0, HORIZON_S),) else spells,
    )
