"""Broken plans whose trips carry or last too much, or say so wrongly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.routing.check.conftest import at_work, evening, hours

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
    case = at_work(good)
    case = case.changed(case.trip("V1-1"), return_s=hours("09:40"))
    case.only("return", "09:40", "09:41:20")


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


@pytest.mark.parametrize("status", ["closed", "loading", "loaded", "departed"])
def test_what_can_go_nowhere_else_may_be_back_after_the_shift(good: Case, status: str) -> None:
    case = evening(good, status)
    case = case.changed(case.vehicle("V3"), shift_end_s=hours("13:15:19"))
    assert not case.breaches()
    case.changed(case.trip("V3-1"), status="planned").only("shift-end")


def test_a_vehicle_on_its_last_trip_does_what_it_does(good: Case) -> None:
    """V1 makes two trips and 16,000 m, and may make one and 15,999 m; the second has left."""
    case = at_work(good)
    assert not case.changed(case.vehicle("V1"), max_trips=1, max_distance_m=15_999).breaches()


def lost(good: Case, status: str) -> Case:
    """V3 has left with O9, which was called off then, and nothing else: it drives 1,000 m back."""
    case = evening(good, status)
    trip = case.trip("V3-1")
    case = case.changed(trip, stops=(), weight_g=0, volume_ml=0)
    case = case.counted(
        "V3", distance_m=-1000, driving_s=-100, service_s=-120, cost_cents=-50, co2_g=-100
    )
    called_off = replace(case.plan.cancelled[0], order_id="O9")
    case = case.changed(case.plan, cancelled=(*case.plan.cancelled, called_off))
    return case.counted(delivered=-1, cancelled=1)


def test_a_trip_that_has_left_may_lose_every_stop(good: Case) -> None:
    assert not lost(good, "departed").breaches()
    lost(good, "loaded").only("trip-empty", "V3-1")


def test_a_trip_that_has_lost_every_stop_weighs_nothing(good: Case) -> None:
    case = lost(good, "departed")
    case.changed(case.trip("V3-1"), weight_g=1000).only("trip-weight", "1000 g", "0 g")


def test_what_is_loaded_stays_on_board_whatever_the_vehicle_may_carry_by_now(good: Case) -> None:
    case = evening(good, "loaded")
    case = case.changed(case.vehicle("V3"), weight_g=1, volume_ml=1, max_stops=0)
    assert [str(breach) for breach in case.breaches()] == []


def test_what_is_closed_and_not_loaded_is_held_against_what_the_vehicle_may_carry(
    good: Case,
) -> None:
    case = evening(good, "closed")
    case.changed(case.vehicle("V3"), weight_g=1).only("max-weight", "V3-1")


def test_what_is_loaded_needs_no_skill_any_more(good: Case) -> None:
    case = evening(good, "loaded")
    order_id = case.trip("V3-1").stops[0].order_ids[0]
    case = case.changed(case.order(order_id), requires=frozenset({"cool"}))
    case = case.changed(case.trip("V3-1").stops[0], requires=("cool",))
    assert [str(breach) for breach in case.breaches()] == []
