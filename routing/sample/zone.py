"""The time zone of a place."""

from __future__ import annotations

import re
from importlib.resources import files

import numpy as np

from maps.geodesy import great_circle_m

_POSITION = re.compile(r"([+-])(\d{2,3}?)(\d{2})(\d{2})?(?=[+-]|$)")
"""ISO 6709 as ``zone.tab`` writes it: ±DDMM±DDDMM or ±DDMMSS±DDDMMSS."""


def nearest_zone(lat: float, lon: float) -> str:
    """The time zone whose city in the time zone database's ``zone.tab`` is nearest.

    Each country's zones are listed there with the position of their main city. Close to a border
    the neighbour's city may be nearer: whoever knows better corrects day.toml.
    """
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    at = np.array([_degrees(code) for _, code, *_ in lines])
    return lines[int(great_circle_m(lat, lon, at[:, 0], at[:, 1]).argmin())][2]


def _degrees(code: str) -> tuple[float, float]:
    """Latitude and longitude of a position as the table writes it."""
    lat, lon = (
        (int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600) * (-1 if sign == "-" else 1)
        for sign, degrees, minutes, seconds in _POSITION.findall(code)
    )
    return lat, lon
