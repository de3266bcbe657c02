"""House numbers as the map and people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?P<low>\d{1,6})(?P<rest>\s?[a-z]\b|\s?(?:bis|ter|quater)\b|\s*/\s*[^\W_]+)?"
    r"(?:\s*[-\u2013\u2014+&;,]\s*(?:n[o°º]\s*)?(?P<high>\d{1,6})(?:\s?[a-z]\b)?)*",
    re.IGNORECASE,
)
_FURTHEST_RANGE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseNumber:
    """A number, or a range of them, with what follows it.

    ``12b`` is 12 to 12 with the rest ``b``; ``12-14`` is 12 to 14; what follows a slash is a
    mailbox and belongs to the rest: ``12/3`` is 12 to 12 with the rest ``3``.
    """

    low: int
    high: int
    rest: str = ""


def parse_number(text: str) -> HouseNumber | None:
    """Read a house number; ``None`` when there is no digit in it.

    Of texts with more in them (``n° 16 & n°18``, ``379 Av. Louise``) the number is what counts.
    """
    found = _NUMBER.search(text)
    if found is None:
        return None
    low = int(found["low"])
    high = int(found["high"]) if found["high"] else low
    if not low <= high <= low + _FURTHEST_RANGE:
        high = low
    rest = "".join(re.findall(r"[^\W_]+", found["rest"] or "")).lower()
    return HouseNumber(low=low, high=high, rest=rest)
