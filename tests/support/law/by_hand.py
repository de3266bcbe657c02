"""Drives in a short notation, for streets drawn by letters (the fixture `draw`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.support.law.road_law import Move

if TYPE_CHECKING:
    from tests.support.law.road_law import RoadLaw


def drive(text: str) -> list[Move]:
    """``"1+AB 2-BC"``: along way 1 from A to B, then against the direction of way 2 to C."""
    return [
        Move(int(way), ord(start), ord(end), forward=sign == "+")
        for way, sign, start, end in re.findall(r"(\d+)([+-])(\w)(\w)", text)
    ]


def rules_broken(law: RoadLaw, text: str) -> list[str]:
    """Give the rules that such a drive breaks."""
    return [breach.rule for breach in law.breaches(drive(text))]
