"""Conditions of tags: read, and evaluated for a date and a vehicle."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import osmium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from maps.conditional import HORIZON_S, Calendar, Clause, clauses, spells

if TYPE_CHECKING:
    from pathlib import Path

    from maps.conditional import Spells

MONDAY = Calendar(dt.date(2026, 11, 23), "Europe/Brussels", "BE")
SUNDAY = Calendar(dt.date(2026, 11, 22), "Europe/Brussels", "BE")
VAN = {"weight": 3.5, "height": 2.6, "length": 6.0}
ALWAYS = ((0, HORIZON_S),)


def hours(*pairs: float) -> Spells:
    """Hours after midnight, from and until in turn, as seconds."""
    seconds = [round(hour * 3600) for hour in pairs]
    return tuple(zip(seconds[::2], seconds[1::2], strict=True))


def on(date: str, timezone: str = "Europe/Brussels", country: str = "BE") -> Calendar:
    return Calendar(dt.date.fromisoformat(date), timezone, country)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("no @ (11:00-05:00)", [("no", "11:00-05:00")]),
        ("no@(11:00-05:00)", [("no", "11:00-05:00")]),
        ("no @ Mo-Fr 07:00-09:00", [("no", "Mo-Fr 07:00-09:00")]),
        ("80 @ wet", [("80", "wet")]),
        (
            "delivery @ (Mo-Fr 07:00-11:00); no @ (Mo-Fr 11:00-19:00);",
            [("delivery", "Mo-Fr 07:00-11:00"), ("no", "Mo-Fr 11:00-19:00")],
        ),
        ("120 @ 06:00-20:00; 100 @ 22:00-06:00", [("120", "06:00-20:00"), ("100", "22:00-06:00")]),
        ("no @ (Mo-Fr 16:00-11:00;Sa 00:00-11:00)", [("no", "Mo-Fr 16:00-11:00;Sa 00:00-11:00")]),
        (
            "no @ Mo-Fr 07:00-09:00; Sa 08:00-12:00; yes @ Su",
            [("no", "Mo-Fr 07:00-09:00; Sa 08:00-12:00"), ("yes", "Su")],
        ),
        ("30 @ (Mo-Fr 07:00-09:00 AND wet)", [("30", "Mo-Fr 07:00-09:00 AND wet")]),
        ("no @ ((sunset-00:30)-06:00)", [("no", "(sunset-00:30)-06:00")]),
        ("no @ (sunset-00:30)-(sunrise+00:30)", [("no", "(sunset-00:30)-(sunrise+00:30)")]),
    ],
)
def test_clauses_are_read_with_brackets_or_without(
    value: str, expected: list[tuple[str, str]]
) -> None:
    assert clauses(value) == tuple(Clause(*pair) for pair in expected)


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ; ",
        "no",
        "4 hours",
        "@ (07:00-09:00)",
        "no @",
        "no @ (07:00-09:00",
        "no @ 07:00-09:00)",
        "(no @ 07:00-09:00)",
        "no @ (07:00-09:00), yes @ (09:00-10:00)",
        "no @ (07:00-09:00); 10:00-12:00",
    ],
)
def test_what_is_no_list_of_clauses_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"expected 'value @|brackets"):
        clauses(value)


@given(st.text(alphabet='no@();AND "0:-') | st.text())
def test_no_text_crashes_the_reading(text: str) -> None:
    try:
        read = clauses(text)
    except ValueError:
        return
    assert all(clause.value for clause in read)
    for clause in read:
        spells(clause.condition, MONDAY, VAN)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("07:00-11:00", hours(7, 11)),
        ("7:30-19:00", hours(7.5, 19)),
        ("(07:00 - 24:00)", hours(7, 24)),
        ("11:00-05:00", hours(0, 5, 11, 29)),
        ("22:00-24:00, 0:00-06:00", hours(0, 6, 22, 30)),
        ("Mo-Fr 07:00-09:00,16:00-18:00", hours(7, 9, 16, 18)),
        ("Tu 00:00-02:00", hours(24, 26)),
        ("Su 23:00-01:00", hours(0, 1)),
        ("Mo-Fr 16:00-11:00; Sa 00:00-11:00", hours(16, 30)),
        ("Sa,Su", ()),
        ("24/7", ALWAYS),
        ("2016 Apr 25 - 2016 Sep 26", ()),
        ("Oct 15-Apr 15", ALWAYS),
    ],
)
def test_hours_hold_on_a_monday(condition: str, expected: Spells) -> None:
    assert spells(condition, MONDAY, VAN) == expected


@pytest.mark.parametrize(
    ("date", "country", "holiday"),
    [
        ("2026-12-25", "BE", True),
        ("2026-07-21", "BE", True),
        ("2026-07-21", "DE", False),
        ("2026-10-03", "DE", True),
        ("2026-11-23", "BE", False),
    ],
)
def test_public_holidays_are_those_of_the_country(date: str, country: str, holiday: bool) -> None:
    calendar = on(date, country=country)
    by_day = spells("PH 08:00-10:00", calendar, VAN)
    assert by_day == (hours(8, 10) if holiday else ())
    working = spells("Mo-Su 08:00-10:00; PH off", calendar, VAN)
    assert working == (() if holiday else hours(8, 10))


@pytest.mark.parametrize("country", ["", "XX"])
def test_public_holidays_of_no_country_are_unknown(country: str) -> None:
    calendar = on("2026-12-25", country=country)
    assert spells("Mo-Fr 08:00-10:00; PH off", calendar, VAN) is None
    assert spells("Mo-Fr 08:00-10:00", calendar, VAN) == hours(8, 10)


def test_every_day_counts_as_a_day_of_term() -> None:
    assert spells("Mo-Fr 08:00-08:30; SH off", MONDAY, VAN) == hours(8, 8.5)
    assert spells("Mo-Fr 08:00-08:30; SH off", SUNDAY, VAN) == ()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # 29 March 2026: at 02:00 the clock jumps to 03:00.
        ("Su 01:00-04:00", hours(1, 3)),
        ("Su 02:00-03:00", ()),
        ("Su 02:30-03:30", hours(2, 2.5)),
        ("Su 08:00-10:00", hours(7, 9)),
        ("Mo 00:00-01:00", hours(23, 24)),
    ],
)
def test_in_spring_an_hour_is_left_out(condition: str, expected: Spells) -> None:
    assert spells(condition, on("2026-03-29"), VAN) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # 25 October 2026: at 03:00 the clock goes back to 02:00.
        ("Su 01:00-04:00", hours(1, 5)),
        ("Su 02:00-03:00", hours(2, 4)),
        ("Su 02:15-02:45", hours(2.25, 2.75, 3.25, 3.75)),
        ("Su 01:00-02:30", hours(1, 2.5, 3, 3.5)),
        ("Su 08:00-10:00", hours(9, 11)),
        ("Mo 00:00-01:00", hours(25, 26)),
    ],
)
def test_in_autumn_an_hour_comes_twice(condition: str, expected: Spells) -> None:
    assert spells(condition, on("2026-10-25"), VAN) == expected


def test_a_day_that_begins_with_a_jump_begins_at_one() -> None:
    # Cairo, 24 April 2026: the clock jumps from 00:00 to 01:00.
    assert spells("00:00-03:00", on("2026-04-24", "Africa/Cairo", "EG"), VAN) == hours(0, 2, 23, 26)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("weight>3.5", False),
        ("weight>=3.5", True),
        ("weight > 2,8 t", True),
        ("weight>3000 kg", True),
        ("maxweight<3.5", False),
        ("height>=2.5 m", True),
        ("height>260cm", False),
        ("length<10", True),
        ("LENGTH=6", True),
    ],
)
def test_a_vehicle_decides_on_its_properties(condition: str, holds: bool) -> None:
    assert spells(condition, MONDAY, VAN) == (ALWAYS if holds else ())


@pytest.mark.parametrize(
    "condition",
    [
        "wet", "snow", "winter", "destination", "delivery", "residents", "with permit", "disc",
        "stay<2 hours", "axles>2", "weight>7700 lbs", "sunset-sunrise",
        'Mo-Fr 08:00-10:00 "on school days"', '"by permit"', "Mo-Fr 08:00-10:00 unknown",
        "Monday 7am-9am", "25:99", "",
    ],
)  # fmt: skip
def test_what_nobody_here_knows_is_unknown(condition: str) -> None:
    assert spells(condition, MONDAY, VAN) is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("07:00-19:00 AND weight>3", hours(7, 19)),
        ("weight>7.5 and 07:00-19:00", ()),
        ("07:00-19:00 AND 18:00-22:00 And length<10", hours(18, 19)),
        ("(07:00-19:00) AND (Mo)", hours(7, 19)),
        ("((07:00-19:00 AND weight>3) AND Mo 12:00-24:00)", hours(12, 19)),
        ("07:00-19:00 AND wet", None),
        ("weight>7.5 AND wet", ()),
        ("wet AND 07:00-09:00 AND 10:00-12:00", ()),
        ("wet AND snow", None),
    ],
)
def test_parts_joined_by_and_hold_together(condition: str, expected: Spells | None) -> None:
    assert spells(condition, MONDAY, VAN) == expected


def test_brackets_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="brackets"):
        spells("(07:00-09:00", MONDAY, VAN)


def test_the_sun_needs_a_place() -> None:
    at_the_equator = Calendar(dt.date(2026, 3, 20), "UTC", "", (0.0, 0.0))
    found = spells("sunrise-sunset", at_the_equator, VAN)
    assert found is not None
    (rises_s, sets_s), *_ = found
    # At the equinox the day has 12 hours and a few minutes, as the air bends the light.
    assert rises_s == pytest.approx(6 * 3600, abs=900)
    assert sets_s - rises_s == pytest.approx(12 * 3600, abs=900)


DATES = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)) | st.sampled_from(
    [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 24), dt.date(2026, 10, 25)]
)
MINUTES = st.integers(0, 24 * 60 - 1)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def wall(calendar: Calendar, elapsed_s: int) -> dt.datetime:
    midnight = dt.datetime.combine(
        calendar.date, dt.time(), tzinfo=ZoneInfo(calendar.timezone)
    ).timestamp()
    return dt.datetime.fromtimestamp(midnight + elapsed_s, tz=ZoneInfo(calendar.timezone))


def holds(found: Spells, elapsed_s: int) -> bool:
    return any(start <= elapsed_s < end for start, end in found)


@given(DATES, st.sets(st.integers(0, 6), min_size=1), MINUTES, MINUTES)
def test_every_minute_is_as_the_clock_on_the_wall_says(
    date: dt.date, weekdays: set[int], opens: int, closes: int
) -> None:
    calendar = Calendar(date, "Europe/Brussels", "BE")
    days = ",".join(DAYS[day] for day in sorted(weekdays))
    text = f"{days} {opens // 60:02d}:{opens % 60:02d}-{closes // 60:02d}:{closes % 60:02d}"
    found = spells(text, calendar, VAN)
    assert found is not None
    over_midnight = closes <= opens
    for elapsed_s in range(0, HORIZON_S, 300):
        moment = wall(calendar, elapsed_s)
        minute, today = moment.hour * 60 + moment.minute, moment.weekday()
        expected = today in weekdays and opens <= minute and (minute < closes or over_midnight)
        if over_midnight and (today - 1) % 7 in weekdays:
            expected |= minute < closes
        assert holds(found, elapsed_s) == expected, moment


RULES = st.lists(
    st.builds(
        lambda days, opens, closes: f"{days} {opens:02d}:00-{closes:02d}:30",
        st.sampled_from(
            ["Mo-Fr", "Sa", "Su,PH", "PH", "Nov-Feb", "week 1-53/2", "Mo[1]", "Dec 25"]
        ),
        st.integers(0, 23),
        st.integers(0, 23),
    )
    | st.sampled_from(["PH off", "Sa off", "24/7", "Su 22:00-26:00"]),
    min_size=1,
    max_size=3,
).map("; ".join)


@given(DATES, RULES)
def test_every_minute_is_as_the_library_says_of_that_instant(date: dt.date, rules: str) -> None:
    calendar = Calendar(date, "Europe/Brussels", "BE")
    found = spells(rules, calendar, VAN)
    assert found is not None
    opening = OpeningHours(rules, timezone=ZoneInfo("Europe/Brussels"), country="BE")
    for elapsed_s in range(0, HORIZON_S, 900):
        moment = wall(calendar, elapsed_s)
        assert holds(found, elapsed_s) == opening.is_open(moment), moment


@given(DATES, RULES, RULES)
def test_spells_are_sorted_and_apart_and_inside_the_day(
    date: dt.date, some: str, others: str
) -> None:
    found = spells(f"{some} AND {others}", Calendar(date, "Europe/Brussels", "BE"), VAN)
    assert found is not None
    edges = [edge for spell in found for edge in spell]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= HORIZON_S for edge in edges)


def test_what_stands_in_a_real_city_is_understood(shared_data: Path) -> None:
    unread, unknown = set(), set()
    path = shared_data / "osm" / "heidelberg_germany_2024-09-08.osm.pbf"
    ways = osmium.FileProcessor(path, osmium.osm.WAY)
    for way in ways.with_filter(osmium.filter.KeyFilter("highway")):
        for tag in way.tags:
            if not tag.k.endswith(":conditional"):
                continue
            try:
                read = clauses(tag.v)
            except ValueError:
                unread.add(tag.v)
                continue
            calendar = on("2026-11-23", "Europe/Berlin", "DE")
            unknown |= {c.condition for c in read if spells(c.condition, calendar, VAN) is None}
    assert unread == set()
    assert unknown == {"wet", "destination"}
