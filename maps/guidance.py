"""What a driver has to do along a row of arcs: where to turn, and where the street's name changes.

Something is said where there is something to decide. A street that bends, or that goes on past side
streets as straight as before, needs no word. The rules are our own, after the ideas of OSRM's
guidance (angle, name and class of a street against those of the others that meet there); exits of a
roundabout are counted as https://wiki.openstreetmap.org/wiki/Tag:junction%3Droundabout maps them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from maps.crossings import Crossings, Way
from maps.maneuvers import SIDES, SLIGHT_DEG, Maneuver, Turn, by_angle, joined
from maps.tags import CLASS_CODES
from maps.usage import StreetUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.profiles.model import Profile

_APART_DEG = 20.0
"""A street that leaves by so much more of an angle is not mistaken for the way straight on."""

_RAMPS = frozenset({CLASS_CODES["motorway_link"], CLASS_CODES["trunk_link"]})
_LINKS = frozenset(code for name, code in CLASS_CODES.items() if name.endswith("_link"))
_SMALL = CLASS_CODES["service"]
"""Classes from here on are driveways, yards and paths."""


class Guidance:
    """Finds what one kind of vehicle has to do along its ways through a network."""

    def __init__(self, network: RoadNetwork, profile: Profile) -> None:
        self._network = network
        self._crossings = Crossings(network, StreetUse(network, profile).ever)
        rings = [tags.get("junction") in {"roundabout", "circular"} for tags in network.tag_sets]
        self._is_ring = np.array(rings, dtype=np.bool_)[network.segment_tags]

    def street(self, arc: int) -> str:
        """Give the name of an arc's street, else its number, ``""`` where it has neither."""
        name = self._network.segment_name[arc >> 1]
        return self._network.names[name].name if name >= 0 else ""

    def along(self, arcs: Sequence[int], driven_m: NDArray[np.float64]) -> list[Turn]:
        """Give the turns along arcs, of which the first is to depart.

        `driven_m` are the metres from the start to the beginning of each arc.
        """
        found = [self._to(arcs, 0, Maneuver.DEPART, "")]
        for turn in self._all(arcs):
            run_m = float(driven_m[turn.place] - driven_m[found[-1].place])
            found[-1:] = joined(found[-1], turn, run_m)
        return found

    def _all(self, arcs: Sequence[int]) -> Iterator[Turn]:
        """Give every turn, however short after the one before."""
        known, place = self.street(arcs[0]), 1
        while place < len(arcs):
            if self._on_ring(arcs[place]) and not self._on_ring(arcs[place - 1]):
                turn: Turn | None = self._roundabout(arcs, place, known)
                place = self._ring_end(arcs, place)
            else:
                turn = self._turn(arcs, place, known)
                place += 1
            if turn:
                yield turn
            known = self.street(arcs[place - 1]) or known

    def _turn(self, arcs: Sequence[int], place: int, known: str) -> Turn | None:
        before, after = arcs[place - 1], arcs[place]
        if after == before ^ 1:
            return self._to(arcs, place, Maneuver.U_TURN, self.street(before))
        turn_deg = self._crossings.turn_deg(before, after)
        turn = replace(self._to(arcs, place, Maneuver.CONTINUE, known), turn_deg=turn_deg)
        others = [
            way
            for way in self._crossings.ahead(before)
            if way.arc != after and not self._is_lesser(way.arc, after, stays=turn.stays)
        ]
        leaves_ring = self._on_ring(before) and not self._on_ring(after)
        if _is_plain(turn_deg, others) and not leaves_ring:
            if not turn.street or turn.stays:
                return None
            bends = abs(turn_deg) > SLIGHT_DEG
            maneuver = by_angle(turn_deg) if bends else Maneuver.CONTINUE
            return replace(turn, maneuver=maneuver, is_plain=True)
        maneuver = _told_apart(turn_deg, others)
        if self._is_ramp(after) and not self._is_ramp(before):
            return replace(turn, maneuver=Maneuver.RAMP, side=SIDES.get(maneuver))
        return replace(turn, maneuver=maneuver)

    def _roundabout(self, arcs: Sequence[int], place: int, known: str) -> Turn:
        end = self._ring_end(arcs, place)
        exits = (
            any(way.enterable and not self._on_ring(way.arc) for way in self._crossings.ahead(arc))
            for arc in arcs[place : end - 1]
        )
        return replace(
            self._to(arcs, end - 1, Maneuver.ROUNDABOUT, known),
            place=place,
            exit_number=None if self._on_ring(arcs[end - 1]) else sum(exits),
        )

    def _to(self, arcs: Sequence[int], place: int, maneuver: Maneuver, from_street: str) -> Turn:
        return Turn(
            place=place,
            maneuver=maneuver,
            street=self.street(arcs[place]),
            from_street=from_street,
            heading_deg=self._crossings.heading_deg(arcs[place]),
        )

    def _ring_end(self, arcs: Sequence[int], place: int) -> int:
        """Give the place behind a roundabout and the first arc after it."""
        while place < len(arcs) and self._on_ring(arcs[place]):
            place += 1
        return min(place + 1, len(arcs))

    def _on_ring(self, arc: int) -> bool:
        return bool(self._is_ring[arc >> 1])

    def _is_ramp(self, arc: int) -> bool:
        return int(self._network.segment_class[arc >> 1]) in _RAMPS

    def _is_lesser(self, other: int, taken: int, *, stays: bool) -> bool:
        """Whether nobody takes the other way for the one that goes on: a driveway, an exit."""
        other_class, taken_class = (
            int(self._network.segment_class[arc >> 1]) for arc in (other, taken)
        )
        return (
            other_class >= _SMALL > taken_class
            or (other_class in _LINKS and taken_class not in _LINKS)
            or (stays and other_class >= taken_class + 2)
        )


def _is_plain(turn_deg: float, others: Sequence[Way]) -> bool:
    """Whether there is nothing to decide: no other way, or none that is nearly as straight."""
    if abs(turn_deg) > SLIGHT_DEG:
        return not others
    return all(abs(way.turn_deg) >= abs(turn_deg) + _APART_DEG for way in others if way.enterable)


def _told_apart(turn_deg: float, others: Sequence[Way]) -> Maneuver:
    """Name a turn by its angle; one side of a fork, if it goes straight on, by that side."""
    maneuver = by_angle(turn_deg)
    near_deg = abs(turn_deg) + _APART_DEG
    sides = {
        turn_deg > way.turn_deg for way in others if way.enterable and abs(way.turn_deg) < near_deg
    }
    if maneuver is not Maneuver.CONTINUE or len(sides) != 1:
        return maneuver
    return Maneuver.SLIGHT_RIGHT if sides.pop() else Maneuver.SLIGHT_LEFT
