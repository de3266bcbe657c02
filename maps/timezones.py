"""The time zone of a place, and the country of a time zone."""

from __future__ import annotations

import re
from functools import cache
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
    rows = _rows()
    at = np.array([_degrees(position) for _, position, _ in rows])
    return rows[int(great_circle_m(lat, lon, at[:, 0], at[:, 1]).argmin())][2]


def country_of(timezone: str) -> str:
    """Give the ISO 3166-1 code of a zone's country, ``BE``; empty for a zone of none."""
    return next((country for country, _, zone in _rows() if zone == timezone), "")


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """Country, position and name of each zone of the time zone database's ``zone.tab``."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if line and line[0] != "#")
    return tuple((country, position, zone) for country, position, zone, *_ in lines)


def _degrees(code: str) -> tuple[float, float]:
    """Latitude and longitude of a position as the table writes it."""
    lat, lon = (
        (int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600) * (-1 if sign == "-" else 1)
        for sign, degrees, minutes, seconds in _POSITION.findall(code)
    )
    return lat, lon
