"""A hub's plan in the middle of its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.days import hub, order, van, write_day
from tests.support.replans import add_row, event, released, replanned

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan, Trip


def trips(plan: Plan) -> list[Trip]:
    return [trip for one in plan.hubs for route in one.routes for trip in route.trips]


def test_a_trip_that_is_planned_after_one_that_has_left_has_a_number_of_its_own(
    tmp_path: Path, grid_map: Path
) -> None:
    write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=[van()],
        orders=[order("A1", hub_id="H1", window_start="09:00", window_end="09:30")],
    )
    released(tmp_path)
    add_row(tmp_path, order("A2", 500, hub_id="H1", window_start="14:00", window_end="15:00"))
    departed = event(tmp_path, "08:58", "departed", vehicle_id="V1")
    plan = replanned(tmp_path, "09:00", departed).plan
    assert [(trip.trip_id, trip.status) for trip in trips(plan)] == [
        ("V1-1", "departed"), ("V1-2", "planned"),
    ]  # fmt: skip
    assert [trip.stops[0].status for trip in trips(plan)] == ["next", "planned"]
    home = event(tmp_path, "09:20", "returned", vehicle_id="V1")
    given = event(tmp_path, "09:10", "delivered", order_id="A1")
    later = replanned(tmp_path, "09:30", given, home).plan
    assert [(trip.trip_id, trip.status) for trip in trips(later)] == [
        ("V1-1", "returned"), ("V1-2", "planned"),
    ]  # fmt: skip
