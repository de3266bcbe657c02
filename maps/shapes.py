"""Where streets run: points along a segment, and the line that a leg follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.geodesy import great_circle_m
from maps.ranges import ranges

if TYPE_CHECKING:
    from maps.network import RoadNetwork

Line = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Latitudes and longitudes."""


def along_m(network: RoadNetwork) -> NDArray[np.float64]:
    """Metres from the start of its segment to each of the network's points."""
    lat, lon = network.point_lat, network.point_lon
    run = np.concatenate([[0.0], np.cumsum(great_circle_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))])
    start = np.repeat(run[network.point_offset[:-1]], np.diff(network.point_offset))
    return np.asarray(run - start)


def segment_lines(
    network: RoadNetwork, segments: NDArray[np.intp] | None = None
) -> NDArray[np.object_]:
    """Each segment, or those named, as a shapely line of (longitude, latitude), as it runs."""
    first, count = network.point_offset[:-1], np.diff(network.point_offset)
    if segments is not None:
        first, count = first[segments], count[segments]
    owner, point = ranges(first, count)
    points = np.column_stack([network.point_lon[point], network.point_lat[point]])
    return np.asarray(shapely.linestrings(points, indices=owner))


class ArcShapes:
    """The lines of a network's arcs, whole or in part."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        self._along_m = along_m(network)

    def whole(self, arcs: NDArray[np.int32]) -> Line:
        """Give all points of arcs, one arc after the other, each as it runs."""
        net = self._network
        segment = arcs >> 1
        first, last = net.point_offset[segment], net.point_offset[segment + 1] - 1
        count = last - first + 1
        owner, point = ranges(first, count)
        point = np.where(arcs[owner] & 1, (first + last)[owner] - point, point)
        return net.point_lat[point], net.point_lon[point]

    def between(self, arc: int, from_share: float, to_share: float) -> Line:
        """Give the points of an arc from one place on it to another, as it runs.

        Places are shares of its length; points at the places themselves are included.
        """
        net = self._network
        segment, against = divmod(arc, 2)
        start, end = int(net.point_offset[segment]), int(net.point_offset[segment + 1])
        lat, lon = net.point_lat[start:end], net.point_lon[start:end]
        share = self._along_m[start:end]
        share = share / share[-1] if share[-1] > 0 else share
        if against:
            share, lat, lon = 1.0 - share[::-1], lat[::-1], lon[::-1]
        inside = (share >= from_share) & (share <= to_share)
        return lat[inside], lon[inside]


def joined(lines: list[Line]) -> Line:
    """One line of several, a point that comes twice in a row only once; two points at least."""
    lat = np.concatenate([line[0] for line in lines])
    lon = np.concatenate([line[1] for line in lines])
    new = np.concatenate([[True], (lat[1:] != lat[:-1]) | (lon[1:] != lon[:-1])])
    if new.sum() < 2:
        new[-1] = True
    return lat[new], lon[new]
