"""`tournee diff`: what is another in a later plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.orders.model import Unassigned
from routing.plan.document import to_json
from routing.plan.model import Cancelled, Plan
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.days import write_day
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

LEFT = Unassigned(order_id="O4", hub_id="H", code="NO-ROOM", reason="", suggestion="")
CALLED_OFF = Cancelled(order_id="O3", at_s=0, reason="")
# V has O1, O2 and O3 at 9:00; then O2 is W's at 9:30, O3 is cancelled, O5 comes, O4 has no place.
MORNING = plan(
    plan_id="A",
    hubs=(hub(route(stop(order_ids=("O1", "O2", "O3"))), route(vehicle_id="W", trips=())),),
)
LATER = plan(
    plan_id="B", based_on="A",
    hubs=(
        hub(
            route(stop(order_ids=("O1",), start_s=34_200), stop(order_ids=("O5",))),
            route(stop(order_ids=("O2",), start_s=34_200), vehicle_id="W", driver_id="Bob"),
        ),
    ),
    unassigned=(LEFT,), cancelled=(CALLED_OFF,),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A day with both as its versions 1 and 2."""
    return day(tmp_path / "today", MORNING, LATER)


def day(folder: Path, *plans: Plan) -> Path:
    folder.mkdir()
    write_day(folder, folder / "none.tmap", hubs=[], vehicles=[], orders=[])
    with open_store(load_day(folder)) as store:
        for one in plans:
            store.record(one, Deed(command="plan", who="Ann"))
    return folder


def row(text: str, *words: str) -> bool:
    """Whether one line has all of these."""
    return any(all(word in line for word in words) for line in text.splitlines())


def test_each_driver_is_told_what_is_another(run: Run, folder: Path) -> None:
    ran = run("diff", folder)
    assert ran.status == 0
    assert "from version 1 to version 2" in ran.out
    assert row(ran.out, "added", "O5", "new", "09:00")
    assert row(ran.out, "removed", "O3", "09:00", "cancelled")
    assert row(ran.out, "removed", "O2", "09:00", "09:30")
    assert row(ran.out, "later", "O1", "09:00", "09:30")
    assert "W (Bob)" in ran.out
    assert "Without a place now: O4" in ran.out
    assert "Cancelled: O3" in ran.out
    assert "2 vehicles at 1 hub concerned, 2 orders on other stops" in ran.out


def test_the_document_says_the_same(run: Run, folder: Path) -> None:
    document = json.loads(run("diff", folder, "--json").out)
    assert (document["older"]["version"], document["newer"]["version"]) == (1, 2)
    assert document["changed_stops"] == 2
    vehicles = {one["vehicle_id"]: one for one in document["vehicles"]}
    assert [one["order_id"] for one in vehicles["V"]["removed"]] == ["O2", "O3"]
    assert [one["order_id"] for one in vehicles["W"]["added"]] == ["O2"]
    assert (document["unassigned"], document["cancelled"]) == (["O4"], ["O3"])


def test_plans_are_named_by_file_day_or_version(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(to_json(MORNING), encoding="utf-8")
    expected = json.loads(run("diff", folder, "--json").out)
    for older in (file, f"{folder}@1"):
        for newer in (folder, f"{folder}@2"):
            assert json.loads(run("diff", older, newer, "--json").out) == expected
    back = json.loads(run("diff", f"{folder}@2", f"{folder}@1", "--json").out)
    assert (back["older"]["version"], back["newer"]["version"]) == (2, 1)


def test_two_equal_plans_have_nothing_that_is_another(run: Run, folder: Path) -> None:
    ran = run("diff", f"{folder}@1", f"{folder}@1")
    assert ran.status == 0
    assert "nothing is another" in ran.out


def test_the_day_says_which_times_are_let_pass(run: Run, folder: Path) -> None:
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write('\n[replan]\nunchanged_within = "30min"\n')
    assert json.loads(run("diff", folder, "--json").out)["changed_stops"] == 1


def test_a_folders_name_may_end_like_a_version(run: Run, tmp_path: Path) -> None:
    folder = day(tmp_path / "shop@1", MORNING, LATER)
    assert run("diff", folder).status == 0
    assert run("diff", f"{folder}@1", folder).status == 0


def test_plans_of_two_days_are_not_compared(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(to_json(plan(day="2026-11-22")), encoding="utf-8")
    ran = run("diff", folder, file)
    assert ran.status == 2
    assert "2026-11-21 and 2026-11-22" in ran.err


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("{day}@9", "{day}"), "PLAN-VERSION"),
        (("{day}@2",), "name a second plan"),
        (("{day}/gone.json", "{day}"), "there is no"),
        (("{day}/day.toml", "{day}"), "PLAN-FORMAT"),
        (("{day}", "nowhere@1"), "DAY-MISSING"),
    ],
)
def test_what_is_no_plan_is_told(run: Run, folder: Path, names: tuple[str, ...], said: str) -> None:
    ran = run("diff", *(name.format(day=folder) for name in names))
    assert ran.status == 2
    assert said in ran.err


def test_a_day_with_one_version_has_none_to_compare(run: Run, tmp_path: Path) -> None:
    ran = run("diff", day(tmp_path / "new", MORNING))
    assert ran.status == 2
    assert "one version only" in ran.err
