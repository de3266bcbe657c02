"""How places inside street segments connect to a graph of turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from maps.hierarchy.doors import UNREACHED, Doors
from maps.tags import CLASSES
from maps.weights import packed, unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.skeleton import Skeleton
    from maps.snapping import Snaps
    from maps.weights import Weights


class Ports(NamedTuple):
    """The two arcs of each place's segment, [n, 2], forward and backward; -1 is not for use.

    `behind` weighs the part of each from its beginning to the place, `ahead` the rest of it, which
    adds up to the whole exactly: passing a place costs what the street costs.
    """

    arc: NDArray[np.int64]
    behind: NDArray[np.int64]
    ahead: NDArray[np.int64]


def ports(network: RoadNetwork, profile: Profile, weights: Weights, snaps: Snaps) -> Ports:
    """Find the arcs by which a profile reaches and leaves places: those within its reach.

    On streets where it keeps to its own side (`Profile.own_side`) only the one along the side
    where the place lies, if that is open to it at all.
    """
    both = 2 * snaps.segment.astype(np.int64)[:, None] + np.array([0, 1])
    usable = weights.within[both]
    own = usable & _own_side(network, profile, snaps)
    usable = np.where(own.any(axis=1, keepdims=True), own, usable)
    whole = weights.arc[both]
    duration_ms, length_dm = unpacked(whole)
    # Whole milliseconds and decimetres: what lies behind the place, on the forward arc, is rounded
    # down, and what lies ahead is the rest; so it is on the backward arc, seen from the same end.
    first = packed(
        np.floor(snaps.fraction[:, None] * duration_ms).astype(np.int64),
        np.floor(snaps.fraction[:, None] * length_dm).astype(np.int64),
    )
    behind = np.where(np.array([True, False]), first, whole - first)
    return Ports(np.where(usable, both, -1), behind, whole - behind)


class Exits(NamedTuple):
    """The doors of places that are left, and the turn that each stands for, [n, k]."""

    doors: Doors
    turn: NDArray[np.int64]


def leaving(skeleton: Skeleton, weights: Weights, out: Ports) -> Exits:
    """Give the doors of places that are left: all streets that one can turn into from there.

    So a way back to the same segment goes round, as it has to.
    """
    state = _plain_states(skeleton, out.arc)
    first = skeleton.first_turn
    count = np.where(state >= 0, first[state + 1] - first[state], 0)
    step = np.arange(count.max(initial=0))
    there = step < count[:, :, None]
    turn = np.where(there, first[state][:, :, None] + step, 0)
    weight = weights.turn[turn]
    there &= weight != UNREACHED
    node = np.where(there, skeleton.graph.head[turn], -1)
    # The turn's weight has the whole street in it, of which a part is left.
    rest = np.where(there, weight - out.behind[:, :, None], 0)
    node, rest, turn = (_by_place(part) for part in (node, rest, turn))
    node, rest, turn = _to_the_front(node >= 0, node, rest, turn)
    return Exits(Doors(node.astype(np.int32), rest), turn)


def arriving(skeleton: Skeleton, to: Ports) -> Doors:
    """Give the doors of places that are reached: the beginnings of their arcs."""
    states = skeleton.states_of(to.arc.ravel())
    states = states.reshape(*to.arc.shape, states.shape[1])
    weight = np.where(states >= 0, to.behind[:, :, None], 0)
    node, weight = _by_place(states), _by_place(weight)
    return Doors(*_to_the_front(node >= 0, node, weight))


def staying(out: Ports, origin: NDArray[np.intp], to: Ports, goal: NDArray[np.intp]) -> Doors:
    """Weigh driving on along the same arc to a place ahead on it, by pairs of places: [k, 2].

    Of each `Doors` row the node is the arc, or -1 where it does not lead there.
    """
    arc = out.arc[origin]
    passed = to.behind[goal] - out.behind[origin]
    along = (arc >= 0) & (arc == to.arc[goal]) & (passed >= 0)
    return Doors(np.where(along, arc, -1).astype(np.int32), np.where(along, passed, UNREACHED))


def _own_side(network: RoadNetwork, profile: Profile, snaps: Snaps) -> NDArray[np.bool_]:
    """Say which of a place's two arcs run on its side; both where sides do not matter."""
    matters = np.array([name in profile.own_side for name in CLASSES])
    right = 1 if profile.drives_on == "right" else -1
    side = np.where(matters[network.segment_class[snaps.segment]], snaps.side * right, 0)
    return np.stack([side >= 0, side <= 0], axis=1)


def _plain_states(skeleton: Skeleton, arc: NDArray[np.int64]) -> NDArray[np.int64]:
    arcs = skeleton.arcs
    place = np.minimum(np.searchsorted(arcs, arc), len(arcs) - 1)
    return np.where(arcs[place] == arc, place, -1)


def _by_place(doors: NDArray[Any]) -> NDArray[Any]:
    """Put the doors of each place's two arcs in one row: from [n, 2, k] to [n, 2 k]."""
    places, ways, doors_of_arc = doors.shape
    return doors.reshape(places, ways * doors_of_arc)


def _to_the_front(there: NDArray[np.bool_], *parts: NDArray[Any]) -> list[NDArray[Any]]:
    """Move what is there to the front of each row, and leave out columns without any."""
    order = np.argsort(~there, axis=1, kind="stable")
    width = max(1, int(there.sum(axis=1).max(initial=0)))
    order = order[:, :width]
    return [np.ascontiguousarray(np.take_along_axis(part, order, axis=1)) for part in parts]
