"""Which turns are permitted, and what they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.profiles.reading import profile_for
from maps.profiles.use import never
from maps.restrictions import Restriction
from maps.turning import heeds, permitted_turns, turn_ms
from maps.turns import turn_graph
from maps.usage import StreetUse
from tests.support.streets import DESTINATION, ONE_WAY, STREET, letters_of, network_of, rule

if TYPE_CHECKING:
    from pathlib import Path

    from maps.profiles.model import Profile
    from maps.profiles.use import Holds
    from tests.maps.conftest import Drawing, Tags

CYCLEWAY = {"highway": "cycleway"}
PRIMARY = {"highway": "primary"}

CROSSING = {"C": (0, 0), "N": (0, 100), "E": (100, 0), "S": (0, -100), "W": (-100, 0)}
SPOKES = {n: (f"{letter}C", STREET) for n, letter in enumerate("NESW", start=1)}
IN_LINE = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)}


def permitted(path: Path, profile: Profile | str = "van", holds: Holds = never) -> set[str]:
    """The turns that a profile may take, each by its three letters."""
    profile = profile_for(profile) if isinstance(profile, str) else profile
    network = network_of(path)
    graph = turn_graph(network, np.arange(network.arc_count))
    usage = StreetUse(network, profile).at(holds)
    may = permitted_turns(network, graph, profile, usage, holds)
    ends = zip(graph.arc[graph.tail[may]], graph.arc[graph.head[may]], strict=True)
    return {letters_of(network, pair) for pair in ends}


def times_ms(path: Path, profile: Profile | str = "van") -> dict[str, int]:
    """What each turn takes, permitted or not, by its three letters."""
    profile = profile_for(profile) if isinstance(profile, str) else profile
    network = network_of(path)
    graph = turn_graph(network, np.arange(network.arc_count))
    took = turn_ms(network, graph, profile, StreetUse(network, profile).at(never)).tolist()
    ends = zip(graph.arc[graph.tail], graph.arc[graph.head], strict=True)
    return {letters_of(network, pair): ms for pair, ms in zip(ends, took, strict=True)}


def changed(profile: str, **turns: float) -> Profile:
    found = profile_for(profile)
    return found.model_copy(update={"turns": found.turns.model_copy(update=turns)})


def test_vehicles_turn_back_at_dead_ends_only(draw: Drawing) -> None:
    found = permitted(draw(CROSSING, SPOKES))
    ahead = {f"{one}C{other}" for one in "NESW" for other in "NESW" if one != other}
    assert found == ahead | {f"C{end}C" for end in "NESW"}


def test_where_a_street_only_goes_on_nobody_turns_back(draw: Drawing) -> None:
    found = permitted(draw(IN_LINE, {1: ("ABC", STREET), 2: ("B", STREET), 3: ("CD", STREET)}))
    assert "CDC" in found
    assert "BCB" not in found


def test_at_a_barrier_those_whom_it_stops_turn_back(draw: Drawing) -> None:
    path = draw(IN_LINE, {1: ("ABC", STREET)}, node_tags={"B": {"barrier": "bollard"}})
    assert permitted(path) == {"ABA", "CBC", "BAB", "BCB"}
    assert permitted(path, "cargo_bike") == {"ABC", "CBA", "BAB", "BCB"}


def test_where_only_a_cycleway_goes_on_vans_turn_back(draw: Drawing) -> None:
    path = draw(IN_LINE, {1: ("AB", STREET), 2: ("BC", CYCLEWAY)})
    assert permitted(path) == {"ABA", "BAB"}
    assert permitted(path, "cargo_bike") == {"ABC", "CBA", "BAB", "BCB"}


def test_where_a_one_way_comes_out_one_turns_back(draw: Drawing) -> None:
    path = draw(IN_LINE, {1: ("AB", STREET), 2: ("CB", ONE_WAY)})
    assert permitted(path) == {"ABA", "BAB", "CBA"}


def test_a_one_way_that_ends_leads_nowhere(draw: Drawing) -> None:
    assert permitted(draw(IN_LINE, {1: ("AB", ONE_WAY)})) == set()


def test_a_street_for_ends_only_is_no_way_on_for_who_just_passes(draw: Drawing) -> None:
    """Who comes along the street for all may turn into it, or back; who comes out goes on."""
    path = draw(IN_LINE, {1: ("AB", STREET), 2: ("BC", DESTINATION)})
    assert permitted(path) == {"ABA", "ABC", "CBA", "BAB", "BCB"}


def test_a_street_for_ends_only_goes_on_into_another(draw: Drawing) -> None:
    path = draw(IN_LINE, {1: ("AB", DESTINATION), 2: ("BC", DESTINATION)})
    assert permitted(path) == {"ABC", "CBA", "BAB", "BCB"}


def test_forbidden_turns_are_not_permitted_to_who_heeds_them(draw: Drawing) -> None:
    path = draw(CROSSING, SPOKES, relations={9: rule("no_left_turn", 3, "C", 4)})
    assert "SCW" not in permitted(path)
    assert "SCW" not in permitted(path, "cargo_bike")
    assert "SCW" in permitted(path, "walk")


def test_turning_back_may_be_forbidden_at_a_dead_end_too(draw: Drawing) -> None:
    path = draw(IN_LINE, {1: ("AB", STREET)}, relations={9: rule("no_u_turn", 1, "B", 1)})
    assert permitted(path) == {"BAB"}


def test_where_a_restriction_closes_the_only_way_on_one_turns_back(draw: Drawing) -> None:
    ways = {1: ("AB", STREET), 2: ("BC", STREET)}
    path = draw(IN_LINE, ways, relations={9: rule("no_straight_on", 1, "B", 2)})
    assert permitted(path) == {"ABA", "CBA", "BAB", "BCB"}


def test_on_foot_one_turns_back_anywhere(draw: Drawing) -> None:
    found = permitted(draw(CROSSING, SPOKES), "walk")
    assert {f"{end}C{end}" for end in "NESW"} < found


def test_a_conditional_restriction_holds_when_its_condition_does(draw: Drawing) -> None:
    members, _ = rule("no_left_turn", 3, "C", 4)
    tags = {"type": "restriction", "restriction:conditional": "no_left_turn @ (Mo-Fr)"}
    path = draw(CROSSING, SPOKES, relations={9: (members, tags)})
    assert "SCW" in permitted(path)
    assert "SCW" not in permitted(path, holds="Mo-Fr".__eq__)


@pytest.mark.parametrize(
    ("vehicle", "exempt", "by_van", "by_cargo_bike"),
    [
        ("", (), True, True),
        ("", ("bicycle",), True, False),
        ("", ("psv", "bicycle"), True, False),
        ("", ("motorcar",), False, True),
        ("", ("motor_vehicle",), False, True),
        ("", ("vehicle",), False, False),
        ("", ("hgv",), True, True),
        ("bicycle", (), False, True),
        ("motorcar", (), True, False),
        ("goods", (), True, False),
        ("hgv", (), False, False),
    ],
)
def test_whom_a_restriction_binds(
    vehicle: str, exempt: tuple[str, ...], *, by_van: bool, by_cargo_bike: bool
) -> None:
    restriction = Restriction(
        from_way=1, via_node=2, via_ways=(), to_way=3, kind="no_left_turn",
        vehicle=vehicle, exempt=exempt,
    )  # fmt: skip
    assert heeds(profile_for("van"), restriction, never) == by_van
    assert heeds(profile_for("cargo_bike"), restriction, never) == by_cargo_bike


def test_turns_take_a_van_what_osrms_car_profile_says(draw: Drawing) -> None:
    """At a crossing of like streets, with 7.5 s, a bias of 1.075, and 2 s across the oncoming.

    - Straight on, exp(6.5 * 1.075) = 1083.0, and 7.5 / 1084.0 = 0.0069.
    - Right, exp(6.9875 - 6.0465) = 2.5625, and 7.5 / 3.5625 = 2.1053.
    - Left, exp(6.0465 - 6.9875) = 0.3902, and 7.5 / 1.3902 = 5.3947; besides
      2 / (1 + exp(-3.25)) = 1.9253.
    - Back, exp(6.9875 - 12.0930) = 0.00606, and 7.5 / 1.00606 = 7.4548; besides 20.
    """
    took = times_ms(draw(CROSSING, SPOKES))
    assert {turn: took[turn] for turn in ("SCN", "SCE", "SCW", "SCS")} == {
        "SCN": 7, "SCE": 2105, "SCW": 7320, "SCS": 27455,
    }  # fmt: skip


def test_where_one_drives_on_the_left_right_turns_cross_the_oncoming_traffic(
    draw: Drawing,
) -> None:
    left = profile_for("van").model_copy(update={"drives_on": "left"})
    took = times_ms(draw(CROSSING, SPOKES), left)
    assert (took["SCE"], took["SCW"]) == (7320, 2105)


def test_turns_take_a_bicycle_the_square_of_the_angle(draw: Drawing) -> None:
    """6 s and a bias of 1.4: 6 / 1.4 to the right, 6 * 1.4 to the left; back 4 times the right."""
    took = times_ms(draw(CROSSING, SPOKES), "cargo_bike")
    assert {turn: took[turn] for turn in ("SCN", "SCE", "SCW", "SCS")} == {
        "SCN": 0, "SCE": 4286, "SCW": 8400, "SCS": 37143,
    }  # fmt: skip


def test_a_bend_takes_nothing_and_a_dead_end_only_the_turning_back(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100)}
    took = times_ms(draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET)}))
    back_ms = 27_455  # 20 s, and 7.5 / (1 + exp(6.5 * 1.075 - 13 / 1.075)) s for half a circle
    assert took == {"ABC": 0, "CBA": 0} | dict.fromkeys(("ABA", "CBC", "BAB", "BCB"), back_ms)


def test_streets_that_are_closed_to_a_vehicle_make_no_crossing_for_it(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (200, 0)}
    path = draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET), 3: ("BD", CYCLEWAY)})
    assert times_ms(path)["ABC"] == 0
    assert times_ms(path, "cargo_bike")["ABC"] == 8400


@pytest.mark.parametrize(
    ("tags", "along_ms", "against_ms"),
    [
        ({"highway": "traffic_signals"}, 2000, 2000),
        ({"highway": "traffic_signals", "direction": "both"}, 2000, 2000),
        ({"highway": "traffic_signals", "traffic_signals:direction": "forward"}, 2000, 0),
        ({"highway": "traffic_signals", "traffic_signals:direction": "backward"}, 0, 2000),
        ({"highway": "stop", "direction": "backward"}, 0, 2000),
        ({"highway": "give_way", "direction": "forward"}, 1000, 0),
        ({"barrier": "gate"}, 60_000, 60_000),
        ({"barrier": "cattle_grid"}, 0, 0),
        ({"barrier": "gate", "highway": "stop", "direction": "forward"}, 62_000, 60_000),
    ],
)
def test_signs_hold_up_those_who_drive_in_their_direction(
    draw: Drawing, tags: Tags, along_ms: int, against_ms: int
) -> None:
    """The way runs from A over B to C, and C to D is there to be cut."""
    path = draw(IN_LINE, {1: ("ABC", STREET), 2: ("CD", STREET)}, node_tags={"B": tags})
    took = times_ms(path)
    assert (took["ABC"], took["CBA"]) == (along_ms, against_ms)


def test_who_turns_back_at_a_gate_does_not_pass_it(draw: Drawing) -> None:
    tags = {"barrier": "gate", "access": "private"}
    path = draw(IN_LINE, {1: ("ABC", STREET)}, node_tags={"B": tags})
    assert permitted(path) == {"ABA", "CBC", "BAB", "BCB"}
    assert times_ms(path)["ABA"] == 27_455


BIG_CROSSING = {1: ("SC", STREET), 2: ("CN", STREET), 3: ("WC", PRIMARY), 4: ("CE", PRIMARY)}
STRAIGHT_MS, RIGHT_MS = 7, 2105


@pytest.mark.parametrize(
    ("tags", "minor_ms", "major_ms"),
    [
        ({}, 1000, 0),
        ({"highway": "give_way"}, 1000, 1000),
        ({"highway": "stop"}, 2000, 2000),
        ({"highway": "stop", "stop": "all"}, 2000, 2000),
        ({"highway": "stop", "stop": "minor"}, 2000, 0),
        ({"highway": "traffic_signals"}, 2000, 2000),
        ({"highway": "mini_roundabout"}, 1000, 0),
    ],
)
def test_who_crosses_or_joins_a_bigger_road_gives_way_or_heeds_the_sign(
    draw: Drawing, tags: Tags, minor_ms: int, major_ms: int
) -> None:
    took = times_ms(draw(CROSSING, BIG_CROSSING, node_tags={"C": tags}))
    assert took["SCN"] == STRAIGHT_MS + minor_ms
    assert took["SCE"] == RIGHT_MS + minor_ms
    assert took["WCE"] == STRAIGHT_MS + major_ms
    assert took["WCS"] == RIGHT_MS + major_ms


def test_joining_a_slip_road_of_the_same_rank_gives_no_way(draw: Drawing) -> None:
    ways = {**BIG_CROSSING, 1: ("SC", {"highway": "primary_link"})}
    assert times_ms(draw(CROSSING, ways))["SCN"] == STRAIGHT_MS


def test_costs_are_the_profiles_to_say(draw: Drawing) -> None:
    path = draw(CROSSING, BIG_CROSSING)
    assert times_ms(path, changed("van", give_way_s=7.5))["SCN"] == STRAIGHT_MS + 7500
    assert times_ms(path, changed("van", turn_s=0.0, oncoming_s=0.0))["WCN"] == 0
