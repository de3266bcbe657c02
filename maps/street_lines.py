"""Where a network's streets run, and which of them a closure hits.

A point hits the nearest segment; a line the segments that run along it; a polygon those that lie
in it; a name those that have it. docs/traffic.md explains the rules to those who draw closures.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import shapely
from rapidfuzz import process

from maps.addresses.street_names import keys_of, other_names, usual_names
from maps.errors import MapError
from maps.geodesy import flat_m
from maps.ranges import ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from maps.closures import Closure
    from maps.names import StreetName

    Segments = NDArray[np.intp]

POINT_REACH_M = 30.0
"""How far from a point the nearest street may lie."""

_BESIDE_M = 15.0  # a line that is drawn by hand strays by a street's width
_COSINE_OF_ALONG = np.cos(np.radians(30))
_STEP_M = 5.0  # segments are looked at in pieces of at most this length
_INSIDE_ENOUGH_M = 10.0


class StreetLines:
    """The segments of a network as lines, to be searched.

    Parameters
    ----------
    lines
        Each segment in degrees (longitude, latitude), as `maps.shapes.segment_lines` gives them.
    segment_name
        Each segment's index into `names`, -1 where it has none.
    names
        What streets are called.
    """

    def __init__(
        self,
        lines: NDArray[np.object_],
        segment_name: NDArray[np.int32],
        names: Sequence[StreetName],
    ) -> None:
        _, south, _, north = shapely.total_bounds(lines)
        self._middle_lat = (south + north) / 2
        self._lines = shapely.transform(lines, self._flat)
        self._length_m = shapely.length(self._lines)
        self._segment_name = segment_name
        self._names = names

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._lines)

    def hit_by(self, closure: Closure, usable: NDArray[np.bool_]) -> Segments:
        """Find the segments that a closure hits among the usable ones; there may be none.

        Raises
        ------
        MapError
            CLOSURE-STREET where no street has the closure's name, CLOSURE-NOWHERE where no street
            at all, usable or not, is hit.
        """
        if closure.shape is None:
            return _usable(self._named(closure.street), usable)
        shape = shapely.transform(closure.shape, self._flat)
        if isinstance(shape, shapely.Point):
            return self._nearest(shape, closure, usable)
        if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
            hit = self._in(shape)
        else:
            hit = self._along(shape)
        if not len(hit):
            raise _nowhere(closure, "No street runs in it or along it")
        return _usable(hit, usable)

    def _flat(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(flat_m(degrees[:, 1], degrees[:, 0], at_lat=self._middle_lat))

    def _nearest(
        self, point: shapely.Point, closure: Closure, usable: NDArray[np.bool_]
    ) -> Segments:
        near = self._tree.query(point, predicate="dwithin", distance=POINT_REACH_M)
        if not len(near):
            raise _nowhere(closure, f"No street lies within {POINT_REACH_M:g} m of it")
        near = _usable(np.sort(near), usable)
        if not len(near):
            return near
        return near[[np.argmin(shapely.distance(self._lines[near], point))]]

    def _in(self, area: shapely.Geometry) -> Segments:
        touched = self._tree.query(area, predicate="intersects")
        inside_m = shapely.length(shapely.intersection(self._lines[touched], area))
        enough_m = np.minimum(self._length_m[touched] / 2, _INSIDE_ENOUGH_M)
        return np.sort(touched[inside_m >= enough_m])

    def _along(self, line: shapely.Geometry) -> Segments:
        """Segments that run beside a line, in its direction or against it, by half or more.

        Segments are cut into short steps; a step runs beside the line where its middle lies square
        to one of the line's straight pieces, near it, and it points the same way. So a street that
        crosses does not run along it, however short, nor one that goes on where the line turns.
        """
        piece_start, piece_end, _ = _straight_pieces(np.array([line]))
        piece, segment = self._tree.query(
            shapely.linestrings(np.stack([piece_start, piece_end], axis=1)),
            predicate="dwithin",
            distance=_BESIDE_M,
        )
        found, place = np.unique(segment, return_inverse=True)
        if not len(found):
            return found
        fine = shapely.segmentize(self._lines[found], _STEP_M)
        start, end, owner = _straight_pieces(fine)
        of_pair, step = _steps_of(place, np.bincount(owner, minlength=len(found)))
        other = piece[of_pair]
        is_beside = _is_beside(start[step], end[step], piece_start[other], piece_end[other])
        beside = np.zeros(len(owner), dtype=np.bool_)
        beside[step[is_beside]] = True
        length_m = np.hypot(*(end - start).T)
        run_m = np.bincount(owner, weights=length_m * beside, minlength=len(found))
        # Half of the line is enough as well: roadworks of 50 m close a street of a kilometre.
        hit: Segments = found[run_m >= np.minimum(self._length_m[found], shapely.length(line)) / 2]
        return hit

    def _named(self, name: str) -> Segments:
        keys = keys_of(name)
        for index in (self._usually_called, self._otherwise_called):
            numbers = sorted({number for key in keys for number in index.get(key, ())})
            if numbers:
                return np.flatnonzero(np.isin(self._segment_name, numbers))
        near = process.extractOne(name, [street.name for street in self._names], score_cutoff=75)
        raise MapError(
            "CLOSURE-STREET",
            f"The map has no street called {name!r}.",
            f"Did you mean {near[0]!r}? Or give its place as LAT,LON."
            if near
            else "Give its place as LAT,LON.",
        )

    @cached_property
    def _usually_called(self) -> Mapping[str, list[int]]:
        return self._index(usual_names)

    @cached_property
    def _otherwise_called(self) -> Mapping[str, list[int]]:
        return self._index(other_names)

    def _index(
        self, names_in: Callable[[Mapping[str, str]], Iterable[str]]
    ) -> Mapping[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, street in enumerate(self._names):
            tags = {"name": street.name, **dict(street.others)}
            for key in set(chain.from_iterable(map(keys_of, names_in(tags)))):
                index.setdefault(key, []).append(number)
        return index


def _usable(segments: Segments, usable: NDArray[np.bool_]) -> Segments:
    return segments[usable[segments]]


def _straight_pieces(
    lines: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.float64], Segments]:
    """Starts and ends (metres, [n, 2]) of what lines are made of, and which line each is of."""
    parts, line_of_part = shapely.get_parts(lines, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    joined = (part[1:] == part[:-1]) & (points[1:] != points[:-1]).any(axis=1)
    return points[:-1][joined], points[1:][joined], line_of_part[part[:-1][joined]]


def _steps_of(place: Segments, step_count: Segments) -> tuple[Segments, Segments]:
    """Every step of each pair's segment: the pair, and the step.

    `place` says which segment each pair has, `step_count` how many steps each segment has; steps
    are numbered through the segments.
    """
    first = np.cumsum(step_count) - step_count
    return ranges(first[place], step_count[place])


def _is_beside(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    piece_start: NDArray[np.float64],
    piece_end: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Whether each step lies beside its piece, and points the same way; all [n, 2], in metres."""
    step, piece = end - start, piece_end - piece_start
    piece_m = np.hypot(*piece.T)
    away = (start + end) / 2 - piece_start
    along_m = (away * piece).sum(axis=1) / piece_m
    across_m = np.abs(away[:, 0] * piece[:, 1] - away[:, 1] * piece[:, 0]) / piece_m
    cosine = np.abs((step * piece).sum(axis=1)) / (piece_m * np.hypot(*step.T))
    near = (along_m >= 0) & (along_m <= piece_m) & (across_m <= _BESIDE_M)
    return np.asarray(near & (cosine >= _COSINE_OF_ALONG))


def _nowhere(closure: Closure, what: str) -> MapError:
    lon, lat = shapely.get_coordinates(closure.shape)[0]
    label = f" ({closure.reason})" if closure.reason else ""
    return MapError(
        "CLOSURE-NOWHERE",
        f"The closure at {lat:.5f},{lon:.5f}{label} hits no street. {what}.",
        "Put it on the street; on the command line latitude comes first, in GeoJSON longitude.",
    )
