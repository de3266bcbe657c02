"""Colours of vehicles."""

from __future__ import annotations

import pytest

from routing.page.colours import colours, contrast_with_white


def parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def test_the_contrasts_of_white_and_black_are_those_of_the_standard() -> None:
    assert contrast_with_white((1.0, 1.0, 1.0)) == pytest.approx(1)
    assert contrast_with_white((0.0, 0.0, 0.0)) == pytest.approx(21)


def test_white_digits_can_be_read_on_every_colour() -> None:
    assert min(contrast_with_white(parts(colour)) for colour in colours(360)) >= 4.5


def test_a_hundred_vehicles_have_a_hundred_colours() -> None:
    assert len(set(colours(100))) == 100


def test_a_vehicle_keeps_its_colour_when_others_follow() -> None:
    assert colours(50)[:7] == colours(7)
