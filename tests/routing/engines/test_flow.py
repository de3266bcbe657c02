"""Assignments small enough to be seen."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.engines.flow import assign_at_least_cost

OVERFLOW = 1_000


def assign(costs: list[list[int]], capacities: list[int]) -> list[int]:
    columns = assign_at_least_cost(np.array(costs), np.array(capacities), OVERFLOW)
    return [int(column) for column in columns]


def test_each_row_takes_its_cheapest_column_where_there_is_room() -> None:
    assert assign([[1, 9], [9, 1], [1, 9]], [2, 2]) == [0, 1, 0]


def test_a_full_column_gives_away_the_row_that_loses_least() -> None:
    assert assign([[1, 9], [1, 2], [1, 9]], [2, 2]) == [0, 1, 0]


def test_too_little_room_everywhere_still_assigns_everybody() -> None:
    assert assign([[1, 9], [1, 9]], [0, 0]) == [0, 0]


def test_no_rows_are_no_error() -> None:
    assert assign_at_least_cost(np.empty((0, 2), np.int64), np.array([1, 1]), OVERFLOW).size == 0


@given(
    st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=1, max_size=5),
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
)
def test_no_assignment_is_cheaper(costs: list[list[int]], capacities: list[int]) -> None:
    """Against every assignment there is."""

    def price(columns: tuple[int, ...]) -> int:
        too_many = (max(0, columns.count(c) - capacities[c]) for c in range(3))
        return OVERFLOW * sum(too_many) + sum(costs[r][c] for r, c in enumerate(columns))

    best = min(price(columns) for columns in itertools.product(range(3), repeat=len(costs)))
    assert price(tuple(assign(costs, capacities))) == best
