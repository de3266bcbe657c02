"""Ranges one after another."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.ranges import ranges


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 5))))
def test_they_are_pythons_ranges_in_a_row(wanted: list[tuple[int, int]]) -> None:
    first, count = np.array(wanted, dtype=np.int32).reshape(-1, 2).T
    owner, number = ranges(first, count)
    expected = [(at, n) for at, (low, many) in enumerate(wanted) for n in range(low, low + many)]
    assert list(zip(owner.tolist(), number.tolist(), strict=True)) == expected
