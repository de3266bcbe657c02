"""A day's clock: wall times in, elapsed seconds inside, local times with an offset out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clock import Clock

HOUR = 3600
AUTUMN_DAY = Clock(date(2026, 11, 21), "Europe/Brussels")
SPRING = Clock(date(2026, 3, 29), "Europe/Brussels")
AUTUMN = Clock(date(2026, 10, 25), "Europe/Brussels")
CLOCKS = st.sampled_from(
    [
        AUTUMN_DAY,
        SPRING,
        AUTUMN,
        Clock(date(2026, 3, 28), "Europe/Brussels"),
        Clock(date(2026, 4, 5), "Australia/Lord_Howe"),  # goes back by half an hour
        Clock(date(2026, 3, 8), "America/Havana"),  # has no midnight: 23:59 is followed by 01:00
        Clock(date(2026, 11, 1), "America/Havana"),  # has two midnights
        Clock(date(2026, 7, 1), "Asia/Kathmandu"),
    ]
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00", 0),
        ("8:05", 8 * HOUR + 300),
        ("08:05:09", 8 * HOUR + 309),
        (" 23:59 ", 24 * HOUR - 60),
        ("24:00", 24 * HOUR),
        ("29:59", 30 * HOUR - 60),
        ("2026-11-21T14:30", 14 * HOUR + 1800),
        ("2026-11-21 14:30:05", 14 * HOUR + 1805),
        ("2026-11-21T13:30:00Z", 14 * HOUR + 1800),
        ("2026-11-21T18:30:00+05:00", 14 * HOUR + 1800),
        ("2026-11-22T02:00", 26 * HOUR),
        ("2026-11-20T23:00", -HOUR),
    ],
)
def test_a_time_is_read_as_people_and_systems_write_it(text: str, seconds: int) -> None:
    assert AUTUMN_DAY.seconds(text) == seconds


@pytest.mark.parametrize("text", ["30:00", "29:60", "12:30:60", "99:00"])
def test_a_wall_time_outside_the_day_and_its_night_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="from 00:00 to 29:59"):
        AUTUMN_DAY.seconds(text)


@pytest.mark.parametrize("text", ["", "noon", "12", "12:3", "-1:00", "12h30", "2026-13-01T10:00"])
def test_what_is_no_time_is_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected HH:MM or an ISO 8601 time"):
        AUTUMN_DAY.seconds(text)


@pytest.mark.parametrize(
    ("clock", "hours"), [(AUTUMN_DAY, 24), (SPRING, 23), (AUTUMN, 25)], ids=str
)
def test_a_day_is_as_long_as_its_clocks_make_it(clock: Clock, hours: int) -> None:
    assert clock.length_s == hours * HOUR


def test_a_wall_time_that_spring_leaves_out_is_the_instant_of_the_jump() -> None:
    """At 02:00 it is 03:00 at once: a window from 02:30 to 03:15 has a quarter of an hour left."""
    assert SPRING.seconds("02:00") == SPRING.seconds("02:30") == SPRING.seconds("03:00")
    assert SPRING.iso(SPRING.seconds("02:30")) == "2026-03-29T03:00:00+02:00"
    assert SPRING.seconds("03:15") - SPRING.seconds("02:30") == 15 * 60


def test_a_wall_time_that_autumn_gives_twice_is_its_first() -> None:
    assert AUTUMN.iso(AUTUMN.seconds("02:30")) == "2026-10-25T02:30:00+02:00"
    assert AUTUMN.seconds("2026-10-25T02:30:00+01:00") == AUTUMN.seconds("02:30") + HOUR


@pytest.mark.parametrize(("clock", "hours"), [(SPRING, 1), (AUTUMN, 3)], ids=str)
def test_a_duration_across_the_change_is_what_elapses(clock: Clock, hours: int) -> None:
    """From one to three o'clock are two hours by the wall, and one or three in truth."""
    assert clock.seconds("03:00") - clock.seconds("01:00") == hours * HOUR


@pytest.mark.parametrize(("clock", "hours"), [(SPRING, 25), (AUTUMN, 27)], ids=str)
def test_hours_after_midnight_go_by_the_next_days_wall_clock(clock: Clock, hours: int) -> None:
    assert clock.seconds("26:00") == hours * HOUR
    assert clock.wall(hours * HOUR) == "26:00"


def test_a_written_time_carries_the_offset_of_its_own_moment() -> None:
    assert SPRING.iso(0) == "2026-03-29T00:00:00+01:00"
    assert SPRING.iso(12 * HOUR) == "2026-03-29T13:00:00+02:00"
    assert AUTUMN.iso(12 * HOUR) == "2026-10-25T11:00:00+01:00"


def test_a_wall_time_goes_on_after_midnight() -> None:
    assert AUTUMN_DAY.wall(7 * HOUR + 305) == "07:05"
    assert AUTUMN_DAY.wall(25 * HOUR + 1800) == "25:30"


def test_what_lies_on_another_day_is_given_with_its_date() -> None:
    """Orders placed the evening before are ready at '20:00', not at '-4:00'."""
    assert AUTUMN_DAY.wall(-4 * HOUR) == "2026-11-20 20:00"
    assert AUTUMN_DAY.wall(50 * HOUR) == "2026-11-23 02:00"


def test_a_local_moment_without_an_offset_is_taken_in_the_days_zone() -> None:
    assert AUTUMN_DAY.elapsed(datetime(2026, 11, 21, 9)) == 9 * HOUR  # noqa: DTZ001 - the claim
    assert AUTUMN_DAY.elapsed(datetime(2026, 11, 21, 9, tzinfo=UTC)) == 10 * HOUR


def test_a_day_without_a_midnight_begins_when_it_begins() -> None:
    clock = Clock(date(2026, 3, 8), "America/Havana")
    assert clock.iso(0) == "2026-03-08T01:00:00-04:00"
    assert clock.length_s == 23 * HOUR


@given(CLOCKS, st.integers(-24 * HOUR, 72 * HOUR))
def test_a_moment_is_as_many_seconds_after_midnight_as_it_was_made_from(
    clock: Clock, seconds: int
) -> None:
    assert clock.elapsed(clock.moment(seconds)) == seconds
    assert clock.seconds(clock.iso(seconds)) == seconds


@given(CLOCKS, st.integers(0, 71 * HOUR), st.integers(0, HOUR))
def test_elapsed_time_is_what_any_other_clock_measures(clock: Clock, start: int, more: int) -> None:
    apart = clock.moment(start + more).astimezone(UTC) - clock.moment(start).astimezone(UTC)
    assert apart == timedelta(seconds=more)


@given(CLOCKS, st.integers(0, 29), st.integers(0, 59))
def test_a_wall_time_that_there_is_comes_back_as_it_was(
    clock: Clock, hour: int, minute: int
) -> None:
    written = f"{hour:02d}:{minute:02d}"
    again = clock.wall(clock.seconds(written))
    days, hour = divmod(hour, 24)
    naive = datetime.combine(clock.date + timedelta(days=days), datetime.min.time()).replace(
        hour=hour, minute=minute
    )
    local = naive.replace(tzinfo=clock.zone)
    exists = local.astimezone(UTC).astimezone(clock.zone).replace(tzinfo=None) == naive
    assert (again == written) is exists
