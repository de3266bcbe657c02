"""Who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Start(Enum):
    """What an engine begins with."""

    FILE = "the OpenStreetMap file"
    KEPT_MAP = "the map that this project keeps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One engine.

    `maker` is its class as ``module:name``; `is_peer` says that it lives in the peers'
    environment; `rebuilt` that building is repeated, since a target compares it; `also` which
    requests beside building and tables it answers.
    """

    key: str
    name: str
    maker: str
    is_peer: bool
    start: Start = Start.FILE
    rebuilt: bool = False
    also: tuple[str, ...] = ()


OURS = Contestant(
    key="tournee",
    name="tournee, all cores",
    maker="benchmarks.roads.own:Tournee",
    is_peer=False,
    rebuilt=True,
    also=("answer", "extras"),
)
KEPT = Contestant(
    key="tournee-kept",
    name="tournee, kept map, one core",
    maker="benchmarks.roads.own:KeptTournee",
    is_peer=False,
    start=Start.KEPT_MAP,
    rebuilt=True,
    also=("extras",),
)
SCIPY = Contestant(
    key="scipy",
    name="scipy on tournee's kept map",
    maker="benchmarks.roads.plain_scipy:ScipyDijkstra",
    is_peer=False,
    start=Start.KEPT_MAP,
)
OSRM_CH = Contestant(
    key="osrm-ch",
    name="OSRM CH",
    maker="benchmarks.roads.peers.osrm_engine:ContractionHierarchy",
    is_peer=True,
    rebuilt=True,
    also=("answer",),
)
OSRM_MLD = Contestant(
    key="osrm-mld",
    name="OSRM MLD",
    maker="benchmarks.roads.peers.osrm_engine:MultiLevelDijkstra",
    is_peer=True,
)
VALHALLA = Contestant(
    key="valhalla",
    name="Valhalla",
    maker="benchmarks.roads.peers.valhalla_engine:Valhalla",
    is_peer=True,
)
OSMNX = Contestant(
    key="osmnx",
    name="osmnx + networkx",
    maker="benchmarks.roads.peers.osmnx_engine:Osmnx",
    is_peer=True,
)
CONTESTANTS = (OURS, KEPT, OSRM_CH, OSRM_MLD, VALHALLA, OSMNX, SCIPY)
"""In the order in which they take their turns, so that pairs that are compared stand together."""
