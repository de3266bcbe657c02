"""Vehicles that are late: with a word, without one, and with one that comes in late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.days import hub, order, van, write_day
from tests.support.replans import at, event, released, replanned, stop_of

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan, Trip

DELAY_S = 600


def written(tmp_path: Path, grid_map: Path, *vehicles: dict[str, Any], **rest: Any) -> Path:
    """Two doors in the morning, one in the afternoon."""
    return write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=list(vehicles) or [van("V1", **rest)],
        orders=[
            order("A", 700, 395, window_start="10:00", window_end="10:05", service_s=600),
            order("B", 300, 5, window_start="10:00", window_end="10:20"),
            order("C", 500, 205, window_start="14:00", window_end="16:00"),
        ],
    )


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    return written(tmp_path, grid_map, max_stops=2)


def trip_of(plan: Plan, order_id: str) -> Trip:
    trips = [trip for hub in plan.hubs for route in hub.routes for trip in route.trips]
    return next(trip for trip in trips if any(order_id in stop.order_ids for stop in trip.stops))


def wall(second: int) -> str:
    """The next whole minute."""
    minutes = -(-second // 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def test_who_left_and_is_not_heard_of_is_held_up_and_left_when_it_said(day: Path) -> None:
    first = trip_of(released(day), "A")
    left = wall(first.depart_s)
    replanned(day, left, event(day, left, "departed", vehicle_id="V1"))
    for now in ("10:11", "10:41", "11:30"):
        outcome = replanned(day, now)
        trip = trip_of(outcome.plan, "A")
        assert outcome.breaches == ()
        assert trip.depart_s == at(day, left)
        assert trip.loading_s == first.loading_s
        stop = trip.stops[0]
        assert (stop.status, stop.arrive_s) == ("next", at(day, now))
        assert stop.arrive_s == trip.depart_s + stop.leg_s


def test_a_delay_before_a_trip_is_loaded_keeps_it_from_being_loaded(day: Path) -> None:
    planned = trip_of(released(day), "C")
    outcome = replanned(day, "13:05", event(day, "13:04", "delay", vehicle_id="V1", delay_s=3600))
    trip = trip_of(outcome.plan, "C")
    assert outcome.breaches == ()
    assert trip.loading_s >= planned.loading_s + 3600


def test_a_delay_at_a_door_counts_once(day: Path) -> None:
    before = released(day)
    first = trip_of(before, "A").stops
    moment = wall(first[0].arrive_s)
    outcome = replanned(day, moment, event(day, moment, "delay", vehicle_id="V1", delay_s=DELAY_S))
    stops = trip_of(outcome.plan, "A").stops
    assert stops[0].status == "arrived"
    assert stops[0].leave_s == first[0].leave_s + DELAY_S
    assert stops[1].arrive_s == stops[0].leave_s + stops[1].leg_s
    assert stops[1].held_up_s == 0


def test_a_delay_that_is_planned_with_counts_once_in_the_next_run(day: Path) -> None:
    """On the road by the clock: the next run knows of it by the plan's own times."""
    first = trip_of(released(day), "A")
    moment = wall(first.depart_s)
    once = replanned(day, moment, event(day, moment, "delay", vehicle_id="V1", delay_s=DELAY_S))
    twice = replanned(day, moment)
    arrives_s = first.stops[0].arrive_s + DELAY_S
    assert [trip_of(one.plan, "A").stops[0].arrive_s for one in (once, twice)] == [arrives_s] * 2


def test_a_delay_that_comes_in_after_a_version_for_a_later_moment_counts(day: Path) -> None:
    first = trip_of(released(day), "A")
    earlier, moment = wall(first.depart_s), wall(first.depart_s + 60)
    replanned(day, moment)
    outcome = replanned(day, moment, event(day, earlier, "delay", vehicle_id="V1", delay_s=DELAY_S))
    assert trip_of(outcome.plan, "A").stops[0].arrive_s == first.stops[0].arrive_s + DELAY_S


def test_who_takes_over_a_late_vehicle_waits_until_it_is_back(
    tmp_path: Path, grid_map: Path
) -> None:
    early = van("E", asset_id="bike", shift_end="13:30", max_stops=2)
    late = van("L", asset_id="bike", shift_start="13:30")
    day = written(tmp_path, grid_map, early, late)
    first = trip_of(released(day), "A")
    left = wall(first.depart_s)
    replanned(day, left, event(day, left, "departed", vehicle_id="E"))
    outcome = replanned(day, "13:40")
    assert outcome.breaches == ()
    assert trip_of(outcome.plan, "C").loading_s >= trip_of(outcome.plan, "A").return_s


def test_who_comes_back_late_for_a_break_has_it_at_once(tmp_path: Path, grid_map: Path) -> None:
    rest: dict[str, Any] = {"break_s": 1800, "break_earliest": "11:30", "break_latest": "12:30"}
    day = written(tmp_path, grid_map, max_stops=2, **rest)
    first = trip_of(released(day), "A")
    left = wall(first.depart_s)
    replanned(day, left, event(day, left, "departed", vehicle_id="V1"))
    outcome = replanned(day, "12:20")
    (route,) = outcome.plan.hubs[0].routes
    assert outcome.breaches == ()
    assert outcome.plan.unassigned == ()
    assert [pause.start_s for pause in route.breaks] == [trip_of(outcome.plan, "A").return_s]


def test_a_break_that_lies_at_a_stop_ahead_is_not_had_because_its_time_has_come(
    tmp_path: Path, grid_map: Path
) -> None:
    """The drive goes on; the break waits for the door where it was planned."""
    rest: dict[str, Any] = {"break_s": 1800, "break_earliest": "09:30", "break_latest": "10:30"}
    day = write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=[van("V1", max_trips=1, **rest)],
        orders=[
            order("A", 300, 5, window_start="09:20", window_end="09:25"),
            order("B", 700, 395, window_start="10:20", window_end="13:00"),
            order("C", 500, 205, window_start="12:00", window_end="16:00"),
        ],
    )
    trip = trip_of(released(day), "B")
    left = wall(trip.depart_s)
    replanned(day, left, event(day, left, "departed", vehicle_id="V1"))
    outcome = replanned(day, "10:10")
    (route,) = outcome.plan.hubs[0].routes
    (pause,) = route.breaks
    at_stop = stop_of(outcome.plan, "B")
    assert outcome.breaches == ()
    assert at_stop.arrive_s <= pause.start_s < pause.end_s <= at_stop.start_s


def test_a_break_that_was_driven_through_is_not_had_at_a_later_door(
    tmp_path: Path, grid_map: Path
) -> None:
    """It was planned at B, where the driver was for five minutes; then the driver waits at C."""
    rest: dict[str, Any] = {"break_s": 1800, "break_earliest": "09:30", "break_latest": "10:30"}
    day = write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=[van("V1", max_trips=1, **rest)],
        orders=[
            order("A", 300, 5, window_start="09:20", window_end="09:25"),
            order("B", 700, 395, window_start="10:20", window_end="13:00"),
            order("C", 500, 205, window_start="12:00", window_end="16:00"),
        ],
    )
    trip = trip_of(released(day), "B")
    outcome = replanned(
        day,
        "11:45",
        event(day, wall(trip.depart_s), "departed", vehicle_id="V1"),
        event(day, "09:27", "delivered", order_id="A"),
        event(day, "10:25", "arrived", order_id="B"),
        event(day, "10:30", "delivered", order_id="B"),
        event(day, "11:40", "arrived", order_id="C"),
    )
    (route,) = outcome.plan.hubs[0].routes
    assert outcome.breaches == ()
    assert stop_of(outcome.plan, "C").status == "arrived"
    assert route.breaks == ()
