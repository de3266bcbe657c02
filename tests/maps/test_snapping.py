"""From places to streets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.geodesy import EARTH_RADIUS_M
from maps.junctions import join_roads
from maps.profiles.reading import shipped_profiles
from maps.roads import read_roads
from maps.snapping import StreetIndex
from maps.travel import TravelTimes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.snapping import Snaps

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}
DEGREES_A_METRE = 1 / (np.radians(1) * EARTH_RADIUS_M)


def network_of(path: Path) -> RoadNetwork:
    return join_roads(read_roads(path))[0]


def snapped(network: RoadNetwork, *places: tuple[float, float]) -> Snaps:
    """Places, in metres east and north, on any of the streets."""
    east_m, north_m = np.array(places, dtype=np.float64).reshape(-1, 2).T
    usable = np.ones(network.segment_count, dtype=np.bool_)
    index = StreetIndex(network)
    return index.snap(north_m * DEGREES_A_METRE, east_m * DEGREES_A_METRE, usable)


@pytest.fixture
def street(draw: Drawing) -> RoadNetwork:
    """A street of 100 m, from A (0, 0) eastwards to B."""
    return network_of(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))


def test_the_foot_of_the_perpendicular_is_found(street: RoadNetwork) -> None:
    """30 m beside the street, a quarter along it."""
    snap = snapped(street, (25, 30))
    assert snap.segment.tolist() == [0]
    assert snap.fraction[0] == pytest.approx(0.25, abs=1e-4)
    assert snap.distance_m[0] == pytest.approx(30, abs=0.01)
    assert snap.road_lat[0] == pytest.approx(0.0, abs=1e-7)
    assert snap.road_lon[0] == pytest.approx(25 * DEGREES_A_METRE, abs=1e-7)


def test_a_place_past_the_end_snaps_to_the_end(street: RoadNetwork) -> None:
    snap = snapped(street, (140, 30))
    assert snap.fraction[0] == 1.0
    assert snap.distance_m[0] == pytest.approx(50, abs=0.01)


def test_a_place_is_right_or_left_of_the_street_or_on_it(street: RoadNetwork) -> None:
    """The street runs east: south is right. Straight beyond its end is neither."""
    places = [(50, -20), (50, 20), (50, 0.3), (130, 0), (130, -20)]
    assert snapped(street, *places).side.tolist() == [1, -1, 0, 0, 1]


def test_sides_are_as_the_points_run_not_as_the_traffic(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET | {"oneway": "-1"})})
    assert snapped(network_of(path), (50, -20)).side.tolist() == [1]


def test_a_fraction_runs_along_bends(draw: Drawing) -> None:
    """A street of 100 m east, then 300 m north; its corner is a quarter along."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 300)}
    snap = snapped(network_of(draw(nodes, {1: ("ABC", STREET)})), (110, -10), (120, 100))
    assert snap.fraction.tolist() == pytest.approx([0.25, 0.5], abs=1e-4)


def test_a_fraction_begins_anew_on_each_segment(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (300, 0)}
    path = draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET)})
    snap = snapped(network_of(path), (25, 5), (150, 5))
    assert snap.segment.tolist() == [0, 1]
    assert snap.fraction.tolist() == pytest.approx([0.25, 0.25], abs=1e-4)


def test_a_street_without_length_can_be_snapped_to(draw: Drawing) -> None:
    network = network_of(draw({"A": (0, 0), "B": (0, 0)}, {1: ("AB", STREET)}))
    snap = snapped(network, (3, 4))
    assert snap.fraction[0] == 0.0
    assert snap.distance_m[0] == pytest.approx(5, abs=0.01)


def test_of_streets_at_the_same_distance_the_first_counts(draw: Drawing) -> None:
    """Both end at B, which is nearest.

    ::

        A--B   x
           |
           C
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, -100)}
    path = draw(nodes, {1: ("CB", STREET), 2: ("AB", STREET)})
    assert snapped(network_of(path), (150, 40)).segment.tolist() == [0]


def test_places_at_all_distances_are_found_in_one_call(draw: Drawing) -> None:
    """Two streets, 10 km apart; each place has its own, wherever it stands in the row."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (0, 10_000), "D": (100, 10_000)}
    network = network_of(draw(nodes, {1: ("AB", STREET), 2: ("CD", STREET)}))
    north_m = [10_300, 5, 9_900, 700, -25, 10_020, -110]
    snap = snapped(network, *((50, north) for north in north_m))
    assert snap.segment.tolist() == [1, 0, 1, 0, 0, 1, 0]
    assert snap.distance_m == pytest.approx(np.array([300, 5, 100, 700, 25, 20, 110]), abs=0.05)


def test_the_nearest_is_so_at_the_place_not_in_the_middle_of_the_map(tmp_path: Path) -> None:
    """At 60° north, on a map that reaches down to the equator.

    One street runs 25 m to the east of the place, another 29 m to the north of it. On a flat map
    that is true at 30° north, a metre eastwards at 60° is drawn as 1.73.
    """
    north, east = 29 * DEGREES_A_METRE, 25 * DEGREES_A_METRE / np.cos(np.radians(60))
    places = [(0, 0), (0, 1e-3), (60, east), (60.001, east), (60 + north, 0), (60 + north, -1e-3)]
    nodes = "".join(
        f'<node id="{ident}" lat="{lat:.9f}" lon="{lon:.9f}"/>'
        for ident, (lat, lon) in enumerate(places, start=1)
    )
    ways = "".join(
        f'<way id="{way}"><nd ref="{2 * way - 1}"/><nd ref="{2 * way}"/>'
        '<tag k="highway" v="residential"/></way>'
        for way in (1, 2, 3)
    )
    path = tmp_path / "tall.osm"
    path.write_text(f'<osm version="0.6">{nodes}{ways}</osm>')
    network = network_of(path)
    usable = np.ones(3, dtype=np.bool_)
    index = StreetIndex(network)
    snap = index.snap([60.0], [0.0], usable)
    assert snap.segment.tolist() == [1]
    assert snap.distance_m[0] == pytest.approx(25, abs=0.01)
    usable[1] = False
    assert index.snap([60.0], [0.0], usable).distance_m[0] == pytest.approx(29, abs=0.01)


def test_a_place_far_outside_still_snaps_and_says_how_far(street: RoadNetwork) -> None:
    assert snapped(street, (50, 20_000)).distance_m[0] == pytest.approx(20_000, rel=1e-3)


def test_ten_thousand_swapped_coordinates_do_no_harm(centre: RoadNetwork) -> None:
    """They would have to be compared with every street there is."""
    usable = np.ones(centre.segment_count, dtype=np.bool_)
    snaps = StreetIndex(centre).snap(np.full(10_000, 24.94), np.full(10_000, 60.17), usable)
    assert (snaps.distance_m > 1_000_000).all()


@pytest.mark.parametrize("lat", [-90.0, 90.0, 120.0])
def test_places_off_the_globe_or_at_its_ends_are_far(street: RoadNetwork, lat: float) -> None:
    snap = StreetIndex(street).snap([lat], [200.0], np.array([True]))
    assert snap.distance_m[0] > 1_000_000


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_place_without_a_position_is_refused(street: RoadNetwork, bad: float) -> None:
    with pytest.raises(ValueError, match="without a position"):
        StreetIndex(street).snap([bad], [0.0], np.array([True]))


def test_there_must_be_a_street_to_snap_to(street: RoadNetwork) -> None:
    with pytest.raises(ValueError, match="no street is usable"):
        StreetIndex(street).snap([0.0], [0.0], np.array([False]))


def test_no_places_give_no_snaps(street: RoadNetwork) -> None:
    assert len(snapped(street)) == 0


def test_take_picks_places_in_order(street: RoadNetwork) -> None:
    snaps = snapped(street, (0, 3), (20, 0), (40, -3)).take([2, 0])
    assert snaps.fraction.tolist() == pytest.approx([0.4, 0.0], abs=1e-4)
    assert snaps.side.tolist() == [1, -1]


def travel(path: Path, kind: str = "van") -> TravelTimes:
    return TravelTimes(network_of(path), shipped_profiles()[kind])


def reached_m(times: TravelTimes, east_m: float, north_m: float) -> float:
    """How far a place is from the nearest street that the kind of vehicle can get to and from."""
    found = times.snap([north_m * DEGREES_A_METRE], [east_m * DEGREES_A_METRE])
    return float(found.distance_m[0])


def test_streets_closed_to_the_profile_are_passed_over(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (0, 50), "D": (100, 50)}
    ways = {1: ("AB", {"highway": "cycleway"}), 2: ("CD", STREET), 3: ("AC", {"highway": "path"})}
    path = draw(nodes, ways)
    assert reached_m(travel(path), 50, 5) == pytest.approx(45, abs=0.01)
    assert reached_m(travel(path, "cargo_bike"), 50, 5) == pytest.approx(5, abs=0.01)


def test_streets_that_nobody_comes_back_from_are_passed_over(draw: Drawing) -> None:
    """A ring A-B-D, and from B a one-way that ends at C."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (150, 0), "D": (50, -100)}
    path = draw(nodes, {1: ("ABDA", STREET), 2: ("BC", STREET | {"oneway": "yes"})})
    assert reached_m(travel(path), 140, 0) == pytest.approx(40, abs=0.01)


def nearest_by_brute_force(
    network: RoadNetwork, usable: NDArray[np.bool_], lat: float, lon: float
) -> float:
    """Metres to the nearest point of any usable street, by looking at each of their pieces."""
    pieces = [
        slice(network.point_offset[segment], network.point_offset[segment + 1])
        for segment in np.flatnonzero(usable)
    ]
    x = np.radians(network.point_lon - lon) * np.cos(np.radians(lat)) * EARTH_RADIUS_M
    y = np.radians(network.point_lat - lat) * EARTH_RADIUS_M
    ax, ay = (np.concatenate([axis[piece][:-1] for piece in pieces]) for axis in (x, y))
    bx, by = (np.concatenate([axis[piece][1:] for piece in pieces]) for axis in (x, y))
    square = np.maximum((bx - ax) ** 2 + (by - ay) ** 2, 1e-12)
    share = np.clip((-ax * (bx - ax) - ay * (by - ay)) / square, 0, 1)
    return float(np.hypot(ax + share * (bx - ax), ay + share * (by - ay)).min())


@pytest.fixture(scope="module")
def centre(helsinki: Path) -> RoadNetwork:
    """Helsinki's centre."""
    return network_of(helsinki)


@pytest.mark.parametrize("share", [1.0, 0.3, 0.03, 0.003])
def test_nothing_usable_is_nearer_than_the_snap(centre: RoadNetwork, share: float) -> None:
    """Whichever share of the streets counts, for 200 places in and around the centre."""
    rng = np.random.default_rng(7)
    usable = rng.random(centre.segment_count) < share
    south, west, north, east = centre.bbox
    lat = rng.uniform(south - 0.002, north + 0.002, 200)
    lon = rng.uniform(west - 0.004, east + 0.004, 200)
    expected = [
        nearest_by_brute_force(centre, usable, *place) for place in zip(lat, lon, strict=True)
    ]
    snaps = StreetIndex(centre).snap(lat, lon, usable)
    assert snaps.distance_m == pytest.approx(np.array(expected), rel=1e-3, abs=0.01)
    assert usable[snaps.segment].all()


@pytest.mark.parametrize("kind", ["van", "cargo_bike"])
def test_a_snap_is_within_reach_of_its_profile_and_nothing_within_is_nearer(
    centre: RoadNetwork, kind: str
) -> None:
    times = TravelTimes(centre, shipped_profiles()[kind])
    rng = np.random.default_rng(8)
    south, west, north, east = centre.bbox
    lat, lon = rng.uniform(south, north, 100), rng.uniform(west, east, 100)
    snaps = times.snap(lat, lon)
    expected = [
        nearest_by_brute_force(centre, times.usable, *place) for place in zip(lat, lon, strict=True)
    ]
    assert snaps.distance_m == pytest.approx(np.array(expected), rel=1e-3, abs=0.01)
    assert times.usable[snaps.segment].all()
