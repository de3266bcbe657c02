"""Where a vehicle can get to, and back from, without driving through streets that are not for it.

Streets that are open to all traffic are the *core* where they are in the network's largest strongly
connected part. A street that is open only to those who have business there is within reach where
one gets into it from the core, and back, and so is an open street that lies behind such streets
and nowhere else: one that only a forbidden turn keeps from the core is not served through a
driveway. Between any two places there is then a way that leaves the core at its ends only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray


def core_states(
    tail: NDArray[np.integer],
    head: NDArray[np.integer],
    states: NDArray[np.bool_],
    length: NDArray[np.integer],
) -> NDArray[np.bool_]:
    """Give the strongly connected part of some states that is longest; the first of equals.

    Parameters
    ----------
    tail, head
        The states that each permitted turn leads from and to.
    states, length
        Of each state: whether its street is open to all traffic, and its length in any unit.
    """
    inside = states[tail] & states[head]
    tail, head = tail[inside], head[inside]
    part = _strong_parts(tail, head, len(states))
    # A lone state is a part too, but none that one can come back on, unless it leads to itself.
    returns = np.zeros(len(states), dtype=np.bool_)
    returns[part[tail[part[tail] == part[head]]]] = True
    counted = states & returns[part]
    total = np.bincount(part, weights=np.where(counted, length + 1.0, 0.0), minlength=1)
    best: NDArray[np.bool_] = counted & (part == total.argmax())
    return best


def lost_arcs(
    tail: NDArray[np.integer],
    head: NDArray[np.integer],
    opened: NDArray[np.bool_],
    core: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Give the arcs that open streets lead to from the core and back, were it not for the turns.

    Parameters
    ----------
    tail, head
        The nodes that each arc leads from and to.
    opened, core
        Whether it is open to all traffic, and of the core.
    """
    if not core.any():
        return np.zeros(len(tail), dtype=np.bool_)
    start, goal = tail[opened], head[opened]
    part = _strong_parts(start, goal, int(max(start.max(), goal.max())) + 1)
    inside = part == part[tail[core][0]]
    lost = opened & ~core
    lost[opened] &= inside[start] & inside[goal]
    return lost


def reached_states(
    core: NDArray[np.bool_], tail: NDArray[np.integer], head: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Say which states can be reached from the core and left to it again, the core included.

    `tail` and `head` are the states that each permitted turn leads from and to.
    """
    inward, outward = ~core[head], ~core[tail]
    into = _spread(core, tail[inward], head[inward])
    out_of = _spread(core, head[outward], tail[outward])
    return into & out_of


def _strong_parts(
    tail: NDArray[np.integer], head: NDArray[np.integer], count: int
) -> NDArray[np.int32]:
    """Number the strongly connected parts of a graph, by node."""
    ones = np.ones(len(tail), dtype=np.int8)
    matrix = coo_array((ones, (tail, head)), shape=(count, count))
    part: NDArray[np.int32]
    _, part = connected_components(matrix, directed=True, connection="strong")
    return part


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
