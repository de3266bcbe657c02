"""What is scarce: zones, stock, lockers and pickers, over all hubs of a day.

W stands in the south-west of `grid_city`, E in the north-east; orders lie near W.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maps.build import build_city
from routing.engines.hub_choice import choose_hubs
from routing.orders.assignment import Assignment, assign_hubs
from routing.orders.model import Channel, HubOrder, LocatedOrder, Unassigned
from tests.support.grid_city import write_grid_city
from tests.support.grid_day import (
    HOUR,
    MINUTE,
    day,
    hub,
    intake,
    located,
    picker,
    point,
    vehicle,
    zone,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from maps.city import City

COLLECTED = Channel.CLICK_AND_COLLECT
HUBS = (hub("W", 50, 10), hub("E", 750, 790, closes_s=21 * HOUR))
VANS = (vehicle("VW", "W"), vehicle("VE", "E"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return build_city(write_grid_city(tmp_path_factory.mktemp("city") / "grid.osm"))


def assigned(
    city: City, *items: LocatedOrder, holding: Collection[str] = (), **more: Any
) -> Assignment:
    usable = intake(**{"hubs": HUBS, "vehicles": VANS, **more})
    return assign_hubs(day(), items, usable, city, choose_hubs, holding=holding)


def homes(assignment: Assignment) -> dict[str, str]:
    return {item.order.order_id: item.hub_id for item in assignment.orders}


def refused(assignment: Assignment) -> dict[str, str]:
    return {item.order_id: item.code for item in assignment.refused}


def only(assignment: Assignment) -> Unassigned:
    (item,) = assignment.refused
    return item


# Zones


def test_an_order_goes_to_the_hub_whose_zone_it_lies_in(city: City) -> None:
    zones = (zone("ZW", "W", (0, 400, 400, 800)), zone("ZE", "E", (0, 0, 800, 800)))
    found = assigned(city, located(), zones=zones)
    assert homes(found) == {"O": "E"}
    assert found.orders[0].zone_id == "ZE"


def test_a_hub_without_zones_delivers_anywhere(city: City) -> None:
    assert homes(assigned(city, located(), zones=(zone("ZW", "W", (0, 400, 400, 800)),))) == {
        "O": "E"
    }


def test_outside_every_zone_an_order_is_unassigned_with_the_nearest(city: City) -> None:
    """The door is at 210, 50: 150 m south of the nearer zone."""
    zones = (zone("ZW", "W", (0, 200, 400, 400)), zone("ZE", "E", (400, 400, 800, 800)))
    item = only(assigned(city, located(), zones=zones))
    assert (item.hub_id, item.code) == (None, "OUT-OF-ZONE")
    assert item.reason == "Its door lies outside every zone of every hub."
    assert item.suggestion == (
        "The nearest zone, ZW of W, is 150 m away: agree on a place there, or on collection."
    )


def test_outside_its_hubs_zones_an_order_is_told_of_the_hub_that_delivers_there(
    city: City,
) -> None:
    zones = (zone("ZW", "W", (0, 200, 400, 400)), zone("ZE", "E", (0, 0, 800, 800)))
    item = only(assigned(city, located(hub_id="W"), zones=zones))
    assert (item.hub_id, item.code) == ("W", "OUT-OF-ZONE")
    assert item.suggestion == "E delivers there, in its zone ZE: let it prepare the order."


def test_what_every_hub_refuses_has_the_reason_of_the_hub_that_came_nearest(city: City) -> None:
    zones = (
        zone("ZW", "W", (0, 0, 400, 400), closes_s=10 * HOUR),
        zone("ZE", "E", (400, 400, 800, 800)),
    )
    item = only(assigned(city, located(window_start_s=11 * HOUR), zones=zones))
    assert (item.hub_id, item.code) == (None, "ZONE-HOURS")
    assert "ZW opening-10:00" in item.suggestion


def test_an_order_below_the_minimum_names_both_amounts(city: City) -> None:
    zones = (zone("ZW", "W", min_order_cents=2000),)
    item = only(assigned(city, located(hub_id="W", value_cents=1500), zones=zones))
    assert (item.code, item.reason) == (
        "BELOW-MINIMUM",
        "It is worth €15.00; zone ZW of W asks for €20.00.",
    )
    assert item.suggestion == (
        "E could have it: let it prepare the order; or €5.00 more would do; or let it be collected."
    )


# Stock


def test_orders_go_only_to_hubs_that_have_all_of_them(city: City) -> None:
    stock = {"W": {"milk": 1}, "E": {"milk": 2, "eggs": 1}}
    found = assigned(city, located(articles={"milk": 1, "eggs": 1}), stock=stock)
    assert homes(found) == {"O": "E"}
    assert found.stock == {"W": {"milk": 1}, "E": {"milk": 1, "eggs": 0}}


def test_a_hub_whose_stock_is_not_known_has_all(city: City) -> None:
    assert homes(assigned(city, located(articles={"milk": 9}), stock={"E": {}})) == {"O": "W"}


def test_orders_that_name_their_hub_have_its_stock_first(city: City) -> None:
    items = [
        located("free", articles={"milk": 1}, priority=9),
        located("named", hub_id="W", articles={"milk": 1}),
    ]
    found = assigned(city, *items, stock={"W": {"milk": 1}, "E": {"milk": 1}})
    assert homes(found) == {"free": "E", "named": "W"}


def test_of_those_that_name_a_hub_the_important_have_its_stock(city: City) -> None:
    items = [
        located("first", hub_id="W", articles={"milk": 2}, line=2),
        located("important", hub_id="W", articles={"milk": 2}, line=3, priority=7),
        located("small", hub_id="W", articles={"milk": 1}, line=4),
    ]
    found = assigned(city, *items, stock={"W": {"milk": 3}, "E": {"milk": 5}})
    assert homes(found) == {"important": "W", "small": "W"}
    item = only(found)
    assert (item.order_id, item.hub_id, item.code) == ("first", "W", "OUT-OF-STOCK")
    assert item.reason == "W lacks milk (2 wanted, 3 there, 3 of them for other orders)."
    assert item.suggestion == (
        "E has all of it: let it prepare the order; or bring 2 of milk to W, or agree with the"
        " customer to leave that out."
    )


def test_what_is_brought_as_told_serves_the_refused_order_and_takes_from_nobody(
    city: City,
) -> None:
    items = [
        located("large", hub_id="W", articles={"milk": 4}, line=2),
        located("small", hub_id="W", articles={"milk": 2}, line=3),
    ]
    found = only(assigned(city, *items, stock={"W": {"milk": 2}}))
    assert found.order_id == "large"
    assert "bring 4 of milk to W" in found.suggestion
    assert homes(assigned(city, *items, stock={"W": {"milk": 6}})) == {"large": "W", "small": "W"}


def test_no_hub_is_offered_that_would_have_an_order_ready_too_late(city: City) -> None:
    shifts = (picker("KW", "W", end_s=9 * HOUR), picker("KE", "E", start_s=15 * HOUR))
    known = {"hub_id": "W", "lines": 90, "window_end_s": 11 * HOUR, "placed_s": 8 * HOUR}
    item = located("O", None, channel=COLLECTED, **known)
    found = only(assigned(city, item, pickers=shifts, picking_hubs=frozenset("WE")))
    assert found.code == "NO-PICKER"
    assert "E could" not in found.suggestion


def test_an_order_keeps_the_articles_of_the_place_it_has(city: City) -> None:
    items = [
        located("kept", hub_id="W", articles={"milk": 1}, priority=0),
        located("new", hub_id="W", articles={"milk": 1}, priority=9),
    ]
    found = assigned(city, *items, stock={"W": {"milk": 1}}, holding={"kept"})
    assert homes(found) == {"kept": "W"}


def test_what_no_hub_has_all_of_names_what_each_lacks(city: City) -> None:
    stock = {"W": {"milk": 1}, "E": {"eggs": 1}}
    item = only(assigned(city, located(articles={"milk": 1, "eggs": 2}), stock=stock))
    assert item.hub_id is None
    assert item.reason == (
        "No hub that could have it has all of it: W lacks eggs (2 wanted, 0 there);"
        " E lacks milk (1 wanted, 0 there), eggs (2 wanted, 1 there)."
    )
    assert "2 of eggs to W" in item.suggestion


def test_scarce_articles_go_to_as_many_orders_as_they_can(city: City) -> None:
    """Two of each pair find all of theirs only if each hub serves the pair that it can."""
    items = [
        located("milk 1", articles={"milk": 1}), located("milk 2", articles={"milk": 1}),
        located("both 1", articles={"milk": 1, "eggs": 1}),
        located("both 2", articles={"milk": 1, "eggs": 1}),
    ]  # fmt: skip
    stock = {"W": {"milk": 2, "eggs": 2}, "E": {"milk": 2}}
    found = assigned(city, *items, stock=stock)
    assert homes(found) == {"milk 1": "E", "milk 2": "E", "both 1": "W", "both 2": "W"}


def test_the_important_have_scarce_articles_of_any_hub(city: City) -> None:
    items = [
        located("low", articles={"milk": 1}, priority=1),
        located("high", articles={"milk": 1}),
    ]
    found = assigned(city, *items, stock={"W": {"milk": 1}, "E": {}})
    assert homes(found) == {"high": "W"}
    assert refused(found) == {"low": "OUT-OF-STOCK"}


# Lockers


def drop(order_id: str, **known: Any) -> LocatedOrder:
    return located(order_id, (450, 410), channel=COLLECTED, collect_at="P", **known)


def test_a_locker_is_given_no_more_than_it_takes_over_all_hubs(city: City) -> None:
    items = [
        drop("A", hub_id="W", parcels=2, line=2),
        drop("B", hub_id="E", parcels=2, line=3),
        drop("C", parcels=1, line=4),
    ]
    points = (point("P", capacity_parcels=3), point("Q", 610, 410, capacity_parcels=1))
    found = assigned(city, *items, points=points)
    assert homes(found).keys() == {"A", "C"}
    item = only(found)
    assert (item.order_id, item.hub_id, item.code) == ("B", "E", "POINT-FULL")
    assert item.reason == "P has too little room left today (2 wanted, 1 left)."
    assert item.suggestion.startswith("Let it be collected at E (E), ")


def test_the_nearest_place_with_room_that_is_open_before_the_promise_is_offered(
    city: City,
) -> None:
    """Q is nearer than R, and opens when the promise is over."""
    points = (
        point("P", capacity_parcels=0),
        point("Q", 610, 410, opens_s=13 * HOUR),
        point("R", 610, 210, capacity_parcels=1),
        point("S", 450, 500, capacity_parcels=0),
    )
    item = only(assigned(city, drop("A", window_end_s=12 * HOUR), points=points))
    assert item.suggestion == "Let it be collected at R (R), 256 m away and open 10:00-18:00."


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ({"priority": 5}, {"priority": 6}, "second"),
        ({"placed_s": 9 * HOUR}, {"placed_s": 8 * HOUR}, "second"),
        ({}, {}, "first"),
    ],
    ids=["the important", "placed first", "the first row"],
)
def test_the_last_room_of_a_locker_goes_to(
    city: City, first: dict[str, Any], second: dict[str, Any], kept: str
) -> None:
    items = [drop("first", line=2, **first), drop("second", line=3, **second)]
    found = assigned(city, *items, points=(point("P", capacity_parcels=1),))
    assert list(homes(found)) == [kept]


def test_the_room_of_an_order_that_no_hub_has_all_of_goes_to_the_next(city: City) -> None:
    items = [drop("A", articles={"milk": 1}, line=2), drop("B", line=3)]
    points = (point("P", capacity_parcels=1),)
    found = assigned(city, *items, points=points, stock={"W": {}, "E": {}})
    assert refused(found) == {"A": "OUT-OF-STOCK"}
    assert list(homes(found)) == ["B"]


# Pickers


def test_a_hub_whose_pickers_are_busy_leaves_an_order_to_the_next(city: City) -> None:
    """W's picker has ten minutes until noon for what is collected there by then."""
    shifts = (picker("KW", "W", start_s=11 * HOUR), picker("KE", "E", start_s=11 * HOUR))
    named = [
        located(f"N{n}", None, channel=COLLECTED, hub_id="W", lines=9, window_end_s=12 * HOUR)
        for n in range(5)
    ]
    free = located("F", (60, 20), channel=COLLECTED, lines=9, window_end_s=12 * HOUR)
    found = assigned(city, *named, free, pickers=shifts, picking_hubs=frozenset("WE"))
    assert homes(found)["F"] == "E"
    assert homes(assigned(city, free, pickers=shifts, picking_hubs=frozenset("WE")))["F"] == "W"


def test_what_no_shift_could_pick_is_unassigned_with_another_hub(city: City) -> None:
    shifts = (picker("KW", "W", end_s=18 * HOUR), picker("KE", "E"))
    item = located("O", None, channel=COLLECTED, hub_id="W", lines=9, placed_s=18 * HOUR)
    found = only(assigned(city, item, pickers=shifts, picking_hubs=frozenset("WE")))
    assert (found.hub_id, found.code) == ("W", "NO-PICKER")
    assert found.suggestion == (
        "E could have it ready at 18:10: let it prepare the order; or ready at 18:10 at the"
        " earliest if KW of W worked until 18:15."
    )


# Whatever the day


def _orders(draw: st.DrawFn) -> list[LocatedOrder]:
    items = []
    for number in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(["door", "hub", "locker"]))
        known: dict[str, Any] = {
            "hub_id": draw(st.sampled_from([None, "W", "E"])),
            "priority": draw(st.integers(0, 9)),
            "parcels": draw(st.integers(1, 3)),
            "lines": draw(st.integers(0, 300)),
            "placed_s": draw(st.sampled_from([None, 7 * HOUR, 15 * HOUR, 19 * HOUR + 50 * MINUTE])),
            "value_cents": draw(st.sampled_from([None, 1000, 3000])),
            "articles": draw(
                st.dictionaries(st.sampled_from(["milk", "eggs"]), st.integers(0, 2), max_size=2)
            ),
            "line": number + 2,
        }
        if kind == "door":
            at_m = draw(st.sampled_from([(210, 50), (610, 750), (400, 210)]))
            items.append(located(f"O{number}", at_m, **known))
        elif kind == "hub":
            items.append(located(f"O{number}", None, channel=COLLECTED, **known))
        else:
            items.append(drop(f"O{number}", **known))
    return items


def _days(draw: st.DrawFn) -> tuple[list[LocatedOrder], dict[str, Any]]:
    """Orders, and what is scarce."""
    articles = st.dictionaries(st.sampled_from(["milk", "eggs"]), st.integers(0, 4))
    zones = (zone("ZW", "W", (0, 0, 500, 500), min_order_cents=2000),)
    return _orders(draw), {
        "stock": draw(st.dictionaries(st.sampled_from(["W", "E"]), articles)),
        "points": (point("P", capacity_parcels=draw(st.sampled_from([None, 0, 1, 4]))),),
        "zones": zones if draw(st.booleans()) else (),
        "pickers": (picker("KW", "W"), picker("KE", "E", end_s=16 * HOUR)),
        "picking_hubs": frozenset(draw(st.sets(st.sampled_from(["W", "E"])))),
    }


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(given_day=st.composite(_days)())
def test_no_shelf_is_overdrawn_no_locker_overfull_and_no_order_lost_or_twice(
    city: City, given_day: tuple[list[LocatedOrder], dict[str, Any]]
) -> None:
    items, scarce = given_day
    found = assigned(city, *items, **scarce)
    everybody = [*homes(found), *refused(found)]
    assert sorted(everybody) == sorted(item.order.order_id for item in items)
    for hub_id, there in scarce["stock"].items():
        taken: Counter[str] = Counter()
        for item in found.orders:
            if item.hub_id == hub_id:
                taken.update(item.order.articles)
        assert all(count <= there.get(sku, 0) for sku, count in taken.items())
        left = {sku: count - taken[sku] for sku, count in there.items()}
        assert found.stock[hub_id] == left
    capacity = scarce["points"][0].capacity_parcels
    parcels = sum(_dropped(item) for item in found.orders)
    assert capacity is None or parcels <= capacity
    chosen = {choice.order_id: choice.hub_id for choice in found.choices}
    free = {item.order.order_id for item in items if item.order.hub_id is None}
    assert chosen.items() <= homes(found).items()
    assert chosen.keys() <= free


def _dropped(item: HubOrder) -> int:
    return item.order.parcels if item.point_id == "P" else 0
