"""The whole way from a day folder to a checked plan, on the city of `grid_city`."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.errors import BusyError, DayError
from routing.morning import Outcome, Request, plan_day
from routing.plan.document import read_plan, to_document
from routing.reading import read_morning
from routing.store.address import DATABASE
from routing.store.holding import hold_day
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.databases import postgres_schema
from tests.support.days import Silence, collect, hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan


def plan(folder: Path, **changes: Any) -> Outcome:
    request = Request(**{"limit": Limit(iterations=40), **changes})
    return plan_day(load_day(folder), request, Silence())


def recorded(folder: Path) -> Plan | None:
    with open_store(load_day(folder)) as store:
        return store.latest()


def test_a_day_becomes_a_checked_recorded_and_written_plan(tmp_path: Path, grid_map: Path) -> None:
    rows = [order("O1"), order("O2", 700, 395), collect("C1", window_end="10:00")]
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    outcome = plan(folder)
    assert outcome.breaches == ()
    assert outcome.path == folder / "out" / "plan.json"
    written = read_plan(outcome.path)
    assert written == outcome.plan
    assert recorded(folder) == outcome.plan
    assert (written.totals.delivered, written.totals.collected, written.version) == (2, 1, 1)
    assert written.day_folder == ".."


def test_a_day_may_be_kept_on_a_server(tmp_path: Path, grid_map: Path) -> None:
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    with postgres_schema() as address:
        with (folder / "day.toml").open("a", encoding="utf-8") as file:
            file.write(f'\nstore = "{address}"\n')
        outcome = plan(folder)
        assert recorded(folder) == outcome.plan
        with open_store(load_day(folder)) as store:
            assert [one.order.order_id for one in store.known_orders()] == ["O1"]
            assert [one.state for one in store.order_records()] == ["free"]
        assert not (folder / DATABASE).exists()


def test_a_plan_is_not_kept_where_another_was_recorded_meanwhile(
    tmp_path: Path, grid_map: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on another machine, whose runs this one's file does not hold back."""
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    first = plan(folder).plan

    def read_late(*arguments: Any) -> Any:
        with open_store(load_day(folder)) as store:
            store.record(replace(first, plan_id="theirs"), Deed(command="plan", who="Bob"))
        return read_morning(*arguments)

    monkeypatch.setattr("routing.morning.read_morning", read_late)
    written = (folder / "out" / "plan.json").read_bytes()
    with pytest.raises(BusyError, match=r"DAY-BUSY.*version 2"):
        plan(folder)
    assert (folder / "out" / "plan.json").read_bytes() == written
    found = recorded(folder)
    assert found is not None
    assert found.plan_id == "theirs"


def test_versions_count_up(tmp_path: Path, grid_map: Path) -> None:
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    assert [plan(folder).plan.version for _ in range(3)] == [1, 2, 3]


def test_one_seed_and_iterations_give_one_plan(tmp_path: Path, grid_map: Path) -> None:
    rows = [order(f"O{n}", 40 * n, 5 + 190 * (n % 4)) for n in range(20)]
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van(), van("V2")], orders=rows)
    first, second = (to_document(plan(folder, seed=7).plan) for _ in range(2))
    for stamped in ("plan_id", "version", "created_at"):
        first.pop(stamped)
        second.pop(stamped)
    assert first == second


def test_workers_give_the_same_plan_as_one_process(tmp_path: Path, grid_map: Path) -> None:
    rows = [order(f"O{n}", 40 * n, 5, hub_id=f"H{1 + n % 2}") for n in range(12)]
    hubs = [hub(), hub("H2", 800, 800)]
    fleet = [van(), van("V2", "H2")]
    folder = write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows)
    assert plan(folder, jobs=2).plan.hubs == plan(folder, jobs=1).plan.hubs


def test_the_cycle_bridge_is_for_bikes_only(tmp_path: Path, grid_map: Path) -> None:
    """From (200, 400) to (400, 400): 200 m by bike, 1,000 m by van over an outer bridge."""
    for kind, metres in (("cargo_bike", 200), ("van", 1000)):
        folder = tmp_path / kind
        folder.mkdir()
        write_day(
            folder,
            grid_map,
            hubs=[hub(east_m=200, north_m=400)],
            vehicles=[van(kind=kind)],
            orders=[order("O1", 400, 400)],
        )
        (trip,) = plan(folder).plan.hubs[0].routes[0].trips
        assert trip.stops[0].leg_m == pytest.approx(metres, abs=3)


def test_a_hub_left_out_keeps_its_collections_and_says_why(tmp_path: Path, grid_map: Path) -> None:
    rows = [order("O1", hub_id="H1"), order("O2", hub_id="H2"), collect("C2", "H2")]
    hubs = [hub(), hub("H2", 800, 800)]
    fleet = [van(), van("V2", "H2")]
    folder = write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows)
    outcome = plan(folder, hub_ids=("H1",))
    assert outcome.breaches == ()
    assert [(item.order_id, item.code) for item in outcome.plan.unassigned] == [
        ("O2", "HUB-LEFT-OUT")
    ]
    assert outcome.plan.totals.collected == 1


def test_a_hub_left_out_keeps_its_last_plan(tmp_path: Path, grid_map: Path) -> None:
    """O3, which names no hub, stays where it was; O4 is new and has no place at a hub left out."""
    rows = [order("O1", hub_id="H1"), order("O2", 700, 700, hub_id="H2"), order("O3", 600, 790)]
    hubs, fleet = [hub(), hub("H2", 800, 800)], [van(), van("V2", "H2")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows)
    first = plan(tmp_path).plan
    rows.append(order("O4", 790, 790, hub_id="H2"))
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows)
    outcome = plan(tmp_path, hub_ids=("H1",))
    assert outcome.breaches == ()
    assert outcome.plan.hubs[1] == first.hubs[1]
    assert outcome.plan.based_on == first.plan_id
    assert [(one.order_id, one.code) for one in outcome.plan.unassigned] == [("O4", "HUB-LEFT-OUT")]


def test_a_hub_left_out_that_has_changed_since_is_not_kept(tmp_path: Path, grid_map: Path) -> None:
    """One picker less at H2: nobody is told of a bug, and nothing is taken apart."""
    rows = [order("O1", hub_id="H1"), order("O2", 700, 700, hub_id="H2")]
    hubs, fleet = [hub(), hub("H2", 800, 800)], [van(), van("V2", "H2")]
    pickers = [{"picker_id": f"K{n}", "hub_id": f"H{1 + n % 2}"} for n in range(4)]
    tables = {"hubs": hubs, "vehicles": fleet, "orders": rows}
    write_day(tmp_path, grid_map, **tables, pickers=pickers)
    plan(tmp_path)
    write_day(tmp_path, grid_map, **tables, pickers=pickers[:3])
    with pytest.raises(DayError, match="picker K3") as caught:
        plan(tmp_path, hub_ids=("H1",))
    assert caught.value.code == "HUB-CHANGES"
    assert "--hub H2 as well" in caught.value.remedy
    assert plan(tmp_path, hub_ids=("H2",)).breaches == ()


def test_a_hub_left_out_does_not_lose_a_trip_for_an_order_that_is_gone(
    tmp_path: Path, grid_map: Path
) -> None:
    rows = [order("O1", hub_id="H1"), *(order(f"O{n}", 700, 700, hub_id="H2") for n in (2, 3))]
    hubs, fleet = [hub(), hub("H2", 800, 800)], [van(), van("V2", "H2")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows)
    plan(tmp_path)
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows[:2])
    with pytest.raises(DayError, match="H2 cannot have order O3 any more") as caught:
        plan(tmp_path, hub_ids=("H1",))
    assert caught.value.code == "HUB-CHANGES"


def test_an_order_goes_to_the_hub_whose_vehicles_work_in_its_window(
    tmp_path: Path, grid_map: Path
) -> None:
    hubs, rows = [hub(), hub("H2", 800, 800)], [order("O1", window_start="17:00")]
    fleet = [van("V1", "H1", shift_end="14:00"), van("V2", "H2", shift_start="14:00")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows)
    outcome = plan(tmp_path)
    assert outcome.plan.unassigned == ()
    assert len(outcome.plan.hubs[1].routes[0].trips) == 1


def test_a_late_drop_is_as_little_late_as_can_be(tmp_path: Path, grid_map: Path) -> None:
    """Another order goes the same way in the evening, which would cost less."""
    rows = [
        collect("C1", collect_at="H2", ready_at="12:00", window_end="12:05"),
        order("O1", 790, 790, window_start="18:00", window_end="19:00"),
    ]
    hubs = [hub(), hub("H2", 800, 800)]
    folder = write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van()], orders=rows)
    stops = [
        stop
        for trip in plan(folder).plan.hubs[0].routes[0].trips
        for stop in trip.stops
        if stop.point_id
    ]
    assert [stop.late_s < 1800 for stop in stops] == [True]


def test_two_windows_at_one_door_are_two_stops_that_each_set_up(
    tmp_path: Path, grid_map: Path
) -> None:
    """O1 and O2 share the morning, O3 is promised for the afternoon; the hub's set-up is 90 s."""
    rows = [
        order("O1", window_end="10:00"),
        order("O2", window_end="11:00"),
        order("O3", window_start="14:00"),
    ]
    folder = write_day(tmp_path, grid_map, hubs=[hub(setup_s=90)], vehicles=[van()], orders=rows)
    outcome = plan(folder)
    assert outcome.breaches == ()
    trips = outcome.plan.hubs[0].routes[0].trips
    found = [(set(s.order_ids), s.setup_s, s.service_s) for trip in trips for s in trip.stops]
    assert found == [({"O1", "O2"}, 90, 240), ({"O3"}, 90, 120)]


def test_an_unknown_hub_stops_the_run_and_names_the_hubs(tmp_path: Path, grid_map: Path) -> None:
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    with pytest.raises(DayError, match=r"HUB-UNKNOWN.*H9.*H1"):
        plan(folder, hub_ids=("H9",))
    assert not (folder / "out").exists()


def test_a_day_that_is_held_is_busy(tmp_path: Path, grid_map: Path) -> None:
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    with hold_day(load_day(folder)), pytest.raises(BusyError, match="DAY-BUSY"):
        plan(folder)


def test_files_that_cannot_be_written_record_nothing(tmp_path: Path, grid_map: Path) -> None:
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])
    blocked = folder / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(DayError, match="DAY-UNWRITABLE"):
        plan(folder, out=blocked)
    assert recorded(folder) is None


def test_a_disk_that_is_full_records_nothing(
    tmp_path: Path, grid_map: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("pathlib.Path.write_text", full)
        with pytest.raises(DayError, match="cannot be written"):
            plan(folder)
    assert recorded(folder) is None


def test_a_file_that_cannot_take_its_place_says_that_the_version_is_recorded(
    tmp_path: Path, grid_map: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("O1")])

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as disk:
        disk.setattr("pathlib.Path.replace", refused)
        with pytest.raises(DayError, match="Version 1 is recorded, and its file") as caught:
            plan(folder)
    assert "'tournee show' has the version" in caught.value.remedy
    assert recorded(folder) is not None


def test_a_hub_without_vehicles_keeps_its_collections(tmp_path: Path, grid_map: Path) -> None:
    rows = [order("O1", hub_id="H1"), collect("C1")]
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[], orders=rows)
    shutil.copy(folder / "vehicles.csv", folder / "spare.csv")
    (folder / "vehicles.csv").write_text("vehicle_id,hub_id\n", encoding="utf-8")
    outcome = plan(folder)
    assert outcome.breaches == ()
    assert [item.code for item in outcome.plan.unassigned] == ["NO-VEHICLE"]
    assert outcome.plan.totals.collected == 1


def test_a_drop_that_cannot_be_on_time_is_late_not_left(tmp_path: Path, grid_map: Path) -> None:
    rows = [collect("C1", collect_at="H2", ready_at="12:00", window_end="12:05")]
    hubs = [hub(), hub("H2", 800, 800)]
    folder = write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van()], orders=rows)
    outcome = plan(folder)
    assert outcome.breaches == ()
    (stop,) = outcome.plan.hubs[0].routes[0].trips[0].stops
    assert stop.late_s == stop.leave_s - (12 * 3600 + 5 * 60) > 0
    assert outcome.plan.totals.late == 1


@pytest.mark.parametrize(("date", "hours"), [("2026-03-29", 11), ("2026-10-25", 13)])
def test_days_on_which_the_clocks_change_are_right(
    tmp_path: Path, grid_map: Path, date: str, hours: int
) -> None:
    """From local midnight to noon are 11 hours in spring and 13 in autumn; clocks stay local."""
    rows = [order("O1", window_start="01:00", window_end="12:00"), order("O2", window_end="12:00")]
    night = hub(opens="00:00", closes="23:59")
    folder = write_day(tmp_path, grid_map, date, hubs=[night], vehicles=[van()], orders=rows)
    outcome = plan(folder)
    assert outcome.breaches == ()
    (stop, *_) = outcome.plan.hubs[0].routes[0].trips[0].stops
    assert stop.window_end_s == hours * 3600
    document = to_document(outcome.plan)
    ends = document["hubs"][0]["routes"][0]["trips"][0]["stops"][0]["window_end"]
    assert ends == f"{date}T12:00:00+0{2 if hours == 11 else 1}:00"


def test_an_order_that_its_row_calls_off_is_cancelled(tmp_path: Path, grid_map: Path) -> None:
    """The hub opens at 08:00, and that is when it is said to have been called off."""
    off = {"order_id": "O2", "channel": "same_day", "status": "cancelled"}
    rows = [order("O1"), off]
    folder = write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=rows)
    outcome = plan(folder)
    assert outcome.breaches == ()
    assert [(item.order_id, item.at_s) for item in outcome.plan.cancelled] == [("O2", 8 * 3600)]
    totals = outcome.plan.totals
    assert (totals.orders, totals.delivered, totals.cancelled) == (2, 1, 1)
