"""What tags mean for a van, a cargo bike and people on foot, by the OpenStreetMap wiki and OSRM."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.profiles.model import Access
from maps.profiles.reading import SHIPPED, shipped_profiles
from maps.profiles.use import Holds, never, passes, way_use

OPEN, ENDS_ONLY, CLOSED = Access.OPEN, Access.ENDS_ONLY, Access.CLOSED
Tags = dict[str, str]


def access(kind: str, tags: Tags, holds: Holds = never) -> tuple[Access, Access]:
    """Whether that kind may go along the way, and against it; a street unless they say else."""
    along, against = way_use(shipped_profiles()[kind], {"highway": "residential"} | tags, holds)
    return along.access, against.access


def speed_kph(kind: str, tags: Tags, holds: Holds = never) -> tuple[float, float]:
    """How fast it goes along, and against."""
    along, against = way_use(shipped_profiles()[kind], {"highway": "residential"} | tags, holds)
    return along.kph, against.kph


def of_all(tags: Tags) -> list[Access]:
    """What a van, a cargo bike and somebody on foot may do along the way."""
    return [access(kind, tags)[0] for kind in ("van", "cargo_bike", "walk")]


@pytest.mark.parametrize("kind", SHIPPED)
@pytest.mark.parametrize("highway", ["primary", "residential", "living_street", "service", "road"])
def test_an_ordinary_street_is_open_to_all_both_ways(kind: str, highway: str) -> None:
    assert access(kind, {"highway": highway}) == (OPEN, OPEN)


@pytest.mark.parametrize("highway", ["path", "track"])
def test_a_path_is_closed_to_vans_only(highway: str) -> None:
    assert of_all({"highway": highway}) == [CLOSED, OPEN, OPEN]


def test_a_cycleway_is_for_bikes_only() -> None:
    assert of_all({"highway": "cycleway"}) == [CLOSED, OPEN, CLOSED]


@pytest.mark.parametrize("highway", ["pedestrian", "footway", "bridleway", "steps"])
def test_where_people_walk_nobody_rides_without_a_sign(highway: str) -> None:
    assert of_all({"highway": highway}) == [CLOSED, CLOSED, OPEN]


def test_a_motorway_is_for_vans_only_and_one_way() -> None:
    assert of_all({"highway": "motorway"}) == [OPEN, CLOSED, CLOSED]
    assert access("van", {"highway": "motorway"}) == (OPEN, CLOSED)


def test_a_motorroad_is_for_vans_only() -> None:
    assert of_all({"highway": "primary", "motorroad": "yes"}) == [OPEN, CLOSED, CLOSED]


def test_a_trunk_road_is_for_vans_unless_a_sign_says_more() -> None:
    assert of_all({"highway": "trunk"}) == [OPEN, CLOSED, CLOSED]
    assert of_all({"highway": "trunk", "bicycle": "yes"}) == [OPEN, OPEN, CLOSED]


@pytest.mark.parametrize("said", ["yes", "designated", "permissive"])
@pytest.mark.parametrize("highway", ["pedestrian", "footway", "bridleway"])
def test_a_sign_lets_bikes_in_where_people_walk(highway: str, said: str) -> None:
    assert of_all({"highway": highway, "bicycle": said}) == [CLOSED, OPEN, OPEN]


def test_no_sign_lets_bikes_onto_steps() -> None:
    assert of_all({"highway": "steps", "bicycle": "yes"}) == [CLOSED, CLOSED, OPEN]


@pytest.mark.parametrize("highway", ["pedestrian", "footway", "cycleway", "track", "busway"])
def test_access_yes_opens_to_no_vehicle_what_is_closed_to_it(highway: str) -> None:
    assert access("van", {"highway": highway, "access": "yes"}) == (CLOSED, CLOSED)


def test_a_pedestrian_street_opened_to_deliveries_is_one_to_deliver_in() -> None:
    tags = {"highway": "pedestrian", "motor_vehicle": "delivery"}
    assert of_all(tags) == [ENDS_ONLY, CLOSED, OPEN]


@pytest.mark.parametrize("kind", SHIPPED)
@pytest.mark.parametrize("said", ["no", "private", "permit", "residents", "agricultural"])
def test_closed_access_closes_to_all(kind: str, said: str) -> None:
    assert access(kind, {"access": said}) == (CLOSED, CLOSED)


@pytest.mark.parametrize("said", ["destination", "delivery", "customers"])
def test_who_has_business_there_may_drive_in_and_nobody_through(said: str) -> None:
    assert access("van", {"motor_vehicle": said}) == (ENDS_ONLY, ENDS_ONLY)


def test_a_driveway_is_for_who_goes_there() -> None:
    assert of_all({"highway": "service", "service": "driveway"}) == [ENDS_ONLY, ENDS_ONLY, OPEN]


def test_a_private_driveway_is_closed() -> None:
    tags = {"highway": "service", "service": "driveway", "access": "private"}
    assert of_all(tags) == [CLOSED, CLOSED, CLOSED]


def test_an_emergency_way_in_is_no_road() -> None:
    tags = {"highway": "service", "service": "emergency_access"}
    assert of_all(tags) == [CLOSED, CLOSED, OPEN]


@pytest.mark.parametrize(
    ("tags", "may"),
    [
        ({"access": "no", "bicycle": "yes"}, [CLOSED, OPEN, CLOSED]),
        ({"access": "no", "foot": "yes"}, [CLOSED, CLOSED, OPEN]),
        ({"vehicle": "no"}, [CLOSED, CLOSED, OPEN]),
        ({"vehicle": "no", "motor_vehicle": "destination"}, [ENDS_ONLY, CLOSED, OPEN]),
        ({"motor_vehicle": "no", "goods": "delivery"}, [ENDS_ONLY, OPEN, OPEN]),
        ({"motor_vehicle": "no", "motorcar": "yes"}, [OPEN, OPEN, OPEN]),
        ({"motorcar": "yes", "goods": "no"}, [CLOSED, OPEN, OPEN]),
        ({"bicycle": "yes", "cargo_bike": "no"}, [OPEN, CLOSED, OPEN]),
        ({"hgv": "no", "psv": "no"}, [OPEN, OPEN, OPEN]),
    ],
)
def test_the_key_that_speaks_most_of_it_counts(tags: Tags, may: list[Access]) -> None:
    assert of_all(tags) == may


def test_a_trailer_is_spoken_of_besides_the_bike() -> None:
    tags = {"bicycle": "yes", "bicycle_trailer": "no"}
    assert access("cargo_bike", tags) == (OPEN, OPEN)
    assert access("bike_trailer", tags) == (CLOSED, CLOSED)


def test_a_value_that_nobody_knows_says_nothing() -> None:
    assert access("van", {"motor_vehicle": "sometimes"}) == (OPEN, OPEN)
    assert access("van", {"motor_vehicle": "sometimes", "vehicle": "no"}) == (CLOSED, CLOSED)
    tags = {"motor_vehicle:forward": "sometimes", "motor_vehicle": "no"}
    assert access("van", tags) == (CLOSED, CLOSED)


def test_of_several_values_the_one_that_opens_most_counts() -> None:
    assert access("van", {"access": "private;delivery"}) == (ENDS_ONLY, ENDS_ONLY)
    assert access("van", {"access": "delivery; permissive"}) == (OPEN, OPEN)


def test_access_may_differ_by_direction() -> None:
    tags = {"motor_vehicle:backward": "no"}
    assert access("van", tags) == (OPEN, CLOSED)
    assert access("cargo_bike", tags) == (OPEN, OPEN)


def test_a_direction_of_its_own_counts_before_the_plain_key() -> None:
    assert access("van", {"vehicle": "no", "vehicle:forward": "yes"}) == (OPEN, CLOSED)


@pytest.mark.parametrize("said", ["use_sidepath", "dismount"])
def test_bikes_keep_off_where_they_have_a_path_beside_or_must_be_pushed(said: str) -> None:
    assert of_all({"bicycle": said}) == [OPEN, CLOSED, OPEN]


@pytest.mark.parametrize(
    ("construction", "may"), [("yes", CLOSED), ("bridge", CLOSED), ("no", OPEN), ("minor", OPEN)]
)
def test_a_building_site_closes_a_street_unless_it_is_a_small_one(
    construction: str, may: Access
) -> None:
    assert of_all({"construction": construction}) == [may, may, may]


@pytest.mark.parametrize(
    ("tags", "may"),
    [
        ({"maxheight": "2.5"}, CLOSED),
        ({"maxheight": "2,5 m"}, CLOSED),
        ({"maxheight": "2.7"}, OPEN),
        ({"maxheight": "default"}, OPEN),
        ({"maxwidth": "2"}, CLOSED),
        ({"maxlength": "6 m"}, CLOSED),
        ({"maxweight": "3.5"}, OPEN),
        ({"maxweight": "2.8t"}, CLOSED),
        ({"maxweightrating": "3.4"}, CLOSED),
    ],
)
def test_a_van_of_3_tonnes_and_a_half_needs_room(tags: Tags, may: Access) -> None:
    """It is 2.7 m high, 2.1 m wide and 6.5 m long; a cargo bike gets through all of it."""
    assert of_all(tags) == [may, OPEN, OPEN]


@pytest.mark.parametrize("said", ["yes", "true", "1"])
def test_a_one_way_runs_along_and_people_walk_both_ways(said: str) -> None:
    assert access("van", {"oneway": said}) == (OPEN, CLOSED)
    assert access("cargo_bike", {"oneway": said}) == (OPEN, CLOSED)
    assert access("walk", {"oneway": said}) == (OPEN, OPEN)


@pytest.mark.parametrize("said", ["-1", "reverse"])
def test_a_reversed_one_way_runs_against(said: str) -> None:
    assert access("van", {"oneway": said}) == (CLOSED, OPEN)


@pytest.mark.parametrize("said", ["roundabout", "circular"])
def test_a_roundabout_is_one_way(said: str) -> None:
    assert access("van", {"junction": said}) == (OPEN, CLOSED)
    assert access("walk", {"junction": said}) == (OPEN, OPEN)


def test_an_explicit_no_undoes_an_implied_one_way() -> None:
    assert access("van", {"highway": "motorway", "oneway": "no"}) == (OPEN, OPEN)


def test_a_street_whose_direction_is_switched_is_closed() -> None:
    assert access("van", {"oneway": "reversible"}) == (CLOSED, CLOSED)


@pytest.mark.parametrize(
    "tags",
    [
        {"oneway:bicycle": "no"},
        {"bicycle:oneway": "no"},
        {"cycleway": "opposite"},
        {"cycleway": "opposite_lane"},
        {"cycleway:left": "opposite_track"},
        {"cycleway:left": "lane", "cycleway:left:oneway": "-1"},
        {"cycleway:right": "track", "cycleway:right:oneway": "no"},
        {"cycleway:both": "lane", "cycleway:both:oneway": "no"},
        {"bicycle:backward": "yes"},
    ],
)
def test_contraflow_is_for_cyclists_only(tags: Tags) -> None:
    assert access("cargo_bike", {"oneway": "yes"} | tags) == (OPEN, OPEN)
    assert access("van", {"oneway": "yes"} | tags) == (OPEN, CLOSED)


@pytest.mark.parametrize(
    "tags",
    [
        {"cycleway": "lane"},
        {"cycleway:right": "lane", "cycleway:right:oneway": "yes"},
        {"cycleway:left": "separate", "cycleway:left:oneway": "-1"},
        {"cycleway:left": "no", "cycleway:left:oneway": "no"},
    ],
)
def test_a_lane_that_runs_along_or_is_drawn_by_itself_is_no_contraflow(tags: Tags) -> None:
    assert access("cargo_bike", {"oneway": "yes"} | tags) == (OPEN, CLOSED)


def test_contraflow_on_a_reversed_one_way_runs_along() -> None:
    assert access("cargo_bike", {"oneway": "-1", "cycleway": "opposite"}) == (OPEN, OPEN)


def test_a_one_way_for_one_kind_leaves_the_others_both_ways() -> None:
    assert access("cargo_bike", {"oneway:bicycle": "yes"}) == (OPEN, CLOSED)
    assert access("van", {"oneway:bicycle": "yes"}) == (OPEN, OPEN)
    assert access("walk", {"oneway:foot": "yes"}) == (OPEN, CLOSED)


EVENINGS = "11:00-05:00"
AT_NOON = {EVENINGS, "Mo-Fr"}.__contains__


def test_a_street_may_close_at_an_hour() -> None:
    tags = {"motor_vehicle:conditional": f"no @ ({EVENINGS})"}
    assert access("van", tags) == (OPEN, OPEN)
    assert access("van", tags, AT_NOON) == (CLOSED, CLOSED)
    assert access("cargo_bike", tags, AT_NOON) == (OPEN, OPEN)


def test_a_pedestrian_street_may_open_to_deliveries_at_an_hour() -> None:
    tags = {"highway": "pedestrian", "motor_vehicle:conditional": "delivery @ (Mo-Fr)"}
    assert access("van", tags) == (CLOSED, CLOSED)
    assert access("van", tags, AT_NOON) == (ENDS_ONLY, ENDS_ONLY)


def test_of_several_conditions_that_hold_the_last_counts() -> None:
    tags = {"vehicle:conditional": f"no @ (Mo-Fr); destination @ ({EVENINGS}); no @ (Su)"}
    assert access("van", tags, AT_NOON) == (ENDS_ONLY, ENDS_ONLY)


def test_a_condition_of_a_general_key_leaves_what_a_special_one_says() -> None:
    tags = {"motor_vehicle": "yes", "access:conditional": "no @ (Mo-Fr)"}
    assert access("van", tags, AT_NOON) == (OPEN, OPEN)
    assert access("walk", tags, AT_NOON) == (CLOSED, CLOSED)


def test_a_condition_may_be_for_one_direction() -> None:
    tags = {"vehicle:backward:conditional": "no @ (Mo-Fr)"}
    assert access("van", tags, AT_NOON) == (OPEN, CLOSED)


def test_a_street_may_be_one_way_at_an_hour() -> None:
    tags = {"oneway:conditional": "yes @ (Mo-Fr)"}
    assert access("van", tags) == (OPEN, OPEN)
    assert access("van", tags, AT_NOON) == (OPEN, CLOSED)


def test_what_cannot_be_read_as_a_condition_says_nothing() -> None:
    tags = {"motor_vehicle:conditional": "no @ ((Mo-Fr"}
    assert access("van", tags, lambda _: True) == (OPEN, OPEN)


@pytest.mark.parametrize(
    ("kind", "tags", "kph"),
    [
        ("van", {}, 25),
        ("van", {"highway": "primary"}, 65),
        ("van", {"highway": "primary_link"}, 30),
        ("van", {"maxspeed": "50"}, 40),  # people drive at 80 % of a limit, as OSRM has it
        ("van", {"highway": "motorway", "maxspeed": "none"}, 104),
        ("van", {"maxspeed": "soon"}, 25),
        ("van", {"highway": "primary", "zone:maxspeed": "BE:30"}, 30),  # of a zone, no more than it
        ("van", {"zone:maxspeed": "BE:30"}, 25),
        ("van", {"highway": "living_street"}, 10),
        ("van", {"highway": "pedestrian", "motor_vehicle": "yes"}, 10),
        ("van", {"highway": "primary", "surface": "cobblestone"}, 30),
        ("van", {"surface": "cobblestone"}, 25),  # a cap is no speed
        ("van", {"highway": "primary", "smoothness": "very_bad"}, 20),
        ("van", {"highway": "track", "motor_vehicle": "yes", "tracktype": "grade5"}, 10),
        ("e_van", {"maxspeed": "50"}, 40),
        ("cargo_bike", {}, 15),
        ("cargo_bike", {"maxspeed": "50"}, 15),
        ("cargo_bike", {"highway": "living_street", "maxspeed": "10"}, 10),
        ("cargo_bike", {"highway": "path"}, 13),
        ("cargo_bike", {"highway": "pedestrian", "bicycle": "yes"}, 6),
        ("cargo_bike", {"surface": "cobblestone"}, 7),
        ("bike_trailer", {}, 13),
        ("bike_trailer", {"surface": "sett"}, 9),
        ("walk", {"maxspeed": "50"}, 5),
        ("walk", {"highway": "steps"}, 5),
    ],
)
def test_speeds(kind: str, tags: Tags, kph: float) -> None:
    assert speed_kph(kind, tags)[0] == pytest.approx(kph)


def test_speed_limits_may_differ_by_direction() -> None:
    tags = {"highway": "primary", "maxspeed": "50", "maxspeed:backward": "30"}
    assert speed_kph("van", tags) == (40, 24)


def test_a_limit_may_hold_at_an_hour() -> None:
    tags = {"maxspeed": "50", "maxspeed:conditional": "30 @ (Mo-Fr)"}
    assert speed_kph("van", tags) == (40, 40)
    assert speed_kph("van", tags, AT_NOON) == (24, 24)


@pytest.mark.parametrize(
    ("tags", "may"),
    [
        ({}, [True, True, True]),
        ({"highway": "traffic_signals"}, [True, True, True]),
        ({"barrier": "bollard"}, [False, True, True]),
        ({"barrier": "bollard", "bollard": "rising"}, [True, True, True]),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, [True, True, True]),
        ({"barrier": "gate"}, [True, True, True]),
        ({"barrier": "lift_gate"}, [True, True, True]),
        ({"barrier": "gate", "access": "private"}, [False, False, False]),
        ({"barrier": "gate", "access": "no", "bicycle": "yes"}, [False, True, False]),
        ({"barrier": "gate", "motor_vehicle": "destination"}, [True, True, True]),
        ({"barrier": "height_restrictor"}, [True, True, True]),
        ({"barrier": "height_restrictor", "maxheight": "2.2"}, [False, True, True]),
        ({"barrier": "wall"}, [False, False, False]),
        ({"barrier": "kissing_gate"}, [False, False, True]),
        ({"barrier": "something_new"}, [False, True, True]),
    ],
)
def test_barriers_stop_who_cannot_pass(tags: Tags, may: list[bool]) -> None:
    profiles = shipped_profiles()
    kinds = ("van", "cargo_bike", "walk")
    assert [passes(profiles[kind], tags, never) for kind in kinds] == may


def test_a_trailer_does_not_get_through_a_chicane() -> None:
    tags = {"barrier": "cycle_barrier"}
    profiles = shipped_profiles()
    assert not passes(profiles["bike_trailer"], tags, never)
    chicane = {"barrier": "chicane"}
    assert passes(profiles["cargo_bike"], chicane, never)
    assert not passes(profiles["bike_trailer"], chicane, never)


def test_a_gate_may_be_shut_at_an_hour() -> None:
    tags = {"barrier": "gate", "access:conditional": "no @ (Mo-Fr)"}
    van = shipped_profiles()["van"]
    assert passes(van, tags, never)
    assert not passes(van, tags, AT_NOON)


KEYS = st.sampled_from(
    ["highway", "access", "vehicle", "motor_vehicle", "motor_vehicle:conditional", "bicycle",
     "foot", "oneway", "oneway:bicycle", "junction", "maxspeed", "maxspeed:conditional",
     "zone:maxspeed", "cycleway", "cycleway:left", "cycleway:left:oneway", "surface",
     "maxheight", "construction", "barrier"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["yes", "no", "-1", "residential", "footway", "private", ";", "opposite", "30", "2.5", "sett",
     "no @ (x)", "30 @ (x)", "@"]
) | st.text()  # fmt: skip


@given(st.sampled_from(SHIPPED), st.dictionaries(KEYS, VALUES), st.booleans())
def test_any_tags_give_a_speed_where_it_may_go_and_none_elsewhere(
    kind: str, tags: Tags, holding: bool
) -> None:
    profile = shipped_profiles()[kind]
    both = way_use(profile, {"highway": "residential"} | tags, lambda _: holding)
    assert all((use.kph > 0) == (use.access is not CLOSED) for use in both)
    assert all(use.kph <= profile.speeds.max_kph for use in both)
    assert passes(profile, tags, lambda _: holding) in {True, False}
