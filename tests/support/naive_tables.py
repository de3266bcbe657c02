"""Tables between places by `tests.support.naive_travel`, with scipy's and with networkx's search.

Where a restriction over ways forbids a turn depends on how one came. For scipy a node is an arc and
the forbidden sequences that have been begun on the way to it, for networkx the last arcs driven.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from maps.tags import CLASSES
from tests.support.naive_travel import MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from maps.profiles.model import Profile
    from maps.snapping import Snaps
    from tests.support.naive_travel import NaiveRules

NO_PATH = -1

Ends = list[dict[int, int]]
"""Of each place the arcs that it lies on, and the weight from the arc's beginning to it."""

_Node = tuple[Any, Any]
"""An arc and how one came to it, or ``"out"`` or ``"in"`` and the number of a place."""

_Edge = tuple[_Node, _Node, int]


def ends_of(rules: NaiveRules, profile: Profile, within: Iterable[bool], places: Snaps) -> Ends:
    """Put places on arcs: those `within` reach, on the place's own side where that matters.

    On the arc against its segment a place lies where it lies on the segment's own arc, to the
    millisecond and decimetre below.
    """
    reached = list(within)
    ends: Ends = []
    for segment, fraction, side in zip(
        places.segment.tolist(), places.fraction.tolist(), places.side.tolist(), strict=True
    ):
        forward, backward = 2 * segment, 2 * segment + 1
        on_side = [arc for arc, right in ((forward, 1), (backward, -1)) if side in {0, right}]
        if CLASSES[rules.network.segment_class[segment]] not in profile.own_side:
            on_side = []
        both = [arc for arc in (forward, backward) if reached[arc]]
        behind = {
            arc: math.floor(fraction * rules.ms[arc]) * MS + math.floor(fraction * rules.dm[arc])
            for arc in both
        }
        if backward in behind:
            behind[backward] = rules.ms[backward] * MS + rules.dm[backward] - behind[backward]
        own = [arc for arc in both if arc in on_side]
        ends.append({arc: behind[arc] for arc in own or both})
    return ends


def table_by_scipy(rules: NaiveRules, origins: Ends, destinations: Ends) -> list[list[int]]:
    """Weights of the quickest paths; NO_PATH where there is none."""
    edges = list(_edges(_BegunSequences(rules), rules, origins, destinations))
    number: dict[_Node, int] = {}
    for end in [("out", place) for place in range(len(origins))]:
        number[end] = len(number)
    for end in [("in", place) for place in range(len(destinations))]:
        number[end] = len(number)
    least: dict[tuple[int, int], int] = {}
    for tail, head, weight in edges:
        key = number.setdefault(tail, len(number)), number.setdefault(head, len(number))
        least[key] = min(weight, least.get(key, weight))
    tails, heads = np.array(list(least), dtype=np.int64).reshape(-1, 2).T
    # What is 0 would be no edge; so little more is lost when it is rounded down.
    weights = np.maximum(np.array(list(least.values()), dtype=np.float64), 2.0**-20)
    matrix = coo_array((weights, (tails, heads)), shape=(len(number), len(number))).tocsr()
    sums = dijkstra(matrix, indices=np.arange(len(origins)))
    sums = sums[:, len(origins) : len(origins) + len(destinations)]
    assert sums[np.isfinite(sums)].max(initial=0) < 2**53
    found: list[list[int]] = np.where(np.isfinite(sums), sums, NO_PATH).astype(np.int64).tolist()
    return found


def table_by_networkx(rules: NaiveRules, origins: Ends, destinations: Ends) -> list[list[int]]:
    """Weights of the quickest paths; NO_PATH where there is none."""
    graph: nx.MultiDiGraph[_Node] = nx.MultiDiGraph()
    graph.add_nodes_from(("out", place) for place in range(len(origins)))
    graph.add_weighted_edges_from(_edges(_LastArcs(rules), rules, origins, destinations))
    table: list[list[int]] = []
    for origin in range(len(origins)):
        length = nx.single_source_dijkstra_path_length(graph, ("out", origin))
        table.append(
            [int(length.get(("in", place), NO_PATH)) for place in range(len(destinations))]
        )
    return table


class _Memory(Protocol):
    """How one came, as far as it matters for going on."""

    def after(self, history: tuple[int, ...], arc: int) -> tuple[int, ...]:
        """Give the memory of one who drives on along an arc."""

    def banned(self, history: tuple[int, ...]) -> set[int]:
        """Where restrictions forbid to go on."""


class _LastArcs:
    """What one has driven, as far as a restriction can look back."""

    def __init__(self, rules: NaiveRules) -> None:
        self._rules = rules
        self._longest = max((len(sequence) - 1 for sequence in rules.forbidden), default=1)

    def after(self, history: tuple[int, ...], arc: int) -> tuple[int, ...]:
        return (*history, arc)[-self._longest :]

    def banned(self, history: tuple[int, ...]) -> set[int]:
        return self._rules.banned(history)


class _BegunSequences:
    """The arc one is on, and each forbidden sequence that has been begun, by its length so far."""

    def __init__(self, rules: NaiveRules) -> None:
        self._forbidden = rules.forbidden
        self._beginning: dict[int, list[int]] = defaultdict(list)
        for number, sequence in enumerate(rules.forbidden):
            self._beginning[sequence[0]].append(number)

    def after(self, history: tuple[int, ...], arc: int) -> tuple[int, ...]:
        """Give the arc, then each begun sequence's number and length."""
        begun = list(zip(history[1::2], history[2::2], strict=True))
        longer = [(n, done + 1) for n, done in begun if self._goes_on(n, done) == arc]
        longer += [(number, 1) for number in self._beginning[arc]]
        return (arc, *(value for mark in sorted(longer) for value in mark))

    def banned(self, history: tuple[int, ...]) -> set[int]:
        begun = zip(history[1::2], history[2::2], strict=True)
        return {
            self._forbidden[number][-1]
            for number, done in begun
            if done == len(self._forbidden[number]) - 1
        }

    def _goes_on(self, number: int, done: int) -> int:
        sequence = self._forbidden[number]
        return sequence[done] if done < len(sequence) else NO_PATH


def _edges(
    memory: _Memory, rules: NaiveRules, origins: Ends, destinations: Ends
) -> Iterator[_Edge]:
    """All that can be driven from some places, and the ways into others."""
    arrivals: dict[int, list[tuple[_Node, int]]] = defaultdict(list)
    for place, end in enumerate(destinations):
        for arc, behind in end.items():
            arrivals[arc].append((("in", place), behind))
    new: list[_Edge] = []
    for place, end in enumerate(origins):
        for arc, behind in end.items():
            history = memory.after((), arc)
            new += (
                (("out", place), goal, there - behind)
                for goal, there in arrivals[arc]
                if there >= behind
            )
            new += (
                (("out", place), node, weight - behind)
                for node, weight in _onward(memory, rules, arc, history)
            )
    seen: set[_Node] = set()
    while new:
        yield from new
        reached = {head for _, head, _ in new if head[0] != "in"} - seen
        seen |= reached
        new = [
            (node, head, weight)
            for node in reached
            for head, weight in (*arrivals[node[0]], *_onward(memory, rules, *node))
        ]


def _onward(
    memory: _Memory, rules: NaiveRules, arc: int, history: tuple[int, ...]
) -> Iterator[tuple[_Node, int]]:
    for next_arc, weight in rules.onward(arc, memory.banned(history)):
        yield (next_arc, memory.after(history, next_arc)), weight
