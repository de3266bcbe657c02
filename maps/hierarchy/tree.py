"""The elimination tree of a graph, whose nodes are set aside in some order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Tree(NamedTuple):
    """The elimination tree: arcs from a node lead up to nodes on its way to the root, no others.

    Nodes are numbered so that those below ``v`` are ``below[v]`` to ``v``, itself included. A
    root's parent is -1 and its depth 0.
    """

    parent: NDArray[np.int32]
    depth: NDArray[np.int32]
    below: NDArray[np.int32]


def elimination_tree(
    one: NDArray[np.int32], other: NDArray[np.int32], count: int
) -> tuple[Tree, NDArray[np.int32]]:
    """Give the tree, and the numbers in it, of nodes set aside one after the other.

    `one` and `other` are the ends of each edge. Nodes are numbered anew, and the new order needs
    the same shortcuts as the old one.
    """
    parent = _parents(*listed(np.maximum(one, other), np.minimum(one, other), count))
    number = _postorder(parent)
    return _tree(parent, number), number


@compiled
def listed(
    node: NDArray[np.int32], other: NDArray[np.int32], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List the others of each node: those of ``v`` from ``first[v]`` to ``first[v + 1]``."""
    first = np.zeros(count + 2, dtype=np.int32)
    for place in range(len(node)):
        first[node[place] + 2] += 1
    for place in range(count):
        first[place + 2] += first[place + 1]
    others = np.empty(len(node), dtype=np.int32)
    for place in range(len(node)):
        others[first[node[place] + 1]] = other[place]
        first[node[place] + 1] += 1
    return first[:-1], others


@compiled
def _parents(first: NDArray[np.int32], lower: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give each node's lowest higher neighbour, shortcuts included, from its lower neighbours.

    Liu, "The Role of Elimination Trees in Sparse Factorization", 1990, algorithm 4.2.
    """
    count = len(first) - 1
    parent = np.full(count, -1, dtype=np.int32)
    highest = np.full(count, -1, dtype=np.int32)  # above each node so far, or on the way there
    for node in range(count):
        for place in range(first[node], first[node + 1]):
            below = lower[place]
            while below != -1 and below < node:
                above = highest[below]
                highest[below] = node
                if above == -1:
                    parent[below] = node
                below = above
    return parent


@compiled
def _postorder(parent: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number nodes anew so that all below a node come right before it."""
    count = len(parent)
    size = np.ones(count, dtype=np.int32)
    for node in range(count):
        if parent[node] >= 0:
            size[parent[node]] += size[node]
    number = np.empty(count, dtype=np.int32)
    # From the top down: a node takes the last free number below its parent's.
    free = np.empty(count, dtype=np.int32)
    free_root = count - 1
    for node in range(count - 1, -1, -1):
        if parent[node] >= 0:
            number[node] = free[parent[node]]
            free[parent[node]] -= size[node]
        else:
            number[node] = free_root
            free_root -= size[node]
        free[node] = number[node] - 1
    return number


@compiled
def _tree(old_parent: NDArray[np.int32], number: NDArray[np.int32]) -> Tree:
    """Give the elimination tree of nodes that are numbered anew."""
    count = len(old_parent)
    parent = np.full(count, -1, dtype=np.int32)
    for node in range(count):
        if old_parent[node] >= 0:
            parent[number[node]] = number[old_parent[node]]
    depth = np.zeros(count, dtype=np.int32)
    below = np.arange(count).astype(np.int32)
    for node in range(count - 1, -1, -1):
        if parent[node] >= 0:
            depth[node] = depth[parent[node]] + 1
    for node in range(count):
        if parent[node] >= 0:
            below[parent[node]] = min(below[parent[node]], below[node])
    return Tree(parent, depth, below)
