"""`tournee plan`, `check` and `show`: exit statuses and what people and programs read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from routing.day.settings import load_day
from routing.problem.build import build_problem
from routing.store.holding import hold_day
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.clusters import cluster
from tests.support.days import collect, hub, order, van, write_day
from tests.support.troubled import DeadlyTravel

if TYPE_CHECKING:
    from pathlib import Path

    from routing.fleet.model import Hub
    from routing.problem.model import HubProblem
    from tests.cli.conftest import Run

QUICK = ("--max-iterations", "20", "--jobs", "1")


def good_day(folder: Path, grid_map: Path) -> Path:
    rows = [order("O1", window_start="10:00", window_end="11:00"), collect("C1")]
    return write_day(folder, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)


def test_a_good_day_exits_0_and_says_where_the_plan_is(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    ran = run("plan", good_day(tmp_path, grid_map), *QUICK)
    assert ran.status == 0
    assert "2 orders: 1 on stops, 1 collected" in ran.out
    assert str(tmp_path / "out" / "plan.json") in ran.out


def test_the_second_engine_makes_a_plan_that_says_so(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    folder = good_day(tmp_path, grid_map)
    assert run("plan", folder, *QUICK, "--engine", "ortools").status == 0
    plan = json.loads((folder / "out" / "plan.json").read_text(encoding="utf-8"))
    assert plan["engine"]["name"] == "ortools"
    assert plan["totals"]["delivered"] == 1


def test_what_became_of_wishes_is_said_where_there_are_any(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    folder = good_day(tmp_path, grid_map)
    assert "Wishes" not in run("plan", folder, *QUICK).out
    known = "driver_id,street\nAnn,East street 0\nAnn,Bridge 0\n"
    (folder / "known.csv").write_text(known, encoding="utf-8")
    rows = [order("O1"), order("O2", 500, 5), order("O3", 795, 700)]
    write_day(folder, grid_map, hubs=[hub()], vehicles=[van(driver_id="Ann")], orders=rows)
    wishes = '[wishes]\nknown_streets = "known.csv"\neur_per_unknown_street = 2\n'
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{wishes}")
    ran = run("plan", folder, *QUICK)
    assert ran.status == 0
    assert "2 of 3" in ran.out
    (told,) = json.loads(run("plan", folder, *QUICK, "--json").out)["wishes"]
    assert (told["hub_id"], told["stops"], told["known_stops"]) == ("H1", 3, 2)
    assert told["price_eur"] == 2.0
    assert len(told["hours"]) == 1
    assert told["km_apart"] > 0


def test_orders_that_are_left_exit_3_and_are_named_with_the_reason(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    rows = [order("O1", weight_kg=900)]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van(weight_kg=500)], orders=rows)
    ran = run("plan", tmp_path, *QUICK)
    assert ran.status == 3
    assert "TOO-HEAVY" in ran.out
    assert "900 kg" in ran.out


def test_with_json_stdout_is_one_document_and_people_read_stderr(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    ran = run("plan", good_day(tmp_path, grid_map), *QUICK, "--json")
    document = json.loads(ran.out)
    assert document["exit_status"] == ran.status == 0
    assert document["totals"]["orders"] == 2
    assert "1 on stops" in ran.err


def test_key_figures_and_what_is_at_risk_are_told_to_people_and_programs(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    """C1 is ready at 09:50 for 10:00."""
    rows = [order("O1"), collect("C1", ready_at="09:50", window_end="10:00")]
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    ran = run("plan", tmp_path, *QUICK, "--json")
    assert "At risk: less than 15 min to spare" in ran.err
    assert "Minutes to spare, and what an order costs" in ran.err
    figures = json.loads(ran.out)["figures"]
    assert [one["hub_id"] for one in figures] == ["H1", None]
    assert figures[0]["least_spare_min"] == 10
    totals = json.loads(ran.out)["totals"]
    assert figures[0]["cost"]["total_eur"] == totals["cost_eur"]
    assert figures[0]["cost"]["vehicle_eur"] > 0
    assert figures[0]["picking"] is None
    shown = run("show", tmp_path, "--json")
    assert json.loads(shown.out)["figures"] == figures
    assert "Loading" in shown.err
    assert "At risk" in shown.err


def test_quiet_says_nothing_when_nothing_is_wrong(run: Run, tmp_path: Path, grid_map: Path) -> None:
    ran = run("plan", good_day(tmp_path, grid_map), *QUICK, "-q")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_verbose_tells_each_phase_on_its_own_line(run: Run, tmp_path: Path, grid_map: Path) -> None:
    ran = run("plan", good_day(tmp_path, grid_map), *QUICK, "-v")
    assert "Locating orders" in ran.err
    assert "H1 done" in ran.err


def test_check_finds_nothing_in_what_plan_wrote(run: Run, tmp_path: Path, grid_map: Path) -> None:
    folder = good_day(tmp_path, grid_map)
    run("plan", folder, *QUICK)
    ran = run("check", folder)
    assert ran.status == 0
    assert "Nothing broken" in ran.out


def test_check_names_the_broken_rule_of_a_plan_that_was_changed(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    folder = good_day(tmp_path, grid_map)
    run("plan", folder, *QUICK)
    path = folder / "out" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["hubs"][0]["routes"][0]["trips"][0]["stops"][0]["leg_s"] -= 30
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = run("check", folder, path, "--json")
    assert ran.status == 4
    assert "leg-time" in {breach["rule"] for breach in json.loads(ran.out)["breaches"]}


def test_check_holds_a_plan_of_the_day_against_the_one_that_drivers_had(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    """C1 vanished from the table and from the plan that was made after one was released."""
    folder = good_day(tmp_path, grid_map)
    run("plan", folder, *QUICK)
    with open_store(load_day(folder)) as store:
        first = store.latest()
        assert first is not None
        released = replace(first, plan_id="R", based_on=first.plan_id, status="released")
        store.record(released, Deed(command="release", who="Ann"))
    write_day(folder, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    run("plan", folder, *QUICK)
    assert run("check", folder).status == 0
    with open_store(load_day(folder)) as store:
        last = store.latest()
        assert last is not None
        store.record(replace(last, plan_id="N", based_on="R", now_s=0), Deed(command="replan"))
    ran = run("check", folder, "--json")
    assert ran.status == 4
    found = {(one["rule"], one["order_id"]) for one in json.loads(ran.out)["breaches"]}
    assert {("vanished", "C1"), ("order-missing", "C1")} <= found
    assert "after version 2" in ran.err


def test_check_and_show_before_the_first_plan_say_what_to_do(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    folder = good_day(tmp_path, grid_map)
    for command in ("check", "show"):
        ran = run(command, folder)
        assert ran.status == 2
        assert "PLAN-MISSING" in ran.err
        assert "tournee plan" in ran.err


def test_check_of_a_file_that_is_no_plan_says_so(run: Run, tmp_path: Path, grid_map: Path) -> None:
    folder = good_day(tmp_path, grid_map)
    ran = run("check", folder, folder / "orders.csv")
    assert ran.status == 2
    assert "PLAN-FORMAT" in ran.err


def test_show_lists_stops_with_windows_and_what_is_collected(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    folder = good_day(tmp_path, grid_map)
    run("plan", folder, *QUICK)
    ran = run("show", folder, "--hub", "H1")
    assert ran.status == 0
    assert "10:00-11:00" in ran.out
    assert "C1" in ran.out
    assert json.loads(run("show", folder, "--json").out)["format"] == "tournee-plan/1"


def test_show_of_an_unknown_hub_names_the_known_ones(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    folder = good_day(tmp_path, grid_map)
    run("plan", folder, *QUICK)
    ran = run("show", folder, "--hub", "H9")
    assert ran.status == 2
    assert "H9" in ran.err
    assert "H1" in ran.err


def test_a_held_day_exits_5(run: Run, tmp_path: Path, grid_map: Path) -> None:
    folder = good_day(tmp_path, grid_map)
    with hold_day(load_day(folder)):
        ran = run("plan", folder, *QUICK)
    assert ran.status == 5
    assert "DAY-BUSY" in ran.err


def test_another_date_can_be_planned_and_checked(run: Run, tmp_path: Path, grid_map: Path) -> None:
    folder = good_day(tmp_path, grid_map)
    ran = run("plan", folder, *QUICK, "--date", "2026-12-01", "--json")
    assert ran.status == 0
    plan = folder / "out" / "plan.json"
    assert json.loads(plan.read_text(encoding="utf-8"))["day"] == "2026-12-01"
    assert run("check", folder, plan).status == 0
    assert run("check", folder, "--date", "2026-12-01").status == 0
    assert "2026-12-01" in run("show", folder, "--date", "2026-12-01").out


def test_wrong_calls_exit_2(run: Run, tmp_path: Path, grid_map: Path) -> None:
    folder = good_day(tmp_path, grid_map)
    assert run("plan").status == 2
    assert run("plan", tmp_path / "nowhere").status == 2
    assert run("fly", folder).status == 2
    assert run("plan", folder, "--time-limit", "5", "--max-iterations", "5").status == 2
    assert run("plan", folder, "--engine", "magic").status == 2
    assert run("plan", folder, "-v", "-q").status == 2


def test_a_bug_of_ours_exits_70_without_a_traceback(
    run: Run, tmp_path: Path, grid_map: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("made for this test")

    monkeypatch.setattr("routing.morning.plan_day", fail)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    ran = run("plan", good_day(tmp_path, grid_map), *QUICK)
    assert ran.status == 70
    assert "Traceback" not in ran.err
    assert "made for this test" in ran.err


def test_help_answers_without_loading_what_is_heavy() -> None:
    code = (
        "import sys; sys.argv = ['tournee', '--help']\n"
        "from cli.main import run\n"
        "run()\n"
        "heavy = {'numpy', 'pyvrp', 'ortools', 'pydantic', 'sqlalchemy', 'rich', 'shapely'}\n"
        "sys.exit(','.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_cluster_that_is_not_there_is_status_2_and_writes_nothing(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    pytest.importorskip("distributed", reason="needs the extra cluster")
    folder = good_day(tmp_path, grid_map)
    ran = run("plan", folder, *QUICK, "--scheduler", "nonsense")
    assert (ran.status, ran.out) == (2, "")
    assert "SCHEDULER-UNREACHABLE" in ran.err
    assert not (folder / "out").exists()


def test_a_cluster_gives_the_plan_of_this_machine(run: Run, tmp_path: Path, grid_map: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra cluster")
    folder = good_day(tmp_path, grid_map)
    plans = []
    with cluster(tmp_path) as one:
        for options in ((), ("--scheduler", one.address)):
            ran = run("plan", folder, "--max-iterations", "20", *options, "-v")
            assert ran.status == 0
            plans.append(json.loads((folder / "out" / "plan.json").read_text(encoding="utf-8")))
    assert f"Reaching the cluster of {one.address}" in ran.err
    assert plans[0]["hubs"] == plans[1]["hubs"]


def test_a_hub_whose_process_dies_twice_is_status_4_and_the_others_are_written(
    run: Run, tmp_path: Path, grid_map: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(hub: Hub, *others: Any, **options: Any) -> HubProblem:
        problem = build_problem(hub, *others, **options)
        return problem if hub.hub_id == "H1" else replace(problem, travel=DeadlyTravel())

    monkeypatch.setattr("routing.reading.build_problem", deadly)
    hubs, rows = [hub(), hub("H2", 800, 800)], [order("O1", hub_id="H1"), order("O2", hub_id="H2")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van(), van("V2", "H2")], orders=rows)
    ran = run("plan", tmp_path, "--max-iterations", "20", "--jobs", "2", "-v")
    assert ran.status == 4
    assert "H2 is tried once more: ENGINE-LOST" in ran.err
    assert "H2 failed: ENGINE-LOST (2/2, 1 tried again, 1 failed)" in ran.err
    plan = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))
    assert plan["totals"]["delivered"] == 1
    assert [(one["order_id"], one["code"]) for one in plan["unassigned"]] == [("O2", "ENGINE-LOST")]


@pytest.mark.parametrize("after_s", [0.0, 0.3, 3.0])
def test_ctrl_c_exits_130_and_leaves_nothing_half_written(
    tmp_path: Path, grid_map: Path, after_s: float
) -> None:
    """Also while the worker processes are only starting."""
    rows = [order(f"O{n}", 30 * n, 5, hub_id=f"H{1 + n % 2}") for n in range(20)]
    hubs = [hub(), hub("H2", 800, 800)]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van(), van("V2", "H2")], orders=rows)
    # A shell that starts tests in the background has them ignore Ctrl-C, and their children too.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heed}; from cli.main import main; main()"]
    arguments = ["plan", str(tmp_path), "--max-iterations", "100000000", "--jobs", "2", "-v"]
    running = subprocess.Popen(
        [*command, *arguments], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert running.stderr is not None
    for line in running.stderr:
        if "Searching" in line:
            break
    time.sleep(after_s)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Interrupted" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "tournee.db").exists()


BLOCKED = ("--block", "Bridge 0", "--slow", "4 @ Bridge 4")
"""Vans from the west to the east have the southern bridge closed, and crawl over the northern."""


def day_over_the_river(folder: Path, grid_map: Path) -> Path:
    return write_day(folder, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1", 700)])


def test_blocked_and_slowed_streets_are_in_the_plan_and_change_its_drives(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    folder = day_over_the_river(tmp_path, grid_map)
    path = folder / "out" / "plan.json"
    drives_s = []
    for options in ((), BLOCKED):
        assert run("plan", folder, *QUICK, *options).status == 0
        document = json.loads(path.read_text(encoding="utf-8"))
        drives_s.append(document["totals"]["driving_s"])
    assert document["changes"] == ["block Bridge 0", "slow 4 @ Bridge 4"]
    assert drives_s[1] > 2 * drives_s[0]


def test_check_goes_by_the_streets_that_were_blocked_for_the_plan(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    """Without what the plan says of them, its drives would be too long."""
    folder = day_over_the_river(tmp_path, grid_map)
    run("plan", folder, *QUICK, *BLOCKED)
    assert run("check", folder).status == 0
    path = folder / "out" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**document, "changes": []}), encoding="utf-8")
    ran = run("check", folder, path)
    assert ran.status == 4
    assert "leg-time" in ran.out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("--block", "50.85"), "CLOSURE-TEXT"),
        (("--block", ""), "CLOSURE-TEXT"),
        (("--slow", "Bridge 0"), "CLOSURE-TEXT"),
        (("--block", "Bridge 7"), "CLOSURE-STREET"),
        (("--slow", "20 @ 50.5,4.5"), "CLOSURE-NOWHERE"),
    ],
)
def test_a_place_that_is_none_is_status_2_and_writes_nothing(
    run: Run, tmp_path: Path, grid_map: Path, change: tuple[str, str], code: str
) -> None:
    folder = day_over_the_river(tmp_path, grid_map)
    ran = run("plan", folder, *QUICK, *change)
    assert (ran.status, ran.out) == (2, "")
    assert code in ran.err
    assert not (folder / "out").exists()


def test_hubs_that_are_left_out_keep_no_routes_of_other_roads(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    hubs, rows = [hub(), hub("H2", 800, 800)], [order("O1", hub_id="H1"), order("O2", hub_id="H2")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van(), van("V2", "H2")], orders=rows)
    run("plan", tmp_path, *QUICK, *BLOCKED)
    ran = run("plan", tmp_path, *QUICK, "--hub", "H1")
    assert ran.status == 2
    assert "HUB-CHANGES" in ran.err
    assert "block Bridge 0" in ran.err
    assert run("plan", tmp_path, *QUICK, *BLOCKED, "--hub", "H1").status == 0


def test_hubs_that_are_left_out_keep_no_routes_from_before_a_closures_file_changed(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    hubs, rows = [hub(), hub("H2", 800, 800)], [order("O1", hub_id="H1"), order("O2", hub_id="H2")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van(), van("V2", "H2")], orders=rows)
    day, closures = tmp_path / "day.toml", tmp_path / "closures.geojson"
    day.write_text('closures = "closures.geojson"\n' + day.read_text("utf-8"), encoding="utf-8")
    drawn: dict[str, Any] = {"type": "FeatureCollection", "features": []}
    closures.write_text(json.dumps(drawn), encoding="utf-8")
    assert run("plan", tmp_path, *QUICK).status == 0
    slow = {"kind": "slow", "street": "Bridge 0", "kph": 2}
    drawn["features"] = [{"type": "Feature", "geometry": None, "properties": slow}]
    closures.write_text(json.dumps(drawn), encoding="utf-8")
    ran = run("plan", tmp_path, *QUICK, "--hub", "H1")
    assert ran.status == 2
    assert "HUB-CHANGES" in ran.err
    assert not (tmp_path / "out" / "plan.broken.json").exists()
