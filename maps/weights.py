"""What each turn weighs: time, length, and the streets that are not for passing through.

A weight is three numbers in one int64, ``entries << 56 | duration_ms << 26 | length_dm``: sums add
all three, and the smaller of two has fewer entries, or takes less time, or is shorter. An entry is
a turn out of the core (`maps.reach`) into a street that is not for passing through. The
quickest path with the fewest entries therefore keeps to such streets at its ends, wherever that is
possible at all, and between places within reach (`maps.reach`) it is. Lengths up to 6,710 km,
durations up to 12 days and 62 entries fit; what is more weighs as much as no path at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.hierarchy.doors import UNREACHED
from maps.profiles.model import Access
from maps.reach import core_states, lost_arcs, reached_states
from maps.turning import permitted_turns, turn_ms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.profiles.use import Holds
    from maps.turns import TurnGraph
    from maps.usage import Usage

LENGTH_BITS = 26
DURATION_BITS = 30
ENTRY = 1 << (LENGTH_BITS + DURATION_BITS)


class Rules(NamedTuple):
    """What a profile may do at a moment on a graph of turns.

    By arc of the network its km/h, 0 where closed, and whether it is the `core`, and `within` reach
    (`maps.reach`); by turn whether it is permitted, whether it `enters` a street that is not for
    passing through, and its milliseconds.
    """

    kph: NDArray[np.float64]
    core: NDArray[np.bool_]
    within: NDArray[np.bool_]
    permitted: NDArray[np.bool_]
    enters: NDArray[np.bool_]
    turn_ms: NDArray[np.int64]


class Weights(NamedTuple):
    """Weights of driving along each arc (of closed ones, 0), and along an arc and a turn.

    Turns that are not permitted weigh UNREACHED. `within` says which arcs are within reach.
    """

    arc: NDArray[np.int64]
    turn: NDArray[np.int64]
    within: NDArray[np.bool_]


def packed(duration_ms: NDArray[np.int64], length_dm: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the weights of durations and lengths, without entries."""
    return (duration_ms << LENGTH_BITS) | length_dm


def unpacked(weight: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the durations in ms and the lengths in dm of weights."""
    length_mask, duration_mask = (1 << LENGTH_BITS) - 1, (1 << DURATION_BITS) - 1
    return (weight >> LENGTH_BITS) & duration_mask, weight & length_mask


def ruled(
    network: RoadNetwork, graph: TurnGraph, profile: Profile, usage: Usage, holds: Holds
) -> Rules:
    """Apply a profile's rules at a moment, told by the use of streets then."""
    permitted = permitted_turns(network, graph, profile, usage, holds)
    opened = usage.access == Access.OPEN
    length_dm = network.segment_length_dm[graph.arc >> 1]
    turns = graph.tail[permitted], graph.head[permitted]
    core_state = core_states(*turns, opened[graph.arc], length_dm)
    core, within = np.zeros((2, network.arc_count), dtype=np.bool_)
    core[graph.arc[core_state]] = True
    lost = lost_arcs(network.arc_tail, network.arc_head, opened, core)
    if lost.any():
        lost_state = lost[graph.arc]
        permitted &= ~lost_state[graph.tail] & ~lost_state[graph.head]
    reached = reached_states(core_state, graph.tail[permitted], graph.head[permitted])
    within[graph.arc[reached]] = True
    # Who starts on an arc is in its first state, however one gets there.
    left = np.zeros(graph.state_count, dtype=np.bool_)
    left[graph.tail[permitted & reached[graph.head]]] = True
    within[graph.arc[: graph.arc_count]] &= left[: graph.arc_count]
    own_core = core[graph.arc]
    return Rules(
        kph=np.where(usage.access > Access.CLOSED, usage.kph, 0.0),
        core=core,
        within=within,
        permitted=permitted,
        enters=own_core[graph.tail] & ~own_core[graph.head],
        turn_ms=turn_ms(network, graph, profile, usage),
    )


def weighed(
    network: RoadNetwork,
    graph: TurnGraph,
    rules: Rules,
    factor: NDArray[np.float64] | None = None,
) -> Weights:
    """Weigh a graph's turns; the time along each segment is taken by its factor, where given."""
    length_dm = np.repeat(network.segment_length_dm.astype(np.int64), 2)
    opened = rules.kph > 0
    # A tenth of a metre at v km/h takes 360 / v ms.
    ms = length_dm * 360.0 / np.where(opened, rules.kph, 1.0)
    if factor is not None:
        ms *= np.repeat(factor, 2)
    arc = np.where(opened, packed(np.floor(ms + 0.5).astype(np.int64), length_dm), 0)
    turn = arc[graph.arc[graph.tail]] + (rules.turn_ms << LENGTH_BITS)
    turn += np.where(rules.enters, ENTRY, 0)
    return Weights(arc, np.where(rules.permitted, turn, UNREACHED), rules.within)
