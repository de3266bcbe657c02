"""What the law knows of a vehicle: the keys that speak of it, and what is open to it untagged.

- keys: https://wiki.openstreetmap.org/wiki/Key:access#Land-based_transportation ; a van that
  carries goods and weighs 3.5 t at most is ``goods``
  (https://wiki.openstreetmap.org/wiki/Key:goods)
- streets: https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions , world-wide
  table and those of Belgium and Germany; where a table opens what OSRM's car and bicycle profiles
  close (tracks to vans, trunk roads to bicycles), they count as closed
- barriers: https://wiki.openstreetmap.org/wiki/Key:barrier ; untagged gates of all sorts count as
  open, as in OSRM's profiles, though the wiki would assume ``private`` of a lift gate; a cargo bike
  is too long for a cycle barrier
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRUNKS = frozenset({"trunk", "trunk_link"})
_ROADS = frozenset(
    {
        "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
        "unclassified", "residential", "living_street", "road", "service",
    }
)  # fmt: skip
_PATHS = frozenset({"pedestrian", "cycleway", "path", "footway", "bridleway", "busway"})
_MOTORWAYS = frozenset({"motorway", "motorway_link"})

_FOR_FEET_ONLY = frozenset(
    {
        "stile", "turnstile", "full-height_turnstile", "kissing_gate", "horse_stile", "wall",
        "fence", "hedge", "city_wall", "retaining_wall", "debris", "yes",
    }
)  # fmt: skip
_TOO_NARROW_FOR_VANS = frozenset(
    {
        "bollard", "block", "chain", "cycle_barrier", "motorcycle_barrier", "chicane",
        "jersey_barrier", "log", "planter", "rope", "spikes", "wedge", "bus_trap", "sump_buster",
        "bar", "bicycle_barrier", "barrier_board", "stone", "tree", "hole", "shrub", "overgrowth",
        "hampshire_gate", "wicket_gate", "guard_rail", "ditch",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One kind of vehicle.

    `access_keys`, `oneway_keys` run from the most particular to the most general; `names` are those
    by which an ``except=*`` or ``restriction:NAME=*`` means it. `open_classes` are open unless tags
    close them, `closed_classes` are closed unless tags open them, all others are no streets.
    `stopped_by` are the barriers that it cannot pass, unless tags say so. `sizes` are tonnes,
    metres, and a number of axles.
    """

    name: str
    access_keys: tuple[str, ...]
    oneway_keys: tuple[str, ...]
    names: frozenset[str]
    is_bicycle: bool
    open_classes: frozenset[str]
    closed_classes: frozenset[str]
    stopped_by: frozenset[str]
    sizes: Mapping[str, float]


VEHICLES = {
    "van": Vehicle(
        name="van",
        access_keys=("goods", "motorcar", "motor_vehicle", "vehicle", "access"),
        oneway_keys=(
            "oneway:goods",
            "oneway:motorcar",
            "oneway:motor_vehicle",
            "oneway:vehicle",
            "oneway",
        ),
        names=frozenset({"goods", "motorcar", "motor_vehicle", "vehicle"}),
        is_bicycle=False,
        open_classes=_MOTORWAYS | _TRUNKS | _ROADS,
        closed_classes=_PATHS | {"track"},
        stopped_by=_FOR_FEET_ONLY | _TOO_NARROW_FOR_VANS,
        sizes={"weight": 3.5, "height": 2.7, "width": 2.1, "length": 6.5, "axles": 2.0},
    ),
    "cargo_bike": Vehicle(
        name="cargo_bike",
        access_keys=("cargo_bike", "bicycle", "vehicle", "access"),
        oneway_keys=("oneway:bicycle", "bicycle:oneway", "oneway:vehicle", "oneway"),
        names=frozenset({"cargo_bike", "bicycle", "vehicle"}),
        is_bicycle=True,
        open_classes=_ROADS | {"track", "cycleway", "path"},
        closed_classes=_MOTORWAYS | _TRUNKS | (_PATHS - {"cycleway", "path"}),
        stopped_by=_FOR_FEET_ONLY | {"cycle_barrier"},
        sizes={"weight": 0.35, "height": 1.9, "width": 0.9, "length": 2.6, "axles": 2.0},
    ),
}
