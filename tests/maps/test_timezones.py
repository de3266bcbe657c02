"""The time zone of a place."""

from __future__ import annotations

import pytest

from maps.timezones import country_of, nearest_zone


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (50.85, 4.35, "Europe/Brussels"),
        (60.17, 24.94, "Europe/Helsinki"),
        (41.15, -8.61, "Europe/Lisbon"),
        (-33.87, 151.21, "Australia/Sydney"),
        (40.71, -74.01, "America/New_York"),  # written to the second, with a three-digit longitude
    ],
)
def test_a_city_gets_its_countrys_zone(lat: float, lon: float, zone: str) -> None:
    assert nearest_zone(lat, lon) == zone


@pytest.mark.parametrize(
    ("timezone", "country"),
    [("Europe/Brussels", "BE"), ("America/Argentina/Ushuaia", "AR"), ("Etc/UTC", ""), ("", "")],
)
def test_a_zone_is_of_the_country_that_it_lies_in(timezone: str, country: str) -> None:
    assert country_of(timezone) == country
