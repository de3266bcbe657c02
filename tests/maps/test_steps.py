"""What a driver is told along a leg."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, reject

from maps.errors import MapError
from maps.maneuvers import Side
from maps.profiles.reading import profile_for
from maps.steps import Guide
from maps.travel import NO_WAY, TravelTimes
from tests.support.random_city import random_cities, random_places
from tests.support.streets import DEGREES_A_METRE, network_of, rule, snap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.network import RoadNetwork
    from maps.steps import Step

Drawing = Callable[..., Path]
Point = tuple[float, float]
CROSS = {"W": (0, 0), "M": (100, 0), "E": (200, 0), "N": (100, 100), "S": (100, -100)}
"""Four arms of 100 m that meet in M."""


def street(name: str = "", **tags: str) -> Mapping[str, str]:
    return {"highway": "residential", **({"name": name} if name else {}), **tags}


def drive(path: Path, start: Point, goal: Point, kind: str = "van") -> tuple[Step, ...]:
    """The steps from one place to another, in metres east and north."""
    network = network_of(path)
    times = TravelTimes(network, profile_for(kind))
    places = snap(times, start, goal)
    origin, destination = places.take([0]), places.take([1])
    (leg,) = times.legs(origin, destination)
    assert leg.duration_s < NO_WAY
    steps = Guide(network, times.profile).steps(leg, destination)
    assert sum(step.duration_s for step in steps) == leg.duration_s
    assert sum(step.distance_m for step in steps) == leg.distance_m
    return steps


def told(steps: tuple[Step, ...]) -> list[tuple[str, str, int]]:
    """Maneuver, street and metres of each step but the last, which arrives."""
    assert steps[-1].maneuver == "arrive"
    return [(str(step.maneuver), step.street, step.distance_m) for step in steps[:-1]]


def test_along_one_street_it_is_to_depart_and_to_arrive(draw: Drawing) -> None:
    """From 10 m to 90 m along a street that runs east: 80 m at 25 km/h, 12 s."""
    path = draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", street("One"))})
    depart, arrive = drive(path, (10, 5), (90, 5))
    assert (depart.maneuver, depart.street, depart.heading_deg) == ("depart", "One", 90)
    assert (depart.distance_m, depart.duration_s) == (80, 12)
    assert depart.lon == pytest.approx(10 * DEGREES_A_METRE, abs=1e-7)
    assert (arrive.maneuver, arrive.distance_m, arrive.duration_s) == ("arrive", 0, 0)
    assert arrive.lon == pytest.approx(90 * DEGREES_A_METRE, abs=1e-7)


@pytest.mark.parametrize(
    ("start", "goal", "side"),
    [
        ((10, 0), (90, 5), Side.LEFT),
        ((10, 0), (90, -5), Side.RIGHT),
        ((90, 0), (10, 5), Side.RIGHT),
        ((10, 0), (90, 0), None),
    ],
)
def test_the_place_is_on_the_side_that_the_driver_sees_it(
    draw: Drawing, start: Point, goal: Point, side: Side | None
) -> None:
    path = draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", street("One"))})
    assert drive(path, start, goal)[-1].side == side


def test_a_bend_without_a_junction_is_no_step(draw: Drawing) -> None:
    """A street of two ways with a right angle where the one ends and the other begins."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100)}
    path = draw(nodes, {1: ("AB", street("One")), 2: ("BC", street("One", surface="sett"))})
    assert told(drive(path, (10, -5), (105, 90))) == [("depart", "One", 180)]


def test_past_side_streets_there_is_nothing_to_say(draw: Drawing) -> None:
    path = draw(CROSS, {1: ("WME", street("One")), 2: ("NMS", street("Two"))})
    assert told(drive(path, (10, 5), (190, 5))) == [("depart", "One", 180)]


@pytest.mark.parametrize(
    ("goal", "maneuver", "heading"), [((95, 90), "left", 0), ((105, -90), "right", 180)]
)
def test_a_turn_is_told_where_it_is_with_the_street_that_it_leads_to(
    draw: Drawing, goal: Point, maneuver: str, heading: int
) -> None:
    path = draw(CROSS, {1: ("WME", street("One")), 2: ("NMS", street("Two"))})
    steps = drive(path, (10, 5), goal)
    assert told(steps) == [("depart", "One", 90), (maneuver, "Two", 90)]
    assert (steps[1].heading_deg, steps[1].stays) == (heading, False)
    assert steps[1].lon == pytest.approx(100 * DEGREES_A_METRE, abs=1e-7)


def test_turning_where_the_street_itself_turns_is_told_as_staying_on_it(draw: Drawing) -> None:
    """One comes from the west and goes on to the north; straight ahead is Two."""
    path = draw(CROSS, {1: ("WMN", street("One")), 2: ("ME", street("Two"))})
    steps = drive(path, (10, 5), (95, 90))
    assert told(steps) == [("depart", "One", 90), ("left", "One", 90)]
    assert steps[1].stays


@pytest.mark.parametrize(
    ("north_m", "kind", "expected"),
    [(30, "residential", "slight_left"), (10, "residential", "slight_left"), (30, "service", None)],
)
def test_at_a_fork_the_side_is_told_unless_the_other_way_is_a_driveway(
    draw: Drawing, north_m: float, kind: str, expected: str | None
) -> None:
    """From M two ways go on, as much to the left as to the right of straight ahead."""
    nodes = {"W": (0, 0), "M": (100, 0), "L": (200, north_m), "R": (200, -north_m)}
    ways = {1: ("WML", street("One")), 2: ("MR", {"highway": kind, "name": "Two"})}
    maneuvers = [step[0] for step in told(drive(draw(nodes, ways), (10, 5), (195, north_m)))]
    assert maneuvers == ["depart", *([expected] if expected else [])]


def test_a_new_name_straight_on_is_told(draw: Drawing) -> None:
    path = draw(CROSS, {1: ("WM", street("One")), 2: ("ME", street("Two"))})
    assert told(drive(path, (10, 5), (190, 5))) == [("depart", "One", 90), ("continue", "Two", 90)]


def test_a_piece_without_a_name_does_not_end_a_street(draw: Drawing) -> None:
    ways = {1: ("WM", street("One")), 2: ("ME", street()), 3: ("EF", street("One"))}
    path = draw({**CROSS, "F": (300, 0)}, ways)
    assert told(drive(path, (10, 5), (290, 5))) == [("depart", "One", 280)]


def test_a_short_piece_without_a_name_is_part_of_the_turn(draw: Drawing) -> None:
    """A slip road of 32 m and 39 m leads from One into Two."""
    nodes = {**CROSS, "F": (60, 0), "K": (90, -12), "G": (100, -50)}
    ways = {
        1: ("WFME", street("One")),
        2: ("NMGS", street("Two")),
        3: ("FKG", street(oneway="yes")),
    }
    steps = drive(draw(nodes, ways), (10, 5), (95, -90))
    assert told(steps) == [("depart", "One", 50), ("right", "Two", 112)]


def test_a_road_without_a_name_goes_by_its_number(draw: Drawing) -> None:
    path = draw(CROSS, {1: ("WME", street(ref="N3"))})
    assert told(drive(path, (10, 5), (190, 5))) == [("depart", "N3", 180)]


def test_at_a_dead_end_the_driver_turns_back(draw: Drawing) -> None:
    """On a trunk road one halts on one's own side: from the south side it is on to the end.

    A trunk road from A to B, both dead ends.
    """
    path = draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", street("One", highway="trunk"))})
    steps = drive(path, (900, -5), (800, 5))
    assert told(steps) == [("depart", "One", 100), ("u_turn", "One", 200)]
    assert (steps[1].heading_deg, steps[2].side) == (270, Side.RIGHT)


def test_over_a_wide_street_two_turns_left_lead_back(draw: Drawing) -> None:
    """Two carriageways 20 m apart, joined at their east ends, 80 m on and once more at 200 m.

    ::

        D<--C<--F
            ^   ^
        A-->B-->E
    """
    nodes = {
        "A": (0, 0), "B": (100, 0), "E": (200, 0), "F": (200, 20), "C": (100, 20), "D": (0, 20),
    }  # fmt: skip
    one_way = street("One", oneway="yes")
    ways = {1: ("ABE", one_way), 2: ("FCD", one_way), 3: ("BC", street(oneway="yes"))}
    ways |= {4: ("EF", one_way), 5: ("DA", one_way)}
    steps = drive(draw(nodes, ways), (10, -5), (10, 25))
    assert told(steps) == [("depart", "One", 90), ("u_turn", "One", 110)]
    assert steps[1].heading_deg == 270


def test_over_a_staggered_crossing_both_turns_are_told(draw: Drawing) -> None:
    """One goes on 30 m further north, along Two."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 30), "D": (200, 30), "S": (100, -100)}
    nodes |= {"N": (100, 130)}
    ways = {1: ("AB", street("One")), 2: ("SBCN", street("Two")), 3: ("CD", street("One"))}
    assert told(drive(draw(nodes, ways), (10, 5), (190, 25))) == [
        ("depart", "One", 90),
        ("left", "Two", 30),
        ("right", "One", 90),
    ]


def test_a_name_that_changes_right_behind_a_turn_is_told_with_the_turn(draw: Drawing) -> None:
    nodes = {**CROSS, "K": (100, 30)}
    ways = {1: ("WME", street("One")), 2: ("KMS", street("Two")), 3: ("KN", street("Three"))}
    assert told(drive(draw(nodes, ways), (10, 5), (95, 90))) == [
        ("depart", "One", 90),
        ("left", "Three", 90),
    ]


def test_where_the_van_may_not_turn_left_over_a_way_the_steps_lead_round(draw: Drawing) -> None:
    """From One over Two it is forbidden to turn left into Three; bicycles may.

    ::

            E---D
            |   |
        A---B---C
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (200, 100), "E": (100, 100)}
    ways = {
        1: ("AB", street("One")),
        2: ("BC", street("Two")),
        3: ("CD", street("Three")),
        4: ("BE", street("Four")),
        5: ("ED", street("Five")),
    }
    path = draw(
        nodes, ways, relations={1: rule("no_left_turn", 1, [2], 3, **{"except": "bicycle"})}
    )
    assert told(drive(path, (10, 0), (200, 40))) == [
        ("depart", "One", 90),
        ("left", "Four", 100),
        ("right", "Five", 100),
        ("right", "Three", 60),
    ]
    assert told(drive(path, (10, 0), (200, 40), "cargo_bike")) == [
        ("depart", "One", 90),
        ("continue", "Two", 100),
        ("left", "Three", 40),
    ]


def test_a_ramp_is_told_with_its_side(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (500, 0), "C": (1000, 0), "D": (700, -50), "F": (900, -50)}
    trunk = street("R20", highway="trunk", oneway="yes")
    link = {"highway": "trunk_link", "oneway": "yes"}
    ways = {1: ("ABC", trunk), 2: ("BDF", link), 3: ("FA", street("Back")), 4: ("CF", street("On"))}
    path = draw(nodes, ways)
    straight, ramp = drive(path, (10, 0), (990, 0)), drive(path, (10, 0), (800, -50))
    assert told(straight) == [("depart", "R20", 980)]
    assert (ramp[1].maneuver, ramp[1].street, ramp[1].side) == ("ramp", "", Side.RIGHT)


RING = {
    "s": (0, -40), "e": (40, 0), "n": (0, 40), "w": (-40, 0), "i": (-28, -28),
    "S": (0, -140), "E": (140, 0), "N": (30, 140), "W": (-140, 0), "I": (-150, -300),
}  # fmt: skip
ARMS = {
    1: ("senwis", street(highway="tertiary", junction="roundabout")),
    2: ("Ss", street("South", highway="trunk")),
    3: ("eE", street("East")),
    4: ("nN", street("North")),
    5: ("wW", street("West")),
    6: ("Ii", street("In", oneway="yes")),
    7: ("EI", street("Round")),
}
"""A ring of 40 m radius, driven against the clock, with an arm of about 100 m to each side.

Between the western and the southern arm, In leads into the ring only. In the south, a trunk road,
vans halt on their own side.
"""


@pytest.mark.parametrize(
    ("goal", "name", "number"),
    [
        ((120, 0), "East", 1),
        ((26, 120), "North", 2),
        ((-120, 0), "West", 3),
        ((-5, -135), "South", 4),
    ],
)
def test_exits_of_a_roundabout_are_counted_from_where_one_enters(
    draw: Drawing, goal: Point, name: str, number: int
) -> None:
    depart, ring, arrive = drive(draw(RING, ARMS), (5, -130), goal)
    assert (depart.street, depart.distance_m) == ("South", 90)
    assert (ring.maneuver, ring.street, ring.exit_number) == ("roundabout", name, number)
    assert ring.stays == (name == "South")
    assert arrive.street == name


@pytest.mark.parametrize(("kind", "number"), [("van", 2), ("cargo_bike", 3)])
def test_exits_count_where_the_vehicle_may_leave(draw: Drawing, kind: str, number: int) -> None:
    """The northern arm is a cycleway."""
    arms = {2: ("Ss", street("South")), 4: ("nN", {"highway": "cycleway"})}
    path = draw(RING, ARMS | arms)
    assert drive(path, (5, -130), (-120, 0), kind)[1].exit_number == number


def test_a_leg_that_ends_on_a_roundabout_has_no_exit(draw: Drawing) -> None:
    ring = drive(draw(RING, ARMS), (5, -130), (25, 15))[1]
    assert (ring.maneuver, ring.exit_number) == ("roundabout", None)


def test_a_leg_that_begins_on_a_roundabout_leaves_it_with_a_turn(draw: Drawing) -> None:
    steps = drive(draw(RING, ARMS), (25, 15), (26, 120))
    assert [(step.maneuver, step.street) for step in steps[1:-1]] == [("right", "North")]


def test_where_there_is_no_way_there_are_no_steps(draw: Drawing) -> None:
    """Without arcs, as `TravelTimes.legs` gives a leg where there is no way."""
    network = network_of(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", street("One"))}))
    times = TravelTimes(network, profile_for("van"))
    place = snap(times, (10, 5))
    (leg,) = times.legs(place, place)
    none = replace(leg, duration_s=NO_WAY, arcs=leg.arcs[:0])
    assert Guide(network, times.profile).steps(none, place) == ()


@given(random_cities(), random_places())
def test_steps_add_up_to_their_leg(network: RoadNetwork | None, places: list[Point]) -> None:
    """And each begins where the leg's line passes."""
    if network is None:
        reject()
    for kind in ("van", "cargo_bike"):
        try:
            times = TravelTimes(network, profile_for(kind))
        except MapError:
            continue
        guide = Guide(network, times.profile)
        found = times.snap(*np.array(places).T)
        row, column = np.divmod(np.arange(len(places) ** 2), len(places))
        for leg, goal in zip(times.legs(found.take(row), found.take(column)), column, strict=True):
            steps = guide.steps(leg, found.take([goal]))
            if leg.duration_s == NO_WAY:
                assert steps == ()
                continue
            assert sum(step.duration_s for step in steps) == leg.duration_s
            assert sum(step.distance_m for step in steps) == leg.distance_m
            assert (steps[0].maneuver, steps[-1].maneuver) == ("depart", "arrive")
            line = set(zip(leg.lat.tolist(), leg.lon.tolist(), strict=True))
            assert all((step.lat, step.lon) in line for step in steps)
