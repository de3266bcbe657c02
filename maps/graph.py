"""One profile's graph: what its vehicles can reach and come back from, ready for searching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.components import largest_part
from maps.errors import MapError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileGraph:
    """The profile's largest strongly connected part, with nodes numbered anew from 0.

    Edges are sorted by tail: those that leave node ``v`` are ``first[v]`` to ``first[v + 1]``.
    Each has its head, milliseconds, tenths of a metre, and the network's arc it stands for.
    `edge_of_arc` leads back, -1 for arcs that are not in it. `twin` is the edge that runs the same
    segment the other way, -1 where there is none.
    """

    first: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    duration_ms: NDArray[np.int64]
    length_dm: NDArray[np.int64]
    arc: NDArray[np.int32]
    edge_of_arc: NDArray[np.int32]
    twin: NDArray[np.int32]

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.first) - 1


def profile_graph(network: RoadNetwork, profile: Profile) -> ProfileGraph:
    """Choose the arcs that a profile uses.

    A barrier that the profile cannot pass becomes a dead end of each segment that leads to it.

    Raises
    ------
    MapError
        MAP-EMPTY where the profile can use no street at all.
    """
    arc = np.flatnonzero(profile.usable(network))
    tail, head = _ends(network, profile, arc)
    node_count = network.node_count + 2 * network.segment_count
    kept = largest_part(tail, head, network.arc_length_dm[arc], node_count)
    if not kept.any():
        raise MapError(
            "MAP-EMPTY",
            f"the map holds no street that a {profile.name} can use and come back on.",
            "Give a map of the area with its roads, or plan with another kind of vehicle.",
        )
    arc, tail, head = arc[kept], tail[kept], head[kept]
    _, ends = np.unique(np.concatenate([tail, head]), return_inverse=True)
    tail, head = np.split(ends, 2)
    order = np.argsort(tail, kind="stable")
    arc, tail, head = arc[order], tail[order], head[order]
    count = int(ends.max()) + 1
    edge_of_arc = np.full(network.arc_count, -1, dtype=np.int32)
    edge_of_arc[arc] = np.arange(len(arc))
    return ProfileGraph(
        first=np.searchsorted(tail, np.arange(count + 1)).astype(np.int32),
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        duration_ms=profile.durations_ms(network)[arc],
        length_dm=network.arc_length_dm[arc].astype(np.int64),
        arc=arc.astype(np.int32),
        edge_of_arc=edge_of_arc,
        twin=_twins(network, arc, edge_of_arc),
    )


def _ends(
    network: RoadNetwork, profile: Profile, arc: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tail and head of each arc, where a node that bars the profile is one node a segment end."""
    barred = (network.node_barred & profile.mode) > 0
    segment = network.arc_segment[arc].astype(np.int64)
    at_start = network.node_count + 2 * segment
    forward = network.arc_forward[arc]
    tail = network.arc_tail[arc].astype(np.int64)
    head = network.arc_head[arc].astype(np.int64)
    return (
        np.where(barred[tail], np.where(forward, at_start, at_start + 1), tail),
        np.where(barred[head], np.where(forward, at_start + 1, at_start), head),
    )


def _twins(
    network: RoadNetwork, arc: NDArray[np.int64], edge_of_arc: NDArray[np.int32]
) -> NDArray[np.int32]:
    forward_of = np.full(network.segment_count, -1, dtype=np.int32)
    backward_of = np.full(network.segment_count, -1, dtype=np.int32)
    segment, forward = network.arc_segment[arc], network.arc_forward[arc]
    edge = edge_of_arc[arc]
    forward_of[segment[forward]] = edge[forward]
    backward_of[segment[~forward]] = edge[~forward]
    twin: NDArray[np.int32] = np.where(forward, backward_of[segment], forward_of[segment])
    return twin
