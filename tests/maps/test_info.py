"""A map in figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from maps.build import build_city
from maps.info import map_info
from maps.profiles.reading import SHIPPED

Drawing = Callable[..., Path]
STREET = {"highway": "residential", "name": "Rue Neuve"}


def test_figures_of_a_city_that_can_be_counted(draw: Drawing) -> None:
    """1 km of street, a one-way of 500 m with a limit that nobody comes back from, a cycleway.

    ::

        C
        |  cycleway, 200 m
        A---600---B---400---E
                  |
                  v 500
                  D
    """
    nodes = {"A": (0, 0), "B": (600, 0), "C": (0, 200), "D": (600, -500), "E": (1000, 0)}
    ways = {
        1: ("ABE", STREET),
        2: ("BD", STREET | {"oneway": "yes", "maxspeed": "30"}),
        3: ("AC", {"highway": "cycleway"}),
        4: ("AB", {"highway": "proposed"}),
    }
    info = map_info(build_city(draw(nodes, ways)))
    assert (info.segments, info.km) == (4, 1.7)
    assert info.km_by_class == {"residential": 1.5, "cycleway": 0.2}
    assert info.maxspeed_share == pytest.approx(1 / 3, abs=1e-3)
    assert info.oneway_share == pytest.approx(1 / 3, abs=1e-3)
    assert (info.width_km, info.height_km) == (1.0, 0.7)
    assert tuple(info.profiles) == SHIPPED
    usable = {kind: found.usable_km for kind, found in info.profiles.items()}
    assert usable == {
        "van": 1.5, "e_van": 1.5, "cargo_bike": 1.7, "bike_trailer": 1.7, "walk": 1.5
    }  # fmt: skip
    connected = {kind: found.largest_part_km for kind, found in info.profiles.items()}
    assert connected == {
        "van": 1.0, "e_van": 1.0, "cargo_bike": 1.2, "bike_trailer": 1.2, "walk": 1.5
    }  # fmt: skip
    assert info.dropped == {"highway=proposed is no street": 1}


def test_streets_for_their_own_ends_are_counted_by_themselves(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (1000, 0), "C": (1000, 300), "D": (1000, 500)}
    ways = {
        1: ("AB", STREET),
        2: ("BC", STREET | {"motor_vehicle": "destination"}),
        3: ("CD", STREET | {"motor_vehicle": "private"}),
    }
    info = map_info(build_city(draw(nodes, ways)))
    van, bike = info.profiles["van"], info.profiles["cargo_bike"]
    assert (van.usable_km, van.largest_part_km, van.ends_only_km) == (1.3, 1.3, 0.3)
    assert (bike.usable_km, bike.largest_part_km, bike.ends_only_km) == (1.5, 1.5, 0.0)


def test_a_kind_that_gets_nowhere_has_no_part(draw: Drawing) -> None:
    """A van on a map of one one-way street."""
    path = draw({"A": (0, 0), "B": (500, 0)}, {1: ("AB", STREET | {"oneway": "yes"})})
    van = map_info(build_city(path)).profiles["van"]
    assert (van.usable_km, van.largest_part_km, van.junctions) == (0.5, 0.0, 0)


def test_a_crossing_counts_as_a_junction_and_a_bend_does_not(draw: Drawing) -> None:
    nodes = {"A": (-9, 0), "B": (0, 0), "C": (9, 0), "D": (0, 9), "E": (0, 99)}
    info = map_info(
        build_city(draw(nodes, {1: ("ABC", STREET), 2: ("BD", STREET), 3: ("DE", STREET)}))
    )
    assert info.profiles["van"].junctions == 1


def test_restrictions_are_honoured_or_skipped_with_the_reason(draw: Drawing) -> None:
    """One at B; one into a way that is no street; one without its end."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (100, 100)}
    ways = {1: ("AB", STREET), 2: ("BC", STREET), 3: ("BD", {"highway": "proposed"})}
    start = [("way", 1, "from"), ("node", ord("B"), "via")]
    tags = {"type": "restriction", "restriction": "no_straight_on"}
    relations = {
        7: ([*start, ("way", 2, "to")], tags),
        8: ([*start, ("way", 3, "to")], tags),
        9: (start, tags),
    }
    info = map_info(build_city(draw(nodes, ways, relations=relations)))
    assert info.turn_restrictions == 1
    assert info.turn_restrictions_skipped == {"restriction on streets that are not in the map": 1}
    assert info.skipped == {"restriction without from, via and to": 1}


def test_signals_and_tags_that_hold_at_times_are_counted(draw: Drawing) -> None:
    """Two of the tags can be read; D's signal is on no street."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (900, 0)}
    market = {"access:conditional": "no @ (Fr)", "maxspeed:conditional": "30 @ (22:00-06:00)"}
    ways = {1: ("AB", STREET | market), 2: ("BC", STREET | {"oneway:conditional": "yes @ ((Mo"})}
    signal = {"highway": "traffic_signals"}
    info = map_info(build_city(draw(nodes, ways, node_tags={"B": signal, "D": signal})))
    assert (info.conditional_tags, info.conditional_tags_unread) == (2, 1)
    assert info.traffic_signals == 1


def test_it_is_plain_data(helsinki: Path) -> None:
    info = map_info(build_city(helsinki))
    assert json.loads(json.dumps(info.to_dict()))["profiles"]["van"]["junctions"] > 100


def test_helsinkis_centre_has_27_km_for_vans(helsinki: Path) -> None:
    """27.5 km by the data's own description.

    Not all of it is connected: garages and a tunnel for their own ends lead out of so small a map.
    """
    van = map_info(build_city(helsinki)).profiles["van"]
    assert van.usable_km == pytest.approx(27.5, rel=0.05)
    assert 0.75 < van.largest_part_km / van.usable_km < 1


def test_brussels_has_the_length_that_its_description_gives(shared_data: Path) -> None:
    """2,256 km connected and 2,437 km drivable; ours leaves private streets out of the latter.

    Of its ten restrictions one has no end.
    """
    info = map_info(build_city(shared_data / "osm" / "brussels_belgium_2013-01-01.osm.pbf"))
    assert info.profiles["van"].largest_part_km == pytest.approx(2256, rel=0.02)
    assert info.profiles["van"].usable_km == pytest.approx(2437, rel=0.06)
    assert info.turn_restrictions + sum(info.turn_restrictions_skipped.values()) == 9
    assert info.skipped["restriction without from, via and to"] == 1
