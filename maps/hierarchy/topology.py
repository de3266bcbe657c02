"""A hierarchy's shape: which shortcuts there can be, whatever the weights.

Nodes are set aside one after the other, and shortcuts keep their neighbours joined. For each
quickest path there is then one as quick that goes up to a node and down from there (Dibbelt,
Strasser and Wagner, "Customizable Contraction Hierarchies", 2014). Arcs are kept only in the
directions in which there can be a path, which halves what a graph of turns needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.hierarchy.arcs import DOWN, UP, Arcs, arcs_between, completed
from maps.hierarchy.tree import Tree, elimination_tree, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """The shape of a hierarchy; all fields are int32 arrays, and all that need be kept.

    `rank` gives the hierarchy's number of each node of the graph. `parent`, `depth` and `below`
    are as in `Tree`, `first` and `high` as in `Arcs`. Arcs are listed at their higher end as well:
    ``low[low_first[way, v]:low_first[way, v + 1]]`` are the lower ends, ascending. Edge ``edge[i]``
    of the graph runs along the arc ``edge_arc[i]``, which ascends; loops are in none.
    """

    rank: NDArray[np.int32]
    parent: NDArray[np.int32]
    depth: NDArray[np.int32]
    below: NDArray[np.int32]
    first: NDArray[np.int32]
    high: NDArray[np.int32]
    low_first: NDArray[np.int32]
    low: NDArray[np.int32]
    edge: NDArray[np.int32]
    edge_arc: NDArray[np.int32]

    @property
    def tree(self) -> Tree:
        """The elimination tree."""
        return Tree(self.parent, self.depth, self.below)

    @property
    def arcs(self) -> Arcs:
        """Edges and shortcuts."""
        return Arcs(self.first, self.high)


def build_topology(
    tail: NDArray[np.integer], head: NDArray[np.integer], order: NDArray[np.integer]
) -> Topology:
    """Give the shape of the hierarchy of a graph.

    Parameters
    ----------
    tail, head
        The nodes that each edge leads from and to. Edges may be parallel, or loops, which no
        quickest path uses.
    order
        All nodes, each once, those first that are set aside first; see `maps.hierarchy.order`.
        Any order gives the same answers, a bad one slowly.

    Raises
    ------
    ValueError
        Where the order does not name each node once.
    IndexError
        Where an edge leads to a node that is not in it.
    """
    count = len(order)
    rank = np.full(count, -1, dtype=np.int32)
    rank[order] = np.arange(count, dtype=np.int32)
    if (rank < 0).any():
        raise ValueError(f"an order of {count} nodes names each once; this one leaves some out")
    tree, number = elimination_tree(rank[tail], rank[head], count)
    rank = number[rank]
    start, goal = rank[tail], rank[head]
    edge = np.flatnonzero(start != goal).astype(np.int32)
    start, goal = start[edge], goal[edge]
    way = np.where(start < goal, UP, DOWN).astype(np.int32)
    low, high = np.minimum(start, goal), np.maximum(start, goal)
    arcs = completed(Arcs(*_by_way(low, high, way, count)), tree.depth)
    low_first, lows = _by_way(arcs.high, *_lower_ends(arcs), count)
    arc = arcs_between(arcs, way, low, high)
    by_arc = np.argsort(arc, kind="stable")
    return Topology(
        rank=rank,
        parent=tree.parent,
        depth=tree.depth,
        below=tree.below,
        first=arcs.first,
        high=arcs.high,
        low_first=low_first,
        low=lows,
        edge=edge[by_arc],
        edge_arc=arc[by_arc],
    )


def _by_way(
    node: NDArray[np.int32], other: NDArray[np.int32], way: NDArray[np.int32], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List the others of each node, first all of the way UP, then all of the way DOWN."""
    first, others = listed(node + way * count, other, 2 * count)
    return np.stack([first[: count + 1], first[count:]]), others


def _lower_ends(arcs: Arcs) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the lower end and the way of each arc."""
    length = np.diff(arcs.first)
    node = np.tile(np.arange(length.shape[1], dtype=np.int32), 2)
    way = np.array([UP, DOWN], dtype=np.int32)
    return np.repeat(node, length.ravel()), np.repeat(way, length.sum(axis=1))
