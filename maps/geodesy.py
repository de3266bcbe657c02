"""Distances on the globe, and a flat map of a small part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the WGS 84 ellipsoid (IUGG), the one that osmnx uses too."""


def great_circle_m(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> NDArray[np.float64]:
    """Metres between places in degrees, elementwise, by the haversine formula."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_lat = (phi_b - phi_a) / 2
    half_lon = (np.radians(lon_b) - np.radians(lon_a)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lon) ** 2
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return np.asarray(metres, dtype=np.float64)


def flat_m(
    lat: ArrayLike, lon: ArrayLike, *, at_lat: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East and north in metres, by the equirectangular projection that is true at `at_lat`.

    Within a few kilometres of `at_lat` it errs by less than a part in a thousand, which is enough
    to tell the nearest street.
    """
    east = np.radians(lon) * np.cos(np.radians(at_lat)) * EARTH_RADIUS_M
    north = np.radians(lat) * EARTH_RADIUS_M
    return np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)
