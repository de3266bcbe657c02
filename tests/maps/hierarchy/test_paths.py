"""Quickest paths, edge by edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.hierarchy.doors import UNREACHED, Doors
from maps.hierarchy.paths import Path, path
from maps.hierarchy.tables import table
from tests.maps.hierarchy.graphs import Graph, StreetGraph, doors, graphs, metric_of

if TYPE_CHECKING:
    from maps.hierarchy.metric import Metric


def assert_leads(graph: Graph, found: Path, start: Doors, goal: Doors, weight: int) -> None:
    """It has that weight, and its edges lead from its door at the start to that at the goal."""
    assert found.weight == weight
    if weight == UNREACHED:
        assert found.start_door == found.goal_door == -1
        assert len(found.edges) == 0
        return
    through = [
        start.weight[found.start_door], *graph.weight[found.edges], goal.weight[found.goal_door]
    ]  # fmt: skip
    assert sum(int(step) for step in through) == weight
    heads = [start.node[found.start_door], *graph.head[found.edges]]
    tails = [*graph.tail[found.edges], goal.node[found.goal_door]]
    assert heads == tails


def row(places: Doors, place: int) -> Doors:
    return Doors(places.node[place], places.weight[place])


@settings(deadline=None)  # the first call compiles
@given(st.data())
def test_it_leads_there_at_the_weight_in_the_table(data: st.DataObject) -> None:
    graph = data.draw(graphs())
    starts, goals = data.draw(doors(graph, per_place=3)), data.draw(doors(graph))
    metric = metric_of(graph)
    weight = table(metric, starts, goals)
    for start in range(len(starts.node)):
        for goal in range(len(goals.node)):
            one, other = row(starts, start), row(goals, goal)
            assert_leads(graph, path(metric, one, other), one, other, weight[start, goal])


def test_so_it_does_in_a_city(streets: StreetGraph, helsinki_metric: Metric) -> None:
    """500 random pairs of places with two doors each."""
    rng = np.random.default_rng(1)
    node = rng.integers(len(streets.graph.order), size=(1000, 2)).astype(np.int32)
    places = Doors(node, rng.integers(1 << 35, size=(1000, 2)))
    weight = table(helsinki_metric, places, places)
    steps = 0
    for start in range(500):
        one, other = row(places, start), row(places, start + 500)
        found = path(helsinki_metric, one, other)
        assert_leads(streets.graph, found, one, other, weight[start, start + 500])
        steps += len(found.edges)
    assert steps > 5000


def test_of_parallel_edges_it_takes_the_quickest() -> None:
    graph = Graph(
        np.zeros(3, dtype=np.int32),
        np.ones(3, dtype=np.int32),
        np.array([5, 3, 4]),
        np.arange(2, dtype=np.int32),
    )
    found = path(metric_of(graph), at(0), at(1))
    assert (found.weight, found.edges.tolist()) == (3, [1])


def test_it_need_not_drive_to_where_it_is() -> None:
    graph = Graph(
        np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32), np.array([5]), np.zeros(1, int)
    )
    found = path(metric_of(graph), at(0, weight=2), at(0, weight=3))
    assert (found.weight, found.edges.tolist()) == (5, [])


def at(node: int, *, weight: int = 0) -> Doors:
    """A place with one door."""
    return Doors(np.array([node], dtype=np.int32), np.array([weight]))


def test_a_door_must_lead_to_a_node_at_no_negative_weight() -> None:
    graph = Graph(
        np.zeros(1, dtype=np.int32),
        np.ones(1, dtype=np.int32),
        np.array([5]),
        np.arange(2, dtype=np.int32),
    )
    metric = metric_of(graph)
    with pytest.raises(IndexError):
        path(metric, at(0), at(2))
    with pytest.raises(ValueError, match="the weight of a door cannot be negative"):
        path(metric, at(0, weight=-1), at(1))
