"""The quickest path between two places, edge by edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled
from maps.hierarchy.arcs import DOWN, UP, Arcs, arc_between
from maps.hierarchy.doors import UNREACHED, Doors
from maps.hierarchy.labels import Half, half_of, ranked
from maps.hierarchy.metric import CLOSED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.hierarchy.metric import Metric


class Path(NamedTuple):
    """A quickest path: its weight, the doors at its ends, and the graph's edges in between.

    Where there is none, the weight is UNREACHED and the doors are -1.
    """

    weight: int
    start_door: int
    goal_door: int
    edges: NDArray[np.int32]


class _Web(NamedTuple):
    """All that a shortcut is taken apart by; see `maps.hierarchy.topology.Topology`."""

    arcs: Arcs
    low_first: NDArray[np.int32]
    low: NDArray[np.int32]
    weight: NDArray[np.int64]
    edge: NDArray[np.int32]
    edge_arc: NDArray[np.int32]
    edge_weight: NDArray[np.int64]


class _Climb(NamedTuple):
    """The nodes above a door, by depth: their weight, and the depth of the node before or -1."""

    node: NDArray[np.int32]
    weight: NDArray[np.int64]
    came_from: NDArray[np.int32]


def path(metric: Metric, start: Doors, goal: Doors) -> Path:
    """Give the quickest path from one place to another, each with its doors in arrays [k].

    Its weight is the one in `maps.hierarchy.tables.table`; of equally quick paths it is any one.

    Raises
    ------
    ValueError
        Where a door's weight is negative.
    IndexError
        Where the graph has no such node.
    """
    topology = metric.topology
    out = half_of(metric, UP), ranked(topology, start)
    to = half_of(metric, DOWN), ranked(topology, goal)
    weight, start_door, goal_door, nodes = _meeting(*out, *to)
    if weight == UNREACHED:
        return Path(UNREACHED, -1, -1, np.empty(0, dtype=np.int32))
    web = _Web(
        topology.arcs,
        topology.low_first,
        topology.low,
        metric.weight,
        topology.edge,
        topology.edge_arc,
        metric.edge_weight,
    )
    return Path(weight, start_door, goal_door, _edges(web, nodes))


@compiled
def _meeting(
    up: Half, start: Doors, down: Half, goal: Doors
) -> tuple[int, int, int, NDArray[np.int32]]:
    """Give the least weight, its doors, and the nodes between them, joined by arcs."""
    best = CLOSED
    best_out, best_to, best_depth = -1, -1, -1
    climbs_out = [_climb(up, start, door) for door in range(len(start.node))]
    climbs_to = [_climb(down, goal, door) for door in range(len(goal.node))]
    for out in range(len(climbs_out)):
        for to in range(len(climbs_to)):
            one, other = climbs_out[out], climbs_to[to]
            for depth in range(min(len(one.node), len(other.node))):
                if one.node[depth] != other.node[depth]:
                    break
                if one.weight[depth] + other.weight[depth] < best:
                    best = one.weight[depth] + other.weight[depth]
                    best_out, best_to, best_depth = out, to, depth
    if best_depth < 0:
        return UNREACHED, -1, -1, np.empty(0, dtype=np.int32)
    before = _way(climbs_out[best_out], best_depth)
    after = _way(climbs_to[best_to], best_depth)
    return best, best_out, best_to, np.concatenate((before[::-1], after[1:]))


@compiled
def _climb(half: Half, doors: Doors, door: int) -> _Climb:
    """Label the nodes above a door; none where there is no door."""
    tree, node = half.tree, doors.node[door]
    size = tree.depth[node] + 1 if node >= 0 else 0
    climb = _Climb(
        np.empty(size, dtype=np.int32),
        np.full(size, CLOSED, dtype=np.int64),
        np.full(size, -1, dtype=np.int32),
    )
    if size > 0:
        climb.weight[size - 1] = min(doors.weight[door], CLOSED)
    for depth in range(size - 1, -1, -1):
        climb.node[depth] = node
        before = climb.weight[depth]
        for arc in range(half.first[node], half.first[node + 1]):
            above = tree.depth[half.high[arc]]
            if before + half.weight[arc] < climb.weight[above]:
                climb.weight[above] = before + half.weight[arc]
                climb.came_from[above] = depth
        node = tree.parent[node]
    return climb


@compiled
def _way(climb: _Climb, top: int) -> NDArray[np.int32]:
    """Give the nodes from one above a door down to the door."""
    nodes = np.empty(len(climb.node), dtype=np.int32)
    count = 0
    depth = top
    while depth >= 0:
        nodes[count] = climb.node[depth]
        count += 1
        depth = climb.came_from[depth]
    return nodes[:count]


@compiled
def _edges(web: _Web, nodes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Take the arcs between nodes apart until only edges of the graph are left."""
    edges = [np.int32(0) for _ in range(0)]
    left = list(nodes[:0:-1])  # to be reached, the next one last
    here = nodes[0]
    while len(left) > 0:
        there = left[-1]
        way = UP if here < there else DOWN
        arc = arc_between(web.arcs, way, min(here, there), max(here, there))
        edge = _edge_along(web, arc)
        if edge >= 0:
            edges.append(edge)
            here = left.pop()
        else:
            left.append(_between(web, way, arc, min(here, there)))
    return np.array(edges, dtype=np.int32)


@compiled
def _edge_along(web: _Web, arc: int) -> int:
    """Find an edge as quick as the arc it runs along; -1 where a shortcut is quicker than all."""
    place = np.searchsorted(web.edge_arc, arc)
    while place < len(web.edge_arc) and web.edge_arc[place] == arc:
        edge: int = web.edge[place]
        if web.edge_weight[edge] == web.weight[arc]:
            return edge
        place += 1
    return -1


@compiled
def _between(web: _Web, way: int, arc: int, low: int) -> int:
    """Find the lower node over which a shortcut leads from or to its lower end."""
    high = web.arcs.high[arc]
    for place in range(web.low_first[1 - way, low], web.low_first[1 - way, low + 1]):
        node: int = web.low[place]
        to_high = arc_between(web.arcs, way, node, high)
        if to_high >= 0:
            to_low = arc_between(web.arcs, 1 - way, node, low)
            if web.weight[to_low] + web.weight[to_high] == web.weight[arc]:
                return node
    raise AssertionError("a shortcut leads over a lower node")
