"""When a driver rests, by default and as the table says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clock import Clock
from routing.fleet.breaks import read_break
from routing.fleet.model import Break
from routing.fleet.working_hours import Shift
from routing.tables.fields import Codes, Fields
from routing.tables.model import Row

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
CODES = Codes(text="X-TEXT", number="X-NUMBER", range="X-RANGE", time="X-TIME")
H = 3600
DAY_SHIFT = Shift(start_s=8 * H, end_s=16 * H)


def read(
    shift: Shift,
    break_s: object,
    earliest: object = None,
    latest: object = None,
) -> tuple[Break | None, Fields]:
    cells = {"id": "V", "break_s": break_s, "break_earliest": earliest, "break_latest": latest}
    fields = Fields(Row("v.csv", 2, cells), codes=CODES, key="id", clock=CLOCK)
    return read_break(fields, shift, clock=CLOCK), fields


def test_where_nothing_is_said_it_is_the_law_s_break() -> None:
    """A quarter of an hour, anywhere, so that nobody works for more than six hours without it."""
    rest, fields = read(DAY_SHIFT, None)
    assert rest == Break(duration_s=900, earliest_s=8 * H, latest_s=16 * H, longest_work_s=6 * H)
    assert not fields.diagnostics


@pytest.mark.parametrize(("length_s", "due"), [(4 * H, False), (6 * H, False), (6 * H + 1, True)])
def test_six_hours_need_no_break(length_s: int, due: bool) -> None:
    rest, fields = read(Shift(start_s=8 * H, end_s=8 * H + length_s), None)
    assert (rest is not None) == due
    assert not fields.diagnostics


def test_a_length_of_0_plans_no_break() -> None:
    rest, fields = read(DAY_SHIFT, 0)
    assert rest is None
    assert not fields.diagnostics


def test_a_break_that_is_named_is_bound_by_its_bounds_alone() -> None:
    rest, _ = read(DAY_SHIFT, 900)
    assert rest is not None
    assert rest.longest_work_s is None


def test_a_break_lies_in_the_middle_half_of_the_shift() -> None:
    """From 8 to 16 the middle half is 10 to 14, and six hours of work end at 14."""
    assert read(DAY_SHIFT, 1800)[0] == Break(duration_s=1800, earliest_s=10 * H, latest_s=14 * H)


def test_a_break_begins_at_most_six_hours_after_the_shift() -> None:
    """From 8 to 20 the middle half is 11 to 17; six hours of work end at 14, the break at 14:30."""
    assert read(Shift(start_s=8 * H, end_s=20 * H), 1800)[0] == Break(
        duration_s=1800, earliest_s=11 * H, latest_s=14 * H + 1800
    )


def test_bounds_that_are_given_hold() -> None:
    assert read(DAY_SHIFT, 1800, "12:00", "13:00")[0] == Break(
        duration_s=1800, earliest_s=12 * H, latest_s=13 * H
    )


def test_an_early_end_moves_the_default_beginning() -> None:
    rest, _ = read(DAY_SHIFT, 1800, None, "09:00")
    assert rest == Break(duration_s=1800, earliest_s=8 * H + 1800, latest_s=9 * H)


def test_a_late_beginning_moves_the_default_end() -> None:
    rest, _ = read(DAY_SHIFT, 1800, "15:00")
    assert rest == Break(duration_s=1800, earliest_s=15 * H, latest_s=15 * H + 1800)


@pytest.mark.parametrize(
    ("break_s", "earliest", "latest", "message"),
    [
        (1800, "12:00", "12:15", "does not fit from 12:00 to 12:15"),
        (1800, "07:00", "09:00", "07:00 to 09:00, is not within the shift, 08:00 to 16:00"),
        (1800, "15:00", "17:00", "is not within the shift"),
        (1800, "13:00", "12:00", "does not fit"),
        (5 * 3600, None, None, "does not fit"),
        (None, "12:00", "13:00", "and not how long"),
        (0, "12:00", "13:00", "and not how long"),
    ],
)
def test_a_break_that_cannot_be_taken_says_why(
    break_s: object, earliest: object, latest: object, message: str
) -> None:
    rest, fields = read(DAY_SHIFT, break_s, earliest, latest)
    assert rest is None
    (found,) = fields.diagnostics
    assert found.code == "VEHICLE-BREAK"
    assert message in found.message


@given(st.integers(0, 20 * H), st.integers(60, 20 * H), st.integers(1, 20 * H))
def test_a_default_break_fits_its_bounds_and_the_shift(
    start_s: int, length_s: int, break_s: int
) -> None:
    shift = Shift(start_s=start_s, end_s=start_s + length_s)
    rest, fields = read(shift, break_s)
    assert (rest is None) == fields.failed
    if rest is not None:
        assert shift.start_s <= rest.earliest_s
        assert rest.earliest_s + break_s <= rest.latest_s <= shift.end_s
        assert rest.latest_s - break_s <= shift.start_s + 6 * H
