"""Streets that are blocked or slowed on a day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.closure_texts import parse_block, parse_slow
from maps.closures import Closure, KindClosures
from maps.closures_file import read_closures
from maps.conditional import Calendar
from maps.errors import MapError
from maps.geodesy import EARTH_RADIUS_M
from maps.names import StreetName
from maps.street_lines import StreetLines
from routing.clock import Clock

if TYPE_CHECKING:
    from pathlib import Path

Corners = Sequence[tuple[float, float]]
DEGREES_A_METRE = 1 / (np.radians(1) * EARTH_RADIUS_M)
HOUR_S = 3600
DAY = dt.date(2026, 11, 23)
"""A Monday."""
KINDS = ("van", "cargo_bike")


def line(corners: Corners) -> shapely.LineString:
    """A line near 0°, 0°, where a degree is as long both ways; corners in metres east, north."""
    return shapely.LineString(np.array(corners) * DEGREES_A_METRE)


def city(
    *segments: Corners, names: Sequence[StreetName] = (), named: Sequence[int] | None = None
) -> StreetLines:
    """The segments of a city near 0°, 0°; `named` says which of the names each has."""
    lines = np.array([line(corners) for corners in segments])
    return StreetLines(
        lines, np.array(named if named is not None else [-1] * len(lines), np.int32), names
    )


CROSS = (
    [(0, 0), (100, 0)],
    [(100, 0), (200, 0)],
    [(100, 0), (100, 100)],
    [(100, 0), (100, -100)],
)  # fmt: skip
"""Two streets that cross at (100, 0): 0 and 1 lead east, 2 north, 3 south.

         2
    0  --+--  1
         3
"""


def hit(streets: StreetLines, closure: Closure, count: int) -> list[int]:
    return list(streets.hit_by(closure, np.ones(count, dtype=np.bool_)))


def drawn(corners: Corners) -> Closure:
    return Closure(shape=line(corners))


def at(east_m: float, north_m: float) -> str:
    return f"{north_m * DEGREES_A_METRE:.8f},{east_m * DEGREES_A_METRE:.8f}"


def square(west: float, south: float, east: float, north: float) -> Closure:
    corners = [(west, south), (east, south), (east, north), (west, north)]
    return Closure(shape=shapely.Polygon(np.array(corners) * DEGREES_A_METRE))


# Points


def test_a_point_closes_the_nearest_street_from_crossing_to_crossing() -> None:
    assert hit(city(*CROSS), parse_block(at(60, 9)), 4) == [0]


def test_a_point_closes_only_what_is_usable_and_says_nothing_of_the_rest() -> None:
    """A foot path 2 m from the point, a road 9 m from it: for vans it is the road."""
    streets = city([(0, 0), (100, 0)], [(0, 11), (100, 11)])
    closure = parse_block(at(50, 9))
    assert streets.hit_by(closure, np.array([True, True])).tolist() == [1]
    assert streets.hit_by(closure, np.array([True, False])).tolist() == [0]
    assert streets.hit_by(closure, np.array([False, False])).tolist() == []


def test_a_point_31_m_from_every_street_is_an_error() -> None:
    with pytest.raises(MapError, match="hits no street") as caught:
        hit(city(*CROSS), parse_block(at(50, -31)), 4)
    assert caught.value.code == "CLOSURE-NOWHERE"


def test_a_point_29_m_from_a_street_closes_it() -> None:
    assert hit(city(*CROSS), parse_block(at(50, -29)), 4) == [0]


# Lines


def test_a_marathon_closes_the_streets_it_follows_and_not_those_it_crosses() -> None:
    assert hit(city(*CROSS), drawn([(0, 4), (200, 4)]), 4) == [0, 1]


def test_a_line_that_turns_at_a_crossing_leaves_the_street_ahead_open() -> None:
    assert hit(city(*CROSS), drawn([(0, 4), (96, 4), (96, 100)]), 4) == [0, 2]


def test_a_short_street_that_crosses_inside_the_lines_reach_stays_open() -> None:
    """A link of 12 m between the two roadways of an avenue, both within reach of the line."""
    streets = city([(0, 0), (100, 0)], [(0, 12), (100, 12)], [(100, 0), (100, 12)])
    assert hit(streets, drawn([(0, 6), (200, 6)]), 3) == [0, 1]


def test_a_line_there_and_back_leaves_open_what_it_crosses() -> None:
    assert hit(city(*CROSS), drawn([(0, 4), (200, 4), (200, -4), (0, -4)]), 4) == [0, 1]


def test_a_line_drawn_40_m_too_far_leaves_the_next_block_open() -> None:
    assert hit(city(*CROSS), drawn([(0, 0), (140, 0)]), 4) == [0]


def test_a_line_drawn_past_the_middle_of_a_block_closes_it() -> None:
    assert hit(city(*CROSS), drawn([(0, 0), (160, 0)]), 4) == [0, 1]


def test_a_long_street_that_runs_along_for_a_short_while_stays_open() -> None:
    """It leaves the line after 40 of its 340 m."""
    streets = city([(0, 0), (200, 0)], [(0, 10), (40, 10), (40, 310)])
    assert hit(streets, drawn([(0, 4), (200, 4)]), 2) == [0]


def test_a_line_along_a_part_of_a_block_closes_the_block() -> None:
    assert hit(city(*CROSS), drawn([(130, 3), (165, 3)]), 4) == [1]


def test_a_line_16_m_beside_a_street_does_not_close_it() -> None:
    with pytest.raises(MapError, match="hits no street"):
        hit(city([(0, 0), (100, 0)]), drawn([(0, 16), (100, 16)]), 1)


def test_a_curved_street_is_followed() -> None:
    """A quarter of a circle of 100 m, drawn with corners every 15° and by the line every 10°."""
    bend = [(100 * np.cos(a), 100 * np.sin(a)) for a in np.radians(np.arange(0, 91, 15))]
    drawing = [(104 * np.cos(a), 104 * np.sin(a)) for a in np.radians(np.arange(0, 91, 10))]
    assert hit(city(bend), drawn(drawing), 1) == [0]


@given(st.floats(0, 360), st.floats(-12, 12))
def test_whichever_way_a_street_leads_a_line_beside_it_closes_it_and_one_across_does_not(
    degrees: float, beside_m: float
) -> None:
    along = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    across = np.array([-along[1], along[0]])
    street = [tuple(-100 * along), tuple(100 * along)]
    crossing = [tuple(-100 * across), tuple(100 * across)]
    drawing = [tuple(-100 * along + beside_m * across), tuple(100 * along + beside_m * across)]
    assert hit(city(street, crossing), drawn(drawing), 2) == [0]


# Polygons


def test_a_market_square_closes_the_streets_in_it_and_not_one_that_touches_it() -> None:
    streets = city([(10, 50), (90, 50)], [(90, 50), (190, 50)], [(91, 0), (91, 100)])
    assert hit(streets, square(0, 0, 95, 100), 3) == [0, 2]


def test_a_street_with_10_m_inside_is_closed_and_one_with_9_m_is_not() -> None:
    streets = city([(0, 0), (100, 0)], [(0, 20), (100, 20)])
    polygon = [(89.9, -5), (110, -5), (110, 25), (91, 25), (91, 5), (89.9, 5)]
    closure = Closure(shape=shapely.Polygon(np.array(polygon) * DEGREES_A_METRE))
    assert hit(streets, closure, 2) == [0]


def test_a_street_of_8_m_is_closed_by_its_greater_part() -> None:
    assert hit(city([(0, 0), (8, 0)], [(8, 0), (16, 0)]), square(-9, -9, 11, 9), 2) == [0]


# Names

NEUVE = StreetName(
    name="Rue Neuve - Nieuwstraat",
    others=(("name:fr", "Rue Neuve"), ("name:nl", "Nieuwstraat"), ("old_name", "Rue Royale")),
)
ROYALE = StreetName(name="Rue Royale")


@pytest.mark.parametrize(
    "said", ["Rue Neuve - Nieuwstraat", "rue neuve", "Nieuwstraat", "NIEUWSTR.", "Rue  Neuve"]
)
def test_a_name_in_any_language_closes_every_segment_that_has_it(said: str) -> None:
    streets = city(*CROSS, names=[ROYALE, NEUVE], named=[1, 1, 0, -1])
    assert hit(streets, parse_block(said), 4) == [0, 1]


def test_an_old_name_counts_only_where_no_street_is_called_so_today() -> None:
    both = city(*CROSS, names=[ROYALE, NEUVE], named=[1, 1, 0, -1])
    assert hit(both, parse_block("Rue Royale"), 4) == [2]
    only_old = city(*CROSS, names=[NEUVE], named=[0, 0, -1, -1])
    assert hit(only_old, parse_block("Rue Royale"), 4) == [0, 1]


def test_an_unknown_name_is_an_error_that_names_the_nearest() -> None:
    streets = city(*CROSS, names=[ROYALE], named=[0, 0, -1, -1])
    with pytest.raises(MapError, match="Did you mean 'Rue Royale'") as caught:
        hit(streets, parse_block("Rue Royal"), 4)
    assert caught.value.code == "CLOSURE-STREET"


# What holds when, and for whom


def changes(
    closures: Sequence[Closure], seconds: int = 0, kind: str = "van"
) -> tuple[list[bool], list[float]]:
    found = KindClosures(closures, city(*CROSS), np.ones(4, dtype=np.bool_), kind).at(seconds)
    return found.closed.tolist(), found.limit_kph.tolist()


def test_where_closures_meet_the_lowest_limit_holds_and_a_block_closes() -> None:
    inf = float("inf")
    slow = [
        Closure(shape=line([(0, 0), (200, 0)]), kph=20),
        Closure(shape=line([(0, 0), (100, 0)]), kph=30),
        Closure(shape=line([(100, 0), (200, 0)]), kph=15),
    ]
    assert changes(slow) == ([False] * 4, [20, 15, inf, inf])
    assert changes([*slow, drawn([(0, 0), (100, 0)])])[0] == [True, False, False, False]


def test_a_closure_holds_for_its_kinds_and_without_any_for_all() -> None:
    vans_only = Closure(shape=line([(0, 0), (100, 0)]), kinds=frozenset({"van"}))
    assert changes([vans_only], kind="van")[0] == [True, False, False, False]
    assert changes([vans_only], kind="cargo_bike")[0] == [False] * 4
    assert changes([drawn([(0, 0), (100, 0)])], kind="walk")[0] == [True, False, False, False]


def test_a_closure_holds_from_its_first_second_to_before_its_last() -> None:
    morning = Closure(shape=line([(0, 0), (100, 0)]), spells=((100, 200), (300, 400)))
    held = [changes([morning], second)[0][0] for second in (99, 100, 199, 200, 300, 400)]
    assert held == [False, True, True, False, True, False]


# What is typed


def test_a_slow_circle_has_its_radius_in_every_direction() -> None:
    closure = parse_slow("20 @ 50.85,4.35,200")
    assert closure.kph == 20
    assert closure.shape is not None
    lon, lat = shapely.get_coordinates(closure.shape).T
    metres = 1 / DEGREES_A_METRE
    east_m, north_m = (lon - 4.35) * metres * np.cos(np.radians(50.85)), (lat - 50.85) * metres
    assert np.hypot(east_m, north_m) == pytest.approx(200, abs=0.1)


def test_a_typed_line_has_latitude_first() -> None:
    closure = parse_block("50.85,4.35; 50.86,4.36")
    assert closure.shape == shapely.LineString([(4.35, 50.85), (4.36, 50.86)])
    assert closure.blocked


@pytest.mark.parametrize("said", ["Rue du 11 Novembre", "1er Mai", "Quai n° 3", "Allee 7"])
def test_what_is_not_only_numbers_is_a_name(said: str) -> None:
    assert parse_block(f" {said} ").street == said


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("", "no place"),
        ("50.85", "no position"),
        ("50.85,4.35,100,7", "no position"),
        ("50,85,4,35", "no position"),
        ("50.85;4.35", "no position"),
        ("150.85,4.35", "no latitude"),
        ("50.85,4.35,0", "no radius"),
        ("50.85,4.35,10;50.86,4.36", "three numbers"),
    ],
)
def test_a_place_that_is_none_is_an_error_that_says_why(said: str, what: str) -> None:
    with pytest.raises(MapError, match=what) as caught:
        parse_block(said)
    assert caught.value.code == "CLOSURE-TEXT"


@pytest.mark.parametrize("said", ["Rue Neuve", "fast @ Rue Neuve", "0 @ Rue Neuve", "nan @ A"])
def test_what_is_slowed_needs_a_speed(said: str) -> None:
    with pytest.raises(MapError, match="no speed"):
        parse_slow(said)


# What is drawn


def write(folder: Path, *features: tuple[Any, dict[str, object]]) -> Path:
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": geometry, "properties": properties}
            for geometry, properties in features
        ],
    }
    path = folder / "closures.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


POINT = {"type": "Point", "coordinates": [4.35, 50.85]}


def read(path: Path, date: dt.date = DAY) -> tuple[Closure, ...]:
    clock = Clock(date, "Europe/Brussels")
    return read_closures(path, Calendar(date, clock.timezone, "BE"), clock.seconds, KINDS)


def test_a_file_gives_each_closure_as_it_is_drawn(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        (POINT, {"kind": "block", "reason": "Market", "hours": "Mo 06:00-14:00", "id": 7}),
        (None, {"kind": "slow", "kph": "20", "street": "Rue Neuve", "vehicles": "van"}),
    )
    assert read(path) == (
        Closure(
            shape=shapely.Point(4.35, 50.85),
            spells=((6 * HOUR_S, 14 * HOUR_S),),
            reason="Market",
        ),
        Closure(street="Rue Neuve", kph=20, kinds=frozenset({"van"})),
    )


def test_hours_across_midnight_hold_in_the_small_hours_and_in_the_evening(tmp_path: Path) -> None:
    (closure,) = read(write(tmp_path, (POINT, {"kind": "block", "hours": "22:00-05:00"})))
    held = [hour for hour in range(30) if closure.holds_at(hour * HOUR_S)]
    assert held == [0, 1, 2, 3, 4, 22, 23, 24, 25, 26, 27, 28]


@pytest.mark.parametrize(
    ("date", "start_h", "end_h"),
    [(dt.date(2026, 3, 29), 7, 11), (DAY, 8, 12), (dt.date(2026, 10, 25), 9, 13)],
)
@pytest.mark.parametrize("said", [{"hours": "08:00-12:00"}, {"from": "08:00", "until": "12:00"}])
def test_on_days_of_23_and_25_hours_a_closure_begins_when_the_clock_says_so(
    tmp_path: Path, said: dict[str, object], date: dt.date, start_h: int, end_h: int
) -> None:
    (closure,) = read(write(tmp_path, (POINT, {"kind": "block", **said})), date)
    assert closure.spells == ((start_h * HOUR_S, end_h * HOUR_S),)


def test_from_and_until_may_be_dates_of_which_the_last_is_whole(tmp_path: Path) -> None:
    (closure,) = read(
        write(tmp_path, (POINT, {"kind": "block", "from": "2026-11-20", "until": "2026-11-23"}))
    )
    assert closure.spells == ((-72 * HOUR_S, 24 * HOUR_S),)


def test_roadworks_without_an_end_go_on(tmp_path: Path) -> None:
    (closure,) = read(write(tmp_path, (POINT, {"kind": "block", "from": "2026-11-23T10:00"})))
    held = [closure.holds_at(hour * HOUR_S) for hour in (0, 9, 10, 29)]
    assert held == [False, False, True, True]


@pytest.mark.parametrize(
    ("properties", "what"),
    [
        ({}, "kind is ''"),
        ({"kind": "closed"}, "kind is 'closed'"),
        ({"kind": "slow"}, "has no kph"),
        ({"kind": "slow", "kph": "fast"}, 'kph is "fast"'),
        ({"kind": "slow", "kph": True}, "kph is true"),
        ({"kind": "block", "kph": 20}, "blocks, and has a kph"),
        ({"kind": "block", "street": "Rue Neuve"}, "both a geometry and a street"),
        ({"kind": "block", "hours": "Mo-Fr 7-9"}, "hours is 'Mo-Fr 7-9'"),
        ({"kind": "block", "hour": "08:00-09:00"}, "Did you mean 'hours'"),
        ({"kind": "block", "vehicles": ["vann"]}, "Did you mean 'van'"),
        ({"kind": "block", "from": "22:00", "until": "05:00"}, "29:00"),
        ({"kind": "block", "from": "dawn"}, "from is 'dawn'"),
        ({"kind": "block", "from": "08:00", "hours": "08:00-09:00"}, "Keep the hours"),
        ({"kind": "block", "reason": 7}, "reason is 7"),
    ],
)
def test_a_feature_that_cannot_be_used_says_why(
    tmp_path: Path, properties: dict[str, object], what: str
) -> None:
    with pytest.raises(MapError) as caught:
        read(write(tmp_path, (POINT, properties)))
    assert caught.value.code == "CLOSURE-FEATURE"
    assert what in caught.value.message
    assert caught.value.message.count("feature 1") == 1


@pytest.mark.parametrize(
    ("geometry", "what"),
    [
        (None, "no geometry"),
        ({"type": "MultiPoint", "coordinates": [[4.35, 50.85]]}, "MultiPoint"),
        ({"type": "Point", "coordinates": [149000, 170500]}, "EPSG:4326"),
        ({"type": "LineString", "coordinates": []}, "empty"),
        ({"type": "Circle"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "valid"),
    ],
)
def test_a_geometry_that_cannot_be_used_says_why(tmp_path: Path, geometry: Any, what: str) -> None:
    with pytest.raises(MapError) as caught:
        read(write(tmp_path, (geometry, {"kind": "block"})))
    assert what in caught.value.message
    assert caught.value.message.count("feature 1") == 1


def test_all_that_is_wrong_with_a_file_is_told_at_once_with_its_feature(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        (POINT, {"kind": "stop", "name": "Market"}),
        (POINT, {"kind": "block"}),
        (POINT, {"kind": "slow", "hours": "always open"}),
    )
    with pytest.raises(MapError) as caught:
        read(path)
    lines = caught.value.message.splitlines()
    assert [line.split(":")[0] for line in lines[1:]] == [
        "feature 1 (Market)",
        "feature 3",
        "feature 3",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "cannot be read"),
        (b"{", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[]", "no GeoJSON"),
        (b'{"type": "Feature"}', "no GeoJSON"),
    ],
)
def test_a_file_that_is_no_geojson_is_an_error(
    tmp_path: Path, content: bytes | None, what: str
) -> None:
    path = tmp_path / "closures.geojson"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MapError, match=what) as caught:
        read(path)
    assert caught.value.code == "CLOSURE-FILE"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type": "FeatureCollection", "features": [null, 3]}', "CLOSURE-FEATURE"),
        ("[" * 200_000, "CLOSURE-FILE"),
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,'
            ' "properties": {"kind": "slow", "street": "A", "kph": 1' + "0" * 400 + "}}]}",
            "CLOSURE-FEATURE",
        ),
    ],
)
def test_what_no_program_would_write_is_a_clear_error_too(
    tmp_path: Path, text: str, code: str
) -> None:
    path = tmp_path / "closures.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MapError) as raised:
        read(path)
    assert raised.value.code == code
