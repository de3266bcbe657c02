"""Any text, made fit for paper: nothing unseen is left in it, and nothing is lost unseen."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

MISSING = "\N{REPLACEMENT CHARACTER}"
"""Stands for a sign that the font does not have."""

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for what there was no room for."""

_SPACES = frozenset({"Cc", "Zl", "Zp", "Zs"})
_JOINERS = frozenset("\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")
_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})


def readable(text: str, glyphs: Container[int]) -> str:
    """Text on one line of signs that can be seen.

    Control characters and line ends become spaces. What only steers how a text is shown, such as
    marks that turn its direction, is left out: it could make an address read as another. What the
    font lacks becomes `MISSING`.

    Parameters
    ----------
    glyphs
        The code points that the font has.
    """
    return "".join(_seen(sign, glyphs) for sign in unicodedata.normalize("NFC", text))


def _seen(sign: str, glyphs: Container[int]) -> str:
    category = unicodedata.category(sign)
    if category in _SPACES:
        return sign if ord(sign) in glyphs and category == "Zs" else " "
    if sign not in _JOINERS and (category == "Cf" or _selects_variant(sign)):
        return ""
    return sign if ord(sign) in glyphs else MISSING


def _selects_variant(sign: str) -> bool:
    """Whether it says only how the sign before it is drawn, as in many emoji."""
    return "\ufe00" <= sign <= "\ufe0f"


def needs_shaping(text: str) -> bool:
    """Whether signs are joined, stacked or run from the right, so that a shaper has to set them."""
    return not text.isascii() and any(
        sign in _JOINERS
        or unicodedata.bidirectional(sign) in _FROM_THE_RIGHT
        or unicodedata.category(sign) in {"Mn", "Mc", "Me"}
        for sign in text
    )
