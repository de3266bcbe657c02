"""Where one kind of vehicle may go in a city, street by street, on any day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from maps.forbidden import forbidden_sequences
from maps.profiles.model import Access
from maps.profiles.reading import profile_for
from maps.profiles.use import never, way_use
from maps.turning import heeds
from maps.turns import turn_graph
from maps.usage import StreetUse, conditions_of
from maps.weights import ruled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from maps.city import City
    from maps.network import RoadNetwork
    from maps.profiles.model import Profile


class Street(IntEnum):
    """What a street is to a kind of vehicle.

    `AT_TIMES` is one that a condition on its signs opens or closes: most often hours, sometimes a
    weight or a season. `CUT_OFF` is one that it may use, and cannot get to, or not back from
    (`maps.reach`).
    """

    WITHIN_REACH = 0
    ENDS_ONLY = 1
    AT_TIMES = 2
    CUT_OFF = 3
    CLOSED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a city's streets stand to one kind of vehicle.

    `access` is the best of both directions without conditions (`maps.profiles.model.Access`),
    `within` says what is within reach, and `street` (`Street`) sums them up; all by segment.
    `barriers` are nodes with streets that it may use on two sides and no way past. `turn_nodes` are
    the nodes at which restrictions forbid it turns that it could take otherwise, at some time, and
    `turn_rules` these restrictions.
    """

    access: NDArray[np.uint8]
    within: NDArray[np.bool_]
    street: NDArray[np.uint8]
    barriers: NDArray[np.intp]
    turn_nodes: NDArray[np.int64]
    turn_rules: NDArray[np.int64]


def standings(city: City) -> Mapping[str, Standing]:
    """Give how a city's streets stand to each kind of vehicle that it has a profile for."""
    return {kind: standing(city, kind) for kind in city.profiles}


def standing(city: City, kind: str) -> Standing:
    """Give how a city's streets stand to a kind of vehicle.

    Raises
    ------
    MapError
        MAP-PROFILE for an unknown kind.
    """
    network, profile = city.network, profile_for(kind, city.profiles)
    use = StreetUse(network, profile)
    usage = use.at(never)
    access = usage.access.reshape(-1, 2).max(axis=1)
    # The turns tell, without the hierarchy that travel times need besides.
    graph = turn_graph(network, np.flatnonzero(use.ever))
    rules = ruled(network, graph, profile, usage, never)
    within: NDArray[np.bool_] = np.any(rules.within.reshape(-1, 2), axis=1)
    used = access > Access.CLOSED
    ends = np.concatenate([network.segment_start[used], network.segment_end[used]])
    streets = np.bincount(ends, minlength=network.node_count)
    turns = _forbidden_turns(network, profile, usage.access)
    return Standing(
        access=access,
        within=within,
        street=np.select(
            [_at_times(network, profile), ~used, ~within, access == Access.ENDS_ONLY],
            [Street.AT_TIMES, Street.CLOSED, Street.CUT_OFF, Street.ENDS_ONLY],
            Street.WITHIN_REACH,
        ).astype(np.uint8),
        barriers=np.flatnonzero(usage.barred & (streets > 1)),
        turn_nodes=np.unique(turns[:, 0]),
        turn_rules=np.unique(turns[:, 1]),
    )


def _at_times(network: RoadNetwork, profile: Profile) -> NDArray[np.bool_]:
    """Say which segments some condition opens or closes."""
    varies = []
    for tags in network.tag_sets:
        moments = (never, *(condition.__eq__ for condition in conditions_of(tags)))
        opened = {
            any(use.access > Access.CLOSED for use in way_use(profile, tags, holds))
            for holds in moments
            if len(moments) > 1
        }
        varies.append(len(opened) > 1)
    by_segment: NDArray[np.bool_] = np.array(varies, dtype=np.bool_)[network.segment_tags]
    return by_segment


def _forbidden_turns(
    network: RoadNetwork, profile: Profile, access: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Give the node and the rule of each turn that is forbidden to a profile: [n, 2]."""
    if not profile.turns.restrictions:
        return np.empty((0, 2), dtype=np.int64)
    tail = network.arc_tail
    return np.array(
        [
            (tail[sequence[-1]], rule)
            for sequence, rule in forbidden_sequences(network).sequences
            if heeds(profile, network.restrictions[rule], lambda _: True)
            and (access[list(sequence)] > Access.CLOSED).all()
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
