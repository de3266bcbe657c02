"""What a map's figures say of turn restrictions, conditions and signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from maps.build import build_city
from maps.info import MapInfo, map_info

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}


@pytest.fixture
def crossing(draw: Drawing) -> MapInfo:
    """A crossing with one restriction to honour, and two that cannot be.

    ::

              C
              |  way 2
        A-----B-----D
         way 1  way 3

    No left turn from 1 into 2, but for bicycles; one into way 77, which is not there; one from 1
    into 2 over D, where way 1 does not come.
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 300), "D": (200, 0)}
    opened = {"motor_vehicle": "no", "motor_vehicle:conditional": "yes @ (06:00-11:00)"}
    garbled = {"motor_vehicle:conditional": "no @ (06:00"}
    ways = {1: ("AB", STREET), 2: ("BC", STREET | opened), 3: ("BD", STREET | garbled)}

    def no_left(to_way: int, via: str) -> list[tuple[str, int, str]]:
        return [("way", 1, "from"), ("node", ord(via), "via"), ("way", to_way, "to")]

    rule = {"type": "restriction", "restriction": "no_left_turn"}
    relations = {
        7: (no_left(2, "B"), rule | {"except": "bicycle"}),
        8: (no_left(77, "B"), rule),
        9: (no_left(2, "D"), rule),
    }
    signals = {"B": {"highway": "traffic_signals"}}
    return map_info(build_city(draw(nodes, ways, node_tags=signals, relations=relations)))


def test_restrictions_are_honoured_or_skipped_with_the_reason(crossing: MapInfo) -> None:
    assert crossing.turn_restrictions == 1
    assert crossing.turn_restrictions_skipped == {
        "restriction on streets that are not in the map": 1,
        "restriction whose members do not meet as they should": 1,
    }


def test_a_kind_that_is_exempt_or_cannot_take_the_turn_is_not_counted(draw: Drawing) -> None:
    """Vans turn right only, which closes two turns by one restriction; people on foot do not care.

    ::

              C
              |  way 2
        A-----B-----D
         way 1  way 3
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (200, 0)}
    ways = {1: ("AB", STREET), 2: ("BC", STREET), 3: ("BD", STREET)}
    members = [("way", 1, "from"), ("node", ord("B"), "via"), ("way", 3, "to")]
    rule = {"type": "restriction", "restriction": "only_straight_on", "except": "bicycle"}
    profiles = map_info(build_city(draw(nodes, ways, relations={9: (members, rule)}))).profiles
    assert {kind: profiles[kind].turn_restrictions for kind in ("van", "cargo_bike", "walk")} == {
        "van": 1,
        "cargo_bike": 0,
        "walk": 0,
    }


def test_conditional_tags_are_read_or_counted_as_unread(crossing: MapInfo) -> None:
    assert (crossing.conditional_tags, crossing.conditional_tags_unread) == (1, 1)


def test_streets_that_hours_open_are_counted_for_whom_they_matter(crossing: MapInfo) -> None:
    assert crossing.profiles["van"].at_times_km == 0.3
    assert crossing.profiles["cargo_bike"].at_times_km == 0.0


def test_signals_are_counted(crossing: MapInfo) -> None:
    assert crossing.traffic_signals == 1


def test_the_place_that_a_map_was_fetched_by_is_told(draw: Drawing) -> None:
    city = build_city(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    assert map_info(city).place is None
    fetched = replace(city, meta=replace(city.meta, place="Gent, Belgium"))
    assert map_info(fetched).place == "Gent, Belgium"
