"""Where a day's orders go, in a city with one street of addresses that is all in the test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maps.addresses.locating import LocatingError, Location
from maps.build import build_city
from routing.errors import DayError
from routing.fleet.model import PickerShift, Zone
from routing.orders.locating import Whereabouts, locate
from routing.orders.model import Channel, Located, Order, Place, key_of_address
from tests.support.grid_day import at, hub, intake, order, point, vehicle, write_city_with_park

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.city import City
    from maps.travel import TravelTimes
    from routing.day.model import Day
    from routing.orders.intake import Intake

COLLECTED = Channel.CLICK_AND_COLLECT
FAR_AWAY: dict[str, Any] = {"lat": 48.85, "lon": 2.35}


@dataclass(frozen=True)
class AddressedCity:
    """The grid's streets, and an address book that the test can read."""

    streets: City

    def locate(self, address: str, postcode: str | None, city: str | None) -> Location:
        """An address says itself how well it is known."""
        lat, lon = self.streets.meta.bbox[:2]
        if address == "nowhere":
            raise LocatingError("ORDER-STREET-UNKNOWN", "The map has no street.", "Correct it.")
        if address == "abroad":
            return Location(lat=48.85, lon=2.35, located="exact", accuracy_m=5, matched="Abroad")
        found = {"exact": 5, "interpolated": 40, "street": 250, "vague": 900, "corrected": 5}
        return Location(
            lat=lat + 0.0012345678,
            lon=lon + 0.0012345678,
            located="street" if address == "vague" else address.replace("corrected", "exact"),  # type: ignore[arg-type]  # the test's words
            accuracy_m=found[address],
            matched=f"{address}, {postcode} {city}",
            corrected=address == "corrected",
        )

    def contains(self, lat: float, lon: float) -> bool:
        """Whether it is in the grid."""
        return self.streets.contains(lat, lon)

    def travel_times(self, kind: str) -> TravelTimes:
        """On the grid's streets."""
        return self.streets.travel_times(kind)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> AddressedCity:
    path = tmp_path_factory.mktemp("city") / "grid.osm"
    return AddressedCity(build_city(write_city_with_park(path)))


@pytest.fixture
def find(make_day: Callable[..., Day], city: AddressedCity) -> Callable[[Intake], Whereabouts]:
    day = make_day()
    return lambda given: locate(day, given, city)


def door(order_id: str = "O", east_m: float = 450, north_m: float = 10, **known: object) -> Order:
    lat, lon = at(east_m, north_m)
    return order(order_id, lat=lat, lon=lon, **known)


def day_of(*orders: Order) -> Intake:
    """One hub with a van, one with nothing but its shelves, and a locker."""
    return intake(
        hubs=(hub("H"), hub("H2", 610, 450)),
        vehicles=(vehicle("V", "H"),),
        points=(point("P"),),
        orders=orders,
    )


def test_a_position_is_taken_as_it_is_given(find: Callable[[Intake], Whereabouts]) -> None:
    lat, lon = at(450, 10)
    found = find(day_of(door(address="nowhere")))
    (item,) = found.located
    assert item.place == Place(lat=lat, lon=lon, located=Located.GIVEN, accuracy_m=0)
    assert (found.rejected, found.diagnostics) == ((), ())


@pytest.mark.parametrize(
    ("address", "accuracy_m"), [("exact", 5), ("interpolated", 40), ("street", 250)]
)
def test_an_address_is_as_good_as_the_map_knows_it(
    find: Callable[[Intake], Whereabouts], address: str, accuracy_m: int
) -> None:
    found = find(day_of(order(address=address)))
    place = found.located[0].place
    assert place is not None
    assert (place.located, place.accuracy_m) == (Located(address), accuracy_m)
    assert (round(place.lat, 5), round(place.lon, 5)) == (place.lat, place.lon)
    assert found.diagnostics == ()


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("corrected", "ORDER-ADDRESS-CORRECTED", "'corrected' is taken for corrected, 9000 Gent"),
        ("vague", "ORDER-ADDRESS-VAGUE", "known to 900 m only"),
    ],
)
def test_a_doubtful_address_is_used_and_somebody_is_told(
    find: Callable[[Intake], Whereabouts], address: str, code: str, said: str
) -> None:
    found = find(day_of(order("O7", line=8, address=address, postcode="9000", city="Gent")))
    (doubt,) = found.diagnostics
    assert (doubt.code, doubt.severity, doubt.line, doubt.id) == (code, "warning", 8, "O7")
    assert said in doubt.message
    assert doubt.value == address
    assert (len(found.located), found.rejected) == (1, ())


@pytest.mark.parametrize(
    ("lost", "code", "said"),
    [
        (order("O7", line=8, address="nowhere"), "ORDER-STREET-UNKNOWN", "no street"),
        (order("O7", line=8, **FAR_AWAY), "ORDER-OUTSIDE-MAP", "48.85000, 2.35000"),
        (order("O7", line=8, address="abroad"), "ORDER-OUTSIDE-MAP", "outside the map"),
        (door("O7", 1100, 410, line=8), "ORDER-TOO-FAR", "300 m"),
    ],
    ids=["unknown street", "position off the map", "address off the map", "no street for vans"],
)
def test_a_delivery_that_cannot_be_located_is_rejected(
    find: Callable[[Intake], Whereabouts], lost: Order, code: str, said: str
) -> None:
    found = find(day_of(lost, door("O8")))
    (rejected,) = found.rejected
    assert (rejected.order_id, rejected.file, rejected.line) == ("O7", "orders.csv", 8)
    assert (rejected.code, rejected.code) == (code, found.diagnostics[0].code)
    assert said in rejected.message
    assert [item.order.order_id for item in found.located] == ["O8"]


def test_a_place_that_some_kind_of_the_day_comes_near_is_reachable(
    find: Callable[[Intake], Whereabouts],
) -> None:
    """In the park, by the cycle path, vans are 300 m away."""
    given = day_of(door("O7", 1100, 410))
    with_bike = replace(given, vehicles=(*given.vehicles, vehicle("B", kind="cargo_bike")))
    assert len(find(with_bike).located) == 1
    assert len(find(given).located) == 0


@pytest.mark.parametrize(
    ("goal", "where"),
    [
        ({"hub_id": "H2"}, at(610, 450)),
        ({"hub_id": "H2", "collect_at": "H2"}, at(610, 450)),
        ({"hub_id": "H", "collect_at": "H2"}, at(610, 450)),
        ({"collect_at": "P"}, at(450, 410)),
    ],
    ids=["at its hub", "named twice", "at another hub", "at a locker"],
)
def test_what_is_collected_goes_where_it_is_collected(
    find: Callable[[Intake], Whereabouts], goal: dict[str, Any], where: tuple[float, float]
) -> None:
    """Where its customer lives does not matter, on the map or off it."""
    (item,) = find(day_of(order(channel=COLLECTED, **FAR_AWAY, **goal))).located
    assert item.place == Place(lat=where[0], lon=where[1], located=Located.GIVEN, accuracy_m=0)


def test_an_order_that_any_hub_can_have_needs_no_place(
    find: Callable[[Intake], Whereabouts],
) -> None:
    found = find(day_of(order(channel=COLLECTED)))
    assert found.located[0].place is None
    assert found.diagnostics == ()


@pytest.mark.parametrize("home", [FAR_AWAY, {"address": "nowhere"}, {"address": "abroad"}])
def test_who_collects_may_live_anywhere(
    find: Callable[[Intake], Whereabouts], home: dict[str, Any]
) -> None:
    """Nobody drives there: it would only have helped to choose the hub."""
    found = find(day_of(order(channel=COLLECTED, **home)))
    assert found.rejected == ()
    assert found.located[0].place is None
    assert [one.severity for one in found.diagnostics] == ["warning"]


def test_a_hub_off_the_map_is_set_aside_with_its_vehicles_and_its_orders(
    find: Callable[[Intake], Whereabouts],
) -> None:
    given = day_of(
        door("O1", hub_id="H"), door("O2", hub_id="H2"),
        order("O3", channel=COLLECTED, collect_at="H2"), door("O4"),
    )  # fmt: skip
    lost = replace(
        given,
        hubs=(given.hubs[0], replace(given.hubs[1], **FAR_AWAY)),
        vehicles=(*given.vehicles, vehicle("W", "H2")),
    )
    found = find(lost)
    assert [one.hub_id for one in found.usable.hubs] == ["H"]
    assert [one.vehicle_id for one in found.usable.vehicles] == ["V"]
    assert [(one.order_id, one.code) for one in found.rejected] == [
        ("O2", "ORDER-HUB-OFF-MAP"),
        ("O3", "ORDER-HUB-OFF-MAP"),
    ]
    assert [item.order.order_id for item in found.located] == ["O1", "O4"]
    first = found.diagnostics[0]
    assert (first.code, first.id, first.file) == ("HUB-OUTSIDE-MAP", "H2", "hubs.csv")


def test_a_collection_point_off_the_map_is_set_aside_with_its_orders(
    find: Callable[[Intake], Whereabouts],
) -> None:
    given = day_of(order("O1", channel=COLLECTED, collect_at="P"), door("O2"))
    found = find(replace(given, points=(point("P", 1100, 600),)))
    assert found.usable.points == ()
    assert [one.code for one in found.rejected] == ["ORDER-HUB-OFF-MAP"]
    assert (found.diagnostics[0].code, found.diagnostics[0].file) == ("POINT-TOO-FAR", "points.csv")


def test_a_hub_off_the_map_takes_along_its_pickers_its_zones_and_its_stock(
    find: Callable[[Intake], Whereabouts],
) -> None:
    shifts = tuple(
        PickerShift(
            picker_id=hub_id, hub_id=hub_id, start_s=0, end_s=60, lines_per_hour=80, eur_per_h=22
        )
        for hub_id in ("H", "H2")
    )
    zones = tuple(
        Zone(zone_id=hub_id, hub_id=hub_id, area=shapely.box(4, 50, 5, 51))
        for hub_id in ("H", "H2")
    )
    given = replace(
        day_of(door()),
        hubs=(hub("H"), replace(hub("H2"), **FAR_AWAY)),
        pickers=shifts,
        picking_hubs=frozenset({"H", "H2"}),
        zones=zones,
        stock={"H": {"A": 1}, "H2": {"A": 2}},
    )
    usable = find(given).usable
    assert (usable.pickers, usable.picking_hubs) == (shifts[:1], frozenset({"H"}))
    assert usable.zones == zones[:1]
    assert usable.stock == {"H": {"A": 1}}


def test_a_day_with_no_hub_on_the_map_stops(find: Callable[[Intake], Whereabouts]) -> None:
    lost = replace(day_of(door()), hubs=(replace(hub("H"), **FAR_AWAY),))
    with pytest.raises(DayError) as caught:
        find(lost)
    assert caught.value.code == "DAY-NO-HUB"
    assert "HUB-OUTSIDE-MAP" in caught.value.message


def test_a_day_without_vehicles_is_located_as_for_vans(
    find: Callable[[Intake], Whereabouts],
) -> None:
    given = replace(day_of(door("O1"), door("O2", 1100, 410)), vehicles=())
    found = find(given)
    assert [item.order.order_id for item in found.located] == ["O1"]


_PLACES = st.sampled_from(
    [{}, FAR_AWAY, {"address": "exact"}, {"address": "nowhere"}, {"address": "abroad"}]
    + [dict(zip(("lat", "lon"), at(x, y), strict=True)) for x, y in ((450, 10), (1100, 600))]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(
            _PLACES,
            st.sampled_from(list(Channel)),
            st.sampled_from([None, "H", "H2"]),
            st.sampled_from([None, "H", "H2", "P"]),
        ),
        max_size=6,
    ),
    lost_hub=st.booleans(),
)
def test_every_order_is_located_or_rejected(
    find: Callable[[Intake], Whereabouts],
    rows: list[tuple[dict[str, Any], Channel, str | None, str | None]],
    *,
    lost_hub: bool,
) -> None:
    orders = [
        order(f"O{n}", line=n, channel=channel, hub_id=hub_id, **(place or {"address": "exact"}))
        if channel is Channel.SAME_DAY
        else order(f"O{n}", line=n, channel=channel, hub_id=hub_id, collect_at=at_place, **place)
        for n, (place, channel, hub_id, at_place) in enumerate(rows, start=2)
    ]
    given = day_of(*orders)
    if lost_hub:
        given = replace(given, hubs=(given.hubs[0], replace(given.hubs[1], **FAR_AWAY)))
    found = find(given)
    ids = [item.order.order_id for item in found.located]
    ids += [one.order_id or "" for one in found.rejected]
    assert sorted(ids) == sorted(one.order_id for one in orders)
    for item in found.located:
        assert item.place is not None or item.order.channel is COLLECTED


def test_an_address_that_was_looked_up_before_is_not_looked_up_again(
    make_day: Callable[..., Day], city: AddressedCity
) -> None:
    """The map would not find this one; of the other words nothing is known."""
    lat, lon = at(450, 10)
    known = Place(lat=lat, lon=lon, located=Located.EXACT, accuracy_m=5)
    key = key_of_address("nowhere", "9000", "Gent")
    there = order("A", address="nowhere", postcode="9000", city="Gent", address_key=key)
    assert there.is_looked_up
    assert key is not None
    found = locate(make_day(), day_of(there), city, {key: known})
    assert [item.place for item in found.located] == [known]
    other = replace(there, address_key=key_of_address("nowhere", "9001", "Gent"))
    assert not locate(make_day(), day_of(other), city, {key: known}).located


def test_what_has_a_position_or_is_collected_at_its_hub_is_not_looked_up() -> None:
    """Its place says nothing of its address, and must not be kept as if it did."""
    key = key_of_address("exact", None, None)
    assert not door(address="exact", address_key=key).is_looked_up
    assert not order(channel=COLLECTED, hub_id="H", address_key=key).is_looked_up
    assert order(channel=COLLECTED, address_key=key).is_looked_up
