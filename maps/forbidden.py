"""From turn restrictions to the sequences of arcs that they forbid."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.restrictions import Restriction

NOT_IN_MAP = "restriction on streets that are not in the map"
NOT_JOINED = "restriction whose members do not meet as they should"
AMBIGUOUS = "restriction on a street that is not split where it meets the others"

_Heard = tuple[str, tuple[str, ...], str]
"""Who a restriction speaks to, whom it exempts, and when."""


class Forbidden(NamedTuple):
    """Sequences of arcs that nobody may drive who heeds the rule (an index of a restriction).

    `skipped` counts the restrictions that could not be placed, by reason.
    """

    sequences: tuple[tuple[tuple[int, ...], int], ...]
    skipped: Counter[str]


def forbidden_sequences(network: RoadNetwork) -> Forbidden:
    """Place a network's turn restrictions on its arcs.

    ``only_…`` forbids every other way on from the same place. Over via ways it speaks to those who
    came from the from-way along all of them, and to nobody who leaves before.
    """
    streets = _Streets(network)
    sequences: list[tuple[tuple[int, ...], int]] = []
    demanded: dict[tuple[tuple[int, ...], _Heard], list[tuple[int, int]]] = {}
    skipped: Counter[str] = Counter()
    for rule, restriction in enumerate(network.restrictions):
        found = _placed(streets, restriction)
        if isinstance(found, str):
            skipped[found] += 1
        elif restriction.kind.startswith("no_"):
            sequences += (((*before, goal), rule) for before, goal in found)
        else:
            heard = restriction.vehicle, restriction.exempt, restriction.condition
            for before, goal in found:
                demanded.setdefault((before, heard), []).append((goal, rule))
    for (before, _), goals in demanded.items():
        # Only straight on and only to the right, from one place, is one or the other.
        allowed = {goal for goal, _ in goals}
        node = streets.head(before[-1])
        others = (arc for arc in streets.leaving(node) if arc not in allowed)
        sequences += (((*before, other), goals[0][1]) for other in others)
    return Forbidden(tuple(sequences), skipped)


class _Streets:
    """Finds a network's arcs by way and by node."""

    def __init__(self, network: RoadNetwork) -> None:
        self._way = network.segment_way
        self._by_way = np.argsort(self._way, kind="stable")
        self._sorted_way = self._way[self._by_way]
        self._tail, self._head = network.arc_tail, network.arc_head
        self._by_tail = np.argsort(self._tail, kind="stable")
        self._sorted_tail = self._tail[self._by_tail]
        self._by_id = np.argsort(network.node_osm_id, kind="stable")
        self._sorted_id = network.node_osm_id[self._by_id]

    def node(self, osm_id: int) -> int | None:
        place = int(np.searchsorted(self._sorted_id, osm_id))
        found = place < len(self._sorted_id) and self._sorted_id[place] == osm_id
        return int(self._by_id[place]) if found else None

    def segments(self, way: int) -> NDArray[np.intp]:
        """A way's segments, in its order."""
        start, end = np.searchsorted(self._sorted_way, [way, way + 1])
        return self._by_way[start:end]

    def leaving(self, node: int) -> list[int]:
        start, end = np.searchsorted(self._sorted_tail, [node, node + 1])
        found: list[int] = self._by_tail[start:end].tolist()
        return found

    def way_arcs(self, way: int) -> NDArray[np.intp]:
        """Both arcs of each of a way's segments."""
        segments = self.segments(way)
        return np.concatenate([2 * segments, 2 * segments + 1])

    def into(self, way: int, node: int) -> list[int]:
        arcs = self.way_arcs(way)
        found: list[int] = arcs[self._head[arcs] == node].tolist()
        return found

    def out_of(self, way: int, node: int) -> list[int]:
        arcs = self.way_arcs(way)
        found: list[int] = arcs[self._tail[arcs] == node].tolist()
        return found

    def nodes(self, way: int) -> set[int]:
        arcs = self.way_arcs(way)
        return set(self._tail[arcs].tolist())

    def head(self, arc: int) -> int:
        return int(self._head[arc])

    def along(self, way: int, start: int, goal: int) -> list[int] | None:
        """The arcs of a way from one of its nodes to another; forward where both can be."""
        segments = self.segments(way)
        for arcs in (2 * segments, (2 * segments + 1)[::-1]):
            begins = np.flatnonzero(self._tail[arcs] == start)
            ends = np.flatnonzero(self._head[arcs] == goal)
            for begin in begins.tolist():
                behind = ends[ends >= begin]
                if len(behind):
                    chain: list[int] = arcs[begin : behind[0] + 1].tolist()
                    if all(self.head(one) == self._tail[other] for one, other in pairwise(chain)):
                        return chain
        return None


_Turn = tuple[tuple[int, ...], int]
"""The arcs that one comes along, and the arc to turn into."""


def _placed(streets: _Streets, restriction: Restriction) -> list[_Turn] | str:
    ways = (restriction.from_way, *restriction.via_ways, restriction.to_way)
    if not all(len(streets.segments(way)) for way in ways):
        return NOT_IN_MAP
    if restriction.via_node is None:
        return _over_ways(streets, restriction)
    node = streets.node(restriction.via_node)
    return NOT_IN_MAP if node is None else _over_node(streets, restriction, node)


def _over_node(streets: _Streets, restriction: Restriction, node: int) -> list[_Turn] | str:
    starts = streets.into(restriction.from_way, node)
    goals = streets.out_of(restriction.to_way, node)
    if not starts or not goals:
        return NOT_JOINED
    if restriction.from_way == restriction.to_way:
        # A way that goes on behind the node: what is meant is turning round on it.
        if restriction.kind != "no_u_turn":
            return AMBIGUOUS
        return [((start,), start ^ 1) for start in starts]
    if len(starts) > 1 or len(goals) > 1:
        return AMBIGUOUS
    return [((starts[0],), goals[0])]


def _over_ways(streets: _Streets, restriction: Restriction) -> list[_Turn] | str:
    ways = (restriction.from_way, *restriction.via_ways, restriction.to_way)
    meeting = [streets.nodes(one) & streets.nodes(other) for one, other in pairwise(ways)]
    turns = [
        ((start, *chain), goal)
        for chain in _chains(streets, restriction.via_ways, meeting)
        for start in streets.into(restriction.from_way, streets.head(chain[0] ^ 1))
        for goal in streets.out_of(restriction.to_way, streets.head(chain[-1]))
    ]
    if not turns:
        return NOT_JOINED
    return turns if len(turns) == 1 else AMBIGUOUS


def _chains(
    streets: _Streets, ways: tuple[int, ...], meeting: list[set[int]]
) -> Iterator[list[int]]:
    """Give the ways to drive along all via ways, each from where it is met to where it is left."""
    chains: list[tuple[int, list[int]]] = [(node, []) for node in sorted(meeting[0])]
    for way, leave_at in zip(ways, meeting[1:], strict=True):
        chains = [
            (goal, [*before, *along])
            for node, before in chains
            for goal in sorted(leave_at - {node})
            if (along := streets.along(way, node, goal)) is not None
        ]
    yield from (chain for _, chain in chains)
