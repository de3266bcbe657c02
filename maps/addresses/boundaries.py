"""In which municipality and postal district a place lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.addresses.street_names import usual_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.addresses.objects import Area

_LEVELS = ("8", "7", "9", "10", "6")
"""Which admin_level names the municipality: 8 in most of Europe, then what is nearest to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Where places lie.

    Attributes
    ----------
    locality
        One number a place; 0 is in no area.
    city
        What each locality is called, by number; the first is empty.
    names
        Every name of every area that makes up the locality.
    usual_postcode
        The postcode that a municipality's outline carries, by locality; it may have others too.
    postcode
        One a place, empty outside every postal district.
    """

    locality: NDArray[np.int32]
    city: list[str]
    names: list[tuple[str, ...]]
    usual_postcode: list[str]
    postcode: list[str]


def inside(areas: Sequence[Area], lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Inside:
    """Find the areas around each place; a *locality* is a set of areas that occurs together."""
    named = [area for area in areas if area.tags.get("admin_level") in _LEVELS]
    postal = [area for area in areas if area.tags.get("boundary") == "postal_code"]
    sets = _sets_of_areas(named, lat, lon)
    numbers: dict[tuple[int, ...], int] = {(): 0}
    locality = [numbers.setdefault(one, len(numbers)) for one in sets]
    codes = [
        next((_postcode(postal[area]) for area in one if _postcode(postal[area])), "")
        for one in _sets_of_areas(postal, lat, lon)
    ]
    return Inside(
        locality=np.array(locality, np.int32),
        city=[_city([named[area] for area in one]) for one in numbers],
        names=[
            tuple(dict.fromkeys(name for area in one for name in usual_names(named[area].tags)))
            for one in numbers
        ],
        usual_postcode=[
            next((_postcode(named[area]) for area in one if _postcode(named[area])), "")
            for one in numbers
        ],
        postcode=codes,
    )


def _sets_of_areas(
    areas: Sequence[Area], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> list[tuple[int, ...]]:
    """For each place the areas that hold it."""
    sets: list[list[int]] = [[] for _ in lat]
    places = shapely.points(lon, lat)
    for number, area in enumerate(areas):
        shapely.prepare(area.shape)
        for place in np.flatnonzero(shapely.covers(area.shape, places)):
            sets[place].append(number)
    return [tuple(one) for one in sets]


def _city(areas: Sequence[Area]) -> str:
    """Name of the municipality among areas that lie in each other."""
    for level in _LEVELS:
        for area in areas:
            if area.tags.get("admin_level") == level and area.tags.get("name"):
                return area.tags["name"]
    return ""


def _postcode(area: Area) -> str:
    return area.tags.get("postal_code") or area.tags.get("addr:postcode") or ""
