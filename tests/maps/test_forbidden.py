"""Which sequences of arcs turn restrictions forbid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from maps.forbidden import AMBIGUOUS, NOT_IN_MAP, NOT_JOINED, forbidden_sequences
from tests.support.streets import ONE_WAY, STREET, letters_of, network_of, rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.maps.conftest import Drawing, Relations

NODES = {
    "A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0), "E": (400, 0),
    "N": (100, 100), "S": (100, -100), "X": (200, 100), "Y": (300, 100),
}  # fmt: skip
WAYS = {
    1: ("AB", STREET), 2: ("BC", STREET), 3: ("CD", STREET), 4: ("DE", STREET), 5: ("BN", STREET),
    6: ("BS", STREET), 7: ("CX", STREET), 8: ("DY", STREET),
}  # fmt: skip
"""A street with side streets, a way between any two crossings::

        N   X   Y
       5|  7|  8|
    A---B---C---D---E
      1 | 2   3   4
       6|
        S
"""


def sequences(path: Path) -> list[tuple[str, int]]:
    """What is forbidden, in letters, and by which rule."""
    network = network_of(path)
    found = forbidden_sequences(network)
    assert not found.skipped
    return sorted((letters_of(network, driven), number) for driven, number in found.sequences)


def test_a_no_forbids_the_turn_it_speaks_of(draw: Drawing) -> None:
    path = draw(NODES, WAYS, relations={9: rule("no_left_turn", 1, "B", 5)})
    assert sequences(path) == [("ABN", 0)]


def test_an_only_forbids_all_others_and_turning_back(draw: Drawing) -> None:
    path = draw(NODES, WAYS, relations={9: rule("only_straight_on", 1, "B", 2)})
    assert sequences(path) == [("ABA", 0), ("ABN", 0), ("ABS", 0)]


def test_two_onlys_from_one_street_leave_both_ways(draw: Drawing) -> None:
    relations = {
        8: rule("only_straight_on", 1, "B", 2),
        9: rule("only_right_turn", 1, "B", 6),
    }
    assert sequences(draw(NODES, WAYS, relations=relations)) == [("ABA", 0), ("ABN", 0)]


def test_onlys_for_different_vehicles_do_not_soften_each_other(draw: Drawing) -> None:
    relations = {
        8: rule("only_straight_on", 1, "B", 2, **{"except": "bicycle"}),
        9: rule("only_right_turn", 1, "B", 6),
    }
    assert sequences(draw(NODES, WAYS, relations=relations)) == [
        ("ABA", 0), ("ABA", 1), ("ABC", 1), ("ABN", 0), ("ABN", 1), ("ABS", 0),
    ]  # fmt: skip


def test_no_u_turn_onto_the_same_way_forbids_turning_back(draw: Drawing) -> None:
    path = draw(NODES, WAYS, relations={9: rule("no_u_turn", 1, "B", 1)})
    assert sequences(path) == [("ABA", 0)]


def test_no_u_turn_on_a_way_that_goes_on_holds_from_both_sides(draw: Drawing) -> None:
    ways = {1: ("ABC", STREET), 5: ("BN", STREET)}
    path = draw(NODES, ways, relations={9: rule("no_u_turn", 1, "B", 1)})
    assert sequences(path) == [("ABA", 0), ("CBC", 0)]


def test_it_does_not_matter_which_way_the_streets_are_drawn(draw: Drawing) -> None:
    ways = {**WAYS, 1: ("BA", STREET), 2: ("CB", STREET), 3: ("DC", STREET)}
    relations = {8: rule("no_left_turn", 1, "B", 5), 9: rule("no_u_turn", 1, [2], 3)}
    assert sequences(draw(NODES, ways, relations=relations)) == [("ABCD", 1), ("ABN", 0)]


def test_a_no_over_a_way_forbids_its_end_to_those_who_came_that_way(draw: Drawing) -> None:
    path = draw(NODES, WAYS, relations={9: rule("no_left_turn", 1, [2], 7)})
    assert sequences(path) == [("ABCX", 0)]


def test_a_via_way_may_be_cut_by_side_streets(draw: Drawing) -> None:
    ways = {1: ("AB", STREET), 2: ("BCD", STREET), 7: ("CX", STREET), 8: ("DY", STREET)}
    path = draw(NODES, ways, relations={9: rule("no_left_turn", 1, [2], 8)})
    assert sequences(path) == [("ABCDY", 0)]


def test_a_via_way_counts_from_where_it_is_met_to_where_it_is_left(draw: Drawing) -> None:
    """The via way runs from N over B and C to D; it is met at B, and left at C."""
    ways = {1: ("AB", STREET), 2: ("NBCD", STREET), 7: ("CX", STREET)}
    path = draw(NODES, ways, relations={9: rule("no_left_turn", 1, [2], 7)})
    assert sequences(path) == [("ABCX", 0)]


def test_several_via_ways_are_driven_one_after_the_other(draw: Drawing) -> None:
    path = draw(NODES, WAYS, relations={9: rule("no_left_turn", 1, [2, 3], 8)})
    assert sequences(path) == [("ABCDY", 0)]


def test_an_only_over_a_way_binds_at_its_end_those_who_came_all_along(draw: Drawing) -> None:
    path = draw(NODES, WAYS, relations={9: rule("only_straight_on", 1, [2], 3)})
    assert sequences(path) == [("ABCB", 0), ("ABCX", 0)]


def test_several_from_ways_are_forbidden_each(draw: Drawing) -> None:
    members, tags = rule("no_entry", 1, "B", 5)
    path = draw(NODES, WAYS, relations={9: ([("way", 6, "from"), *members], tags)})
    assert sorted(driven for driven, _ in sequences(path)) == ["ABN", "SBN"]


def test_a_via_way_that_is_a_ring_is_driven_as_it_is_drawn(draw: Drawing) -> None:
    """Round B, C, X; in at B, out at X, over C."""
    ring = ONE_WAY | {"junction": "roundabout"}
    ways = {1: ("AB", STREET), 2: ("BCXB", ring), 3: ("CD", STREET), 4: ("XY", STREET)}
    path = draw(NODES, ways, relations={9: rule("no_left_turn", 1, [2], 4)})
    assert sequences(path) == [("ABCXY", 0)]


@pytest.mark.parametrize(
    ("relations", "reason"),
    [
        ({9: rule("no_left_turn", 1, "B", 99)}, NOT_IN_MAP),
        ({9: rule("no_left_turn", 1, "Q", 5)}, NOT_IN_MAP),
        ({9: rule("no_left_turn", 1, [99], 5)}, NOT_IN_MAP),
        ({9: rule("no_left_turn", 1, "B", 7)}, NOT_JOINED),
        ({9: rule("no_left_turn", 1, "C", 7)}, NOT_JOINED),
        ({9: rule("no_left_turn", 1, [3], 8)}, NOT_JOINED),
        ({9: rule("no_left_turn", 1, [3, 2], 8)}, NOT_JOINED),
        ({9: rule("only_straight_on", 1, "B", 1)}, AMBIGUOUS),
    ],
)
def test_what_cannot_be_placed_is_counted_by_its_reason(
    draw: Drawing, relations: Relations, reason: str
) -> None:
    found = forbidden_sequences(network_of(draw(NODES, WAYS, relations=relations)))
    assert found.sequences == ()
    assert found.skipped == {reason: 1}


@pytest.mark.parametrize(
    ("ways", "relation"),
    [
        ({1: ("ABC", STREET), 5: ("BN", STREET)}, rule("no_left_turn", 1, "B", 5)),
        ({1: ("ABC", STREET), 5: ("BN", STREET)}, rule("no_left_turn", 5, "B", 1)),
        ({1: ("AB", STREET), 2: ("BC", STREET), 3: ("XCD", STREET)}, rule("no_exit", 1, [2], 3)),
    ],
)
def test_a_street_that_is_not_split_leaves_open_which_side_is_meant(
    draw: Drawing,
    ways: Mapping[int, tuple[str, Mapping[str, str]]],
    relation: tuple[list[tuple[str, int, str]], dict[str, str]],
) -> None:
    found = forbidden_sequences(network_of(draw(NODES, ways, relations={9: relation})))
    assert found.sequences == ()
    assert found.skipped == {AMBIGUOUS: 1}
