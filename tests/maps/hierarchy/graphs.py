"""Graphs to search in: made up, and the turns of a real city."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from hypothesis import strategies as st

from maps.hierarchy.metric import Metric, customized
from maps.hierarchy.topology import build_topology
from maps.profiles import PROFILES
from maps.shortest import Adjacency, Doors, packed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork


class Graph(NamedTuple):
    """Edges with weights, and an order in which nodes may be set aside."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    weight: NDArray[np.int64]
    order: NDArray[np.int32]


class StreetGraph(NamedTuple):
    """A graph whose nodes are directed streets, and the junctions that these lead from and to."""

    graph: Graph
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    x: NDArray[np.float64]
    y: NDArray[np.float64]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph: in pieces, one-way, with parallel edges, loops, and weights of nothing."""
    count = draw(st.integers(1, 14))
    node = st.integers(0, count - 1)
    edges = draw(st.lists(st.tuples(node, node, st.integers(0, 20)), max_size=45))
    columns = np.array(edges, dtype=np.int64).reshape(-1, 3)
    order = np.array(draw(st.permutations(range(count))), dtype=np.int32)
    tail, head = columns[:, 0].astype(np.int32), columns[:, 1].astype(np.int32)
    return Graph(tail, head, columns[:, 2].copy(), order)


@st.composite
def doors(draw: st.DrawFn, graph: Graph, *, per_place: int = 2) -> Doors:
    """Places with as many doors or fewer, at any nodes."""
    node = st.integers(-1, len(graph.order) - 1)
    place = st.lists(st.tuples(node, st.integers(0, 30)), min_size=per_place, max_size=per_place)
    places = np.array(draw(st.lists(place, max_size=6)), dtype=np.int64).reshape(-1, per_place, 2)
    return Doors(places[:, :, 0].astype(np.int32), places[:, :, 1].copy())


def metric_of(graph: Graph) -> Metric:
    """The hierarchy of a graph, with its weights."""
    return customized(build_topology(graph.tail, graph.head, graph.order), graph.weight)


def adjacency(graph: Graph) -> Adjacency:
    """The same graph as the search by Dijkstra's algorithm takes it."""
    by_tail = np.argsort(graph.tail, kind="stable")
    tail = graph.tail[by_tail]
    first = np.searchsorted(tail, np.arange(len(graph.order) + 1)).astype(np.int32)
    return Adjacency(first, tail, graph.head[by_tail], graph.weight[by_tail])


def turns(network: RoadNetwork) -> StreetGraph:
    """Van streets as nodes; as edges all ways on but U-turns, which only dead ends have.

    An edge weighs what the street that it leads into does, and 5 s where there was a choice.
    """
    van = PROFILES["van"]
    arc = np.flatnonzero(van.usable(network))
    tail, head = network.arc_tail[arc], network.arc_head[arc]
    segment = network.arc_segment[arc]
    by_tail = np.argsort(tail, kind="stable")
    first = np.searchsorted(tail[by_tail], np.arange(network.node_count + 1))
    ways_on = first[head + 1] - first[head]
    start = np.repeat(np.arange(len(arc)), ways_on)
    step = np.arange(len(start)) - np.repeat(np.cumsum(ways_on) - ways_on, ways_on)
    goal = by_tail[np.repeat(first[head], ways_on) + step]
    turns_back = segment[start] == segment[goal]
    allowed = ~turns_back | (ways_on[start] == 1)
    start, goal = start[allowed], goal[allowed]
    choice = np.bincount(start, minlength=len(arc))[start] > 1
    duration_ms = van.durations_ms(network)[arc][goal] + np.where(choice, 5000, 0)
    graph = Graph(
        start.astype(np.int32),
        goal.astype(np.int32),
        packed(duration_ms, network.arc_length_dm[arc][goal].astype(np.int64)),
        np.arange(len(arc), dtype=np.int32),
    )
    return StreetGraph(graph, tail, head, network.node_lon, network.node_lat)
