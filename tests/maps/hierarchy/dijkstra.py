"""Quickest paths by Dijkstra's search, compiled: what the hierarchy has to agree with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled
from maps.hierarchy.doors import UNREACHED, Doors

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Adjacency(NamedTuple):
    """A graph: edges sorted by tail, those of node ``v`` from ``first[v]`` to ``first[v + 1]``."""

    first: NDArray[np.int32]
    head: NDArray[np.int32]
    weight: NDArray[np.int64]


class _Space(NamedTuple):
    """What a search writes on: each node's label, and a heap."""

    label: NDArray[np.int64]
    keys: NDArray[np.int64]
    nodes: NDArray[np.int32]


@compiled
def _space(graph: Adjacency, door_count: int) -> _Space:
    # A search pushes each edge at most once, and its doors.
    heap_size = len(graph.head) + door_count
    return _Space(
        np.empty(len(graph.first) - 1, dtype=np.int64),
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
    label = space.label
    label[:] = UNREACHED
    size = 0
    for door in range(len(start.node)):
        node = start.node[door]
        if node >= 0 and start.weight[door] < label[node]:
            label[node] = start.weight[door]
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
    space = _space(graph, origins.node.shape[1])
    result = np.empty((len(origins.node), len(destinations.node)), dtype=np.int64)
    for origin in range(len(origins.node)):
        start = Doors(origins.node[origin], origins.weight[origin])
        _search(graph, start, wanted, space)
        for destination in range(len(destinations.node)):
            best = UNREACHED
            for door in range(destinations.node.shape[1]):
                node = destinations.node[destination, door]
                if node >= 0 and space.label[node] != UNREACHED:
                    reached = space.label[node] + destinations.weight[destination, door]
                    best = min(best, reached)
            result[origin, destination] = best
    return result
