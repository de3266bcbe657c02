"""The reader of the road's law, on streets that can be checked by hand: who may go where.

It judges the router (`tests.maps.test_legality`), so it is itself held to the OSM wiki here.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.law import road_law
from tests.support.law.by_hand import rules_broken
from tests.support.law.road_law import RoadLaw

if TYPE_CHECKING:
    from tests.maps.conftest import Drawing, Tags

STREET = {"highway": "residential"}


def one_street(draw: Drawing, tags: Tags, vehicle: str, at: dt.datetime | None = None) -> RoadLaw:
    """Way 1 from A over B to C, between two ends of ordinary street."""
    nodes = {letter: (100 * place, 0) for place, letter in enumerate("OABCP")}
    ways = {1: ("ABC", tags), 2: ("OA", STREET), 3: ("CP", STREET)}
    return RoadLaw(draw(nodes, ways), vehicle, at=at)


def test_the_reader_shares_no_code_with_the_router() -> None:
    modules = list(Path(road_law.__file__).parent.glob("*.py"))
    assert len(modules) > 1
    for module in modules:
        text = module.read_text(encoding="utf-8")
        shared = re.findall(r"^\s*(?:from|import) (maps|routing|cli)\b", text, re.MULTILINE)
        assert shared == []


# ---- one-ways


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({}, True, True),
        ({"oneway": "yes"}, True, False),
        ({"oneway": "true"}, True, False),
        ({"oneway": "1"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"oneway": "no"}, True, True),
        ({"oneway": "alternating"}, True, True),
        ({"oneway": "reversible"}, False, False),
        ({"junction": "roundabout"}, True, False),
        ({"junction": "roundabout", "oneway": "-1"}, False, True),
        ({"highway": "motorway"}, True, False),
        ({"highway": "motorway_link"}, True, True),
        ({"oneway": "no", "oneway:motor_vehicle": "yes"}, True, False),
        ({"oneway": "yes", "oneway:bicycle": "no"}, True, False),
        ({"oneway": "yes", "cycleway": "opposite"}, True, False),
    ],
)
def test_a_van_goes_as_the_oneway_tags_say(
    draw: Drawing, tags: Tags, along: bool, against: bool
) -> None:
    law = one_street(draw, STREET | dict(tags), "van")
    assert rules_broken(law, "1+AC") == ([] if along else ["wrong-way"])
    assert rules_broken(law, "1-CA") == ([] if against else ["wrong-way"])


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({"oneway": "yes"}, True, False),
        ({"oneway": "yes", "oneway:bicycle": "no"}, True, True),
        ({"oneway": "yes", "bicycle:oneway": "no"}, True, True),
        ({"oneway": "no", "oneway:bicycle": "yes"}, True, False),
        ({"oneway": "yes", "oneway:bicycle": "-1"}, False, True),
        ({"oneway": "yes", "cycleway": "opposite"}, True, True),
        ({"oneway": "-1", "cycleway": "opposite_lane"}, True, True),
        ({"oneway": "yes", "cycleway:left": "lane", "cycleway:left:oneway": "-1"}, True, True),
        ({"oneway": "yes", "cycleway:left": "separate", "cycleway:left:oneway": "no"}, True, False),
        ({"oneway": "yes", "cycleway": "opposite", "oneway:bicycle": "yes"}, True, False),
        ({"oneway": "no", "oneway:motor_vehicle": "yes"}, True, True),
    ],
)
def test_a_bicycle_has_its_own_oneways(
    draw: Drawing, tags: Tags, along: bool, against: bool
) -> None:
    law = one_street(draw, STREET | dict(tags), "cargo_bike")
    assert rules_broken(law, "1+AC") == ([] if along else ["wrong-way"])
    assert rules_broken(law, "1-CA") == ([] if against else ["wrong-way"])


def test_on_a_ring_the_direction_counts_and_not_only_the_nodes(draw: Drawing) -> None:
    ring = {"A": (0, 0), "B": (50, 50), "C": (100, 0), "D": (50, -50), "Z": (-50, 0)}
    law = RoadLaw(
        draw(ring, {1: ("ABCDA", {**STREET, "junction": "roundabout"}), 2: ("ZA", STREET)}), "van"
    )
    assert rules_broken(law, "1+AC") == []
    assert rules_broken(law, "1-AC") == ["wrong-way"]


def test_on_a_way_that_passes_a_node_twice_the_shortest_stretch_is_meant(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (200, 0)}
    path = draw(nodes, {1: ("ABCBD", STREET)}, node_tags={"C": {"barrier": "bollard"}})
    assert rules_broken(RoadLaw(path, "van"), "1+AB 1+BD") == []


# ---- access


@pytest.mark.parametrize(
    ("tags", "van", "cargo_bike"),
    [
        ({"highway": "service"}, True, True),
        ({"highway": "living_street"}, True, True),
        ({"highway": "motorway", "oneway": "no"}, True, False),
        ({"highway": "trunk", "motorroad": "yes"}, True, False),
        ({"highway": "trunk", "bicycle": "yes"}, True, True),
        ({"highway": "pedestrian"}, False, False),
        ({"highway": "pedestrian", "bicycle": "yes"}, False, True),
        ({"highway": "pedestrian", "motor_vehicle": "yes"}, True, False),
        ({"highway": "footway"}, False, False),
        ({"highway": "footway", "access": "yes"}, False, False),
        ({"highway": "footway", "bicycle": "designated"}, False, True),
        ({"highway": "cycleway"}, False, True),
        ({"highway": "path"}, False, True),
        ({"highway": "path", "bicycle": "no"}, False, False),
        ({"highway": "track"}, False, True),
        ({"highway": "steps", "bicycle": "yes"}, False, False),
        ({"highway": "construction"}, False, False),
        ({"highway": "proposed"}, False, False),
        ({"highway": "primary", "construction": "yes"}, False, False),
        ({"highway": "primary", "construction": "minor"}, True, True),
        ({"highway": "service", "service": "emergency_access"}, False, False),
        ({"highway": "residential", "access": "no"}, False, False),
        ({"highway": "residential", "access": "private"}, False, False),
        ({"highway": "residential", "access": "no", "bicycle": "yes"}, False, True),
        ({"highway": "residential", "access": "permissive"}, True, True),
        ({"highway": "residential", "vehicle": "no"}, False, False),
        ({"highway": "residential", "motor_vehicle": "no"}, False, True),
        ({"highway": "residential", "motorcar": "no"}, False, True),
        ({"highway": "residential", "motorcar": "no", "goods": "yes"}, True, True),
        ({"highway": "residential", "hgv": "no"}, True, True),
        ({"highway": "residential", "motor_vehicle": "agricultural;forestry"}, False, True),
        ({"highway": "residential", "motor_vehicle": "agricultural;destination"}, True, True),
        ({"highway": "residential", "bicycle": "use_sidepath"}, True, False),
        ({"highway": "residential", "bicycle": "dismount"}, True, False),
        ({"highway": "residential", "access": "fine_gravel"}, True, True),
        ({"highway": "residential", "maxweight": "2.8"}, False, True),
        ({"highway": "residential", "maxweight": "1050 kg"}, False, True),
        ({"highway": "residential", "maxheight": "2.5 m"}, False, True),
        ({"highway": "residential", "maxheight": "default"}, True, True),
    ],
)
def test_streets_are_open_to_whom_their_tags_open_them(
    draw: Drawing, tags: Tags, van: bool, cargo_bike: bool
) -> None:
    for vehicle, is_open in (("van", van), ("cargo_bike", cargo_bike)):
        broken = rules_broken(one_street(draw, tags, vehicle), "1+AC")
        assert broken == ([] if is_open else ["closed-way"]), vehicle


def test_a_street_may_be_closed_in_one_direction(draw: Drawing) -> None:
    law = one_street(draw, {**STREET, "vehicle:backward": "no"}, "van")
    assert rules_broken(law, "1+AC") == []
    assert rules_broken(law, "1-CA") == ["closed-way"]


PEDESTRIAN = {
    "highway": "pedestrian",
    "motor_vehicle": "no",
    "motor_vehicle:conditional": "yes @ (Mo-Fr 06:00-11:00; PH off)",
}
TUESDAY = dt.datetime(2026, 11, 24, 8)  # noqa: DTZ001  # local to the street
TUESDAY_NOON = dt.datetime(2026, 11, 24, 12)  # noqa: DTZ001
NEW_YEAR = dt.datetime(2027, 1, 1, 8)  # noqa: DTZ001  # a Friday


@pytest.mark.parametrize(
    ("at", "is_open"), [(TUESDAY, True), (TUESDAY_NOON, False), (NEW_YEAR, False), (None, False)]
)
def test_conditional_access_holds_at_its_hours(
    draw: Drawing, at: dt.datetime | None, is_open: bool
) -> None:
    law = one_street(draw, PEDESTRIAN, "van", at)
    assert rules_broken(law, "1+AC") == ([] if is_open else ["closed-way"])


@pytest.mark.parametrize(
    ("condition", "is_open"),
    [
        ("no @ (weight>3)", False),
        ("no @ (weight>7.5)", True),
        ("no @ (weight>3 AND 06:00-10:00)", False),
        ("no @ (weight>3 AND 10:00-12:00)", True),
        ("no @ (wet)", True),
        ("no @ 06:00-10:00", False),
        ("no @ (06:00-10:00); yes @ (07:00-09:00)", True),
    ],
)
def test_conditions_are_about_hours_and_sizes(draw: Drawing, condition: str, is_open: bool) -> None:
    law = one_street(draw, {**STREET, "vehicle:conditional": condition}, "van", TUESDAY)
    assert rules_broken(law, "1+AC") == ([] if is_open else ["closed-way"])


# ---- barriers


@pytest.mark.parametrize(
    ("tags", "van", "cargo_bike"),
    [
        ({"barrier": "bollard"}, False, True),
        ({"barrier": "bollard", "bollard": "rising"}, True, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True, True),
        ({"barrier": "bollard", "bicycle": "no"}, False, False),
        ({"barrier": "gate"}, True, True),
        ({"barrier": "gate", "locked": "yes"}, False, False),
        ({"barrier": "gate", "access": "private"}, False, False),
        ({"barrier": "gate", "access": "private", "bicycle": "yes"}, False, True),
        ({"barrier": "lift_gate", "access": "customers"}, True, True),
        ({"barrier": "stile"}, False, False),
        ({"barrier": "kerb"}, True, True),
        ({"barrier": "height_restrictor", "maxheight": "2.2"}, False, True),
        ({"highway": "crossing", "access": "no"}, True, True),
    ],
)
def test_barriers_stop_whom_they_are_for(
    draw: Drawing, tags: Tags, van: bool, cargo_bike: bool
) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    path = draw(nodes, {1: ("ABC", STREET)}, node_tags={"B": tags})
    for vehicle, passes in (("van", van), ("cargo_bike", cargo_bike)):
        law = RoadLaw(path, vehicle)
        expected = [] if passes else ["barrier"]
        assert rules_broken(law, "1+AC") == expected, vehicle
        assert rules_broken(law, "1+AB 1+BC") == expected, vehicle


def test_a_drive_may_go_up_to_a_barrier_and_turn_back(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    path = draw(nodes, {1: ("ABC", STREET)}, node_tags={"B": {"barrier": "bollard"}})
    law = RoadLaw(path, "van")
    assert rules_broken(law, "1+AB") == []
    assert rules_broken(law, "1-BA") == []
    assert rules_broken(law, "1+AB 1-BA") == []


# ---- through traffic


def short_cut(draw: Drawing, tags: Tags) -> RoadLaw:
    """A - B - C and A - D are ordinary; D - C is a short cut, D - Y leads to a yard, Y - Z.

    ::

        Z
        |6
        Y
        :5
        D ..4.. C
        |3      |2
        A --1-- B
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100), "Y": (0, 200)}
    ways = {
        1: ("AB", STREET), 2: ("BC", STREET), 3: ("AD", STREET), 4: ("DC", tags),
        5: ("DY", tags), 6: ("YZ", STREET),
    }  # fmt: skip
    return RoadLaw(draw({**nodes, "Z": (0, 300)}, ways), "van")


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential", "access": "destination"},
        {"highway": "residential", "motor_vehicle": "delivery"},
        {"highway": "service", "access": "customers"},
        {"highway": "service", "service": "driveway"},
    ],
)
def test_streets_for_destinations_are_for_the_ends_of_a_drive(draw: Drawing, tags: Tags) -> None:
    law = short_cut(draw, tags)
    assert rules_broken(law, "3+AD 4+DC 2-CB") == ["through-traffic"]
    assert rules_broken(law, "3+AD 4+DC") == []
    assert rules_broken(law, "4+DC 2-CB") == []


def test_a_yard_behind_a_street_for_destinations_may_be_served(draw: Drawing) -> None:
    law = short_cut(draw, {**STREET, "access": "destination"})
    assert rules_broken(law, "3+AD 5+DY 6+YZ") == []
    assert rules_broken(law, "6-ZY 5-YD 3-DA") == []


def test_a_street_that_a_barrier_cuts_off_is_served_through_them_too(draw: Drawing) -> None:
    """X, on the way from A to Y that is no street for destinations, has a bollard."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "X": (0, 50), "Y": (0, 100)}
    ways = {
        1: ("ABC", STREET), 2: ("AXY", STREET), 3: ("BY", {**STREET, "access": "destination"}),
    }  # fmt: skip
    path = draw(nodes, ways, node_tags={"X": {"barrier": "bollard"}})
    assert rules_broken(RoadLaw(path, "van"), "1-CB 3+BY 2-YX") == []
    assert rules_broken(RoadLaw(path, "cargo_bike"), "1-CB 3+BY 2-YX") == ["through-traffic"]


# ---- what is no drive


def test_a_move_that_the_way_does_not_make_is_no_street(draw: Drawing) -> None:
    law = one_street(draw, STREET, "van")
    assert rules_broken(law, "1+CA") == ["no-street"]
    assert rules_broken(law, "1+AP") == ["no-street"]
    assert rules_broken(law, "77+AB") == ["no-street"]


def test_moves_that_do_not_meet_are_unconnected(draw: Drawing) -> None:
    assert rules_broken(one_street(draw, STREET, "van"), "1+AB 3+CP") == ["unconnected"]


def test_ways_over_nodes_repeated_or_outside_the_file_are_read(draw: Drawing) -> None:
    law = RoadLaw(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AABBQ", STREET)}), "van")
    assert rules_broken(law, "1+AB") == []


def test_where_a_street_leaves_the_file_one_may_turn_back(draw: Drawing) -> None:
    law = RoadLaw(draw({"A": (0, 0), "B": (100, 0)}, {1: ("ABQ", STREET)}), "van")
    assert rules_broken(law, "1+AB 1-BA") == []
