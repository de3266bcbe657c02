"""The network as osmnx and geopandas know it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import osmnx as ox
import pytest

from maps.junctions import join_roads
from maps.profiles import PROFILES
from maps.roads import read_roads
from maps.travel import TravelTimes

if TYPE_CHECKING:
    from maps.network import RoadNetwork

Drawing = Callable[..., Path]
STREET = {"highway": "residential", "name": "Rue Neuve"}


@pytest.fixture(scope="module")
def centre(helsinki: Path) -> RoadNetwork:
    return join_roads(read_roads(helsinki))[0]


def largest_part(graph: nx.DiGraph[int]) -> list[int]:
    parts = [sorted(part) for part in nx.strongly_connected_components(graph)]
    return max(parts, key=len)


def test_an_edge_carries_what_the_street_says(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (50, 50), "C": (100, 0)}
    tags = STREET | {"oneway": "yes", "oneway:bicycle": "no", "maxspeed": "30"}
    graph = join_roads(read_roads(draw(nodes, {7: ("ABC", tags)})))[0].to_networkx()
    there, back = graph.edges[ord("A"), ord("C"), 0], graph.edges[ord("C"), ord("A"), 0]
    assert there["osmid"] == 7
    assert (there["highway"], there["name"], there["maxspeed"]) == (
        "residential",
        "Rue Neuve",
        "30",
    )
    assert there["length"] == pytest.approx(141.4, abs=0.1)
    assert (there["motor"], there["reversed"]) == (True, False)
    assert (back["motor"], back["bicycle"], back["reversed"]) == (False, True, True)
    assert list(there["geometry"].coords) == list(back["geometry"].coords)[::-1]


def test_what_is_unknown_is_left_out(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (50, 0)}, {7: ("AB", {"highway": "service"})})
    edge = join_roads(read_roads(path))[0].to_networkx().edges[ord("A"), ord("B"), 0]
    assert "name" not in edge
    assert "maxspeed" not in edge


def test_parallel_streets_have_a_key_each(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (50, 50), "C": (100, 0)}
    path = draw(nodes, {1: ("ABC", STREET), 2: ("AC", STREET)})
    graph = join_roads(read_roads(path))[0].to_networkx()
    assert graph.number_of_edges(ord("A"), ord("C")) == 2


def test_every_node_and_arc_is_in_the_graph(centre: RoadNetwork) -> None:
    graph = centre.to_networkx()
    assert len(graph) == centre.node_count
    assert graph.number_of_edges() == centre.arc_count


def test_osmnx_takes_the_graph_and_gives_the_tables_back(centre: RoadNetwork) -> None:
    nodes, edges = centre.to_geodataframes()
    back_nodes, back_edges = ox.convert.graph_to_gdfs(centre.to_networkx())
    assert set(back_nodes.index) == set(nodes.index)
    assert set(back_edges.index) == set(edges.index)
    assert back_edges["length"].sum() == pytest.approx(edges["length"].sum())
    assert edges.crs == back_edges.crs


def test_osmnx_finds_a_quickest_path_on_it(centre: RoadNetwork) -> None:
    graph = ox.routing.add_edge_travel_times(ox.routing.add_edge_speeds(centre.to_networkx()))
    largest = largest_part(graph)
    path = ox.routing.shortest_path(graph, largest[0], largest[-1], weight="travel_time")
    assert path is not None
    assert len(path) > 2


def test_networkx_agrees_with_travel_times(centre: RoadNetwork) -> None:
    """Dijkstra on the graph's motor edges by our durations, from junction to junction.

    The bend in the rule: barriers that vans cannot pass are left out with their edges.
    """
    times = TravelTimes(centre, PROFILES["van"])
    graph = centre.to_networkx()
    duration_ms = PROFILES["van"].durations_ms(centre)
    usable = PROFILES["van"].usable(centre)
    barred = centre.node_barred[centre.arc_tail] | centre.node_barred[centre.arc_head]
    plain: nx.DiGraph[int] = nx.DiGraph()
    for arc in np.flatnonzero(usable & (barred == 0)):
        tail, head = int(centre.arc_tail[arc]), int(centre.arc_head[arc])
        known = plain.get_edge_data(tail, head, {"ms": np.inf})["ms"]
        plain.add_edge(tail, head, ms=min(known, int(duration_ms[arc])))
    largest = largest_part(plain)
    ends = largest[:: max(1, len(largest) // 6)]
    places = times.snap(centre.node_lat[ends], centre.node_lon[ends])
    table = times.table(places, places)
    for row, start in enumerate(ends):
        reached = nx.single_source_dijkstra_path_length(plain, start, weight="ms")
        for column, end in enumerate(ends):
            if places.distance_m[[row, column]].max() < 0.01:
                assert table.duration_s[row, column] <= reached[end] / 1000 + 0.51
    assert graph.graph["crs"] == "EPSG:4326"
