"""The least cut between two sides of a street network, as the greatest flow between them.

Dinic's algorithm: shortest paths that can still take something, filled until there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST, _SECOND = 1, 2


class Part(NamedTuple):
    """A connected part of a network, junctions numbered from 0, each street in both directions.

    Streets from junction ``v`` are ``first[v]`` to ``first[v + 1]``; `back` is the same street the
    other way, and `size` what it adds to a cut.
    """

    first: NDArray[np.int32]
    head: NDArray[np.int32]
    back: NDArray[np.int32]
    size: NDArray[np.int32]


class _Flow(NamedTuple):
    """A flow between two sides: what each street can still take, and what a search writes on.

    `side` is _FIRST or _SECOND for junctions that belong to a side from the start, else 0.
    `border` holds those of the first that have a neighbour elsewhere.
    """

    side: NDArray[np.int8]
    border: NDArray[np.int32]
    left: NDArray[np.int32]
    level: NDArray[np.int32]
    queue: NDArray[np.int32]
    next: NDArray[np.int32]
    path: NDArray[np.int32]


@compiled
def least_cut(
    part: Part, row: NDArray[np.int32], share: float, enough: float
) -> tuple[float, NDArray[np.bool_]]:
    """Cut between the first and the last junctions of a row of all, a share of them each.

    Gives the cut's size over the number of junctions on its smaller side, and who is on the first
    side; infinity as soon as it cannot be less than `enough`.
    """
    count = len(row)
    flow = _between(part, row, share)
    size = 0
    while _levels(part, flow):
        size += _filled(part, flow)
        if size >= enough * (count // 2):
            return np.inf, np.empty(0, dtype=np.bool_)
    # The cuts nearest to either side are equally small: the more even one is better.
    near_first = flow.level >= 0
    near_second = ~_leading_to_second(part, flow)
    first_count, second_count = near_first.sum(), near_second.sum()
    if min(first_count, count - first_count) >= min(second_count, count - second_count):
        return size / min(first_count, count - first_count), near_first
    return size / min(second_count, count - second_count), near_second


@compiled
def _between(part: Part, row: NDArray[np.int32], share: float) -> _Flow:
    count = len(row)
    outer = max(1, int(share * count))
    side = np.zeros(count, dtype=np.int8)
    for place in range(outer):
        side[row[place]] = _FIRST
        side[row[count - 1 - place]] = _SECOND
    border = np.empty(outer, dtype=np.int32)
    found = 0
    for junction in row[:outer]:
        for street in range(part.first[junction], part.first[junction + 1]):
            if side[part.head[street]] != _FIRST:
                border[found] = junction
                found += 1
                break
    return _Flow(
        side,
        border[:found],
        part.size.copy(),
        np.empty(count, dtype=np.int32),
        np.empty(count, dtype=np.int32),
        np.empty(count, dtype=np.int32),
        np.empty(count, dtype=np.int32),
    )


@compiled
def _levels(part: Part, flow: _Flow) -> bool:
    """Count the streets from the first side to each junction; says whether the second is reached.

    -1 where a junction is not reached, or is no nearer than the second side.
    """
    level, queue = flow.level, flow.queue
    for junction in range(len(level)):
        level[junction] = 0 if flow.side[junction] == _FIRST else -1
    end = 0
    for junction in flow.border:
        queue[end] = junction
        end += 1
    done = 0
    goal = -1
    while done < end:
        junction = queue[done]
        done += 1
        if level[junction] == goal:
            break
        for street in range(part.first[junction], part.first[junction + 1]):
            head = part.head[street]
            if level[head] < 0 and flow.left[street] > 0:
                level[head] = level[junction] + 1
                queue[end] = head
                end += 1
                if flow.side[head] == _SECOND:
                    goal = level[head]
    return goal >= 0


@compiled
def _filled(part: Part, flow: _Flow) -> int:
    """Send all that fits along paths that go up a level with each street."""
    for junction in range(len(flow.next)):
        flow.next[junction] = part.first[junction]
    sent = 0
    for start in flow.border:
        length = _path(part, flow, start)
        while length > 0:
            least = flow.left[flow.path[0]]
            for street in flow.path[1:length]:
                least = min(least, flow.left[street])
            for street in flow.path[:length]:
                flow.left[street] -= least
                flow.left[part.back[street]] += least
            sent += least
            length = _path(part, flow, start)
    return sent


@compiled
def _path(part: Part, flow: _Flow, start: int) -> int:
    """Find a path from a junction to the second side; gives how many streets it has, 0 for none.

    A street that leads nowhere is not tried again before the levels are counted anew.
    """
    junction, length = start, 0
    while flow.side[junction] != _SECOND:
        street = flow.next[junction]
        if street < part.first[junction + 1]:
            head = part.head[street]
            if flow.left[street] > 0 and flow.level[head] == flow.level[junction] + 1:
                flow.path[length] = street
                length += 1
                junction = head
            else:
                flow.next[junction] += 1
        elif length == 0:
            return 0
        else:
            length -= 1
            junction = part.head[part.back[flow.path[length]]]
            flow.next[junction] += 1
    return length


@compiled
def _leading_to_second(part: Part, flow: _Flow) -> NDArray[np.bool_]:
    """Which junctions can still send something to the second side."""
    leading: NDArray[np.bool_] = flow.side == _SECOND
    end = 0
    for junction in range(len(leading)):
        if leading[junction]:
            flow.queue[end] = junction
            end += 1
    done = 0
    while done < end:
        junction = flow.queue[done]
        done += 1
        for street in range(part.first[junction], part.first[junction + 1]):
            head = part.head[street]
            if not leading[head] and flow.left[part.back[street]] > 0:
                leading[head] = True
                flow.queue[end] = head
                end += 1
    return leading
