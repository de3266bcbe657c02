"""Overruling the planner: release, lock, unlock, move and undo, as a dispatcher types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from routing.day.settings import load_day
from routing.plan.document import read_plan
from routing.plan.spots import spots
from routing.store.store import open_store
from tests.support.days import hub, order, van, write_day
from tests.support.replans import add_row, event, released, replanned, sequence

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan
    from tests.cli.conftest import Ran, Run


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """A released day: V1 has two orders of the afternoon, V2 makes its one trip in the morning.

    Another hub has a van of its own.
    """
    write_day(
        tmp_path,
        grid_map,
        hubs=[hub(), hub("H2", 790, 790)],
        vehicles=[
            van("V1"),
            van("V2", skills="b", weight_kg=20, max_trips=1),
            van("W1", "H2"),
        ],
        orders=[
            afternoon("A1"),
            afternoon("A2", 500),
            afternoon(
                "B1", 700, weight_kg=15, requires="b", window_start="10:00", window_end="11:00"
            ),
        ],
    )
    released(tmp_path)
    assert carriers(plan_of(tmp_path)) == {"A1": "V1", "A2": "V1", "B1": "V2"}
    return tmp_path


def afternoon(order_id: str, east_m: float = 300, **cells: Any) -> dict[str, Any]:
    own = {"hub_id": "H1", "window_start": "14:00", "window_end": "16:00", "weight_kg": 5}
    return order(order_id, east_m, **{**own, **cells})


def at_nine(run: Run, command: str, day: Path, *arguments: object) -> Ran:
    return run(command, day, *arguments, "--now", "09:00")


def plan_of(day: Path) -> Plan:
    return read_plan(day / "out" / "plan.json")


def carriers(plan: Plan) -> dict[str, str | None]:
    """Who has which order."""
    return {order_id: spot.vehicle_id for order_id, spot in spots(plan).items()}


def versions(run: Run, day: Path) -> list[tuple[str, str]]:
    """Which command made each version, and whether it is a draft."""
    document = json.loads(run("history", day, "--json").out)
    return [(one["command"], one["status"]) for one in document["versions"]]


def version(day: Path, number: int) -> Plan:
    with open_store(load_day(day)) as store:
        found = store.version(number)
    assert found is not None
    return found


def marked(day: Path) -> set[str]:
    """The orders on stops that a plan says are locked."""
    return {
        order_id
        for one in plan_of(day).hubs
        for route in one.routes
        for trip in route.trips
        for stop in trip.stops
        if stop.locked
        for order_id in stop.order_ids
    }


def locks(day: Path) -> int:
    with open_store(load_day(day)) as store:
        return len(store.locks())


def test_a_draft_becomes_what_drivers_have_by_a_release(run: Run, day: Path) -> None:
    assert at_nine(run, "replan", day, "--max-iterations", "5").status == 0
    assert plan_of(day).status == "draft"
    ran = at_nine(run, "release", day, "--why", "Looks good")
    assert (ran.status, ran.err) == (0, "")
    assert "version 4, released" in ran.out
    assert plan_of(day).status == "released"


def test_a_day_without_a_plan_has_nothing_to_release_lock_or_undo(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("A1")])
    ran = at_nine(run, "release", tmp_path)
    assert (ran.status, ran.err.split(":")[0]) == (2, "REPLAN-NO-PLAN")
    for command in (("lock", tmp_path, "A1"), ("undo", tmp_path)):
        ran = at_nine(run, *command)
        assert (ran.status, ran.err.split(":")[0]) == (2, "PLAN-MISSING")


def test_a_locked_order_is_marked_until_it_is_let_go_of(run: Run, day: Path) -> None:
    assert at_nine(run, "lock", day, "A1").status == 0
    assert marked(day) == {"A1"}
    assert at_nine(run, "unlock", day, "A1").status == 0
    assert marked(day) == set()
    assert locks(day) == 0


def test_a_lock_to_another_vehicle_takes_the_order_there_and_runs_leave_it(
    run: Run, day: Path
) -> None:
    ran = at_nine(run, "lock", day, "A1", "--to", "V2")
    assert ran.status == 0
    assert carriers(plan_of(day))["A1"] == "V2"
    add_row(day, afternoon("A3"))
    assert at_nine(run, "replan", day, "--max-iterations", "30").status == 0
    assert carriers(plan_of(day)) == {"A1": "V2", "A2": "V1", "A3": "V1", "B1": "V2"}


def test_what_comes_before_a_stop_that_keeps_its_place_stays_too(run: Run, day: Path) -> None:
    (before,) = sequence(plan_of(day), "V1")
    assert at_nine(run, "lock", day, before[-1], "--place").status == 0
    add_row(day, afternoon("A3", 400))
    assert at_nine(run, "replan", day, "--max-iterations", "30").status == 0
    found = [one for trip in sequence(plan_of(day), "V1") for one in trip]
    assert found[:2] == before


def test_nothing_joins_a_locked_route(run: Run, day: Path) -> None:
    assert at_nine(run, "lock", day, "--route", "V1").status == 0
    assert marked(day) == {"A1", "A2"}
    add_row(day, afternoon("A3"))
    assert at_nine(run, "replan", day, "--max-iterations", "30").status == 0
    assert carriers(plan_of(day)) == {"A1": "V1", "A2": "V1", "A3": "V2", "B1": "V2"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("A9",), "LOCK-UNKNOWN: Order A9 is on no stop"),
        (("A9", "--to", "V1"), "LOCK-UNKNOWN: Order A9 is on no stop"),
        (("A1", "--to", "V9"), "LOCK-UNKNOWN: There is no vehicle V9"),
        (("--route", "V9"), "LOCK-UNKNOWN: There is no vehicle V9"),
        (("A1", "--to", "W1"), "LOCK-OTHER-HUB: Order A1 is prepared at H1, and W1 is of H2"),
        (("B1", "--to", "V1"), "LOCK-IMPOSSIBLE: Order B1 cannot go with V1"),
        (("A1", "--route", "V1"), "Name an order, or a vehicle with --route"),
        ((), "Name an order, or a vehicle with --route"),
    ],
)
def test_a_lock_that_cannot_be_is_refused_and_nothing_is_recorded(
    run: Run, day: Path, arguments: tuple[str, ...], code: str
) -> None:
    ran = at_nine(run, "lock", day, *arguments)
    assert ran.status == 2
    assert code in " ".join(ran.err.split())
    assert locks(day) == 0
    assert len(versions(run, day)) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("A9",), "LOCK-UNKNOWN: There is no order A9"),
        (("--route", "V9"), "LOCK-UNKNOWN: There is no vehicle V9"),
        (("A1",), "LOCK-NONE: Order A1 is not locked"),
        (("A1", "--place"), "LOCK-NONE: The place of order A1 is not locked"),
        (("--route", "V1"), "LOCK-NONE: The route of V1 is not locked"),
    ],
)
def test_what_is_not_locked_is_not_let_go_of(
    run: Run, day: Path, arguments: tuple[str, ...], code: str
) -> None:
    ran = at_nine(run, "unlock", day, *arguments)
    assert ran.status == 2
    assert code in " ".join(ran.err.split())
    assert len(versions(run, day)) == 2


def test_an_order_that_waits_is_locked_to_the_vehicle_that_is_named(run: Run, day: Path) -> None:
    add_row(day, afternoon("A3", requires="crane"))
    replanned(day, "08:55")
    ran = at_nine(run, "lock", day, "A3")
    assert ran.status == 2
    assert "A3 is on no vehicle; name one with --to" in ran.err


def test_a_hub_that_there_is_not_is_no_reason_to_plan(run: Run, day: Path) -> None:
    ran = at_nine(run, "replan", day, "--hub", "H22")
    assert ran.status == 2
    assert ran.err.startswith("HUB-UNKNOWN: There is no usable hub H22")
    assert "Did you mean H2?" in ran.err
    assert len(versions(run, day)) == 2


def test_what_changes_nothing_costs_nothing_though_the_day_has_gone_on(run: Run, day: Path) -> None:
    """V2 stands at a door, and is paid for it."""
    replanned(day, "10:05", event(day, "10:01", "arrived", order_id="B1", vehicle_id="V2"))
    ran = run("lock", day, "A1", "--now", "10:25")
    assert "That makes +0.00 euros and +0.0 km." in ran.out


def test_what_is_on_board_is_moved_to_nobody(run: Run, day: Path) -> None:
    left = event(day, "13:50", "departed", vehicle_id="V1")
    replanned(day, "13:55", left)
    ran = run("move", day, "A1", "--to", "V2", "--now", "13:56")
    assert ran.status == 2
    assert ran.err.startswith("LOCK-UNDER-WAY: Order A1 is with V1 already")


def test_a_move_says_its_price_and_is_locked(run: Run, day: Path) -> None:
    ran = at_nine(run, "move", day, "A1", "--to", "V2", "--after", "B1", "--json")
    assert ran.status == 0
    document = json.loads(ran.out)
    before, after = (version(day, number).totals.cost_cents for number in (2, 3))
    assert document["cost_eur"] == (after - before) / 100
    assert "Written: version 3, draft" in ran.err
    assert sequence(plan_of(day), "V2") == [["B1", "A1"]]
    assert marked(day) == {"A1"}


def test_a_price_records_nothing(run: Run, day: Path) -> None:
    before = (day / "out" / "plan.json").read_bytes()
    ran = at_nine(run, "move", day, "A1", "--to", "V2", "--price")
    assert ran.status == 0
    assert "from version 2 to version 3" in ran.out
    assert ran.out.endswith("euros and +0.0 km.\nNothing is recorded.\n")
    assert (len(versions(run, day)), locks(day)) == (2, 0)
    assert (day / "out" / "plan.json").read_bytes() == before


def test_a_move_that_makes_an_order_late_is_refused_unless_it_is_forced(
    run: Run, tmp_path: Path, grid_map: Path
) -> None:
    """Both are promised at fourteen o'clock sharp, at doors a minute's drive from one another."""
    sharp: dict[str, Any] = {"window_start": "14:00", "window_end": "14:00"}
    write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=[van("V1", skills="a"), van("V2", skills="b")],
        orders=[
            afternoon("A1", **sharp, service_s=600),
            afternoon("B1", 700, requires="b", **sharp, service_s=600),
        ],
    )
    with (tmp_path / "day.toml").open("a", encoding="utf-8") as file:
        file.write("\n[lateness]\nmax_min = 60\neur_per_min = 1.0\n")
    released(tmp_path)
    move = ("move", tmp_path, "A1", "--to", "V2", "--after", "B1")
    ran = at_nine(run, *move)
    assert ran.status == 2
    assert ran.err.startswith("MOVE-BREAKS: That breaks promises: A1 would be ")
    assert "--force" in ran.err
    assert len(versions(run, tmp_path)) == 2
    assert at_nine(run, *move, "--force").status == 3
    assert carriers(plan_of(tmp_path))["A1"] == "V2"


def test_a_move_that_is_undone_is_not_locked_any_more(run: Run, day: Path) -> None:
    at_nine(run, "move", day, "A1", "--to", "V2")
    assert at_nine(run, "undo", day).status == 0
    assert carriers(plan_of(day))["A1"] == "V1"
    assert (locks(day), marked(day)) == (0, set())
    add_row(day, afternoon("A3"))
    at_nine(run, "replan", day, "--max-iterations", "30")
    assert carriers(plan_of(day))["A1"] == "V1"


def test_undone_twice_it_is_as_it_was_at_first(run: Run, day: Path) -> None:
    at_nine(run, "move", day, "A1", "--to", "V2")
    moved = plan_of(day)
    at_nine(run, "undo", day)
    at_nine(run, "undo", day)
    assert carriers(plan_of(day)) == carriers(moved)


def test_an_undo_goes_back_to_no_version_that_there_is_not(run: Run, day: Path) -> None:
    ran = at_nine(run, "undo", day, "--to", "9")
    assert (ran.status, ran.err.split(":")[0]) == (2, "VERSION-UNKNOWN")


def test_the_history_tells_who_overruled_the_planner_and_why(run: Run, day: Path) -> None:
    at_nine(run, "lock", day, "A2", "--why", "She knows him")
    at_nine(run, "move", day, "A1", "--to", "V2")
    at_nine(run, "undo", day)
    at_nine(run, "release", day)
    assert versions(run, day) == [
        ("plan", "draft"), ("release", "released"), ("lock", "draft"), ("move", "draft"),
        ("undo", "draft"), ("release", "released"),
    ]  # fmt: skip
    document = json.loads(run("history", day, "--json").out)
    assert [one["why"] for one in document["versions"]] == [
        "", "", "She knows him", "A1 to V2", "back to version 3", "",
    ]  # fmt: skip
    assert [one["based_on"] for one in document["versions"]][1:] == [
        one["plan_id"] for one in document["versions"]
    ][:-1]


def test_what_found_no_place_by_hand_is_searched_one_by_the_next_run_once(
    run: Run, day: Path
) -> None:
    add_row(day, afternoon("A3", requires="crane"))
    assert at_nine(run, "lock", day, "A1").status == 3
    assert "| planned H1 |" in at_nine(run, "replan", day, "--max-iterations", "5").out
    assert "| planned no hub |" in at_nine(run, "replan", day, "--max-iterations", "5").out
