"""Rows of orders that change after these were picked, loaded or handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from routing.day.settings import load_day
from routing.store.store import open_store
from tests.support.days import collect, hub, order, van, write_day
from tests.support.grid_city import position
from tests.support.replans import drop_row, edit_row, event, released, replanned, stop_of, told

if TYPE_CHECKING:
    from pathlib import Path

    from routing.orders.model import Order
    from routing.plan.model import Collection, Plan
    from routing.replan.request import Replanned

VANS = [van("V1"), van("W1", "H2")]
HUBS = [hub(), hub("H2", 790, 790)]


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """V1 is out at nine with A1 and A2, and W1 at noon for H2."""
    return write_day(
        tmp_path,
        grid_map,
        hubs=HUBS,
        vehicles=VANS,
        orders=[
            order("A1", 300, 5, hub_id="H1", window_start="09:00", window_end="10:00"),
            order("A2", 700, 395, hub_id="H1", window_start="09:00", window_end="10:30"),
            order("B1", 500, 595, hub_id="H2", window_start="12:00", window_end="13:00"),
            collect("C1", window_end="17:00"),
        ],
    )


@pytest.fixture
def picked(tmp_path: Path, grid_map: Path) -> Path:
    """P1 picks for H1 from eight on: a driven order and two that are collected, one by one."""
    unpicked: dict[str, Any] = {"lines": 10, "ready_at": ""}
    return write_day(
        tmp_path,
        grid_map,
        hubs=HUBS,
        vehicles=VANS,
        pickers=[{
            "picker_id": "P1", "hub_id": "H1", "shift_start": "08:00", "shift_end": "18:00",
            "lines_per_hour": 100,
        }],
        orders=[
            order("A1", hub_id="H1", window_start="14:00", window_end="15:00", **unpicked),
            {**collect("C1", window_end="17:00"), **unpicked},
            {**collect("C2", window_end="17:00"), **unpicked},
            order("B1", 500, 595, hub_id="H2", window_start="12:00", window_end="13:00"),
        ],
    )  # fmt: skip


def sound(outcome: Replanned) -> bool:
    return outcome.recorded and not outcome.kept and not outcome.breaches


def collection(plan: Plan, order_id: str) -> Collection:
    return next(one for hub in plan.hubs for one in hub.collections if one.order_id == order_id)


def picks(plan: Plan) -> dict[str, int]:
    """When every order is picked that somebody picks at H1."""
    days = plan.hubs[0].picking.pickers if plan.hubs[0].picking else ()
    return {pick.order_id: pick.ready_s for day in days for pick in day.picks}


def known(folder: Path, order_id: str) -> Order:
    with open_store(load_day(folder)) as store:
        orders = {item.order.order_id: item.order for item in store.known_orders()}
    return orders[order_id]


BEGUN_WITH = [
    ({"hub_id": "H2"}, "hub_id"),
    ({"channel": "click_and_collect"}, "channel"),
    ({"channel": "click_and_collect", "collect_at": "H2"}, "channel, collect_at"),
    ({"weight_kg": 900, "volume_l": 9000}, "weight_kg, volume_l"),
    ({"requires": "cool"}, "requires"),
    ({"lines": 7}, "lines"),
]


@pytest.mark.parametrize(("cells", "columns"), BEGUN_WITH)
@pytest.mark.parametrize("now", ["08:58", "09:30", "13:30"])
def test_an_order_that_is_loaded_keeps_what_it_began_with(
    day: Path, cells: dict[str, Any], columns: str, now: str
) -> None:
    edit_row(day, "V1", "vehicles", weight_kg=100)
    released(day)
    before = known(day, "A2")
    edit_row(day, "A2", **cells)
    found = replanned(day, now)
    assert sound(found)
    assert stop_of(found.plan, "A2").order_ids == ("A2",)
    (warning,) = [one for one in found.diagnostics if one.code == "ORDER-CHANGED-LATE"]
    assert f"({columns})" in warning.message
    assert known(day, "A2").hub_id == before.hub_id
    assert known(day, "A2").weight_g == before.weight_g
    assert sound(replanned(day, "15:00"))


def test_what_it_began_with_is_that_of_the_plan_that_drivers_have(day: Path) -> None:
    released(day)
    edit_row(day, "A2", hub_id="H2")
    assert sound(replanned(day, "08:05", releases=False))
    found = replanned(day, "09:01")
    assert sound(found)
    assert told(found)["ORDER-CHANGED-LATE"] == "A2"


def test_a_ready_time_that_is_filled_in_after_loading_is_nothing_to_tell(day: Path) -> None:
    released(day)
    edit_row(day, "A2", ready_at="08:30")
    found = replanned(day, "09:01")
    assert sound(found)
    assert "ORDER-CHANGED-LATE" not in told(found)


def test_the_window_of_what_is_on_board_is_as_its_row_says(day: Path) -> None:
    released(day)
    edit_row(day, "A1", window_end="09:00")
    edit_row(day, "A2", window_end="09:00")
    found = replanned(day, "08:58")
    assert sound(found)
    assert "ORDER-CHANGED-LATE" not in told(found)
    assert found.plan.totals.late == 1


def test_what_is_on_board_and_ahead_goes_where_its_row_says(day: Path) -> None:
    released(day)
    lat, lon = position(500, 595)
    edit_row(day, "A1", lat=lat, lon=lon)
    found = replanned(day, "08:58")
    assert sound(found)
    assert stop_of(found.plan, "A1").lat == pytest.approx(lat, abs=1e-5)


def test_where_an_order_was_handed_over_is_history(day: Path) -> None:
    before = released(day)
    lat, lon = position(500, 595)
    edit_row(day, "A1", lat=lat, lon=lon)
    found = replanned(day, "10:30")
    assert sound(found)
    assert stop_of(found.plan, "A1").lat == stop_of(before, "A1").lat


def test_an_order_that_has_not_begun_is_planned_by_what_its_row_says(day: Path) -> None:
    released(day)
    edit_row(day, "A2", hub_id="H2")
    found = replanned(day, "08:05")
    assert sound(found)
    assert "ORDER-CHANGED-LATE" not in told(found)
    assert known(day, "A2").hub_id == "H2"


def test_what_failed_may_be_collected_at_another_hub_instead(day: Path) -> None:
    released(day)
    replanned(day, "09:10", event(day, "09:01", "failed", order_id="A2", vehicle_id="V1"))
    edit_row(day, "A2", channel="click_and_collect", hub_id="H2", window_end="17:00")
    found = replanned(day, "09:20", event(day, "09:15", "changed", order_id="A2"))
    assert sound(found)
    assert [one.order_id for one in found.plan.hubs[1].collections] == ["A2"]


def test_what_failed_may_be_tried_again_at_another_door(day: Path) -> None:
    before = released(day)
    replanned(day, "09:10", event(day, "09:01", "failed", order_id="A2", vehicle_id="V1"))
    lat, lon = position(500, 205)
    edit_row(day, "A2", lat=lat, lon=lon, weight_kg=9, window_end="17:00")
    found = replanned(day, "09:20", event(day, "09:15", "changed", order_id="A2"))
    assert sound(found)
    tried, again = [
        stop
        for trip in found.plan.hubs[0].routes[0].trips
        for stop in trip.stops
        if "A2" in stop.order_ids
    ]
    assert (tried.status, tried.lat) == ("failed", stop_of(before, "A2").lat)
    assert again.lat == pytest.approx(lat, abs=1e-5)


@pytest.mark.parametrize("order_id", ["A1", "C1", "C2"])
def test_a_ready_time_that_is_past_counts_as_picked(picked: Path, order_id: str) -> None:
    released(picked)
    edit_row(picked, order_id, ready_at="08:20")
    found = replanned(picked, "09:00")
    assert sound(found)
    assert "ORDER-CHANGED-LATE" not in told(found)
    assert picks(found.plan)[order_id] == 8 * 3600 + 20 * 60
    assert sound(replanned(picked, "09:05"))
    assert sound(replanned(picked, "16:00"))


def test_what_a_row_says_to_be_picked_is_ready_to_be_collected(picked: Path) -> None:
    released(picked)
    edit_row(picked, "C1", ready_at="08:20")
    item = collection(replanned(picked, "09:00").plan, "C1")
    assert (item.status, item.ready_s) == ("ready", 8 * 3600 + 20 * 60)


@pytest.mark.parametrize("now", ["08:01", "08:10", "09:00"])
@pytest.mark.parametrize("order_id", ["A1", "C1", "C2"])
def test_a_ready_time_to_come_is_when_it_will_be_ready(
    picked: Path, now: str, order_id: str
) -> None:
    released(picked)
    edit_row(picked, order_id, ready_at="11:00")
    found = replanned(picked, now)
    assert sound(found)
    assert order_id not in picks(found.plan)
    assert sound(replanned(picked, "11:30"))


def test_a_ready_time_to_come_that_only_a_draft_knew_has_come(picked: Path) -> None:
    released(picked)
    edit_row(picked, "C1", ready_at="09:30")
    assert sound(replanned(picked, "09:00", releases=False))
    found = replanned(picked, "09:45")
    assert sound(found)
    assert collection(found.plan, "C1").ready_s == 9 * 3600 + 1800


def test_a_collection_that_is_picked_keeps_its_hub_and_channel(picked: Path) -> None:
    released(picked)
    edit_row(picked, "C1", hub_id="H2", lines=30)
    found = replanned(picked, "09:00")
    assert sound(found)
    assert told(found)["ORDER-CHANGED-LATE"] == "C1"
    assert {one.order_id for one in found.plan.hubs[0].collections} == {"C1", "C2"}


def test_what_was_picked_and_then_called_off_was_picked_as_it_was(picked: Path) -> None:
    released(picked)
    edit_row(picked, "C1", lines=30)
    found = replanned(picked, "09:00", event(picked, "08:55", "cancelled", order_id="C1"))
    assert sound(found)
    assert [one.order_id for one in found.plan.cancelled] == ["C1"]


def test_a_driven_order_that_is_picked_keeps_its_hub(picked: Path) -> None:
    released(picked)
    edit_row(picked, "A1", hub_id="H2")
    found = replanned(picked, "09:00")
    assert sound(found)
    assert told(found)["ORDER-CHANGED-LATE"] == "A1"


def test_a_driven_order_that_is_picked_may_be_collected_instead(picked: Path) -> None:
    released(picked)
    edit_row(picked, "A1", channel="click_and_collect")
    found = replanned(picked, "09:00")
    assert sound(found)
    assert collection(found.plan, "A1").status == "ready"


def with_second_picker(picked: Path) -> None:
    with (picked / "pickers.csv").open("a", encoding="utf-8") as file:
        file.write("P2,H1,12:00,18:00,100\n")


@pytest.mark.parametrize("now", ["08:10", "08:30", "13:00"])
def test_what_a_picker_has_picked_stays_so_when_the_row_is_gone(picked: Path, now: str) -> None:
    with_second_picker(picked)
    before = picks(released(picked))
    drop_row(picked, "P1", "pickers")
    found = replanned(picked, now)
    assert sound(found)
    assert told(found)["PICKER-VANISHED"] == "P1"
    now_s = load_day(picked).clock.seconds(now)
    begun = {one: ready_s for one, ready_s in before.items() if ready_s - 420 <= now_s}
    assert begun.items() <= picks(found.plan).items()
    assert sound(replanned(picked, "15:30"))


@pytest.mark.parametrize("now", ["08:10", "08:30"])
def test_what_a_picker_has_picked_stays_so_when_the_shift_begins_at_another_time(
    picked: Path, now: str
) -> None:
    before = picks(released(picked))
    edit_row(picked, "P1", "pickers", shift_start="08:09", shift_end="16:00")
    found = replanned(picked, now)
    assert sound(found)
    assert picks(found.plan) == before


def test_where_nobody_picks_a_collection_is_ready_when_its_row_says(day: Path) -> None:
    released(day)
    edit_row(day, "C1", ready_at="12:00")
    found = replanned(day, "08:30")
    assert sound(found)
    item = collection(found.plan, "C1")
    assert (item.status, item.ready_s) == ("planned", 12 * 3600)
    assert collection(replanned(day, "12:05").plan, "C1").status == "ready"


def test_a_collection_that_was_not_found_and_then_was_is_in_one_place(day: Path) -> None:
    released(day)
    missing = replanned(day, "08:30", event(day, "08:20", "not_picked", order_id="C1"))
    assert [one.code for one in missing.plan.unassigned] == ["NOT-FOUND"]
    found = replanned(day, "08:40", event(day, "08:35", "picked", order_id="C1"))
    assert sound(found)
    assert found.plan.unassigned == ()
    assert collection(found.plan, "C1").status == "ready"
