"""Where an order is in a plan, and what is said of one that is not there."""

from __future__ import annotations

import pytest

from routing.errors import DayError
from routing.orders.model import Rejection, Unassigned
from routing.plan.model import Cancelled
from routing.why.finding import Collected, OnStop, find
from tests.support.plans import hub, plan, route, stop
from tests.support.stores import store_plan


@pytest.mark.parametrize(
    ("order_id", "kind"),
    [
        ("O3", OnStop),
        ("C1", Collected),
        ("U1", Unassigned),
        ("X1", Cancelled),
        ("R1", Rejection),
    ],
)
def test_an_order_is_found_where_it_is(order_id: str, kind: type) -> None:
    found = find(store_plan(), order_id)
    assert isinstance(found.current, kind)
    assert found.order_id == order_id


def test_a_rejected_row_with_the_id_of_an_order_is_told_besides() -> None:
    found = find(store_plan(), "O1")
    assert isinstance(found.current, OnStop)
    assert [row.line for row in found.other_rows] == [19]


def test_a_failed_attempt_is_history_where_there_is_another_place() -> None:
    tried = route(stop(status="failed"), stop(), vehicle_id="V1")
    found = find(plan(hubs=(hub(tried),)), "O1")
    assert isinstance(found.current, OnStop)
    assert found.current.visit.number == 2
    assert [one.visit.number for one in found.failed] == [1]
    only = find(plan(hubs=(hub(route(stop(status="failed"))),)), "O1")
    assert isinstance(only.current, OnStop)
    assert only.failed == ()


@pytest.mark.parametrize("slip", ["o1", "O11", "0O1", "01"])
def test_an_id_that_is_not_there_is_told_with_the_nearest(slip: str) -> None:
    with pytest.raises(DayError, match="ORDER-UNKNOWN") as caught:
        find(store_plan(), slip)
    assert repr(slip) in caught.value.message
    assert "O1" in caught.value.remedy


def test_an_id_that_is_like_no_other_is_told_with_where_to_look() -> None:
    for own in (store_plan(), plan()):
        with pytest.raises(DayError, match="ORDER-UNKNOWN") as caught:
            find(own, "zzz")
        assert "order table" in caught.value.remedy
