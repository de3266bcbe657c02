"""House numbers, as the map and people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.addresses.house_numbers import parse_number


@pytest.mark.parametrize(
    ("text", "low", "high", "rest"),
    [
        ("12", 12, 12, ""),
        ("12A", 12, 12, "a"),
        ("12 b", 12, 12, "b"),
        ("12 bis", 12, 12, "bis"),
        ("12/3", 12, 12, "3"),
        ("12 / 3", 12, 12, "3"),
        ("12-14", 12, 14, ""),
        ("12a-14b", 12, 14, "a"),
        ("12;14;16", 12, 16, ""),
        ("n° 16 & n°18", 16, 18, ""),
        ("379 Av. Louise/Louizalaan", 379, 379, ""),
        ("12 A 3", 12, 12, "a"),
        ("12 bus 3", 12, 12, ""),
        ("12-1000 Bruxelles", 12, 12, ""),
        ("14-12", 14, 14, ""),
    ],
)
def test_a_number_is_read_with_its_range_and_letter(
    text: str, low: int, high: int, rest: str
) -> None:
    number = parse_number(text)

    assert number is not None
    assert (number.low, number.high, number.rest) == (low, high, rest)


@pytest.mark.parametrize("text", ["", "bis", "s/n", "?"])
def test_a_text_without_digits_has_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.text())
def test_any_text_gives_an_ascending_range_or_nothing(text: str) -> None:
    number = parse_number(text)

    assert number is None or 0 <= number.low <= number.high
