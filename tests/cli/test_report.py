"""`tournee report`, as a dispatcher calls it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.days import hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

QUICK = ("--max-iterations", "20", "--jobs", "1", "-q")
NAME = "Musterkunde 7"


@pytest.fixture
def day(run: Run, tmp_path: Path, grid_map: Path) -> Path:
    """A planned day with one customer."""
    folder = tmp_path / "day"
    folder.mkdir()
    write_day(folder, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1", name=NAME)])
    assert run("plan", folder, *QUICK).status == 0
    return folder


def page_of(folder: Path) -> str:
    return (folder / "out" / "report.html").read_text(encoding="utf-8")


def test_a_plan_s_page_stands_beside_it_and_is_named(run: Run, day: Path) -> None:
    ran = run("report", day / "out" / "plan.json")
    assert ran.status == 0
    assert str(day / "out" / "report.html") in ran.out
    assert "O1" in page_of(day)


def test_a_day_folder_means_its_last_plan(run: Run, day: Path) -> None:
    assert run("plan", day, *QUICK).status == 0
    document = json.loads(run("report", day, "--json").out)
    assert document["version"] == 2
    assert document["bytes"] == (day / "out" / "report.html").stat().st_size
    assert "version 2" in page_of(day)


def test_the_streets_of_the_day_s_map_are_drawn(run: Run, day: Path) -> None:
    run("report", day)
    with_streets = page_of(day)
    run("report", day, "--no-streets")
    assert '"streets": [[' in with_streets
    assert '"streets": []' in page_of(day)


def test_customers_are_on_it_only_when_asked_for(run: Run, day: Path) -> None:
    run("report", day)
    assert NAME not in page_of(day)
    ran = run("report", day, "--with-contacts")
    assert NAME in page_of(day)
    assert "personal data" in ran.out


def test_a_plan_far_from_its_day_needs_the_day_or_no_streets(
    run: Run, day: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    shutil.copy(day / "out" / "plan.json", away)
    lost = run("report", away / "plan.json")
    assert lost.status == 2
    assert "PLAN-NO-DAY" in lost.err
    assert list(away.iterdir()) == [away / "plan.json"]
    assert run("report", away / "plan.json", "--day", day).status == 0
    assert run("report", away / "plan.json", "--no-streets").status == 0


def test_a_day_of_another_date_is_refused(run: Run, day: Path) -> None:
    text = (day / "day.toml").read_text(encoding="utf-8")
    (day / "day.toml").write_text(text.replace("2026-11-21", "2026-11-22"), encoding="utf-8")
    assert run("report", day / "out" / "plan.json").status == 0, "its store knows the plan's date"
    (day / "tournee.db").unlink()
    ran = run("report", day / "out" / "plan.json")
    assert ran.status == 2
    assert "PLAN-OTHER-DAY" in ran.err


def test_a_day_without_a_plan_is_told_so(run: Run, tmp_path: Path, grid_map: Path) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    ran = run("report", tmp_path)
    assert ran.status == 2
    assert "PLAN-MISSING" in ran.err


def test_a_missing_map_is_status_6_and_leaves_the_page_of_before(run: Run, day: Path) -> None:
    run("report", day)
    before = page_of(day)
    text = (day / "day.toml").read_text(encoding="utf-8")
    (day / "day.toml").write_text(text.replace("grid.tmap", "gone.tmap"), encoding="utf-8")
    ran = run("report", day)
    assert ran.status == 6
    assert "MAP-MISSING" in ran.err
    assert page_of(day) == before


def test_a_place_that_cannot_be_written_is_status_2(run: Run, day: Path) -> None:
    (day / "file").touch()
    ran = run("report", day, "--out", day / "file" / "report.html")
    assert ran.status == 2
    assert "DAY-UNWRITABLE" in ran.err


def test_a_plan_whose_lines_are_none_is_refused(run: Run, day: Path) -> None:
    path = day / "out" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["hubs"][0]["routes"][0]["trips"][0]["stops"][0]["shape"] = "~~~~"
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = run("report", path)
    assert ran.status == 2
    assert "EXPORT-SHAPE" in ran.err


def test_a_plan_of_a_year_that_no_clock_shows_is_refused(run: Run, day: Path) -> None:
    path = day / "out" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["hubs"][0]["routes"][0]["trips"][0]["return_at"] = "9999-12-31T23:59:59+00:00"
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = run("report", path)
    assert ran.status == 2
    assert "PLAN-FORMAT" in ran.err
    assert "more than a year" in ran.err


def test_a_new_plan_says_that_page_and_files_are_of_the_one_before(run: Run, day: Path) -> None:
    assert "earlier version" not in run("plan", day, *QUICK[:-1]).out
    run("report", day)
    run("export", day / "out" / "plan.json", "--to", "gpx")
    ran = run("plan", day, *QUICK[:-1])
    assert "Still of an earlier version: report.html, gpx." in ran.out


@pytest.mark.parametrize("name", ["orders.csv", "tournee.db", "out/plan.json"])
def test_nothing_but_a_page_is_replaced(run: Run, day: Path, name: str) -> None:
    before = (day / name).read_bytes()
    ran = run("report", day, "--out", day / name)
    assert ran.status == 2
    assert "PAGE-TAKEN" in ran.err
    assert (day / name).read_bytes() == before


def test_another_store_s_customers_are_never_taken_for_a_plan_s_own(
    run: Run, day: Path, tmp_path: Path, grid_map: Path
) -> None:
    """The same date and the same order id, planned elsewhere."""
    other = tmp_path / "other"
    other.mkdir()
    write_day(other, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1", name="Else")])
    assert run("plan", other, *QUICK).status == 0
    ran = run("report", day / "out" / "plan.json", "--day", other, "--with-contacts")
    assert ran.status == 2
    assert "PLAN-OTHER-DAY" in ran.err
    assert not (day / "out" / "report.html").exists()
