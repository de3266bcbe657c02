"""Tables of quickest paths, as Dijkstra's search gives them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.hierarchy.doors import UNREACHED, Doors
from maps.hierarchy.metric import Metric, customized
from maps.hierarchy.tables import table
from maps.hierarchy.topology import Topology, build_topology
from tests.maps.hierarchy.dijkstra import many_to_many
from tests.maps.hierarchy.graphs import Graph, StreetGraph, adjacency, doors, graphs, metric_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@settings(deadline=None)  # the first call compiles
@given(st.data())
def test_it_is_what_dijkstra_finds(data: st.DataObject) -> None:
    graph = data.draw(graphs())
    origins = data.draw(doors(graph, per_place=4))
    destinations = data.draw(doors(graph, per_place=3))
    expected = many_to_many(adjacency(graph), origins, destinations)
    assert table(metric_of(graph), origins, destinations).tolist() == expected.tolist()


def test_nothing_is_reached_without_doors() -> None:
    metric = metric_of(some_graph())
    none = Doors(np.array([[-1, -1]], dtype=np.int32), np.array([[0, 5]]))
    some = Doors(np.array([[0, 1]], dtype=np.int32), np.array([[0, 5]]))
    assert table(metric, none, some).tolist() == [[UNREACHED]]
    assert table(metric, some, none).tolist() == [[UNREACHED]]


def test_there_may_be_no_place_at_all() -> None:
    metric = metric_of(some_graph())
    none = Doors(np.empty((0, 2), dtype=np.int32), np.empty((0, 2), dtype=np.int64))
    some = Doors(np.array([[0, 1]], dtype=np.int32), np.array([[0, 5]]))
    assert table(metric, none, some).shape == (0, 1)
    assert table(metric, some, none).shape == (1, 0)


def test_a_door_must_lead_to_a_node_at_no_negative_weight() -> None:
    metric = metric_of(some_graph())
    some = Doors(np.array([[0]], dtype=np.int32), np.array([[0]]))
    with pytest.raises(IndexError):
        table(metric, some, Doors(np.array([[3]], dtype=np.int32), np.array([[0]])))
    with pytest.raises(ValueError, match="the weight of a door cannot be negative"):
        table(metric, Doors(np.array([[1]], dtype=np.int32), np.array([[-1]])), some)


def some_graph() -> Graph:
    """0 -> 1 -> 2."""
    return Graph(
        np.array([0, 1], dtype=np.int32),
        np.array([1, 2], dtype=np.int32),
        np.array([3, 4]),
        np.arange(3, dtype=np.int32),
    )


def test_all_of_a_city_is_what_dijkstra_finds(
    streets: StreetGraph, helsinki_metric: Metric
) -> None:
    """From every street to every street."""
    everywhere = all_nodes(streets)
    expected = many_to_many(adjacency(streets.graph), everywhere, everywhere)
    assert (table(helsinki_metric, everywhere, everywhere) == expected).all()


def all_nodes(streets: StreetGraph) -> Doors:
    node = np.arange(len(streets.graph.order), dtype=np.int32)
    return Doors(
        np.stack([node, np.full_like(node, -1)], axis=1), np.zeros((len(node), 2), dtype=np.int64)
    )


@pytest.fixture(scope="module")
def places(streets: StreetGraph) -> Doors:
    """1,000 places on streets, with a door to the next street, or to one far away."""
    rng = np.random.default_rng(1)
    count = len(streets.graph.order)
    node = rng.integers(count, size=1000)
    other = np.where(rng.random(1000) < 0.8, (node + 1) % count, rng.integers(count, size=1000))
    weight = rng.integers(1 << 40, size=(1000, 2))
    return Doors(np.stack([node, other], axis=1).astype(np.int32), weight)


def test_places_in_a_city_are_what_dijkstra_finds(
    streets: StreetGraph, helsinki_metric: Metric, places: Doors
) -> None:
    expected = many_to_many(adjacency(streets.graph), places, places)
    assert (table(helsinki_metric, places, places) == expected).all()


@pytest.mark.parametrize("cores", [1, 2, 7])
def test_the_number_of_cores_changes_nothing(
    helsinki_metric: Metric, places: Doors, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    expected = table(helsinki_metric, places, places)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert (table(helsinki_metric, places, places) == expected).all()


def test_threads_can_share_it(helsinki_metric: Metric, places: Doors) -> None:
    expected = table(helsinki_metric, places, places)

    def part(number: int) -> NDArray[np.int64]:
        chosen = Doors(places.node[number::8], places.weight[number::8])
        return table(helsinki_metric, chosen, places)

    with ThreadPoolExecutor(4) as pool:
        for number, found in enumerate(pool.map(part, range(8))):
            assert (found == expected[number::8]).all()


def test_a_topology_that_was_kept_gives_the_same(
    streets: StreetGraph, helsinki_metric: Metric, places: Doors, tmp_path: Path
) -> None:
    path = tmp_path / "topology.npz"
    kept = helsinki_metric.topology
    np.savez(path, **{field.name: getattr(kept, field.name) for field in fields(Topology)})
    with np.load(path, allow_pickle=False) as arrays:
        again = customized(Topology(**arrays), streets.graph.weight)
    assert (table(again, places, places) == table(helsinki_metric, places, places)).all()


def test_the_order_of_nodes_changes_nothing(
    streets: StreetGraph, helsinki_metric: Metric, places: Doors
) -> None:
    graph = streets.graph
    order = np.argsort(streets.x[streets.head], kind="stable")
    other = customized(build_topology(graph.tail, graph.head, order), graph.weight)
    assert (table(other, places, places) == table(helsinki_metric, places, places)).all()
