"""Vehicles and hubs whose rows are gone, or others, in the middle of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.orders.refusal import HUB_GONE
from routing.store.address import DATABASE
from routing.store.store import open_store
from tests.support.databases import ask
from tests.support.days import collect, hub, order, van, write_day
from tests.support.grid_city import position
from tests.support.replans import (
    add_row,
    drop_row,
    edit_row,
    released,
    replanned,
    sequence,
    stop_of,
    told,
    two_hubs_orders,
)

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan
    from routing.replan.request import Replanned


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """V1 has two trips, at nine and at two; V2 may help at H1; W1 drives for H2 at noon."""
    return write_day(
        tmp_path,
        grid_map,
        hubs=[hub(), hub("H2", 790, 790)],
        vehicles=[van("V1", max_stops=2), van("V2", shift_start="13:00"), van("W1", "H2")],
        orders=two_hubs_orders(),
    )


def carrier(plan: Plan, order_id: str) -> str:
    return next(
        route.vehicle_id
        for hub in plan.hubs
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
        if order_id in stop.order_ids
    )


def sound(outcome: Replanned) -> bool:
    return outcome.recorded and not outcome.kept and not outcome.breaches


def test_a_vehicle_whose_row_vanishes_goes_through_with_what_it_has_begun(day: Path) -> None:
    released(day)
    drop_row(day, "V1", "vehicles")
    found = replanned(day, "09:01")
    assert sound(found)
    assert told(found)["VEHICLE-VANISHED"] == "V1"
    assert carrier(found.plan, "A1") == carrier(found.plan, "A2") == "V1"


def test_a_vehicle_whose_row_vanished_gets_no_further_trip(day: Path) -> None:
    table = day / "vehicles.csv"
    rows = table.read_text(encoding="utf-8")
    drop_row(day, "V2", "vehicles")
    before = released(day)
    table.write_text(rows, encoding="utf-8")
    drop_row(day, "V1", "vehicles")
    first, _ = before.hubs[0].routes[0].trips
    found = replanned(day, load_day(day).clock.iso(first.depart_s + 60))
    assert sound(found)
    assert sequence(found.plan, "V1") == [[one for stop in first.stops for one in stop.order_ids]]


def test_a_vehicle_that_vanished_is_still_there_in_later_runs(day: Path) -> None:
    released(day)
    drop_row(day, "V1", "vehicles")
    replanned(day, "09:01")
    found = replanned(day, "11:00")
    assert sound(found)
    assert told(found)["VEHICLE-VANISHED"] == "V1"
    assert stop_of(found.plan, "A1").status == "done"


def test_a_vehicle_that_has_not_begun_is_simply_gone(day: Path) -> None:
    released(day)
    drop_row(day, "V1", "vehicles")
    found = replanned(day, "08:05")
    assert sound(found)
    assert "VEHICLE-VANISHED" not in told(found)
    assert [route.vehicle_id for route in found.plan.hubs[0].routes] == ["V2"]


def test_a_vehicle_whose_row_is_mistyped_goes_on(day: Path) -> None:
    released(day)
    edit_row(day, "V1", "vehicles", weight_kg="12o0")
    found = replanned(day, "09:01")
    assert sound(found)
    (warning,) = [one for one in found.diagnostics if one.code == "VEHICLE-VANISHED"]
    assert "cannot be understood" in warning.message
    assert carrier(found.plan, "A1") == "V1"


def test_a_vehicle_whose_row_names_another_hub_stays_where_it_has_begun(day: Path) -> None:
    released(day)
    edit_row(day, "V1", "vehicles", hub_id="H2")
    found = replanned(day, "09:01")
    assert sound(found)
    assert told(found)["VEHICLE-CHANGED-LATE"] == "V1"
    assert [route.vehicle_id for route in found.plan.hubs[0].routes] == ["V1", "V2"]


def test_a_vehicle_whose_row_names_another_kind_keeps_its_own_for_today(day: Path) -> None:
    released(day)
    edit_row(day, "V1", "vehicles", kind="cargo_bike")
    found = replanned(day, "09:01")
    assert sound(found)
    assert told(found)["VEHICLE-CHANGED-LATE"] == "V1"
    assert found.plan.hubs[0].routes[0].kind == "van"


def test_a_vehicle_is_rebuilt_from_its_route_where_no_row_of_it_was_kept(day: Path) -> None:
    released(day)
    forget_rows(day)
    drop_row(day, "V1", "vehicles")
    found = replanned(day, "09:01")
    assert sound(found)
    assert carrier(found.plan, "A1") == "V1"


def test_of_a_vehicle_of_which_no_row_was_kept_nothing_is_said_to_have_changed(day: Path) -> None:
    released(day)
    forget_rows(day)
    found = replanned(day, "09:01")
    assert "VEHICLE-CHANGED-LATE" not in told(found)


def forget_rows(day: Path) -> None:
    """The store as an earlier version of tournee left it."""
    ask(f"sqlite:///{day / DATABASE}", "delete from known_row")


def test_a_hub_whose_row_vanishes_goes_on_with_its_vehicles_and_orders(day: Path) -> None:
    released(day)
    drop_row(day, "H2", "hubs")
    found = replanned(day, "09:01")
    assert sound(found)
    assert told(found)["HUB-VANISHED"] == "H2"
    assert carrier(found.plan, "B1") == "W1"
    assert sound(replanned(day, "12:30"))


def test_a_hub_that_is_moved_off_the_map_stays_where_it_was(day: Path) -> None:
    released(day)
    edit_row(day, "H2", "hubs", lat=10)
    found = replanned(day, "12:05")
    assert sound(found)
    assert told(found)["HUB-VANISHED"] == "H2"


def test_a_hub_that_is_known_from_the_plan_alone_goes_on(day: Path) -> None:
    released(day)
    forget_rows(day)
    drop_row(day, "H2", "hubs")
    assert sound(replanned(day, "12:05"))


def test_a_hub_without_anything_is_gone_and_what_names_it_waits(day: Path) -> None:
    drop_row(day, "B1")
    released(day)
    drop_row(day, "W1", "vehicles")
    replanned(day, "08:05")
    add_row(day, order("B2", 500, 595, hub_id="H2", window_start="12:00", window_end="13:00"))
    assert [one.code for one in replanned(day, "08:10").plan.unassigned] == ["NO-VEHICLE"]
    drop_row(day, "H2", "hubs")
    found = replanned(day, "08:15")
    assert sound(found)
    assert [(one.order_id, one.code) for one in found.plan.unassigned] == [("B2", HUB_GONE)]


def with_locker(day: Path) -> None:
    """D1 is driven to a locker at ten, and D2 asks for another and a skill that no van has."""
    lat, lon = position(500, 595)
    rows = ["point_id,lat,lon,opens,closes,service_s,capacity_parcels,name\n"]
    rows += [f"{one},{lat},{lon},08:00,20:00,60,,\n" for one in ("P1", "P2")]
    (day / "points.csv").write_text("".join(rows), encoding="utf-8")
    settings = day / "day.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'collection_points = "points.csv"\n{text}', encoding="utf-8")
    edit_row(day, "C1", collect_at="")
    add_row(day, collect("D1", collect_at="P1", window_end="10:30"))
    add_row(day, collect("D2", collect_at="P2"))
    edit_row(day, "D2", requires="cool")


@pytest.mark.parametrize("now", ["08:05", "10:00", "12:00"])
def test_a_collection_point_whose_row_vanishes_is_kept_for_what_goes_there(
    day: Path, now: str
) -> None:
    with_locker(day)
    assert stop_of(released(day), "D1").point_id == "P1"
    drop_row(day, "P1", "points")
    found = replanned(day, now)
    assert sound(found)
    assert told(found)["POINT-VANISHED"] == "P1"
    assert stop_of(found.plan, "D1").point_id == "P1"


@pytest.mark.parametrize("now", ["08:05", "10:15", "12:00"])
def test_a_collection_point_that_is_entered_anew_is_where_its_row_says(day: Path, now: str) -> None:
    with_locker(day)
    released(day)
    lat, lon = position(500, 395)
    edit_row(day, "P1", "points", lat=lat, lon=lon)
    drop_row(day, "D1")
    assert sound(replanned(day, now))


def test_a_collection_point_that_nothing_goes_to_is_gone(day: Path) -> None:
    with_locker(day)
    assert [one.order_id for one in released(day).unassigned] == ["D2"]
    drop_row(day, "P2", "points")
    found = replanned(day, "08:05")
    assert sound(found)
    assert [(one.order_id, one.code) for one in found.plan.unassigned] == [("D2", HUB_GONE)]


def test_a_closed_trip_of_a_vehicle_that_vanishes_goes_elsewhere(day: Path) -> None:
    table = day / "vehicles.csv"
    rows = table.read_text(encoding="utf-8")
    drop_row(day, "V2", "vehicles")
    first, _ = released(day).hubs[0].routes[0].trips
    with (day / "day.toml").open("a", encoding="utf-8") as file:
        file.write('\n[replan]\nfreeze = "4h"\n')
    table.write_text(rows, encoding="utf-8")
    closed = replanned(day, "08:50").plan.hubs[0].routes[0].trips
    assert [trip.status for trip in closed] == ["closed", "closed"]
    drop_row(day, "V1", "vehicles")
    found = replanned(day, load_day(day).clock.iso(first.depart_s + 60))
    assert sound(found)
    assert len(sequence(found.plan, "V1")) == 1


def test_what_a_vehicle_may_carry_holds_from_its_next_trip_on(day: Path) -> None:
    edit_row(day, "V1", "vehicles", skills="cool")
    edit_row(day, "A1", requires="cool")
    released(day)
    edit_row(day, "V1", "vehicles", skills="", weight_kg=6, volume_l=30, max_stops=1)
    found = replanned(day, "09:01")
    assert sound(found)
    assert told(found)["VEHICLE-CHANGED-LATE"] == "V1"
    assert sorted(sequence(found.plan, "V1")[0]) == ["A1", "A2"]


def test_a_closed_trip_that_the_vehicle_may_not_carry_any_more_is_open_again(day: Path) -> None:
    drop_row(day, "V2", "vehicles")
    first, _ = released(day).hubs[0].routes[0].trips
    # Loading takes ten minutes; a trip is closed from an hour before it departs.
    with (day / "day.toml").open("a", encoding="utf-8") as file:
        file.write('\n[replan]\nfreeze = "60min"\n')
    edit_row(day, "V1", "vehicles", weight_kg=4)
    found = replanned(day, load_day(day).clock.iso(first.loading_s - 300))
    assert sound(found)
    assert sequence(found.plan, "V1") == []


def test_fewer_trips_than_a_vehicle_has_made_already_leave_it_none(day: Path) -> None:
    drop_row(day, "V2", "vehicles")
    edit_row(day, "V1", "vehicles", max_stops=1, max_trips=4)
    released(day)
    edit_row(day, "V1", "vehicles", max_trips=1)
    found = replanned(day, "11:00")
    assert sound(found)
    assert len(sequence(found.plan, "V1")) == 2
    assert [one.order_id for one in found.plan.unassigned] == ["A3"]


def test_an_order_without_a_place_is_tried_again_when_the_fleet_is_mended(day: Path) -> None:
    add_row(day, order("X", 700, 5, hub_id="H1", window_start="16:00", window_end="17:00"))
    edit_row(day, "X", requires="cool")
    assert [one.order_id for one in released(day).unassigned] == ["X"]
    assert replanned(day, "08:05").planned == ()
    edit_row(day, "V1", "vehicles", skills="cool")
    found = replanned(day, "08:10")
    assert (found.planned, found.plan.unassigned) == (("H1",), ())
    assert replanned(day, "08:15").planned == ()


def test_an_order_without_a_place_is_tried_again_when_its_row_is_mended(day: Path) -> None:
    edit_row(day, "V1", "vehicles", weight_kg=100)
    edit_row(day, "V2", "vehicles", weight_kg=100)
    add_row(day, order("X", 700, 5, hub_id="H1", window_start="16:00", window_end="17:00"))
    edit_row(day, "X", weight_kg=5000)
    assert [one.order_id for one in released(day).unassigned] == ["X"]
    edit_row(day, "X", weight_kg=5)
    found = replanned(day, "08:10")
    assert (found.planned, found.plan.unassigned) == (("H1",), ())


def test_known_rows_are_written_where_they_changed_and_for_their_version(day: Path) -> None:
    released(day)
    replanned(day, "08:05")
    edit_row(day, "V1", "vehicles", weight_kg=100)
    replanned(day, "08:10")
    drop_row(day, "V2", "vehicles")
    replanned(day, "08:15")
    query = "select row_id, version from known_row where kind = 'vehicle'"
    found = ask(f"sqlite:///{day / DATABASE}", query)
    assert sorted(found) == [
        ("V1", 1),
        ("V1", 4),
        ("V2", 1),
        ("V2", 5),
        ("W1", 1),
    ]
    with open_store(load_day(day)) as store:
        first, last = store.known_fleet(1), store.known_fleet()
    assert first is not None
    assert last is not None
    assert [own.weight_g for own in first.vehicles if own.vehicle_id == "V1"] == [None]
    assert sorted(own.vehicle_id for own in last.vehicles) == ["V1", "W1"]
