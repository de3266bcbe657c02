"""Streets to be drawn, on the city of `tests.support.grid_city`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polyline
import pytest
import shapely

from maps.shapes import segment_lines
from maps.sketch import streets_around, streets_in
from maps.tmap import load_city
from tests.support.grid_city import position

if TYPE_CHECKING:
    from pathlib import Path

    from maps.network import RoadNetwork
    from maps.sketch import Street


@pytest.fixture(scope="module")
def network(grid_map: Path) -> RoadNetwork:
    return load_city(grid_map).network


def line_of(street: Street) -> shapely.LineString:
    return shapely.LineString([(lon, lat) for lat, lon in polyline.decode(street.shape, 5)])


def test_all_streets_are_drawn_where_they_are(network: RoadNetwork) -> None:
    """Encoding keeps five decimals, half a unit of which is 0.8 m at most."""
    drawn = shapely.union_all([line_of(line) for line in streets_around(network, []).lines])
    truth = shapely.union_all(segment_lines(network))
    assert shapely.hausdorff_distance(drawn, truth) < 2e-5


def test_a_street_of_several_segments_is_one_line_with_its_name(network: RoadNetwork) -> None:
    lines = streets_around(network, []).lines
    named = {name.name for name in network.names}
    assert {line.name for line in lines} - {""} == named
    assert len(lines) < network.segment_count


def test_streets_far_from_every_place_are_left_away(helsinki_network: RoadNetwork) -> None:
    """Around one place in the south 1.5 km are drawn, and the north is further away."""
    south, west, north, east = helsinki_network.bbox
    few = streets_around(helsinki_network, [(south, (west + east) / 2)])
    furthest = max(lat for line in few.lines for lat, _ in polyline.decode(line.shape, 5))
    assert furthest < (south + north) / 2 + 0.015
    assert len(few.lines) < len(streets_around(helsinki_network, []).lines)


def test_of_too_many_streets_the_small_ones_are_left_out_and_named(
    helsinki_network: RoadNetwork,
) -> None:
    """There are more than 4,000 points, and fewer without paths and the like."""
    assert len(helsinki_network.point_lat) > 4_000
    streets = streets_around(helsinki_network, [], points_at_most=4_000)
    assert streets.left_out == ("track", "cycleway", "path", "footway", "bridleway", "steps")
    assert {line.rank for line in streets.lines} <= {0, 1, 2, 3, 4, 5}


def test_main_streets_are_drawn_however_many_they_are(helsinki_network: RoadNetwork) -> None:
    streets = streets_around(helsinki_network, [], points_at_most=0)
    assert {line.rank for line in streets.lines} <= {0, 1, 2, 3}
    assert "residential" in streets.left_out
    assert streets.lines


def test_where_no_street_is_none_is_drawn(network: RoadNetwork) -> None:
    lat, lon = position(0, 0)
    assert streets_around(network, [(lat + 5, lon)]).lines == ()


def test_a_box_has_the_streets_that_reach_into_it_and_no_margin(
    helsinki_network: RoadNetwork,
) -> None:
    south, west, north, east = helsinki_network.bbox
    lat, lon = (south + north) / 2, (west + east) / 2
    box = (lat - 0.001, lon - 0.002, lat + 0.001, lon + 0.002)
    inside = streets_in(helsinki_network, box, 400_000)
    assert 0 < len(inside.lines) < len(streets_around(helsinki_network, [(lat, lon)]).lines)
