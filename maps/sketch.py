"""The city's streets to be drawn as lines, by importance, with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polyline
import shapely

from maps.geodesy import EARTH_RADIUS_M
from maps.shapes import segment_lines
from maps.tags import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from maps.network import RoadNetwork

_RANKS: Mapping[str, int] = {
    "motorway": 0, "trunk": 0, "motorway_link": 1, "trunk_link": 1, "primary": 1,
    "primary_link": 2, "secondary": 2, "secondary_link": 2, "tertiary": 3, "tertiary_link": 3,
    "unclassified": 4, "residential": 4, "living_street": 4, "road": 4, "pedestrian": 5,
    "service": 5, "cycleway": 6, "path": 6, "footway": 6, "bridleway": 6, "track": 6,
    "busway": 5, "steps": 6,
}  # fmt: skip
"""How important a class is on a map, 0 the most; who draws has a style for each."""

RANK_COUNT = max(_RANKS.values()) + 1
_ALWAYS_DRAWN = 4
"""Ranks before this one are drawn however many streets there are."""

POINTS_AT_MOST = 400_000
"""More would make the page slow to open: about 2 MB of it."""

_MARGIN_DEG = float(np.degrees(1_500 / EARTH_RADIUS_M))
_MARGIN_SHARE = 0.2
_SIMPLER_BY_DEG = 1e-5
"""A metre: less than can be seen at the closest zoom."""

Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A line of street: its importance, its name ("" where it has none), an encoded polyline."""

    rank: int
    name: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """What is drawn; `left_out` are the classes that were too many to be drawn."""

    lines: tuple[Street, ...]
    left_out: tuple[str, ...] = ()


def streets_around(
    network: RoadNetwork,
    places: Iterable[tuple[float, float]],
    points_at_most: int = POINTS_AT_MOST,
) -> Streets:
    """The streets where the day happens, with some room around.

    Parameters
    ----------
    network
        The map's streets.
    places
        (latitude, longitude) of all that has to be seen; without any, all streets are drawn.
    points_at_most
        Where the streets have more points, the least important ranks are left out.
    """
    return streets_in(network, _box_around(network, places), points_at_most)


def streets_in(network: RoadNetwork, box: Box, points_at_most: int) -> Streets:
    """The streets of which any point lies in a box; the rest as `streets_around`."""
    near = _segments_in(network, box)
    rank = np.array([_RANKS[name] for name in CLASSES])[network.segment_class[near]]
    points = np.diff(network.point_offset)[near]
    last = RANK_COUNT - 1
    while last >= _ALWAYS_DRAWN and points[rank <= last].sum() > points_at_most:
        last -= 1
    names = network.segment_name[near]
    kept = rank <= last
    return Streets(
        lines=tuple(_lines(network, near[kept], rank[kept], names[kept])),
        left_out=tuple(name for name in CLASSES if _RANKS[name] > last),
    )


def _box_around(network: RoadNetwork, places: Iterable[tuple[float, float]]) -> Box:
    at = np.array(list(places), np.float64)
    if not at.size:
        return network.bbox
    (south, west), (north, east) = at.min(axis=0), at.max(axis=0)
    shrink = np.cos(np.radians((south + north) / 2))
    up = max(_MARGIN_DEG, _MARGIN_SHARE * (north - south))
    aside = max(_MARGIN_DEG / shrink, _MARGIN_SHARE * (east - west))
    return float(south - up), float(west - aside), float(north + up), float(east + aside)


def _segments_in(network: RoadNetwork, box: Box) -> NDArray[np.intp]:
    """The segments any of whose points lie in the box."""
    south, west, north, east = box
    lat, lon = network.point_lat, network.point_lon
    inside = (south <= lat) & (lat <= north) & (west <= lon) & (lon <= east)
    found: NDArray[np.intp] = np.flatnonzero(
        np.logical_or.reduceat(inside, network.point_offset[:-1])
    )
    return found


def _lines(
    network: RoadNetwork,
    segments: NDArray[np.intp],
    rank: NDArray[np.int64],
    name: NDArray[np.int32],
) -> Iterable[Street]:
    """Segments of one name joined to lines, so that a name has room along them."""
    if not len(segments):
        return
    geometries = segment_lines(network, segments)
    order = np.lexsort((name, rank))
    new = np.flatnonzero((np.diff(rank[order]) != 0) | (np.diff(name[order]) != 0)) + 1
    for group in np.split(order, new):
        called = int(name[group[0]])
        text = network.names[called].name if called >= 0 else ""
        merged = shapely.line_merge(shapely.multilinestrings(geometries[group]))
        parts = shapely.get_parts(merged)
        for line in shapely.simplify(parts, _SIMPLER_BY_DEG, preserve_topology=False):
            yield Street(rank=int(rank[group[0]]), name=text, shape=_encoded(line))


def _encoded(line: shapely.LineString) -> str:
    lon_lat: Sequence[tuple[float, float]] = shapely.get_coordinates(line).tolist()
    return polyline.encode([(lat, lon) for lon, lat in lon_lat], 5)
