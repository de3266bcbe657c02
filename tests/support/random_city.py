"""Cities that hypothesis draws: a grid of short streets, crooked ways over it, and rules."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import osmium
from hypothesis import strategies as st

from maps.junctions import join_roads
from maps.restrictions import Restriction
from maps.roads import read_roads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.network import RoadNetwork

GRID_DEGREES = 0.001
_WIDE, _HIGH = 4, 4

Corner = tuple[int, int, bool]
"""East, north, and whether it is the corner's twin: another node at the same position."""

_TAGS = st.fixed_dictionaries(
    {
        "highway": st.sampled_from(
            ["primary", "residential", "residential", "service", "cycleway", "living_street"]
        )
    },
    optional={
        "oneway": st.sampled_from(["yes", "-1", "no"]),
        "oneway:bicycle": st.just("no"),
        "maxspeed": st.sampled_from(["5", "30", "120"]),
        "maxspeed:backward": st.sampled_from(["5", "30", "120"]),
        "access": st.just("destination"),
        "motor_vehicle": st.sampled_from(["destination", "no"]),
        "junction": st.just("roundabout"),
    },
)
_STREETS = st.sampled_from(
    [
        {"highway": "residential"},
        {"highway": "residential", "oneway": "yes"},
        {"highway": "residential", "oneway": "-1"},
        {"highway": "residential", "access": "destination"},
        {"highway": "primary"},
        {"highway": "cycleway"},
        None,
    ]
)
_SIGNS = st.one_of(
    st.fixed_dictionaries({"barrier": st.sampled_from(["bollard", "gate", "wall"])}),
    st.fixed_dictionaries(
        {"highway": st.sampled_from(["traffic_signals", "stop", "give_way"])},
        optional={
            "direction": st.sampled_from(["forward", "backward", "both"]),
            "traffic_signals:direction": st.sampled_from(["forward", "backward"]),
            "stop": st.just("minor"),
        },
    ),
)
_CORNERS = st.tuples(
    st.integers(0, _WIDE - 1), st.integers(0, _HIGH), st.sampled_from([False, False, False, True])
)
_STEPS = st.lists(st.sampled_from([(0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (0, 0)]), max_size=5)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A walk along streets, by where it begins and the turns taken, that a restriction forbids."""

    start: int
    turns: tuple[int, ...]
    kind: str
    exempt: tuple[str, ...] = ()
    vehicle: str = ""


_Way = tuple[list[Corner], dict[str, str]]


@st.composite
def _grid(draw: st.DrawFn) -> list[_Way]:
    """Short streets, a way each, between neighbours on the grid; some are missing."""
    across = [((x, y, False), (x + 1, y, False)) for x in range(_WIDE - 1) for y in range(_HIGH)]
    along = [((x, y, False), (x, y + 1, False)) for x in range(_WIDE) for y in range(_HIGH - 1)]
    ends = across + along
    tags = draw(st.lists(_STREETS, min_size=len(ends), max_size=len(ends)))
    return [([*pair], one) for pair, one in zip(ends, tags, strict=True) if one is not None]


@st.composite
def _crooked(draw: st.DrawFn) -> _Way:
    """A way from corner to corner."""
    x, y, twin = draw(_CORNERS)
    corners = [(x, y, twin)]
    for step_x, step_y in draw(_STEPS):
        x, y = (x + step_x) % _WIDE, (y + step_y) % (_HIGH + 1)
        corners.append((x, y, draw(st.booleans()) if (step_x, step_y) == (0, 0) else False))
    return corners, draw(_TAGS)


_RULES = st.builds(
    Rule,
    start=st.integers(0, 10_000),
    turns=st.lists(st.integers(0, 100), min_size=1, max_size=3).map(tuple),
    kind=st.sampled_from(["no_left_turn", "no_u_turn", "only_straight_on"]),
    exempt=st.sampled_from([(), (), (), ("bicycle",), ("motorcar",), ("psv",)]),
    vehicle=st.sampled_from(["", "", "", "bicycle", "hgv"]),
)


@st.composite
def random_cities(draw: st.DrawFn) -> RoadNetwork | None:
    """A network with rings, loops, dead ends, zero lengths, barriers, signs and restrictions.

    Its last row of corners lies outside the file. None where no street is left.
    """
    ways = draw(_grid()) if draw(st.booleans()) else []
    ways += draw(st.lists(_crooked(), max_size=4 if ways else 12))
    signs = draw(st.dictionaries(_CORNERS, _SIGNS, max_size=5))
    network = _built(ways, signs)
    if network is None:
        return None
    rules = draw(st.lists(_RULES, max_size=8))
    return replace(network, restrictions=tuple(restriction_on(network, rule) for rule in rules))


def random_places() -> st.SearchStrategy[list[tuple[float, float]]]:
    """Latitudes and longitudes in and around a random city."""
    degrees = st.floats(-1, 4).map(lambda corner: corner * GRID_DEGREES)
    return st.lists(st.tuples(degrees, degrees), min_size=1, max_size=8)


def _built(ways: Sequence[_Way], signs: Mapping[Corner, Mapping[str, str]]) -> RoadNetwork | None:
    if not _drivable(ways):
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.osm"
        with osmium.SimpleWriter(str(path)) as writer:
            for corner in [
                (x, y, twin) for x in range(_WIDE) for y in range(_HIGH) for twin in (False, True)
            ]:
                x, y, _ = corner
                location = (x * GRID_DEGREES, y * GRID_DEGREES)
                tags = dict(signs.get(corner, {}))
                writer.add_node(
                    osmium.osm.mutable.Node(id=_id(corner), location=location, tags=tags)
                )
            for number, (corners, tags) in enumerate(ways, start=1):
                nodes = [_id(corner) for corner in corners]
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=dict(tags)))
        roads = read_roads(path)
    return join_roads(roads)[0]


def _drivable(ways: Sequence[_Way]) -> bool:
    """Whether some way has two nodes in the file, one after the other."""
    return any(
        one != other and one[1] < _HIGH and other[1] < _HIGH
        for corners, _ in ways
        for one, other in pairwise(corners)
    )


def _id(corner: Corner) -> int:
    x, y, twin = corner
    return 1 + x + _WIDE * y + 100 * twin


def restriction_on(network: RoadNetwork, rule: Rule) -> Restriction:
    """Give the restriction on a walk: from its first way over those between into its last."""
    walk = [rule.start % network.arc_count]
    for turn in rule.turns:
        onward = np.flatnonzero(network.arc_tail == network.arc_head[walk[-1]])
        walk.append(int(onward[turn % len(onward)]))
    ways = [way for way, _ in groupby(network.segment_way[np.array(walk) >> 1].tolist())]
    if len(ways) == 1:
        ways *= 2
    node = int(network.node_osm_id[network.arc_head[walk[0]]])
    return Restriction(
        from_way=ways[0],
        via_node=node if len(ways) == 2 else None,
        via_ways=tuple(ways[1:-1]),
        to_way=ways[-1],
        kind=rule.kind,
        vehicle=rule.vehicle,
        exempt=rule.exempt,
    )
