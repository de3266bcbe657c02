"""From ways to a network: streets are cut where they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.errors import MapError
from maps.geodesy import great_circle_m
from maps.network import RoadNetwork
from maps.ranges import ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.roads import Roads


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runs:
    """Unbroken stretches of ways: one entry a point, in order.

    `node` is an index into the roads' nodes, `way` into its ways; `starts` and `ends` mark a
    stretch's first and last point.
    """

    node: NDArray[np.int64]
    way: NDArray[np.int64]
    starts: NDArray[np.bool_]
    ends: NDArray[np.bool_]


def join_roads(roads: Roads) -> tuple[RoadNetwork, dict[str, int]]:
    """Cut ways into segments between junctions, and count what could not be used, by reason.

    A way that passes nodes without a known position (they lie outside the extract) is cut there:
    nobody knows how the street runs on between.

    Raises
    ------
    MapError
        MAP-EMPTY where no segment is left.
    """
    runs, skipped = _runs(roads)
    cut = _cuts(roads, runs)
    if not cut.any():
        raise MapError(
            "MAP-EMPTY",
            "none of the streets has two nodes with a known position.",
            "Make the extract again with the nodes of its ways (osmium extract does).",
        )
    # Between two cuts in a row of one stretch lies one segment.
    cuts = np.flatnonzero(cut)
    inside = ~runs.ends[cuts[:-1]]
    first, last = cuts[:-1][inside], cuts[1:][inside]
    point_offset = np.concatenate([[0], np.cumsum(last - first + 1)])
    _, point = ranges(first, last - first + 1)
    lat, lon = roads.node_lat[runs.node[point]], roads.node_lon[runs.node[point]]
    length_dm = segment_lengths_dm(point_offset, lat, lon)
    skipped["segment without length (kept, to stay connected)"] = int((length_dm == 0).sum())

    used, ends = np.unique(runs.node[np.concatenate([first, last])], return_inverse=True)
    start, end = np.split(ends, 2)
    way = runs.way[first]
    network = RoadNetwork(
        node_osm_id=roads.node_id[used],
        node_lat=roads.node_lat[used],
        node_lon=roads.node_lon[used],
        node_tags=roads.node_tags[used],
        point_offset=point_offset.astype(np.int32),
        point_lat=lat,
        point_lon=lon,
        segment_start=start.astype(np.int32),
        segment_end=end.astype(np.int32),
        segment_length_dm=length_dm,
        segment_class=roads.way_class[way],
        segment_way=roads.way_id[way],
        segment_name=roads.way_name[way],
        segment_tags=roads.way_tags[way],
        names=roads.names,
        tag_sets=roads.tag_sets,
        node_tag_sets=roads.node_tag_sets,
        restrictions=roads.restrictions,
        region=roads.region,
    )
    return network, {reason: count for reason, count in skipped.items() if count}


def segment_lengths_dm(
    point_offset: NDArray[np.integer], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Give each segment's length in tenths of a metre, half up; each has two points at least."""
    pieces = great_circle_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    pieces[point_offset[1:-1] - 1] = 0.0  # from one segment's end to the next one's start
    metres = np.add.reduceat(pieces, point_offset[:-1])
    return np.floor(metres * 10 + 0.5).astype(np.int32)


def _runs(roads: Roads) -> tuple[_Runs, dict[str, int]]:
    way = np.repeat(np.arange(len(roads.way_id)), np.diff(roads.ref_offset))
    node = np.searchsorted(roads.node_id, roads.ref)
    node[node == len(roads.node_id)] = 0
    known = np.zeros(len(node), dtype=np.bool_)
    if len(roads.node_id):
        known = roads.node_id[node] == roads.ref
    first_of_way = np.zeros(len(node), dtype=np.bool_)
    first_of_way[roads.ref_offset[:-1][np.diff(roads.ref_offset) > 0]] = True
    after_gap = np.concatenate([[False], ~known[:-1]])
    run = np.cumsum(first_of_way | after_gap)
    # Twice the same node in a row is an editor's slip.
    same_as_last = np.concatenate([[False], (node[1:] == node[:-1]) & (run[1:] == run[:-1])])
    repeated = known & same_as_last
    good = known & ~repeated
    node, way, run = node[good], way[good], run[good]
    starts = np.concatenate([[True], run[1:] != run[:-1]])[: len(run)]
    ends = np.concatenate([run[1:] != run[:-1], [True]])[: len(run)]
    alone = starts & ends
    counts = {
        "way node outside the file (the way is cut there)": int((~known).sum()),
        "way node repeated in a row": int(repeated.sum()),
        "way left with a single node": int(alone.sum()),
    }
    return _Runs(
        node=node[~alone], way=way[~alone], starts=starts[~alone], ends=ends[~alone]
    ), counts


def _cuts(roads: Roads, runs: _Runs) -> NDArray[np.bool_]:
    """Where stretches are cut: at ends, at nodes that are passed twice, at barriers and signs."""
    passed = np.bincount(runs.node, minlength=len(roads.node_id))
    is_junction = (passed > 1) | (roads.node_tags >= 0)
    is_junction[runs.node[runs.starts | runs.ends]] = True
    cut: NDArray[np.bool_] = is_junction[runs.node]
    return cut
