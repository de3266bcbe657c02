"""The speed limit that a ``maxspeed=*`` tag names."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(km/?h|kmh|kph|mph|knots)?")
_TRAILING_NUMBER = re.compile(r"(\d+)$")
_KPH_PER_UNIT = {"mph": 1.609344, "knots": 1.852}
_FASTEST_KPH = 200

_NAMED_KPH = {
    "walk": 7,  # what German courts take Schrittgeschwindigkeit for, at most
    "none": 130,  # no limit: the advisory speed of German motorways
}
_ZONE_KPH = {"living_street": 20, "urban": 50, "rural": 90, "trunk": 100, "motorway": 120}
_ZONE_OF_COUNTRY_KPH = {
    "AT:rural": 100, "AT:motorway": 130, "BE-VLG:rural": 70, "BE-BRU:urban": 30,
    "BE-BRU:rural": 70, "CH:rural": 80, "DE:rural": 100, "DE:motorway": 130,
    "DE:living_street": 7, "DK:rural": 80, "DK:motorway": 130, "FI:rural": 80, "FR:rural": 80,
    "FR:motorway": 130, "IT:motorway": 130, "NL:rural": 80, "NL:motorway": 100,
    "NL:living_street": 15, "NO:rural": 80, "NO:motorway": 110, "SE:rural": 70,
    "SE:motorway": 110, "UK:nsl_single": 97, "UK:nsl_dual": 113, "UK:motorway": 113,
    "UK:urban": 48, "GB:nsl_single": 97, "GB:nsl_dual": 113, "GB:motorway": 113, "GB:urban": 48,
}  # fmt: skip


def maxspeed_kph(value: str | None) -> int:
    """Kilometres an hour, at least 1, or 0 where the tag is missing or says nothing usable.

    Of several values the lowest counts. ``BE:urban`` and the like follow
    https://wiki.openstreetmap.org/wiki/Key:maxspeed#Implicit_maxspeed_values .
    """
    if value is None:
        return 0
    speeds = [_one_kph(part.strip()) for part in re.split(r"[;|,]", value)]
    return min((speed for speed in speeds if speed), default=0)


def _one_kph(value: str) -> int:
    if value in _NAMED_KPH:
        return _NAMED_KPH[value]
    if ":" in value:
        zone = value.rpartition(":")[2]
        if known := _ZONE_OF_COUNTRY_KPH.get(value) or _ZONE_KPH.get(zone):
            return known
        number = _TRAILING_NUMBER.search(zone)
        return _plausible(float(number[1])) if number else 0
    number = _NUMBER.fullmatch(value.lower())
    if number is None:
        return 0
    return _plausible(float(number[1]) * _KPH_PER_UNIT.get(number[2], 1.0))


def _plausible(kph: float) -> int:
    return round(kph) if 1 <= kph <= _FASTEST_KPH else 0
