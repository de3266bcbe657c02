"""By how much promises are kept, and which are at risk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.plan.promises import at_risk, promises_of, whole_minutes
from tests.support.plans import hub, plan, route, stop
from tests.support.stores import at, collection, store_hub, store_plan


def spare_min() -> dict[str, int]:
    return {one.order_id: whole_minutes(one.spare_s) for one in promises_of(store_hub())}


def test_a_delivery_is_kept_when_it_begins_a_drop_when_it_is_over_a_collection_when_ready() -> None:
    assert spare_min() == {
        "O1": 60, "O2": 90, "O3": 90, "O4": 90, "D1": 10, "C1": 30, "C2": -5, "C3": 720,
    }  # fmt: skip


def test_a_failed_attempt_has_no_promise() -> None:
    tried = route(stop(status="failed"), stop(order_ids=("O2",)))
    assert [one.order_id for one in promises_of(hub(tried))] == ["O2"]


def test_what_has_less_than_a_quarter_of_an_hour_is_at_risk_and_what_is_late_is_not() -> None:
    ready = {"C1": "09:45", "C2": "09:46", "C3": "10:00", "C4": "10:01"}
    collections = tuple(collection(own, time, "10:00") for own, time in ready.items())
    own = plan(hubs=(hub(collections=collections),))
    assert [one.order_id for one in at_risk(own)] == ["C3", "C2"]


def test_the_first_due_comes_first() -> None:
    collections = (collection("C1", "11:59", "12:00"), collection("C2", "10:50", "11:00"))
    own = plan(hubs=(hub(collections=collections),))
    assert [one.order_id for one in at_risk(own)] == ["C2", "C1"]
    assert [one.order_id for one in at_risk(store_plan())] == ["D1"]


def test_what_has_happened_already_is_no_risk() -> None:
    own = plan(hubs=(hub(collections=(collection("C1", "09:55", "10:00"),)),))
    assert at_risk(replace(own, now_s=at("09:55"))) != []
    assert at_risk(replace(own, now_s=at("09:56"))) == []


@pytest.mark.parametrize(("spare_s", "minutes"), [(59, 0), (60, 1), (0, 0), (-1, -1), (-61, -2)])
def test_a_second_late_is_not_on_time(spare_s: int, minutes: int) -> None:
    assert whole_minutes(spare_s) == minutes
