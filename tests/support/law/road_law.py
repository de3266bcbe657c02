"""The law of the road as an OpenStreetMap file states it, to hold drives against.

A reader of its own: it shares no code with the router, and it is written to be read, not to be
quick. What it cannot know it lets pass, so that each breach is one.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tests.support.law.access import Standing, may_go, standing, stops
from tests.support.law.conditions import Situation
from tests.support.law.osm_file import read_osm
from tests.support.law.restrictions import read_restrictions
from tests.support.law.turns import Step, TurnRules, steps_of
from tests.support.law.vehicles import VEHICLES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from tests.support.law.osm_file import Tags, Way

_TELLING_KEYS = frozenset(
    {
        "highway", "service", "junction", "construction", "motorroad", "barrier", "bollard",
        "locked", "access", "vehicle", "motor_vehicle", "motorcar", "goods", "cargo_bike",
        "bicycle", "oneway", "cycleway", "maxweight", "maxheight", "maxwidth", "maxlength",
    }
)  # fmt: skip
"""What a breach is told with, these and those that begin with them and a colon."""


class Move(NamedTuple):
    """A drive along a stretch of one way, from one of its nodes to another; all OSM ids.

    `forward` says whether it follows the way's own direction: on a ring, nodes alone do not tell.
    """

    way: int
    from_node: int
    to_node: int
    forward: bool


class Breach(NamedTuple):
    """A rule that moves of a drive break.

    `rule` is ``no-street`` or ``unconnected`` (then it is no drive at all), ``closed-way``,
    ``wrong-way``, ``barrier``, ``no-turn``, ``only-turn``, ``u-turn`` or ``through-traffic``.
    """

    rule: str
    detail: str
    moves: tuple[Move, ...]


class _Reading(NamedTuple):
    """A move node by node, nothing where the way has no such stretch; and what is illegal of it."""

    steps: tuple[Step, ...]
    breaches: tuple[Breach, ...]


class RoadLaw:
    """What one kind of vehicle may do on the streets of a file.

    Parameters
    ----------
    path
        An OpenStreetMap file.
    vehicle
        A name in `tests.support.law.vehicles.VEHICLES`.
    at
        Local time: conditional tags and restrictions count where they hold then. Without it only
        what holds at any hour counts.
    country
        ISO 3166-1, for public holidays.

    Attributes
    ----------
    ignored_restrictions
        How many turn restrictions could not be used, by reason.
    """

    def __init__(
        self, path: Path, vehicle: str, *, at: dt.datetime | None = None, country: str = "DE"
    ) -> None:
        self._osm = read_osm(path)
        self._situation = Situation(vehicle=VEHICLES[vehicle], at=at, country=country)
        self._standing = {
            (way.id, forward): standing(way.tags, self._situation, forward=forward)
            for way in self._osm.ways.values()
            for forward in (True, False)
        }
        self._stops = {
            node for node, tags in self._osm.node_tags.items() if stops(tags, self._situation)
        }
        self._exits: defaultdict[int, list[Step]] = defaultdict(list)
        self._open_steps: set[Step] = set()
        self._find_exits()
        self._ordinary_nodes = _largest_strong_part(
            [step for step in self._open_steps if step.tail not in self._stops]
        )
        rules, self.ignored_restrictions = read_restrictions(
            self._osm, self._situation, self._exits
        )
        self._turns = TurnRules(rules)
        self._readings: dict[Move, _Reading] = {}

    @property
    def turn_rule_count(self) -> int:
        """How many turns are forbidden, or demanded."""
        return len(self._turns)

    def breaches(self, drive: Sequence[Move]) -> list[Breach]:
        """List all that is illegal about a drive; its first and last move may be partial."""
        for move in drive:
            if not self._reading(move).steps:
                detail = f"way {move.way} does not lead from {move.from_node} to {move.to_node}"
                return [Breach("no-street", detail, (move,))]
        for last, move in pairwise(drive):
            if last.to_node != move.from_node:
                detail = f"from {last.to_node} to {move.from_node}"
                return [Breach("unconnected", detail, (last, move))]
        found = [breach for move in drive for breach in self._reading(move).breaches]
        found += self._at_nodes(drive)
        found += self._through_traffic(drive)
        return found

    def _find_exits(self) -> None:
        for way in self._osm.ways.values():
            for forward in (True, False):
                stands = self._standing[way.id, forward]
                if stands is Standing.CLOSED or not self._may_go(way, forward=forward):
                    continue
                # Across a square (area=yes) nobody knows where one would drive.
                if way.tags.get("area") == "yes":
                    continue
                for step in steps_of(way, forward=forward):
                    if not {step.tail, step.head} <= self._osm.placed:
                        continue
                    self._exits[step.tail].append(step)
                    if stands is Standing.OPEN:
                        self._open_steps.add(step)

    def _may_go(self, way: Way, *, forward: bool) -> bool:
        return may_go(way.tags, self._situation, forward=forward)

    def _reading(self, move: Move) -> _Reading:
        if move not in self._readings:
            way = self._osm.ways.get(move.way)
            steps = () if way is None else _stretch(way, move)
            breaches = () if way is None else tuple(self._along(way, move, steps))
            self._readings[move] = _Reading(steps, breaches)
        return self._readings[move]

    def _along(self, way: Way, move: Move, steps: tuple[Step, ...]) -> Iterator[Breach]:
        """Find what is wrong between a move's ends."""
        told = f"way {way.id}: {_told(way.tags)}"
        if self._standing[move.way, move.forward] is Standing.CLOSED:
            yield Breach("closed-way", told, (move,))
        if not self._may_go(way, forward=move.forward):
            yield Breach("wrong-way", told, (move,))
        for step in steps[1:]:
            if step.tail in self._stops:
                yield Breach("barrier", self._node_told(step.tail), (move,))

    def _at_nodes(self, drive: Sequence[Move]) -> Iterator[Breach]:
        """Find what is wrong where one move follows another."""
        trail: list[Step] = []
        for last, move in pairwise(drive):
            trail += self._reading(last).steps
            step = self._reading(move).steps[0]
            turns_back = step.is_back_from(trail[-1])
            if step.tail in self._stops and not turns_back:
                yield Breach("barrier", self._node_told(step.tail), (last, move))
            if rule := self._turns.broken_by(trail, step):
                detail = f"relation {rule.relation}: {rule.kind}"
                yield Breach("only-turn" if rule.demands else "no-turn", detail, (last, move))
            elif turns_back and (way_on := self._way_on(trail)):
                yield Breach(
                    "u-turn", f"at {step.tail}, where way {way_on.way} leads on", (last, move)
                )

    def _way_on(self, trail: Sequence[Step]) -> Step | None:
        """Give a legal step onwards from a trail's end; none at a dead end.

        A street that is open at the ends of a drive only is no way on from one that is open to all.
        """
        last = trail[-1]
        if last.head in self._stops:
            return None
        for step in self._exits[last.head]:
            if step.is_back_from(last) or (
                last in self._open_steps and step not in self._open_steps
            ):
                continue
            if self._turns.broken_by(trail, step) is None:
                return step
        return None

    def _through_traffic(self, drive: Sequence[Move]) -> Iterator[Breach]:
        """Find streets for destinations only that a drive uses between two ordinary streets.

        Ordinary is what can be reached, and left again, without such streets: an open yard behind
        them is no reason to complain.
        """
        came_from_ordinary = False
        inside: list[Move] = []
        for move in drive:
            stands = self._standing[move.way, move.forward]
            if stands is Standing.ENDS:
                inside.append(move)
            elif stands is Standing.OPEN and {move.from_node, move.to_node} <= self._ordinary_nodes:
                if came_from_ordinary and inside:
                    way = self._osm.ways[inside[0].way]
                    told = f"way {way.id}: {_told(way.tags)}"
                    yield Breach("through-traffic", told, tuple(inside))
                came_from_ordinary, inside = True, []

    def _node_told(self, node: int) -> str:
        return f"node {node}: {_told(self._osm.node_tags[node])}"


def _stretch(way: Way, move: Move) -> tuple[Step, ...]:
    steps = steps_of(way, forward=move.forward)
    starts = [place for place, step in enumerate(steps) if step.tail == move.from_node]
    ends = [place for place, step in enumerate(steps) if step.head == move.to_node]
    # A way that passes a node twice is cut there, so the shortest stretch is the one meant.
    stretches = [steps[start : end + 1] for start in starts for end in ends if start <= end]
    return min(stretches, key=len, default=())


def _largest_strong_part(steps: Collection[Step]) -> set[int]:
    """Give the nodes of the largest part in which each can be reached from each."""
    if not steps:
        return set()
    ends = np.array([(step.tail, step.head) for step in steps])
    nodes, numbered = np.unique(ends, return_inverse=True)
    tail, head = numbered.reshape(ends.shape).T
    graph = coo_array((np.ones(len(tail)), (tail, head)), shape=(len(nodes), len(nodes)))
    _, part = connected_components(graph, directed=True, connection="strong")
    return set(nodes[part == np.bincount(part).argmax()].tolist())


def _told(tags: Tags) -> str:
    return ", ".join(
        f"{key}={value}"
        for key, value in sorted(tags.items())
        if key.partition(":")[0] in _TELLING_KEYS
    )
