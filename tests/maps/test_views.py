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
from maps.profiles.reading import shipped_profiles
from maps.profiles.use import never
from maps.roads import read_roads
from maps.travel import TravelTimes
from maps.usage import StreetUse

if TYPE_CHECKING:
    from maps.network import RoadNetwork

Drawing = Callable[..., Path]
STREET = {"highway": "residential", "name": "Rue Neuve"}


@pytest.fixture(scope="module")
def centre(helsinki: Path) -> RoadNetwork:
    return network_of(helsinki)


def network_of(path: Path) -> RoadNetwork:
    return join_roads(read_roads(path))[0]


def largest_part(graph: nx.DiGraph[int]) -> list[int]:
    parts = [sorted(part) for part in nx.strongly_connected_components(graph)]
    return max(parts, key=len)


def test_an_edge_carries_what_the_street_says(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (50, 50), "C": (100, 0)}
    tags = STREET | {"oneway": "yes", "oneway:bicycle": "no", "maxspeed": "30"}
    graph = network_of(draw(nodes, {7: ("ABC", tags)})).to_networkx()
    there, back = graph.edges[ord("A"), ord("C"), 0], graph.edges[ord("C"), ord("A"), 0]
    assert there["osmid"] == 7
    assert (there["highway"], there["name"], there["maxspeed"]) == (
        "residential",
        "Rue Neuve",
        "30",
    )
    assert there["length"] == pytest.approx(141.4, abs=0.1)
    assert (there["van"], there["cargo_bike"], there["reversed"]) == (True, True, False)
    assert (back["van"], back["cargo_bike"], back["reversed"]) == (False, True, True)
    assert list(there["geometry"].coords) == list(back["geometry"].coords)[::-1]


def test_what_is_unknown_is_left_out(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (50, 0)}, {7: ("AB", {"highway": "service"})})
    edge = network_of(path).to_networkx().edges[ord("A"), ord("B"), 0]
    assert "name" not in edge
    assert "maxspeed" not in edge


def test_parallel_streets_have_a_key_each(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (50, 50), "C": (100, 0)}
    path = draw(nodes, {1: ("ABC", STREET), 2: ("AC", STREET)})
    assert network_of(path).to_networkx().number_of_edges(ord("A"), ord("C")) == 2


@pytest.mark.parametrize(
    ("tags", "oneway"),
    [
        ({}, False),
        ({"oneway": "yes"}, True),
        # A van comes back nowhere, and a bike does.
        ({"oneway": "yes", "oneway:bicycle": "no"}, False),
        ({"highway": "motorway"}, True),
        ({"highway": "cycleway"}, False),
    ],
)
def test_a_street_is_one_way_where_nobody_who_may_use_it_comes_back(
    draw: Drawing, tags: dict[str, str], *, oneway: bool
) -> None:
    path = draw({"A": (0, 0), "B": (50, 0)}, {7: ("AB", STREET | tags)})
    edges = network_of(path).to_geodataframes()[1]
    assert edges.loc[(ord("A"), ord("B"), 0), "oneway"] == oneway


def test_streets_for_nobody_on_wheels_are_left_out(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (50, 0), "C": (100, 0)}
    path = draw(nodes, {1: ("AB", STREET), 2: ("BC", {"highway": "steps"})})
    found_nodes, edges = network_of(path).to_geodataframes()
    assert sorted(found_nodes.index) == [ord("A"), ord("B"), ord("C")]
    assert sorted((u, v) for u, v, _ in edges.index) == [
        (ord("A"), ord("B")), (ord("B"), ord("A"))
    ]  # fmt: skip


def test_every_node_and_each_arc_that_a_shipped_kind_may_use_is_in_the_graph(
    centre: RoadNetwork,
) -> None:
    kinds = [profile for kind, profile in shipped_profiles().items() if kind != "walk"]
    usable = np.any([StreetUse(centre, kind).at(never).access > 0 for kind in kinds], axis=0)
    graph = centre.to_networkx()
    assert len(graph) == centre.node_count
    assert graph.number_of_edges() == usable.sum()


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


def test_no_path_in_the_graph_is_longer_than_the_drive(centre: RoadNetwork) -> None:
    """As networkx finds it on a van's edges: it knows no turns, so it may be shorter."""
    times = TravelTimes(centre, shipped_profiles()["van"])
    _, edges = centre.to_geodataframes()
    edges = edges[edges["van"]]
    lengths = edges["length"].groupby(level=["u", "v"]).min()
    plain: nx.DiGraph[int] = nx.DiGraph()
    tails, heads = (lengths.index.get_level_values(end) for end in ("u", "v"))
    plain.add_weighted_edges_from(zip(tails, heads, lengths, strict=True))
    largest = largest_part(plain)
    ends = np.searchsorted(centre.node_osm_id, largest[:: max(1, len(largest) // 8)])
    places = times.snap(centre.node_lat[ends], centre.node_lon[ends])
    at_node = np.flatnonzero(places.distance_m < 0.01)
    table = times.table(places, places)
    assert len(at_node) > 4
    for row in at_node:
        start = int(centre.node_osm_id[ends[row]])
        metres = nx.single_source_dijkstra_path_length(plain, start)
        for column in at_node:
            goal = int(centre.node_osm_id[ends[column]])
            assert table.distance_m[row, column] >= metres[goal] - 1
