"""From a place to the nearest point of a street."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.geodesy import flat_m, great_circle_m

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from maps.network import RoadNetwork


_MARGIN = 0.1  # degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Snaps:
    """Points on streets, one entry a place.

    `arc` is the network's arc; `fraction` (0 to 1) how far along it the point lies, by length;
    `road_lat, road_lon` the point itself; `distance_m` how far the place is from it, as the crow
    flies. Where a street is open both ways, `arc` is the forward one and stands for both.
    """

    arc: NDArray[np.int32]
    fraction: NDArray[np.float64]
    road_lat: NDArray[np.float64]
    road_lon: NDArray[np.float64]
    distance_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.arc)

    def take(self, indices: ArrayLike) -> Snaps:
        """Give these places only, in this order."""
        chosen = np.asarray(indices, dtype=np.intp)
        return Snaps(
            arc=self.arc[chosen],
            fraction=self.fraction[chosen],
            road_lat=self.road_lat[chosen],
            road_lon=self.road_lon[chosen],
            distance_m=self.distance_m[chosen],
        )


class StreetIndex:
    """Finds the nearest street among some arcs of a network.

    Parameters
    ----------
    network
        Where the arcs come from.
    arcs
        Those that count; of two on one segment only the first is looked at.
    """

    def __init__(self, network: RoadNetwork, arcs: NDArray[np.int32]) -> None:
        self._network = network
        ordered = np.sort(arcs)
        segments, first = np.unique(network.arc_segment[ordered], return_index=True)
        self._arc_of_segment = np.full(network.segment_count, -1, dtype=np.int32)
        self._arc_of_segment[segments] = ordered[first]
        point_count = len(network.point_lat)
        segment_of_point = np.repeat(
            np.arange(network.segment_count), np.diff(network.point_offset)
        )
        is_piece = self._arc_of_segment[segment_of_point] >= 0
        is_piece[network.point_offset[1:] - 1] = False  # a segment's last point starts no piece
        self._start = np.flatnonzero(is_piece)
        self._segment = segment_of_point[self._start]
        pieces = np.zeros(point_count)
        pieces[self._start] = great_circle_m(
            network.point_lat[self._start], network.point_lon[self._start],
            network.point_lat[self._start + 1], network.point_lon[self._start + 1],
        )  # fmt: skip
        self._piece_m = pieces
        self._along_m = np.concatenate([[0.0], np.cumsum(pieces)])

    @cached_property
    def _middle_lat(self) -> float:
        south, _, north, _ = self._network.bbox
        return (south + north) / 2

    @cached_property
    def _tree(self) -> shapely.STRtree:
        east, north = flat_m(
            self._network.point_lat, self._network.point_lon, at_lat=self._middle_lat
        )
        both_ends = np.stack([self._start, self._start + 1], axis=1)
        pieces = shapely.linestrings(np.stack([east[both_ends], north[both_ends]], axis=2))
        return shapely.STRtree(np.asarray(pieces))

    def snap(self, lat: ArrayLike, lon: ArrayLike) -> Snaps:
        """Find the nearest point of a street to each place, by the flat map true at the place.

        Of streets at the same distance the first counts. For a place more than a tenth of a
        degree outside the map the nearest is found on a map true at the network's middle instead;
        its distance is right all the same.

        Raises
        ------
        ValueError
            Where a position is not a number.
        """
        lat = np.asarray(lat, dtype=np.float64)
        lon = np.asarray(lon, dtype=np.float64)
        if not (np.isfinite(lat).all() and np.isfinite(lon).all()):
            raise ValueError("a place without a position cannot be snapped to a street")
        place, piece = self._candidates(lat, lon)
        share, distance_m = self._feet(lat[place], lon[place], piece)
        order = np.lexsort((piece, distance_m, place))
        _, first = np.unique(place[order], return_index=True)
        best = order[first]
        return self._snaps(lat, lon, piece[best], share[best])

    def _candidates(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Pairs of a place and a piece that may be its nearest."""
        # The tree's map is true at the middle only, so what is nearest on it may not be nearest
        # at the place; its error there bounds how much farther we have to look. Far away (say,
        # swapped coordinates) that would be everywhere, and nobody minds which street it is.
        south, west, north, east = self._network.bbox
        near = (lat > south - _MARGIN) & (lat < north + _MARGIN)
        near &= (lon > west - _MARGIN) & (lon < east + _MARGIN)
        stretch = np.cos(np.radians(lat)) / np.cos(np.radians(self._middle_lat))
        stretch = np.where(near, np.maximum(stretch, 1 / np.where(near, stretch, 1.0)), 1.0)
        places = shapely.points(*flat_m(lat, lon, at_lat=self._middle_lat))
        (place, _), distance_m = self._tree.query_nearest(
            places, return_distance=True, all_matches=False
        )
        reach = np.zeros(len(lat))
        reach[place] = distance_m
        found = self._tree.query(places, predicate="dwithin", distance=reach * stretch + 0.01)
        return found[0], found[1]

    def _feet(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64], piece: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Drop perpendiculars: each foot's share of its piece, and its distance from the place."""
        net, start = self._network, self._start[piece]
        east, north = flat_m(lat, lon, at_lat=lat)
        from_east, from_north = flat_m(net.point_lat[start], net.point_lon[start], at_lat=lat)
        to_east, to_north = flat_m(net.point_lat[start + 1], net.point_lon[start + 1], at_lat=lat)
        run_east, run_north = to_east - from_east, to_north - from_north
        square = run_east**2 + run_north**2
        dot = (east - from_east) * run_east + (north - from_north) * run_north
        share = np.clip(dot / np.where(square > 0, square, 1.0), 0.0, 1.0)
        off_east = from_east + share * run_east - east
        off_north = from_north + share * run_north - north
        return share, np.hypot(off_east, off_north)

    def _snaps(
        self,
        lat: NDArray[np.float64],
        lon: NDArray[np.float64],
        piece: NDArray[np.intp],
        share: NDArray[np.float64],
    ) -> Snaps:
        net, start, segment = self._network, self._start[piece], self._segment[piece]
        arc = self._arc_of_segment[segment]
        before_m = self._along_m[start] - self._along_m[net.point_offset[segment]]
        whole_m = (
            self._along_m[net.point_offset[segment + 1] - 1]
            - self._along_m[net.point_offset[segment]]
        )
        along = (before_m + share * self._piece_m[start]) / np.where(whole_m > 0, whole_m, 1.0)
        along = np.clip(along, 0.0, 1.0)
        road_lat = net.point_lat[start] * (1 - share) + net.point_lat[start + 1] * share
        road_lon = net.point_lon[start] * (1 - share) + net.point_lon[start + 1] * share
        return Snaps(
            arc=arc,
            fraction=np.where(net.arc_forward[arc], along, 1.0 - along),
            road_lat=road_lat,
            road_lon=road_lon,
            distance_m=great_circle_m(lat, lon, road_lat, road_lon),
        )
