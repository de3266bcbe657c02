"""The drawn line of a leg: that it can be read, is as long as the drive, and ends where it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polyline

from maps.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach, Where

_END_TOLERANCE_M = 2.0
# Five decimals move every vertex by up to 0.8 m, which lengthens a line of many short pieces.
_LENGTH_TOLERANCE_M = 10.0
_LENGTH_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLeg:
    """A leg as drawn, and what the map says of it: its ends (lat, lon) and its length."""

    where: Where
    name: str
    shape: str
    start: tuple[float, float]
    end: tuple[float, float]
    distance_m: int


def shape_breaches(leg: DrawnLeg) -> Iterator[Breach]:
    """Give what is wrong with the shape of one leg.

    A leg between one and the same road point needs no shape.
    """
    try:
        line = np.array(polyline.decode(leg.shape, 5), dtype=np.float64).reshape(-1, 2)
    except (IndexError, ValueError, OverflowError):
        yield leg.where.breach(
            "shape", f"the shape of {leg.name} is no encoded polyline: {leg.shape[:40]!r}."
        )
        return
    if not len(line):
        line = np.array([leg.start])
    with np.errstate(invalid="ignore"):
        gaps_m = great_circle_m(*np.array([leg.start, leg.end]).T, *line[[0, -1]].T)
        length_m = float(great_circle_m(*line[:-1].T, *line[1:].T).sum())
    for gap_m, verb in zip(gaps_m, ("begins", "ends"), strict=True):
        # Written so that a distance that is no number is a breach.
        if not gap_m <= _END_TOLERANCE_M:
            yield leg.where.breach(
                "shape", f"the shape of {leg.name} {verb} {gap_m:.0f} m from the road point."
            )
    tolerance_m = _LENGTH_TOLERANCE_M + _LENGTH_TOLERANCE * leg.distance_m
    if not abs(length_m - leg.distance_m) <= tolerance_m:
        yield leg.where.breach(
            "shape-length",
            f"the shape of {leg.name} is {length_m:.0f} m long; the drive is {leg.distance_m} m.",
        )
