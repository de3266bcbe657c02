"""The map of a trip: what it shows, how large, and on which streets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from maps.geodesy import great_circle_m
from routing.exports.runsheet.export import RunSheetExport
from routing.exports.runsheet.overview import HEIGHT_MM, frame_around, round_length_m
from routing.exports.runsheet.paper import LEFT_MM, RIGHT_MM
from routing.exports.surroundings import Surroundings
from tests.routing.exports.samples import line, sheet
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from maps.network import RoadNetwork
    from routing.exports.sheet import Sheet

BRUSSELS = [(50.84, 4.33), (50.86, 4.37), (50.85, 4.40)]


@pytest.mark.parametrize("places", [BRUSSELS, BRUSSELS[:1], [(50.7, 4.3), (50.9, 4.3)]])
def test_every_place_is_in_the_frame_with_room_for_its_mark(
    places: list[tuple[float, float]],
) -> None:
    for x_mm, y_mm in frame_around(places, 20).on_paper(places):
        assert LEFT_MM + 8.9 <= x_mm <= RIGHT_MM - 8.9
        assert 28.9 <= y_mm <= 20 + HEIGHT_MM - 8.9


def test_north_is_up_and_a_millimetre_is_as_long_both_ways() -> None:
    """Within a part in a thousand of the great circles."""
    frame = frame_around(BRUSSELS, 20)
    here, north, east = frame.on_paper([(50.85, 4.36), (50.86, 4.36), (50.85, 4.37)])
    assert north[1] < here[1]
    up_m = float(great_circle_m(50.85, 4.36, 50.86, 4.36))
    aside_m = float(great_circle_m(50.85, 4.36, 50.85, 4.37))
    assert (here[1] - north[1]) / up_m == pytest.approx(frame.mm_per_m, rel=1e-3)
    assert (east[0] - here[0]) / aside_m == pytest.approx(frame.mm_per_m, rel=1e-3)


def test_the_box_has_all_that_the_frame_shows_and_a_tenth_more() -> None:
    frame = frame_around(BRUSSELS, 20)
    south, west, north, east = frame.box
    (left, bottom), (right, top) = frame.on_paper([(south, west), (north, east)])
    width_mm = RIGHT_MM - LEFT_MM
    assert (left, right) == pytest.approx((LEFT_MM - width_mm / 10, RIGHT_MM + width_mm / 10))
    assert (top, bottom) == pytest.approx((20 - HEIGHT_MM / 10, 20 + HEIGHT_MM * 1.1))


@pytest.mark.parametrize(
    ("longest_m", "length_m"),
    [(0.2, 1), (1, 1), (4.9, 2), (99, 50), (100, 100), (1_999, 1_000), (7e4, 50_000)],
)
def test_a_scale_bar_is_a_round_length(longest_m: float, length_m: int) -> None:
    assert round_length_m(longest_m) == length_m


def grey_pixels(own: Sheet) -> int:
    """How many pixels of the first page's map are as grey as streets are."""
    with pypdfium2.PdfDocument(RunSheetExport().render(own)) as document:
        picture = document[0].render(scale=2, grayscale=True).to_numpy()
    return int(((picture[350:700] > 150) & (picture[350:700] < 230)).sum())


def test_streets_are_drawn_where_the_map_is_at_hand(helsinki_network: RoadNetwork) -> None:
    class Helsinki(Surroundings):
        network = helsinki_network

    south, west, north, east = helsinki_network.bbox
    lat, lon = (south + north) / 2, (west + east) / 2
    places = [(lat, lon), (lat + 0.002, lon + 0.004)]
    one = stop(lat=places[1][0], lon=places[1][1], shape=line(*places))
    bare = sheet(route(one))
    bare = replace(bare, hub=replace(bare.hub, lat=lat, lon=lon))
    drawn = replace(bare, surroundings=Helsinki())
    assert grey_pixels(drawn) > grey_pixels(bare) + 5_000
