"""Distances on the globe and on the flat map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.geodesy import flat_m, great_circle_m

LATITUDES = st.floats(-70, 70)
LONGITUDES = st.floats(-179, 179)
NEARBY_DEGREES = st.floats(-0.02, 0.02)


def test_a_degree_of_latitude_is_a_360th_of_the_circumference() -> None:
    assert great_circle_m(50.0, 4.0, 51.0, 4.0) == pytest.approx(2 * np.pi * 6_371_008.8 / 360)


def test_brussels_to_leuven_is_25_km() -> None:
    """Grand-Place to Grote Markt, as measured on any map."""
    assert great_circle_m(50.8467, 4.3525, 50.8792, 4.7009) == pytest.approx(24_700, rel=0.01)


@given(LATITUDES, LONGITUDES)
def test_a_place_is_no_distance_from_itself(lat: float, lon: float) -> None:
    assert great_circle_m(lat, lon, lat, lon) == 0.0


@given(LATITUDES, LONGITUDES, NEARBY_DEGREES, NEARBY_DEGREES)
def test_the_flat_map_agrees_with_the_globe_nearby(
    lat: float, lon: float, north: float, east: float
) -> None:
    """Within two kilometres, to a part in a thousand."""
    globe = great_circle_m(lat, lon, lat + north, lon + east)
    x, y = flat_m([lat, lat + north], [lon, lon + east], at_lat=lat)
    assert np.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(globe, rel=1e-3, abs=0.01)
