"""Zones in the checker: which one takes a delivery, its hours, and its surcharge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely

from routing.day.model import Lateness
from routing.fleet.model import Zone
from tests.routing.check.conftest import Case, at_work, degrees, evening, hours


def everywhere(zone_id: str = "Z", **terms: Any) -> Zone:
    """A zone of H1 that holds every door."""
    area = shapely.box(degrees(-2000), degrees(-100), degrees(2000), degrees(3000))
    return Zone(zone_id=zone_id, hub_id="H1", area=area, **terms)


def with_zones(good: Case, *zones: Zone) -> Case:
    return good.changed(good.intake, zones=zones)


def test_a_zone_that_holds_every_door_at_all_hours_changes_nothing(good: Case) -> None:
    assert with_zones(good, everywhere()).breaches() == ()


def test_another_hubs_zones_bind_nobody(good: Case) -> None:
    far = Zone(zone_id="F", hub_id="H2", area=shapely.box(9, 9, 10, 10))
    assert with_zones(good, far).breaches() == ()


def test_a_zones_hours_narrow_the_window(good: Case) -> None:
    """O9 has the hub's hours, 08:00-18:00, and is begun at 13:11:40."""
    narrow = everywhere(opens_s=hours("09:00"), closes_s=hours("14:00"))
    case = with_zones(good, narrow)
    found = {(one.rule, one.order_id) for one in case.breaches()}
    assert found == {("stop-window", "O5"), ("stop-window", "O9")}
    for trip_id in ("V1-2", "V3-1"):
        case = case.changed(
            case.stop(trip_id, 1), window_start_s=hours("09:00"), window_end_s=hours("14:00")
        )
    assert case.breaches() == ()


def test_who_comes_after_the_zone_has_closed_breaks_it_however_late_he_may_be(good: Case) -> None:
    """The zone closes a second before O9 is begun; the day would let it be an hour late."""
    case = with_zones(good, everywhere(closes_s=hours("13:11:39")))
    for trip_id in ("V1-2", "V3-1"):
        case = case.changed(case.stop(trip_id, 1), window_end_s=hours("13:11:39"))
    case = case.changed(case.day, lateness=Lateness(most_s=3600))
    case.only("zone", "its zone Z is served opening-13:11:39")


def test_a_window_that_no_zone_is_served_in_is_no_window(good: Case) -> None:
    case = with_zones(good, everywhere(opens_s=hours("08:00"), closes_s=hours("12:00")))
    case = case.changed(case.order("O9"), window_start_s=hours("13:00"))
    case = case.changed(case.stop("V3-1", 1), window_start_s=hours("13:00"))
    case = case.changed(case.stop("V1-2", 1), window_end_s=hours("12:00"))
    case.only("zone", "not served at any time of its window")


def test_a_stop_has_the_surcharges_of_all_its_orders(good: Case) -> None:
    """O1 and O2 are one stop; the dearer zone is served no longer, and is not taken."""
    zones = everywhere("A", surcharge_cents=200), everywhere("B", surcharge_cents=150)
    case = with_zones(good, *zones)
    for trip_id, cents in (("V1-1", 300), ("V1-2", 150), ("V3-1", 150)):
        case = case.changed(case.stop(trip_id, 1), surcharge_cents=cents)
    assert case.counted(surcharge_cents=600).breaches() == ()
    case.counted(surcharge_cents=599).only("totals", "surcharge_cents is 599")


def test_a_zone_whose_minimum_is_missed_gives_way_to_another(good: Case) -> None:
    zones = everywhere("A", min_order_cents=2000), everywhere("B", surcharge_cents=100)
    case = with_zones(good, *zones)
    case = case.changed(case.order("O9"), value_cents=1999)
    case = case.changed(case.stop("V3-1", 1), surcharge_cents=100).counted(surcharge_cents=100)
    assert case.breaches() == ()


@pytest.mark.parametrize("status", ["closed", "departed"])
def test_what_can_go_nowhere_else_may_come_after_its_zone_has_closed(
    good: Case, status: str
) -> None:
    """O9 is begun at 13:11:40, and its zone is served until 13:11."""
    case = with_zones(evening(good, status), everywhere(closes_s=hours("13:11")))
    for trip_id in ("V1-2", "V3-1"):
        case = case.changed(case.stop(trip_id, 1), window_end_s=hours("13:11"))
    assert case.breaches() == ()
    planned = case.changed(case.trip("V3-1"), status="planned")
    assert {one.rule for one in planned.breaches()} == {"zone", "window-late"}


def test_what_can_go_nowhere_else_waits_for_its_zone_to_open(good: Case) -> None:
    case = with_zones(evening(good, "departed"), everywhere(opens_s=hours("13:12")))
    case = case.changed(case.stop("V3-1", 1), window_start_s=hours("13:12"))
    assert {one.rule for one in case.breaches()} == {"zone", "window-early"}


@pytest.mark.parametrize(("status", "rules"), [("planned", ["minimum"]), ("closed", [])])
def test_what_can_go_nowhere_else_is_delivered_whatever_its_zone_asks_for(
    good: Case, status: str, rules: list[str]
) -> None:
    case = with_zones(evening(good, status), everywhere(min_order_cents=2000))
    case = case.changed(case.order("O9"), value_cents=1999)
    assert [one.rule for one in case.breaches()] == rules


def test_nobody_pays_for_an_attempt_that_failed(good: Case) -> None:
    """O5, tried in vain, and O9 are in a zone; O1 and O2 were delivered for 200 cents each."""
    case = with_zones(at_work(good), everywhere(surcharge_cents=200))
    for trip_id, cents in (("V1-1", 400), ("V3-1", 200)):
        case = case.changed(case.stop(trip_id, 1), surcharge_cents=cents)
    case = case.changed(case.stop("V1-2", 1), status="failed", reason="Nobody was in.")
    given_up = replace(case.plan.unassigned[0], order_id="O5", code="ATTEMPT-FAILED")
    case = case.changed(case.plan, unassigned=(*case.plan.unassigned, given_up))
    assert case.counted(surcharge_cents=600, delivered=-1, unassigned=1).breaches() == ()
