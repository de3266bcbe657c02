"""Broken plans whose figures do not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


import pytest

from routing.plan.model import HubPicking, PickerDay


def test_another_distance_than_the_drives_make_is_found(good: Case) -> None:
    good.counted("V1", distance_m=1).only("route-distance", "16001", "16000")


def test_another_driving_time_than_the_drives_make_is_found(good: Case) -> None:
    good.counted("V1", driving_s=1).only("route-driving", "1601", "1600")


def test_another_service_time_than_the_stops_make_is_found(good: Case) -> None:
    good.counted("V1", service_s=1).only("route-service", "961", "960")


def test_another_waiting_time_than_the_stops_make_is_found(good: Case) -> None:
    good.counted("V1", waiting_s=1).only("route-waiting", "501", "500")


def test_another_cost_than_the_rates_make_is_found(good: Case) -> None:
    good.counted("V1", cost_cents=2).only("route-cost", "12282", "12280")


def test_another_part_for_the_vehicle_than_its_rate_is_found(good: Case) -> None:
    """A van costs 10 euros for driving at all, and nothing where it stays."""
    for vehicle_id, cents in (("V1", 1_000), ("V2", 0)):
        wrong = good.changed(good.route(vehicle_id), vehicle_cents=cents + 2)
        wrong.only("route-cost", f"{cents + 2} cents for the vehicle", f"make {cents}")


def test_a_plan_that_does_not_part_a_cost_is_not_wrong(good: Case) -> None:
    assert not good.changed(good.route("V1"), vehicle_cents=None).breaches()


def test_pickers_shifts_are_in_the_totals(good: Case) -> None:
    shift = PickerDay(
        picker_id="P", shift_start_s=0, shift_end_s=3600, lines_per_hour=60.0, cost_cents=2_200
    )
    hub = good.plan.hubs[0]
    case = good.changed(hub, picking=HubPicking(pickers=(shift,)))
    for told, breaches in ((0, 1), (2_200, 0)):
        found = case.counted(picking_cents=told).breaches()
        said = [one.message for one in found if one.rule == "totals"]
        assert len(said) == breaches
        assert all("picking_cents is 0" in one and "makes 2200" in one for one in said)


def test_another_co2_than_the_rate_makes_is_found(good: Case) -> None:
    good.counted("V1", co2_g=-2).only("route-co2", "1598", "1600")


def test_a_cent_and_a_gram_are_rounding(good: Case) -> None:
    assert not good.counted("V1", cost_cents=1, co2_g=1).breaches()


def test_a_vehicle_that_stays_costs_nothing(good: Case) -> None:
    good.counted("V2", cost_cents=1000).only("route-cost", "1000", "make 0")


@pytest.mark.parametrize(
    "figure",
    [
        "orders", "delivered", "collected", "unassigned", "rejected", "cancelled", "late",
        "vehicles", "distance_m", "driving_s", "cost_cents", "co2_g", "picking_cents",
    ],
)  # fmt: skip
@pytest.mark.parametrize("more", [-2, 2])
def test_a_total_that_is_not_what_the_plan_holds_is_found(
    good: Case, figure: str, more: int
) -> None:
    good.counted(**{figure: more}).only("totals", figure)
