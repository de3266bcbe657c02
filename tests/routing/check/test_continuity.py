"""From the plan that drivers had to the next: what may be another then, and what may not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.check.checker import check_plan
from tests.routing.check.conftest import at_work, evening, picked_at_work, without_o7

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_a_plan_goes_on_from_itself(good: Case) -> None:
    for case in (at_work(good), picked_at_work(good), evening(good, "loaded")):
        assert [str(breach) for breach in case.after(case).breaches()] == []


def test_a_day_goes_on_as_planned_through_all_its_versions(good: Case) -> None:
    """The morning's plan, 11:50, and the evening with V3-1 closed, loaded, and on its way."""
    versions = [
        good,
        at_work(good),
        *(evening(good, one) for one in ("closed", "loaded", "departed")),
    ]
    for number, was in enumerate(versions):
        for now in versions[number:]:
            assert [str(breach) for breach in now.after(was).breaches()] == []


def test_when_something_was_done_may_be_put_right(good: Case) -> None:
    """O5 was reached at 11:44:10, says the plan that drivers had."""
    was = at_work(good)
    stop = was.stop("V1-2", 1)
    earlier = was.changed(stop, arrive_s=stop.arrive_s - 60).counted("V1", waiting_s=60)
    assert not earlier.after(was).breaches()


def test_that_something_failed_may_be_put_right(good: Case) -> None:
    was = at_work(good)
    failed = was.changed(was.stop("V1-2", 1), status="failed").counted(delivered=-1)
    failed = failed.without_place("O5", "ATTEMPT-FAILED")
    assert not failed.after(was).breaches()
    assert not was.after(failed).breaches()


def test_what_was_done_and_is_no_more_is_found(good: Case) -> None:
    """O7 was handed over by V1-2, says the plan that drivers had, and lies ahead of it now."""
    now = at_work(good)
    was = now.changed(now.stop("V1-2", 2), status="done")
    now.after(was).only("history", "O7", "was done on this trip")


def test_what_was_done_by_another_vehicle_is_found(good: Case) -> None:
    """V1-1 was made by V3, says the plan that drivers had."""
    case = at_work(good)
    trips = case.route("V1").trips
    was = case.changed(case.route("V3"), trips=(trips[0], *case.route("V3").trips))
    was = was.changed(was.route("V1"), trips=trips[1:])
    rules = {breach.rule for breach in case.after(was).breaches()}
    assert rules == {"history", "on-board", "joined"}


def test_what_failed_twice_on_one_trip_is_twice_in_its_history(good: Case) -> None:
    """O1 and O2 failed at 09:30, and again at 09:40 instead of O3."""
    case = at_work(good)
    first, second = case.trip("V1-1").stops
    again = replace(
        first, status="failed", arrive_s=second.arrive_s, start_s=second.start_s,
        leave_s=second.leave_s,
    )  # fmt: skip
    case = case.changed(case.trip("V1-1"), stops=(replace(first, status="failed"), again, second))
    assert not [breach for breach in case.after(case).breaches() if breach.rule == "history"]


def test_a_trip_that_had_returned_and_is_on_its_way_is_found(good: Case) -> None:
    was = at_work(good)
    was = was.changed(was.trip("V1-2"), status="returned")
    was = was.changed(was.stop("V1-2", 2), status="done")
    now = was.changed(was.trip("V1-2"), status="departed")
    now.after(was).only("history", "V1-2", "had returned, and is departed")


def test_what_is_on_board_and_has_no_place_any_more_is_found(good: Case) -> None:
    """V1 is on its way to O7."""
    was = at_work(good)
    without_o7(was).without_place("O7").after(was).only("on-board", "V1-2", "O7")


@pytest.mark.parametrize("code", ["NOT-FOUND", "VEHICLE-OUT"])
def test_what_was_not_found_or_is_stranded_is_on_board_no_more(good: Case, code: str) -> None:
    was = at_work(good)
    assert not without_o7(was).without_place("O7", code).after(was).breaches()


def test_what_is_called_off_is_on_board_no_more(good: Case) -> None:
    was = at_work(good)
    assert not without_o7(was).called_off("O7").after(was).breaches()


def test_what_fails_is_still_on_its_trip(good: Case) -> None:
    was = at_work(good)
    now = was.changed(was.stop("V1-2", 2), status="failed", reason="Closed.", late_s=0)
    now = now.counted(delivered=-1, late=-1).without_place("O7", "ATTEMPT-FAILED")
    assert not now.after(was).breaches()


def test_nothing_is_stranded_on_a_trip_that_goes_on(good: Case) -> None:
    """V3-1 is on its way to O9, and O6, which was on board as well, is said to be stranded."""
    now = evening(good, "departed")
    was = now.changed(now.stop("V3-1", 1), order_ids=("O9", "O6"))
    was = was.changed(was.plan, unassigned=())
    stranded = now.changed(now.plan.unassigned[0], code="VEHICLE-OUT")
    stranded.after(was).only("on-board", "V3-1", "O6")


def test_what_was_planned_for_a_trip_is_on_it_when_it_is_begun(good: Case) -> None:
    """V3-1 was planned with O6 and O9, and is being loaded with O9 alone."""
    was = evening(good, "planned")
    was = was.changed(was.stop("V3-1", 1), order_ids=("O9", "O6"))
    was = was.changed(was.plan, unassigned=())
    evening(good, "loading").after(was).only("on-board", "V3-1", "O6")
    assert not evening(good, "planned").after(was).breaches()
    missing = evening(good, "loading")
    missing = missing.changed(missing.plan.unassigned[0], code="NOT-FOUND")
    assert not missing.after(was).breaches()


def given_to_v2(case: Case) -> Case:
    """V3 stays; V2, a van by now, takes its trip over as one of its own."""
    case = case.changed(case.vehicle("V2"), kind="van", asset_id=None)
    trip = replace(case.trip("V3-1"), trip_id="V2-1", status="planned")
    figures = {
        name: getattr(case.route("V3"), name)
        for name in ("distance_m", "driving_s", "service_s", "cost_cents", "vehicle_cents", "co2_g")
    }
    case = case.changed(case.route("V2"), kind="van", trips=(trip,), **figures)
    return case.changed(case.route("V3"), trips=(), **dict.fromkeys(figures, 0))


def test_what_is_loaded_changes_its_vehicle_only_if_that_breaks_down(good: Case) -> None:
    """O9 was loaded on V3, which then makes no trip at all; or is still to make another."""
    was = evening(good, "loaded")
    now = given_to_v2(was)
    assert not now.after(was).breaches()
    still = now.changed(now.route("V3"), trips=(replace(now.trip("V2-1"), trip_id="V3-2"),))
    rules = [breach.rule for breach in still.after(was).breaches()]
    assert "on-board" in rules


def test_what_has_left_does_not_change_its_vehicle_even_if_that_breaks_down(good: Case) -> None:
    was = evening(good, "departed")
    given_to_v2(was).after(was).only("on-board", "V3-1", "O9")


@pytest.mark.parametrize("status", ["loading", "loaded", "departed"])
def test_what_joins_a_trip_that_was_begun_is_found(good: Case, status: str) -> None:
    """O9 was unassigned, and V3-1 begun all the same."""
    now = evening(good, status)
    was = now.changed(now.trip("V3-1"), stops=()).without_place("O9")
    now.after(was).only("joined", "V3-1", "O9")


def test_what_joins_a_trip_as_it_begins_is_found(good: Case) -> None:
    """Drivers had V3-1 without O9, and nobody can have told them since."""
    now = evening(good, "loading")
    was = evening(good, "planned")
    was = was.changed(was.trip("V3-1"), stops=()).without_place("O9")
    now.after(was).only("joined", "V3-1", "O9")
    assert not evening(good, "closed").after(was).breaches()


def test_a_begun_trip_that_drivers_never_had_is_found(good: Case) -> None:
    now = evening(good, "loading")
    was = now.changed(now.route("V3"), trips=()).without_place("O9")
    now.after(was).only("joined", "V3-1", "O9")


def closed_with_o6(good: Case) -> Case:
    """V3-1 is closed, with O6 besides O9."""
    was = evening(good, "closed")
    was = was.changed(was.stop("V3-1", 1), order_ids=("O9", "O6"))
    return was.changed(was.plan, unassigned=())


def test_a_trip_that_left_with_nothing_is_none(good: Case) -> None:
    """All of V3-1 was called off before the clock had it leave; another trip has its number."""
    left = evening(good, "departed")
    empty = left.changed(left.trip("V3-1"), stops=())
    rules = {breach.rule for breach in evening(good, "closed").after(empty).breaches()}
    assert not rules & {"joined", "history", "on-board", "closed-kept"}


def test_what_is_taken_off_a_closed_trip_is_found(good: Case) -> None:
    evening(good, "closed").after(closed_with_o6(good)).only("closed-kept", "V3-1", "O6")


def test_what_joins_a_closed_trip_is_found(good: Case) -> None:
    now = evening(good, "closed")
    was = now.changed(now.trip("V3-1"), stops=()).without_place("O9")
    now.after(was).only("closed-kept", "V3-1", "O9", "joined")


def test_a_trip_that_is_closed_no_more_is_free(good: Case) -> None:
    """It was to leave soon, and leaves later by now."""
    assert not evening(good, "planned").after(closed_with_o6(good)).breaches()


def test_what_is_called_off_or_not_found_is_on_no_closed_trip(good: Case) -> None:
    now = evening(good, "closed")
    missing = now.changed(now.plan.unassigned[0], code="NOT-FOUND")
    assert not missing.after(closed_with_o6(good)).breaches()
    off = now.changed(now.plan, unassigned=()).counted(unassigned=-1).called_off("O6")
    assert not off.after(closed_with_o6(good)).breaches()


def forgotten(good: Case) -> Case:
    """The row of O6 is gone, and so is O6."""
    case = at_work(good)
    intake = case.intake
    orders = tuple(one for one in intake.orders if one.order_id != "O6")
    case = case.changed(intake, orders=orders, input_rows=10)
    located = tuple(one for one in case.located if one.order.order_id != "O6")
    case = replace(case, located=located).changed(case.plan, unassigned=())
    return case.counted(orders=-1, unassigned=-1)


def test_an_order_whose_row_is_gone_is_not_lost(good: Case) -> None:
    now = forgotten(good)
    assert not now.breaches()
    now.after(good).only("vanished", "O6", "list of unassigned orders in version 1")


def test_an_order_whose_row_nobody_understands_any_more_is_among_the_rejected(good: Case) -> None:
    now = forgotten(good)
    row = replace(good.rejected[0], order_id="O6", line=7)
    now = replace(now, rejected=(*now.rejected, row))
    now = now.changed(now.plan, rejected=(*now.plan.rejected, row)).counted(rejected=1)
    now = now.changed(now.intake, input_rows=11).counted(orders=1)
    assert not now.after(good).breaches()


def test_a_row_that_nobody_understood_may_go(good: Case) -> None:
    case = replace(at_work(good), rejected=())
    case = case.changed(case.intake, rejected=(), input_rows=10)
    case = case.changed(case.plan, rejected=()).counted(orders=-1, rejected=-1)
    assert not case.after(good).breaches()


def test_what_two_plans_before_it_show_is_said_once(good: Case) -> None:
    now = at_work(good)
    was = now.changed(now.stop("V1-2", 2), status="done")
    (once,) = now.after(was).breaches()
    facts = {name: getattr(now, name) for name in ("day", "intake", "located", "rejected", "city")}
    assert check_plan(now.plan, before=(was.plan, was.plan, now.plan), **facts) == (once,)
