"""Small networks by the letters of their nodes, as the `draw` fixture of tests/maps makes them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from maps.geodesy import EARTH_RADIUS_M
from maps.junctions import join_roads
from maps.roads import read_roads

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from maps.network import RoadNetwork
    from maps.snapping import Snaps
    from maps.travel import Leg, TravelTimes

STREET = {"highway": "residential"}
"""A van drives at 25 km/h: 100 m take 14.4 s. A cargo bike rides at 15: 24 s."""

ONE_WAY = STREET | {"oneway": "yes"}
DESTINATION = STREET | {"access": "destination"}
DEGREES_A_METRE = 1 / (np.radians(1) * EARTH_RADIUS_M)


def network_of(path: Path) -> RoadNetwork:
    return join_roads(read_roads(path))[0]


def node(network: RoadNetwork, letter: str) -> int:
    (found,) = np.flatnonzero(network.node_osm_id == ord(letter))
    return int(found)


def arc(network: RoadNetwork, letters: str) -> int:
    """The arc from the first letter's node to the second's; there must be one only."""
    tail, head = (node(network, letter) for letter in letters)
    (found,) = np.flatnonzero((network.arc_tail == tail) & (network.arc_head == head))
    return int(found)


def arcs(network: RoadNetwork, letters: str) -> tuple[int, ...]:
    """The arcs along a row of letters."""
    return tuple(arc(network, f"{one}{other}") for one, other in pairwise(letters))


def letters_of(network: RoadNetwork, driven: Iterable[int]) -> str:
    """The nodes along arcs, each of which begins where the one before it ends."""
    driven = list(driven)
    assert all(network.arc_head[one] == network.arc_tail[other] for one, other in pairwise(driven))
    passed = [*network.arc_tail[driven[:1]], *network.arc_head[driven]]
    return "".join(chr(network.node_osm_id[place]) for place in passed)


def rule(kind: str, way: int, via: str | list[int], to: int, **tags: str) -> _Relation:
    """A restriction as a relation, over a node (a letter) or over ways."""
    if isinstance(via, str):
        middle = [("node", ord(via), "via")]
    else:
        middle = [("way", one, "via") for one in via]
    members = [("way", way, "from"), *middle, ("way", to, "to")]
    return members, {"type": "restriction", "restriction": kind, **tags}


def snap(times: TravelTimes, *places_m: tuple[float, float]) -> Snaps:
    """Places in metres east and north."""
    east, north = np.array(places_m, dtype=np.float64).reshape(-1, 2).T
    return times.snap(north * DEGREES_A_METRE, east * DEGREES_A_METRE)


def line_m(leg: Leg) -> list[tuple[int, int]]:
    """A leg's line in metres east and north."""
    return [
        (round(lon / DEGREES_A_METRE), round(lat / DEGREES_A_METRE))
        for lat, lon in zip(leg.lat, leg.lon, strict=True)
    ]


_Relation = tuple[list[tuple[str, int, str]], dict[str, str]]
