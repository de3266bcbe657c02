"""The rules of driving as they are written, one turn after the other, with no regard to speed.

It shares with the maps package what a street's tags mean (`maps.usage`) and which sequences of arcs
a restriction speaks of (`maps.forbidden`); what they mean for drives is written anew.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from maps.forbidden import forbidden_sequences
from maps.profiles.use import never
from maps.tags import CLASSES
from maps.usage import StreetUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from maps.network import RoadNetwork
    from maps.profiles.model import Profile

OPEN = 2
MS = 1 << 26
ENTRY = 1 << 50
"""A weight is entries, ms and dm in one number. Up to 4 h and 7 entries fit a float exactly."""

_RANKS = {
    name: rank
    for rank, names in enumerate(
        [
            ("living_street", "service", "pedestrian"),
            ("unclassified", "residential", "road", "busway"),
            ("tertiary", "tertiary_link"),
            ("secondary", "secondary_link"),
            ("primary", "primary_link"),
            ("trunk", "trunk_link"),
            ("motorway", "motorway_link"),
        ],
        start=1,
    )
    for name in names
}


class NaiveRules:
    """What a profile may do on a network, and what it takes, without a day's circumstances.

    `core` says which arcs are (`maps.reach`).
    """

    def __init__(self, network: RoadNetwork, profile: Profile, core: Iterable[bool]) -> None:
        usage = StreetUse(network, profile).at(never)
        self.network, self.costs, self.core = network, profile.turns, list(core)
        self.right = profile.drives_on == "right"
        self.access, self.barred = usage.access.tolist(), usage.barred.tolist()
        self.tail, self.head = network.arc_tail.tolist(), network.arc_head.tolist()
        self.lost = _lost(self.tail, self.head, self.access, self.core)
        self.dm = np.repeat(network.segment_length_dm, 2).tolist()
        self.ms = [
            math.floor(dm * 360.0 / kph + 0.5) if level else 0
            for dm, kph, level in zip(self.dm, usage.kph.tolist(), self.access, strict=True)
        ]
        self.leaving: dict[int, list[int]] = defaultdict(list)
        for arc, tail in enumerate(self.tail):
            self.leaving[tail].append(arc)
        keys = profile.access.keys
        self.forbidden = [
            sequence
            for sequence, number in forbidden_sequences(network).sequences
            if profile.turns.restrictions
            and not network.restrictions[number].condition
            and network.restrictions[number].vehicle in {"", *keys}
            and not {*keys} & {*network.restrictions[number].exempt}
        ]
        self._ending: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for sequence in self.forbidden:
            self._ending[sequence[-2]].append(sequence)
        self.meeting: dict[int, list[int]] = defaultdict(list)
        for segment, name in enumerate(network.segment_class.tolist()):
            if self.access[2 * segment] or self.access[2 * segment + 1]:
                for arc in (2 * segment, 2 * segment + 1):
                    self.meeting[self.tail[arc]].append(_RANKS.get(CLASSES[name], 0))

    def onward(self, arc: int, banned: set[int]) -> Iterator[tuple[int, int]]:
        """Where one may go on from an arc, and the weight of driving along it and turning."""
        node = self.head[arc]
        out = self.leaving[node]
        free = [n for n in out if self.access[n] and n not in banned]
        ahead = [n for n in free if n != arc ^ 1 and not self.barred[node]]
        for next_arc in ahead:
            if not {arc, next_arc} & self.lost:
                yield next_arc, self.weight(arc, next_arc)
        goes_on = any(self.access[n] >= self.access[arc] for n in ahead)
        turns_back = self.costs.back_anywhere or not goes_on
        if arc ^ 1 in free and turns_back and not {arc, arc ^ 1} & self.lost:
            yield arc ^ 1, self.weight(arc, arc ^ 1)

    def weight(self, arc: int, next_arc: int) -> int:
        """Weigh driving along an arc, and turning into the next."""
        enters = self.core[arc] and not self.core[next_arc]
        turn_ms = math.floor(self._turn_s(arc, next_arc) * 1000 + 0.5)
        weight: int = enters * ENTRY + (self.ms[arc] + turn_ms) * MS + self.dm[arc]
        return weight

    def _turn_s(self, arc: int, next_arc: int) -> float:
        costs, node, back = self.costs, self.head[arc], next_arc == arc ^ 1
        meeting = self.meeting[node]
        seconds = self._angle_s(arc, next_arc) if len(meeting) > 2 or back else 0.0
        number = self.network.node_tags[node]
        tags = self.network.node_tag_sets[number] if number >= 0 else {}
        sign = tags.get("highway", "")
        held_s = {
            "traffic_signals": costs.signal_s, "stop": costs.stop_s, "give_way": costs.give_way_s,
        }.get(sign)  # fmt: skip
        rank = _RANKS.get(CLASSES[self.network.segment_class[arc >> 1]], 0)
        minor = max(meeting) > rank and not back
        seconds += costs.back_s if back else costs.barrier_s.get(tags.get("barrier", ""), 0.0)
        if held_s is None:
            return seconds + costs.give_way_s * minor
        other_way = "forward" if arc & 1 else "backward"
        concerns = (tags.get(f"{sign}:direction") or tags.get("direction")) != other_way
        binds = tags.get("stop") != "minor" or minor
        return seconds + held_s * (concerns and binds)

    def _angle_s(self, arc: int, next_arc: int) -> float:
        costs = self.costs
        turned = self._turned(arc, next_arc)
        across = turned < 0 if self.right else turned > 0
        bias = 1 / costs.bias if across else costs.bias
        if costs.shape == "square":
            return costs.turn_s / bias * (abs(turned) / 90) ** 2
        seconds = costs.turn_s / (1 + math.exp(6.5 * bias - 13 / bias * abs(turned) / 180))
        sharp = 1 / (1 + math.exp(3.25 - 13 * abs(turned) / 180))
        return seconds + costs.oncoming_s * sharp * across

    def _turned(self, arc: int, next_arc: int) -> int:
        """Degrees to the right, up to 180; to the left they are below 0."""
        degrees = round(self._bearing(next_arc) - self._bearing(arc ^ 1) - 180.0) % 360
        return degrees if degrees <= 180 else degrees - 360

    def _bearing(self, arc: int) -> float:
        """In which direction an arc begins, in degrees from north to the east."""
        net, first = self.network, int(self.network.point_offset[arc >> 1])
        last = int(self.network.point_offset[(arc >> 1) + 1]) - 1
        here, there = (last - 1, last) if arc & 1 else (first, first + 1)
        north = net.point_lat[there] - net.point_lat[here]
        shrink = math.cos(math.radians(net.point_lat[here]))
        east = (net.point_lon[there] - net.point_lon[here]) * shrink
        return math.degrees(math.atan2(east, north)) + 180.0 * (arc & 1)

    def banned(self, driven: Sequence[int]) -> set[int]:
        """Where restrictions forbid to go on after some arcs."""
        return {
            sequence[-1]
            for sequence in self._ending[driven[-1]]
            if tuple(driven[-len(sequence) + 1 :]) == sequence[:-1]
        }

    def drive_weight(self, driven: Sequence[int]) -> int:
        """Weigh a drive along arcs, up to the beginning of the last.

        Raises
        ------
        AssertionError
            Where a rule forbids it.
        """
        total = 0
        for place, (arc, next_arc) in enumerate(pairwise(driven), start=1):
            onward = dict(self.onward(arc, self.banned(driven[:place])))
            assert next_arc in onward, f"from arc {arc} nobody may turn into {next_arc}"
            total += onward[next_arc]
        return total


def _lost(tail: list[int], head: list[int], access: list[int], core: list[bool]) -> set[int]:
    """Arcs for all traffic between nodes that such arcs join both ways, and yet not in the core."""
    opened = [arc for arc, level in enumerate(access) if level == OPEN]
    graph = nx.DiGraph((tail[arc], head[arc]) for arc in opened)
    parts = nx.strongly_connected_components(graph)
    home = {tail[arc] for arc in opened if core[arc]}
    main: set[int] = next((part for part in parts if part & home), set())
    return {arc for arc in opened if {tail[arc], head[arc]} <= main and not core[arc]}
