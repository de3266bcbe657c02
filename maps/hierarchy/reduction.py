"""Streets that no cut needs: dead ends, and all but one of a row of streets without a junction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def reduced(
    end: NDArray[np.int32], size: NDArray[np.int32], junction_count: int
) -> NDArray[np.int32]:
    """Take out dead ends one after the other, and of streets in a row all but the smallest.

    Gives the streets that were taken out, in that order. Changes `end`, the two junctions that
    each street joins (no street joins a junction to itself), where one now stands for a row.
    """
    first, at = _meeting(end, junction_count)
    taken = np.empty(len(end), dtype=np.int32)
    count = 0
    waiting = list(range(junction_count))
    while len(waiting) > 0:
        junction = waiting.pop()
        here = at[first[junction] : first[junction + 1]]
        here = here[here >= 0]
        if len(here) == 0 or len(here) > 2:
            continue
        at[first[junction] : first[junction + 1]] = -1
        gone = here[0]
        kept = here[-1]
        if size[gone] < size[kept]:
            gone, kept = kept, gone
        beyond = end[gone, 0] + end[gone, 1] - junction
        before = end[kept, 0] + end[kept, 1] - junction
        taken[count] = gone
        count += 1
        if gone == kept:
            _replace(at[first[beyond] : first[beyond + 1]], gone, -1)
            waiting.append(beyond)
        elif beyond == before:  # a loop
            taken[count] = kept
            count += 1
            _replace(at[first[beyond] : first[beyond + 1]], gone, -1)
            _replace(at[first[beyond] : first[beyond + 1]], kept, -1)
            waiting.append(beyond)
        else:
            _replace(at[first[beyond] : first[beyond + 1]], gone, kept)
            _replace(end[kept], junction, beyond)
    return taken[:count]


@compiled
def _meeting(
    end: NDArray[np.int32], junction_count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List the streets at each junction: those of ``v`` from ``first[v]`` to ``first[v + 1]``."""
    first = np.zeros(junction_count + 2, dtype=np.int32)
    for junction in end.flat:
        first[junction + 2] += 1
    first = np.cumsum(first).astype(np.int32)
    at = np.empty(end.size, dtype=np.int32)
    for street in range(len(end)):
        for junction in end[street]:
            at[first[junction + 1]] = street
            first[junction + 1] += 1
    return first[:-1], at


@compiled
def _replace(items: NDArray[np.int32], old: int, new: int) -> None:
    for place in range(len(items)):
        if items[place] == old:
            items[place] = new
            break
