"""From a place to the nearest point of a street."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.geodesy import flat_m, great_circle_m
from maps.ranges import ranges
from maps.shapes import segment_lines
from maps.street_lines import StreetLines

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from maps.network import RoadNetwork

_FIRST_REACH_M = 30.0
_FARTHEST_REACH_M = 500.0
_ON_IT_M = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Snaps:
    """Points on streets, one entry a place.

    `segment` is the network's segment; `fraction` (0 to 1) how far along it the point lies, by
    length; `side` on which side of it the place lies, as its points run: 1 right, -1 left, 0 on it
    (or straight beyond its end). `road_lat, road_lon` is the point itself; `distance_m` how far the
    place is from it, as the crow flies.
    """

    segment: NDArray[np.int32]
    fraction: NDArray[np.float64]
    side: NDArray[np.int8]
    road_lat: NDArray[np.float64]
    road_lon: NDArray[np.float64]
    distance_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.segment)

    def take(self, indices: ArrayLike) -> Snaps:
        """Give these places only, in this order."""
        chosen = np.asarray(indices, dtype=np.intp)
        return Snaps(
            segment=self.segment[chosen],
            fraction=self.fraction[chosen],
            side=self.side[chosen],
            road_lat=self.road_lat[chosen],
            road_lon=self.road_lon[chosen],
            distance_m=self.distance_m[chosen],
        )


class StreetIndex:
    """The streets of a network, to be found by where they lie; made once, for all profiles."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        segment = np.repeat(np.arange(network.segment_count), np.diff(network.point_offset))
        is_piece = np.ones(len(segment), dtype=np.bool_)
        is_piece[network.point_offset[1:] - 1] = False  # a segment's last point starts no piece
        self._start = np.flatnonzero(is_piece)
        self._segment = segment[self._start]
        pieces = np.zeros(len(segment))
        pieces[self._start] = great_circle_m(
            network.point_lat[self._start], network.point_lon[self._start],
            network.point_lat[self._start + 1], network.point_lon[self._start + 1],
        )  # fmt: skip
        self._piece_m = pieces
        self._along_m = np.concatenate([[0.0], np.cumsum(pieces)])
        south, _, north, _ = network.bbox
        self._middle_lat = (south + north) / 2

    @cached_property
    def _tree(self) -> shapely.STRtree:
        """The segments, whole, on a map that is true at the network's middle."""
        network = self._network
        east, north = flat_m(network.point_lat, network.point_lon, at_lat=self._middle_lat)
        segment = np.repeat(np.arange(network.segment_count), np.diff(network.point_offset))
        points = np.column_stack([east, north])
        return shapely.STRtree(np.asarray(shapely.linestrings(points, indices=segment)))

    @cached_property
    def lines(self) -> StreetLines:
        """The segments as lines, among which closures find those they hit."""
        network = self._network
        return StreetLines(segment_lines(network), network.segment_name, network.names)

    def snap(self, lat: ArrayLike, lon: ArrayLike, usable: NDArray[np.bool_]) -> Snaps:
        """Find the nearest point of a street to each place, by the flat map true at the place.

        `usable` says which segments count; of those at the same distance the first does. For a
        place half a kilometre and more from any, the nearest is found on a map true at the
        network's middle instead; its distance is right all the same.

        Raises
        ------
        ValueError
            Where a position is not a number, or no segment is usable.
        """
        lat = np.asarray(lat, dtype=np.float64)
        lon = np.asarray(lon, dtype=np.float64)
        if not (np.isfinite(lat).all() and np.isfinite(lon).all()):
            raise ValueError("a place without a position cannot be snapped to a street")
        if not usable.any():
            raise ValueError("no street is usable, so no place can be snapped to one")
        best = np.zeros(len(lat), dtype=np.intp)
        left = np.arange(len(lat))
        reach_m = _FIRST_REACH_M
        while len(left) and reach_m <= _FARTHEST_REACH_M:
            place, piece = self._nearest_within(lat, lon, left, reach_m, usable)
            best[place] = piece
            left = np.setdiff1d(left, place, assume_unique=True)
            reach_m *= 4
        if len(left):
            best[left] = self._nearest_of_all(lat[left], lon[left], np.flatnonzero(usable))
        return self._snaps(lat, lon, best)

    def _nearest_within(
        self,
        lat: NDArray[np.float64],
        lon: NDArray[np.float64],
        places: NDArray[np.intp],
        reach_m: float,
        usable: NDArray[np.bool_],
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Give those of some places that have a usable piece in reach, and their nearest one."""
        # The tree's map is true at the middle only: what is within reach at the place is within
        # so much more on it.
        stretch = np.cos(np.radians(self._middle_lat)) / np.cos(np.radians(lat[places]))
        found = self._tree.query(
            self._points(lat[places], lon[places]),
            predicate="dwithin",
            distance=reach_m * np.maximum(stretch, 1.0) + 0.01,
        )
        counts = usable[found[1]]
        place, piece, distance_m = self._nearest_piece(
            lat, lon, places[found[0][counts]], found[1][counts]
        )
        inside = distance_m <= reach_m
        return place[inside], piece[inside]

    def _nearest_piece(
        self,
        lat: NDArray[np.float64],
        lon: NDArray[np.float64],
        place: NDArray[np.intp],
        segment: NDArray[np.intp],
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Give the nearest piece of each place among its segments, pair by pair, and how far."""
        offset = self._network.point_offset
        count = offset[segment + 1] - offset[segment] - 1
        # Each segment before has one piece fewer than points.
        owner, piece = ranges(offset[segment] - segment, count)
        place = place[owner]
        _, off_east, off_north, _ = self._feet(lat[place], lon[place], piece)
        distance_m = np.hypot(off_east, off_north)
        order = np.lexsort((piece, distance_m, place))
        nearest, first = np.unique(place[order], return_index=True)
        return nearest, piece[order][first], distance_m[order][first]

    def _nearest_of_all(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64], segments: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        tree = shapely.STRtree(self._tree.geometries[segments])
        place, segment = tree.query_nearest(self._points(lat, lon), all_matches=False)
        return self._nearest_piece(lat, lon, place, segments[segment])[1]

    def _points(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.object_]:
        return np.asarray(shapely.points(*flat_m(lat, lon, at_lat=self._middle_lat)))

    def _feet(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64], piece: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Drop perpendiculars: each foot's share of its piece, and the place as seen from it.

        Metres east and north of the foot, and metres to the right of the piece.
        """
        net, start = self._network, self._start[piece]
        east, north = flat_m(lat, lon, at_lat=lat)
        from_east, from_north = flat_m(net.point_lat[start], net.point_lon[start], at_lat=lat)
        to_east, to_north = flat_m(net.point_lat[start + 1], net.point_lon[start + 1], at_lat=lat)
        run_east, run_north = to_east - from_east, to_north - from_north
        square = run_east**2 + run_north**2
        run_m = np.sqrt(np.where(square > 0, square, 1.0))
        dot = (east - from_east) * run_east + (north - from_north) * run_north
        share = np.clip(dot / run_m**2, 0.0, 1.0)
        off_east = east - (from_east + share * run_east)
        off_north = north - (from_north + share * run_north)
        return share, off_east, off_north, (off_east * run_north - off_north * run_east) / run_m

    def _snaps(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64], piece: NDArray[np.intp]
    ) -> Snaps:
        net, start, segment = self._network, self._start[piece], self._segment[piece]
        share, _, _, right_m = self._feet(lat, lon, piece)
        first = self._along_m[net.point_offset[segment]]
        whole_m = self._along_m[net.point_offset[segment + 1] - 1] - first
        before_m = self._along_m[start] - first
        along = (before_m + share * self._piece_m[start]) / np.where(whole_m > 0, whole_m, 1.0)
        road_lat = net.point_lat[start] * (1 - share) + net.point_lat[start + 1] * share
        road_lon = net.point_lon[start] * (1 - share) + net.point_lon[start + 1] * share
        return Snaps(
            segment=segment.astype(np.int32),
            fraction=np.clip(along, 0.0, 1.0),
            side=np.where(np.abs(right_m) < _ON_IT_M, 0, np.sign(right_m)).astype(np.int8),
            road_lat=road_lat,
            road_lon=road_lon,
            distance_m=great_circle_m(lat, lon, road_lat, road_lon),
        )
