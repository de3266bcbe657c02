"""Quickest paths: Dijkstra's search, compiled, in exact integers.

A weight is a duration and a length in one int64, ``duration_ms << 26 | length_dm``: sums add both,
and the smaller of two is the quicker, or of equally quick ones the shorter. Lengths up to
6,710 km and durations up to four years fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

LENGTH_BITS = 26
UNREACHED = np.iinfo(np.int64).max


class Adjacency(NamedTuple):
    """A graph: edges sorted by tail, those of node ``v`` from ``first[v]`` to ``first[v + 1]``."""

    first: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    weight: NDArray[np.int64]


class Doors(NamedTuple):
    """How places connect to a graph, [n, 2]: by up to two nodes each, at a weight; -1 is none."""

    node: NDArray[np.int32]
    weight: NDArray[np.int64]


class _Space(NamedTuple):
    """What a search writes on: each node's label and last edge (-1 - door at a start); a heap."""

    label: NDArray[np.int64]
    came_by: NDArray[np.int32]
    keys: NDArray[np.int64]
    nodes: NDArray[np.int32]


def packed(duration_ms: NDArray[np.int64], length_dm: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the weights of durations and lengths."""
    return (duration_ms << LENGTH_BITS) | length_dm


def unpacked(weight: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the durations in ms and the lengths in dm of weights."""
    return weight >> LENGTH_BITS, weight & ((1 << LENGTH_BITS) - 1)


@compiled
def _space(graph: Adjacency) -> _Space:
    node_count = len(graph.first) - 1
    # A search pushes each edge at most once, and its doors.
    heap_size = len(graph.head) + 2
    return _Space(
        np.empty(node_count, dtype=np.int64),
        np.empty(node_count, dtype=np.int32),
        np.empty(heap_size, dtype=np.int64),
        np.empty(heap_size, dtype=np.int32),
    )


@compiled
def _push(space: _Space, size: int, key: int, node: int) -> None:
    """Put an entry into the heap, which holds so many before."""
    keys, nodes = space.keys, space.nodes
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if keys[above] <= key:
            break
        keys[place] = keys[above]
        nodes[place] = nodes[above]
        place = above
    keys[place] = key
    nodes[place] = node


@compiled
def _drop_first(space: _Space, size: int) -> None:
    """Take the smallest entry out of the heap, which holds so many before."""
    keys, nodes = space.keys, space.nodes
    last = size - 1
    key, node = keys[last], nodes[last]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= last:
            break
        if below + 1 < last and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[place] = keys[below]
        nodes[place] = nodes[below]
        place = below
    keys[place] = key
    nodes[place] = node


@compiled
def _search(graph: Adjacency, start: Doors, wanted: NDArray[np.bool_], space: _Space) -> None:
    """Label nodes with their weight from one place, until every wanted node's label is final."""
    label, came_by = space.label, space.came_by
    label[:] = UNREACHED
    size = 0
    for door in range(len(start.node)):
        node = start.node[door]
        if node >= 0 and start.weight[door] < label[node]:
            label[node] = start.weight[door]
            came_by[node] = -1 - door
            _push(space, size, start.weight[door], node)
            size += 1
    left = wanted.sum()
    while size > 0 and left > 0:
        key, node = space.keys[0], space.nodes[0]
        _drop_first(space, size)
        size -= 1
        if key > label[node]:
            continue
        if wanted[node]:
            left -= 1
        for edge in range(graph.first[node], graph.first[node + 1]):
            reached = key + graph.weight[edge]
            if reached < label[graph.head[edge]]:
                label[graph.head[edge]] = reached
                came_by[graph.head[edge]] = edge
                _push(space, size, reached, graph.head[edge])
                size += 1


@compiled
def many_to_many(graph: Adjacency, origins: Doors, destinations: Doors) -> NDArray[np.int64]:
    """Give the weights of the quickest paths, [n, m]; UNREACHED where there is none."""
    node_count = len(graph.first) - 1
    wanted = np.zeros(node_count, dtype=np.bool_)
    for node in destinations.node.flat:
        if node >= 0:
            wanted[node] = True
    space = _space(graph)
    result = np.empty((len(origins.node), len(destinations.node)), dtype=np.int64)
    for origin in range(len(origins.node)):
        start = Doors(origins.node[origin], origins.weight[origin])
        _search(graph, start, wanted, space)
        for destination in range(len(destinations.node)):
            best = UNREACHED
            for door in range(2):
                node = destinations.node[destination, door]
                if node >= 0 and space.label[node] != UNREACHED:
                    reached = space.label[node] + destinations.weight[destination, door]
                    best = min(best, reached)
            result[origin, destination] = best
    return result


@compiled
def path_between(
    graph: Adjacency, start: Doors, goal: Doors
) -> tuple[int, int, int, NDArray[np.int32]]:
    """Give one quickest path between two places (doors of one row, [2]).

    Its weight, which door of the start and which of the goal it takes, and its edges in order.
    Where there is no path the weight is UNREACHED, the doors -1, and there are no edges.
    """
    wanted = np.zeros(len(graph.first) - 1, dtype=np.bool_)
    for node in goal.node:
        if node >= 0:
            wanted[node] = True
    space = _space(graph)
    _search(graph, start, wanted, space)
    best = UNREACHED
    to_door = -1
    for door in range(2):
        node = goal.node[door]
        if node >= 0 and space.label[node] != UNREACHED:
            reached = space.label[node] + goal.weight[door]
            if reached < best:
                best, to_door = reached, door
    if to_door < 0:
        return UNREACHED, -1, -1, np.empty(0, dtype=np.int32)
    count = 0
    node = goal.node[to_door]
    while space.came_by[node] >= 0:
        count += 1
        node = graph.tail[space.came_by[node]]
    from_door = -1 - space.came_by[node]
    edges = np.empty(count, dtype=np.int32)
    node = goal.node[to_door]
    for place in range(count - 1, -1, -1):
        edges[place] = space.came_by[node]
        node = graph.tail[space.came_by[node]]
    return best, from_door, to_door, edges
