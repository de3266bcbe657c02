"""How far places are from the higher nodes of a hierarchy: one half of every answer.

A place's higher nodes lie on the way from its door to the root of the elimination tree, so all of
them are labelled in one walk up, without a queue. Places are sorted as the tree's nodes are: those
below a node are neighbours, and each arc serves all of them at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled
from maps.hierarchy.doors import Doors
from maps.hierarchy.metric import CLOSED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.hierarchy.metric import Metric
    from maps.hierarchy.topology import Topology
    from maps.hierarchy.tree import Tree


class Half(NamedTuple):
    """A hierarchy's arcs of one way, with weights, listed as `maps.hierarchy.arcs.Arcs` are."""

    tree: Tree
    first: NDArray[np.int32]
    high: NDArray[np.int32]
    weight: NDArray[np.int64]


class Labels(NamedTuple):
    """Weights from places to higher nodes, or from higher nodes to places; CLOSED is none.

    Column ``c`` belongs to ``place[c]``, whose lowest door is the node ``lowest[c]``, -1 if it has
    none; these ascend. ``weight[d, c]`` is for the node at depth ``d`` on the way from there to
    the root. The columns of all places with their lowest door below node ``v``, or at it,
    are ``start[v]`` to ``end[v]``.

    What another door has below the point where its way joins the first one's stands apart, sorted
    by column: the place in column ``spur_column[i]`` has weight ``spur_weight[i]`` for the node
    ``spur_node[i]``.
    """

    place: NDArray[np.intp]
    lowest: NDArray[np.int32]
    weight: NDArray[np.int64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    spur_column: NDArray[np.int32]
    spur_node: NDArray[np.int32]
    spur_weight: NDArray[np.int64]


def half_of(metric: Metric, way: int) -> Half:
    """Give the arcs of one way: UP from lower nodes, or DOWN to them."""
    topology = metric.topology
    return Half(topology.tree, topology.first[way], topology.high, metric.weight)


def ranked(topology: Topology, doors: Doors) -> Doors:
    """Give doors with the hierarchy's numbers of their nodes.

    Raises
    ------
    ValueError
        Where a door's weight is negative.
    IndexError
        Where the graph has no such node.
    """
    used = doors.node >= 0
    if (doors.weight[used] < 0).any():
        raise ValueError("the weight of a door cannot be negative")
    node = np.full(doors.node.shape, -1, dtype=np.int32)
    node[used] = topology.rank[doors.node[used]]
    return Doors(node, np.ascontiguousarray(doors.weight))


def labels(half: Half, doors: Doors) -> Labels:
    """Label the nodes above places, whose doors are as `ranked` gives them."""
    none = len(half.tree.parent)
    lowest = np.where(doors.node >= 0, doors.node, none).min(axis=1, initial=none)
    lowest[lowest == none] = -1
    place = np.argsort(lowest, kind="stable")
    found: Labels = _labelled(half, doors, place, lowest[place].astype(np.int32))
    return found


@compiled
def _labelled(
    half: Half, doors: Doors, place: NDArray[np.intp], lowest: NDArray[np.int32]
) -> Labels:
    tree = half.tree
    height = 0
    spur_count = 0
    for column in range(len(place)):
        for door in doors.node[place[column]]:
            node = door
            if node >= 0:
                height = max(height, tree.depth[node] + 1)
            while node >= 0 and tree.below[node] > lowest[column]:
                spur_count += 1
                node = tree.parent[node]
    found = Labels(
        place,
        lowest,
        np.full((height, len(place)), CLOSED, dtype=np.int64),
        np.full(len(tree.parent), len(place), dtype=np.int32),
        np.zeros(len(tree.parent), dtype=np.int32),
        np.empty(spur_count, dtype=np.int32),
        np.empty(spur_count, dtype=np.int32),
        np.empty(spur_count, dtype=np.int64),
    )
    for column in range(len(place)):
        if lowest[column] >= 0:
            found.start[lowest[column]] = min(found.start[lowest[column]], column)
            found.end[lowest[column]] = column + 1
    _enter(half, doors, found)
    _climb(half, found)
    return found


@compiled
def _enter(half: Half, doors: Doors, found: Labels) -> None:
    """Label the doors, and climb each spur to the node where it joins the way from the lowest."""
    parent, depth, below = half.tree
    along = np.empty(len(found.weight), dtype=np.int64)  # the spur, by depth
    spur = 0
    for column in range(len(found.place)):
        place, weight = found.place[column], found.weight[:, column]
        for number in range(doors.node.shape[1]):
            node = doors.node[place, number]
            if node < 0:
                continue
            door_depth = joint_depth = depth[node]
            joint = node
            while joint >= 0 and below[joint] > found.lowest[column]:
                along[joint_depth] = CLOSED
                joint_depth -= 1
                joint = parent[joint]
            level = weight if node == joint else along
            level[door_depth] = min(level[door_depth], doors.weight[place, number])
            while node != joint:
                reached = along[depth[node]]
                found.spur_column[spur] = column
                found.spur_node[spur] = node
                found.spur_weight[spur] = reached
                spur += 1
                for arc in range(half.first[node], half.first[node + 1]):
                    above = depth[half.high[arc]]
                    level = along if above > joint_depth else weight
                    level[above] = min(level[above], reached + half.weight[arc])
                node = parent[node]


@compiled
def _climb(half: Half, found: Labels) -> None:
    """Go up from the lowest doors through all nodes above them, lower ones first."""
    tree = half.tree
    for node in range(len(tree.parent)):
        start, end = found.start[node], found.end[node]
        if start >= end:
            continue
        above = tree.parent[node]
        if above >= 0:
            found.start[above] = min(found.start[above], start)
            found.end[above] = max(found.end[above], end)
        before = found.weight[tree.depth[node], start:end]
        for arc in range(half.first[node], half.first[node + 1]):
            after = found.weight[tree.depth[half.high[arc]], start:end]
            step = half.weight[arc]
            for column in range(len(after)):
                after[column] = min(after[column], before[column] + step)
