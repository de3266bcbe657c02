"""Which of OpenStreetMap's tags a map keeps: those that say who may drive where, when, how fast.

What they mean for a kind of vehicle is its profile's to say (`maps.profiles`), so that a profile
can be added, or changed, without building a map again.
"""

from __future__ import annotations

from collections.abc import Mapping

Tags = Mapping[str, str]

CLASSES = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
    "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
    "living_street", "road", "service", "pedestrian", "track", "cycleway", "path", "footway",
    "bridleway", "busway", "steps",
)  # fmt: skip
"""Values of ``highway=*`` that may be streets; a class's code is its place in here."""

CLASS_CODES = {name: code for code, name in enumerate(CLASSES)}

_ACCESS = frozenset(
    {
        "access", "vehicle", "motor_vehicle", "motorcar", "goods", "hgv", "hgv_articulated", "lgv",
        "motorcycle", "moped", "mofa", "bicycle", "cargo_bike", "bicycle_trailer", "foot", "dog",
        "psv", "bus", "taxi", "tourist_bus", "emergency", "delivery", "agricultural", "electric",
        "ev", "horse", "disabled", "permit", "lez", "low_emission_zone", "hazmat", "trailer",
    }
)  # fmt: skip
_WAY = _ACCESS | {
    "highway", "oneway", "junction", "service", "cycleway", "maxspeed", "zone", "source", "surface",
    "smoothness", "tracktype", "motorroad", "bicycle_road", "cyclestreet", "living_street",
    "maxweight", "maxweightrating", "maxheight", "maxwidth", "maxlength", "maxaxleload", "toll",
    "ramp", "incline", "construction", "ford",
}  # fmt: skip
_NODE = _ACCESS | {
    "barrier", "bollard", "highway", "traffic_signals", "direction", "stop", "maxwidth",
    "maxheight", "maxweight",
}  # fmt: skip
_JUNCTION_SIGNS = frozenset({"traffic_signals", "stop", "give_way", "mini_roundabout"})


def way_tags(tags: Tags) -> Tags:
    """Give a way's tags that matter for driving."""
    return {key: value for key, value in tags.items() if key.partition(":")[0] in _WAY}


def node_tags(tags: Tags) -> Tags | None:
    """Give a node's tags where it may stop or slow a vehicle: a barrier, or a junction's sign."""
    if "barrier" not in tags and tags.get("highway") not in _JUNCTION_SIGNS:
        return None
    return {key: value for key, value in tags.items() if key.partition(":")[0] in _NODE}


def dropped_for(tags: Tags) -> str | None:
    """Say why a way with ``highway=*`` is no street; ``None`` where it is one."""
    highway = tags.get("highway", "")
    if highway not in CLASS_CODES:
        return f"highway={highway} is no street"
    if tags.get("area") == "yes":
        return "area=yes is no street"
    return None
