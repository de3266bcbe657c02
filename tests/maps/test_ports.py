"""Places inside street segments."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.hierarchy.doors import UNREACHED
from maps.ports import Ports, arriving, leaving, ports, staying
from maps.profiles.reading import profile_for
from maps.profiles.use import never
from maps.skeleton import build_skeleton
from maps.snapping import Snaps
from maps.usage import StreetUse
from maps.weights import ruled, unpacked, weighed
from tests.support.streets import (
    DEGREES_A_METRE,
    DESTINATION,
    ONE_WAY,
    STREET,
    arc,
    letters_of,
    network_of,
    rule,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.hierarchy.doors import Doors
    from maps.network import RoadNetwork
    from maps.skeleton import Skeleton
    from maps.weights import Weights
    from tests.maps.conftest import Drawing

NODES = {
    "A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0), "N": (100, 100), "X": (200, 100),
}  # fmt: skip
WAYS = {
    1: ("AB", STREET), 2: ("BC", STREET), 3: ("CD", STREET), 5: ("BN", STREET), 7: ("CX", STREET),
}  # fmt: skip
"""::

        N   X
       5|  7|
    A---B---C---D
      1   2   3
"""
OVER_BC = {9: rule("no_left_turn", 1, [2], 7)}
TRUNK = {"highway": "trunk"}


def weighted(path: Path, kind: str = "van") -> tuple[RoadNetwork, Skeleton, Weights]:
    network, profile = network_of(path), profile_for(kind)
    use = StreetUse(network, profile)
    skeleton = build_skeleton(network, np.flatnonzero(use.ever))
    rules = ruled(network, skeleton.graph, profile, use.at(never), never)
    return network, skeleton, weighed(network, skeleton.graph, rules)


def on(segment: int, *fractions: float, side: int = 0) -> Snaps:
    """Places on a segment; where they lie on the map does not matter here."""
    nowhere = np.zeros(len(fractions))
    return Snaps(
        segment=np.full(len(fractions), segment, np.int32),
        fraction=np.array(fractions),
        side=np.full(len(fractions), side, np.int8),
        road_lat=nowhere,
        road_lon=nowhere,
        distance_m=nowhere,
    )


def in_numbers(weight: NDArray[np.int64]) -> tuple[int, int]:
    """Milliseconds and decimetres."""
    duration_ms, length_dm = unpacked(weight)
    return int(duration_ms), int(length_dm)


def doors_in_letters(
    network: RoadNetwork, skeleton: Skeleton, doors: Doors
) -> list[list[tuple[str, int, int]]]:
    """The arcs that the doors of each place lead into, with milliseconds and decimetres."""
    return [
        sorted(
            (letters_of(network, [skeleton.graph.arc[node]]), *in_numbers(weight))
            for node, weight in zip(nodes, weights, strict=True)
            if node >= 0
        )
        for nodes, weights in zip(doors.node, doors.weight, strict=True)
    ]


def test_a_place_lies_on_both_arcs_of_its_segment(draw: Drawing) -> None:
    network, _, weights = weighted(draw(NODES, WAYS))
    found = ports(network, profile_for("van"), weights, on(0, 0.25))
    assert found.arc.tolist() == [[0, 1]]
    assert [part.tolist() for part in unpacked(found.behind)] == [[[3600, 10800]], [[250, 750]]]
    assert [part.tolist() for part in unpacked(found.ahead)] == [[[10800, 3600]], [[750, 250]]]


@given(st.floats(0, 1))
def test_the_parts_before_and_behind_a_place_add_up_to_the_street(fraction: float) -> None:
    network, weights = _odd_lengths()
    found = ports(network, profile_for("van"), weights, on(0, fraction))
    assert (found.behind >= 0).all()
    assert (found.ahead >= 0).all()
    assert (found.behind + found.ahead == weights.arc[found.arc]).all()


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_lies_farther_along_a_street_has_no_less_behind_it(one: float, other: float) -> None:
    network, weights = _odd_lengths()
    places = on(0, *sorted([one, other]))
    found = ports(network, profile_for("van"), weights, places)
    near, far = found.behind
    assert near[0] <= far[0]
    assert near[1] >= far[1]


@lru_cache(maxsize=1)
def _odd_lengths() -> tuple[RoadNetwork, Weights]:
    """A street of 77.7 m and one of 33.3 m, 12 km/h forward and 19 back."""
    import tempfile

    import osmium

    tags = STREET | {"maxspeed:forward": "15", "maxspeed:backward": "23.75"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "odd.osm"
        with osmium.SimpleWriter(str(path)) as writer:
            for number, east_m in enumerate((0.0, 77.7, 111.0)):
                location = (east_m * DEGREES_A_METRE, 0.0)
                writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=location))
            writer.add_way(osmium.osm.mutable.Way(id=1, nodes=[1, 2], tags=tags))
            writer.add_way(osmium.osm.mutable.Way(id=2, nodes=[2, 3], tags=STREET))
        network, _, weights = weighted(path)
    return network, weights


def test_only_arcs_within_reach_are_ports(draw: Drawing) -> None:
    """The ring A, B, C, and D that a one-way leads to."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (50, 80), "D": (50, 200)}
    ways = {1: ("AB", ONE_WAY), 2: ("BCA", ONE_WAY), 3: ("CD", ONE_WAY)}
    network, _, weights = weighted(draw(nodes, ways))
    segments = {letters_of(network, [2 * n]): n for n in range(network.segment_count)}
    van = profile_for("van")
    assert ports(network, van, weights, on(segments["AB"], 0.5)).arc.tolist() == [
        [arc(network, "AB"), -1]
    ]
    assert ports(network, van, weights, on(segments["CD"], 0.5)).arc.tolist() == [[-1, -1]]


@pytest.mark.parametrize(
    ("side", "drives_on", "expected"),
    [(1, "right", [0, -1]), (-1, "right", [-1, 1]), (0, "right", [0, 1]), (1, "left", [-1, 1])],
)
def test_on_a_big_road_one_halts_on_the_side_where_the_place_lies(
    draw: Drawing, side: int, drives_on: str, expected: list[int]
) -> None:
    network, _, weights = weighted(draw(NODES, {1: ("AB", TRUNK)}))
    van = profile_for("van").model_copy(update={"drives_on": drives_on})
    assert ports(network, van, weights, on(0, 0.5, side=side)).arc.tolist() == [expected]


def test_where_the_own_side_is_closed_one_halts_on_the_other(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (50, 80)}
    ways = {1: ("AB", TRUNK | {"oneway": "yes"}), 2: ("BCA", ONE_WAY)}
    network, _, weights = weighted(draw(nodes, ways))
    found = ports(network, profile_for("van"), weights, on(0, 0.5, side=-1))
    assert found.arc.tolist() == [[0, -1]]


def test_a_place_is_left_into_all_streets_that_one_can_turn_into(draw: Drawing) -> None:
    """From 25 m before B; on to C or N, and back at A. Turns at B: left 7,320 ms, on 7 ms."""
    network, skeleton, weights = weighted(draw(NODES, WAYS))
    found = ports(network, profile_for("van"), weights, on(0, 0.75))
    exits = leaving(skeleton, weights, found)
    assert doors_in_letters(network, skeleton, exits.doors) == [
        [("AB", 10_800 + 27_455, 750), ("BC", 3600 + 7, 250), ("BN", 3600 + 7320, 250)]
    ]
    turned = skeleton.graph.head[exits.turn[exits.doors.node >= 0]]
    assert turned.tolist() == exits.doors.node[exits.doors.node >= 0].tolist()


def test_a_place_is_reached_at_the_beginning_of_its_arcs(draw: Drawing) -> None:
    network, skeleton, weights = weighted(draw(NODES, WAYS))
    doors = arriving(skeleton, ports(network, profile_for("van"), weights, on(0, 0.75)))
    assert doors_in_letters(network, skeleton, doors) == [[("AB", 10_800, 750), ("BA", 3600, 250)]]


def test_a_place_on_a_via_way_is_reached_by_whichever_way_one_came(draw: Drawing) -> None:
    """Arc BC is there again for those who came from A."""
    network, skeleton, weights = weighted(draw(NODES, WAYS, relations=OVER_BC))
    segment = arc(network, "BC") >> 1
    doors = arriving(skeleton, ports(network, profile_for("van"), weights, on(segment, 0.5)))
    assert [letters for letters, _, _ in doors_in_letters(network, skeleton, doors)[0]] == [
        "BC", "BC", "CB",
    ]  # fmt: skip


def test_who_begins_on_a_via_way_is_not_bound(draw: Drawing) -> None:
    network, skeleton, weights = weighted(draw(NODES, WAYS, relations=OVER_BC))
    segment = arc(network, "BC") >> 1
    exits = leaving(
        skeleton, weights, ports(network, profile_for("van"), weights, on(segment, 0.5))
    )
    letters = [letters for letters, _, _ in doors_in_letters(network, skeleton, exits.doors)[0]]
    assert letters == ["BA", "BN", "CD", "CX"]


def test_who_begins_on_the_from_way_is_bound(draw: Drawing) -> None:
    """Turning into BC leads to the state of those who came from A."""
    network, skeleton, weights = weighted(draw(NODES, WAYS, relations=OVER_BC))
    exits = leaving(skeleton, weights, ports(network, profile_for("van"), weights, on(0, 0.5)))
    states = exits.doors.node[0][exits.doors.node[0] >= skeleton.graph.arc_count]
    assert [letters_of(network, [skeleton.graph.arc[state]]) for state in states] == ["BC"]


def test_places_of_many_kinds_stand_in_one_table(draw: Drawing) -> None:
    """On the via way, where a restriction begins, in a street for ends only, and nowhere."""
    ways = {**WAYS, 3: ("CD", DESTINATION)}
    network, skeleton, weights = weighted(draw(NODES, ways, relations=OVER_BC))
    segments = [arc(network, letters) >> 1 for letters in ("BC", "AB", "CD")]
    places = on(0, 0.5, 0.5, 0.5)
    places = Snaps(**{**_fields(places), "segment": np.array(segments, np.int32)})
    found = ports(network, profile_for("van"), weights, places)
    found = Ports(*(np.concatenate([part, np.full((1, 2), -1)]) for part in found))
    reached = doors_in_letters(network, skeleton, arriving(skeleton, found))
    assert [[letters for letters, _, _ in row] for row in reached] == [
        ["BC", "BC", "CB"], ["AB", "BA"], ["CD", "DC"], [],
    ]  # fmt: skip
    left = doors_in_letters(network, skeleton, leaving(skeleton, weights, found).doors)
    assert [[letters for letters, _, _ in row] for row in left] == [
        ["BA", "BN", "CD", "CX"], ["AB", "BC", "BN"], ["CB", "CX", "DC"], [],
    ]  # fmt: skip


def _fields(places: Snaps) -> dict[str, NDArray[Any]]:
    return {name: getattr(places, name) for name in Snaps.__slots__}


def test_no_places_have_no_doors(draw: Drawing) -> None:
    _, skeleton, weights = weighted(draw(NODES, WAYS))
    none = Ports(*(np.empty((0, 2), dtype=np.int64) for _ in range(3)))
    assert len(arriving(skeleton, none).node) == 0
    assert len(leaving(skeleton, weights, none).doors.node) == 0


@pytest.mark.parametrize(
    ("origin", "goal", "expected"),
    [
        (0.25, 0.75, [(0, 7200, 500), None]),
        (0.75, 0.25, [None, (1, 7200, 500)]),
        (0.5, 0.5, [(0, 0, 0), (1, 0, 0)]),
    ],
)
def test_one_drives_on_along_the_arc_on_which_the_other_place_lies_ahead(
    draw: Drawing, origin: float, goal: float, expected: list[tuple[int, int, int] | None]
) -> None:
    network, _, weights = weighted(draw(NODES, WAYS))
    out, to = (
        ports(network, profile_for("van"), weights, on(0, place)) for place in (origin, goal)
    )
    one = np.array([0])
    doors = staying(out, one, to, one)
    assert [
        None if node < 0 else (int(node), *in_numbers(weight))
        for node, weight in zip(doors.node[0], doors.weight[0], strict=True)
    ] == expected
    assert (doors.weight[doors.node < 0] == UNREACHED).all()


def test_nobody_drives_on_along_another_street(draw: Drawing) -> None:
    network, _, weights = weighted(draw(NODES, WAYS))
    van, one = profile_for("van"), np.array([0])
    out, to = ports(network, van, weights, on(0, 0.2)), ports(network, van, weights, on(1, 0.8))
    assert staying(out, one, to, one).node.tolist() == [[-1, -1]]


def test_a_street_of_no_length_weighs_nothing_before_or_behind(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (100, 0), "C": (100, 0), "D": (200, 0)}
    network, _, weights = weighted(
        draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET), 3: ("CD", STREET)})
    )
    segment = arc(network, "BC") >> 1
    found = ports(network, profile_for("van"), weights, on(segment, 0.5))
    assert found.arc.tolist() == [[2 * segment, 2 * segment + 1]]
    assert found.behind.tolist() == found.ahead.tolist() == [[0, 0]]
