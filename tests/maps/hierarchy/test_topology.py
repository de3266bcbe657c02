"""The shape of a hierarchy."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from maps.hierarchy.arcs import DOWN, UP
from maps.hierarchy.topology import Topology, build_topology
from tests.maps.hierarchy.graphs import Graph, graphs

if TYPE_CHECKING:
    from maps.hierarchy.metric import Metric


def listed(topology: Topology, way: int, node: int) -> list[int]:
    """The higher ends of a node's arcs."""
    first, last = topology.first[way, node], topology.first[way, node + 1]
    return [int(high) for high in topology.high[first:last]]


def assert_complete(topology: Topology) -> None:
    """From each node above a third there is an arc to each one that the third leads to."""
    arcs = {
        (way, node, high)
        for way in (UP, DOWN)
        for node in range(len(topology.rank))
        for high in listed(topology, way, node)
    }
    for node in range(len(topology.rank)):
        for before in listed(topology, DOWN, node):
            for after in listed(topology, UP, node):
                if before < after:
                    assert (UP, before, after) in arcs
                elif after < before:
                    assert (DOWN, after, before) in arcs


@settings(deadline=None)  # the first call compiles
@given(graphs())
def test_no_shortcut_is_missing(graph: Graph) -> None:
    assert_complete(build_topology(graph.tail, graph.head, graph.order))


def test_no_shortcut_is_missing_in_a_city(helsinki_metric: Metric) -> None:
    assert_complete(helsinki_metric.topology)


def test_a_shortcut_is_there_in_the_direction_of_a_path_only() -> None:
    """1 -> 0 -> 2, and 0 is set aside first: a shortcut from 1 to 2, none from 2 to 1."""
    topology = build_topology(np.array([1, 0]), np.array([0, 2]), np.array([0, 1, 2]))
    assert topology.rank.tolist() == [0, 1, 2]
    assert [listed(topology, UP, node) for node in range(3)] == [[2], [2], []]
    assert [listed(topology, DOWN, node) for node in range(3)] == [[1], [], []]


@settings(deadline=None)  # the first call compiles
@given(graphs())
def test_arcs_lead_up_the_tree_and_are_listed_in_order(graph: Graph) -> None:
    topology = build_topology(graph.tail, graph.head, graph.order)
    for node in range(len(topology.rank)):
        above = []
        parent = int(topology.parent[node])
        while parent >= 0:
            above.append(parent)
            parent = int(topology.parent[parent])
        assert len(above) == topology.depth[node]
        for way in (UP, DOWN):
            high = listed(topology, way, node)
            assert set(high) <= set(above)
            assert all(one < other for one, other in pairwise(high))


@settings(deadline=None)  # the first call compiles
@given(graphs())
def test_the_nodes_below_one_come_right_before_it(graph: Graph) -> None:
    topology = build_topology(graph.tail, graph.head, graph.order)
    for node in range(len(topology.rank)):
        inside = [
            other
            for other in range(len(topology.rank))
            if other == node or topology.below[node] <= topology.parent[other] <= node
        ]
        assert inside == list(range(topology.below[node], node + 1))


@settings(deadline=None)  # the first call compiles
@given(graphs())
def test_arcs_are_listed_at_both_ends(graph: Graph) -> None:
    topology = build_topology(graph.tail, graph.head, graph.order)
    for way in (UP, DOWN):
        downwards = [
            (int(low), high)
            for high in range(len(topology.rank))
            for low in topology.low[
                topology.low_first[way, high] : topology.low_first[way, high + 1]
            ]
        ]
        upwards = [
            (low, high) for low in range(len(topology.rank)) for high in listed(topology, way, low)
        ]
        assert sorted(upwards) == sorted(downwards)
        assert [low for low, _ in downwards] == [
            low for _, low in sorted((high, low) for low, high in downwards)
        ]


@settings(deadline=None)  # the first call compiles
@given(graphs())
def test_every_edge_but_a_loop_runs_along_an_arc(graph: Graph) -> None:
    topology = build_topology(graph.tail, graph.head, graph.order)
    count = len(topology.rank)
    loops = np.flatnonzero(graph.tail == graph.head)
    assert sorted([*topology.edge, *loops]) == list(range(len(graph.tail)))
    assert (np.diff(topology.edge_arc) >= 0).all()
    for edge, arc in zip(topology.edge, topology.edge_arc, strict=True):
        start, goal = topology.rank[graph.tail[edge]], topology.rank[graph.head[edge]]
        way = UP if start < goal else DOWN
        low = int(np.searchsorted(topology.first[way], arc, side="right")) - 1
        assert 0 <= low < count
        assert (low, topology.high[arc]) == (min(start, goal), max(start, goal))


def test_a_bad_order_takes_more_shortcuts_than_there_was_room_for() -> None:
    """The middle of a star is set aside first: each of 60 tips is joined to each, both ways."""
    tips = np.arange(1, 61)
    middle = np.zeros(60, dtype=np.int64)
    topology = build_topology(
        np.concatenate([tips, middle]), np.concatenate([middle, tips]), np.arange(61)
    )
    assert np.diff(topology.first, axis=1).sum(axis=1).tolist() == [61 * 60 // 2] * 2
    assert_complete(topology)


def test_an_order_must_name_each_node() -> None:
    with pytest.raises(ValueError, match="an order of 3 nodes names each once"):
        build_topology(np.array([0]), np.array([1]), np.array([0, 1, 1]))


def test_an_edge_must_lead_to_a_node() -> None:
    with pytest.raises(IndexError):
        build_topology(np.array([0]), np.array([2]), np.array([0, 1]))
