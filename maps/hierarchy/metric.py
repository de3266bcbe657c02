"""A hierarchy's weights: those of all shortcuts, from those of the edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled
from maps.hierarchy.doors import UNREACHED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.hierarchy.arcs import Arcs
    from maps.hierarchy.topology import Topology

CLOSED = UNREACHED // 2
"""What this much or more is never driven; two of them can be added without overflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A hierarchy with weights, int64: of its arcs, and of the graph's edges that they are from.

    No arc weighs more than CLOSED. Nothing in it is ever changed: threads may share it.
    """

    topology: Topology
    weight: NDArray[np.int64]
    edge_weight: NDArray[np.int64]


def customized(topology: Topology, weight: NDArray[np.int64]) -> Metric:
    """Give a hierarchy the weights of its graph's edges; UNREACHED closes an edge.

    Raises
    ------
    ValueError
        Where a weight is negative.
    """
    if len(weight) and weight.min() < 0:
        raise ValueError(f"the weight of an edge cannot be negative, as here: {weight.min()}")
    edge_weight = np.array(weight, dtype=np.int64)
    arc_weight = _on_arcs(topology.edge, topology.edge_arc, edge_weight, len(topology.high))
    _add_shortcuts(topology.arcs, topology.low_first, topology.low, arc_weight)
    return Metric(topology=topology, weight=arc_weight, edge_weight=edge_weight)


@compiled
def _on_arcs(
    edge: NDArray[np.int32],
    edge_arc: NDArray[np.int32],
    edge_weight: NDArray[np.int64],
    arc_count: int,
) -> NDArray[np.int64]:
    weight = np.full(arc_count, CLOSED, dtype=np.int64)
    for place in range(len(edge)):
        arc = edge_arc[place]
        weight[arc] = min(weight[arc], edge_weight[edge[place]])
    return weight


@compiled
def _add_shortcuts(
    arcs: Arcs,
    low_first: NDArray[np.int32],
    low: NDArray[np.int32],
    weight: NDArray[np.int64],
) -> None:
    """Lower the weight of each arc to that of the quickest way over lower nodes.

    When a node's turn comes, the arcs between all lower ones and it have their final weights. It
    goes through the lower nodes: by an arc between it and one of those, one way, and on along the
    arcs the other way to higher nodes.
    """
    first, high = arcs
    count = first.shape[1] - 1
    least = np.empty((2, count), dtype=np.int64)  # of the arcs between the node and each other
    following = first.copy()  # each node's first arc to a node whose turn has not come
    for node in range(count):
        for way in range(2):
            for arc in range(first[way, node], first[way, node + 1]):
                least[way, high[arc]] = weight[arc]
        for way in range(2):
            on = 1 - way
            for place in range(low_first[way, node], low_first[way, node + 1]):
                lower = low[place]
                before = weight[following[way, lower]]
                following[way, lower] += 1
                for arc in range(following[on, lower], first[on, lower + 1]):
                    other = high[arc]
                    least[on, other] = min(least[on, other], before + weight[arc])
        for way in range(2):
            for arc in range(first[way, node], first[way, node + 1]):
                weight[arc] = least[way, high[arc]]
