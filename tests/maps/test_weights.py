"""What turns weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.hierarchy.doors import UNREACHED
from maps.profiles.reading import profile_for
from maps.profiles.use import never
from maps.turns import turn_graph
from maps.usage import StreetUse
from maps.weights import ENTRY, Rules, packed, ruled, unpacked, weighed
from tests.support.streets import DESTINATION, ONE_WAY, STREET, arc, letters_of, network_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.turns import TurnGraph
    from tests.maps.conftest import Drawing

NODES = {"A": (0, 0), "B": (100, 0), "C": (250, 0), "D": (350, 0)}
MS = st.integers(0, 1 << 28)
DM = st.integers(0, 1 << 24)


def city(path: Path, kind: str = "van") -> tuple[RoadNetwork, TurnGraph, Rules]:
    network, profile = network_of(path), profile_for(kind)
    graph = turn_graph(network, np.arange(network.arc_count))
    usage = StreetUse(network, profile).at(never)
    return network, graph, ruled(network, graph, profile, usage, never)


def weight(ms: int, dm: int) -> int:
    return int(packed(np.array(ms), np.array(dm)))


def by_letters(network: RoadNetwork, graph: TurnGraph, turn: NDArray[np.int64]) -> dict[str, int]:
    """The weights of permitted turns."""
    ends = zip(graph.arc[graph.tail], graph.arc[graph.head], turn.tolist(), strict=True)
    return {
        letters_of(network, (tail, head)): found for tail, head, found in ends if found != UNREACHED
    }


@given(MS, DM, MS, DM)
def test_the_parts_of_a_sum_are_the_sums_of_the_parts(
    one_ms: int, one_dm: int, other_ms: int, other_dm: int
) -> None:
    both = np.array(weight(one_ms, one_dm) + weight(other_ms, other_dm))
    assert [int(part) for part in unpacked(both)] == [one_ms + other_ms, one_dm + other_dm]


@given(MS, DM, MS, DM)
def test_quicker_is_less_and_of_equally_quick_ones_shorter_is(
    one_ms: int, one_dm: int, other_ms: int, other_dm: int
) -> None:
    assert (weight(one_ms, one_dm) < weight(other_ms, other_dm)) == (
        (one_ms, one_dm) < (other_ms, other_dm)
    )


@given(MS, DM)
def test_an_entry_weighs_more_than_any_drive_and_leaves_its_numbers_alone(ms: int, dm: int) -> None:
    assert weight(ms, dm) < ENTRY
    assert [int(part) for part in unpacked(np.array(weight(ms, dm) + 3 * ENTRY))] == [ms, dm]


def test_sixty_two_entries_weigh_less_than_no_path() -> None:
    assert 62 * ENTRY + weight((1 << 30) - 1, (1 << 26) - 1) < UNREACHED // 2


def test_a_street_weighs_its_time_and_its_length(draw: Drawing) -> None:
    """100 m and 150 m at 25 km/h: 14.4 s and 21.6 s."""
    network, graph, rules = city(draw(NODES, {1: ("AB", STREET), 2: ("BC", STREET)}))
    weights = weighed(network, graph, rules)
    ms, dm = unpacked(weights.arc)
    assert (ms[arc(network, "AB")], dm[arc(network, "AB")]) == (14_400, 1000)
    assert (ms[arc(network, "CB")], dm[arc(network, "CB")]) == (21_600, 1500)


def test_a_turn_weighs_the_street_before_it_and_the_turn(draw: Drawing) -> None:
    """Turning back at the dead ends takes 27.455 s."""
    network, graph, rules = city(draw(NODES, {1: ("AB", STREET), 2: ("BC", STREET)}))
    weights = weighed(network, graph, rules)
    assert by_letters(network, graph, weights.turn) == {
        "ABC": weight(14_400, 1000),
        "CBA": weight(21_600, 1500),
        "BCB": weight(49_055, 1500),
        "BAB": weight(41_855, 1000),
    }


@pytest.mark.parametrize(("kph", "ms"), [(25.0, 14_400), (26.0, 13_846), (128.0, 2813)])
def test_times_are_rounded_to_the_millisecond_half_up(draw: Drawing, kph: float, ms: int) -> None:
    """100 m at 26 km/h are 13,846.15 ms, at 128 km/h 2,812.5 ms."""
    network, graph, rules = city(draw(NODES, {1: ("AB", STREET)}))
    weights = weighed(network, graph, rules._replace(kph=np.full(network.arc_count, kph)))
    assert unpacked(weights.arc)[0].tolist() == [ms, ms]


def test_traffic_lengthens_the_way_along_a_street_and_not_the_turn(draw: Drawing) -> None:
    network, graph, rules = city(draw(NODES, {1: ("AB", STREET), 2: ("BC", STREET)}))
    weights = weighed(network, graph, rules, np.array([1.5, 1.0]))
    assert unpacked(weights.arc)[0].tolist() == [21_600, 21_600, 21_600, 21_600]
    turns = by_letters(network, graph, weights.turn)
    assert unpacked(np.array(turns["BAB"]))[0] == 49_055


def test_entering_a_street_for_ends_only_counts_going_on_in_it_and_leaving_do_not(
    draw: Drawing,
) -> None:
    ways = {1: ("AB", STREET), 2: ("BC", DESTINATION), 3: ("CD", DESTINATION)}
    network, graph, rules = city(draw(NODES, ways))
    turns = by_letters(network, graph, weighed(network, graph, rules).turn)
    assert {turn for turn, found in turns.items() if found >= ENTRY} == {"ABC"}


def test_what_is_closed_weighs_nothing_and_no_turn_leads_there(draw: Drawing) -> None:
    ways = {1: ("AB", STREET), 2: ("BC", {"highway": "cycleway"}), 3: ("CD", ONE_WAY)}
    network, graph, rules = city(draw(NODES, ways))
    weights = weighed(network, graph, rules)
    assert weights.arc[[arc(network, "BC"), arc(network, "DC")]].tolist() == [0, 0]
    assert set(by_letters(network, graph, weights.turn)) == {"ABA", "BAB"}


def test_an_arc_is_within_reach_where_any_of_its_states_is(draw: Drawing) -> None:
    """The ring A, B, C; D hangs on C by a one-way street."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (50, 80), "D": (50, 200)}
    ways = {1: ("AB", ONE_WAY), 2: ("BC", ONE_WAY), 3: ("CA", ONE_WAY), 4: ("CD", ONE_WAY)}
    network, _, rules = city(draw(nodes, ways))
    assert sorted(letters_of(network, [one]) for one in np.flatnonzero(rules.within).tolist()) == [
        "AB", "BC", "CA",
    ]  # fmt: skip
