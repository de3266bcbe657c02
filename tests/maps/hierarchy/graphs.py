"""Graphs to search in: made up, and the turns of a real city."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from hypothesis import strategies as st

from maps.hierarchy.doors import UNREACHED, Doors
from maps.hierarchy.metric import Metric, customized
from maps.hierarchy.topology import build_topology
from maps.profiles.reading import shipped_profiles
from maps.profiles.use import never
from maps.turns import turn_graph
from maps.usage import StreetUse
from maps.weights import ruled, weighed
from tests.maps.hierarchy.dijkstra import Adjacency

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
    """The open edges of a graph, as the search by Dijkstra's algorithm takes them."""
    edges = np.argsort(graph.tail, kind="stable")
    edges = edges[graph.weight[edges] != UNREACHED]
    nodes = np.arange(len(graph.order) + 1)
    first = np.searchsorted(graph.tail[edges], nodes).astype(np.int32)
    return Adjacency(first, graph.head[edges], graph.weight[edges])


def turns(network: RoadNetwork) -> StreetGraph:
    """A van's streets as nodes and all turns as edges, of which it may not take each."""
    van = shipped_profiles()["van"]
    use = StreetUse(network, van)
    graph = turn_graph(network, np.flatnonzero(use.ever))
    weights = weighed(network, graph, ruled(network, graph, van, use.at(never), never))
    order = np.arange(graph.state_count, dtype=np.int32)
    return StreetGraph(
        Graph(graph.tail, graph.head, weights.turn, order),
        network.arc_tail[graph.arc],
        network.arc_head[graph.arc],
        network.node_lon,
        network.node_lat,
    )
