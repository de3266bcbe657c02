"""Speed limits as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.maxspeed import maxspeed_kph


@pytest.mark.parametrize(
    ("value", "kph"),
    [
        ("50", 50), ("50 km/h", 50), ("50kph", 50), ("30 mph", 48), ("30mph", 48),
        ("10 knots", 19), ("27.5", 28),
        ("BE:urban", 50), ("BE-VLG:rural", 70), ("DE:rural", 100), ("XX:urban", 50),
        ("DE:zone:30", 30), ("BE:zone30", 30), ("DE:zone30", 30),
        ("walk", 7), ("none", 130),
        ("50;30", 30), ("50; 70", 50), ("100|80", 80), ("30 mph;50", 48), ("signals;70", 70),
    ],
)  # fmt: skip
def test_a_limit_is_understood(value: str, kph: int) -> None:
    assert maxspeed_kph(value) == kph


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " ",
        "signals",
        "variable",
        "fast",
        "0",
        "-30",
        "5000",
        "50 leagues",
        ":",
        "DE:",
        "3O",
    ],
)
def test_what_says_nothing_usable_is_unknown(value: str | None) -> None:
    assert maxspeed_kph(value) == 0


@given(st.text())
def test_no_text_crashes_it_or_gives_an_absurd_limit(value: str) -> None:
    assert 0 <= maxspeed_kph(value) <= 200
