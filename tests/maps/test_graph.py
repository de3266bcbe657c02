"""What a profile's vehicles can reach and come back from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from maps.errors import MapError
from maps.graph import ProfileGraph, profile_graph
from maps.junctions import join_roads
from maps.profiles import PROFILES
from maps.roads import read_roads

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}


def graph_of(path: Path, kind: str = "van") -> ProfileGraph:
    return profile_graph(join_roads(read_roads(path))[0], PROFILES[kind])


def test_a_one_way_that_never_comes_back_is_left_out(draw: Drawing) -> None:
    """A-B both ways, B→C one way: who enters C never returns."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    path = draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET | {"oneway": "yes"})})
    graph = graph_of(path)
    assert graph.node_count == 2
    assert graph.edge_of_arc.tolist() == [0, 1, -1]
    assert graph.twin.tolist() == [1, 0]


def test_the_longest_part_wins_not_the_one_with_most_nodes(draw: Drawing) -> None:
    """A-B-C-D is 30 m in three stretches; E-F a kilometre in one."""
    nodes = {"A": (0, 0), "B": (10, 0), "C": (20, 0), "D": (30, 0), "E": (0, 500), "F": (1000, 500)}
    ways = {1: ("AB", STREET), 2: ("BC", STREET), 3: ("CD", STREET), 4: ("EF", STREET)}
    assert graph_of(draw(nodes, ways)).length_dm.tolist() == [10_000, 10_000]


def test_nobody_passes_a_bollard_but_both_sides_are_reached(draw: Drawing) -> None:
    """A ring with a bollard at D: vans turn round in front of it, bicycles go on.

    ::

        A--B
        |  |
        D==C     D has the bollard
    """
    nodes = {"A": (0, 100), "B": (100, 100), "C": (100, 0), "D": (0, 0)}
    ways = {1: ("ABC", STREET), 2: ("CD", STREET), 3: ("DA", STREET)}
    path = draw(nodes, ways, node_tags={"D": {"barrier": "bollard"}})
    van = graph_of(path)
    assert van.node_count == 4  # A, C, and D twice: one dead end on each side
    assert len(van.arc) == 6
    assert graph_of(path, "cargo_bike").node_count == 3


def test_a_map_of_nothing_but_cycleways_is_empty_for_vans(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (9, 0)}, {1: ("AB", {"highway": "cycleway"})})
    with pytest.raises(MapError, match=r"MAP-EMPTY.*a van can use"):
        graph_of(path)
