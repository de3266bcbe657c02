"""Which postcode and which city an address has, also where its own tags do not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from maps.geodesy import flat_m

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from maps.addresses.boundaries import Inside

_NEAR_M = 1_000.0
_COUNTRY = re.compile(r"^[A-Z]{1,3}[-\s](?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postal:
    """One postcode and one city a place; empty where nothing near says any."""

    postcode: list[str]
    city: list[str]


def postal_of(
    tags: Sequence[Mapping[str, str]],
    around: Inside,
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
) -> Postal:
    """Take what a place itself says, else the area around it, else the nearest that says any.

    Parameters
    ----------
    tags
        Tags of each place; empty for a point of a street.
    around
        The areas around each place.
    lat, lon
        Degrees.
    """
    at_lat = float(lat.mean()) if len(lat) else 0.0
    spot = np.stack(flat_m(lat, lon, at_lat=at_lat), axis=1)
    # The locality as a third side, so far apart that neighbours are looked for within one only.
    apart = around.locality.astype(np.float64)[:, None] * 10 * _NEAR_M
    within = np.concatenate([spot, apart], axis=1)
    own_code = [single_postcode(own.get("addr:postcode", "")) for own in tags]
    code = [
        own or single_postcode(area) for own, area in zip(own_code, around.postcode, strict=True)
    ]
    own_city = [own.get("addr:city", "").strip() for own in tags]
    city = [own or around.city[at] for own, at in zip(own_city, around.locality, strict=True)]
    return Postal(
        postcode=[
            near or single_postcode(around.usual_postcode[at])
            for near, at in zip(_filled(code, within), around.locality, strict=True)
        ],
        city=_filled(city, within),
    )


def single_postcode(postcodes: str) -> str:
    """A postcode without its country ("B-1000"), unless there are several, as on long streets."""
    return "" if ";" in postcodes else _COUNTRY.sub("", postcodes.strip())


def _filled(values: Sequence[str], within: NDArray[np.float64]) -> list[str]:
    """Give each place without a value that of the nearest place that has one."""
    has = np.array([bool(value) for value in values], np.bool_)
    if not has.any() or has.all():
        return list(values)
    given = np.flatnonzero(has)
    distance, nearest = cKDTree(within[given]).query(within[~has], distance_upper_bound=_NEAR_M)
    filled = list(values)
    for place, metres, index in zip(
        np.flatnonzero(~has), np.atleast_1d(distance), np.atleast_1d(nearest), strict=True
    ):
        if np.isfinite(metres):
            filled[place] = values[given[index]]
    return filled
