"""In which order a hierarchy sets its nodes aside: nested dissection of the street network.

The nodes are directed streets. A set of streets that cuts the network in two separates all that
lies in one part from all that lies in the other. So it comes last, after the two parts, each of
which is cut again in the same way (the cut order of Buchhold, Wagner, Zeitz and Zündorf,
"Customizable Contraction Hierarchies with Turn Costs", 2020). Small and even cuts are found as the
least cut between the outer quarters of the network, in several directions ("inertial flow",
Schild and Sommer, "On Balanced Separators in Road Networks", 2015).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.compiled import compiled
from maps.hierarchy.flow import Part, least_cut
from maps.hierarchy.reduction import reduced

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DIRECTIONS = 4
_OUTER_SHARE = 0.25
_SMALL = 3  # parts of so many junctions are not cut


class _Streets(NamedTuple):
    """The junctions that each street joins, [n, 2], and how many nodes it is."""

    end: NDArray[np.int32]
    size: NDArray[np.int32]


class _Dissection(NamedTuple):
    """Streets and junctions, sorted by part; parts are cut further in place.

    In the end the streets are in the order sought. `cut` numbers those that separate two parts
    together, and `ahead` says whether a street leads from the first of them to the second;
    elsewhere they are -1 and True. `junction` has a row a direction, in which those of a part
    stay sorted as they lie in that direction. `number` is a junction's within the part at hand.
    """

    street: NDArray[np.int32]
    junction: NDArray[np.int32]
    cut: NDArray[np.int32]
    ahead: NDArray[np.bool_]
    number: NDArray[np.int32]


class _Range(NamedTuple):
    """Where a part's junctions and streets begin and end in a dissection."""

    junction: int
    junction_end: int
    street: int
    street_end: int


def cut_order(
    tail: NDArray[np.integer],
    head: NDArray[np.integer],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
) -> NDArray[np.int32]:
    """Order the nodes of a graph of directed streets.

    Parameters
    ----------
    tail, head
        The junctions that each node leads from and to. Nodes between the same two are one street,
        whatever their number and direction.
    x, y
        Where each junction lies, in any unit that is the same for both.

    Returns
    -------
    NDArray[np.int32]
        All nodes, those first that are set aside first. The same input gives the same order.
    """
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    pairs, street, size = np.unique(
        low.astype(np.int64) * len(x) + high, return_inverse=True, return_counts=True
    )
    end = np.stack([pairs // len(x), pairs % len(x)], axis=1).astype(np.int32)
    place, cut, ahead = _dissected(_Streets(end, size.astype(np.int32)), x, y)
    group = np.where(cut >= 0, cut, place)[street]
    against = (tail < head) != ahead[street]
    return np.lexsort((place[street], against, group)).astype(np.int32)


def _dissected(
    streets: _Streets, x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Give each street's place in the order, its cut (numbered by a place too), and its sense."""
    count = len(streets.end)
    loop = streets.end[:, 0] == streets.end[:, 1]
    proper = np.flatnonzero(~loop).astype(np.int32)
    end = streets.end[proper]
    taken = reduced(end, streets.size[proper], len(x))
    stays = np.ones(len(proper), dtype=np.bool_)
    stays[taken] = False
    kept = proper[stays]
    junction, ends = np.unique(end[stays], return_inverse=True)
    plan = _Dissection(
        street=np.arange(len(kept), dtype=np.int32),
        junction=_rows(x[junction], y[junction]),
        cut=np.full(len(kept), -1, dtype=np.int32),
        ahead=np.ones(len(kept), dtype=np.bool_),
        number=np.full(len(junction), -1, dtype=np.int32),
    )
    remaining = _Streets(ends.reshape(-1, 2).astype(np.int32), streets.size[kept])
    whole = _Range(0, len(junction), 0, len(kept))
    halves = _divided(remaining, plan, whole, whole.junction_end // 2)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda part: _divided(remaining, plan, part, 0), halves))

    order = np.concatenate([np.flatnonzero(loop), proper[taken], kept[plan.street]])
    place = np.empty(count, dtype=np.int32)
    place[order] = np.arange(count)
    cut = np.full(count, -1, dtype=np.int32)
    cut[kept] = np.where(plan.cut >= 0, plan.cut + count - len(kept), -1)
    ahead = np.ones(count, dtype=np.bool_)
    ahead[kept] = plan.ahead
    return place, cut, ahead


def _rows(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int32]:
    """Sort junctions as they lie in each direction, [directions, n]."""
    angle = np.pi * np.arange(_DIRECTIONS)[:, None] / _DIRECTIONS
    along = x * np.cos(angle) + y * np.sin(angle)
    return np.argsort(along, axis=1, kind="stable").astype(np.int32)


@compiled
def _divided(streets: _Streets, plan: _Dissection, whole: _Range, enough: int) -> list[_Range]:
    """Cut a part again and again, until parts have no more junctions than `enough`; gives those."""
    left = [whole]
    small = [whole]
    small.pop()
    while len(left) > 0:
        here = left.pop()
        count = here.junction_end - here.junction
        if count <= enough:
            small.append(here)
            continue
        if count <= _SMALL:
            continue
        part = _part(streets, plan, here)
        group, groups = _components(part)
        if groups == 1:
            side = _best_cut(plan, here, part)
            for junction in range(count):
                group[junction] = 0 if side[junction] else 1
            groups = 2
        left.extend(_sorted_apart(streets, plan, here, group, groups))
    return small


@compiled
def _part(streets: _Streets, plan: _Dissection, here: _Range) -> Part:
    count = here.junction_end - here.junction
    for number in range(count):
        plan.number[plan.junction[0, here.junction + number]] = number
    mine = plan.street[here.street : here.street_end]
    first = np.zeros(count + 2, dtype=np.int32)
    for street in mine:
        for junction in streets.end[street]:
            first[plan.number[junction] + 2] += 1
    first = np.cumsum(first).astype(np.int32)
    head = np.empty(2 * len(mine), dtype=np.int32)
    back = np.empty(2 * len(mine), dtype=np.int32)
    size = np.empty(2 * len(mine), dtype=np.int32)
    for street in mine:
        start, goal = plan.number[streets.end[street, 0]], plan.number[streets.end[street, 1]]
        there, again = first[start + 1], first[goal + 1]
        first[start + 1] += 1
        first[goal + 1] += 1
        head[there], head[again] = goal, start
        back[there], back[again] = again, there
        size[there] = size[again] = streets.size[street]
    return Part(first[:-1], head, back, size)


@compiled
def _components(part: Part) -> tuple[NDArray[np.int32], int]:
    """Give each junction the number of the connected piece it lies in, and how many there are."""
    count = len(part.first) - 1
    group = np.full(count, -1, dtype=np.int32)
    stack = np.empty(count, dtype=np.int32)
    groups = 0
    for start in range(count):
        if group[start] >= 0:
            continue
        group[start] = groups
        stack[0] = start
        size = 1
        while size > 0:
            size -= 1
            junction = stack[size]
            for street in range(part.first[junction], part.first[junction + 1]):
                head = part.head[street]
                if group[head] < 0:
                    group[head] = groups
                    stack[size] = head
                    size += 1
        groups += 1
    return group, groups


@compiled
def _best_cut(plan: _Dissection, here: _Range, part: Part) -> NDArray[np.bool_]:
    """Cut in several directions, and keep the cut that is smallest for what it cuts off."""
    best = np.inf
    side = np.empty(0, dtype=np.bool_)
    row = np.empty(here.junction_end - here.junction, dtype=np.int32)
    for direction in range(_DIRECTIONS):
        for place in range(len(row)):
            row[place] = plan.number[plan.junction[direction, here.junction + place]]
        ratio, found = least_cut(part, row, _OUTER_SHARE, best)
        if ratio < best:
            best, side = ratio, found
    return side


@compiled
def _sorted_apart(
    streets: _Streets, plan: _Dissection, here: _Range, group: NDArray[np.int32], groups: int
) -> list[_Range]:
    """Sort a part's junctions by group, and its streets, with those between groups at the end."""
    mine = plan.street[here.street : here.street_end].copy()
    belongs = np.empty(len(mine), dtype=np.int32)
    junction_count = np.zeros(groups + 1, dtype=np.int32)
    street_count = np.zeros(groups + 2, dtype=np.int32)
    for number in group:
        junction_count[number + 1] += 1
    for place, street in enumerate(mine):
        start = group[plan.number[streets.end[street, 0]]]
        goal = group[plan.number[streets.end[street, 1]]]
        belongs[place] = start if start == goal else groups
        plan.ahead[street] = start <= goal
        street_count[belongs[place] + 1] += 1
    junction_first = here.junction + np.cumsum(junction_count)
    street_first = here.street + np.cumsum(street_count)
    pieces = [
        _Range(
            junction_first[number],
            junction_first[number + 1],
            street_first[number],
            street_first[number + 1],
        )
        for number in range(groups)
    ]
    cut = street_first[groups]
    for direction in range(_DIRECTIONS):
        row = plan.junction[direction, here.junction : here.junction_end].copy()
        free = junction_first.copy()
        for junction in row:
            mine_in = group[plan.number[junction]]
            plan.junction[direction, free[mine_in]] = junction
            free[mine_in] += 1
    for place, street in enumerate(mine):
        plan.street[street_first[belongs[place]]] = street
        street_first[belongs[place]] += 1
        if belongs[place] == groups:
            plan.cut[street] = cut
    return pieces
