"""What a street's tags mean for a profile: may it go along, against, and how fast."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from maps.conditional import clauses
from maps.maxspeed import limit_kph, maxspeed_kph
from maps.profiles.model import Access

if TYPE_CHECKING:
    from maps.conditional import Clause
    from maps.profiles.model import Profile
    from maps.tags import Tags

Holds = Callable[[str], bool]
"""Whether a condition holds at the moment that is asked for."""

_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_REVERSED = frozenset({"-1", "reverse"})
_SIDES = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
_LIMITS = {
    "maxweight": "weight", "maxweightrating": "weightrating", "maxheight": "height",
    "maxwidth": "width", "maxlength": "length",
}  # fmt: skip
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:t|m)?")


class Use(NamedTuple):
    """What a profile may do in one direction of a street; `kph` is 0 where it is closed."""

    access: Access
    kph: float


_CLOSED = Use(Access.CLOSED, 0.0)


def never(_: str) -> bool:
    """Hold no condition: what is said without one."""
    return False


class _Reading:
    """A set of tags at a moment."""

    __slots__ = ("_holds", "_timed", "bases", "region", "tags")

    def __init__(self, tags: Tags, holds: Holds, region: str = "") -> None:
        self.tags, self._holds, self.region = tags, holds, region
        self._timed = conditions(tags)
        # What keys are about: a profile has many, and a street few.
        self.bases = {part for key in tags for part in key.split(":")}

    def value(self, key: str) -> str | None:
        """Give a tag's value, or the one that holds for the moment: the last of several that do."""
        value = self.tags.get(key)
        if self._timed and (conditional := self.tags.get(f"{key}:conditional")):
            for clause in _clauses(conditional):
                if self._holds(clause.condition):
                    value = clause.value
        return value


def way_use(profile: Profile, tags: Tags, holds: Holds, region: str = "") -> tuple[Use, Use]:
    """Give the use of a way in its own direction, and against it.

    `region` is where it lies, an ISO 3166 code, for the limits that its law sets.

    Classes and their defaults are the profile's. Access, one-ways and contraflow follow
    https://wiki.openstreetmap.org/wiki/Key:access , Key:oneway and Key:cycleway.
    """
    kph = _class_kph(profile, tags)
    if not kph or _too_big(profile, tags) or _shut(profile, tags):
        return _CLOSED, _CLOSED
    reading = _Reading(tags, holds, region)
    along, against = _directions(profile, reading)
    return (
        _use(profile, reading, "forward") if along else _CLOSED,
        _use(profile, reading, "backward") if against else _CLOSED,
    )


def passes(profile: Profile, tags: Tags, holds: Holds) -> bool:
    """Say whether a vehicle gets past a node with these tags."""
    barrier = tags.get("barrier")
    if barrier is None:
        return True
    if barrier == "bollard" and tags.get("bollard") == "rising":
        barrier = "rising"
    if _too_big(profile, tags):
        return False
    said = _said(profile, profile.access.keys, _Reading(tags, holds))
    return profile.barriers.passes(barrier) if said is None else said is not Access.CLOSED


def conditions(tags: Tags) -> bool:
    """Say whether anything in the tags holds at times only."""
    return any(key.endswith(":conditional") for key in tags)


def _shut(profile: Profile, tags: Tags) -> bool:
    rules = profile.access
    return _any(rules.closed_by, tags) or any(
        key in tags and tags[key] not in values for key, values in rules.closed_unless.items()
    )


def _class_kph(profile: Profile, tags: Tags) -> float:
    highway = tags["highway"]
    return profile.ways.get(highway) or profile.signed_ways.get(highway, 0.0)


def _use(profile: Profile, reading: _Reading, direction: str) -> Use:
    access = _access(profile, reading, direction)
    return _CLOSED if access is Access.CLOSED else Use(access, _kph(profile, reading, direction))


def _access(profile: Profile, reading: _Reading, direction: str) -> Access:
    rules, tags = profile.access, reading.tags
    keys, found = rules.keys, Access.OPEN
    if tags["highway"] not in profile.ways:
        # access=yes on a footway speaks of pedestrians, and opens it to nobody else.
        keys, found = rules.keys[:-1], Access.CLOSED
    said = _said(profile, keys, reading, direction)
    found = found if said is None else said
    if found is Access.OPEN and _any(rules.ends_only_by, tags):
        return Access.ENDS_ONLY
    return found


def _said(
    profile: Profile, keys: tuple[str, ...], reading: _Reading, direction: str = ""
) -> Access | None:
    """Give what the most specific key with a known value says, if any does."""
    for key in keys:
        if key not in reading.bases:
            continue
        for name in (f"{key}:{direction}", key) if direction else (key,):
            value = reading.value(name)
            level = None if value is None else profile.access.level(value)
            if level is not None:
                return level
    return None


def _clauses(text: str) -> tuple[Clause, ...]:
    try:
        return clauses(text)
    except ValueError:  # counted by `maps.info`
        return ()


def _any(wanted: tuple[str, ...], tags: Tags) -> bool:
    return any(tags.get(key) == value for key, _, value in (tag.partition("=") for tag in wanted))


def _too_big(profile: Profile, tags: Tags) -> bool:
    for key in _LIMITS.keys() & tags.keys():
        number = _NUMBER.fullmatch(tags[key])
        size = profile.measures.get(_LIMITS[key])
        if number and size is not None and size > float(number[1].replace(",", ".")):
            return True
    return False


def _kph(profile: Profile, reading: _Reading, direction: str) -> float:
    speeds, tags = profile.speeds, reading.tags
    kph = _class_kph(profile, tags)
    tagged = 0
    if "maxspeed" in reading.bases:
        tagged = maxspeed_kph(
            reading.value(f"maxspeed:{direction}"), reading.region
        ) or maxspeed_kph(reading.value("maxspeed"), reading.region)
    by_law = limit_kph(tags, direction, reading.region)
    if tagged and speeds.limit_factor is not None:
        kph = tagged * speeds.limit_factor
    elif tagged or by_law:
        # A limit that only the law gives is one to keep, and says nothing of how people drive.
        kph = min(kph, tagged or by_law)
    for key, caps in speeds.caps.items():
        if key in tags:
            kph = min(kph, caps.get(tags[key], kph))
    return min(kph, speeds.max_kph)


def _directions(profile: Profile, reading: _Reading) -> tuple[bool, bool]:
    """Whether the one-way rules let a profile go along the way, and against it."""
    for key in profile.access.keys if "oneway" in reading.bases else ():
        if key not in reading.bases:
            continue
        # bicycle:oneway is how people wrote oneway:bicycle before.
        own = reading.value(f"oneway:{key}") or reading.value(f"{key}:oneway") or ""
        if own in _YES or own in _NO or own in _REVERSED:
            return _oneway(own, reading.tags)
    if not profile.oneway.heeded:
        return True, True
    along, against = _oneway(reading.value("oneway") or "", reading.tags)
    if profile.oneway.contraflow and along != against and _contraflow(reading.tags):
        return True, True
    return along, against


def _oneway(value: str, tags: Tags) -> tuple[bool, bool]:
    if value in _YES:
        return True, False
    if value in _REVERSED:
        return False, True
    if value == "reversible":
        return False, False
    if value in _NO:
        return True, True
    implied = tags["highway"] == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    return True, not implied


def _contraflow(tags: Tags) -> bool:
    for side in _SIDES:
        if tags.get(side, "").startswith("opposite"):
            return True
        if tags.get(f"{side}:oneway", "") in _NO | _REVERSED and tags.get(side) not in {
            "no",
            "none",
            "separate",
        }:
            return True
    return tags.get("bicycle:backward") in {"yes", "designated"}
