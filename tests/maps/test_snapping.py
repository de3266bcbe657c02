"""From places to streets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.geodesy import EARTH_RADIUS_M
from maps.graph import profile_graph
from maps.junctions import join_roads
from maps.profiles import PROFILES
from maps.roads import read_roads
from maps.travel import TravelTimes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.snapping import Snaps

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}
DEGREES_A_METRE = 1 / (np.radians(1) * EARTH_RADIUS_M)


def travel(path: Path, kind: str = "van") -> TravelTimes:
    return TravelTimes(join_roads(read_roads(path))[0], PROFILES[kind])


def snap_one(times: TravelTimes, east_m: float, north_m: float) -> Snaps:
    return times.snap([north_m * DEGREES_A_METRE], [east_m * DEGREES_A_METRE])


def test_the_foot_of_the_perpendicular_is_found(draw: Drawing) -> None:
    """30 m beside a street from A (0, 0) to B (100, 0), a quarter along it."""
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    snap = snap_one(times, 25, 30)
    assert snap.fraction[0] == pytest.approx(0.25, abs=1e-4)
    assert snap.distance_m[0] == pytest.approx(30, abs=0.01)
    assert snap.road_lat[0] == pytest.approx(0.0, abs=1e-7)
    assert snap.road_lon[0] == pytest.approx(25 * DEGREES_A_METRE, abs=1e-7)


def test_a_place_past_the_end_snaps_to_the_end(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    snap = snap_one(times, 140, 30)
    assert snap.fraction[0] == 1.0
    assert snap.distance_m[0] == pytest.approx(50, abs=0.01)


def test_a_fraction_runs_along_bends(draw: Drawing) -> None:
    """A street of 100 m east, then 300 m north; its corner is a quarter along."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 300)}
    times = travel(draw(nodes, {1: ("ABC", STREET)}))
    assert snap_one(times, 110, -10).fraction[0] == pytest.approx(0.25, abs=1e-4)
    assert snap_one(times, 120, 100).fraction[0] == pytest.approx(0.5, abs=1e-4)


def test_on_a_reversed_one_way_the_fraction_runs_with_the_traffic(draw: Drawing) -> None:
    """From B to A only, and back by a detour over C, far from the place."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (50, 500)}
    ways = {1: ("AB", STREET | {"oneway": "-1"}), 2: ("ACB", STREET)}
    assert snap_one(travel(draw(nodes, ways)), 25, 1).fraction[0] == pytest.approx(0.75, abs=1e-4)


def test_streets_closed_to_the_profile_are_passed_over(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (0, 50), "D": (100, 50), "E": (0, -50)}
    ways = {1: ("AB", {"highway": "cycleway"}), 2: ("CD", STREET), 3: ("AC", {"highway": "path"})}
    path = draw(nodes, ways)
    assert snap_one(travel(path), 50, 5).distance_m[0] == pytest.approx(45, abs=0.01)
    assert snap_one(travel(path, "cargo_bike"), 50, 5).distance_m[0] == pytest.approx(5, abs=0.01)


def test_streets_that_nobody_comes_back_from_are_passed_over(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (150, 0)}
    path = draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET | {"oneway": "yes"})})
    assert snap_one(travel(path), 140, 0).distance_m[0] == pytest.approx(40, abs=0.01)


def test_a_place_far_outside_still_snaps_and_says_how_far(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    assert snap_one(times, 50, 20_000).distance_m[0] == pytest.approx(20_000, rel=1e-3)


def test_ten_thousand_swapped_coordinates_do_no_harm(helsinki: Path) -> None:
    """They would have to be compared with every street there is."""
    times = travel(helsinki)
    snaps = times.snap(np.full(10_000, 24.94), np.full(10_000, 60.17))
    assert (snaps.distance_m > 1_000_000).all()


@pytest.mark.parametrize("lat", [-90.0, 90.0, 120.0])
def test_places_off_the_globe_or_at_its_ends_are_far(draw: Drawing, lat: float) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    assert times.snap([lat], [200.0]).distance_m[0] > 1_000_000


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_place_without_a_position_is_refused(draw: Drawing, bad: float) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    with pytest.raises(ValueError, match="without a position"):
        times.snap([bad], [0.0])


def test_no_places_give_no_snaps(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    assert len(times.snap([], [])) == 0


def test_take_picks_places_in_order(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    snaps = times.snap([0.0] * 3, [0.0, 20 * DEGREES_A_METRE, 40 * DEGREES_A_METRE])
    assert snaps.take([2, 0]).fraction.tolist() == pytest.approx([0.4, 0.0], abs=1e-4)


def nearest_by_brute_force(
    network: RoadNetwork, arcs: NDArray[np.int32], lat: float, lon: float
) -> float:
    """Metres to the nearest point of any of the arcs, by looking at every one of their pieces."""
    pieces = [
        slice(network.point_offset[segment], network.point_offset[segment + 1])
        for segment in np.unique(network.arc_segment[arcs])
    ]
    x = np.radians(network.point_lon - lon) * np.cos(np.radians(lat)) * EARTH_RADIUS_M
    y = np.radians(network.point_lat - lat) * EARTH_RADIUS_M
    ax, ay = (np.concatenate([axis[piece][:-1] for piece in pieces]) for axis in (x, y))
    bx, by = (np.concatenate([axis[piece][1:] for piece in pieces]) for axis in (x, y))
    square = np.maximum((bx - ax) ** 2 + (by - ay) ** 2, 1e-12)
    share = np.clip((-ax * (bx - ax) - ay * (by - ay)) / square, 0, 1)
    return float(np.hypot(ax + share * (bx - ax), ay + share * (by - ay)).min())


@pytest.mark.parametrize("kind", ["van", "cargo_bike"])
def test_nothing_is_nearer_than_the_snap(helsinki: Path, kind: str) -> None:
    """Against every piece of every street, for 200 places in and around Helsinki's centre."""
    network, _ = join_roads(read_roads(helsinki))
    times = TravelTimes(network, PROFILES[kind])
    arcs = profile_graph(network, PROFILES[kind]).arc
    south, west, north, east = network.bbox
    rng = np.random.default_rng(7)
    lat = rng.uniform(south - 0.002, north + 0.002, 200)
    lon = rng.uniform(west - 0.004, east + 0.004, 200)
    expected = [
        nearest_by_brute_force(network, arcs, *place) for place in zip(lat, lon, strict=True)
    ]
    snaps = times.snap(lat, lon)
    assert snaps.distance_m == pytest.approx(np.array(expected), rel=1e-3, abs=0.01)
    assert np.isin(snaps.arc, arcs).all()
