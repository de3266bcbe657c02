"""Who may use a way, which way round: the rules of the OpenStreetMap wiki and of OSRM."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.tags import Mode, WayUse, barred_modes, way_use

BOTH = Mode.MOTOR | Mode.BICYCLE


def use(**tags: str) -> tuple[Mode, Mode]:
    """Who may go along, and against; a double underscore stands for a colon."""
    found = way_use({key.replace("__", ":"): value for key, value in tags.items()})
    return (found.forward, found.backward) if isinstance(found, WayUse) else (Mode(0), Mode(0))


@pytest.mark.parametrize("highway", ["primary", "residential", "living_street", "service", "road"])
def test_an_ordinary_street_is_open_to_all_both_ways(highway: str) -> None:
    assert use(highway=highway) == (BOTH, BOTH)


@pytest.mark.parametrize("highway", ["cycleway", "path", "track", "pedestrian"])
def test_a_way_for_cyclists_is_closed_to_vans(highway: str) -> None:
    assert use(highway=highway) == (Mode.BICYCLE, Mode.BICYCLE)


@pytest.mark.parametrize(
    "highway", ["footway", "bridleway", "steps", "construction", "proposed", ""]
)
def test_a_way_for_neither_is_dropped(highway: str) -> None:
    assert isinstance(way_use({"highway": highway}), str)


def test_a_footway_opened_to_cyclists_is_open_to_them() -> None:
    assert use(highway="footway", bicycle="yes") == (Mode.BICYCLE, Mode.BICYCLE)


def test_access_yes_does_not_open_a_footway_to_vehicles() -> None:
    assert use(highway="footway", access="yes") == (Mode.NONE, Mode.NONE)


def test_a_pedestrian_street_opened_to_deliveries_is_open_to_vans() -> None:
    assert use(highway="pedestrian", motor_vehicle="delivery") == (BOTH, BOTH)


def test_goods_decides_for_vans_before_motor_vehicle() -> None:
    assert use(highway="pedestrian", motor_vehicle="no", goods="delivery") == (BOTH, BOTH)


def test_an_area_is_no_street() -> None:
    assert isinstance(way_use({"highway": "pedestrian", "area": "yes"}), str)


@pytest.mark.parametrize("value", ["no", "private", "agricultural", "forestry"])
def test_closed_access_closes_to_all(value: str) -> None:
    assert use(highway="residential", access=value) == (Mode.NONE, Mode.NONE)


@pytest.mark.parametrize("value", ["yes", "destination", "delivery", "customers", "permissive"])
def test_a_delivery_may_enter(value: str) -> None:
    assert use(highway="residential", access=value) == (BOTH, BOTH)


def test_the_more_specific_key_wins() -> None:
    assert use(highway="residential", access="no", bicycle="yes") == (Mode.BICYCLE, Mode.BICYCLE)
    assert use(highway="residential", vehicle="no", motor_vehicle="destination") == (
        Mode.MOTOR,
        Mode.MOTOR,
    )


def test_an_unknown_value_leaves_the_default() -> None:
    assert use(highway="residential", motor_vehicle="sometimes") == (BOTH, BOTH)


def test_of_a_list_one_open_value_is_enough() -> None:
    assert use(highway="residential", access="private;delivery") == (BOTH, BOTH)


def test_a_motorway_is_one_way_and_closed_to_cyclists() -> None:
    assert use(highway="motorway") == (Mode.MOTOR, Mode.NONE)


def test_a_motorroad_is_closed_to_cyclists() -> None:
    assert use(highway="primary", motorroad="yes") == (Mode.MOTOR, Mode.MOTOR)


@pytest.mark.parametrize("value", ["yes", "true", "1"])
def test_a_one_way_runs_along(value: str) -> None:
    assert use(highway="residential", oneway=value) == (BOTH, Mode.NONE)


@pytest.mark.parametrize("value", ["-1", "reverse"])
def test_a_reversed_one_way_runs_against(value: str) -> None:
    assert use(highway="residential", oneway=value) == (Mode.NONE, BOTH)


@pytest.mark.parametrize("value", ["roundabout", "circular"])
def test_a_roundabout_is_one_way(value: str) -> None:
    assert use(highway="tertiary", junction=value) == (BOTH, Mode.NONE)


def test_an_explicit_no_undoes_an_implied_one_way() -> None:
    assert use(highway="motorway", oneway="no") == (Mode.MOTOR, Mode.MOTOR)


def test_a_reversible_street_is_nobodys() -> None:
    assert isinstance(way_use({"highway": "primary", "oneway": "reversible"}), str)


@pytest.mark.parametrize(
    "tags",
    [
        {"oneway__bicycle": "no"},
        {"cycleway": "opposite"},
        {"cycleway": "opposite_lane"},
        {"cycleway__left": "opposite_track"},
        {"cycleway__left": "lane", "cycleway__left__oneway": "-1"},
        {"cycleway__right": "track", "cycleway__right__oneway": "no"},
        {"cycleway__both": "lane", "cycleway__both__oneway": "no"},
        {"bicycle__backward": "yes"},
    ],
)
def test_contraflow_is_for_cyclists_only(tags: dict[str, str]) -> None:
    assert use(highway="residential", oneway="yes", **tags) == (BOTH, Mode.BICYCLE)


def test_contraflow_on_a_reversed_one_way_runs_along() -> None:
    assert use(highway="residential", oneway="-1", cycleway="opposite") == (Mode.BICYCLE, BOTH)


def test_a_one_way_for_cyclists_only_leaves_vans_both_ways() -> None:
    assert use(highway="residential", oneway__bicycle="yes") == (BOTH, Mode.MOTOR)


def test_access_may_differ_by_direction() -> None:
    assert use(highway="residential", motor_vehicle__backward="no") == (BOTH, Mode.BICYCLE)


def test_speed_limits_may_differ_by_direction() -> None:
    found = way_use({"highway": "primary", "maxspeed": "50", "maxspeed:backward": "30"})
    assert isinstance(found, WayUse)
    assert (found.maxspeed_forward_kph, found.maxspeed_backward_kph) == (50, 30)


@pytest.mark.parametrize(
    ("tags", "barred"),
    [
        ({}, Mode.NONE),
        ({"highway": "crossing"}, Mode.NONE),
        ({"barrier": "bollard"}, Mode.MOTOR),
        ({"barrier": "bollard", "bollard": "rising"}, Mode.NONE),
        ({"barrier": "gate"}, Mode.NONE),
        ({"barrier": "gate", "access": "private"}, BOTH),
        ({"barrier": "gate", "access": "no", "bicycle": "yes"}, Mode.MOTOR),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, Mode.NONE),
        ({"barrier": "wall"}, BOTH),
        ({"barrier": "cycle_barrier"}, BOTH),
    ],
)
def test_barriers_stop_who_cannot_pass(tags: dict[str, str], barred: Mode) -> None:
    assert barred_modes(tags) == barred


KEYS = st.sampled_from(
    ["highway", "access", "vehicle", "motor_vehicle", "bicycle", "oneway", "oneway:bicycle",
     "junction", "maxspeed", "cycleway", "cycleway:left", "cycleway:left:oneway", "area", "barrier"]
)  # fmt: skip
VALUES = st.sampled_from(["yes", "no", "-1", "residential", "private", ";", "opposite"]) | st.text()


@given(st.dictionaries(KEYS, VALUES))
def test_no_tags_crash_it(tags: dict[str, str]) -> None:
    found = way_use(tags)
    assert isinstance(found, str) or found.forward | found.backward
    assert barred_modes(tags) in BOTH
