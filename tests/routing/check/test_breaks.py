"""Broken plans whose breaks are missing, too short, or where nobody can rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.fleet.model import Break
from routing.plan.model import Rest
from tests.routing.check.conftest import at_work, evening, hours

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case

ELEVEN = 11 * 3600
BY_LAW = Break(duration_s=900, earliest_s=27_000, latest_s=45_000, longest_work_s=21_600)


def test_a_break_that_is_due_and_not_planned_is_found(good: Case) -> None:
    good.changed(good.route("V1"), breaks=()).only("break-missing", "1800 s", "09:00", "12:00")


def test_a_break_that_can_be_had_after_work_need_not_be_planned(good: Case) -> None:
    """V1 is back at 12:04:40, and its driver can rest from 12:10 to 12:40."""
    rest = good.vehicle("V1").rest
    assert rest is not None
    case = good.changed(rest, latest_s=ELEVEN + 100 * 60)
    assert not case.changed(case.route("V1"), breaks=()).breaches()


def test_a_break_that_can_be_had_before_work_need_not_be_planned(good: Case) -> None:
    """V1 begins to load at 09:10, and its driver can rest from 08:40 to 09:10."""
    rest = good.vehicle("V1").rest
    assert rest is not None
    case = good.changed(rest, earliest_s=8 * 3600 + 40 * 60)
    assert not case.changed(case.route("V1"), breaks=()).breaches()


def test_a_vehicle_that_stays_needs_no_break(good: Case) -> None:
    case = good.changed(good.vehicle("V2"), rest=good.vehicle("V1").rest)
    assert not case.breaches()


def test_a_break_that_is_too_short_is_found(good: Case) -> None:
    good.changed(good.route("V1").breaks[0], end_s=ELEVEN + 1799).only("break-short", "1799 s")


def test_a_break_before_its_bounds_is_found(good: Case) -> None:
    rest = good.vehicle("V1").rest
    assert rest is not None
    good.changed(rest, earliest_s=ELEVEN + 60).only("break-bounds", "11:01")


def test_a_break_while_the_vehicle_is_loaded_is_found(good: Case) -> None:
    rest = Rest(start_s=ELEVEN + 300, end_s=ELEVEN + 2100)
    good.changed(good.route("V1"), breaks=(rest,)).only("break-place", "11:05-11:35")


def test_a_break_while_driving_is_found(good: Case) -> None:
    """Nobody needs a break of V3, and its break at 13:10 is on the road."""
    driving = Rest(start_s=13 * 3600 + 600, end_s=13 * 3600 + 660)
    good.changed(good.route("V3"), breaks=(driving,)).only("break-place", "13:10-13:11")


def test_a_break_at_a_stop_before_service_begins_is_one_and_no_waiting(good: Case) -> None:
    """V1 waits for O1's window from 09:21:40 to 09:30; five minutes of it are the break."""
    rest = good.vehicle("V1").rest
    assert rest is not None
    case = good.changed(rest, duration_s=300)
    taken = Rest(start_s=9 * 3600 + 1320, end_s=9 * 3600 + 1620)
    case = case.changed(case.route("V1"), breaks=(taken,))
    assert not case.counted("V1", waiting_s=-300).breaches()


def test_where_loading_takes_no_time_a_break_may_lie_across_its_moment(good: Case) -> None:
    """The hub loads in no time, V1-2 at 11:30, and leaves at 11:40."""
    case = good.changed(good.hub("H1"), loading_s=0)
    rest = Rest(start_s=ELEVEN + 300, end_s=ELEVEN + 2100)
    assert not case.changed(case.route("V1"), breaks=(rest,)).breaches()


def on_the_road(good: Case, duration_s: int) -> Case:
    """V3, which is at O9 from 13:11:40, rests there first, and serves it so much later."""
    at_door = good.stop("V3-1", 1).arrive_s
    case = good.lengthened("V3-1", duration_s)
    case = case.changed(case.stop("V3-1", 1), start_s=at_door + duration_s)
    taken = Rest(start_s=at_door, end_s=at_door + duration_s)
    return case.changed(case.route("V3"), breaks=(taken,))


def test_a_break_at_a_door_whose_window_is_open_is_no_waiting_at_all(good: Case) -> None:
    assert on_the_road(good, 900).route("V3").waiting_s == 0
    assert not on_the_road(good, 900).breaches()


@pytest.mark.parametrize(
    "clock_s",
    [
        pytest.param(13 * 3600 + 650, id="from the drive into the pause"),
        pytest.param(13 * 3600 + 1570, id="from the pause into the service"),
        pytest.param(13 * 3600 + 1620, id="while serving"),
        pytest.param(13 * 3600 + 1730, id="on the way back"),
    ],
)
def test_a_break_that_is_not_wholly_before_the_service_is_found(good: Case, clock_s: int) -> None:
    """V3 stands at O9's door from 13:11:40 to 13:26:40, serves it in two minutes, drives 100 s."""
    case = on_the_road(good, 900)
    elsewhere = Rest(start_s=clock_s, end_s=clock_s + 60)
    (taken,) = case.route("V3").breaks
    inside_s = max(0, min(elsewhere.end_s, taken.end_s) - max(elsewhere.start_s, taken.start_s))
    case = case.changed(case.route("V3"), breaks=(elsewhere,))
    case.counted("V3", waiting_s=900 - inside_s).only("break-place", "nor at a stop before")


def by_law(good: Case, longest_work_s: int) -> Case:
    """V1's driver may work no longer than that without its break; it works 09:10-12:04:40."""
    return good.changed(good.vehicle("V1"), rest=replace(BY_LAW, longest_work_s=longest_work_s))


def test_work_that_is_just_short_enough_needs_no_break(good: Case) -> None:
    bare = good.changed(good.route("V1"), breaks=())
    assert not by_law(bare, 10_480).breaches()
    by_law(bare, 10_479).only("break-missing", "900 s", "more than 10479 s")


def test_too_much_work_before_a_break_is_found(good: Case) -> None:
    """From 09:10 to 11:00."""
    assert not by_law(good, 6600).breaches()
    by_law(good, 6599).only("break-work", "09:10", "11:00", "6600 s", "6599 s")


def test_too_much_work_after_a_break_is_found(good: Case) -> None:
    """The break is at O1's door, from 09:22 to 09:27, and work goes on until 12:04:40."""
    case = by_law(good, 9000)
    rest = case.vehicle("V1").rest
    assert rest is not None
    case = case.changed(rest, duration_s=300)
    taken = Rest(start_s=9 * 3600 + 1320, end_s=9 * 3600 + 1620)
    case = case.changed(case.route("V1"), breaks=(taken,)).counted("V1", waiting_s=-300)
    case.only("break-work", "09:27", "12:04:40", "9460 s")


def test_work_between_two_breaks_is_bounded_too(good: Case) -> None:
    """At O1's door from 09:22 to 09:27, at the hub from 11:00: 5,580 s lie between."""
    early = Rest(start_s=9 * 3600 + 1320, end_s=9 * 3600 + 1620)
    case = good.changed(good.route("V1"), breaks=(*good.route("V1").breaks, early))
    case = case.counted("V1", waiting_s=-300)
    bounds = replace(BY_LAW, duration_s=300, longest_work_s=5580)
    assert not case.changed(case.vehicle("V1"), rest=bounds).breaches()
    case = case.changed(case.vehicle("V1"), rest=replace(bounds, longest_work_s=5579))
    case.only("break-work", "09:27", "11:00", "5580 s")


def between(good: Case, clock: str) -> Case:
    """V1 is back from V1-1, and loads V1-2 at 11:30; its break is at the hub from 11:00."""
    case = good.changed(good.plan, now_s=hours(clock))
    for number in (1, 2):
        case = case.changed(case.stop("V1-1", number), status="done")
    return case.changed(case.trip("V1-1"), status="returned")


@pytest.mark.parametrize(
    "bounds", [{"duration_s": 1801}, {"earliest_s": ELEVEN + 1}, {"latest_s": ELEVEN + 60}]
)
def test_a_break_that_has_begun_is_what_happened(good: Case, bounds: dict[str, int]) -> None:
    case = between(good, "11:00:01")
    rest = case.vehicle("V1").rest
    assert rest is not None
    assert not case.changed(rest, **bounds).breaches()


def test_a_break_that_has_begun_may_have_been_anywhere(good: Case) -> None:
    """It is from 11:05 to 11:35, and at 11:30 V1 is loaded."""
    case = between(good, "11:05:01")
    case = case.changed(case.route("V1").breaks[0], start_s=ELEVEN + 300, end_s=ELEVEN + 2100)
    assert not case.breaches()


def test_who_comes_back_too_late_for_a_break_has_it_at_once(good: Case) -> None:
    """The break should have been over by 11:20; at 11:00 it is had at once, at 10:59 later."""
    for clock, rules in (("11:00", []), ("10:59", ["break-bounds"])):
        case = between(good, clock)
        rest = case.vehicle("V1").rest
        assert rest is not None
        case = case.changed(rest, latest_s=ELEVEN + 1200)
        assert [one.rule for one in case.breaches()] == rules


def test_who_will_come_back_too_late_for_a_break_has_it_then(good: Case) -> None:
    """V1 is on its way back, for 09:46:20, and its break should be over by 10:00."""
    case = between(good, "09:45")
    case = case.changed(case.trip("V1-1"), status="departed")
    rest = case.vehicle("V1").rest
    assert rest is not None
    case = case.changed(rest, latest_s=hours("10:00"))
    case.only("break-bounds", "10:16:20")
    back = hours("09:46:20")
    at_once = case.changed(case.route("V1").breaks[0], start_s=back, end_s=back + 1800)
    assert not at_once.breaches()


def test_who_has_worked_too_long_already_has_the_break_at_once(good: Case) -> None:
    """V1 has worked since 09:10, 6,599 s are the most, and the break begins after 6,600 s."""
    assert not by_law(between(good, "11:00"), 6599).breaches()
    by_law(between(good, "10:59"), 6599).only("break-work")


def test_who_is_on_the_last_trip_without_a_break_is_on_it(good: Case) -> None:
    """V1-2 has left."""
    case = at_work(good)
    bare = case.changed(case.route("V1"), breaks=())
    assert not bare.breaches()
    assert not by_law(bare, 10_479).breaches()
    assert not by_law(case, 6599).breaches()


@pytest.mark.parametrize("status", ["closed", "departed"])
def test_a_break_on_a_trip_that_stands_may_come_too_late(good: Case, status: str) -> None:
    """It is to be over by 13:20, and V3 is at O9, where it has it, from 13:11:40 to 13:26:40."""
    case = on_the_road(evening(good, status), 900)
    due = replace(BY_LAW, latest_s=hours("13:20"), longest_work_s=None)
    case = case.changed(case.vehicle("V3"), rest=due)
    assert not case.breaches()
    planned = case.changed(case.trip("V3-1"), status="planned")
    planned.only("break-bounds", "13:20")
