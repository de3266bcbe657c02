"""`tournee history` and `tournee show --version`: what was planned before."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.store.address import DATABASE
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.days import write_day
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A day with two versions: by Ann in the morning, by cron at 11:05."""
    write_day(tmp_path, tmp_path / "none.tmap", hubs=[], vehicles=[], orders=[])
    figures = {"delivered": 7, "late": 2, "unassigned": 1, "distance_m": 12_345}
    totals = replace(plan().totals, **figures, cost_cents=6_789)
    first = hub(route(stop(order_ids=("early",))))
    second = hub(route(stop(order_ids=("recent",))))
    with open_store(load_day(tmp_path)) as store:
        store.record(plan(plan_id="A", hubs=(first,)), Deed(command="plan", who="Ann"))
        store.record(
            plan(plan_id="B", based_on="A", now_s=39_900, totals=totals, hubs=(second,)),
            Deed(command="replan", who="cron", why="[4 orders]"),
        )
    return tmp_path


def test_history_lists_who_made_which_version_when_why_and_what_came_of_it(
    run: Run, folder: Path
) -> None:
    ran = run("history", folder)
    assert ran.status == 0
    (first,) = [line for line in ran.out.splitlines() if "Ann" in line]
    (second,) = [line for line in ran.out.splitlines() if "cron" in line]
    assert "2026-11-21 06:02:11" in first
    for said in ("replan", "[4 orders]", "11:05", "12.3", "67.89", "draft"):
        assert said in second


def test_history_as_a_document(run: Run, folder: Path) -> None:
    document = json.loads(run("history", folder, "--json").out)
    assert document["day"] == "2026-11-21"
    assert [one["version"] for one in document["versions"]] == [1, 2]
    assert document["versions"][1] == {
        "version": 2, "plan_id": "B", "based_on": "A", "status": "draft",
        "created_at": "2026-11-21T06:02:11+01:00", "now": "2026-11-21T11:05:00+01:00",
        "who": "cron", "command": "replan", "why": "[4 orders]", "delivered": 7, "late": 2,
        "unassigned": 1, "distance_m": 12_345, "cost_eur": 67.89,
    }  # fmt: skip


def test_a_day_without_plans_has_no_history(run: Run, tmp_path: Path) -> None:
    write_day(tmp_path, tmp_path / "none.tmap", hubs=[], vehicles=[], orders=[])
    ran = run("history", tmp_path)
    assert ran.status == 2
    assert "PLAN-MISSING" in ran.err
    assert not (tmp_path / DATABASE).exists()


def test_another_date_has_a_history_of_its_own(run: Run, folder: Path) -> None:
    assert run("history", folder, "--date", "2026-11-22").status == 2


def test_an_earlier_version_is_shown(run: Run, folder: Path) -> None:
    assert "early" in run("show", folder, "--version", 1).out
    assert "recent" in run("show", folder).out
    document = json.loads(run("show", folder, "--version", 1, "--json").out)
    assert (document["version"], document["plan_id"]) == (1, "A")


def test_a_version_that_there_is_not_is_told(run: Run, folder: Path, tmp_path: Path) -> None:
    ran = run("show", folder, "--version", 9)
    assert ran.status == 2
    assert "PLAN-VERSION" in ran.err
    assert "its last is 2" in ran.err
    ran = run("show", tmp_path, "--version", 1, "--date", "2026-11-22")
    assert (ran.status, "PLAN-MISSING" in ran.err) == (2, True)


def test_a_damaged_database_is_told_with_status_2(run: Run, tmp_path: Path) -> None:
    write_day(tmp_path, tmp_path / "none.tmap", hubs=[], vehicles=[], orders=[])
    (tmp_path / DATABASE).write_bytes(b"no database" * 100)
    for command in ("history", "show", "diff"):
        ran = run(command, tmp_path)
        assert ran.status == 2
        assert "STORE-FAILED" in ran.err
