"""Travel times against scipy's Dijkstra, to the second and the metre."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import osmium
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from maps.errors import MapError
from maps.graph import profile_graph
from maps.junctions import join_roads
from maps.profiles import PROFILES
from maps.roads import read_roads
from maps.travel import Table, TravelTimes

if TYPE_CHECKING:
    from maps.network import RoadNetwork
    from maps.snapping import Snaps


def table_by_scipy(times: TravelTimes, places: Snaps) -> Table:
    """The table on the street graph with every place put in as a node of its own.

    Each place splits its segment's arcs in two whole-millisecond, whole-decimetre parts, the part
    behind it rounded down by the forward arc's share. Weights are packed into floats: 2**53 holds
    a city's sums exactly.
    """
    graph = profile_graph(times.network, times.profile)
    rows: list[tuple[int, int, int]] = []

    def parts(edge: int, shares: list[float]) -> list[int]:
        """Weights between consecutive places on an edge, ends included."""
        marks = [
            (int(share * graph.duration_ms[edge]) << 26) + int(share * graph.length_dm[edge])
            for share in (0.0, *shares, 1.0)
        ]
        return [after - before for before, after in pairwise(marks)]

    on_edge: dict[int, list[int]] = {}
    for place, edge in enumerate(graph.edge_of_arc[places.arc]):
        on_edge.setdefault(int(edge), []).append(place)
    twins = {int(graph.twin[edge]) for edge in on_edge if graph.twin[edge] >= 0}
    for edge in set(range(len(graph.arc))) - set(on_edge) - twins:
        weight = (int(graph.duration_ms[edge]) << 26) + int(graph.length_dm[edge])
        rows.append((int(graph.tail[edge]), int(graph.head[edge]), weight))
    for edge, there in on_edge.items():
        there.sort(key=lambda place: places.fraction[place])
        shares = [float(places.fraction[place]) for place in there]
        stations = [graph.tail[edge], *(graph.node_count + p for p in there), graph.head[edge]]
        steps = parts(edge, shares)
        rows += zip(stations, stations[1:], steps, strict=False)
        # Places in the same decimetre are one place, whatever way the street runs.
        rows += [
            (after, before, 0)
            for (before, after), step in zip(pairwise(stations), steps, strict=True)
            if step == 0 and before >= graph.node_count <= after
        ]
        if (twin := int(graph.twin[edge])) >= 0:
            # Seen from the other end the same cuts count, by the twin's own duration.
            back = parts(twin, shares)
            rows += zip(stations[1:], stations, back, strict=False)
    size = graph.node_count + len(places)
    # Scipy takes 0 for "no arc" and adds parallel arcs: keep the least, and lift all by nothing
    # more than what separates 0 from none.
    least: dict[tuple[int, int], int] = {}
    for tail, head, weight in rows:
        key = (int(tail), int(head))
        least[key] = min(weight, least.get(key, weight))
    tails, heads = np.array(list(least)).T
    weights = np.array(list(least.values()), dtype=np.float64)
    weights[weights == 0] = 2.0**-20
    matrix = coo_array((weights, (tails, heads)), shape=(size, size)).tocsr()
    sums = dijkstra(matrix, indices=np.arange(graph.node_count, size))[:, graph.node_count :]
    exact = np.floor(sums).astype(np.int64)
    return Table(
        duration_s=((exact >> 26) + 500) // 1000, distance_m=((exact & (2**26 - 1)) + 5) // 10
    )


def check(times: TravelTimes, places: Snaps) -> None:
    """The table is scipy's, and the legs are the table's."""
    table, expected = times.table(places, places), table_by_scipy(times, places)
    assert table.duration_s.tolist() == expected.duration_s.tolist()
    assert table.distance_m.tolist() == expected.distance_m.tolist()
    turned = np.arange(len(places))[::-1]
    for place, leg in enumerate(times.legs(places, places.take(turned))):
        assert leg.duration_s == table.duration_s[place, turned[place]]
        assert leg.distance_m == table.distance_m[place, turned[place]]


@pytest.mark.parametrize("kind", ["van", "cargo_bike"])
def test_helsinkis_table_is_exactly_scipys(helsinki: Path, kind: str) -> None:
    network, _ = join_roads(read_roads(helsinki))
    times = TravelTimes(network, PROFILES[kind])
    south, west, north, east = network.bbox
    rng = np.random.default_rng(3)
    check(times, times.snap(rng.uniform(south, north, 120), rng.uniform(west, east, 120)))


TAGS = st.fixed_dictionaries(
    {"highway": st.sampled_from(["primary", "residential", "cycleway", "living_street"])},
    optional={
        "oneway": st.sampled_from(["yes", "-1", "no"]),
        "oneway:bicycle": st.just("no"),
        "maxspeed:backward": st.sampled_from(["5", "30", "120"]),
        "junction": st.just("roundabout"),
    },
)
CORNERS = st.tuples(st.integers(0, 4), st.integers(0, 4))
WAYS = st.lists(st.tuples(st.lists(CORNERS, max_size=6), TAGS), min_size=1, max_size=12)
PLACES = st.lists(st.tuples(st.floats(-1, 5), st.floats(-1, 5)), min_size=1, max_size=8)
BARRIERS = st.dictionaries(CORNERS, st.sampled_from(["bollard", "gate", "wall"]), max_size=3)
GRID_DEGREES = 0.001


def random_city(
    ways: list[tuple[list[tuple[int, int]], dict[str, str]]],
    barriers: dict[tuple[int, int], str],
) -> RoadNetwork:
    """Ways over the corners of a grid of 5 x 5; the fifth row lies outside the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.osm"
        with osmium.SimpleWriter(str(path)) as writer:
            for x in range(5):
                for y in range(4):
                    writer.add_node(
                        osmium.osm.mutable.Node(
                            id=1 + x + 5 * y,
                            location=(x * GRID_DEGREES, y * GRID_DEGREES),
                            tags={"barrier": barriers[x, y]} if (x, y) in barriers else {},
                        )
                    )
            for place, (corners, tags) in enumerate(ways):
                nodes = [1 + x + 5 * y for x, y in corners]
                writer.add_way(osmium.osm.mutable.Way(id=1 + place, nodes=nodes, tags=tags))
        return join_roads(read_roads(path))[0]


@settings(max_examples=150, deadline=None)
@given(WAYS, BARRIERS, PLACES, st.sampled_from(["van", "cargo_bike"]))
def test_any_citys_table_is_exactly_scipys(
    ways: list[tuple[list[tuple[int, int]], dict[str, str]]],
    barriers: dict[tuple[int, int], str],
    positions: list[tuple[float, float]],
    kind: str,
) -> None:
    """Rings, loops, dead ends, one-ways, parallel streets, barriers, nodes outside the file."""
    try:
        times = TravelTimes(random_city(ways, barriers), PROFILES[kind])
    except MapError:  # none of the streets is good for this kind
        reject()
    lon, lat = np.array(positions).T * GRID_DEGREES
    check(times, times.snap(lat, lon))
