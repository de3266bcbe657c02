"""Names people mistype: which known one they most likely meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

if TYPE_CHECKING:
    from collections.abc import Collection

_LIKELY = 60.0
_LISTED = 6
_SLIP = 80.0


def nearest(value: str, known: Collection[str]) -> str | None:
    """Give the known name that is most like the value, or ``None`` when none is like it."""
    found = process.extractOne(
        value,
        sorted(known),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=_LIKELY,
    )
    return None if found is None else found[0]


def slip_of(value: str, known: Collection[str]) -> str | None:
    """Give the known name that the value is a slip of the pen for, letter by letter."""
    found = process.extractOne(value, sorted(known), scorer=fuzz.ratio, score_cutoff=_SLIP)
    return None if found is None else found[0]


def suggestion(value: str, known: Collection[str]) -> str:
    """Offer the nearest known name in a sentence, or else list what is known."""
    if not known:
        return "None is known."
    if (name := nearest(value, known)) is not None:
        return f'Did you mean "{name}"?'
    listed = sorted(known)
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    return f"Known: {', '.join(listed[:_LISTED])}{more}."
