"""Colours of vehicles."""

from __future__ import annotations

import math
from itertools import combinations

from routing.page.colours import PALETTE, colours


def linear(colour: str) -> list[float]:
    """Red, green and blue as amounts of light, from sRGB."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    red, green, blue = linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def oklab(colour: str) -> tuple[float, float, float]:
    """Lightness and two axes of colour in which distance is difference (Ottosson, 2020)."""
    red, green, blue = linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def difference(one: str, other: str) -> float:
    return math.dist(oklab(one), oklab(other))


def test_white_digits_can_be_read_on_every_colour() -> None:
    assert contrast_with_white("#ffffff") == 1.05 / 1.05
    assert [colour for colour in PALETTE if contrast_with_white(colour) < 4.5] == []


def test_no_two_colours_are_nearly_the_same() -> None:
    """0.02 in this space is what can just be told apart; these are three times as far."""
    close = [pair for pair in combinations(PALETTE, 2) if difference(*pair) < 0.07]
    assert close == []


def test_a_vehicle_keeps_its_colour_when_others_follow() -> None:
    assert colours(50)[:7] == colours(7)
    assert len(colours(50)) == 50
