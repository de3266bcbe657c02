"""A plan that drivers may have is not planned over because its database was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.errors import DayError
from routing.morning import Request, plan_day
from routing.plan.document import read_plan
from routing.store.address import DATABASE
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.days import Silence, hub, order, van, write_day
from tests.support.replans import released, replanned

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    return write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("A1")])


def plan(folder: Path) -> None:
    plan_day(load_day(folder), Request(limit=Limit(iterations=40)), Silence())


def test_a_released_plan_that_the_store_does_not_know_is_not_planned_over(day: Path) -> None:
    released(day)
    before = (day / "out" / "plan.json").read_bytes()
    (day / DATABASE).unlink()
    with pytest.raises(DayError, match="PLAN-NOT-IN-STORE") as refused:
        plan(day)
    assert "docs/cron.md" in refused.value.remedy
    assert (day / "out" / "plan.json").read_bytes() == before


def test_a_run_that_finds_it_says_how_to_begin_again_from_it(day: Path) -> None:
    released(day)
    (day / DATABASE).unlink()
    with pytest.raises(DayError, match="REPLAN-NO-PLAN") as refused:
        replanned(day, "09:00")
    assert "plan.json is there, version 2 of this day" in refused.value.remedy
    assert "docs/cron.md" in refused.value.remedy


def test_begun_again_from_it_the_day_goes_on(day: Path) -> None:
    released(day)
    (day / DATABASE).unlink()
    with open_store(load_day(day)) as store:
        store.record(read_plan(day / "out" / "plan.json"), Deed(command="plan"))
    assert replanned(day, "09:00").plan.version == 2


def test_a_draft_that_nobody_has_is_planned_over(day: Path) -> None:
    plan(day)
    (day / DATABASE).unlink()
    plan(day)
    assert read_plan(day / "out" / "plan.json").version == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"day": 7}'])
def test_a_file_that_is_no_plan_is_planned_over(day: Path, text: str) -> None:
    (day / "out").mkdir()
    (day / "out" / "plan.json").write_text(text, encoding="utf-8")
    plan(day)
    assert read_plan(day / "out" / "plan.json").version == 1
