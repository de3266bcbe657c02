"""VROOM's solutions, held against one that VROOM itself gives."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polyline
import pytest

from routing.exports.vroom import VroomExport
from routing.plan.model import Rest
from tests.routing.exports.samples import HOUR, ROAD, busy_route, sheet
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet


def read(own: Sheet) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(VroomExport().render(own))
    return document


def by_vroom() -> dict[str, Any]:
    """What VROOM answers for two orders, one vehicle and its break."""
    vroom = pytest.importorskip("vroom", reason="needs the extra benchmark")
    problem = vroom.Input()
    durations = [[0, 60, 120], [60, 0, 60], [120, 60, 0]]
    problem.set_durations_matrix("car", durations)
    problem.set_distances_matrix("car", durations)
    rest = vroom.Break(3, time_windows=[vroom.TimeWindow(100, 2000)], service=300)
    problem.add_vehicle([vroom.Vehicle(1, start=0, end=0, breaks=[rest], capacity=[2])])
    problem.add_job([vroom.Job(n, location=n, delivery=[1], description="O") for n in (1, 2)])
    answer: dict[str, Any] = problem.solve(5, 1).to_dict()
    return answer


def rested() -> Sheet:
    """The busy day, with a break on the road before its last stop: from 11:30 on."""
    rest = Rest(start_s=11 * HOUR + 1800, end_s=11 * HOUR + 2700)
    return sheet(replace(busy_route(), breaks=(*busy_route().breaks, rest)))


def test_every_field_is_one_of_vrooms_and_of_its_type() -> None:
    """Indices of matrices have places instead, and how long VROOM took is not known."""
    theirs, ours = by_vroom(), read(rested())
    assert types(ours) == types(theirs)
    places = {"location", "description", "geometry"}
    unknown = {"location_index", "job", "computing_times"}
    for mine, other in (
        (ours["summary"], theirs["summary"]),
        (ours["routes"][0], theirs["routes"][0]),
    ):
        assert mine.keys() - places == other.keys() - places - unknown
        shared = mine.keys() & other.keys()
        assert types({k: mine[k] for k in shared}) == types({k: other[k] for k in shared})
    for kind in ("start", "job", "break", "end"):
        mine, other = (one_step(answer, kind) for answer in (ours, theirs))
        assert mine.keys() - places == other.keys() - places - unknown


def types(record: dict[str, Any]) -> dict[str, type]:
    return {key: type(value) for key, value in record.items()}


def one_step(answer: dict[str, Any], kind: str) -> dict[str, Any]:
    steps = [step for own in answer["routes"] for step in own["steps"] if step["type"] == kind]
    first: dict[str, Any] = steps[0]
    return first


def test_each_trip_is_a_route_with_a_vehicle_of_its_own() -> None:
    answer = read(sheet())
    assert [(own["vehicle"], own["description"]) for own in answer["routes"]] == [
        (1, "V-1"),
        (2, "V-2"),
    ]
    assert answer["summary"]["routes"] == 2
    assert (answer["code"], answer["unassigned"]) == (0, [])


def test_every_stop_is_a_job_in_driving_order_with_its_orders() -> None:
    jobs = [
        (step["id"], step["description"], step["location"])
        for own in read(sheet())["routes"]
        for step in own["steps"]
        if step["type"] == "job"
    ]
    assert jobs == [
        (1, "O1, O2", [4.0, 50.0011]),
        (2, "D1", [4.002, 50.0]),
        (3, "O3", [4.0, 50.0]),
    ]


def test_loads_count_the_orders_that_are_on_board() -> None:
    own = read(sheet())["routes"][0]
    assert [step["load"] for step in own["steps"]] == [[3], [1], [0], [0]]
    assert (own["delivery"], own["amount"], own["pickup"]) == ([3], [3], [0])


def test_from_step_to_step_the_times_add_up() -> None:
    """Arrival, setup, service, waiting and the drive give the next arrival, breaks included."""
    steps = [
        stop(arrive_s=30_000, start_s=30_600, leave_s=30_720, leg_s=600),
        stop(arrive_s=30_780, start_s=32_400, leave_s=32_520, leg_s=60),
    ]
    base = route(*steps)
    trip = replace(base.trips[0], depart_s=29_400, return_s=32_580)
    rest = Rest(start_s=30_900, end_s=31_800)
    (own,) = read(sheet(replace(base, trips=(trip,), breaks=(rest,))))["routes"]
    assert [step["type"] for step in own["steps"]] == ["start", "job", "break", "job", "end"]
    for one, following in pairwise(own["steps"]):
        stay = one["setup"] + one["service"] + one["waiting_time"]
        drive = following["duration"] - one["duration"]
        assert following["arrival"] == one["arrival"] + stay + drive
    assert own["service"] == 120 + 900 + 120


def test_a_break_at_the_hub_is_between_two_routes_and_no_step() -> None:
    types = [step["type"] for own in read(sheet())["routes"] for step in own["steps"]]
    assert "break" not in types


def test_a_late_stop_is_a_violation_of_its_step_its_route_and_the_whole() -> None:
    answer = read(sheet())
    delay = [{"cause": "delay", "duration": 600}]
    assert answer["routes"][0]["steps"][2]["violations"] == delay
    assert answer["routes"][0]["violations"] == delay
    assert answer["summary"]["violations"] == delay
    assert answer["routes"][1]["violations"] == []


def test_the_geometry_is_the_trips_line_and_absent_without_one() -> None:
    own = read(sheet())["routes"][0]
    assert polyline.decode(own["geometry"], 5) == [*ROAD, ROAD[1], ROAD[0]]
    assert "geometry" not in read(sheet(route(stop())))["routes"][0]


@pytest.mark.parametrize(
    ("day", "start_s"), [("2026-10-25", 12_600), ("2026-03-29", 36_000), ("2026-11-21", 90_000)]
)
def test_arrivals_are_the_plans_instants_when_clocks_change_and_after_midnight(
    day: str, start_s: int
) -> None:
    own = sheet(route(stop(arrive_s=start_s, start_s=start_s)), day=day)
    job = one_step(read(own), "job")
    assert job["arrival"] == own.clock.midnight.timestamp() + start_s


def test_what_is_done_is_part_of_the_day_that_is_told() -> None:
    own = sheet(route(stop(status="done"), stop(order_ids=("O2",))))
    assert [step["type"] for step in read(own)["routes"][0]["steps"]].count("job") == 2
