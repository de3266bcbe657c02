"""The weights of a hierarchy."""

from __future__ import annotations

import numpy as np
import pytest

from maps.hierarchy.doors import UNREACHED, Doors
from maps.hierarchy.metric import CLOSED, customized
from maps.hierarchy.tables import table
from maps.hierarchy.topology import build_topology
from tests.maps.hierarchy.graphs import StreetGraph, metric_of

# 0 -> 1 -> 2, and from 0 to 2 two edges at once.
TAIL, HEAD = np.array([0, 1, 0, 0]), np.array([1, 2, 2, 2])
AT_0 = Doors(np.array([[0]], dtype=np.int32), np.array([[0]]))
AT_2 = Doors(np.array([[2]], dtype=np.int32), np.array([[0]]))


@pytest.mark.parametrize("order", [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]])
@pytest.mark.parametrize(
    ("weight", "least"),
    [
        ([3, 4, 9, 8], 7),
        ([3, 4, 5, 8], 5),
        ([3, 4, 8, 5], 5),
        ([3, UNREACHED, 9, 8], 8),
        ([3, UNREACHED, 9, UNREACHED], 9),
        ([UNREACHED] * 4, UNREACHED),
        ([0, 0, 0, 0], 0),
    ],
)
def test_the_quickest_edges_count_and_closed_ones_do_not(
    order: list[int], weight: list[int], least: int
) -> None:
    topology = build_topology(TAIL, HEAD, np.array(order))
    metric = customized(topology, np.array(weight))
    assert table(metric, AT_0, AT_2).item() == least


def test_closing_streets_is_as_building_without_them(streets: StreetGraph) -> None:
    graph = streets.graph
    rng = np.random.default_rng(1)
    closed = rng.random(len(graph.weight)) < 0.05
    metric = customized(
        build_topology(graph.tail, graph.head, graph.order),
        np.where(closed, UNREACHED, graph.weight),
    )
    rebuilt = metric_of(
        graph._replace(
            tail=graph.tail[~closed], head=graph.head[~closed], weight=graph.weight[~closed]
        )
    )
    node = rng.integers(len(graph.order), size=(80, 2)).astype(np.int32)
    places = Doors(node, np.zeros((80, 2), dtype=np.int64))
    expected = table(rebuilt, places, places)
    assert (table(metric, places, places) == expected).all()
    assert (expected == UNREACHED).any()


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [1, 2, 0, 3], [3, 0, 2, 1]])
def test_nothing_overflows(order: list[int]) -> None:
    """0 -> 1 -> 2 -> 3, each nearly as long as can be: so long a way is none."""
    topology = build_topology(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array(order))
    metric = customized(topology, np.array([CLOSED - 1] * 3))
    nodes = Doors(np.arange(4, dtype=np.int32).reshape(-1, 1), np.zeros((4, 1), dtype=np.int64))
    none = UNREACHED
    assert table(metric, nodes, nodes).tolist() == [
        [0, CLOSED - 1, none, none],
        [none, 0, CLOSED - 1, none],
        [none, none, 0, CLOSED - 1],
        [none, none, none, 0],
    ]


def test_a_weight_cannot_be_negative() -> None:
    topology = build_topology(TAIL, HEAD, np.array([0, 1, 2]))
    with pytest.raises(ValueError, match="cannot be negative, as here: -2"):
        customized(topology, np.array([1, -2, 3, 4]))
