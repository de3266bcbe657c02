"""Why an order is where it is, in words that hold.

W stands in the south-west of `grid_city`, E in the north-east; orders lie near W.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from maps.build import build_city
from routing.engines.hub_choice import choose_hubs
from routing.orders.assignment import assign_hubs
from routing.orders.model import Alternative, Channel, HubChoice, LocatedOrder
from tests.support.grid_city import write_grid_city
from tests.support.grid_day import HOUR, MINUTE, day, hub, intake, located, picker, vehicle, zone

if TYPE_CHECKING:
    from maps.city import City

COLLECTED = Channel.CLICK_AND_COLLECT
HUBS = (hub("W", 50, 10), hub("E", 750, 790))
VANS = (vehicle("VW", "W"), vehicle("VE", "E"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return build_city(write_grid_city(tmp_path_factory.mktemp("city") / "grid.osm"))


def choice(city: City, item: LocatedOrder, *others: LocatedOrder, **more: Any) -> HubChoice:
    """The choice of the first order."""
    usable = intake(**{"hubs": HUBS, "vehicles": VANS, **more})
    found = assign_hubs(day(), [item, *others], usable, city, choose_hubs)
    (own,) = [one for one in found.choices if one.order_id == item.order.order_id]
    return own


def only(own: HubChoice) -> Alternative:
    (other,) = own.alternatives
    return other


def test_the_cheapest_hub_and_by_how_much_the_other_is_dearer(city: City) -> None:
    own = choice(city, located())
    assert own.hub_id == "W"
    assert own.reason == "the cheapest of 2 hubs, 1 min away"
    other = only(own)
    assert other.hub_id == "E"
    assert own.cost_cents is not None
    assert other.cost_cents is not None
    assert own.cost_cents < other.cost_cents
    dearer = f"€{(other.cost_cents - own.cost_cents) / 100:.2f} dearer: "
    assert re.fullmatch(re.escape(dearer) + r"\d min further", other.reason)


def test_an_order_that_names_its_hub_has_no_choice(city: City) -> None:
    usable = intake(hubs=HUBS, vehicles=VANS)
    items = [located("A", hub_id="W"), located("B", channel=COLLECTED, collect_at="E")]
    assert assign_hubs(day(), items, usable, city, choose_hubs).choices == ()


def test_a_hub_that_lacks_articles_says_which(city: City) -> None:
    own = choice(city, located(articles={"milk": 2}), stock={"W": {"milk": 1}})
    assert (own.hub_id, own.reason) == ("E", "the only hub that could have it, 3 min away")
    assert only(own) == Alternative(
        hub_id="W", cost_cents=None, reason="no stock of milk (2 wanted, 1 there)"
    )


def test_a_hub_whose_articles_others_have_says_what_is_left(city: City) -> None:
    """Both want the milk of W; the other one is more important."""
    rival = located("R", articles={"milk": 1}, priority=9, line=3)
    stock = {"W": {"milk": 1}, "E": {"milk": 1}}
    own = choice(city, located(articles={"milk": 1}), rival, stock=stock)
    other = choice(city, rival, located(articles={"milk": 1}), stock=stock)
    assert {own.hub_id, other.hub_id} == {"W", "E"}
    loser = own if own.hub_id == "E" else other
    assert only(loser).reason == (
        "no stock left of milk (1 wanted, 1 there, 1 of them for other orders)"
    )


def test_a_hub_whose_zones_end_before_the_door_says_so(city: City) -> None:
    own = choice(city, located(), zones=(zone("ZW", "W", (0, 400, 400, 800)),))
    assert only(own) == Alternative(hub_id="W", cost_cents=None, reason="outside its zones")


def test_a_hub_without_vehicles_that_could_says_so(city: City) -> None:
    own = choice(city, located(), vehicles=VANS[1:])
    assert only(own).reason == "no vehicle of it could deliver it in time"


def test_a_hub_whose_vehicles_are_full_says_when(city: City) -> None:
    """W's van works from 10 to 11 and has an hour of service to do then."""
    vans = (vehicle("VW", "W", shift_start_s=10 * HOUR, shift_end_s=11 * HOUR), VANS[1])
    hour: dict[str, Any] = {"window_start_s": 10 * HOUR, "window_end_s": 11 * HOUR}
    named = [located(f"N{n}", hub_id="W", service_s=900, **hour) for n in range(4)]
    own = choice(city, located(**hour), *named, vehicles=vans)
    assert own.hub_id == "E"
    assert own.reason == "the cheapest hub that has room for it, 3 min away"
    other = only(own)
    assert other.reason == "its vehicles are full between 09:30 and 11:00"
    assert (other.cost_cents or 0) < (own.cost_cents or 0)


def test_a_hub_whose_stops_are_taken_says_how_many_it_makes(city: City) -> None:
    vans = (vehicle("VW", "W", max_trips=1, max_stops=2), vehicle("VE", "E", max_stops=2))
    named = [located(f"N{n}", hub_id="W") for n in range(2)]
    own = choice(city, located(), *named, vehicles=vans)
    assert only(own).reason == "its vehicles make 2 stops, and all are taken"


def test_a_hub_whose_pickers_are_busy_says_when(city: City) -> None:
    shifts = (picker("KW", "W", start_s=11 * HOUR), picker("KE", "E", start_s=11 * HOUR))
    noon: dict[str, Any] = {"channel": COLLECTED, "lines": 9, "window_end_s": 12 * HOUR}
    named = [located(f"N{n}", None, hub_id="W", **noon) for n in range(6)]
    own = choice(
        city, located("O", (60, 20), **noon), *named,
        pickers=shifts, picking_hubs=frozenset("WE"),
    )  # fmt: skip
    assert own.hub_id == "E"
    assert own.reason.endswith("min from its customer")
    assert only(own).reason == "its pickers are busy between 11:00 and 12:00"


def test_a_hub_that_is_ready_too_late_says_when_it_would_be(city: City) -> None:
    shifts = (picker("KW", "W", start_s=12 * HOUR), picker("KE", "E"))
    own = choice(
        city, located("O", (60, 20), channel=COLLECTED, lines=9, window_end_s=12 * HOUR),
        pickers=shifts, picking_hubs=frozenset("WE"),
    )  # fmt: skip
    assert only(own).reason == "ready at 12:10 at the soonest, after 12:00"


def test_hubs_that_are_as_good_are_called_so(city: City) -> None:
    own = choice(city, located("O", None, channel=COLLECTED))
    assert own.reason == "one of 2 hubs that are as good"
    assert only(own) == Alternative(hub_id=only(own).hub_id, cost_cents=0, reason="as good")


def test_the_nearest_three_are_told_and_one_that_could_have_it_among_them(city: City) -> None:
    """Four hubs nearer than E lack the milk."""
    near = [hub(f"N{n}", 50 + 40 * n, 10) for n in range(4)]
    hubs = (hub("W", 250, 10), *near, HUBS[1])
    vans = [vehicle(f"V{one.hub_id}", one.hub_id) for one in hubs]
    stock: dict[str, dict[str, int]] = {one.hub_id: {} for one in near}
    own = choice(city, located(articles={"milk": 1}), hubs=hubs, vehicles=vans, stock=stock)
    assert own.hub_id == "W"
    assert [other.cost_cents is None for other in own.alternatives] == [True, True, False]
    assert own.alternatives[-1].hub_id == "E"


def test_a_hub_whose_other_orders_are_further_off_is_dearer_for_it(city: City) -> None:
    """W's other orders are round the corner at the same hours, and E has none."""
    noon: dict[str, Any] = {"window_start_s": 10 * HOUR, "window_end_s": 12 * HOUR}
    middle = located("O", (400, 390), **noon)
    mates = [located(f"M{n}", (390 - n, 390), hub_id="W", **noon) for n in range(6)]
    own = choice(city, middle, *mates, located("E1", (790, 750), hub_id="E", **noon))
    assert own.hub_id == "W"
    assert only(own).reason.endswith("its other orders are further off")


def test_minutes_are_those_of_the_drive(city: City) -> None:
    own = choice(city, located(), hubs=(HUBS[0], hub("F", 790, 5)), vehicles=VANS[:1])
    assert own.hub_id == "W"
    assert int(re.findall(r"(\d+) min away", own.reason)[0]) * MINUTE <= 2 * MINUTE
