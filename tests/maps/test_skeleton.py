"""The part of travel times that no weight changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from maps.junctions import join_roads
from maps.profiles.reading import shipped_profiles
from maps.roads import read_roads
from maps.skeleton import Skeleton, build_skeleton
from maps.usage import StreetUse

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}


@pytest.fixture
def lane(draw: Drawing) -> Skeleton:
    """Three streets in a row, without the way back on the last; from A via B-C there is no D.

    Arcs 0, 2 and 4 lead east, 1 and 3 back::

        A --- B --- C --> D
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)}
    ways = {1: ("AB", STREET), 2: ("BC", STREET), 3: ("CD", STREET)}
    members = [("way", 1, "from"), ("way", 2, "via"), ("way", 3, "to")]
    relations = {9: (members, {"type": "restriction", "restriction": "no_straight_on"})}
    network, _ = join_roads(read_roads(draw(nodes, ways, relations=relations)))
    return build_skeleton(network, np.array([0, 1, 2, 3, 4]))


@pytest.fixture(scope="module")
def centre(helsinki: Path) -> Skeleton:
    """Helsinki's, for vans."""
    network, _ = join_roads(read_roads(helsinki))
    return build_skeleton(
        network, np.flatnonzero(StreetUse(network, shipped_profiles()["van"]).ever)
    )


def test_it_spans_the_arcs_that_it_was_built_for(lane: Skeleton) -> None:
    assert lane.arcs.tolist() == [0, 1, 2, 3, 4]
    assert lane.spans(np.array([0, 1, 2, 3, 4]))
    assert lane.spans(np.array([1, 4]))
    assert lane.spans(np.array([], dtype=np.int64))
    assert not lane.spans(np.array([4, 5]))


def test_an_arc_inside_a_restriction_over_ways_has_a_state_for_who_comes_along_it(
    lane: Skeleton,
) -> None:
    """Arc 2 is there twice: for all, and for those who came along arc 0. Arc 5 is not there."""
    assert lane.graph.arc.tolist() == [0, 1, 2, 3, 4, 2]
    assert lane.states_of(np.array([2, 3, 5])).tolist() == [[2, 5], [3, -1], [-1, -1]]


def test_turns_are_found_by_where_they_come_from(lane: Skeleton) -> None:
    """Onto arc 3, back along B-C, one gets from both states of arc 2; onto arc 4 as well."""
    turns = {
        state: set(lane.graph.arc[lane.graph.head[slice(*lane.first_turn[[state, state + 1]])]])
        for state in range(lane.graph.state_count)
    }
    assert turns == {0: {1, 2}, 1: {0}, 2: {3, 4}, 3: {1, 2}, 4: set(), 5: {3, 4}}


def test_the_turns_from_each_state_of_a_city_begin_there(centre: Skeleton) -> None:
    first = centre.first_turn
    assert first[-1] == len(centre.graph.tail)
    for state in range(centre.graph.state_count):
        assert set(centre.graph.tail[first[state] : first[state + 1]]) <= {state}


def test_its_hierarchy_ranks_each_state_once(centre: Skeleton) -> None:
    assert sorted(centre.topology.rank) == list(range(centre.graph.state_count))


def test_what_was_kept_comes_back_as_it_was(centre: Skeleton) -> None:
    kept = centre.to_arrays()
    again = Skeleton.from_arrays(kept).to_arrays()
    assert again.keys() == kept.keys()
    assert all(np.array_equal(again[key], kept[key]) for key in kept)
    assert all(again[key].dtype == kept[key].dtype for key in kept)


@pytest.mark.parametrize("missing", ["graph/head", "topology/rank"])
def test_what_was_kept_in_part_is_refused(lane: Skeleton, missing: str) -> None:
    kept = {key: array for key, array in lane.to_arrays().items() if key != missing}
    with pytest.raises(KeyError, match=missing):
        Skeleton.from_arrays(kept)


def test_there_may_be_nothing_to_build_it_for(draw: Drawing) -> None:
    network, _ = join_roads(
        read_roads(draw({"A": (0, 0), "B": (9, 0)}, {1: ("AB", {"highway": "steps"})}))
    )
    skeleton = build_skeleton(network, np.array([], dtype=np.int64))
    assert skeleton.graph.state_count == 0
    assert not skeleton.spans(np.array([0]))
