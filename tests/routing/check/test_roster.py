"""Broken plans with the wrong hubs, vehicles or trips, or with orders at the wrong hub."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.routing.check.conftest import at_work, hours

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_a_hub_that_is_not_listed_is_found(good: Case) -> None:
    third = replace(good.hub("H2"), hub_id="H3")
    good.changed(good.intake, hubs=(*good.intake.hubs, third)).only("hub-missing", "hub H3")


def test_a_hub_listed_twice_is_found(good: Case) -> None:
    again = replace(good.hub_plan("H2"), collections=())
    good.changed(good.plan, hubs=(*good.plan.hubs, again)).only("hub-twice", "2 times")


def test_an_unknown_hub_is_found(good: Case) -> None:
    invented = replace(good.hub_plan("H2"), hub_id="H9", collections=())
    good.changed(good.plan, hubs=(*good.plan.hubs, invented)).only("hub-unknown", "hub H9")


def test_a_hub_somewhere_else_is_found(good: Case) -> None:
    good.changed(good.hub_plan("H2"), lat=0.001).only("hub-position", "0.001")


def test_a_hub_by_another_name_is_found(good: Case) -> None:
    good.changed(good.hub_plan("H2"), name="Elsewhere").only("hub-name", "'Elsewhere'", "hub H2")


def test_a_collection_point_left_out_is_found(good: Case) -> None:
    good.changed(good.plan, points=()).only("points", "P1", "not in the plan")


def test_a_collection_point_that_the_day_does_not_have_is_found(good: Case) -> None:
    twice = (*good.plan.points, good.plan.points[0])
    good.changed(good.plan, points=twice).only("points", "no collection point P1")


def test_a_vehicle_that_is_not_listed_is_found(good: Case) -> None:
    fourth = replace(good.vehicle("V2"), vehicle_id="V4")
    case = good.changed(good.intake, vehicles=(*good.intake.vehicles, fourth))
    case.only("vehicle-missing", "vehicle V4")


def test_a_vehicle_with_two_routes_is_found(good: Case) -> None:
    hub = good.hub_plan("H1")
    good.changed(hub, routes=(*hub.routes, good.route("V2"))).only("vehicle-twice", "V2")


def test_an_unknown_vehicle_is_found(good: Case) -> None:
    hub = good.hub_plan("H1")
    invented = replace(good.route("V2"), vehicle_id="V9")
    good.changed(hub, routes=(*hub.routes, invented)).only("vehicle-unknown", "V9")


def test_a_vehicle_at_another_hub_is_found(good: Case) -> None:
    good.changed(good.vehicle("V2"), hub_id="H2").only("vehicle-hub", "H1", "H2")


def test_a_van_called_a_bike_is_found(good: Case) -> None:
    good.changed(good.route("V1"), kind="cargo_bike").only("vehicle-kind", "van")


def test_another_driver_is_found(good: Case) -> None:
    good.changed(good.route("V1"), driver_id="D9").only("vehicle-driver", "D9", "D1")


def test_two_routes_with_one_van_at_once_are_found(good: Case) -> None:
    """V3 leaves an hour earlier, at 12:00; V1 is back with the van at 12:04:40."""
    case = good.shifted("V3-1", -3600)
    case.changed(case.vehicle("V3"), shift_start_s=8 * 3600).only("asset-overlap", "A1", "12:04:40")


def test_two_trips_with_one_id_are_found(good: Case) -> None:
    good.changed(good.trip("V3-1"), trip_id="V1-1").only("trip-id", "V1-1")


def test_an_order_driven_from_another_hub_than_it_names_is_found(good: Case) -> None:
    good.changed(good.order("O9"), hub_id="H2").only("order-hub", "order O9", "H2")


def test_an_order_collected_at_another_hub_than_it_names_is_found(good: Case) -> None:
    good.changed(good.order("O4"), hub_id="H2").only("order-hub", "order O4", "H2")


def test_an_order_unassigned_at_another_hub_than_it_names_is_found(good: Case) -> None:
    good.changed(good.plan.unassigned[0], hub_id="H2").only("order-hub", "order O6", "H1")


def test_an_order_that_names_no_hub_may_be_anywhere(good: Case) -> None:
    assert not good.changed(good.order("O9"), hub_id=None).breaches()


def shared_van(good: Case, status: str) -> Case:
    """At 11:50 V1 is on its way, back at 12:04:40; V3 has its van from 12:00."""
    case = at_work(good.shifted("V3-1", -3600))
    case = case.changed(case.trip("V3-1"), status=status)
    return case.changed(case.vehicle("V3"), shift_start_s=hours("08:00"))


def test_what_two_shifts_have_begun_with_one_van_has_happened(good: Case) -> None:
    assert not shared_van(good, "loading").breaches()


@pytest.mark.parametrize("status", ["planned", "closed"])
def test_a_trip_that_is_not_begun_waits_for_the_van(good: Case, status: str) -> None:
    shared_van(good, status).only("asset-overlap", "A1", "12:04:40")
