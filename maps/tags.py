"""What OpenStreetMap's tags say about a way: who may use it, which way round, how fast.

Rules, and where they come from:

- keys and defaults per class: https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions
- values, barriers, one-ways and contraflow: OSRM's car and bicycle profiles
  (https://github.com/Project-OSRM/osrm-backend/tree/master/profiles)
- one-ways: https://wiki.openstreetmap.org/wiki/Key:oneway
- contraflow: https://wiki.openstreetmap.org/wiki/Key:cycleway

A delivery may use what is open to `delivery`, `destination` or `customers`. That nobody may drive
*through* such a street is not yet held; neither are hours (``…:conditional``). Ferries are no
streets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag

from maps.maxspeed import maxspeed_kph

Tags = Mapping[str, str]


class Mode(IntFlag):
    """Who may use an arc."""

    NONE = 0
    MOTOR = 1
    BICYCLE = 2


CLASSES = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
    "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
    "living_street", "road", "service", "pedestrian", "track", "cycleway", "path", "footway",
    "bridleway",
)  # fmt: skip
"""Values of ``highway=*`` that may be streets; a class's code is its place in here."""

CLASS_CODES = {name: code for code, name in enumerate(CLASSES)}

_MOTOR_CLASSES = frozenset(CLASSES[: CLASSES.index("pedestrian")])
_BICYCLE_CLASSES = frozenset(CLASSES[CLASSES.index("primary") :]) - {"footway", "bridleway"}

_ACCESS_KEYS = {
    Mode.MOTOR: ("goods", "motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.BICYCLE: ("cargo_bike", "bicycle", "vehicle", "access"),
}
_OPEN = frozenset(
    {"yes", "permissive", "designated", "official", "destination", "delivery", "customers"}
)
_CLOSED = frozenset(
    {
        "no", "private", "permit", "agricultural", "forestry", "emergency", "military", "psv",
        "bus", "residents", "employees", "use_sidepath", "dismount", "discouraged", "foot",
    }
)  # fmt: skip
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_REVERSED = frozenset({"-1", "reverse"})
_SIDES = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")

_PASSABLE_FOR_MOTORS = frozenset(
    {
        "cattle_grid", "border_control", "toll_booth", "sally_port", "gate", "lift_gate",
        "swing_gate", "no", "entrance", "height_restrictor", "arch", "kerb", "rising",
    }
)  # fmt: skip
_IMPASSABLE_FOR_BICYCLES = frozenset({"yes", "wall", "fence", "debris", "cycle_barrier"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WayUse:
    """Who may use a way in its own direction and against it; speeds in km/h, 0 where unknown."""

    class_code: int
    forward: Mode
    backward: Mode
    maxspeed_forward_kph: int
    maxspeed_backward_kph: int


def way_use(tags: Tags) -> WayUse | str:
    """Say what a way is good for; or, as text, why it is no street that a delivery can use."""
    highway = tags.get("highway", "")
    if highway not in CLASS_CODES:
        return f"highway={highway} is no street for vehicles"
    if tags.get("area") == "yes":
        return "area=yes is no street"
    if tags.get("service") == "emergency_access":
        return "service=emergency_access is closed"
    forward = backward = Mode.NONE
    for mode in (Mode.MOTOR, Mode.BICYCLE):
        along, against = _directions(tags, highway, mode)
        if along and _open(tags, highway, mode, "forward"):
            forward |= mode
        if against and _open(tags, highway, mode, "backward"):
            backward |= mode
    if not forward and not backward:
        return f"highway={highway} is closed to vans and cargo bikes"
    both_kph = maxspeed_kph(tags.get("maxspeed"))
    return WayUse(
        class_code=CLASS_CODES[highway],
        forward=forward,
        backward=backward,
        maxspeed_forward_kph=maxspeed_kph(tags.get("maxspeed:forward")) or both_kph,
        maxspeed_backward_kph=maxspeed_kph(tags.get("maxspeed:backward")) or both_kph,
    )


def barred_modes(tags: Tags) -> Mode:
    """Who cannot pass a node: a bollard stops vans, a wall stops bicycles as well."""
    barrier = tags.get("barrier")
    if barrier is None:
        return Mode.NONE
    if barrier == "bollard" and tags.get("bollard") == "rising":
        barrier = "rising"
    passable = {
        Mode.MOTOR: barrier in _PASSABLE_FOR_MOTORS,
        Mode.BICYCLE: barrier not in _IMPASSABLE_FOR_BICYCLES,
    }
    barred = Mode.NONE
    for mode, passes in passable.items():
        said = _said(tags, _ACCESS_KEYS[mode], "")
        if not (passes if said is None else said):
            barred |= mode
    return barred


def _open(tags: Tags, highway: str, mode: Mode, direction: str) -> bool:
    if mode == Mode.BICYCLE and tags.get("motorroad") == "yes":
        return False
    by_default = highway in (_MOTOR_CLASSES if mode == Mode.MOTOR else _BICYCLE_CLASSES)
    keys = _ACCESS_KEYS[mode]
    if not by_default:
        # access=yes on a footway speaks of pedestrians, and opens it to nobody else.
        closed_to_all = _said(tags, keys, direction) is False
        return not closed_to_all and _said(tags, keys[:-1], direction) is True
    return _said(tags, keys, direction) is not False


def _said(tags: Tags, keys: tuple[str, ...], direction: str) -> bool | None:
    """Give what the most specific key with a known value says: open, closed, or nothing."""
    for key in keys:
        value = tags.get(f"{key}:{direction}", tags.get(key))
        if value is None:
            continue
        values = {part.strip() for part in value.split(";")}
        if values & _OPEN:
            return True
        if values & _CLOSED:
            return False
    return None


def _directions(tags: Tags, highway: str, mode: Mode) -> tuple[bool, bool]:
    """Whether the one-way rules let a mode go along the way, and against it."""
    along, against = _oneway(tags.get("oneway", ""), tags, highway)
    if mode == Mode.BICYCLE:
        own = tags.get("oneway:bicycle", "")
        if own in _YES or own in _NO or own in _REVERSED:
            return _oneway(own, tags, highway)
        if along != against and _contraflow(tags):
            return True, True
    return along, against


def _oneway(value: str, tags: Tags, highway: str) -> tuple[bool, bool]:
    if value in _YES:
        return True, False
    if value in _REVERSED:
        return False, True
    if value == "reversible":
        return False, False
    if value in _NO:
        return True, True
    implied = highway == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    return True, not implied


def _contraflow(tags: Tags) -> bool:
    for side in _SIDES:
        if tags.get(side, "").startswith("opposite"):
            return True
        if tags.get(f"{side}:oneway", "") in _NO | _REVERSED and tags.get(side) != "no":
            return True
    return tags.get("bicycle:backward") in {"yes", "designated"}
