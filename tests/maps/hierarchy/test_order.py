"""The order in which streets are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.hierarchy.order import cut_order
from maps.hierarchy.topology import build_topology

if TYPE_CHECKING:
    from tests.maps.hierarchy.graphs import StreetGraph


@settings(deadline=None)  # the first call compiles
@given(st.data())
def test_every_node_is_in_it_once(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 30))
    junction = st.integers(0, count - 1)
    nodes = data.draw(st.lists(st.tuples(junction, junction), max_size=90))
    tail, head = np.array(nodes, dtype=np.int32).reshape(-1, 2).T
    coordinate = st.lists(st.integers(0, 3), min_size=count, max_size=count)
    x, y = (np.array(data.draw(coordinate), dtype=np.float64) for _ in range(2))
    assert sorted(cut_order(tail, head, x, y)) == list(range(len(nodes)))


def grid(side: int, east: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Positions of side x side junctions, and the streets between neighbours."""
    positions = [(east + column, row) for row in range(side) for column in range(side)]
    streets = [
        (row * side + column, (row + down) * side + column + 1 - down)
        for row in range(side)
        for column in range(side)
        for down in (0, 1)
        if row + down < side and column + 1 - down < side
    ]
    return positions, streets


def towns(bridges: list[tuple[int, int]]) -> tuple[list[int], list[int], list[int]]:
    """Two grids of 5 x 5 junctions and bridges, all both ways: tail, head and order of streets."""
    west, streets = grid(5, 0)
    east, more = grid(5, 20)
    streets += [(start + 25, goal + 25) for start, goal in more] + bridges
    tail, head = np.array(streets + [(goal, start) for start, goal in streets]).T
    x, y = np.array(west + east, dtype=np.float64).T
    return tail.tolist(), head.tolist(), cut_order(tail, head, x, y).tolist()


def test_the_bridge_between_two_towns_comes_last() -> None:
    tail, head, order = towns([(14, 35)])
    assert {(tail[node], head[node]) for node in order[-2:]} == {(14, 35), (35, 14)}


def test_of_a_cut_all_that_leads_over_comes_first_then_all_that_leads_back() -> None:
    """Then those that lead over need no shortcuts between them."""
    tail, head, order = towns([(4, 25), (14, 35), (24, 45)])
    last = [(tail[node], head[node]) for node in order[-6:]]
    over = {(4, 25), (14, 35), (24, 45)}
    back = {(goal, start) for start, goal in over}
    assert [set(last[:3]), set(last[3:])] in ([over, back], [back, over])


def test_it_is_the_same_each_time(streets: StreetGraph) -> None:
    again = cut_order(streets.tail, streets.head, streets.x, streets.y)
    assert again.tolist() == streets.graph.order.tolist()


def test_it_takes_far_fewer_shortcuts_than_bisection_by_position(streets: StreetGraph) -> None:
    """Which orders nodes by the side of ever smaller halves they lie on; fewer than 3/4 as many."""
    graph = streets.graph
    x = (streets.x[streets.tail] + streets.x[streets.head]) / 2
    y = (streets.y[streets.tail] + streets.y[streets.head]) / 2
    halving: list[int] = []

    def halve(nodes: np.ndarray[tuple[int], np.dtype[np.intp]]) -> None:
        """Last come the nodes of the first half with a neighbour in the second."""
        if len(nodes) <= 4:
            halving[:0] = nodes.tolist()
            return
        along = x if np.ptp(x[nodes]) > np.ptp(y[nodes]) else y
        nodes = nodes[np.argsort(along[nodes], kind="stable")]
        second = np.zeros(len(graph.order), dtype=np.bool_)
        second[nodes[len(nodes) // 2 :]] = True
        first = np.zeros(len(graph.order), dtype=np.bool_)
        first[nodes[: len(nodes) // 2]] = True
        border = np.zeros(len(graph.order), dtype=np.bool_)
        border[graph.tail[second[graph.head]]] = True
        border[graph.head[second[graph.tail]]] = True
        border &= first
        halving[:0] = np.flatnonzero(border).tolist()
        halve(np.flatnonzero(first & ~border))
        halve(np.flatnonzero(second))

    halve(np.arange(len(graph.order)))
    by_position = build_topology(graph.tail, graph.head, np.array(halving))
    by_cuts = build_topology(graph.tail, graph.head, graph.order)
    assert len(by_cuts.high) < 0.75 * len(by_position.high)
