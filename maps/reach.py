"""Where a vehicle can get to, and back from, without driving through streets that are not for it.

Streets that are open to all traffic are the *core* where they are in the network's largest strongly
connected part. A street that is open only to those who have business there is within reach where
one gets into it from the core, and back, and so is an open street that lies behind such streets.
Between any two places there is then a way that leaves the core at its ends only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from maps.profiles.model import Access

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Reach(NamedTuple):
    """Which states are the core, and which are within reach, the core included."""

    core: NDArray[np.bool_]
    within: NDArray[np.bool_]


def reached_states(
    tail: NDArray[np.integer],
    head: NDArray[np.integer],
    access: NDArray[np.uint8],
    length: NDArray[np.integer],
) -> Reach:
    """Say which states of a graph of turns are within reach.

    Parameters
    ----------
    tail, head
        The states that each permitted turn leads from and to.
    access, length
        Of each state: `maps.profiles.model.Access`, and the length of its street in any unit.
    """
    core = _largest_part(tail, head, access == Access.OPEN, length)
    passable = (access[tail] > Access.CLOSED) & (access[head] > Access.CLOSED)
    tail, head = tail[passable], head[passable]
    inward, outward = ~core[head], ~core[tail]
    into = _spread(core, tail[inward], head[inward])
    out_of = _spread(core, head[outward], tail[outward])
    return Reach(core, into & out_of)


def _largest_part(
    tail: NDArray[np.integer],
    head: NDArray[np.integer],
    states: NDArray[np.bool_],
    length: NDArray[np.integer],
) -> NDArray[np.bool_]:
    """Give the strongly connected part of some states that is longest; the first of equals."""
    inside = states[tail] & states[head]
    tail, head = tail[inside], head[inside]
    ones = np.ones(len(tail), dtype=np.int8)
    matrix = coo_array((ones, (tail, head)), shape=(len(states), len(states)))
    _, part = connected_components(matrix, directed=True, connection="strong")
    # A lone state is a part too, but none that one can come back on, unless it leads to itself.
    returns = np.zeros(len(states), dtype=np.bool_)
    returns[part[tail[part[tail] == part[head]]]] = True
    counted = states & returns[part]
    total = np.bincount(part, weights=np.where(counted, length + 1.0, 0.0), minlength=1)
    best: NDArray[np.bool_] = counted & (part == total.argmax())
    return best


def _spread(
    start: NDArray[np.bool_], tail: NDArray[np.integer], head: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Follow turns from some states as far as they lead."""
    reached = start.copy()
    while True:
        new = head[reached[tail] & ~reached[head]]
        if not len(new):
            return reached
        reached[new] = True
