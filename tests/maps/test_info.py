"""A map in figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from maps.build import build_city
from maps.info import map_info

Drawing = Callable[..., Path]
STREET = {"highway": "residential", "name": "Rue Neuve"}


def test_figures_of_a_city_that_can_be_counted(draw: Drawing) -> None:
    """A street of 1 km, a one-way of 500 m with a limit that nobody comes back from, a cycleway.

    ::

        C
        |  cycleway, 200 m
        A------B--->D
    """
    nodes = {"A": (0, 0), "B": (1000, 0), "C": (0, 200), "D": (1500, 0)}
    ways = {
        1: ("AB", STREET),
        2: ("BD", STREET | {"oneway": "yes", "maxspeed": "30"}),
        3: ("AC", {"highway": "cycleway"}),
        4: ("AB", {"highway": "steps"}),
    }
    info = map_info(build_city(draw(nodes, ways)))
    assert info.km == 1.7
    assert info.km_by_class == {"residential": 1.5, "cycleway": 0.2}
    assert info.maxspeed_share == pytest.approx(1 / 3, abs=1e-3)
    assert info.oneway_share == pytest.approx(1 / 3, abs=1e-3)
    assert (info.width_km, info.height_km) == (1.5, 0.2)
    assert info.profiles["van"].usable_km == 1.5
    assert info.profiles["van"].largest_part_km == 1.0
    assert info.profiles["cargo_bike"].largest_part_km == 1.2
    assert info.dropped == {"highway=steps is no street for vehicles": 1}


def test_a_crossing_counts_as_a_junction_and_a_bend_does_not(draw: Drawing) -> None:
    nodes = {"A": (-9, 0), "B": (0, 0), "C": (9, 0), "D": (0, 9), "E": (0, 99)}
    info = map_info(
        build_city(draw(nodes, {1: ("ABC", STREET), 2: ("BD", STREET), 3: ("DE", STREET)}))
    )
    assert info.profiles["van"].junctions == 1


def test_it_is_plain_data(helsinki: Path) -> None:
    info = map_info(build_city(helsinki))
    assert json.loads(json.dumps(info.to_dict()))["profiles"]["van"]["junctions"] > 100


def test_helsinkis_centre_has_27_km_connected(helsinki: Path) -> None:
    """27.5 km by the data's own description.

    Ours lacks the lorries' tunnel under the centre (``motorcar=no``), and bus and taxi streets.
    """
    info = map_info(build_city(helsinki))
    assert info.profiles["van"].largest_part_km == pytest.approx(27.5, rel=0.12)


def test_brussels_has_the_length_that_its_description_gives(shared_data: Path) -> None:
    """2,256 km connected and 2,437 km drivable; ours leaves private streets out of the latter."""
    info = map_info(build_city(shared_data / "osm" / "brussels_belgium_2013-01-01.osm.pbf"))
    assert info.profiles["van"].largest_part_km == pytest.approx(2256, rel=0.02)
    assert info.profiles["van"].usable_km == pytest.approx(2437, rel=0.06)
    assert info.turn_restrictions == 9
    assert info.skipped["restriction without from, via and to"] == 1
