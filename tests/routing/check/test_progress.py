"""Plans of a day in progress: statuses that cannot be, and what is still to be done in the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.routing.check.conftest import at_work, evening, hours, picked, picked_at_work

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_a_plan_of_a_day_in_progress_has_no_breach(good: Case) -> None:
    assert [str(breach) for breach in at_work(good).breaches()] == []
    assert [str(breach) for breach in picked_at_work(good).breaches()] == []


@pytest.mark.parametrize("status", ["planned", "closed", "loading", "loaded", "departed"])
def test_a_trip_that_goes_as_planned_has_no_breach_wherever_it_is(good: Case, status: str) -> None:
    assert [str(breach) for breach in evening(good, status).breaches()] == []


def test_a_word_for_a_trip_that_nobody_knows_is_found(good: Case) -> None:
    good.changed(good.trip("V3-1"), status="lost").only("trip-status", "'lost'", "loading")


def test_a_trip_under_way_before_the_day_has_begun_is_found(good: Case) -> None:
    """Otherwise a plan could escape the rules of time by calling its trips loaded."""
    good.changed(good.trip("V3-1"), status="loaded").only("trip-status", "'loaded'", "`now`")


def test_a_next_stop_before_the_day_has_begun_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), status="next").only("stop-status", "'next'", "`now`")


def test_a_reason_of_failing_where_nothing_failed_is_found(good: Case) -> None:
    case = at_work(good)
    case.changed(case.stop("V1-1", 1), reason="Nobody was in.").only("stop-status", "'done'")


@pytest.mark.parametrize("status", ["planned", "closed", "loading", "loaded"])
def test_a_stop_reached_on_a_trip_that_has_not_left_is_found(good: Case, status: str) -> None:
    case = evening(good, status)
    case = case.changed(case.stop("V3-1", 1), status="done")
    assert {one.rule for one in case.breaches()} == {"trip-status"}


def test_a_trip_that_has_returned_from_a_stop_ahead_is_found(good: Case) -> None:
    case = at_work(good)
    case = case.changed(case.stop("V1-2", 2), status="planned")
    case.changed(case.trip("V1-2"), status="returned").only("trip-status", "O7", "has returned")


def test_a_stop_reached_after_one_that_was_not_is_found(good: Case) -> None:
    """O3 is done, and O1 and O2 before it are not, on a trip that is under way."""
    case = good.changed(good.plan, now_s=hours("09:21"))
    case = case.changed(case.trip("V1-1"), status="departed")
    case = case.changed(case.stop("V1-1", 2), status="done")
    case.only("trip-status", "order O3", "O1, O2", "comes first")


def test_only_the_first_stop_ahead_can_be_next(good: Case) -> None:
    case = good.changed(good.plan, now_s=hours("09:21"))
    case = case.changed(case.trip("V1-1"), status="departed")
    assert not case.changed(case.stop("V1-1", 1), status="next").breaches()
    case.changed(case.stop("V1-1", 2), status="next").only("trip-status", "O3", "next")


def test_nothing_is_next_on_a_trip_that_has_not_left(good: Case) -> None:
    case = evening(good, "loaded")
    case.changed(case.stop("V3-1", 1), status="next").only("trip-status", "O9", "next")


def test_nothing_is_next_while_the_vehicle_stands_at_a_door(good: Case) -> None:
    case = at_work(good)
    there = case.changed(case.stop("V1-2", 1), status="arrived")
    there.only("trip-status", "O7", "stands at no other")
    assert not there.changed(there.stop("V1-2", 2), status="planned").breaches()


def test_a_trip_that_left_before_the_last_came_back_is_found(good: Case) -> None:
    case = good.changed(good.plan, now_s=hours("09:21"))
    for trip_id in ("V1-1", "V1-2"):
        case = case.changed(case.trip(trip_id), status="departed")
    case.only("trip-status", "trip V1-2", "trip V1-1 before it is departed")


def test_a_pick_or_collection_under_way_before_the_day_has_begun_is_found(good: Case) -> None:
    case = picked(good)
    case.changed(case.picker_day("H1").picks[0], status="begun").only("pick-status", "`now`")
    good.changed(good.hub_plan("H2").collections[0], status="done").only(
        "collection-status", "`now`"
    )


@pytest.mark.parametrize(("status", "clock"), [("begun", "11:53"), ("done", "12:00")])
def test_a_pick_is_begun_and_done_no_later_than_now(good: Case, status: str, clock: str) -> None:
    """O12 is picked from 11:53 to 12:00, and it is 11:50."""
    case = picked_at_work(good)
    case.changed(case.picker_day("H1").picks[1], status=status).only("pick-status", clock, "11:50")


def test_a_collection_waits_for_its_picking(good: Case) -> None:
    case = picked_at_work(good)
    case.changed(case.hub_plan("H1").collections[1], status="done").only(
        "collection-status", "O12", "its picking is planned"
    )


def test_a_collection_that_nobody_has_to_pick_is_ready_when_somebody_says_so(good: Case) -> None:
    """O4 says that it is ready at 10:00, and is collected at 09:50."""
    case = good.changed(good.plan, now_s=hours("09:00"))
    assert not case.changed(case.hub_plan("H1").collections[0], status="done").breaches()


def at(case: Case, clock: str) -> Case:
    """The same case, later."""
    return case.changed(case.plan, now_s=hours(clock))


def test_a_stop_ahead_that_should_have_been_reached_is_found(good: Case) -> None:
    """V1 is at O7 at 11:54:40."""
    assert not at(at_work(good), "11:54:40").breaches()
    at(at_work(good), "11:54:41").only("past", "O7", "11:54:40", "11:54:41")


def test_a_trip_that_should_have_been_loaded_is_found_unless_it_is(good: Case) -> None:
    """V3-1 is loaded at 13:00, and leaves at 13:10."""
    at(evening(good, "planned"), "13:00:01").only("past", "V3-1", "13:00")
    for status in ("closed", "loading", "loaded"):
        assert not at(evening(good, status), "13:10").breaches()
        at(evening(good, status), "13:10:01").only("past", "V3-1", "13:10")


def test_a_door_that_should_have_been_left_is_found(good: Case) -> None:
    """V1 stands at O7, its last stop, until 11:59:40."""
    case = at_work(good)
    case = case.changed(case.stop("V1-2", 2), status="arrived")
    assert not at(case, "11:59:40").breaches()
    at(case, "11:59:41").only("past", "O7", "11:59:40")


def test_a_trip_that_should_be_back_is_found(good: Case) -> None:
    case = at_work(good)
    case = case.changed(case.stop("V1-2", 2), status="done")
    assert not at(case, "12:04:40").breaches()
    at(case, "12:04:41").only("past", "V1-2", "12:04:40")


def test_a_pick_that_should_have_begun_is_found_unless_it_has(good: Case) -> None:
    """P1 begins with O12 at 11:53."""
    case = at(picked_at_work(good), "11:53:01")
    case.only("past", "O12", "11:53")
    assert not case.changed(case.picker_day("H1").picks[1], status="begun").breaches()


def test_a_plan_of_the_morning_may_be_looked_at_at_any_time(good: Case) -> None:
    """It has no `now`, and nothing in it is past."""
    assert good.plan.now_s is None
    assert not good.breaches()
