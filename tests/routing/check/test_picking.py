"""Picking in the checker, when some of it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.routing.check.conftest import hours, picked_at_work

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_how_long_something_took_that_is_picked_is_what_happened(good: Case) -> None:
    """P1 took ten minutes for O4, which seven are needed for; it was placed a minute later."""
    case = picked_at_work(good)
    case = case.changed(case.picker_day("H1").picks[0], start_s=hours("09:50"))
    case = case.changed(case.order("O4"), placed_s=hours("09:51"))
    assert not case.breaches()


def test_who_picked_outside_the_shift_did(good: Case) -> None:
    """P2's shift at H2 begins at 08:30; O8 was picked at 08:20, and is ready since then."""
    case = picked_at_work(good)
    pick = case.picker_day("H2").picks[0]
    case = case.changed(pick, start_s=hours("08:13"), ready_s=hours("08:20"))
    case = case.changed(case.hub_plan("H2").collections[0], ready_s=hours("08:20"))
    assert not case.breaches()


def test_what_was_picked_and_then_called_off_was_picked_all_the_same(good: Case) -> None:
    case = picked_at_work(good)
    hub = case.hub_plan("H1")
    case = case.changed(hub, collections=hub.collections[1:])
    called_off = replace(case.plan.cancelled[0], order_id="O4")
    case = case.changed(case.plan, cancelled=(*case.plan.cancelled, called_off))
    case = case.counted(collected=-1, cancelled=1)
    assert not case.breaches()
    case.changed(case.picker_day("H1").picks[0], order_id="O99").only("pick-unneeded", "O99")


def test_what_is_still_to_be_picked_is_needed(good: Case) -> None:
    case = picked_at_work(good)
    hub = case.hub_plan("H1")
    case = case.changed(hub, collections=hub.collections[:1])
    called_off = replace(case.plan.cancelled[0], order_id="O12")
    case = case.changed(case.plan, cancelled=(*case.plan.cancelled, called_off))
    case.counted(collected=-1, cancelled=1).only("pick-unneeded", "O12")


@pytest.mark.parametrize(("status", "rules"), [("begun", []), ("planned", ["picker-overlap"])])
def test_what_is_picked_at_once_overlaps_unless_it_happened(
    good: Case, status: str, rules: list[str]
) -> None:
    """At 11:53 O4, said to be picked until 11:54, is begun; so is O12, or it is to begin."""
    case = picked_at_work(good)
    case = case.changed(case.plan, now_s=hours("11:53"))
    case = case.changed(case.picker_day("H1").picks[0], status="begun", ready_s=hours("11:54"))
    case = case.changed(
        case.hub_plan("H1").collections[0], status="planned", ready_s=hours("11:54"), late_s=3240
    )
    case = case.counted(late=1).changed(case.picker_day("H1").picks[1], status=status)
    assert [one.rule for one in case.breaches()] == rules


def test_a_pick_overlaps_with_any_before_it_that_is_not_over(good: Case) -> None:
    """P1, who is also P2, has O4 from 11:40 to 12:10, did O8 meanwhile, and is to begin O12."""
    case = picked_at_work(good)
    case = case.changed(case.intake.pickers[1], picker_id="P1")
    case = case.changed(case.picker_day("H2"), picker_id="P1")
    for hub_id, status, span in (("H1", "begun", "11:40-12:10"), ("H2", "done", "11:45-11:46")):
        start_s, ready_s = (hours(clock) for clock in span.split("-"))
        pick = case.picker_day(hub_id).picks[0]
        case = case.changed(pick, status=status, start_s=start_s, ready_s=ready_s)
        case = case.changed(case.hub_plan(hub_id).collections[0], ready_s=ready_s)
    case = case.changed(case.hub_plan("H1").collections[0], status="planned", late_s=4200)
    case.counted(late=1).only("picker-overlap", "O12", "O4 until 12:10")


def without_picker(good: Case, clock: str) -> Case:
    """O12, which takes P1 seven minutes until 12:00, is unassigned for want of a picker."""
    case = picked_at_work(good)
    case = case.changed(case.plan, now_s=hours(clock))
    day, hub = case.picker_day("H1"), case.hub_plan("H1")
    case = case.changed(hub, collections=hub.collections[:1])
    case = case.changed(day, picks=day.picks[:1])
    refused = replace(case.plan.unassigned[0], order_id="O12", code="PICKERS-FULL")
    case = case.changed(case.plan, unassigned=(*case.plan.unassigned, refused))
    return case.counted(collected=-1, unassigned=1)


def test_time_that_has_passed_is_nobody_s_to_pick_in(good: Case) -> None:
    without_picker(good, "11:53").only("pickers-idle", "O12", "11:53", "420 s")
    assert not without_picker(good, "11:53:01").breaches()
