"""Colours that tell vehicles apart, and that white digits can be read on."""

from __future__ import annotations

from itertools import cycle, islice

PALETTE = (
    "#1769c0", "#c9252d", "#1c7c38", "#8a2fd0", "#b34d00", "#007a87", "#cc1493",
    "#6b6b00", "#3a3f46", "#8b1a4a", "#2a2f9a", "#744a2b", "#0a5a44", "#5f6b94",
)  # fmt: skip
"""Of all hues, the first the furthest apart; each is at least 4.5 to 1 against white:
https://www.w3.org/TR/WCAG22/#contrast-minimum"""


def colours(count: int) -> list[str]:
    """So many colours as ``#rrggbb``; they begin again after the fourteenth."""
    return list(islice(cycle(PALETTE), count))
