"""Broken plans whose trips load or leave at the wrong time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.routing.check.conftest import at_work, evening, hours

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_loading_before_the_shift_is_found(good: Case) -> None:
    loading_s = good.trip("V3-1").loading_s
    good.changed(good.vehicle("V3"), shift_start_s=loading_s + 60).only(
        "loading-shift", "13:00", "13:01"
    )


def test_loading_before_the_hub_opens_is_found(good: Case) -> None:
    """H1 opens at 09:15, although O1 to O3 say that they are ready at 08:00."""
    case = good.changed(good.hub("H1"), opens_s=9 * 3600 + 900)
    for order_id in ("O1", "O2", "O3"):
        case = case.changed(case.order(order_id), ready_s=8 * 3600)
    for order_id in ("O5", "O9"):
        case = case.changed(case.order(order_id), window_start_s=8 * 3600)
    case.only("loading-opening", "09:10", "09:15")


def test_loading_while_the_vehicle_is_still_out_is_found(good: Case) -> None:
    return_s = good.trip("V1-1").return_s
    case = good.changed(good.order("O5"), ready_s=None)
    case.changed(case.trip("V1-2"), loading_s=return_s - 20).only(
        "loading-return", "09:46", "09:46:20", "V1-1"
    )


def test_loading_before_an_order_is_ready_is_found(good: Case) -> None:
    loading_s = good.trip("V1-2").loading_s
    good.changed(good.order("O5"), ready_s=loading_s + 60).only("loading-ready", "O5", "11:31")


def test_an_order_is_not_ready_before_it_is_placed(good: Case) -> None:
    loading_s = good.trip("V3-1").loading_s
    good.changed(good.order("O9"), placed_s=loading_s + 60).only("loading-ready", "O9", "13:01")


def test_a_ready_time_counts_also_when_the_order_was_placed_later(good: Case) -> None:
    case = good.changed(good.order("O5"), placed_s=15 * 3600)
    assert not case.breaches()


def test_loading_after_the_hub_has_closed_is_found(good: Case) -> None:
    case = good.changed(good.hub("H1"), closes_s=13 * 3600 + 300)
    for order_id in ("O5", "O9"):
        case = case.changed(case.order(order_id), window_end_s=18 * 3600)
    case.only("loading-closing", "13:10", "13:05")


def test_leaving_before_the_trip_is_loaded_is_found(good: Case) -> None:
    loading_s = good.trip("V3-1").loading_s
    good.changed(good.trip("V3-1"), loading_s=loading_s + 1).only("departure", "13:10", "13:10:01")


def test_two_vehicles_in_one_bay_are_found(good: Case) -> None:
    """V1-2 loads 11:30-11:40; V3, with a van of its own, loads from 11:35."""
    case = good.shifted("V3-1", -85 * 60)
    case = case.changed(case.vehicle("V3"), shift_start_s=8 * 3600, asset_id="A3")
    case.changed(case.hub("H1"), bays=1).only("bays", "V1-2", "11:35")


def test_two_vehicles_in_two_bays_are_fine(good: Case) -> None:
    case = good.shifted("V3-1", -85 * 60)
    case = case.changed(case.vehicle("V3"), shift_start_s=8 * 3600, asset_id="A3")
    assert not case.changed(case.hub("H1"), bays=2).breaches()


def test_how_a_trip_was_loaded_that_has_begun_is_history(good: Case) -> None:
    """At 11:50 O5 is done, although picking was said to end after the trip had left."""
    case = at_work(good)
    assert not case.changed(case.order("O5"), ready_s=12 * 3600).breaches()


def test_how_a_trip_is_loaded_is_history_once_it_is_begun(good: Case) -> None:
    """V3-1 is loaded from 13:00, its shift begins at 13:01, and O9 is ready at 13:02."""
    for status, rules in (
        ("planned", {"loading-shift", "loading-ready"}),
        ("closed", {"loading-shift", "loading-ready"}),
        ("loading", set()),
        ("loaded", set()),
        ("departed", set()),
    ):
        case = evening(good, status)
        case = case.changed(case.vehicle("V3"), shift_start_s=hours("13:01"))
        case = case.changed(case.order("O9"), ready_s=hours("13:02"))
        assert {one.rule for one in case.breaches()} == rules


def test_a_trip_that_leaves_before_it_is_loaded_has_left_if_it_has(good: Case) -> None:
    for status, rules in (("closed", ["departure"]), ("departed", [])):
        case = evening(good, status)
        case = case.changed(case.trip("V3-1"), loading_s=hours("13:00:01"))
        case = case.counted("V3", cost_cents=-1)
        assert [one.rule for one in case.breaches()] == rules
