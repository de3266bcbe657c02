"""Broken plans whose day, version or statuses are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_a_plan_for_another_day_is_found(good: Case) -> None:
    good.changed(good.plan, day="2026-11-22").only("plan-day", "2026-11-22", "2026-11-21")


def test_another_time_zone_is_found(good: Case) -> None:
    good.changed(good.plan, timezone="Europe/Lisbon").only("plan-timezone", "Europe/Brussels")


def test_an_unknown_plan_status_is_found(good: Case) -> None:
    good.changed(good.plan, status="final").only("plan-status", "'final'", "draft or released")


def test_a_released_plan_is_as_good_as_a_draft(good: Case) -> None:
    assert not good.changed(good.plan, status="released").breaches()


def test_version_0_is_found(good: Case) -> None:
    good.changed(good.plan, version=0).only("plan-version")


def test_an_unknown_stop_status_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), status="lost").only("stop-status", "'lost'", "order O9")


def test_a_stop_reached_before_the_day_has_begun_is_found(good: Case) -> None:
    """Otherwise a plan could escape the rules of time by calling its stops done."""
    good.changed(good.stop("V3-1", 1), status="done").only("stop-status", "'done'")
