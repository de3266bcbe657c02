"""Which tags a map keeps."""

from __future__ import annotations

import pytest

from maps.tags import CLASSES, dropped_for, node_tags, way_tags


def test_a_way_keeps_what_matters_for_driving_and_nothing_else() -> None:
    kept = {
        "highway": "residential",
        "motor_vehicle:conditional": "no @ (11:00-05:00)",
        "oneway:bicycle": "no",
        "cycleway:left:oneway": "-1",
        "zone:maxspeed": "BE:30",
        "bicycle_trailer": "no",
        "surface": "sett",
    }
    left = {"name": "Rue Neuve", "lit": "yes", "parking:both": "lane", "maxspeeds": "30"}
    assert way_tags(kept | left) == kept


def test_a_node_with_nothing_that_stops_or_slows_a_vehicle_has_no_tags() -> None:
    assert node_tags({"highway": "crossing", "crossing": "zebra"}) is None
    assert node_tags({"access": "no"}) is None


@pytest.mark.parametrize(
    "tags",
    [
        {"barrier": "gate", "access:conditional": "no @ (22:00-06:00)"},
        {"barrier": "bollard", "bollard": "rising"},
        {"highway": "traffic_signals", "traffic_signals:direction": "forward"},
        {"highway": "stop", "stop": "minor"},
        {"highway": "give_way", "direction": "backward"},
    ],
)
def test_a_barrier_or_sign_keeps_what_says_whom_it_stops(tags: dict[str, str]) -> None:
    assert node_tags(tags | {"material": "wood", "note": "painted green"}) == tags


@pytest.mark.parametrize("highway", CLASSES)
def test_every_class_is_a_street(highway: str) -> None:
    assert dropped_for({"highway": highway}) is None


@pytest.mark.parametrize("highway", ["construction", "proposed", "platform", "corridor", ""])
def test_other_values_of_highway_are_none(highway: str) -> None:
    assert dropped_for({"highway": highway}) == f"highway={highway} is no street"


def test_an_area_is_no_street() -> None:
    assert dropped_for({"highway": "pedestrian", "area": "yes"}) == "area=yes is no street"
