"""Broken plans whose trips carry or last too much, or say so wrongly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_a_trip_without_stops_is_found(good: Case) -> None:
    """V2 is paid ten minutes for nothing: 600 cents, and 1,000 for driving at all."""
    eight = 8 * 3600
    nothing = replace(
        good.trip("V3-1"),
        trip_id="V2-1",
        loading_s=eight,
        depart_s=eight + 600,
        return_s=eight + 600,
        weight_g=0,
        volume_ml=0,
        stops=(),
        return_leg_s=0,
        return_leg_m=0,
        return_shape="",
    )
    case = good.changed(good.route("V2"), trips=(nothing,))
    case.counted("V2", cost_cents=1600).counted(vehicles=1).only("trip-empty", "V2-1")


def test_a_return_that_is_not_departure_and_leg_is_found(good: Case) -> None:
    trip = good.trip("V3-1")
    case = good.changed(trip, return_s=trip.return_s + 10).counted("V3", cost_cents=10)
    case.only("return", "13:15:30", "13:15:20")


def test_a_return_before_the_last_stop_is_left_is_found_in_history_as_well(good: Case) -> None:
    trip = good.trip("V3-1")
    case = good.changed(good.stop("V3-1", 1), status="done")
    case = case.changed(case.trip("V3-1"), return_s=trip.return_s - 200)
    case = case.changed(case.plan, now_s=14 * 3600).counted("V3", cost_cents=-200)
    case.only("return", "13:12", "13:13:40")


def test_a_return_after_the_shift_is_found(good: Case) -> None:
    good.changed(good.vehicle("V3"), shift_end_s=13 * 3600 + 900).only("shift-end", "13:15:20")


def test_another_weight_than_the_orders_have_is_found(good: Case) -> None:
    good.changed(good.trip("V1-1"), weight_g=2999).only("trip-weight", "2999 g", "3000 g")


def test_another_volume_than_the_orders_have_is_found(good: Case) -> None:
    good.changed(good.trip("V1-1"), volume_ml=29_999).only("trip-volume", "30000 ml")


def test_more_weight_than_the_vehicle_carries_is_found(good: Case) -> None:
    good.changed(good.vehicle("V1"), weight_g=2999).only("max-weight", "V1-1", "2999 g")


def test_more_volume_than_the_vehicle_carries_is_found(good: Case) -> None:
    good.changed(good.vehicle("V1"), volume_ml=29_999).only("max-volume", "V1-1", "29999 ml")


def test_a_load_as_large_as_the_vehicle_is_fine(good: Case) -> None:
    assert not good.changed(good.vehicle("V1"), weight_g=3000, volume_ml=30_000).breaches()


def test_more_stops_than_the_vehicle_makes_are_found(good: Case) -> None:
    good.changed(good.vehicle("V3"), max_stops=0).only("max-stops", "1 stops")


def test_more_trips_than_the_vehicle_makes_are_found(good: Case) -> None:
    good.changed(good.vehicle("V1"), max_trips=1).only("max-trips", "2 trips")


def test_more_driving_than_the_vehicle_may_is_found(good: Case) -> None:
    good.changed(good.vehicle("V1"), max_distance_m=15_999).only("max-distance", "16000 m")


def test_a_skill_that_the_vehicle_has_not_is_found(good: Case) -> None:
    good.changed(good.vehicle("V1"), skills=frozenset({"tall"})).only("skills", "O5", "cool")
