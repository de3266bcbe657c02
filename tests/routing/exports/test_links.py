"""Links that open one stop in an app."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.profiles.reading import SHIPPED
from routing.exports.links import links_to


def test_a_van_is_led_by_car_in_each_app() -> None:
    assert links_to(50.8466, 4.3528, "van").known() == {
        "google_maps": (
            "https://www.google.com/maps/dir/?api=1&destination=50.846600,4.352800"
            "&travelmode=driving"
        ),
        "waze": "https://waze.com/ul?ll=50.846600,4.352800&navigate=yes",
        "apple_maps": "https://maps.apple.com/?daddr=50.846600,4.352800&dirflg=d",
        "geo": "geo:50.846600,4.352800",
    }


@pytest.mark.parametrize("kind", ["cargo_bike", "bike_trailer", "ebike"])
def test_a_bike_is_led_along_its_own_ways_and_never_by_waze(kind: str) -> None:
    links = links_to(50.0, 4.0, kind)
    assert links.google_maps.endswith("&travelmode=bicycling")
    assert links.waze is None
    assert "dirflg" not in links.apple_maps


def test_who_walks_is_led_on_foot() -> None:
    links = links_to(50.0, 4.0, "walk")
    assert links.google_maps.endswith("&travelmode=walking")
    assert links.apple_maps.endswith("&dirflg=w")
    assert links.waze is None


def test_each_kind_that_comes_with_tournee_has_its_mode() -> None:
    modes = {kind: links_to(50.0, 4.0, kind).google_maps.rpartition("=")[2] for kind in SHIPPED}
    assert modes == {
        "van": "driving",
        "e_van": "driving",
        "cargo_bike": "bicycling",
        "bike_trailer": "bicycling",
        "walk": "walking",
    }


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_place_is_in_the_link_to_a_tenth_of_a_metre_and_without_an_exponent(
    lat: float, lon: float
) -> None:
    found = re.fullmatch(r"geo:(-?\d+\.\d{6}),(-?\d+\.\d{6})", links_to(lat, lon, "van").geo)
    assert found is not None
    assert abs(float(found[1]) - lat) < 1e-6
    assert abs(float(found[2]) - lon) < 1e-6
