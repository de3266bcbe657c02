"""The part of travel times that no weight changes: a graph of turns, and its hierarchy's shape.

It is built once for all arcs that a kind of vehicle may ever use, kept with the map, and given
weights for each profile, hour and closure in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.hierarchy.order import cut_order
from maps.hierarchy.topology import Topology, build_topology
from maps.turns import TurnGraph, turn_graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from maps.network import RoadNetwork


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """Turns between arcs, and the shape of the hierarchy over them."""

    graph: TurnGraph
    topology: Topology

    @property
    def arcs(self) -> NDArray[np.int32]:
        """The arcs that it spans, ascending."""
        return self.graph.arc[: self.graph.arc_count]

    def spans(self, arcs: NDArray[np.integer]) -> bool:
        """Say whether all of these arcs are in it."""
        return bool(np.isin(arcs, self.arcs, assume_unique=True).all())

    @cached_property
    def first_turn(self) -> NDArray[np.int64]:
        """The turns from state ``s`` are ``first_turn[s]`` to ``first_turn[s + 1]``."""
        return np.searchsorted(self.graph.tail, np.arange(self.graph.state_count + 1))

    def states_of(self, arcs: NDArray[np.integer]) -> NDArray[np.int32]:
        """Give all states of each arc, [n, k], itself first; -1 is none."""
        plain, again = self.arcs, self.graph.arc[self.graph.arc_count :]
        place = np.minimum(np.searchsorted(plain, arcs), max(len(plain) - 1, 0))
        own = np.where(plain[place] == arcs, place, -1)
        match, extra = np.nonzero(np.asarray(arcs)[:, None] == again[None, :])
        column = np.arange(len(match)) - np.searchsorted(match, match)
        states = np.full((len(own), 1 + int(column.max(initial=-1)) + 1), -1, dtype=np.int32)
        states[:, 0] = own
        states[match, column + 1] = extra + len(plain)
        return states

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Give all of it as arrays, to be kept."""
        return {
            f"{name}/{field.name}": getattr(part, field.name)
            for name, part in (("graph", self.graph), ("topology", self.topology))
            for field in fields(part)
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Skeleton:
        """Give back what was kept.

        Raises
        ------
        KeyError
            Where something is missing.
        """
        return cls(
            graph=TurnGraph(**{f.name: arrays[f"graph/{f.name}"] for f in fields(TurnGraph)}),
            topology=Topology(**{f.name: arrays[f"topology/{f.name}"] for f in fields(Topology)}),
        )


def build_skeleton(network: RoadNetwork, arcs: NDArray[np.integer]) -> Skeleton:
    """Build the skeleton of some arcs of a network, which ascend."""
    graph = turn_graph(network, arcs)
    shrink = np.cos(np.radians(network.node_lat.mean()))
    order = cut_order(
        network.arc_tail[graph.arc],
        network.arc_head[graph.arc],
        network.node_lon * shrink,
        network.node_lat,
    )
    return Skeleton(graph=graph, topology=build_topology(graph.tail, graph.head, order))
