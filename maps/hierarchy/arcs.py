"""The arcs of a hierarchy: a graph's edges, and the shortcuts that setting nodes aside takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

UP, DOWN = 0, 1


class Arcs(NamedTuple):
    """Arcs of both ways, each listed at its lower end.

    Those of node ``v`` are ``first[way, v]`` to ``first[way, v + 1]``, UP from it to a higher node
    or DOWN to it from there. `high` is that node, ascending in each list.
    """

    first: NDArray[np.int32]
    high: NDArray[np.int32]


class _Lists(NamedTuple):
    """Arcs while they are found, in two rows of `high`, UP and DOWN.

    `following` is each node's first arc to a higher one that it has not met yet; it waits for the
    lowest of those: ``waiting[v]`` is the last that waits for ``v``, and ``behind`` the next after
    each, -1 for none. ``listed_by[way, v]`` is the last node that has listed ``v``.
    """

    first: NDArray[np.int32]
    high: NDArray[np.int32]
    following: NDArray[np.int32]
    listed_by: NDArray[np.int32]
    waiting: NDArray[np.int32]
    behind: NDArray[np.int32]


@compiled
def completed(graph: Arcs, depth: NDArray[np.int32]) -> Arcs:
    """Add the shortcuts: where a lower node leads from one node to another.

    Each node takes its lists from those of the lower nodes that it has an arc from or to. `depth`
    is that of the nodes in the elimination tree: no list is longer than the way to the root.
    """
    count = len(depth)
    lists = _Lists(
        np.zeros((2, count + 1), dtype=np.int32),
        np.empty((2, 4 * len(graph.high) + count), dtype=np.int32),
        np.zeros((2, count), dtype=np.int32),
        np.full((2, count), -1, dtype=np.int32),
        np.full(count, -1, dtype=np.int32),
        np.full(count, -1, dtype=np.int32),
    )
    meets = np.empty(2, dtype=np.bool_)
    for node in range(count):
        lists = _with_room(lists, node, depth[node])
        for way in range(2):
            lists.first[way, node + 1] = lists.first[way, node]
            first, last = graph.first[way, node], graph.first[way, node + 1]
            _list(lists, way, node, graph.high[first:last])
        low = lists.waiting[node]
        while low >= 0:
            for way in range(2):
                arc = lists.following[way, low]
                meets[way] = arc < lists.first[way, low + 1] and lists.high[way, arc] == node
                lists.following[way, low] += meets[way]
            for way in range(2):
                if meets[1 - way]:
                    first, last = lists.following[way, low], lists.first[way, low + 1]
                    _list(lists, way, node, lists.high[way, first:last])
            after = lists.behind[low]
            _wait(lists, low)
            low = after
        for way in range(2):
            _sort(lists.high[way, lists.first[way, node] : lists.first[way, node + 1]])
            lists.following[way, node] = lists.first[way, node]
        _wait(lists, node)
    up_count = lists.first[UP, count]
    high = np.concatenate((lists.high[UP, :up_count], lists.high[DOWN, : lists.first[DOWN, count]]))
    lists.first[DOWN] += up_count
    return Arcs(lists.first, high)


@compiled
def _with_room(lists: _Lists, node: int, more: int) -> _Lists:
    needed = max(lists.first[UP, node], lists.first[DOWN, node]) + more
    if needed <= lists.high.shape[1]:
        return lists
    high = np.empty((2, 2 * needed), dtype=np.int32)
    high[:, : lists.high.shape[1]] = lists.high
    return _Lists(lists.first, high, lists.following, lists.listed_by, lists.waiting, lists.behind)


@compiled
def _list(lists: _Lists, way: int, node: int, others: NDArray[np.int32]) -> None:
    """List at a node those of the others that it has not listed yet."""
    last = lists.first[way, node + 1]
    for other in others:
        if lists.listed_by[way, other] != node:
            lists.listed_by[way, other] = node
            lists.high[way, last] = other
            last += 1
    lists.first[way, node + 1] = last


@compiled
def _wait(lists: _Lists, node: int) -> None:
    """Let a node wait for the lowest of the higher ones that it has not met yet."""
    nearest = len(lists.waiting)
    for way in range(2):
        if lists.following[way, node] < lists.first[way, node + 1]:
            nearest = min(nearest, lists.high[way, lists.following[way, node]])
    if nearest < len(lists.waiting):
        lists.behind[node] = lists.waiting[nearest]
        lists.waiting[nearest] = node


@compiled
def _sort(items: NDArray[np.int32]) -> None:
    """Sort by insertion, which is best for the short and nearly sorted lists that these are."""
    for place in range(1, len(items)):
        item = items[place]
        free = place
        while free > 0 and items[free - 1] > item:
            items[free] = items[free - 1]
            free -= 1
        items[free] = item


@compiled
def arc_between(arcs: Arcs, way: int, low: int, high: int) -> int:
    """Find an arc by its ends; -1 where there is none."""
    start, end = arcs.first[way, low], arcs.first[way, low + 1]
    while start < end:
        middle = (start + end) // 2
        if arcs.high[middle] < high:
            start = middle + 1
        else:
            end = middle
    return start if start < arcs.first[way, low + 1] and arcs.high[start] == high else -1


@compiled
def arcs_between(
    arcs: Arcs, way: NDArray[np.int32], low: NDArray[np.int32], high: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Find many arcs by their ends."""
    result = np.empty(len(low), dtype=np.int32)
    for place in range(len(low)):
        result[place] = arc_between(arcs, way[place], low[place], high[place])
    return result
