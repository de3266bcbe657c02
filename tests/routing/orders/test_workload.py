"""How much work fits into half-hours."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from routing.orders.workload import SLOT_S, Slots, Span, fill

SLOTS = 5
spans = st.tuples(st.integers(0, SLOTS - 1), st.integers(1, SLOTS)).map(
    lambda one: (one[0], max(one[0] + 1, one[1]))
)
days = st.tuples(
    st.dictionaries(spans, st.integers(1, 9), max_size=5),
    st.lists(st.integers(0, 9), min_size=SLOTS, max_size=SLOTS),
)


def test_a_day_is_cut_into_half_hours() -> None:
    slots = Slots.covering(8 * 3600 + 60, 9 * 3600 + 1)
    assert (slots.start_s, slots.count) == (8 * 3600, 3)
    assert slots.begins_s(1) == 8 * 3600 + SLOT_S
    assert slots.overlap_s(8 * 3600 + 600, 9 * 3600) == [1200, 1800, 0]


def test_work_has_the_half_hours_of_its_span_and_one_at_least() -> None:
    slots = Slots.covering(8 * 3600, 12 * 3600)
    assert slots.span(9 * 3600, 11 * 3600) == (2, 6)
    assert slots.span(9 * 3600 + 60, 9 * 3600 + 120) == (2, 3)
    assert slots.span(-5000, 99 * 3600) == (0, 8)
    assert slots.span(99 * 3600, 99 * 3600) == (7, 8)


def test_the_urgent_is_done_first() -> None:
    filled = fill({(0, 2): 10, (0, 1): 10}, [10, 5])
    assert filled.over_s == 5
    assert filled.done_s == {(0, 1): {0: 10}, (0, 2): {1: 5}}


def test_what_is_full_reaches_as_far_as_work_cannot_be_put_off() -> None:
    """The first half-hour's work may be done in the second, which is full; the third is free."""
    filled = fill({(0, 1): 10, (0, 2): 10, (2, 3): 1}, [10, 9, 10])
    assert filled.over_s == 1
    assert filled.full_around((0, 1)) == (0, 1)
    assert filled.full_around((0, 2)) == (0, 2)
    filled = fill({(0, 2): 15, (1, 3): 10, (2, 3): 2}, [10, 5, 9])
    assert filled.over_s == 3
    assert filled.full_around((1, 2)) == (0, 2)


@given(days)
def test_no_more_work_fits_than_is_found(day: tuple[dict[Span, int], list[int]]) -> None:
    """Against the linear program that spreads the work."""
    work_s, room_s = day
    parts = [(span, slot) for span in work_s for slot in range(*span)]
    filled = fill(work_s, room_s)
    if not parts:
        assert filled.over_s == 0
        return
    bounds = [[1.0 if part[0] == span else 0.0 for part in parts] for span in work_s]
    bounds += [[1.0 if part[1] == slot else 0.0 for part in parts] for slot in range(SLOTS)]
    most = linprog(-np.ones(len(parts)), A_ub=bounds, b_ub=[*work_s.values(), *room_s])
    assert most.fun is not None
    assert sum(work_s.values()) - filled.over_s == round(-most.fun)


@given(days, spans)
def test_more_work_that_does_not_fit_finds_all_half_hours_around_it_full(
    day: tuple[dict[Span, int], list[int]], span: Span
) -> None:
    work_s, room_s = day
    with_it = fill({**work_s, span: work_s.get(span, 0) + 1}, room_s)
    if with_it.over_s > fill(work_s, room_s).over_s:
        first, last = with_it.full_around(span)
        used = [sum(done.get(slot, 0) for done in with_it.done_s.values()) for slot in range(SLOTS)]
        assert used[first:last] == room_s[first:last]
        assert first <= span[0] < span[1] <= last
