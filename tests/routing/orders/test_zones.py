"""Where each hub delivers: zones in metres on the map of `grid_city`."""

from __future__ import annotations

import pytest

from routing.fleet.model import Zone
from routing.orders.model import Located, Place
from routing.orders.refusal import BELOW_MINIMUM, OUT_OF_ZONE, ZONE_HOURS, Refusal
from routing.orders.zones import Zones, distance_m, holds
from tests.support.grid_day import HOUR, at, day, zone

EVENING = (17 * HOUR, 19 * HOUR)


def door(east_m: float = 100, north_m: float = 100) -> Place:
    lat, lon = at(east_m, north_m)
    return Place(lat=lat, lon=lon, located=Located.GIVEN, accuracy_m=0)


def taking(*zones: Zone, value_cents: int | None = None) -> Zone | Refusal:
    return Zones(zones, day().clock).taking("H", door(), EVENING, value_cents)


def test_a_door_lies_in_a_zone_and_on_its_edge() -> None:
    square = zone(box_m=(0, 0, 400, 400))
    west, south, east, north = square.area.bounds
    assert holds(square, door())
    assert holds(
        square, Place(lat=north, lon=(west + east) / 2, located=Located.GIVEN, accuracy_m=0)
    )
    assert not holds(square, door(450, 100))
    assert south < north


def test_a_zone_is_so_many_metres_away() -> None:
    assert distance_m(zone(box_m=(500, 0, 900, 400)), door(100, 100)) == pytest.approx(400, abs=2)
    assert distance_m(zone(box_m=(0, 400, 400, 900)), door(100, 100)) == pytest.approx(300, abs=2)
    assert distance_m(zone(), door()) == 0


def test_of_two_zones_the_one_that_is_served_longer_in_the_window_takes_it() -> None:
    found = taking(
        zone("A", closes_s=18 * HOUR, surcharge_cents=0),
        zone("B", opens_s=17 * HOUR, closes_s=20 * HOUR, surcharge_cents=300),
    )
    assert isinstance(found, Zone)
    assert found.zone_id == "B"


def test_of_two_that_are_served_as_long_the_one_that_costs_less_takes_it() -> None:
    found = taking(
        zone("A", surcharge_cents=300),
        zone("B", surcharge_cents=200),
        zone("C", surcharge_cents=200),
    )
    assert isinstance(found, Zone)
    assert found.zone_id == "B"


def test_a_zone_whose_minimum_is_missed_gives_way_to_another() -> None:
    found = taking(zone("A", min_order_cents=5000), zone("B", closes_s=18 * HOUR), value_cents=4999)
    assert isinstance(found, Zone)
    assert found.zone_id == "B"


def test_the_minimum_asks_nothing_of_an_order_whose_worth_is_not_known() -> None:
    assert isinstance(taking(zone(min_order_cents=5000), value_cents=None), Zone)
    assert isinstance(taking(zone(min_order_cents=5000), value_cents=5000), Zone)


@pytest.mark.parametrize(
    ("zones", "code", "said", "way_out"),
    [
        ((zone(box_m=(500, 0, 800, 400)),), OUT_OF_ZONE, "outside every zone of H", ""),
        (
            (zone(opens_s=9 * HOUR, closes_s=12 * HOUR),),
            ZONE_HOURS,
            "in its window 17:00-19:00: Z 09:00-12:00",
            "Z 09:00-12:00",
        ),
        (
            (zone("A", min_order_cents=9900), zone("B", min_order_cents=5000)),
            BELOW_MINIMUM,
            "worth €42.50; zone B of H asks for €50.00",
            "€7.50 more would do",
        ),
    ],
    ids=["outside", "not served then", "worth too little"],
)
def test_what_no_zone_takes_is_refused_with_the_reason(
    zones: tuple[Zone, ...], code: str, said: str, way_out: str
) -> None:
    found = taking(*zones, value_cents=4250)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert said in found.reason
    assert way_out in found.way_out


def test_a_zone_that_closes_when_the_window_opens_takes_it_at_that_moment() -> None:
    assert isinstance(taking(zone(closes_s=17 * HOUR)), Zone)
    assert isinstance(taking(zone(closes_s=17 * HOUR - 1)), Refusal)


def test_the_nearest_zone_of_some_hubs() -> None:
    zones = Zones(
        (zone("A", "W", (500, 0, 800, 400)), zone("B", "E", (300, 0, 400, 400))), day().clock
    )
    found = zones.nearest(["W", "E"], door())
    assert found is not None
    assert (found[1].zone_id, round(found[0], -1)) == ("B", 200)
    assert zones.nearest(["X"], door()) is None
