"""What an order waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from routing.clock import Clock
from routing.fleet.model import Hub, Rates, Vehicle
from routing.plan import model
from routing.plan.waves import picks_of
from routing.why.background import Background
from routing.why.causes import Cause, loading_cause, picking_cause
from routing.why.driving import driving_cause
from routing.why.finding import OnStop, find
from tests.support.plans import hub, picker, plan, route
from tests.support.stores import at, order, pick, store_hub, trip, visit

if TYPE_CHECKING:
    from routing.orders.model import Order

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")


def known(*orders: Order, bays: int | None = None, shift: str = "07:00") -> Background:
    """Hub H opens at 08:00; V1 and V2 have shifts from then on."""
    vehicle = Vehicle(
        vehicle_id="V1", hub_id="H", kind="van", shift_start_s=at(shift),
        shift_end_s=at("20:00"), rates=Rates(eur_per_h=1, eur_per_km=1, eur_per_vehicle=1),
    )  # fmt: skip
    own = Hub(
        hub_id="H", name="Store", lat=50.0, lon=4.0, opens_s=at("08:00"), closes_s=at("20:00"),
        bays=bays,
    )  # fmt: skip
    return Background(
        orders={one.order_id: one for one in orders},
        hubs={"H": own},
        vehicles={"V1": vehicle, "V2": replace(vehicle, vehicle_id="V2")},
    )


def driven(own: model.HubPlan, order_id: str, background: Background | None = None) -> Cause:
    place = find(plan(hubs=(own,)), order_id).current
    assert isinstance(place, OnStop)
    return driving_cause(place, background or known(), CLOCK)


def loaded(own: model.HubPlan, trip_id: str, background: Background | None = None) -> Cause:
    route, trip = next(
        (route, trip) for route in own.routes for trip in route.trips if trip.trip_id == trip_id
    )
    return loading_cause(trip, route, own, background or known(), CLOCK)


def shop(loads: str, *stops: model.Stop, **changes: Any) -> model.HubPlan:
    return hub(route(vehicle_id="V1", trips=(trip("V1-1", loads, "12:00", *stops),), **changes))


NINE = visit("09:00", "09:00", "09:02", "08:00", "12:00")


def test_a_trip_waits_for_the_last_of_its_orders() -> None:
    cause = loaded(store_hub(), "V1-1")
    assert cause.kind == "ready"
    assert cause.words == "O2, the last of the trip, is ready at 08:20, picked by P1"


def test_an_order_that_nobody_picks_can_be_the_last() -> None:
    own = shop("08:30", NINE)
    assert loaded(own, "V1-1", known(order("O1", ready_s=at("08:30")))).kind == "ready"


def test_a_trip_waits_for_its_vehicle_to_come_back() -> None:
    cause = loaded(store_hub(), "V1-2")
    assert (cause.kind, cause.words) == ("return", "V1 is back from V1-1 at 10:00")


def test_a_trip_waits_for_a_break() -> None:
    trips = (trip("V1-1", "08:30", "10:00", NINE), trip("V1-2", "10:30", "12:00", NINE))
    rest = model.Rest(start_s=at("10:00"), end_s=at("10:30"))
    own = hub(route(vehicle_id="V1", trips=trips, breaks=(rest,)))
    assert loaded(own, "V1-2").kind == "break"


def test_a_trip_waits_for_the_hub_to_open_and_for_the_shift() -> None:
    assert loaded(shop("08:00", NINE), "V1-1").words == "Store opens at 08:00"
    cause = loaded(shop("08:30", NINE), "V1-1", known(shift="08:30"))
    assert (cause.kind, cause.words) == ("shift", "V1's shift begins at 08:30")


@pytest.mark.parametrize(("bays", "kind"), [(1, "bay"), (2, "nothing"), (None, "nothing")])
def test_a_trip_waits_for_a_bay_only_where_all_are_taken(bays: int | None, kind: str) -> None:
    own = hub(
        route(vehicle_id="V1", trips=(trip("V1-1", "08:40", "12:00", NINE),)),
        route(vehicle_id="V2", trips=(trip("V2-1", "08:30", "12:00"),)),
    )
    cause = loaded(own, "V1-1", known(bays=bays))
    assert cause.kind == kind
    assert ("V2" in cause.words) == (kind == "bay")


def test_a_trip_that_waits_for_nothing_says_from_when_on_it_could_be_loaded() -> None:
    cause = loaded(shop("08:40", NINE), "V1-1")
    assert cause.kind == "nothing"
    assert cause.words == (
        "it could be loaded from 08:00 on, and leaves when it does so that no paid time is wasted"
    )


def test_a_trip_that_would_only_wait_elsewhere_says_where() -> None:
    later = visit("09:30", "09:30", "09:32", "09:30", "12:00", order_ids=("O2", "O3"))
    assert driven(shop("08:40", NINE, later), "O1").words == (
        "it could be loaded from 08:00 on, and V1 would then only wait longer for O2, O3, whose"
        " window opens at 09:30"
    )


def test_without_the_day_the_plan_alone_tells_what_it_can() -> None:
    assert loaded(store_hub(), "V1-1", Background()).kind == "ready"
    assert loaded(shop("08:40", NINE), "V1-1", Background()).kind == "nothing"


def test_an_order_waits_at_its_own_door_for_its_window() -> None:
    cause = driven(store_hub(), "O4")
    assert (cause.kind, cause.words) == ("window", "there the window opens at 10:30")


def test_an_order_waits_for_the_window_of_a_stop_before_it() -> None:
    later = visit("09:40", "09:40", "09:42", "08:00", "12:00", order_ids=("O2",))
    first = visit("09:00", "09:30", "09:32", "09:30", "12:00")
    cause = driven(shop("08:30", first, later), "O2")
    assert cause.kind == "window"
    assert cause.words == "at O1, a stop before it, the window opens at 09:30"
    assert "before that stop" in cause.help


def test_a_window_after_it_does_not_hold_an_order_back() -> None:
    later = visit("09:10", "09:30", "09:32", "09:30", "12:00", order_ids=("O2",))
    assert driven(shop("08:00", NINE, later), "O1").kind == "opening"


def test_an_order_waits_for_its_street_to_open() -> None:
    closed = visit("09:00", "09:30", "09:32", "08:00", "12:00", street_opens_s=at("09:30"))
    assert driven(shop("08:00", closed), "O1").words == (
        "there the street is closed to a van until 09:30"
    )


def test_an_order_waits_for_a_break_on_the_road() -> None:
    waits = visit("09:00", "09:30", "09:32", "08:00", "12:00")
    rest = model.Rest(start_s=at("09:00"), end_s=at("09:30"))
    assert driven(shop("08:00", waits, breaks=(rest,)), "O1").kind == "break"


def picked(order_id: str, *orders: Order) -> Cause:
    return picking_cause(picks_of(store_hub())[order_id], order_id, known(*orders), CLOCK)


def test_picking_waits_for_the_picker_s_shift_for_other_orders_and_for_the_order() -> None:
    assert picked("O1").words == "P1's shift begins at 08:00"
    assert picked("O2").words == "until 08:10 P1 picks O1"
    assert picked("C2").kind == "picker"
    assert picked("O4").kind == "nothing"
    assert picked("O4", order("O4", placed_s=at("09:30"))).words == "it was placed at 09:30"


def test_an_order_that_a_picker_waits_for_is_picked_when_it_is_placed() -> None:
    own = picker("P", at("08:00"), at("12:00"), pick("A", "08:00", "08:10", 1))
    late = replace(own, picks=(*own.picks, pick("B", "08:20", "08:30", 1)))
    shelf = hub(picking=model.HubPicking(pickers=(late,)))
    background = known(order("B", placed_s=at("08:20")))
    assert picking_cause(picks_of(shelf)["B"], "B", background, CLOCK).kind == "placed"
