"""Released versions are told: files where routes changed, the hook, and nothing of drafts."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.errors import DayError
from routing.morning import Request, plan_day
from routing.replan.announcing import announce
from routing.store.model import Deed
from routing.store.store import PlanStore, open_store
from tests.support.days import Silence, hub, order, van, write_day
from tests.support.replans import add_row, event, released, replanned

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan
    from routing.replan.request import Replanned

SETTINGS = """
[replan]
exports = ["csv", "gpx"]
[hooks]
on_change = "sh hook.sh"
"""
HOOK = 'cat > "told-$TOURNEE_VERSION.json"\n'


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """Two hubs with a van each, whose orders are due in the afternoon."""
    folder = write_day(
        tmp_path,
        grid_map,
        hubs=[hub("H1"), hub("H2", 790, 790)],
        vehicles=[van("V1"), van("V2", "H2")],
        orders=[
            order("A1", hub_id="H1", window_start="14:00", window_end="16:00"),
            order("B1", 500, 595, hub_id="H2", window_start="14:00", window_end="16:00"),
        ],
    )
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    (folder / "hook.sh").write_text(HOOK, encoding="utf-8")
    return folder


def new_order(order_id: str, hub_id: str = "H1") -> dict[str, Any]:
    return order(order_id, 500, 205, hub_id=hub_id, window_start="14:00", window_end="16:00")


def told(folder: Path) -> dict[int, Any]:
    """What the hook was given, by the version."""
    return {
        int(path.stem.removeprefix("told-")): json.loads(path.read_bytes())
        for path in folder.glob("told-*.json")
    }


def files(folder: Path) -> dict[str, bytes]:
    """Every driver's file."""
    out = folder / "out"
    return {
        f"{path.parent.name}/{path.name}": path.read_bytes()
        for name in ("csv", "gpx")
        for path in out.glob(f"{name}/V*")
    }


def codes(outcome: Replanned) -> list[str]:
    return [item.code for item in outcome.diagnostics]


def test_a_release_is_exported_whole_and_the_hook_is_told_which_it_is(day: Path) -> None:
    plan = released(day)
    assert sorted(files(day)) == ["csv/V1.csv", "csv/V2.csv", "gpx/V1.gpx", "gpx/V2.gpx"]
    assert told(day) == {2: {"older": None, "newer": {"version": 2, "plan_id": plan.plan_id}}}


def test_only_the_files_of_vehicles_whose_day_is_another_are_written(day: Path) -> None:
    released(day)
    before = files(day)
    add_row(day, new_order("A2"))
    assert replanned(day, "09:00").diagnostics == ()
    after = files(day)
    assert {name for name in after if after[name] != before[name]} == {"csv/V1.csv", "gpx/V1.gpx"}
    assert b"A2" in after["csv/V1.csv"]
    manifest = json.loads((day / "out" / "gpx" / "export-gpx.json").read_bytes())
    assert manifest["version"] == 3


def test_the_hook_is_told_the_difference(day: Path) -> None:
    released(day)
    add_row(day, new_order("A2"))
    replanned(day, "09:00")
    document = told(day)[3]
    assert (document["older"]["version"], document["newer"]["version"]) == (2, 3)
    (vehicle,) = document["vehicles"]
    assert vehicle["vehicle_id"] == "V1"
    assert [item["order_id"] for item in vehicle["added"]] == ["A2"]


def test_where_nothing_changed_nothing_is_written_and_nobody_is_called(day: Path) -> None:
    released(day)
    before = {name: (day / "out" / name).stat().st_mtime_ns for name in files(day)}
    replanned(day, "09:00")
    assert {name: (day / "out" / name).stat().st_mtime_ns for name in files(day)} == before
    assert list(told(day)) == [2]


def test_a_draft_is_neither_exported_nor_announced(day: Path) -> None:
    plan_day(load_day(day), Request(limit=Limit(iterations=40)), Silence())
    replanned(day, "08:30", releases=False)
    assert (files(day), told(day)) == ({}, {})


def test_a_draft_after_a_release_leaves_files_as_they_were_released(day: Path) -> None:
    released(day)
    before = files(day)
    add_row(day, new_order("A2"))
    outcome = replanned(day, "09:00", releases=False)
    assert outcome.plan.status == "draft"
    assert (files(day), list(told(day))) == (before, [2])


def test_a_run_that_records_nothing_tells_nobody(day: Path) -> None:
    released(day)
    before = files(day)
    add_row(day, new_order("A2"))
    assert not replanned(day, "09:00", records=False).recorded
    assert (files(day), list(told(day))) == (before, [2])


def test_a_hook_that_fails_is_a_warning_and_is_told_everything_the_next_time(day: Path) -> None:
    released(day)
    (day / "hook.sh").write_text("echo no network >&2; exit 7", encoding="utf-8")
    add_row(day, new_order("A2"))
    outcome = replanned(day, "09:00")
    assert codes(outcome) == ["HOOK-FAILED"]
    assert outcome.diagnostics[0].message == "'sh hook.sh' ended with status 7: no network."
    assert outcome.recorded
    (day / "hook.sh").write_text(HOOK, encoding="utf-8")
    add_row(day, new_order("B2", "H2"))
    assert replanned(day, "09:05").diagnostics == ()
    document = told(day)[4]
    assert document["older"]["version"] == 2
    added = {one["vehicle_id"]: [item["order_id"] for item in one["added"]]
             for one in document["vehicles"]}  # fmt: skip
    assert added == {"V1": ["A2"], "V2": ["B2"]}


def test_a_format_that_fails_is_a_warning_and_is_made_up_for(day: Path) -> None:
    released(day)
    (day / "out" / "gpx" / "export-gpx.json").write_text("nonsense", encoding="utf-8")
    add_row(day, new_order("A2"))
    outcome = replanned(day, "09:00")
    assert codes(outcome) == ["EXPORT-MANIFEST"]
    assert b"A2" in files(day)["csv/V1.csv"]
    assert b"A2" not in files(day)["gpx/V1.gpx"]
    for path in (day / "out" / "gpx").iterdir():
        path.unlink()
    assert replanned(day, "09:05").diagnostics == ()
    assert b"A2" in files(day)["gpx/V1.gpx"]


def test_a_run_stopped_amid_its_exports_leaves_no_file_of_a_plan_that_was_undone(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V1's file was written for version 3, and nobody marked it; version 4 is as 2 was."""
    released(day)
    before = files(day)
    add_row(day, new_order("A2"))
    with monkeypatch.context() as stopped:
        stopped.setattr(PlanStore, "mark", _stop)
        with pytest.raises(KeyboardInterrupt):
            replanned(day, "09:00")
    assert b"A2" in files(day)["csv/V1.csv"]
    replanned(day, "09:05", event(day, "09:04", "cancelled", order_id="A2"))
    assert b"A2" not in files(day)["csv/V1.csv"]
    assert files(day)["csv/V2.csv"] == before["csv/V2.csv"]


def _stop(*_: Any) -> None:
    raise KeyboardInterrupt


def test_many_small_delays_are_one_long_one(day: Path) -> None:
    """Ten minutes each; a quarter of an hour is told, and the hook and the file then say it."""
    plan, loaded = released(day), load_day(day)
    before = files(day)["csv/V1.csv"]
    written = []
    for times in (1, 2, 3):
        plan_id = f"{times} times late"
        with open_store(loaded) as store:
            store.record(replace(later(plan, 600 * times), plan_id=plan_id), Deed(command="replan"))
            assert announce(loaded, store, day / "out").findings == []
        written.append(files(day)["csv/V1.csv"])
    assert written[0] == before
    assert written[1] != before
    assert written[2] == written[1]
    assert [number for number, one in told(day).items() if one["older"]] == [4]
    (item,) = told(day)[4]["vehicles"][0]["later"]
    assert item["old"]["start_at"][11:16] == "14:00"
    assert item["new"]["start_at"][11:16] == "14:20"


def later(plan: Plan, seconds: int) -> Plan:
    """The plan in which the first hub's stops begin so much later."""
    first, *others = plan.hubs
    routes = tuple(
        replace(route, trips=tuple(
            replace(trip, stops=tuple(
                replace(stop, start_s=stop.start_s + seconds) for stop in trip.stops
            )) for trip in route.trips
        )) for route in first.routes
    )  # fmt: skip
    return replace(plan, hubs=(replace(first, routes=routes), *others))


def test_a_folder_that_was_lost_is_written_anew(day: Path) -> None:
    released(day)
    for path in sorted((day / "out").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    replanned(day, "09:00")
    assert sorted(files(day)) == ["csv/V1.csv", "csv/V2.csv", "gpx/V1.gpx", "gpx/V2.gpx"]


def test_a_folder_that_was_lost_is_written_anew_also_by_a_draft(day: Path) -> None:
    released(day)
    before = files(day)
    shutil.rmtree(day / "out")
    replanned(day, "09:00", releases=False)
    assert files(day) == before


def test_another_folder_has_files_of_its_own(day: Path, tmp_path: Path) -> None:
    released(day)
    add_row(day, new_order("A2"))
    replanned(day, "09:00", out=tmp_path / "other")
    made = {path.name for path in (tmp_path / "other" / "csv").iterdir()}
    assert made == {"V1.csv", "V2.csv", "export-csv.json"}
    add_row(day, new_order("B2", "H2"))
    replanned(day, "09:05")
    assert b"A2" in files(day)["csv/V1.csv"]
    assert b"B2" in files(day)["csv/V2.csv"]


def test_a_database_that_goes_away_after_the_version_was_recorded_is_a_warning(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(day)
    add_row(day, new_order("A2"))

    def gone(*_: Any) -> None:
        raise DayError("STORE-FAILED", "The database is gone.", "Look for it.")

    with monkeypatch.context() as cut:
        cut.setattr(PlanStore, "mark", gone)
        outcome = replanned(day, "09:00")
    assert codes(outcome) == ["STORE-FAILED"]
    assert outcome.recorded
    assert replanned(day, "09:05").diagnostics == ()
    assert told(day)[4]["older"]["version"] == 2


def test_what_was_told_is_not_told_again(day: Path) -> None:
    released(day)
    loaded = load_day(day)
    with open_store(loaded) as store:
        announced = announce(loaded, store, day / "out")
    assert (announced.files, announced.hooked, announced.findings) == ({}, False, [])


def test_run_sheets_of_a_release_are_in_the_drivers_language(day: Path) -> None:
    settings = (day / "day.toml").read_text(encoding="utf-8").replace('"csv", "gpx"', '"runsheet"')
    (day / "day.toml").write_text(settings + '[exports]\nlanguage = "nl"\n', encoding="utf-8")
    released(day)
    with pypdfium2.PdfDocument(day / "out" / "runsheet" / "V1.pdf") as document:
        assert "Laadvolgorde" in document[0].get_textpage().get_text_range()
