"""The plan that drivers had when another was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.store.model import Deed
from routing.store.predecessor import plan_before
from routing.store.store import open_store
from tests.support.plans import plan

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.plan.model import Plan

VERSIONS = (
    # Each is made from the one before it.
    ("A", "draft", None),
    ("B", "released", None),
    ("C", "draft", 36_000),
    ("D", "released", 36_600),
    ("E", "draft", 37_200),
)


def recorded(day: Day) -> dict[str, Plan]:
    """Five versions of a day, the second and the fourth of which were released."""
    found: dict[str, Plan] = {}
    based_on = None
    with open_store(day) as store:
        for plan_id, status, now_s in VERSIONS:
            own = plan(
                plan_id=plan_id, status=status, now_s=now_s, based_on=based_on,
                day=day.clock.date.isoformat(),
            )  # fmt: skip
            found[plan_id] = store.record(own, Deed(command="replan", who="Ann"))
            based_on = plan_id
    return found


@pytest.mark.parametrize(("plan_id", "before"), [("C", "B"), ("D", "B"), ("E", "D")])
def test_it_is_the_last_that_was_released_before(any_day: Day, plan_id: str, before: str) -> None:
    found = recorded(any_day)
    with open_store(any_day) as store:
        assert plan_before(found[plan_id], store) == found[before]


def test_a_plan_of_the_morning_comes_after_none(any_day: Day) -> None:
    """It is made as if nothing had happened."""
    found = recorded(any_day)
    own = plan(plan_id="F", based_on="E", day=any_day.clock.date.isoformat())
    with open_store(any_day) as store:
        assert plan_before(found["B"], store) is None
        assert plan_before(own, store) is None


def test_a_plan_from_elsewhere_comes_after_none_of_these(any_day: Day) -> None:
    recorded(any_day)
    with open_store(any_day) as store:
        for based_on in ("Z", None):
            assert plan_before(plan(plan_id="F", now_s=1, based_on=based_on), store) is None


def test_before_the_first_release_drivers_have_none(any_day: Day) -> None:
    day = any_day.clock.date.isoformat()
    with open_store(any_day) as store:
        store.record(plan(plan_id="A", day=day), Deed(command="plan", who="Ann"))
        assert plan_before(plan(plan_id="B", now_s=1, based_on="A", day=day), store) is None
