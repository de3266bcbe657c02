"""Colours that tell vehicles apart, and that white digits can be read on."""

from __future__ import annotations

from itertools import cycle, islice

PALETTE = (
    "#1769c0", "#c9252d", "#1c7c38", "#c006ef", "#8a280f", "#036c77", "#d10594",
    "#3a3f46", "#916b46", "#6306ef", "#8a0f7d", "#5c4691", "#1538c1", "#9261b3",
)  # fmt: skip
"""The furthest apart that were found, one after the other; each is at least 4.5 to 1 against white:
https://www.w3.org/TR/WCAG22/#contrast-minimum"""


def colours(count: int) -> list[str]:
    """So many colours as ``#rrggbb``; they begin again after the fourteenth."""
    return list(islice(cycle(PALETTE), count))
