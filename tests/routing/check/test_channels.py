"""Broken plans that drive what is collected, or keep what is driven."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


from routing.orders.model import Channel


def test_a_same_day_order_among_the_collections_is_found(good: Case) -> None:
    good.changed(good.order("O4"), channel=Channel.SAME_DAY).only(
        "same-day-collected", "hub H1", "order O4"
    )


def test_an_order_for_a_locker_kept_at_the_hub_is_found(good: Case) -> None:
    good.changed(good.order("O4"), collect_at="P1").only("drop-collected", "P1")


def test_an_order_for_another_hub_kept_where_it_is_prepared_is_found(good: Case) -> None:
    good.changed(good.order("O4"), collect_at="H2").only("drop-collected", "H2")


def test_an_order_driven_though_it_is_collected_where_it_is_prepared_is_found(good: Case) -> None:
    """O3 names no place of collection: nothing is handed over, so the stop is 60 s shorter."""
    stop, return_s = good.stop("V1-1", 2), good.trip("V1-1").return_s
    case = good.changed(good.order("O3"), collect_at=None)
    case = case.changed(stop, point_id=None, service_s=0, leave_s=stop.leave_s - 60)
    case = case.changed(case.trip("V1-1"), return_s=return_s - 60)
    case.counted("V1", service_s=-60).only("collection-driven", "order O3")


def test_a_late_collection_taken_off_the_plan_is_found(good: Case) -> None:
    """Ready at 12:00 for 11:00: it is prepared all the same."""
    dropped = replace(good.plan.unassigned[0], order_id="O4", code="PLAN-LATE")
    case = good.changed(good.order("O4"), ready_s=12 * 3600)
    case = case.changed(case.hub_plan("H1"), collections=())
    case = case.changed(case.plan, unassigned=(*case.plan.unassigned, dropped))
    case.counted(collected=-1, unassigned=1).only("still-prepared", "hub H1", "PLAN-LATE")


def test_a_late_drop_may_be_unassigned(good: Case) -> None:
    """It needs a vehicle, and there may be no room."""
    drop = good.changed(good.order("O6"), channel=Channel.CLICK_AND_COLLECT, collect_at="P1")
    assert not drop.breaches()


def test_an_order_collected_at_a_hub_may_be_prepared_at_another(good: Case) -> None:
    """O7 is collected at H2; without a hub of its own, H1 may prepare it and drive it there."""
    assert not good.changed(good.order("O7"), hub_id=None).breaches()


def test_an_order_that_was_not_found_is_not_prepared(good: Case) -> None:
    case = good.changed(good.hub_plan("H1"), collections=())
    missing = replace(good.plan.unassigned[0], order_id="O4", code="NOT-FOUND")
    case = case.changed(case.plan, unassigned=(*case.plan.unassigned, missing))
    assert not case.counted(collected=-1, unassigned=1).breaches()
