"""Shops: what a made-up day takes its hubs and its customers' streets from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import osmium

from maps.osm import node_positions, osm_objects

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Shops:
    """Every ``shop=*``, one entry a shop, sorted by `osm_id`.

    `osm_id` is OpenStreetMap's, ``n123``, ``w123`` or ``r123``; `kind` is the tag's value
    (``supermarket``); `name`, `brand` and `opening_hours` are as written, or empty. The position
    is the node's, or the middle of the building's extent.
    """

    osm_id: tuple[str, ...]
    kind: tuple[str, ...]
    name: tuple[str, ...]
    brand: tuple[str, ...]
    opening_hours: tuple[str, ...]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.osm_id)

    def of_kind(self, *kinds: str) -> NDArray[np.intp]:
        """Where the shops of these kinds stand in the arrays."""
        return np.flatnonzero([kind in kinds for kind in self.kind])


def read_shops(path: Path) -> Shops:
    """All shops of an OpenStreetMap file, mapped as points, buildings or multipolygons.

    Those of which no node is in the file are left out: nobody knows where they are.
    """
    rows: list[tuple[str, dict[str, str], float, float]] = []
    outlines: list[tuple[str, dict[str, str], list[int]]] = []
    relations: list[tuple[str, dict[str, str], list[int]]] = []
    for thing in osm_objects(path, osmium.osm.ALL, osmium.filter.KeyFilter("shop")):
        tags = dict(thing.tags)
        if thing.is_node() and thing.location.valid():
            rows.append((f"n{thing.id}", tags, thing.location.lat, thing.location.lon))
        elif thing.is_way():
            outlines.append((f"w{thing.id}", tags, [node.ref for node in thing.nodes]))
        elif thing.is_relation():
            members = [member.ref for member in thing.members if member.type == "w"]
            relations.append((f"r{thing.id}", tags, members))
    refs_of_way = _refs_of_ways(path, {way for _, _, ways in relations for way in ways})
    outlines += [
        (osm_id, tags, [ref for way in ways for ref in refs_of_way.get(way, [])])
        for osm_id, tags, ways in relations
    ]
    positions = _positions(path, {ref for _, _, refs in outlines for ref in refs})
    for osm_id, tags, refs in outlines:
        known = np.array([positions[ref] for ref in refs if ref in positions])
        if len(known):
            lat, lon = (known.min(axis=0) + known.max(axis=0)) / 2
            rows.append((osm_id, tags, float(lat), float(lon)))
    rows.sort(key=lambda row: (row[0][0], int(row[0][1:])))

    def column(key: str) -> tuple[str, ...]:
        return tuple(tags.get(key, "") for _, tags, _, _ in rows)

    return Shops(
        osm_id=tuple(row[0] for row in rows),
        kind=column("shop"),
        name=column("name"),
        brand=column("brand"),
        opening_hours=column("opening_hours"),
        lat=np.array([row[2] for row in rows], dtype=np.float64),
        lon=np.array([row[3] for row in rows], dtype=np.float64),
    )


def _refs_of_ways(path: Path, ways: set[int]) -> dict[int, list[int]]:
    if not ways:
        return {}
    wanted = osmium.filter.IdFilter(sorted(ways))
    return {
        way.id: [node.ref for node in way.nodes]
        for way in osm_objects(path, osmium.osm.WAY, wanted)
    }


def _positions(path: Path, nodes: set[int]) -> dict[int, tuple[float, float]]:
    if not nodes:
        return {}
    ids, lats, lons = node_positions(path, np.array(sorted(nodes), dtype=np.int64))
    places = zip(lats.tolist(), lons.tolist(), strict=True)
    return dict(zip(ids.tolist(), places, strict=True))
