"""The weights of the quickest paths between many places."""

from __future__ import annotations

import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled
from maps.hierarchy.arcs import DOWN, UP
from maps.hierarchy.doors import UNREACHED
from maps.hierarchy.labels import Labels, half_of, labels, ranked
from maps.hierarchy.metric import CLOSED
from maps.hierarchy.tree import Tree, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.hierarchy.doors import Doors
    from maps.hierarchy.metric import Metric

_PAIRS_A_THREAD = 1 << 17
"""Fewer than these are done before another thread has started."""


class _Task(NamedTuple):
    """What a table is made from, and the table.

    The spurs of destinations at node ``v`` are ``spur[spur_first[v]:spur_first[v + 1]]``.
    """

    tree: Tree
    origins: Labels
    destinations: Labels
    spur_first: NDArray[np.int32]
    spur: NDArray[np.int32]
    weight: NDArray[np.int64]


def table(metric: Metric, origins: Doors, destinations: Doors) -> NDArray[np.int64]:
    """Give the weights of the quickest paths, [n, m]; UNREACHED where there is none.

    Places may have any number of doors. A large table is shared between all cores.

    Raises
    ------
    ValueError
        Where a door's weight is negative.
    IndexError
        Where the graph has no such node.
    """
    out, to = ranked(metric.topology, origins), ranked(metric.topology, destinations)
    shape = len(out.node), len(to.node)
    threads = max(1, min(os.cpu_count() or 1, shape[0] * shape[1] // _PAIRS_A_THREAD))
    with ThreadPoolExecutor(threads) as pool:
        from_origins = pool.submit(labels, half_of(metric, UP), out)
        to_destinations = labels(half_of(metric, DOWN), to)
        task = _Task(
            metric.topology.tree,
            from_origins.result(),
            to_destinations,
            *_by_node(to_destinations),
            np.empty(shape, dtype=np.int64),
        )
        bounds = np.linspace(0, shape[0], threads + 1).astype(int)
        list(pool.map(lambda rows: _join(task, *rows), itertools.pairwise(bounds)))
    return task.weight


def _by_node(of: Labels) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List the spurs at each node."""
    spurs = np.arange(len(of.spur_node), dtype=np.int32)
    first, spur = listed(of.spur_node, spurs, len(of.start))
    return first, spur


@compiled
def _join(task: _Task, begin: int, finish: int) -> None:
    """Fill the rows of some columns of origins: the least weight over a node above both places."""
    parent, depth = task.tree.parent, task.tree.depth
    out, to = task.origins, task.destinations
    met_node = np.empty(len(out.weight) + len(out.spur_node), dtype=np.int32)
    met_weight = np.empty(len(met_node), dtype=np.int64)
    best = np.empty(len(to.place), dtype=np.int64)
    spur = np.searchsorted(out.spur_column, begin)
    for column in range(begin, finish):
        count = 0
        node = out.lowest[column]
        while node >= 0:
            met_node[count], met_weight[count] = node, out.weight[depth[node], column]
            count += 1
            node = parent[node]
        while spur < len(out.spur_node) and out.spur_column[spur] == column:
            met_node[count], met_weight[count] = out.spur_node[spur], out.spur_weight[spur]
            count += 1
            spur += 1
        best[:] = CLOSED
        for place in range(count):
            node, before = met_node[place], met_weight[place]
            start, end = to.start[node], to.end[node]
            if start < end and before < CLOSED:
                # Slices, because loops over them are compiled to work on several at once.
                some, after = best[start:end], to.weight[depth[node], start:end]
                for other in range(len(some)):
                    some[other] = min(some[other], before + after[other])
            for index in range(task.spur_first[node], task.spur_first[node + 1]):
                other = to.spur_column[task.spur[index]]
                best[other] = min(best[other], before + to.spur_weight[task.spur[index]])
        row = task.weight[out.place[column]]
        for other in range(len(best)):
            row[to.place[other]] = best[other] if best[other] < CLOSED else UNREACHED
