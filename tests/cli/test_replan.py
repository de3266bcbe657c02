"""`tournee replan` as cron runs it: one line, an exit status, a heartbeat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from routing.day.settings import load_day
from routing.store.address import DATABASE
from routing.store.holding import hold_day
from routing.store.model import Report
from routing.store.store import open_store
from tests.support.days import hub, order, van, write_day
from tests.support.replans import add_row, event, released, replanned

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """A released day with one order."""
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van(weight_kg=100)], orders=[afternoon()])
    released(tmp_path)
    return tmp_path


def afternoon(order_id: str = "A1", **cells: Any) -> dict[str, Any]:
    own = {"window_start": "14:00", "window_end": "16:00", "weight_kg": 5}
    return order(order_id, hub_id="H1", **{**own, **cells})


def replan(run: Run, day: Path, *arguments: str) -> Ran:
    return run("replan", day, "--now", "09:00", "--max-iterations", "20", *arguments)


def heartbeat(day: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((day / "out" / "heartbeat.json").read_bytes())
    return found


def test_a_run_is_one_line_and_leaves_a_heartbeat(run: Run, day: Path) -> None:
    ran = replan(run, day)
    assert (ran.status, ran.err) == (0, "")
    (line,) = ran.out.splitlines()
    parts = line.split(" | ")
    assert parts[:4] == [
        "2026-11-21 09:00", "version 3 draft", "events 0 new, 0 set aside", "planned no hub",
    ]  # fmt: skip
    assert parts[-1] == "exit 0"
    beat = heartbeat(day)
    assert (beat["status"], beat["version"], beat["says"]) == (0, 3, line)


def test_quietly_it_says_only_what_is_wrong(run: Run, day: Path) -> None:
    ran = replan(run, day, "-q")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_json_is_one_document_and_the_line_goes_to_stderr(run: Run, day: Path) -> None:
    ran = replan(run, day, "--json")
    document = json.loads(ran.out)
    assert (document["exit_status"], document["version"]) == (0, 3)
    assert ran.err.endswith("exit 0\n")


def test_an_order_without_a_place_is_status_3(run: Run, day: Path) -> None:
    add_row(day, afternoon("heavy", weight_kg=900))
    assert replan(run, day).status == 3
    assert heartbeat(day)["status"] == 3


def test_a_run_that_finds_the_day_held_leaves_the_heartbeat_to_who_holds_it(
    run: Run, day: Path
) -> None:
    replan(run, day)
    before = heartbeat(day)
    with hold_day(load_day(day)):
        ran = replan(run, day)
    assert ran.status == 5
    assert ran.err.startswith("DAY-BUSY: ")
    assert heartbeat(day) == before


def test_a_database_that_cannot_be_used_is_status_2_and_the_heartbeat_says_so(
    run: Run, day: Path
) -> None:
    (day / DATABASE).write_bytes(b"no database " * 1000)
    ran = replan(run, day)
    assert ran.status == 2
    assert ran.err.startswith("STORE-FAILED: ")
    beat = heartbeat(day)
    assert (beat["status"], beat["version"], beat["says"]) == (2, None, "STORE-FAILED")


def test_a_map_that_is_gone_is_status_6_and_the_heartbeat_says_so(run: Run, day: Path) -> None:
    text = (day / "day.toml").read_text(encoding="utf-8").replace("grid.tmap", "gone.tmap")
    (day / "day.toml").write_text(text, encoding="utf-8")
    assert replan(run, day).status == 6
    assert heartbeat(day)["status"] == 6


def test_a_mistake_of_ours_is_status_70_and_the_heartbeat_says_so(
    run: Run, day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("routing.replan.run.take_in", stumble)
    assert replan(run, day).status == 70
    assert (heartbeat(day)["status"], heartbeat(day)["says"]) == (70, "BUG")


def test_a_day_that_is_not_todays_is_told(run: Run, tmp_path: Path, grid_map: Path) -> None:
    write_day(tmp_path, grid_map, "2020-02-02", hubs=[hub()], vehicles=[van()], orders=[])
    ran = run("replan", tmp_path)
    assert ran.status == 2
    assert ran.err.startswith("DAY-NOT-TODAY: ")


def test_the_document_has_what_the_line_says_and_more(run: Run, day: Path) -> None:
    add_row(day, afternoon("A2"))
    document = json.loads(replan(run, day, "--json").out)
    assert document.keys() == {
        "exit_status", "version", "status", "plan", "now", "seconds", "events", "planned_hubs",
        "cost_eur", "distance_m", "changes", "diagnostics", "failures", "broken_rules",
    }  # fmt: skip
    assert (document["planned_hubs"], document["broken_rules"]) == (["H1"], [])
    assert document["now"] == "2026-11-21T09:00:00+01:00"
    (vehicle,) = document["changes"]["vehicles"]
    assert [one["order_id"] for one in vehicle["added"]] == ["A2"]


def test_events_of_a_file_are_taken_in_once(run: Run, day: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(
        "event_id,at,type,order_id,reason\ne1,08:50,cancelled,A1,Ill.\ne2,08:51,delivered,X9,\n",
        encoding="utf-8",
    )
    ran = replan(run, day, "--events", str(file))
    assert "| events 2 new, 1 set aside |" in ran.out
    assert "EVENT-ORDER-UNKNOWN" in ran.err
    again = replan(run, day, "--events", str(file))
    assert "| events 0 new, 1 set aside |" in again.out
    assert again.err == ""
    plan = json.loads((day / "out" / "plan.json").read_bytes())
    assert [(one["order_id"], one["reason"]) for one in plan["cancelled"]] == [("A1", "Ill.")]


def test_rows_of_events_that_are_no_use_are_counted(run: Run, day: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(
        "event_id,at,type,order_id\n,never,exploded,A1\ne2,08:51,changed,A1\ne3,,changed,A1\n",
        encoding="utf-8",
    )
    ran = replan(run, day, "--events", str(file), "--json")
    assert "| events 1 new, 2 unusable rows, 0 set aside |" in ran.err
    assert json.loads(ran.out)["events"]["unusable_rows"] == 2
    assert "Did you mean" not in ran.err


def test_hubs_whose_stops_changed_are_named_though_nobody_planned_them(run: Run, day: Path) -> None:
    replanned(day, "13:40", event(day, "13:40", "departed", vehicle_id="V1"))
    late = event(day, "13:41", "delay", vehicle_id="V1", delay_s=3000)
    with open_store(load_day(day)) as store:
        store.add_events([Report(event=late)])
    ran = run("replan", day, "--now", "13:42", "--max-iterations", "5")
    assert "| planned no hub | changed 1 stop at H1 |" in ran.out


def test_an_events_file_that_cannot_be_read_is_status_2_and_no_version(
    run: Run, day: Path, tmp_path: Path
) -> None:
    file = tmp_path / "events.csv"
    file.write_text("no,header\n1,2\n", encoding="utf-8")
    ran = replan(run, day, "--events", str(file))
    assert ran.status == 2
    assert "DAY-COLUMN-MISSING" in ran.err
    assert heartbeat(day)["version"] is None


def test_a_day_that_nobody_has_planned_is_status_2(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[afternoon()])
    ran = replan(run, tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("REPLAN-NO-PLAN: ")
    assert heartbeat(tmp_path)["says"] == "REPLAN-NO-PLAN"


def test_two_limits_at_once_are_refused(run: Run, day: Path) -> None:
    assert replan(run, day, "--time-limit", "1").status == 2
    assert not (day / "out" / "heartbeat.json").exists()


def test_with_automatic_releases_a_run_makes_no_draft(run: Run, day: Path) -> None:
    with (day / "day.toml").open("a", encoding="utf-8") as file:
        file.write('\n[replan]\nrelease = "auto"\n')
    assert "| version 3 released |" in replan(run, day).out
