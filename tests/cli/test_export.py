"""`tournee export`: what a dispatcher types, and what drivers find."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.support.days import hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

QUICK = ("--max-iterations", "20", "--jobs", "1", "-q")


@pytest.fixture
def day(run: Run, tmp_path: Path, grid_map: Path) -> Path:
    """A released day: two orders of one customer each, one van that drives and one at the hub."""
    folder = tmp_path / "monday"
    folder.mkdir()
    rows = [
        order("O1", name="Client 1", phone="+44 7700 900001", email="one@example.com"),
        order("O2", 500, name="Client 2", phone="", email=""),
    ]
    write_day(folder, grid_map, hubs=[hub()], vehicles=[van("V1"), van("V2")], orders=rows)
    assert run("plan", folder, *QUICK).status == 0
    release(run, folder)
    return folder


def release(run: Run, folder: Path) -> None:
    assert run("release", folder, "--now", "05:00").status == 0


def driving(folder: Path) -> str:
    """The id of the one van that drives."""
    document = json.loads((folder / "out" / "plan.json").read_text(encoding="utf-8"))
    (vehicle_id,) = [
        route["vehicle_id"] for route in document["hubs"][0]["routes"] if route["trips"]
    ]
    assert isinstance(vehicle_id, str)
    return vehicle_id


@pytest.mark.parametrize("to", ["csv", "geojson", "gpx"])
def test_a_day_folder_gets_a_folder_of_files_beside_its_plan(run: Run, day: Path, to: str) -> None:
    ran = run("export", day, "--to", to)
    assert ran.status == 0
    used = driving(day)
    idle = {"V1": "V2", "V2": "V1"}[used]
    assert f"1 {to} file for 2 stops, in {day / 'out' / to}" in ran.out
    assert f"At the hub, without a file: {idle}" in ran.out
    assert {path.name for path in (day / "out" / to).iterdir()} == {
        f"{used}.{to}",
        f"export-{to}.json",
    }


def test_a_plan_file_gives_the_same_bytes(run: Run, day: Path, tmp_path: Path) -> None:
    run("export", day, "--to", "gpx")
    run("export", day / "out" / "plan.json", "--to", "gpx", "--out", tmp_path / "stick")
    name = f"{driving(day)}.gpx"
    assert (tmp_path / "stick" / name).read_bytes() == (day / "out" / "gpx" / name).read_bytes()


def test_with_json_stdout_is_one_document(run: Run, day: Path) -> None:
    run("export", day, "--to", "csv")
    (day / "out" / "csv" / "export-csv.json").write_text(
        json.dumps(
            {"to": "csv", "plan_id": "old", "version": 1, "files": [
                {"vehicle_id": driving(day), "file": f"{driving(day)}.csv"},
                {"vehicle_id": "V9", "file": "V9.csv"},
            ]}
        ),
        encoding="utf-8",
    )  # fmt: skip
    (day / "out" / "csv" / "V9.csv").write_text("of yesterday", encoding="utf-8")
    ran = run("export", day, "--to", "csv", "--json")
    document = json.loads(ran.out)
    plan = json.loads((day / "out" / "plan.json").read_text(encoding="utf-8"))
    folder = day / "out" / "csv"
    assert document == {
        "plan_id": plan["plan_id"],
        "version": 2,
        "format": "csv",
        "folder": str(folder),
        "files": [{"vehicle_id": driving(day), "path": str(folder / f"{driving(day)}.csv")}],
        "removed": [str(folder / "V9.csv")],
        "warnings": [],
    }
    assert "V9.csv" in ran.err


def test_of_a_day_that_nobody_has_released_there_is_nothing_for_drivers(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    run("plan", tmp_path, *QUICK)
    ran = run("export", tmp_path, "--to", "gpx")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("PLAN-DRAFT: ")
    assert f"tournee release {tmp_path}" in ran.err
    assert not (tmp_path / "out" / "gpx").exists()


def test_a_draft_that_is_named_itself_is_written_and_called_one(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    run("plan", tmp_path, *QUICK)
    ran = run("export", tmp_path / "out" / "plan.json", "--to", "gpx")
    assert ran.status == 0
    assert "Version 1 is a draft" in ran.out


def test_drivers_get_what_was_released_and_not_a_later_draft(run: Run, day: Path) -> None:
    assert run("plan", day, *QUICK).status == 0
    ran = run("export", day, "--to", "gpx", "--json")
    assert json.loads(ran.out)["version"] == 2
    assert "version 2, the last that was released; version 3 is a draft" in ran.err


def test_the_stores_have_their_lists_of_a_draft_too(run: Run, day: Path) -> None:
    assert run("plan", day, *QUICK).status == 0
    assert json.loads(run("export", day, "--to", "picklist", "--json").out)["version"] == 3


def test_quiet_says_nothing_when_nothing_is_wrong(run: Run, day: Path) -> None:
    ran = run("export", day, "--to", "gpx", "-q")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_contacts_are_carried_only_when_asked_for_and_mail_never(run: Run, day: Path) -> None:
    for to in ("csv", "geojson", "gpx"):
        path = day / "out" / to / f"{driving(day)}.{to}"
        run("export", day, "--to", to)
        assert "Client 1" not in path.read_text(encoding="utf-8")
        ran = run("export", day / "out" / "plan.json", "--to", to, "--with-contacts")
        assert "personal data" in ran.out
        text = path.read_text(encoding="utf-8")
        assert "Client 1" in text
        assert "+44 7700 900001" in text
        assert "example.com" not in text


def test_an_order_that_has_left_the_table_is_a_warning_and_its_stop_is_written(
    run: Run, day: Path
) -> None:
    lines = (day / "orders.csv").read_text(encoding="utf-8").splitlines()
    (day / "orders.csv").write_text("\n".join(lines[:2]), encoding="utf-8")
    ran = run("export", day, "--to", "csv", "--with-contacts", "--json")
    assert ran.status == 0
    assert "EXPORT-NO-CONTACT orders.csv O2" in ran.err
    (warning,) = json.loads(ran.out)["warnings"]
    assert (warning["code"], warning["id"]) == ("EXPORT-NO-CONTACT", "O2")
    assert "O2" in (day / "out" / "csv" / f"{driving(day)}.csv").read_text(encoding="utf-8")


def test_a_plan_that_was_moved_needs_its_day_named(run: Run, day: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "plan.json"
    moved.parent.mkdir()
    shutil.copy(day / "out" / "plan.json", moved)
    ran = run("export", moved, "--to", "gpx", "--with-contacts")
    assert ran.status == 2
    assert "PLAN-NO-DAY" in ran.err
    assert "--day" in ran.err
    assert not (moved.parent / "gpx").exists()
    assert run("export", moved, "--to", "gpx").status == 0
    ran = run("export", moved, "--to", "gpx", "--with-contacts", "--day", day)
    assert ran.status == 0
    text = (moved.parent / "gpx" / f"{driving(day)}.gpx").read_text(encoding="utf-8")
    assert "Client 1" in text


def test_another_days_customers_are_never_taken_for_the_plans(
    run: Run, day: Path, tmp_path: Path, grid_map: Path
) -> None:
    """Order ids come again every day: tuesday's O1 is somebody else's."""
    other = tmp_path / "tuesday"
    other.mkdir()
    rows = [order("O1", name="Somebody else"), order("O2", name="Somebody else")]
    write_day(other, grid_map, "2026-11-24", hubs=[hub()], vehicles=[van("V1")], orders=rows)
    ran = run("export", day / "out" / "plan.json", "--to", "csv", "--with-contacts", "--day", other)
    assert ran.status == 2
    assert "PLAN-OTHER-DAY" in ran.err
    assert not (day / "out" / "csv").exists()


def test_a_plan_for_another_date_than_the_folders_finds_its_customers(run: Run, day: Path) -> None:
    run("plan", day, "--date", "2026-11-28", *QUICK)
    ran = run("export", day / "out" / "plan.json", "--to", "csv", "--with-contacts")
    assert ran.status == 0
    text = (day / "out" / "csv" / f"{driving(day)}.csv").read_text(encoding="utf-8")
    assert "2026-11-28T" in text
    assert "Client 1" in text


def test_pick_lists_are_a_table_and_a_page_for_each_hub(run: Run, day: Path) -> None:
    ran = run("export", day, "--to", "picklist")
    folder = day / "out" / "picklist"
    assert ran.status == 0
    assert f"1 pick list for 2 orders, each as .csv and as .html to print, in {folder}" in ran.out
    assert {path.name for path in folder.iterdir()} == {
        "H1.csv", "H1.html", "export-picklist.json",
    }  # fmt: skip
    assert "O1" in (folder / "H1.csv").read_text(encoding="utf-8")


def test_pick_lists_name_customers_only_when_asked_and_tell_programs_their_hubs(
    run: Run, day: Path
) -> None:
    page = day / "out" / "picklist" / "H1.html"
    run("export", day, "--to", "picklist")
    assert "Client 1" not in page.read_text(encoding="utf-8")
    ran = run("export", day, "--to", "picklist", "--with-contacts", "--json")
    assert "give each to its store only" in ran.err
    text = page.read_text(encoding="utf-8")
    assert "Client 1" in text
    assert "7700" not in text
    files = json.loads(ran.out)["files"]
    assert [one["hub_id"] for one in files] == ["H1", "H1"]
    assert files[1]["path"] == str(page)


def test_an_order_that_has_left_the_table_is_on_the_pick_list_with_a_warning(
    run: Run, day: Path
) -> None:
    lines = (day / "orders.csv").read_text(encoding="utf-8").splitlines()
    (day / "orders.csv").write_text("\n".join(lines[:2]), encoding="utf-8")
    ran = run("export", day, "--to", "picklist", "--json")
    assert ran.status == 0
    (warning,) = json.loads(ran.out)["warnings"]
    assert (warning["code"], warning["id"]) == ("EXPORT-NO-ORDER", "O2")
    assert "O2" in (day / "out" / "picklist" / "H1.csv").read_text(encoding="utf-8")


def test_pick_lists_of_a_plan_that_was_moved_need_its_day(
    run: Run, day: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere" / "plan.json"
    moved.parent.mkdir()
    shutil.copy(day / "out" / "plan.json", moved)
    ran = run("export", moved, "--to", "picklist")
    assert ran.status == 2
    assert "PLAN-NO-DAY" in ran.err
    assert run("export", moved, "--to", "picklist", "--day", day).status == 0
    assert (moved.parent / "picklist" / "H1.html").is_file()


@pytest.mark.parametrize("to", ["gpxx", "../gpx", ""])
def test_an_unknown_format_exits_2_and_names_the_known_ones(run: Run, day: Path, to: str) -> None:
    ran = run("export", day, "--to", to)
    assert ran.status == 2
    assert "EXPORT-UNKNOWN" in ran.err
    assert {"csv", "geojson", "gpx", "picklist"} <= {*re.findall("[a-z]+", ran.err)}


def test_a_file_that_is_no_plan_and_a_day_without_one_exit_2(
    run: Run, day: Path, tmp_path: Path, grid_map: Path
) -> None:
    assert "PLAN-FORMAT" in run("export", day / "orders.csv", "--to", "gpx").err
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    write_day(fresh, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    ran = run("export", fresh, "--to", "gpx")
    assert ran.status == 2
    assert "PLAN-MISSING" in ran.err


@pytest.mark.parametrize("folder", ["no\0path", "x" * 5000, "/dev/null"])
def test_a_plan_that_leads_to_no_folder_at_all_is_told_so(run: Run, day: Path, folder: str) -> None:
    path = day / "out" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["day_folder"] = folder
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = run("export", path, "--to", "csv", "--with-contacts")
    assert ran.status == 2
    assert "PLAN-NO-DAY" in ran.err


def test_a_damaged_shape_exits_2_and_leaves_the_files_that_stand(run: Run, day: Path) -> None:
    run("export", day, "--to", "gpx")
    file = day / "out" / "gpx" / f"{driving(day)}.gpx"
    before = file.read_bytes()
    path = day / "out" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for route in document["hubs"][0]["routes"]:
        for trip in route["trips"]:
            trip["return_shape"] = "~~~~"
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = run("export", path, "--to", "gpx")
    assert ran.status == 2
    assert "EXPORT-SHAPE" in ran.err
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_written_exits_2(run: Run, day: Path) -> None:
    (day / "blocked").write_text("a file", encoding="utf-8")
    ran = run("export", day, "--to", "gpx", "--out", day / "blocked")
    assert ran.status == 2
    assert "DAY-UNWRITABLE" in ran.err


def test_a_day_without_deliveries_has_no_file(run: Run, tmp_path: Path, grid_map: Path) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[])
    run("plan", tmp_path, *QUICK)
    release(run, tmp_path)
    ran = run("export", tmp_path, "--to", "gpx")
    assert ran.status == 0
    assert "No vehicle of this plan drives" in ran.out


def printed(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_run_sheets_are_in_the_drivers_language_unless_another_is_demanded(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    vehicles = [van("V1", language="nl")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=vehicles, orders=[order("O1")])
    run("plan", tmp_path, *QUICK)
    release(run, tmp_path)
    ran = run("export", tmp_path, "--to", "runsheet")
    assert ran.status == 0
    assert "1 runsheet file for 1 stop" in ran.out
    sheet = tmp_path / "out" / "runsheet" / "V1.pdf"
    assert "Laadvolgorde" in printed(sheet)
    run("export", tmp_path, "--to", "runsheet", "--language", "fr")
    assert "Ordre de chargement" in printed(sheet)


def test_run_sheets_name_customers_only_when_asked(run: Run, day: Path) -> None:
    sheet = day / "out" / "runsheet" / f"{driving(day)}.pdf"
    run("export", day, "--to", "runsheet")
    assert "Client 1" not in printed(sheet)
    run("export", day, "--to", "runsheet", "--with-contacts")
    assert "Client 1" in printed(sheet)


def test_run_sheets_of_a_plan_that_was_moved_are_written_with_a_warning(
    run: Run, day: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere" / "plan.json"
    moved.parent.mkdir()
    shutil.copy(day / "out" / "plan.json", moved)
    ran = run("export", moved, "--to", "runsheet", "--json")
    assert ran.status == 0
    assert [one["code"] for one in json.loads(ran.out)["warnings"]] == ["EXPORT-NO-DAY"]
    assert "Loading order" in printed(moved.parent / "runsheet" / f"{driving(day)}.pdf")


def test_an_unknown_language_exits_2_and_names_the_known_ones(run: Run, day: Path) -> None:
    ran = run("export", day, "--to", "runsheet", "--language", "fy")
    assert ran.status == 2
    assert "'en', 'fr', 'nl', 'de'" in ran.err
