"""How each language writes dates, times and numbers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from routing.clock import Clock
from routing.texts.languages import LANGUAGES
from routing.texts.words import Words

if TYPE_CHECKING:
    from routing.texts.languages import Language

HOUR = 3600
CLOCK = Clock(dt.date(2026, 11, 21), "Europe/Brussels")


@pytest.mark.parametrize(
    ("language", "date", "distance"),
    [
        ("en", "Saturday, 21 November 2026", "1,234.6 km"),
        ("fr", "samedi 21 novembre 2026", "1\u202f234,6 km"),
        ("nl", "zaterdag 21 november 2026", "1.234,6 km"),
        ("de", "Samstag, 21. November 2026", "1.234,6 km"),
    ],
)
def test_dates_and_numbers_are_the_languages_own(
    language: Language, date: str, distance: str
) -> None:
    words = Words(language)
    assert words.date(CLOCK.date) == date
    assert words.distance(1_234_567) == distance


def test_less_than_a_kilometre_is_told_in_metres() -> None:
    metres = (0, 44, 994, 995, 1_049, 1_050)
    told = [Words("en").distance(one) for one in metres]
    assert told == ["0 m", "40 m", "990 m", "1.0 km", "1.0 km", "1.0 km"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_has_24_hours_and_goes_on_after_midnight(language: Language) -> None:
    words = Words(language)
    assert words.wall(CLOCK, 8 * HOUR + 300) == "08:05"
    assert words.span(CLOCK, 13 * HOUR, 25 * HOUR) == "13:00\N{EN DASH}25:00"


def test_times_are_right_on_the_day_that_has_25_hours() -> None:
    autumn = Clock(dt.date(2026, 10, 25), "Europe/Brussels")
    assert Words("de").wall(autumn, 4 * HOUR) == "03:00"


def test_values_are_put_into_a_text_as_they_are() -> None:
    """Whatever a customer writes is no format."""
    assert (
        Words("fr").gettext("Note: {note}", note="{note} {0}")
        == "Remarque\N{NO-BREAK SPACE}: {note} {0}"
    )
