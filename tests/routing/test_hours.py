"""Whole days on streets with hours, traffic and closures: what is planned holds at every hour."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maps.build import build_city
from maps.tmap import save_city
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.reading import read_morning
from tests.routing.test_morning import plan
from tests.support.alone import no_reason_is_false
from tests.support.days import Silence, hub, order, van, write_day
from tests.support.grid_day import HOUR, write_city_with_hours
from tests.support.random_days import RandomDay, every_row_has_one_place, random_days

if TYPE_CHECKING:
    from routing.plan.model import Plan, Stop

MONDAY, SATURDAY, SPRING, AUTUMN = "2026-11-23", "2026-11-21", "2026-03-29", "2026-10-25"
DEAD_END = (900.0, 405.0)
"""Closed to motors from 9 to 10, from 13 to 14, and in the evening."""


@pytest.fixture(scope="module")
def hours_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of `write_city_with_hours`."""
    folder = tmp_path_factory.mktemp("hours")
    save_city(build_city(write_city_with_hours(folder / "hours.osm")), folder / "hours.tmap")
    return folder / "hours.tmap"


def set_first(folder: Path, **values: str) -> None:
    """Add settings to a day before its first table."""
    path = folder / "day.toml"
    lines = "".join(f'{key} = "{value}"\n' for key, value in values.items())
    path.write_text(lines + path.read_text("utf-8"), encoding="utf-8")


def say(folder: Path, *lines: str) -> Path:
    """Add settings to a day."""
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write("".join(f"\n{line}" for line in lines))
    return folder


def write_features(path: Path, *features: dict[str, Any]) -> None:
    collection = [
        {"type": "Feature", "geometry": None, "properties": properties} for properties in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": collection}), "utf-8")


def stops(found: Plan) -> list[Stop]:
    return [
        stop
        for one in found.hubs
        for route in one.routes
        for trip in route.trips
        for stop in trip.stops
    ]


def test_an_order_in_a_street_with_hours_is_served_while_it_is_open(
    tmp_path: Path, hours_map: Path
) -> None:
    rows = [order("O1", *DEAD_END, ready_at="08:55"), order("O2", *DEAD_END, window_start="13:00")]
    write_day(tmp_path, hours_map, SATURDAY, hubs=[hub()], vehicles=[van()], orders=rows)
    outcome = plan(tmp_path)
    assert outcome.breaches == ()
    for stop in stops(outcome.plan):
        assert (stop.street_opens_s, stop.street_closes_s) in {
            (10 * HOUR, 13 * HOUR),
            (14 * HOUR, 18 * HOUR),
        }
    assert {one for stop in stops(outcome.plan) for one in stop.order_ids} == {"O1", "O2"}


def test_the_hours_of_a_street_are_why_an_order_is_left(tmp_path: Path, hours_map: Path) -> None:
    rows = [order("O1", *DEAD_END, window_start="13:00", window_end="13:45")]
    write_day(tmp_path, hours_map, SATURDAY, hubs=[hub()], vehicles=[van()], orders=rows)
    (left,) = plan(tmp_path).plan.unassigned
    assert left.code == "NO-ACCESS"
    assert "open to van 07:00-09:00 and 10:00-13:00 and 14:00-18:00" in left.reason


def test_a_bike_goes_where_a_van_may_not(tmp_path: Path, hours_map: Path) -> None:
    rows = [order("O1", *DEAD_END, window_start="13:00", window_end="13:45")]
    fleet = [van(), van("B", kind="cargo_bike")]
    write_day(tmp_path, hours_map, SATURDAY, hubs=[hub()], vehicles=fleet, orders=rows)
    outcome = plan(tmp_path)
    assert outcome.breaches == ()
    used = [route.vehicle_id for route in outcome.plan.hubs[0].routes if route.trips]
    assert used == ["B"]


@pytest.mark.parametrize(("date", "hour"), [(SPRING, 9), (AUTUMN, 11), (SATURDAY, 10)])
def test_a_street_opens_by_the_clock_when_the_clock_has_changed(
    tmp_path: Path, hours_map: Path, date: str, hour: int
) -> None:
    """10 o'clock is that many hours after midnight."""
    rows = [order("O1", *DEAD_END, window_start="09:00", window_end="12:00")]
    write_day(tmp_path, hours_map, date, hubs=[hub()], vehicles=[van()], orders=rows)
    outcome = plan(tmp_path)
    assert outcome.breaches == ()
    assert [stop.street_opens_s for stop in stops(outcome.plan)] == [hour * HOUR]


def test_an_order_after_midnight_is_bound_by_what_closes_then(
    tmp_path: Path, hours_map: Path
) -> None:
    """The street of O1 is blocked from 23:00 to 01:00 of the next day, and the hub open until 3."""
    rows = [order("O1", 790, 90, window_start="23:30", window_end="26:00")]
    hubs = [hub(closes="27:00")]
    write_day(tmp_path, hours_map, SATURDAY, hubs=hubs, vehicles=[van()], orders=rows)
    block = {"kind": "block", "street": "North street 4", "from": "23:00", "until": "25:00"}
    write_features(tmp_path / "closures.geojson", block)
    outcome = plan(say(tmp_path, 'closures = "closures.geojson"'))
    assert outcome.breaches == ()
    (stop,) = stops(outcome.plan)
    assert stop.street_opens_s == 25 * HOUR
    assert stop.start_s >= 25 * HOUR


CLOSURES = (
    {"kind": "block", "street": "Bridge 0", "from": "12:00", "until": "14:00"},
    {"kind": "block", "street": "North street 1", "hours": "08:30-09:30,17:00-25:00"},
    {"kind": "slow", "kph": 4, "street": "East street 2", "from": "10:00", "until": "12:00"},
    {"kind": "block", "street": "East street 4", "vehicles": "van", "hours": "15:00-16:30"},
)
TRAFFIC = ({"factor": 9, "hours": "Mo-Su 09:00-10:00,16:00-17:00"}, {"factor": 0.5, "hours": "Sa"})


@st.composite
def days_with_hours(draw: st.DrawFn) -> RandomDay:
    """Any day, with some orders in streets with hours, and perhaps a hub that is open at night."""
    day = draw(random_days())
    for number in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from([DEAD_END, (600, 500), (600, 300), (100, 600), (790, 700)]))
        start, end = draw(st.sampled_from([("", ""), ("09:30", "12:00"), ("13:00", "19:00")]))
        row = order(f"L{number}", *place, window_start=start, window_end=end)
        day.tables["orders"].append(row)
    if draw(st.booleans()):
        day.tables["hubs"][0]["closes"] = "27:00"
        late = draw(st.sampled_from([(790.0, 700.0), (200.0, 300.0)]))
        day.tables["orders"].append(order("N", *late, window_start="23:45", window_end="26:00"))
    return day


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(
    made=days_with_hours(),
    traffic=st.sampled_from([None, "none", "traffic.geojson"]),
    closed=st.sets(st.sampled_from(range(len(CLOSURES)))),
    changes=st.sampled_from([(), ("block Bridge 4",), ("slow 3 @ North street 2",)]),
    seed=st.integers(1, 3),
)
def test_any_day_with_hours_is_planned_counted_and_explained(
    *,
    hours_map: Path,
    made: RandomDay,
    traffic: str | None,
    closed: set[int],
    changes: tuple[str, ...],
    seed: int,
) -> None:
    with TemporaryDirectory() as somewhere:
        folder = made.write(Path(somewhere), hours_map)
        write_features(folder / "closures.geojson", *(CLOSURES[number] for number in closed))
        write_features(folder / "traffic.geojson", *TRAFFIC)
        roads = {"closures": "closures.geojson"} | ({"traffic": traffic} if traffic else {})
        set_first(folder, **roads)
        outcome = plan(folder, limit=Limit(iterations=15), changes=changes, seed=seed)
        assert [str(breach) for breach in outcome.breaches] == []
        every_row_has_one_place(made, outcome.plan)
        morning = read_morning(load_day(folder), Silence(), changes)
        no_reason_is_false(morning, outcome.plan)
