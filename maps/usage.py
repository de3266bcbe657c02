"""What a profile may do on each arc of a network at one moment."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.conditional import clauses
from maps.profiles.model import Access
from maps.profiles.use import conditions, never, passes, way_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.profiles.use import Holds
    from maps.tags import Tags


class Usage(NamedTuple):
    """Access (`maps.profiles.model.Access`) and km/h by arc, 0 where closed; barred nodes."""

    access: NDArray[np.uint8]
    kph: NDArray[np.float64]
    barred: NDArray[np.bool_]


class StreetUse:
    """Reads a network's tags as a profile does, each set of tags once."""

    def __init__(self, network: RoadNetwork, profile: Profile) -> None:
        self._network = network
        self._profile = profile
        self._uses = _uses(profile, network.tag_sets, never, network.region)
        self._passes = _passes(profile, network.node_tag_sets, never)
        self._way_sets = [n for n, tags in enumerate(network.tag_sets) if conditions(tags)]
        self._node_sets = [n for n, tags in enumerate(network.node_tag_sets) if conditions(tags)]

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """All conditions that some street or barrier names, each once."""
        network = self._network
        sets = [network.tag_sets[number] for number in self._way_sets]
        sets += [network.node_tag_sets[number] for number in self._node_sets]
        return tuple(dict.fromkeys(text for tags in sets for text in conditions_of(tags)))

    def at(self, holds: Holds) -> Usage:
        """Give the use at a moment, told by the conditions that hold then."""
        network = self._network
        uses, may_pass = self._uses, self._passes
        if self._way_sets:
            uses = uses.copy()
            some = [network.tag_sets[number] for number in self._way_sets]
            uses[self._way_sets] = _uses(self._profile, some, holds, network.region)
        if self._node_sets:
            may_pass = may_pass.copy()
            some = [network.node_tag_sets[number] for number in self._node_sets]
            may_pass[self._node_sets] = _passes(self._profile, some, holds)
        by_arc = uses[network.segment_tags].reshape(-1, 2)
        # The last entry is for nodes without tags.
        barred = ~np.append(may_pass, True)
        return Usage(
            access=by_arc[:, 0].astype(np.uint8),
            kph=by_arc[:, 1],
            barred=barred[network.node_tags],
        )

    @cached_property
    def ever(self) -> NDArray[np.bool_]:
        """Say which arcs may be used at some moment or other."""
        found = self.at(never).access > Access.CLOSED
        if self._way_sets:
            found |= self.at(lambda _: True).access > Access.CLOSED
        for condition in self.conditions:
            found |= self.at(condition.__eq__).access > Access.CLOSED
        return found


def conditions_of(tags: Tags) -> list[str]:
    """Give the conditions that are named in the tags, as far as they can be read."""
    found = []
    for key, value in tags.items():
        if key.endswith(":conditional"):
            try:
                found += [clause.condition for clause in clauses(value)]
            except ValueError:  # counted by `maps.info`
                continue
    return found


def _uses(
    profile: Profile, tag_sets: Sequence[Tags], holds: Holds, region: str
) -> NDArray[np.float64]:
    """Access and km/h, forward and backward, of each set of tags: [n, 4]."""
    rows = [
        (along.access, along.kph, against.access, against.kph)
        for along, against in (way_use(profile, tags, holds, region) for tags in tag_sets)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _passes(profile: Profile, tag_sets: Sequence[Tags], holds: Holds) -> NDArray[np.bool_]:
    return np.array([passes(profile, tags, holds) for tags in tag_sets], dtype=np.bool_)
