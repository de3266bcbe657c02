"""The least cut between the two ends of a row of junctions."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.hierarchy.flow import Part, least_cut


def part_of(count: int, streets: list[tuple[int, int, int]]) -> Part:
    """Streets as (junction, junction, size)."""
    ways = sorted(
        [(start, goal, number) for number, (start, goal, _) in enumerate(streets)]
        + [(goal, start, number) for number, (start, goal, _) in enumerate(streets)]
    )
    back = [ways.index((goal, start, number)) for start, goal, number in ways]
    tails = [start for start, _, _ in ways]
    return Part(
        first=np.searchsorted(tails, np.arange(count + 1)).astype(np.int32),
        head=np.array([goal for _, goal, _ in ways], dtype=np.int32),
        back=np.array(back, dtype=np.int32),
        size=np.array([streets[number][2] for _, _, number in ways], dtype=np.int32),
    )


def row(*junctions: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(junctions, dtype=np.int32)


def test_the_narrowest_place_is_cut() -> None:
    """Two squares and a lane between them: 0-1-2-3 and 4-5-6-7, joined by 2-4."""
    streets = [(0, 1, 2), (1, 2, 2), (2, 3, 2), (3, 0, 2)]
    streets += [(a + 4, b + 4, size) for a, b, size in streets] + [(2, 4, 1)]
    ratio, side = least_cut(part_of(8, streets), row(0, 1, 2, 3, 4, 5, 6, 7), 0.25, np.inf)
    assert ratio == 1 / 4
    assert side.tolist() == [True] * 4 + [False] * 4


def test_of_equally_small_cuts_the_more_even_one_is_taken() -> None:
    """A road of six junctions: between the ends any street will do."""
    streets = [(place, place + 1, 1) for place in range(5)]
    ratio, side = least_cut(part_of(6, streets), row(2, 1, 0, 3, 4, 5), 0.25, np.inf)
    assert ratio == 1 / 3
    assert side.tolist() == [True, True, True, False, False, False]


def test_what_was_sent_the_wrong_way_is_turned_back() -> None:
    """Cuts 0 and 4 from 3 and 7.

    The shortest way is 0-1-2-3. But 0-1 has to feed 1-6-7, and 4-5-2 both 2-3 and 2-1, the other
    way round.
    """
    streets = [(0, 1, 1), (1, 2, 1), (2, 3, 1), (4, 5, 2), (5, 2, 2), (1, 6, 2), (6, 7, 2)]
    ratio, _ = least_cut(part_of(8, streets), row(0, 4, 1, 2, 5, 6, 3, 7), 0.25, np.inf)
    assert ratio == 3 / 2


def test_a_cut_that_cannot_be_good_enough_is_given_up() -> None:
    streets = [(place, place + 1, 3) for place in range(5)]
    ratio, _ = least_cut(part_of(6, streets), row(0, 1, 2, 3, 4, 5), 0.25, 1.0)
    assert ratio == np.inf


@settings(deadline=None)  # the first call compiles
@given(st.data())
def test_no_cut_is_smaller(data: st.DataObject) -> None:
    """As networkx finds it, between the same outer junctions."""
    count = data.draw(st.integers(4, 12))
    junction = st.integers(0, count - 1)
    more = data.draw(st.lists(st.tuples(junction, junction, st.integers(1, 3)), max_size=20))
    streets = [(place, place + 1, 1) for place in range(count - 1)]
    streets += [(start, goal, size) for start, goal, size in more if start != goal]
    order = data.draw(st.permutations(range(count)))
    ratio, side = least_cut(part_of(count, streets), row(*order), 0.25, np.inf)

    outer = count // 4
    network: nx.DiGraph[int | str] = nx.DiGraph()
    for start, goal, size in streets:
        for one, other in ((start, goal), (goal, start)):
            known = network.get_edge_data(one, other, {"capacity": 0})["capacity"]
            network.add_edge(one, other, capacity=known + size)
    for place in range(outer):
        network.add_edge("first", order[place])
        network.add_edge(order[-1 - place], "second")
    least, _ = nx.minimum_cut(network, "first", "second")
    size = sum(size for start, goal, size in streets if side[start] != side[goal])
    assert size == least
    assert ratio == least / min(side.sum(), count - side.sum())
    assert all(side[junction] for junction in order[:outer])
    assert not any(side[junction] for junction in order[-outer:])
