"""A vehicle's day in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.plan.model import Rest, Trip
from routing.plan.timeline import Return, Step, Visit, course, paid_s, visits
from tests.support.plans import route, stop

LOADS, LEAVES, SERVES, BACK = 28_800, 29_400, 32_400, 36_000
"""When the trip of `tests.support.plans.route` loads, departs, serves its stop and returns."""


def named(step: Step) -> str:
    match step:
        case Trip():
            return "load"
        case Visit():
            return f"stop {step.number}"
        case Return():
            return "back"
        case Rest():
            return "break"


def with_break(start_s: int) -> list[str]:
    rest = Rest(start_s=start_s, end_s=start_s + 1800)
    return [named(step) for step in course(route(stop(), breaks=(rest,)))]


@pytest.mark.parametrize(
    ("start_s", "order"),
    [
        (LOADS - 3600, ["break", "load", "stop 1", "back"]),
        (LOADS, ["break", "load", "stop 1", "back"]),
        (SERVES - 1800, ["load", "break", "stop 1", "back"]),
        (SERVES + 600, ["load", "stop 1", "break", "back"]),
        (BACK, ["load", "stop 1", "back", "break"]),
    ],
)
def test_a_break_stands_where_it_is_taken(start_s: int, order: list[str]) -> None:
    assert with_break(start_s) == order


def test_stops_are_numbered_over_all_trips() -> None:
    (trip,) = route(stop(), stop()).trips
    later = replace(trip, trip_id="V-2", loading_s=BACK, return_s=BACK + 9_000)
    seen = visits(route(trips=(trip, later)))
    assert [(visit.number, visit.trip.trip_id) for visit in seen] == [
        (1, "V-1"), (2, "V-1"), (3, "V-2"), (4, "V-2"),
    ]  # fmt: skip


def test_paid_time_runs_from_the_first_loading_to_the_last_return() -> None:
    (trip,) = route(stop()).trips
    later = replace(trip, loading_s=40_000, return_s=50_000)
    assert paid_s(route(trips=(trip, later))) == 50_000 - LOADS
    assert paid_s(route(trips=())) == 0
