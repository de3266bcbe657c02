"""What can be left out before a network is cut."""

from __future__ import annotations

import numpy as np

from maps.hierarchy.reduction import reduced


def left_of(
    streets: list[tuple[int, int]], size: list[int] | None = None
) -> tuple[list[int], list[tuple[int, int]]]:
    """The streets taken out, and what the others join then."""
    end = np.array(streets, dtype=np.int32).reshape(-1, 2)
    sizes = np.array(size or [2] * len(streets), dtype=np.int32)
    taken = reduced(end, sizes, int(end.max(initial=-1)) + 1).tolist()
    assert len(set(taken)) == len(taken)
    return taken, [tuple(end[place]) for place in range(len(streets)) if place not in taken]


def test_a_tree_is_taken_out_whole() -> None:
    taken, left = left_of([(0, 1), (1, 2), (1, 3), (3, 4), (3, 5)])
    assert sorted(taken) == [0, 1, 2, 3, 4]
    assert left == []


def test_a_ring_with_a_dead_end_is_taken_out_whole() -> None:
    taken, left = left_of([(0, 1), (1, 2), (2, 3), (3, 0), (0, 4)])
    assert sorted(taken) == [0, 1, 2, 3, 4]
    assert left == []


def test_of_a_row_the_smallest_street_stays_and_stands_for_it() -> None:
    """Between 0 and 1: a row over 2 and 3, a row over 4, and a street."""
    streets = [(0, 2), (2, 3), (3, 1), (0, 4), (4, 1), (0, 1)]
    taken, left = left_of(streets, [2, 1, 2, 1, 2, 2])
    assert sorted(taken) == [0, 2, 4]
    assert left == [(0, 1), (0, 1), (0, 1)]


def test_a_street_keeps_its_direction_in_a_row() -> None:
    """The one that stays ran from 3 to 2, in a row from 1 over 3 and 2 to 0."""
    _, left = left_of([(0, 2), (3, 2), (3, 1), (0, 1), (0, 1)], [2, 1, 2, 2, 2])
    assert left == [(1, 0), (0, 1), (0, 1)]


def test_nothing_is_left_of_nothing() -> None:
    assert left_of([]) == ([], [])
