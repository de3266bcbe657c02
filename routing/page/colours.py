"""Colours that tell vehicles apart, and that white digits can be read on."""

from __future__ import annotations

from colorsys import hls_to_rgb

_GOLDEN_ANGLE_DEG = 137.508
"""Hues that follow one another at this angle never come near each other for long."""

_FIRST_HUE_DEG = 210.0
_SATURATION = 0.75
_LIGHTEST = 0.50
_CONTRAST = 4.5
"""White text on a colour, at least: https://www.w3.org/TR/WCAG22/#contrast-minimum"""

Rgb = tuple[float, float, float]


def colours(count: int) -> list[str]:
    """So many colours as ``#rrggbb``, each far from the one before it."""
    return [_hex(_readable(_FIRST_HUE_DEG + number * _GOLDEN_ANGLE_DEG)) for number in range(count)]


def contrast_with_white(colour: Rgb) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21; red, green and blue are from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _readable(hue_deg: float) -> Rgb:
    """The lightest colour of a hue that is dark enough."""
    lightness = _LIGHTEST
    while contrast_with_white(colour := _rgb(hue_deg, lightness)) < _CONTRAST:
        lightness -= 0.01
    return colour


def _rgb(hue_deg: float, lightness: float) -> Rgb:
    red, green, blue = hls_to_rgb(hue_deg % 360 / 360, lightness, _SATURATION)
    # As it is written: whole steps of 255.
    return round(255 * red) / 255, round(255 * green) / 255, round(255 * blue) / 255


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)
