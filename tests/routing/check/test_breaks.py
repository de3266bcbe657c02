"""Broken plans whose breaks are missing, too short, or where nobody can rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


from routing.plan.model import Rest

ELEVEN = 11 * 3600


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
