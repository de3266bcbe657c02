"""The graph of turns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.forbidden import forbidden_sequences
from maps.network import RoadNetwork
from maps.turns import TurnGraph, turn_graph
from tests.support.random_city import random_cities
from tests.support.streets import STREET, arc, arcs, letters_of, network_of, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.maps.conftest import Drawing

CROSSING = {"C": (0, 0), "N": (0, 100), "E": (100, 0), "S": (0, -100), "W": (-100, 0)}
SPOKES = {n: (f"{letter}C", STREET) for n, letter in enumerate("NESW", start=1)}


def whole(network: RoadNetwork) -> TurnGraph:
    return turn_graph(network, np.arange(network.arc_count))


def broken(graph: TurnGraph, driven: Iterable[int]) -> list[set[int]]:
    """The rules that each turn of a drive breaks; it begins as one that came from nowhere."""
    driven = list(driven)
    state = int(np.flatnonzero(graph.arc == driven[0])[0])
    found = []
    for following in driven[1:]:
        turns = np.flatnonzero(graph.tail == state)
        (turn,) = turns[graph.arc[graph.head[turns]] == following]
        found.append(set(graph.rule[graph.rule_turn == turn].tolist()))
        state = int(graph.head[turn])
    return found


def test_from_each_street_one_turns_into_all_others_and_back(draw: Drawing) -> None:
    network = network_of(draw(CROSSING, SPOKES))
    graph = whole(network)
    turns = {
        letters_of(network, pair)
        for pair in zip(graph.arc[graph.tail], graph.arc[graph.head], strict=True)
    }
    over_the_crossing = {f"{one}C{other}" for one in "NESW" for other in "NESW"}
    assert turns == over_the_crossing | {f"C{end}C" for end in "NESW"}
    assert len(graph.tail) == len(turns)


@pytest.mark.parametrize(
    ("turn", "degrees"), [("SCE", 90), ("SCN", 0), ("SCW", -90), ("ECS", -90), ("SCS", 180)]
)
def test_angles_are_above_zero_to_the_right(draw: Drawing, turn: str, degrees: int) -> None:
    network = network_of(draw(CROSSING, SPOKES))
    graph = whole(network)
    tail, head = arcs(network, turn)
    found = graph.angle[(graph.arc[graph.tail] == tail) & (graph.arc[graph.head] == head)]
    assert found.tolist() == [degrees]


def test_an_angle_is_that_at_the_crossing_whatever_bends_lie_before(draw: Drawing) -> None:
    """The street from Q bends, and comes into C from the south."""
    nodes = {**CROSSING, "Q": (200, -100)}
    network = network_of(draw(nodes, {1: ("QSC", STREET), 2: ("CE", STREET)}))
    graph = whole(network)
    ahead = ~graph.back & (network.node_osm_id[network.arc_head[graph.arc[graph.tail]]] == ord("C"))
    assert sorted(graph.angle[ahead].tolist()) == [-90, 90]


@given(st.floats(0, 360), st.floats(1, 500))
def test_turning_back_is_half_a_circle_at_any_bearing(bearing: float, length_m: float) -> None:
    """That is 180 degrees and never -180, which would count as across the oncoming traffic."""
    lat = np.array([50.0, 50.0 + length_m * 1e-5 * np.cos(np.radians(bearing))])
    lon = np.array([4.0, 4.0 + length_m * 1e-5 * np.sin(np.radians(bearing))])
    network = RoadNetwork(
        node_osm_id=np.array([1, 2]),
        node_lat=lat,
        node_lon=lon,
        node_tags=np.full(2, -1, np.int32),
        point_offset=np.array([0, 2], np.int32),
        point_lat=lat,
        point_lon=lon,
        segment_start=np.array([0], np.int32),
        segment_end=np.array([1], np.int32),
        segment_length_dm=np.array([10], np.int32),
        segment_class=np.zeros(1, np.uint8),
        segment_way=np.array([1]),
        segment_name=np.array([-1], np.int32),
        segment_tags=np.zeros(1, np.int32),
        names=(),
        tag_sets=({"highway": "motorway"},),
        node_tag_sets=(),
        restrictions=(),
    )
    assert whole(network).angle.tolist() == [180, 180]


def test_only_the_arcs_that_are_asked_for_are_in_it(draw: Drawing) -> None:
    network = network_of(draw(CROSSING, SPOKES))
    some = np.sort([arc(network, "NC"), arc(network, "CE"), arc(network, "CS")])
    graph = turn_graph(network, some)
    assert graph.arc.tolist() == some.tolist()
    assert sorted(
        letters_of(network, pair)
        for pair in zip(graph.arc[graph.tail], graph.arc[graph.head], strict=True)
    ) == ["NCE", "NCS"]


STREETS = {
    "A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0), "E": (400, 0),
    "N": (100, 100), "X": (200, 100), "Y": (300, 100),
}  # fmt: skip
WAYS = {
    1: ("AB", STREET), 2: ("BC", STREET), 3: ("CD", STREET), 4: ("DE", STREET), 5: ("BN", STREET),
    7: ("CX", STREET), 8: ("DY", STREET),
}  # fmt: skip
"""A street with side streets, a way between any two crossings::

        N   X   Y
       5|  7|  8|
    A---B---C---D---E
      1   2   3   4
"""

OVER_BC = rule("no_left_turn", 1, [2], 7)
OVER_BCD = rule("no_left_turn", 1, [2, 3], 8)


@pytest.mark.parametrize(
    ("relations", "drive", "expected"),
    [
        ([], "ABCX", [set(), set()]),
        ([rule("no_left_turn", 1, "B", 5)], "ABN", [{0}]),
        ([rule("no_left_turn", 1, "B", 5)], "CBN", [set()]),
        # Over a way: it binds those who came that way, and nobody else.
        ([OVER_BC], "ABCX", [set(), {0}]),
        ([OVER_BC], "NBCX", [set(), set()]),
        ([OVER_BC], "BCX", [set()]),
        ([OVER_BC], "ABCD", [set(), set()]),
        ([OVER_BC], "ABCBCX", [set(), set(), set(), set()]),
        ([OVER_BC], "NBABCX", [set(), set(), set(), {0}]),
        ([OVER_BCD], "ABCDY", [set(), set(), {0}]),
        ([OVER_BCD], "NBCDY", [set(), set(), set()]),
        ([OVER_BCD], "XCDY", [set(), set()]),
        # Two that share a via way bind each their own.
        ([OVER_BC, rule("no_straight_on", 5, [2], 3)], "ABCX", [set(), {0}]),
        ([OVER_BC, rule("no_straight_on", 5, [2], 3)], "NBCX", [set(), set()]),
        ([OVER_BC, rule("no_straight_on", 5, [2], 3)], "NBCD", [set(), {1}]),
        ([OVER_BC, rule("no_straight_on", 1, [2], 3)], "ABCD", [set(), {1}]),
        # One that is the beginning of another.
        ([OVER_BCD, rule("no_straight_on", 1, [2], 3)], "ABCDY", [set(), {1}, {0}]),
        ([OVER_BCD, rule("no_straight_on", 1, "B", 2)], "ABCDY", [{1}, set(), {0}]),
        # One that begins in the middle of another, and goes on where that ends.
        ([OVER_BCD, rule("no_straight_on", 2, [3], 4)], "ABCDE", [set(), set(), {1}]),
        ([OVER_BCD, rule("no_left_turn", 2, [3], 8)], "ABCDY", [set(), set(), {0, 1}]),
        ([OVER_BCD, rule("no_left_turn", 3, "D", 8)], "ABCDY", [set(), set(), {0, 1}]),
        ([OVER_BC, rule("no_straight_on", 2, [3], 4)], "ABCDE", [set(), set(), {1}]),
        # Only, over a way: all else is forbidden at its end, to those who came all along.
        ([rule("only_straight_on", 1, [2], 3)], "ABCX", [set(), {0}]),
        ([rule("only_straight_on", 1, [2], 3)], "ABCB", [set(), {0}]),
        ([rule("only_straight_on", 1, [2], 3)], "ABCD", [set(), set()]),
        ([rule("only_straight_on", 1, [2], 3)], "NBCX", [set(), set()]),
        ([rule("only_straight_on", 1, [2], 3)], "ABN", [set()]),
    ],
)
def test_a_drive_breaks_the_rules_that_it_should(
    draw: Drawing,
    relations: list[tuple[list[tuple[str, int, str]], Mapping[str, str]]],
    drive: str,
    expected: list[set[int]],
) -> None:
    network = network_of(draw(STREETS, WAYS, relations=dict(enumerate(relations, start=1))))
    assert broken(whole(network), arcs(network, drive)) == expected


def test_arcs_are_there_again_only_for_restrictions_over_ways(draw: Drawing) -> None:
    relations = {1: rule("no_left_turn", 1, "B", 5), 2: OVER_BC, 3: OVER_BCD}
    network = network_of(draw(STREETS, WAYS, relations=relations))
    graph = whole(network)
    again = graph.arc[graph.arc_count :].tolist()
    assert graph.arc_count == network.arc_count
    assert [letters_of(network, [one]) for one in again] == ["BC", "CD"]


@settings(max_examples=200)
@given(random_cities(), st.data())
def test_any_drive_breaks_the_rules_whose_sequences_it_ends_with(
    network: RoadNetwork | None, data: st.DataObject
) -> None:
    if network is None:
        return
    graph, forbidden = whole(network), forbidden_sequences(network).sequences
    # Most drives would meet no rule: this one begins along a sequence of one.
    starts = [sequence[:-1] for sequence, _ in forbidden] or [(0,)]
    driven = [*data.draw(st.sampled_from(starts))]
    for choice in data.draw(st.lists(st.integers(0, 100), max_size=8)):
        onward = np.flatnonzero(network.arc_tail == network.arc_head[driven[-1]])
        driven.append(int(onward[choice % len(onward)]))
    assert broken(graph, driven) == [
        {
            number
            for sequence, number in forbidden
            if tuple(driven[: end + 1][-len(sequence) :]) == sequence
        }
        for end in range(1, len(driven))
    ]


@given(random_cities())
def test_turns_are_sorted_join_up_and_come_once(network: RoadNetwork | None) -> None:
    if network is None:
        return
    graph = whole(network)
    tail, head = graph.arc[graph.tail], graph.arc[graph.head]
    assert (np.diff(graph.tail) >= 0).all()
    assert (network.arc_head[tail] == network.arc_tail[head]).all()
    assert len({*zip(graph.tail.tolist(), head.tolist(), strict=True)}) == len(tail)
    assert all(one < other for one, other in pairwise(graph.arc[: graph.arc_count].tolist()))
