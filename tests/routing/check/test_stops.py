"""Broken plans with wrong times at a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.model import Lateness
from tests.routing.check.conftest import at_work, evening, hours

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_an_arrival_that_is_not_departure_and_leg_is_found(good: Case) -> None:
    stop = good.stop("V3-1", 1)
    case = good.changed(stop, arrive_s=stop.arrive_s - 1)
    breach = case.counted("V3", waiting_s=1).only("arrival", "13:11:39", "13:11:40", "100 s")
    assert (breach.hub_id, breach.vehicle_id, breach.trip_id, breach.order_id) == (
        "H1",
        "V3",
        "V3-1",
        "O9",
    )


def test_service_before_the_arrival_is_found(good: Case) -> None:
    stop = good.stop("V3-1", 1)
    case = good.lengthened("V3-1", -10)
    case = case.changed(case.stop("V3-1", 1), start_s=stop.start_s - 10)
    case.counted("V3", waiting_s=-10).only("start", "13:11:30", "13:11:40")


def test_service_before_the_window_is_found(good: Case) -> None:
    start_s = good.stop("V3-1", 1).start_s
    case = good.changed(good.order("O9"), window_start_s=start_s + 1)
    case.changed(case.stop("V3-1", 1), window_start_s=start_s + 1).only(
        "window-early", "O9", "13:11:41"
    )


def test_a_late_same_day_order_is_found_even_when_the_stop_says_so(good: Case) -> None:
    start_s = good.stop("V3-1", 1).start_s
    case = good.changed(good.order("O9"), window_end_s=start_s - 1)
    case = case.changed(case.stop("V3-1", 1), window_end_s=start_s - 1, late_s=1)
    case.counted(late=1).only("window-late", "O9", "13:11:39")


def late_by(good: Case, late_s: int, *, max_min: int) -> Case:
    """O9 is begun at 13:11:40, so much after its window's end, and the plan says so."""
    end_s = good.stop("V3-1", 1).start_s - late_s
    case = good.changed(good.day, lateness=Lateness(most_s=60 * max_min))
    case = case.changed(case.order("O9"), window_end_s=end_s)
    case = case.changed(case.stop("V3-1", 1), window_end_s=end_s, late_s=late_s)
    return case.counted(late=1)


def test_a_same_day_order_may_be_late_where_the_day_says_how_much(good: Case) -> None:
    assert not late_by(good, 1, max_min=1).breaches()
    assert not late_by(good, 1800, max_min=30).breaches()


def test_a_same_day_order_later_than_the_day_allows_is_found(good: Case) -> None:
    late_by(good, 1801, max_min=30).only("window-late", "12:41:39", "30 min later is the most")


def test_a_late_same_day_order_that_does_not_say_exactly_how_late_is_found(good: Case) -> None:
    case = late_by(good, 600, max_min=30)
    for said_s in (0, 599, 601):
        case.changed(case.stop("V3-1", 1), late_s=said_s).only("late", f"{said_s} s", "600 s")


def test_a_late_same_day_order_counts_as_late(good: Case) -> None:
    late_by(good, 600, max_min=30).counted(late=-1).only("totals", "late is 1", "makes 2")


def test_a_stop_of_several_orders_is_late_by_its_earliest_promise(good: Case) -> None:
    """O1 and O2 are begun at 09:30: O1 was promised by 09:20, O2 by 09:25, both from 08:00."""
    case = good.changed(good.day, lateness=Lateness(most_s=600))
    for order_id, end_s in (("O1", 9 * 3600 + 1200), ("O2", 9 * 3600 + 1500)):
        case = case.changed(case.order(order_id), window_start_s=8 * 3600, window_end_s=end_s)
    stop = case.stop("V1-1", 1)
    case = case.changed(
        stop, window_start_s=8 * 3600, window_end_s=9 * 3600 + 1200, late_s=600
    ).counted(late=2)
    assert not case.breaches()
    case.changed(case.stop("V1-1", 1), late_s=300).only("late", "300 s", "600 s")


def test_lateness_lets_nobody_begin_before_the_window(good: Case) -> None:
    start_s = good.stop("V3-1", 1).start_s
    case = good.changed(good.day, lateness=Lateness(most_s=1800))
    case = case.changed(case.order("O9"), window_start_s=start_s + 1)
    case.changed(case.stop("V3-1", 1), window_start_s=start_s + 1).only("window-early")


def test_a_drop_after_the_place_has_closed_is_found(good: Case) -> None:
    stop, point = good.stop("V1-1", 2), good.intake.points[0]
    case = good.changed(point, closes_s=stop.leave_s - 1)
    case.changed(stop, window_end_s=stop.leave_s - 1).only("point-hours", "P1", "09:41:19")


def test_a_drop_before_the_place_opens_is_found(good: Case) -> None:
    stop, point = good.stop("V1-1", 2), good.intake.points[0]
    case = good.changed(point, opens_s=stop.start_s + 1)
    case.changed(stop, window_start_s=stop.start_s + 1).only("point-hours", "P1", "09:39:21")


def test_a_late_drop_after_closing_is_found_though_it_says_how_late_it_is(good: Case) -> None:
    """O7's promise is 11:50; it is handed over until 11:59:40 and H2 closes at 11:55."""
    closes_s = 11 * 3600 + 55 * 60
    case = good.changed(good.hub("H2"), closes_s=closes_s)
    case.changed(case.hub_plan("H2").collections[0], window_end_s=closes_s).only(
        "point-hours", "H2", "11:55"
    )


def test_leaving_that_is_not_start_and_service_is_found(good: Case) -> None:
    good.lengthened("V3-1", 10).only("leave", "13:13:50", "13:13:40", "120 s")


def test_another_time_to_set_up_than_the_vehicle_takes_is_found(good: Case) -> None:
    case = good.lengthened("V3-1", 10)
    case = case.changed(case.stop("V3-1", 1), setup_s=10)
    case.counted("V3", service_s=10).only("setup", "10 s", "0 s")


def test_another_service_than_the_orders_take_is_found(good: Case) -> None:
    case = good.lengthened("V3-1", 10)
    case = case.changed(case.stop("V3-1", 1), service_s=130)
    case.counted("V3", service_s=10).only("service", "130 s", "120 s")


def test_a_drop_takes_its_place_s_time_once_and_not_its_orders(good: Case) -> None:
    """O3 alone takes 60 s at the locker, and so it does however long O3 itself would take."""
    assert not good.changed(good.order("O3"), service_s=999).breaches()


def test_a_window_that_is_not_the_orders_intersection_is_found(good: Case) -> None:
    start_s = good.order("O1").window_start_s
    good.changed(good.stop("V1-1", 1), window_start_s=start_s).only(
        "stop-window", "09:00-10:00", "09:30-10:00"
    )


def test_a_late_drop_that_does_not_say_exactly_how_late_is_found(good: Case) -> None:
    good.changed(good.stop("V1-2", 2), late_s=579).only("late", "579 s", "580 s")


def test_a_stop_on_time_that_says_late_is_found(good: Case) -> None:
    good.changed(good.stop("V1-1", 2), late_s=1).only("late", "1 s", "0 s")


def test_other_lines_than_the_orders_have_are_found(good: Case) -> None:
    good.changed(good.stop("V1-1", 1), lines=3).only("lines", "3", "7")


def test_a_skill_that_the_driver_is_not_told_of_is_found(good: Case) -> None:
    good.changed(good.stop("V1-2", 1), requires=()).only("requires", "no skill", "cool")


def test_times_of_a_stop_already_reached_are_what_happened(good: Case) -> None:
    """O5 was reached 2 minutes early by the plan's leg."""
    case = at_work(good)
    stop = case.stop("V1-2", 1)
    case = case.changed(stop, arrive_s=stop.arrive_s - 120)
    assert not case.counted("V1", waiting_s=120).breaches()


def test_the_stop_after_one_already_reached_is_held_to_its_times(good: Case) -> None:
    case = at_work(good)
    stop = case.stop("V1-2", 1)
    case.changed(stop, leave_s=stop.leave_s + 60).only("arrival", "11:54:40", "11:55:40")


@pytest.mark.parametrize("status", ["closed", "loading", "loaded", "departed"])
def test_what_can_go_nowhere_else_may_be_late_and_says_how_late(good: Case, status: str) -> None:
    """O9 is begun at 13:11:40, a second after its window."""
    case = evening(good, status)
    case = case.changed(case.order("O9"), window_end_s=hours("13:11:39"))
    case = case.changed(case.stop("V3-1", 1), window_end_s=hours("13:11:39"), late_s=1)
    case = case.counted(late=1)
    assert not case.breaches()
    case.changed(case.trip("V3-1"), status="planned").only("window-late")
    case.changed(case.stop("V3-1", 1), late_s=0).only("late", "0 s", "1 s")


@pytest.mark.parametrize("status", ["closed", "departed"])
def test_what_can_go_nowhere_else_may_not_be_early_all_the_same(good: Case, status: str) -> None:
    case = evening(good, status)
    case = case.changed(case.order("O9"), window_start_s=hours("13:11:41"))
    case = case.changed(case.stop("V3-1", 1), window_start_s=hours("13:11:41"))
    case.only("window-early")


def test_a_drop_on_board_may_come_after_its_place_has_closed(good: Case) -> None:
    """H2 closes at 11:55; V1 is on its way with O7, and there from 11:54:40 to 11:59:40."""
    case = at_work(good)
    case = case.changed(case.hub("H2"), closes_s=hours("11:55"))
    case = case.changed(case.hub_plan("H2").collections[0], window_end_s=hours("11:55"))
    assert not case.breaches()


def test_only_on_a_route_that_is_locked_whole_may_locked_stops_be_late(good: Case) -> None:
    """O5 on V1-2 is begun a second late: its trip is locked order by order, then V1's whole day."""
    stop = good.stop("V1-2", 1)
    end_s = stop.start_s - 1
    case = good.changed(good.order("O5"), window_end_s=end_s)
    case = case.changed(stop, window_end_s=end_s, late_s=1).counted(late=1)
    for trip_id, may_be_late in (("V1-2", False), ("V1-1", True)):
        for number in range(1, len(case.trip(trip_id).stops) + 1):
            case = case.changed(case.stop(trip_id, number), locked=True)
        rules = {breach.rule for breach in case.breaches()}
        assert ("window-late" not in rules) is may_be_late
