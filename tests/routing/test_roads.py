"""The roads of a day, in the city of `grid_city`: hours, traffic, closures, profiles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from maps.build import open_city
from maps.errors import MapError
from routing.errors import DayError
from routing.roads import on_day, said
from tests.support.grid_city import position
from tests.support.grid_day import HOUR, vehicle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from maps.city import City
    from routing.day.model import Day
    from routing.fleet.model import Vehicle

SETTINGS = """
date = 2026-11-23
timezone = "Europe/Brussels"
map = "grid.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"
"""
MORNING, EVENING = vehicle("V1", shift_end_s=12 * HOUR), vehicle("V2", shift_start_s=14 * HOUR)


@pytest.fixture(scope="module")
def city(grid_map: Path) -> City:
    return open_city(grid_map, progress=lambda _: None)


@pytest.fixture
def roads(make_day: Callable[..., Day], city: City) -> Callable[..., City]:
    """The city on a Monday: with more settings, vehicles and changes."""

    def settled(settings: str = "", *vehicles: Vehicle, changes: tuple[str, ...] = ()) -> City:
        day = make_day(settings=SETTINGS + settings)
        return on_day(city, day, vehicles or (vehicle(),), changes)

    return settled


def collection(**properties: Any) -> str:
    """A GeoJSON file of one feature without a geometry."""
    feature = {"type": "Feature", "geometry": None, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def drive_s(city: City, at_s: int, kind: str = "van") -> int:
    """Seconds along the southern street, from its western end to its eastern one."""
    times = city.travel_times(kind)
    ends = times.snap(*np.array([position(10, 0), position(790, 0)]).T)
    return int(times.table(ends, ends, at_s=at_s).duration_s[0, 1])


def test_traffic_is_on_unless_the_day_says_otherwise(roads: Callable[..., City]) -> None:
    """At 17 o'clock on a Monday it takes longer than at 13; without traffic it does not."""
    usual, free = roads(), roads('traffic = "none"')
    assert drive_s(usual, 17 * HOUR) > drive_s(usual, 13 * HOUR) > drive_s(free, 13 * HOUR)
    assert drive_s(free, 17 * HOUR) == drive_s(free, 13 * HOUR)


def test_a_traffic_file_takes_the_place_of_the_shipped_table_where_it_speaks(
    roads: Callable[..., City], tmp_path: Path
) -> None:
    (tmp_path / "traffic.geojson").write_text(
        collection(factor=3, hours="Mo 13:00-14:00"), encoding="utf-8"
    )
    filed, usual, free = roads('traffic = "traffic.geojson"'), roads(), roads('traffic = "none"')
    assert drive_s(filed, 17 * HOUR) == drive_s(usual, 17 * HOUR)
    assert drive_s(filed, 13 * HOUR) == pytest.approx(3 * drive_s(free, 13 * HOUR), rel=0.1)


def test_a_closures_file_holds_for_its_hours_and_kinds(
    roads: Callable[..., City], tmp_path: Path
) -> None:
    (tmp_path / "closures.geojson").write_text(
        collection(kind="block", street="Bridge 0", vehicles="van", **{"from": "12:00"}),
        encoding="utf-8",
    )
    both = (vehicle(), vehicle("B", kind="cargo_bike"))
    closed, free = roads('traffic = "none"\nclosures = "closures.geojson"', *both), roads()
    assert drive_s(closed, 13 * HOUR) > 2 * drive_s(closed, 11 * HOUR)
    assert drive_s(closed, 13 * HOUR, "cargo_bike") == drive_s(free, 13 * HOUR, "cargo_bike")


@pytest.mark.parametrize(
    "change",
    ["block Bridge 0", "slow 2 @ Bridge 0", f"block {','.join(map(str, position(300, 0)))}"],
)
def test_a_change_holds_all_day(roads: Callable[..., City], change: str) -> None:
    """Who cannot pass the southern bridge, or not fast, goes round by the northern one."""
    free, changed = roads('traffic = "none"'), roads('traffic = "none"', changes=(change,))
    for at_s in (9 * HOUR, 19 * HOUR):
        assert drive_s(changed, at_s) > 2 * drive_s(free, at_s)


def test_closures_and_changes_hold_together(roads: Callable[..., City], tmp_path: Path) -> None:
    (tmp_path / "closures.geojson").write_text(
        collection(kind="slow", kph=5, street="Bridge 4"), encoding="utf-8"
    )
    filed = 'traffic = "none"\nclosures = "closures.geojson"'
    blocked = drive_s(roads('traffic = "none"', changes=("block Bridge 0",)), 9 * HOUR)
    assert drive_s(roads(filed, changes=("block Bridge 0",)), 9 * HOUR) > blocked


def test_vehicles_are_out_from_the_first_shift_to_the_last(roads: Callable[..., City]) -> None:
    own = roads("", EVENING, MORNING)
    assert own.circumstances is not None
    assert own.circumstances.working_s == (8 * HOUR, 20 * HOUR)


def test_without_vehicles_the_whole_day_counts(make_day: Callable[..., Day], city: City) -> None:
    own = on_day(city, make_day(settings=SETTINGS), ())
    assert own.circumstances is not None
    assert own.circumstances.working_s == (0, 24 * HOUR)


@pytest.mark.parametrize(
    ("settings", "country"),
    [
        pytest.param("", "BE", id="by the time zone"),
        pytest.param('country = "NL"', "NL", id="by the day"),
    ],
)
def test_public_holidays_are_those_of_the_country(
    roads: Callable[..., City], settings: str, country: str
) -> None:
    circumstances = roads(settings).circumstances
    assert circumstances is not None
    calendar = circumstances.calendar
    assert (calendar.country, calendar.timezone) == (country, "Europe/Brussels")
    assert calendar.coordinates == pytest.approx(position(400, 400), abs=1e-3)


def test_a_profile_of_the_day_s_folder_is_a_kind_of_vehicle(
    roads: Callable[..., City], tmp_path: Path
) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "slow_van.toml").write_text(
        'like = "van"\n[speeds]\nmax_kph = 10\n', encoding="utf-8"
    )
    own = roads('traffic = "none"', vehicle(), vehicle("S", kind="slow_van"))
    assert drive_s(own, 9 * HOUR, "slow_van") > 1.5 * drive_s(own, 9 * HOUR)


def test_the_city_itself_stays_as_it_is(roads: Callable[..., City], city: City) -> None:
    before = drive_s(city, 9 * HOUR)
    roads(changes=("block Bridge 0",))
    assert city.circumstances is None
    assert drive_s(city, 9 * HOUR) == before


@pytest.mark.parametrize(
    ("settings", "files", "code"),
    [
        pytest.param('traffic = "t.geojson"', {}, "TRAFFIC-FILE", id="no traffic file"),
        pytest.param(
            'traffic = "t.geojson"', {"t.geojson": collection(factor=21)}, "TRAFFIC-FEATURE",
            id="a factor of 21",
        ),
        pytest.param('closures = "c.geojson"', {}, "CLOSURE-FILE", id="no closures file"),
        pytest.param(
            'closures = "c.geojson"', {"c.geojson": collection(kind="closed", street="Bridge 0")},
            "CLOSURE-FEATURE", id="a kind that there is not",
        ),
        pytest.param(
            "", {"profiles/van.toml": "like = 3"}, "MAP-PROFILE-FILE", id="no profile at all"
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_stops_the_day(
    roads: Callable[..., City], tmp_path: Path, settings: str, files: dict[str, str], code: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DayError) as caught:
        roads(settings)
    assert caught.value.code == code
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param("block 50.85", "CLOSURE-TEXT", id="half a position"),
        pytest.param("slow Bridge 0", "CLOSURE-TEXT", id="no speed"),
        pytest.param("block Bridge 7", "CLOSURE-STREET", id="no such street"),
        pytest.param("block 50.5,4.5", "CLOSURE-NOWHERE", id="far from any street"),
    ],
)
def test_a_place_that_cannot_be_changed_stops_the_day(
    roads: Callable[..., City], change: str, code: str
) -> None:
    with pytest.raises(DayError) as caught:
        roads(changes=(change,))
    assert caught.value.code == code
    assert caught.value.remedy


@pytest.mark.parametrize("change", ["close Rue Neuve", "", "block"])
def test_a_change_that_nobody_could_have_written_is_refused_in_words(change: str) -> None:
    """A plan is a file, and people edit files."""
    with pytest.raises(MapError) as raised:
        said(change)
    assert raised.value.code == "CLOSURE-TEXT"
