"""The speed limit of a way: what its tags say, and what the law says where they name a zone.

Sources:

- values: https://wiki.openstreetmap.org/wiki/Key:maxspeed , zones:
  https://wiki.openstreetmap.org/wiki/Key:zone:maxspeed and
  https://wiki.openstreetmap.org/wiki/Key:zone:traffic
- limits by law: https://wiki.openstreetmap.org/wiki/Default_speed_limits
- Belgium: article 11 of the traffic code (royal decree of 1 December 1975), which each region
  amends for its own roads; Brussels by its decree of 16 July 2020, in force since 1 January 2021.
  Streets where one goes slower: articles 22bis (20 km/h) and 22novies (30 km/h).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(km/?h|kmh|kph|mph|knots)?", re.IGNORECASE)
_ZONE = re.compile(
    r"(?:(?P<region>[A-Z]{2}(?:-[A-Z0-9]{1,3})?):)?(?:zone:?)?(?:(?P<limit>\d+)|(?P<name>[a-z_]+))",
    re.IGNORECASE,
)
_KPH_PER_UNIT = {"mph": 1.609344, "knots": 1.852}
_COUNTRIES_IN_MILES = frozenset({"GB", "UK", "US"})
_FASTEST_KPH = 200

_NAMED_KPH = {
    "walk": 7,  # what German courts take Schrittgeschwindigkeit for, at most
    "none": 130,  # no limit: the advisory speed of German motorways
}
_BY_LAW_KPH = {
    "": {
        "living_street": 20, "urban": 50, "rural": 90, "trunk": 100, "motorroad": 100,
        "motorway": 120,
    },
    "AT": {"rural": 100, "motorway": 130},
    # Two of the three regions say 70; where the region is not known, the lower counts.
    "BE": {"rural": 70, "school": 30, "cyclestreet": 30},
    "BE-BRU": {"urban": 30, "rural": 70},
    "BE-VLG": {"rural": 70},
    "BE-WAL": {"rural": 90},
    "CH": {"rural": 80},
    "DE": {"living_street": 7, "bicycle_road": 30, "rural": 100, "motorway": 130},
    "DK": {"living_street": 15, "rural": 80, "motorway": 130},
    "FI": {"rural": 80},
    "FR": {"rural": 80, "motorway": 130},
    "GB": {"urban": 48, "nsl_single": 97, "nsl_dual": 113, "motorway": 113},
    "IT": {"motorway": 130},
    "NL": {"living_street": 15, "rural": 80, "motorway": 100},
    "NO": {"rural": 80, "motorway": 110},
    "SE": {"rural": 70, "motorway": 110},
}  # fmt: skip
_BY_LAW_KPH["UK"] = _BY_LAW_KPH["GB"]

_SAID = ("maxspeed", "zone:maxspeed", "maxspeed:type", "source:maxspeed")
_SAID_IN = {
    direction: tuple(key for said in _SAID for key in (f"{said}:{direction}", said))
    for direction in ("forward", "backward")
}


def limit_kph(tags: Mapping[str, str], direction: str, region: str) -> int:
    """Give the limit of a way in a direction, ``forward`` or ``backward``, in km/h; 0: not known.

    The first that says something usable counts: ``maxspeed=*``; the speed zone; the law that the
    limit is tagged to come from; then the law for a living street, a cycle street, or a built-up
    area or open country (``zone:traffic=*``), which is not asked for motorways and their ramps.
    ``key:forward`` and ``key:backward`` come before the plain key.

    `region` is where the way lies, an ISO 3166 code such as ``BE`` or ``BE-BRU``, or empty.
    """
    for key in _SAID_IN[direction]:
        if (value := tags.get(key)) and (kph := maxspeed_kph(value, region)):
            return kph
    highway = tags.get("highway", "")
    if highway == "living_street" or tags.get("living_street") == "yes":
        return _by_law_kph("living_street", region)
    for cycle_street in ("cyclestreet", "bicycle_road"):
        if tags.get(cycle_street) == "yes" and (kph := _by_law_kph(cycle_street, region)):
            return kph
    if highway.startswith("motorway"):
        return 0
    return maxspeed_kph(tags.get("zone:traffic"), region)


def region_of(values: Iterable[str]) -> str:
    """Give the region that most tag values name, ``BE`` of ``BE:urban``; empty where none does."""
    named = Counter(
        zone["region"].upper()
        for value in values
        if (zone := _ZONE.fullmatch(value)) and zone["region"]
    )
    return max(named, key=lambda region: (named[region], region), default="")


@lru_cache(maxsize=4096)
def maxspeed_kph(value: str | None, region: str = "") -> int:
    """Kilometres an hour, at least 1, or 0 where the tag is missing or says nothing usable.

    Of several values the lowest counts. ``BE:urban`` and the like are what the law says, in
    `region` where that lies in the country named: in ``BE-BRU`` it is not what it is elsewhere.
    """
    if value is None:
        return 0
    speeds = [_one_kph(part.strip(), region) for part in re.split(r"[;|,]", value)]
    return min((speed for speed in speeds if speed), default=0)


def _one_kph(value: str, region: str) -> int:
    if value in _NAMED_KPH:
        return _NAMED_KPH[value]
    if number := _NUMBER.fullmatch(value):
        return _plausible(float(number[1]) * _KPH_PER_UNIT.get((number[2] or "").lower(), 1.0))
    zone = _ZONE.fullmatch(value)
    if zone is None:
        return 0
    named = (zone["region"] or "").upper()
    if region.startswith(named):
        named = region
    if zone["limit"]:
        in_miles = named[:2] in _COUNTRIES_IN_MILES
        return _plausible(float(zone["limit"]) * (_KPH_PER_UNIT["mph"] if in_miles else 1.0))
    return _by_law_kph(zone["name"].lower(), named)


def _by_law_kph(zone: str, region: str) -> int:
    """What the law of the region says; where it says nothing, its country's; else the usual."""
    for where in (region, region[:2], ""):
        if kph := _BY_LAW_KPH.get(where, {}).get(zone):
            return kph
    return 0


def _plausible(kph: float) -> int:
    return round(kph) if 1 <= kph <= _FASTEST_KPH else 0
