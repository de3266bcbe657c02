"""Durations as people write them."""

from __future__ import annotations

import pytest

from routing.day.durations import duration_s


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2h", 7200),
        ("2 H", 7200),
        ("90min", 5400),
        ("90 min", 5400),
        ("1h30min", 5400),
        ("1h 30 min", 5400),
        ("1h30", 5400),
        ("0min", 0),
        (" 45min ", 2700),
    ],
)
def test_hours_and_minutes_are_read_as_people_write_them(text: str, seconds: int) -> None:
    assert duration_s(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "2",
        "h",
        "min",
        "2 hours",
        "1.5h",
        "-2h",
        "30min1h",
        "1h90min",
        "2h2h",
        "²h",
        "PT2H",
    ],
)
def test_what_leaves_open_how_long_is_no_duration(text: str) -> None:
    assert duration_s(text) is None
