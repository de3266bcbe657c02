"""Broken plans whose collections say the wrong time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def test_another_ready_time_than_the_order_has_is_found(good: Case) -> None:
    good.changed(good.hub_plan("H1").collections[0], ready_s=9 * 3600).only(
        "collection-ready", "09:00", "10:00"
    )


def test_another_promise_than_the_order_has_is_found(good: Case) -> None:
    good.changed(good.hub_plan("H1").collections[0], window_end_s=12 * 3600).only(
        "collection-window", "12:00", "11:00"
    )


def test_a_collection_that_does_not_say_how_late_it_is_is_found(good: Case) -> None:
    """O4 is ready at 11:30 for 11:00, and the plan says that this is in time."""
    case = good.changed(good.order("O4"), ready_s=11 * 3600 + 1800)
    case = case.changed(case.hub_plan("H1").collections[0], ready_s=11 * 3600 + 1800)
    case.counted(late=1).only("collection-late", "0 s", "1800 s")


def test_a_late_collection_that_says_so_keeps_the_rules(good: Case) -> None:
    case = good.changed(good.order("O4"), ready_s=11 * 3600 + 1800)
    case = case.changed(case.hub_plan("H1").collections[0], ready_s=11 * 3600 + 1800, late_s=1800)
    assert not case.counted(late=1).breaches()
