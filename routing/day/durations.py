"""Durations as people write them: ``2h``, ``90min``, ``1h30min``."""

from __future__ import annotations

import re

_DURATION = re.compile(
    r"(?P<hours>\d{1,4})\s*h(?:\s*(?P<rest>[0-5]?\d)\s*(?:min)?)?|(?P<minutes>\d{1,5})\s*min",
    re.ASCII | re.IGNORECASE,
)


def duration_s(text: str) -> int | None:
    """Give a duration's seconds, or ``None`` where the text is none.

    Hours, minutes, or both; minutes that follow hours need no unit (``1h30``).
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    minutes = int(match["minutes"] or match["rest"] or 0)
    return 3600 * int(match["hours"] or 0) + 60 * minutes
