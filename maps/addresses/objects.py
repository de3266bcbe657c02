"""What an OpenStreetMap file says that has to do with addresses, read in one pass.

Rules: OSM wiki, "Key:addr:*", "Relation:associatedStreet", "Relation:street",
"Key:addr:interpolation", "Tag:boundary=administrative", "Tag:boundary=postal_code", "Key:place".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from maps.errors import MapError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Points = NDArray[np.float64]
"""One row a point: latitude, longitude."""

_NO_STREET = frozenset(
    str.split("bus_stop platform elevator services rest_area raceway proposed street_lamp crossing")
)
_REACH_M = {
    "city": 10_000.0,
    "town": 5_000.0,
    "village": 3_000.0,
    "suburb": 3_000.0,
    "borough": 3_000.0,
    "hamlet": 1_500.0,
    "quarter": 1_500.0,
    "neighbourhood": 1_000.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWay:
    """A street or square with a name, and its line."""

    tags: Mapping[str, str]
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An object with a house number, and its middle."""

    tags: Mapping[str, str]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRun:
    """An addr:interpolation way: its tags, its nodes and where they are."""

    tags: Mapping[str, str]
    nodes: tuple[int, ...]
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A municipality, a part of one, or a postal district."""

    tags: Mapping[str, str]
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A place with a name, as a point, and how far its name is used."""

    tags: Mapping[str, str]
    lat: float
    lon: float
    reach_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressObjects:
    """All of a file's objects that have to do with addresses.

    `houses` are known by kind (``n``, ``w``, ``r``) and OSM id; `street_of` gives the tags of the
    street relation that a house belongs to.
    """

    ways: list[NamedWay] = field(default_factory=list)
    houses: dict[tuple[str, int], House] = field(default_factory=dict)
    runs: list[NumberRun] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    street_of: dict[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)


def read_address_objects(path: Path) -> AddressObjects:
    """Read everything about addresses in an OpenStreetMap file of any format.

    Objects without a usable position (nodes outside the file, broken outlines) are left out.

    Raises
    ------
    MapError
        MAP-TRUNCATED: the file cannot be read to its end.
    """
    objects = AddressObjects()
    outlined = osmium.filter.KeyFilter("boundary", "addr:housenumber")
    wanted = osmium.filter.KeyFilter(
        "addr:housenumber", "addr:interpolation", "highway", "boundary", "type", "place"
    )
    try:
        for item in (
            osmium.FileProcessor(path)
            .with_locations("sparse_mem_array")  # the default takes over 1 GB for modern node ids
            .with_areas(outlined)
            .with_filter(wanted)
        ):
            _take(item, objects)
    except RuntimeError as error:
        raise MapError(
            "MAP-TRUNCATED",
            f"{path} cannot be read to its end ({error}).",
            "Download the file again.",
        ) from error
    return objects


def _take(item: object, objects: AddressObjects) -> None:
    """Add one object of the file to where it belongs."""
    match item:
        case osmium.osm.Area() if not item.from_way():
            _take_area(item, objects)
        case osmium.osm.Node():
            _take_node(item, objects)
        case osmium.osm.Way():
            _take_way(item, objects)
        case osmium.osm.Relation():
            _take_relation(item, objects)
        case _:
            # Closed ways come a second time as areas, and changesets mean nothing here.
            pass


def _take_node(node: osmium.osm.Node, objects: AddressObjects) -> None:
    if not node.location.valid():
        return
    lat, lon = node.location.lat, node.location.lon
    if "addr:housenumber" in node.tags:
        objects.houses["n", node.id] = House(tags=dict(node.tags), lat=lat, lon=lon)
    place = node.tags.get("place")
    if place in _REACH_M and "name" in node.tags:
        objects.settlements.append(
            Settlement(tags=dict(node.tags), lat=lat, lon=lon, reach_m=_REACH_M[place])
        )


def _take_way(way: osmium.osm.Way, objects: AddressObjects) -> None:
    tags = dict(way.tags)
    street = "name" in tags and (
        ("highway" in tags and tags["highway"] not in _NO_STREET) or tags.get("place") == "square"
    )
    numbered, run = "addr:housenumber" in tags, "addr:interpolation" in tags
    if not (street or numbered or run):
        return
    known = [node for node in way.nodes if node.location.valid()]
    if not known:
        return
    points = np.array([(node.location.lat, node.location.lon) for node in known])
    if street:
        objects.ways.append(NamedWay(tags=tags, points=points))
    if numbered:
        lat, lon = _middle(points)
        objects.houses["w", way.id] = House(tags=tags, lat=lat, lon=lon)
    if run and len(known) > 1:
        nodes = tuple(node.ref for node in known)
        objects.runs.append(NumberRun(tags=tags, nodes=nodes, points=points))


def _middle(points: Points) -> tuple[float, float]:
    """Middle of an outline, which need not be closed."""
    corners = points[:-1] if len(points) > 1 and (points[0] == points[-1]).all() else points
    lat, lon = (corners.min(axis=0) + corners.max(axis=0)) / 2
    return float(lat), float(lon)


def _take_relation(relation: osmium.osm.Relation, objects: AddressObjects) -> None:
    if relation.tags.get("type") not in {"associatedStreet", "street"}:
        return
    tags = dict(relation.tags)
    for member in relation.members:
        if member.role in {"house", "address"}:
            objects.street_of[member.type, member.ref] = tags


def _take_area(area: osmium.osm.Area, objects: AddressObjects) -> None:
    try:
        outline = osmium.geom.WKBFactory().create_multipolygon(area)
    except RuntimeError:
        # The area's rings cross or are not closed: a place is then in no such area.
        return
    tags = dict(area.tags)
    shape = shapely.make_valid(shapely.from_wkb(bytes.fromhex(outline)))
    if "addr:housenumber" in tags:
        middle = shape.representative_point()
        objects.houses["r", area.orig_id()] = House(tags=tags, lat=middle.y, lon=middle.x)
    elif tags.get("boundary") in {"administrative", "postal_code"}:
        objects.areas.append(Area(tags=tags, shape=shape))
