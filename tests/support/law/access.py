"""Who may use a street, which way round, and who passes a barrier.

- access: https://wiki.openstreetmap.org/wiki/Key:access
- one-ways: https://wiki.openstreetmap.org/wiki/Key:oneway
- signs by size: https://wiki.openstreetmap.org/wiki/Key:maxweight , Key:maxheight , Key:maxwidth
- cyclists' contraflow: https://wiki.openstreetmap.org/wiki/Key:cycleway
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.law.conditions import Situation
    from tests.support.law.osm_file import Tags


class Standing(Enum):
    """Whether a street may be used: always, only by who begins or ends there, or never."""

    OPEN = "open"
    ENDS = "open at the ends of a drive"
    CLOSED = "closed"


_STANDING_OF_VALUE = (
    dict.fromkeys(
        ("yes", "permissive", "designated", "official", "public", "allowed"), Standing.OPEN
    )
    | dict.fromkeys(("destination", "delivery", "customers", "customer"), Standing.ENDS)
    | dict.fromkeys(
        (
            "no", "private", "permit", "agricultural", "forestry", "emergency", "military",
            "psv", "bus", "taxi", "hov", "residents", "employees", "staff", "members", "foot",
            "use_sidepath", "dismount",
        ),
        Standing.CLOSED,
    )
)  # fmt: skip
_OPEN_SITES = frozenset({"no", "minor", "widening"})
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0", "alternating"})
_BACK = frozenset({"-1", "reverse"})
_LIMIT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(t|kg|m)?")  # tonnes and metres where no unit is named
_NO_LANE = frozenset({"no", "none", "separate"})


def standing(tags: Tags, situation: Situation, *, forward: bool) -> Standing:
    """Say whether a way may be used in one direction, whatever the one-way rules are."""
    vehicle = situation.vehicle
    highway = tags["highway"]
    if highway not in vehicle.open_classes | vehicle.closed_classes:
        return Standing.CLOSED
    if tags.get("construction", "no") not in _OPEN_SITES or _too_big(tags, situation):
        return Standing.CLOSED
    closed_untagged = (
        highway in vehicle.closed_classes
        or tags.get("service") == "emergency_access"
        or (vehicle.is_bicycle and tags.get("motorroad") == "yes")
    )
    # access=yes on a footway opens it to those whom it is made for.
    keys = vehicle.access_keys[:-1] if closed_untagged else vehicle.access_keys
    said = _said(tags, keys, situation, "forward" if forward else "backward")
    if said is None:
        said = Standing.CLOSED if closed_untagged else Standing.OPEN
    # A driveway leads to somebody's property: https://wiki.openstreetmap.org/wiki/Tag:service=driveway
    if said is Standing.OPEN and tags.get("service") == "driveway":
        return Standing.ENDS
    return said


def stops(tags: Tags, situation: Situation) -> bool:
    """Say whether a node's barrier keeps the vehicle from passing."""
    barrier = tags.get("barrier")
    if barrier is None:
        return False
    if _too_big(tags, situation):
        return True
    said = _said(tags, situation.vehicle.access_keys, situation)
    if said is not None:
        return said is Standing.CLOSED
    if tags.get("locked") == "yes":
        return True
    if barrier == "bollard" and tags.get("bollard") == "rising":
        return False
    return barrier in situation.vehicle.stopped_by


def may_go(tags: Tags, situation: Situation, *, forward: bool) -> bool:
    """Say whether the one-way rules let the vehicle go along the way, or against it."""
    along, against = _directions(tags, situation)
    return along if forward else against


def _said(
    tags: Tags, keys: tuple[str, ...], situation: Situation, direction: str | None = None
) -> Standing | None:
    """Give what the most particular key with a known value says; of several values, the widest."""
    for key in keys:
        value = None
        if direction is not None:
            value = situation.value(tags, f"{key}:{direction}")
        if value is None:
            value = situation.value(tags, key)
        if value is None:
            continue
        said = {_STANDING_OF_VALUE.get(part.strip()) for part in value.split(";")}
        for one in Standing:
            if one in said:
                return one
    return None


def _too_big(tags: Tags, situation: Situation) -> bool:
    """Say whether a sign forbids a vehicle of this size."""
    for what, size in situation.vehicle.sizes.items():
        for key in (f"max{what}", f"max{what}rating"):
            limit = _LIMIT.fullmatch(situation.value(tags, key) or "")
            if limit is None:
                continue
            number, unit = limit.groups()
            if size > float(number.replace(",", ".")) * (0.001 if unit == "kg" else 1.0):
                return True
    return False


def _directions(tags: Tags, situation: Situation) -> tuple[bool, bool]:
    vehicle = situation.vehicle
    for key in vehicle.oneway_keys:
        directions = _oneway(situation.value(tags, key))
        if directions is None:
            continue
        if vehicle.is_bicycle and key == "oneway" and _contraflow(tags):
            return True, True
        return directions
    implied = tags["highway"] == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    return True, not implied or (vehicle.is_bicycle and _contraflow(tags))


def _oneway(value: str | None) -> tuple[bool, bool] | None:
    if value in _YES:
        return True, False
    if value in _BACK:
        return False, True
    if value in _NO:
        return True, True
    if value == "reversible":  # whose turn it is, the map does not say
        return False, False
    return None


def _contraflow(tags: Tags) -> bool:
    for side in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both"):
        lane = tags.get(side, "")
        if lane.startswith("opposite"):
            return True
        if tags.get(f"{side}:oneway") in _NO | _BACK and lane not in _NO_LANE:
            return True
    return tags.get("bicycle:backward") in {"yes", "designated"}
