"""Closures as somebody types them: ``--block "Rue Neuve"``, ``--slow "20 @ 50.85,4.35,200"``.

A place is one of

- ``LAT,LON``: the nearest street, from one crossing to the next;
- ``LAT,LON;LAT,LON;...``: the streets that run along the line;
- ``LAT,LON,RADIUS_M``: the streets inside the circle;
- a street's name, in any language that the map has.

What is slowed has its speed in km/h in front, then ``@``.
"""

from __future__ import annotations

import re

import numpy as np
import shapely

from maps.closures import Closure
from maps.errors import MapError
from maps.geodesy import EARTH_RADIUS_M

LEAST_KPH, MOST_KPH = 1.0, 130.0
"""The speeds that a slow zone may have; what nobody may pass is blocked."""

_NUMBERS_ONLY = re.compile(r"[-+\d.,;\s]+")
_MOST_RADIUS_M = 20_000.0
_PLACE = 'Write a place as "LAT,LON", "LAT,LON,RADIUS_M", "LAT,LON;LAT,LON" or a street\'s name.'


def parse_block(text: str) -> Closure:
    """Give the closure that blocks a place.

    Raises
    ------
    MapError
        CLOSURE-TEXT where the text is no place.
    """
    shape, street = _place(text)
    return Closure(shape=shape, street=street, reason=text.strip())


def parse_slow(text: str) -> Closure:
    """Give the closure that slows a place: ``KPH @ PLACE``.

    Raises
    ------
    MapError
        CLOSURE-TEXT where the text is no speed and place.
    """
    speed, at, place = text.partition("@")
    try:
        kph = float(speed)
    except ValueError:
        kph = 0.0
    if not at or not LEAST_KPH <= kph <= MOST_KPH:
        raise MapError(
            "CLOSURE-TEXT",
            f"{text!r} has no speed from {LEAST_KPH:g} to {MOST_KPH:g} km/h before an @.",
            'Write it like "20 @ Rue Neuve"; what nobody may pass is given with --block.',
        )
    shape, street = _place(place)
    return Closure(shape=shape, street=street, kph=kph, reason=text.strip())


def _place(text: str) -> tuple[shapely.Geometry | None, str]:
    """Give a shape or a street's name."""
    text = text.strip()
    if not text:
        raise MapError("CLOSURE-TEXT", "There is no place in it.", _PLACE)
    if not _NUMBERS_ONLY.fullmatch(text):
        return None, text
    corners = [_numbers(part) for part in text.strip("; ").split(";")]
    for lat, lon, *_ in corners:
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise MapError(
                "CLOSURE-TEXT",
                f"{lat:g},{lon:g} in {text!r} is no latitude and longitude.",
                "Latitude comes first, both in degrees.",
            )
    if len(corners) == 1:
        lat, lon, *radius_m = corners[0]
        return (_circle(lat, lon, *radius_m) if radius_m else shapely.Point(lon, lat)), ""
    if any(len(corner) > 2 for corner in corners):
        raise MapError("CLOSURE-TEXT", f"A corner of {text!r} has three numbers.", _PLACE)
    return shapely.LineString([(lon, lat) for lat, lon, *_ in corners]), ""


def _numbers(part: str) -> list[float]:
    try:
        numbers = [float(number) for number in part.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in {2, 3}:
        raise MapError("CLOSURE-TEXT", f"{part.strip()!r} is no position.", _PLACE)
    return numbers


def _circle(lat: float, lon: float, radius_m: float) -> shapely.Polygon:
    if not 0 < radius_m <= _MOST_RADIUS_M:
        raise MapError(
            "CLOSURE-TEXT",
            f"{radius_m:g} is no radius.",
            f"Give it in metres, at most {_MOST_RADIUS_M:g}.",
        )
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    north = np.degrees(radius_m / EARTH_RADIUS_M) * np.sin(angle)
    east = np.degrees(radius_m / EARTH_RADIUS_M) * np.cos(angle) / np.cos(np.radians(lat))
    return shapely.Polygon(np.column_stack([lon + east, lat + north]))
