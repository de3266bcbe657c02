"""Positions as rows give them, and what is often wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.tables.fields import Fields

Position = tuple[float, float]
"""Latitude and longitude, in degrees."""

DECIMALS = 5
"""Positions count to about a metre: what agrees so far is one place (docs/words.md)."""

_NEAR_M = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionCodes:
    """What problems with positions are called in one table."""

    half: str
    swapped: str


def read_position(
    fields: Fields, *, codes: PositionCodes, hubs: Sequence[Position]
) -> Position | None:
    """Read a row's `lat` and `lon`.

    Exchanged values are recognised by the hubs: the given position is far from every hub (or is
    none on Earth), the exchanged one is near one of them.

    Returns
    -------
    tuple or None
        ``None`` when the row has none, and when it has one that cannot be used; the latter leaves
        an error in the fields.
    """
    if fields.given("lat") != fields.given("lon"):
        has, lacks = ("lat", "lon") if fields.given("lat") else ("lon", "lat")
        fields.report(
            codes.half,
            f"It has a {has} and no {lacks}.",
            f"Fill in {lacks}, or empty both to have the address looked up.",
            column=has,
        )
        return None
    # As wide as both may be when they are exchanged; the narrower range of lat comes after.
    lat, lon = fields.number("lat", -180, 180), fields.number("lon", -180, 180)
    if lat is None or lon is None:
        return None
    if is_swapped((lat, lon), hubs):
        fields.report(
            codes.swapped,
            f"lat {lat:g} and lon {lon:g} are exchanged: there is no hub near, and there is one"
            f" near lat {lon:g}, lon {lat:g}.",
            "Exchange the two.",
            column="lat",
        )
        return None
    lat = fields.number("lat", -90, 90)
    return None if lat is None else (round(lat, DECIMALS), round(lon, DECIMALS))


def is_swapped(position: Position, hubs: Sequence[Position]) -> bool:
    """Whether a position is far from every hub, and near one with its values exchanged."""
    lat, lon = position
    if not hubs or abs(lon) > 90 or _is_near(position, hubs):
        return False
    return _is_near((lon, lat), hubs)


def _is_near(position: Position, hubs: Sequence[Position]) -> bool:
    """Whether a hub is within 100 km: further than any round, nearer than a mistake."""
    lat, lon = zip(*hubs, strict=True)
    return bool((great_circle_m(*position, lat, lon) <= _NEAR_M).any())
