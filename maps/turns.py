"""The graph of turns: where one can go on from each directed street, at which angle, by which rule.

Nodes are arcs of the network. An arc that leads through the middle of a restriction over ways is
there again for those who came along the beginning of it, since they may not go on as others may:
the states of the automaton that finds forbidden sequences (Aho and Corasick, "Efficient string
matching", 1975). So every path in the graph is one that the rules allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.forbidden import forbidden_sequences
from maps.geodesy import flat_m
from maps.ranges import ranges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from maps.network import RoadNetwork

_Sequence = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnGraph:
    """All turns between some arcs of a network; all fields are arrays.

    `arc` is the network's arc of each state; the first states are the arcs themselves, ascending,
    and those behind them arcs that are there again. Turn ``t`` leads from state ``tail[t]`` to
    state ``head[t]``, sorted by tail, at ``angle[t]`` degrees (int16, above 0 to the right). Turns
    back onto the same segment, ``back``, are there too, at 180 degrees as OSRM has them. Rule
    ``rule[i]``, an index of the network's restrictions, forbids turn ``rule_turn[i]``.
    """

    arc: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    angle: NDArray[np.int16]
    back: NDArray[np.bool_]
    rule_turn: NDArray[np.int32]
    rule: NDArray[np.int32]

    @property
    def state_count(self) -> int:
        """How many states there are."""
        return len(self.arc)

    @property
    def arc_count(self) -> int:
        """How many different arcs there are: the first states."""
        descents = np.flatnonzero(np.diff(self.arc) <= 0)
        return int(descents[0]) + 1 if len(descents) else len(self.arc)


def turn_graph(network: RoadNetwork, arcs: NDArray[np.integer]) -> TurnGraph:
    """Give the turns between arcs, which ascend, under all of the network's restrictions."""
    tail, head = _plain_turns(network, arcs)
    automaton = _automaton(network, arcs)
    plain = _Turns(tail, head, *_rules_of(automaton, tail, head))
    turns, again = _with_states(plain, automaton)
    arc = np.concatenate([arcs, np.asarray(arcs)[again]]).astype(np.int32)
    first, last = _bearings(network)
    leaving = first[arc[turns.head]]
    # Rounded first: else it would be up to the last digit to which side half a circle turns.
    turned = np.round(leaving - last[arc[turns.tail]])
    return TurnGraph(
        arc=arc,
        tail=turns.tail,
        head=turns.head,
        angle=(180 - (180 - turned) % 360).astype(np.int16),
        back=(arc[turns.tail] ^ 1) == arc[turns.head],
        rule_turn=turns.rule_turn,
        rule=turns.rule,
    )


class _Turns(NamedTuple):
    """Turns, sorted by tail, and the rules that forbid some."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    rule_turn: NDArray[np.int32]
    rule: NDArray[np.int32]


class _Automaton(NamedTuple):
    """What is forbidden, in numbers of the arcs at hand.

    `rules` gives those that a sequence breaks when it ends; `states` are the beginnings, two arcs
    or more, of longer sequences.
    """

    rules: Mapping[_Sequence, tuple[int, ...]]
    states: Mapping[_Sequence, int]
    longest: int


def _plain_turns(
    network: RoadNetwork, arcs: NDArray[np.integer]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """From each arc to every other that begins where it ends, and back along its segment."""
    starts_at = network.arc_tail[arcs]
    by_node = np.argsort(starts_at, kind="stable")
    first = np.searchsorted(starts_at[by_node], np.arange(network.node_count + 1))
    ends_at = network.arc_head[arcs]
    ways_on = first[ends_at + 1] - first[ends_at]
    tail, place = ranges(first[ends_at], ways_on)
    return tail.astype(np.int32), by_node[place].astype(np.int32)


def _automaton(network: RoadNetwork, arcs: NDArray[np.integer]) -> _Automaton:
    number = np.full(network.arc_count, -1, dtype=np.int64)
    number[arcs] = np.arange(len(arcs))
    rules: dict[_Sequence, tuple[int, ...]] = {}
    for sequence, rule in forbidden_sequences(network).sequences:
        numbers = tuple(number[list(sequence)].tolist())
        if min(numbers) >= 0:
            rules[numbers] = (*rules.get(numbers, ()), rule)
    states: dict[_Sequence, int] = {}
    for sequence in rules:
        for length in range(2, len(sequence)):
            states.setdefault(sequence[:length], len(arcs) + len(states))
    return _Automaton(rules, states, max(map(len, rules), default=0))


def _rules_of(
    automaton: _Automaton, tail: NDArray[np.int32], head: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Find the turns that sequences of two forbid."""
    pairs = [(pair, rule) for pair, rules in automaton.rules.items() for rule in rules]
    pairs = [(pair, rule) for pair, rule in pairs if len(pair) == 2]
    turn = [_turn(tail, head, *pair) for pair, _ in pairs]
    return np.array(turn, dtype=np.int32), np.array([rule for _, rule in pairs], dtype=np.int32)


def _turn(tail: NDArray[np.int32], head: NDArray[np.int32], start: int, goal: int) -> int:
    first, last = np.searchsorted(tail, [start, start + 1])
    return int(first + np.flatnonzero(head[first:last] == goal)[0])


def _with_states(plain: _Turns, automaton: _Automaton) -> tuple[_Turns, NDArray[np.int64]]:
    """Add the states that restrictions over ways need; gives the arc of each as well."""
    if not automaton.states:
        return plain, np.empty(0, dtype=np.int64)
    head = plain.head.copy()
    for sequence, state in automaton.states.items():
        if len(sequence) == 2:
            head[_turn(plain.tail, plain.head, *sequence)] = state
    more: list[tuple[int, int]] = []
    rules: list[tuple[int, int]] = []
    for sequence, state in automaton.states.items():
        first, last = np.searchsorted(plain.tail, [sequence[-1], sequence[-1] + 1])
        for goal in plain.head[first:last].tolist():
            driven = (*sequence, goal)
            suffixes = [driven[place:] for place in range(len(driven) - 1)]
            broken = {rule for suffix in suffixes for rule in automaton.rules.get(suffix, ())}
            rules += ((len(plain.tail) + len(more), rule) for rule in sorted(broken))
            known = (automaton.states[s] for s in suffixes if s in automaton.states)
            more.append((state, next(known, goal)))
    added = np.array(more, dtype=np.int32).reshape(-1, 2)
    added_rules = np.array(rules, dtype=np.int32).reshape(-1, 2)
    turns = _Turns(
        np.concatenate([plain.tail, added[:, 0]]),
        np.concatenate([head, added[:, 1]]),
        np.concatenate([plain.rule_turn, added_rules[:, 0]]),
        np.concatenate([plain.rule, added_rules[:, 1]]),
    )
    return turns, np.array([sequence[-1] for sequence in automaton.states], dtype=np.int64)


def _bearings(network: RoadNetwork) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """In which direction each arc begins and ends, in degrees from north to the east."""
    first, last = network.point_offset[:-1], network.point_offset[1:] - 1
    at_start = _bearing(network, first, first + 1)
    at_end = _bearing(network, last - 1, last)
    begins = np.stack([at_start, at_end + 180.0], axis=1).ravel()
    ends = np.stack([at_end, at_start + 180.0], axis=1).ravel()
    return begins, ends


def _bearing(
    network: RoadNetwork, point: NDArray[np.integer], other: NDArray[np.integer]
) -> NDArray[np.float64]:
    lat, lon = network.point_lat, network.point_lon
    east_m, north_m = flat_m(lat[other] - lat[point], lon[other] - lon[point], at_lat=lat[point])
    return np.degrees(np.arctan2(east_m, north_m))
