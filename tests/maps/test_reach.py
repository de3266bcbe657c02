"""Where vehicles get to, and back from."""

from __future__ import annotations

import numpy as np

from maps.reach import core_states, lost_arcs, reached_states

CLOSED, ENDS, OPEN = 0, 1, 2


def reached(
    turns: list[tuple[int, int]], access: list[int], length: list[int] | None = None
) -> list[int]:
    """The states within reach; all are 100 long unless said otherwise."""
    tail, head = np.array(turns, dtype=np.int32).reshape(-1, 2).T
    lengths = np.array(length or [100] * len(access))
    levels = np.array(access)
    core = core_states(tail, head, levels == OPEN, lengths)
    open_turn = (levels[tail] > CLOSED) & (levels[head] > CLOSED)
    return np.flatnonzero(reached_states(core, tail[open_turn], head[open_turn])).tolist()


RING = [(0, 1), (1, 2), (2, 0)]


def test_a_ring_for_all_is_within_reach() -> None:
    assert reached(RING, [OPEN] * 3) == [0, 1, 2]


def test_what_leads_in_or_out_only_is_not() -> None:
    """3 leads into the ring, and 4 out of it."""
    assert reached([*RING, (3, 0), (1, 4)], [OPEN] * 5) == [0, 1, 2]


def test_the_longest_of_several_parts_counts() -> None:
    """A ring of three short ones, and a pair of long ones that the ring leads to."""
    turns = [*RING, (3, 4), (4, 3), (0, 3)]
    assert reached(turns, [OPEN] * 5, [100, 100, 100, 200, 200]) == [3, 4]
    assert reached(turns, [OPEN] * 5, [100, 100, 100, 100, 100]) == [0, 1, 2]


def test_the_first_of_equally_long_parts_counts() -> None:
    assert reached([(0, 1), (1, 0), (2, 3), (3, 2)], [OPEN] * 4) == [0, 1]


def test_streets_without_length_are_a_part_too() -> None:
    assert reached(RING, [OPEN] * 3, [0, 0, 0]) == [0, 1, 2]


def test_streets_that_one_cannot_come_back_on_are_no_part_however_long() -> None:
    """0 to 2 are a chain; 3 and 4 lead to each other."""
    chain = [(0, 1), (1, 2), (2, 3)]
    assert reached([*chain, (3, 4), (4, 3)], [OPEN] * 5, [900, 900, 900, 1, 1]) == [3, 4]
    assert reached(chain, [OPEN] * 4) == []


def test_a_street_that_leads_to_itself_is_a_part() -> None:
    assert reached([(0, 1), (1, 1)], [OPEN] * 2) == [1]


def test_nothing_is_within_reach_where_there_is_nothing() -> None:
    assert reached([], []) == []
    assert reached([], [CLOSED, OPEN]) == []
    assert reached([], [CLOSED, CLOSED]) == []


def test_a_dead_end_pocket_belongs_to_it() -> None:
    """3 leads in from the ring, and 4 is the way back out of it."""
    assert reached([*RING, (0, 3), (3, 4), (4, 1)], [OPEN] * 3 + [ENDS] * 2) == [0, 1, 2, 3, 4]


def test_a_pocket_may_be_deep() -> None:
    turns = [*RING, (0, 3), (3, 4), (4, 5), (5, 6), (6, 1)]
    assert reached(turns, [OPEN] * 3 + [ENDS] * 4) == list(range(7))


def test_a_pocket_without_a_way_out_or_in_does_not() -> None:
    """3 is a trap, and nobody gets into 4."""
    assert reached([*RING, (0, 3), (4, 0)], [OPEN] * 3 + [ENDS] * 2) == [0, 1, 2]


def test_a_pocket_that_is_left_only_through_a_closed_street_does_not() -> None:
    turns = [*RING, (0, 3), (3, 4), (4, 1)]
    assert reached(turns, [OPEN] * 3 + [ENDS, CLOSED]) == [0, 1, 2]


def test_ends_only_streets_alone_are_no_part() -> None:
    assert reached(RING, [ENDS] * 3) == []


def test_what_lies_behind_a_pocket_is_within_reach() -> None:
    """The ring 0 to 2, the pocket 3 and 4 beside it, and behind the pocket the pair 5 and 6."""
    turns = [*RING, (0, 3), (3, 4), (4, 0), (4, 5), (5, 6), (6, 5), (6, 3)]
    assert reached(turns, [OPEN] * 3 + [ENDS] * 2 + [OPEN] * 2) == list(range(7))


def test_what_one_gets_to_and_back_from_over_another_part_is_within_reach() -> None:
    """From the ring 0 to 2 over pockets to the pair 3 and 4, and from there into the pocket 5."""
    turns = [*RING, (0, 6), (6, 3), (3, 4), (4, 3), (4, 7), (7, 0), (4, 5), (5, 3)]
    access = [OPEN] * 5 + [ENDS] * 3
    assert reached(turns, access) == list(range(8))


def test_lost_is_what_open_streets_join_to_the_core_and_turns_do_not() -> None:
    """A ring of the nodes 0 to 2, back along 0 to 2, a street from 3 into it, one for its ends."""
    tail, head = np.array([0, 1, 2, 0, 3, 1]), np.array([1, 2, 0, 2, 0, 0])
    opened = np.array([True, True, True, True, True, False])
    core = np.array([True, True, True, False, False, False])
    assert np.flatnonzero(lost_arcs(tail, head, opened, core)).tolist() == [3]


def test_without_a_core_nothing_is_lost() -> None:
    nodes, nothing = np.array([0, 1]), np.zeros(2, dtype=np.bool_)
    assert not lost_arcs(nodes, nodes[::-1], np.ones(2, dtype=np.bool_), nothing).any()
