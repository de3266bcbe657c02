"""Cells, read as what they should be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clock import Clock
from routing.tables.fields import Codes, Fields
from routing.tables.model import Row

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
CODES = Codes(text="X-TEXT", number="X-NUMBER", range="X-RANGE", time="X-TIME")


def fields(value: object, clock: Clock = CLOCK) -> Fields:
    return Fields(Row("x.csv", 2, {"id": "A", "cell": value}), codes=CODES, key="id", clock=clock)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("4.5", 4.5),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("1e3", 1000),
        ("4,5", 4.5),
        ("50,8466", 50.8466),
        ("0,250", 0.25),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f234", 1234),
        ("1,234,567", 1_234_567),
        ("1.500", 1.5),
        (7, 7),
        (7.25, 7.25),
        (Decimal("7.25"), 7.25),
    ],
)
def test_numbers_are_read_as_people_and_programs_write_them(value: object, number: float) -> None:
    assert fields(value).number("cell", -1e9, 1e9) == number


@pytest.mark.parametrize(
    "value",
    ["five", "5 kg", "nan", "inf", "-inf", "1e999", "1_000", "1,5,5", "", True, float("nan"), [5]],
)
def test_what_is_no_finite_number_is_an_error(value: object) -> None:
    row = fields(value)
    assert row.number("cell", -1e9, 1e9) is None
    assert [found.code for found in row.diagnostics] == ["X-NUMBER"]
    assert row.failed


def test_a_number_too_large_for_any_measure_is_an_error() -> None:
    row = fields(10**400)
    assert row.number("cell", 0, 1) is None
    assert row.failed


def test_a_comma_that_may_stand_for_thousands_is_not_guessed_at() -> None:
    row = fields("1,500")
    assert row.number("cell", 0, 10_000) is None
    assert row.diagnostics[0].message == "cell: 1,500 may be 1.5 or 1500."


def test_a_comma_is_a_decimal_one_where_thousands_are_out_of_the_question() -> None:
    assert fields("50,846").number("cell", -90, 90) == 50.846


def test_a_number_out_of_range_shows_the_range() -> None:
    row = fields("-3")
    assert row.number("cell", 0, 10_000) is None
    assert str(row.diagnostics[0]) == (
        "X-RANGE x.csv:2 A: cell: expected 0 to 10,000, found -3. Mend the value."
    )


def test_a_whole_number_may_come_with_a_decimal_zero() -> None:
    assert fields("3.0").whole("cell", 0, 9) == 3


def test_a_fraction_is_no_whole_number() -> None:
    row = fields("3.5")
    assert row.whole("cell", 0, 9) is None
    assert "whole number" in row.diagnostics[0].message


def test_kilograms_become_whole_grams() -> None:
    assert fields("0.29").thousandths("cell", 0, 10) == 290


@pytest.mark.parametrize(("value", "cents"), [("12.34", 1234), ("0,29", 29), (7, 700)])
def test_euros_become_whole_cents(value: object, cents: int) -> None:
    assert fields(value).cents("cell", 0, 1_000_000) == cents


def test_a_range_of_millions_is_shown_in_digits() -> None:
    row = fields("-3")
    assert row.cents("cell", 0, 1_000_000) is None
    assert row.diagnostics[0].message == "cell: expected 0 to 1,000,000, found -3."


def test_an_identifier_with_signs_that_nobody_sees_is_an_error() -> None:
    row = fields("A\u200b1")
    assert row.identifier("cell") is None
    assert [found.code for found in row.diagnostics] == ["X-TEXT"]
    assert "A\\u200b1" in row.diagnostics[0].message
    assert fields("A1").identifier("cell") == "A1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("B 12", "B 12"),
        (1000, "1000"),
        (1000.0, "1000"),
        (Decimal(1000), "1000"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (None, None),
    ],
)
def test_ids_and_postcodes_are_text_again(value: object, text: str | None) -> None:
    assert fields(value).text("cell") == text


@pytest.mark.parametrize("value", [True, b"x", {"a": 1}, float("nan")])
def test_what_is_no_text_is_an_error(value: object) -> None:
    row = fields(value)
    assert row.text("cell") is None
    assert row.diagnostics[0].code == "X-TEXT"


@pytest.mark.parametrize("value", ["Cool; heavy ;", ["Cool", "heavy"]])
def test_words_are_lower_case_and_without_spaces(value: object) -> None:
    assert fields(value).words("cell") == {"cool", "heavy"}


@pytest.mark.parametrize(
    "value",
    [
        "14:30",
        "14:30:00",
        "2026-11-21T14:30",
        "2026-11-21 14:30:00",
        "2026-11-21T13:30:00Z",
        time(14, 30),
        timedelta(hours=14, minutes=30),
        datetime(2026, 11, 21, 14, 30),  # noqa: DTZ001  # as Excel gives it
        datetime(2026, 11, 21, 13, 30, tzinfo=UTC),
        datetime(1899, 12, 30, 14, 30),  # noqa: DTZ001  # a database's time of day
        14.5 / 24,
        Decimal("14.5") / 24,
    ],
)
def test_half_past_two_is_read_in_every_form(value: object) -> None:
    assert fields(value).time("cell") == 14 * 3600 + 1800


@pytest.mark.parametrize(
    "value",
    ["26:12", timedelta(hours=26, minutes=12), datetime(1900, 1, 1, 2, 12)],  # noqa: DTZ001  # Excel's
)
def test_times_after_midnight_are_read_in_every_form(value: object) -> None:
    assert fields(value).time("cell") == 26 * 3600 + 12 * 60


@pytest.mark.parametrize("value", [time(8), 8 / 24, "08:00"])
def test_a_time_of_day_is_the_wall_clocks_on_a_day_of_25_hours(value: object) -> None:
    """On 25 October 2026 the clock goes back at 3: eight o'clock is nine hours after midnight."""
    autumn = Clock(date(2026, 10, 25), "Europe/Brussels")
    assert fields(value, autumn).time("cell") == 9 * 3600


@pytest.mark.parametrize("value", ["half three", "25:61", "30:00", 8, 46347.6, True, -0.5, [1]])
def test_what_is_no_time_is_an_error_that_shows_how(value: object) -> None:
    row = fields(value)
    assert row.time("cell") is None
    assert row.diagnostics[0].code == "X-TIME"
    assert "14:30" in row.diagnostics[0].remedy


@pytest.mark.parametrize("value", ["9999-12-31T23:59:59Z", "0001-01-01", "2024-11-21T10:00"])
def test_a_time_that_stands_for_never_is_an_error(value: str) -> None:
    row = fields(value)
    assert row.time("cell") is None
    assert str(row.diagnostics[0]) == (
        f"X-RANGE x.csv:2 A: cell: {value} is more than a year from the day."
        " Mend the date, or leave the cell empty if there is none."
    )


@given(st.one_of(st.text(), st.floats(), st.integers(), st.binary(), st.datetimes(), st.none()))
def test_no_cell_can_break_a_reading(value: object) -> None:
    """Each reading gives a value, or nothing with an error, or nothing for an empty cell."""
    for reading in ("number", "whole", "text", "time"):
        row = fields(value)
        bounds = (-1_000_000, 1_000_000) if reading in {"number", "whole"} else ()
        read = getattr(row, reading)("cell", *bounds)
        assert (read is None) == (value is None or row.failed)
