"""Which hub prepares what, in the city of `grid_city`: W in the south-west, E in the north-east."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from maps.build import build_city
from maps.circumstances import Circumstances
from maps.conditional import Calendar
from routing.engines.hub_choice import choose_hubs
from routing.orders.assignment import assign_hubs, by_hub
from routing.orders.model import Channel, HubOrder, LocatedOrder
from tests.support.grid_day import (
    HOUR,
    at,
    day,
    hub,
    intake,
    located,
    point,
    vehicle,
    write_city_with_park,
    write_city_with_spur,
)

if TYPE_CHECKING:
    from pathlib import Path

    from maps.city import City
    from routing.fleet.model import CollectionPoint, Hub, Vehicle

COLLECTED = Channel.CLICK_AND_COLLECT
WEST, EAST = hub("W", 50, 10), hub("E", 750, 790, opens_s=9 * HOUR, closes_s=19 * HOUR)
VANS = (vehicle("VW", "W"), vehicle("VE", "E"))
TWO_STOPS = (vehicle("VW", "W", max_trips=1, max_stops=2), vehicle("VE", "E", max_stops=2))
"""Vans that make two stops a trip, W's only one trip."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return build_city(write_city_with_park(tmp_path_factory.mktemp("city") / "grid.osm"))


def settled(
    city: City,
    *items: LocatedOrder,
    vehicles: tuple[Vehicle, ...] = VANS,
    hubs: tuple[Hub, ...] = (WEST, EAST),
    points: tuple[CollectionPoint, ...] = (point("P"),),
) -> list[HubOrder]:
    usable = intake(hubs=hubs, vehicles=vehicles, points=points)
    assignment = assign_hubs(day(), items, usable, city, choose_hubs)
    assert assignment.refused == ()
    return list(assignment.orders)


def hubs_of(city: City, *items: LocatedOrder, vehicles: tuple[Vehicle, ...] = VANS) -> list[str]:
    return [item.hub_id for item in settled(city, *items, vehicles=vehicles)]


def test_an_order_keeps_the_hub_that_it_names(city: City) -> None:
    assert hubs_of(city, located(hub_id="E"), located(hub_id="W", place=(610, 750))) == ["E", "W"]


def test_the_only_hub_prepares_everything(city: City) -> None:
    assert [o.hub_id for o in settled(city, located(place=(610, 750)), hubs=(WEST,))] == ["W"]


def test_what_is_collected_at_a_hub_is_prepared_there(city: City) -> None:
    (item,) = settled(city, located(channel=COLLECTED, collect_at="E"))
    assert (item.hub_id, item.place, item.point_id) == ("E", None, None)


def test_orders_go_to_the_hub_that_is_nearest_by_travel_time(city: City) -> None:
    items = [located("A", (210, 50)), located("B", (610, 750))]
    assert hubs_of(city, *items) == ["W", "E"]


def test_nearest_is_what_the_fleets_streets_make_nearest(city: City) -> None:
    """The goal is the east end of the cycle bridge.

    Hub N stands at the bridge's west end, 200 m away, hub S on the east bank, 400 m by the streets.
    Bikes from N cross the bridge; vans go round by the north or south.
    """
    hubs = (hub("N", 190, 405), hub("S", 610, 210))
    goal = located(place=(410, 405))
    for kind, nearest in (("van", "S"), ("cargo_bike", "N")):
        fleet = (vehicle("1", "N", kind=kind), vehicle("2", "S", kind=kind))
        assert settled(city, goal, hubs=hubs, vehicles=fleet)[0].hub_id == nearest


def test_a_full_hub_gives_orders_to_the_next(city: City) -> None:
    """W's van makes one trip of two stops: two orders stay, the other one goes to E."""
    items = [located(str(number)) for number in range(3)]
    chosen = hubs_of(city, *items, vehicles=TWO_STOPS)
    assert Counter(chosen) == {"W": 2, "E": 1}


def test_orders_that_name_their_hub_take_its_room_first(city: City) -> None:
    named = [located(str(number), hub_id="W") for number in range(2)]
    assert hubs_of(city, *named, located("free"), vehicles=TWO_STOPS)[-1] == "E"


def test_what_is_collected_at_a_hub_takes_no_room_on_its_vehicles(city: City) -> None:
    named = [
        located("A", channel=COLLECTED, hub_id="W"),
        located("B", channel=COLLECTED, collect_at="W"),
        located("C", None, channel=COLLECTED),
    ]
    assert hubs_of(city, *named, located("free"), vehicles=TWO_STOPS)[-1] == "W"


def test_too_little_room_everywhere_leaves_nobody_without_a_hub(city: City) -> None:
    fleet = tuple(vehicle(f"V{h}", h, max_trips=1, max_stops=1) for h in "WE")
    assert len(hubs_of(city, *(located(str(n)) for n in range(5)), vehicles=fleet)) == 5


@pytest.mark.parametrize(
    "lacking",
    [{"weight_g": 500}, {"volume_ml": 500}, {"skills": frozenset[str]()}],
    ids=["too heavy", "too large", "skill"],
)
def test_a_hub_whose_vehicles_cannot_take_an_order_gets_none_while_another_can(
    city: City, lacking: dict[str, object]
) -> None:
    cooled = frozenset({"cooled"})
    fleet = (
        vehicle("VW", "W", **({"skills": cooled} | lacking)),
        vehicle("VE", "E", skills=cooled, max_trips=1, max_stops=1),
    )
    items = [located(str(number), requires=cooled) for number in range(3)]
    assert hubs_of(city, *items, vehicles=fleet) == ["E"] * 3


def test_a_hub_without_vehicles_delivers_nothing_while_another_can(city: City) -> None:
    assert hubs_of(city, located(), vehicles=VANS[1:]) == ["E"]


def test_a_place_that_a_hubs_kinds_cannot_come_near_goes_to_one_that_can(city: City) -> None:
    """In the park, by the cycle path, vans are 300 m away; E has the nearer van, W a bike."""
    fleet = (vehicle("B", "W", kind="cargo_bike"), VANS[1])
    assert hubs_of(city, located(place=(1100, 410)), vehicles=fleet) == ["W"]


@pytest.mark.parametrize(
    ("window", "hub_id"),
    [
        pytest.param((9, 10), "E", id="open to all"),
        pytest.param((12, 14), "W", id="closed to vans"),
        pytest.param((12, 20), "E", id="open to all again before the window ends"),
    ],
)
def test_an_order_in_a_street_that_is_closed_to_vans_then_goes_to_a_hub_with_bikes(
    tmp_path: Path, window: tuple[int, int], hub_id: str
) -> None:
    """The dead end begins near E, which has vans only."""
    tags = {"motor_vehicle:conditional": "no @ (11:00-18:00)"}
    calendar = Calendar(date=dt.date(2026, 11, 21), timezone="Europe/Brussels", country="BE")
    city = build_city(write_city_with_spur(tmp_path / "grid.osm", 200, **tags)).under(
        Circumstances(calendar=calendar, working_s=(8 * HOUR, 20 * HOUR))
    )
    start_s, end_s = (hour * HOUR for hour in window)
    item = located(place=(900, 410), window_start_s=start_s, window_end_s=end_s)
    fleet = (vehicle("B", "W", kind="cargo_bike"), vehicle("V", "E"))
    assert [one.hub_id for one in settled(city, item, vehicles=fleet)] == [hub_id]


def test_a_day_without_vehicles_gives_every_order_a_hub(city: City) -> None:
    assert len(hubs_of(city, located(), located("B", None, channel=COLLECTED), vehicles=())) == 2


def test_who_collects_where_it_is_prepared_has_the_hub_nearest_home(city: City) -> None:
    """Also where that hub has no vehicle: nobody has to drive."""
    item = located(place=(610, 750), channel=COLLECTED)
    (own,) = settled(city, item, vehicles=VANS[:1])
    assert (own.hub_id, own.place, own.point_id) == ("E", None, None)


def test_no_orders_have_no_hubs(city: City) -> None:
    assert settled(city) == []


def test_what_is_dropped_at_a_locker_is_driven_there_by_the_nearest_hub(city: City) -> None:
    (item,) = settled(city, located(place=(450, 410), channel=COLLECTED, collect_at="P"))
    assert item.point_id == "P"
    assert item.place is not None
    assert (item.place.lat, item.place.lon) == at(450, 410)


def test_what_a_hub_prepares_for_another_is_dropped_there(city: City) -> None:
    (item,) = settled(city, located(channel=COLLECTED, hub_id="W", collect_at="E"))
    assert (item.hub_id, item.point_id) == ("W", "E")
    assert item.place is not None


@pytest.mark.parametrize(
    ("known", "times"),
    [
        pytest.param({"hub_id": "E"}, (9, 19, 9), id="as wide as its hub is open"),
        pytest.param(
            {"hub_id": "E", "window_start_s": 10 * HOUR, "window_end_s": 12 * HOUR},
            (10, 12, 9),
            id="as the row says",
        ),
        pytest.param({"hub_id": "E", "ready_s": 11 * HOUR}, (9, 19, 11), id="ready as it says"),
        pytest.param(
            {"hub_id": "E", "placed_s": 13 * HOUR}, (9, 19, 13), id="not ready before it is placed"
        ),
        pytest.param(
            {"hub_id": "E", "placed_s": -5 * HOUR}, (9, 19, 9), id="placed the evening before"
        ),
        pytest.param(
            {"hub_id": "E", "ready_s": 8 * HOUR, "placed_s": 13 * HOUR},
            (9, 19, 8),
            id="a ready time wins over when it was placed",
        ),
        pytest.param(
            {"channel": COLLECTED, "collect_at": "E"}, (9, 19, 9), id="collected at its hub"
        ),
        pytest.param(
            {"channel": COLLECTED, "hub_id": "E", "collect_at": "P"},
            (10, 18, 9),
            id="a drop has the hours of its place",
        ),
        pytest.param(
            {"channel": COLLECTED, "hub_id": "E", "collect_at": "P", "window_end_s": 15 * HOUR},
            (10, 15, 9),
            id="a drop has its promise",
        ),
        pytest.param(
            {"channel": COLLECTED, "hub_id": "E", "collect_at": "W"},
            (8, 20, 9),
            id="a drop at another hub has that hub's hours",
        ),
    ],
)
def test_times_that_a_row_leaves_empty_are_the_hubs(
    city: City, known: dict[str, Any], times: tuple[int, int, int]
) -> None:
    """E is open from 9 to 19, W from 8 to 20, the locker from 10 to 18."""
    (item,) = settled(city, located(**known))
    hours = (item.window_start_s, item.window_end_s, item.ready_s)
    assert hours == tuple(hour * HOUR for hour in times)


def test_orders_come_back_in_the_order_they_came_and_by_hub(city: City) -> None:
    items = [located(str(number), hub_id="WEW"[number]) for number in range(3)]
    orders = settled(city, *items)
    assert [item.order.order_id for item in orders] == ["0", "1", "2"]
    grouped = by_hub(orders)
    assert {hub_id: [o.order.order_id for o in own] for hub_id, own in grouped.items()} == {
        "E": ["1"],
        "W": ["0", "2"],
    }
