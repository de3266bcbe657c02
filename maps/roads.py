"""Streets as OpenStreetMap has them: ways, their tags' meaning, and the nodes they pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import osmium

from maps.errors import MapError
from maps.names import StreetName, street_name
from maps.osm import node_positions, osm_objects
from maps.restrictions import Restriction, Restrictions, pack_restrictions, read_restriction
from maps.tags import WayUse, barred_modes, way_use

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """Every way that a delivery can use, as arrays with one entry a way (`way_…`), and the nodes.

    Way ``i`` passes the nodes ``ref[ref_offset[i]:ref_offset[i + 1]]``, by their OSM ids.
    `node_id` is sorted; a ref that is not in it has no known position. `way_name` is an index into
    `names`, -1 where there is none. `dropped` counts the ways that are no streets for a delivery,
    `skipped` the data that could not be used, each by its reason.
    """

    way_id: NDArray[np.int64]
    way_class: NDArray[np.uint8]
    way_name: NDArray[np.int32]
    way_forward: NDArray[np.uint8]
    way_backward: NDArray[np.uint8]
    way_maxspeed_forward_kph: NDArray[np.int16]
    way_maxspeed_backward_kph: NDArray[np.int16]
    ref_offset: NDArray[np.int64]
    ref: NDArray[np.int64]
    node_id: NDArray[np.int64]
    node_lat: NDArray[np.float64]
    node_lon: NDArray[np.float64]
    node_barred: NDArray[np.uint8]
    names: tuple[StreetName, ...]
    restrictions: Restrictions
    dropped: Mapping[str, int]
    skipped: Mapping[str, int]


def read_roads(path: Path) -> Roads:
    """Read all streets of an OpenStreetMap file.

    Raises
    ------
    MapError
        MAP-EMPTY where it holds no street; MAP-TRUNCATED or MAP-FORMAT where it cannot be read.
    """
    ways = _Ways()
    restrictions: list[Restriction] = []
    wanted = osmium.filter.KeyFilter("highway", "type")
    for thing in osm_objects(path, osmium.osm.WAY | osmium.osm.RELATION, wanted):
        tags = dict(thing.tags)
        if thing.is_way():
            ways.add(thing.id, tags, [node.ref for node in thing.nodes])
        elif tags.get("type") == "restriction":
            members = [(member.type, member.ref, member.role) for member in thing.members]
            found = read_restriction(tags, members)
            if isinstance(found, str):
                ways.skipped[found] += 1
            else:
                restrictions += found
    if not ways.ids:
        raise MapError(
            "MAP-EMPTY",
            f"{path} holds no street that a van or a cargo bike can use.",
            "Give an extract with its roads, for instance from https://download.geofabrik.de.",
        )
    return ways.roads(path, pack_restrictions(restrictions))


class _Ways:
    """Gathers ways while the file is read."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.ids: list[int] = []
        self.uses: list[WayUse] = []
        self.refs: list[list[int]] = []
        self.name_of_way: list[int] = []
        self.names: dict[StreetName, int] = {}
        self.dropped: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    def add(self, way_id: int, tags: Mapping[str, str], refs: list[int]) -> None:
        if "highway" not in tags:
            return
        if way_id in self.seen:
            self.skipped["way that comes twice in the file"] += 1
            return
        self.seen.add(way_id)
        use = way_use(tags)
        if isinstance(use, str):
            self.dropped[use] += 1
            return
        name = street_name(tags)
        self.ids.append(way_id)
        self.uses.append(use)
        self.refs.append(refs)
        self.name_of_way.append(
            -1 if name is None else self.names.setdefault(name, len(self.names))
        )

    def roads(self, path: Path, restrictions: Restrictions) -> Roads:
        ref = np.array([ref for refs in self.refs for ref in refs], dtype=np.int64)
        node_id, lat, lon, barred = _read_nodes(path, ref)
        return Roads(
            way_id=np.array(self.ids, dtype=np.int64),
            way_class=np.array([use.class_code for use in self.uses], dtype=np.uint8),
            way_name=np.array(self.name_of_way, dtype=np.int32),
            way_forward=np.array([use.forward for use in self.uses], dtype=np.uint8),
            way_backward=np.array([use.backward for use in self.uses], dtype=np.uint8),
            way_maxspeed_forward_kph=np.array(
                [use.maxspeed_forward_kph for use in self.uses], dtype=np.int16
            ),
            way_maxspeed_backward_kph=np.array(
                [use.maxspeed_backward_kph for use in self.uses], dtype=np.int16
            ),
            ref_offset=np.cumsum([0, *map(len, self.refs)], dtype=np.int64),
            ref=ref,
            node_id=node_id,
            node_lat=lat,
            node_lon=lon,
            node_barred=barred,
            names=tuple(self.names),
            restrictions=restrictions,
            dropped=dict(self.dropped),
            skipped=dict(self.skipped),
        )


def _read_nodes(
    path: Path, ref: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8]]:
    """Ids (sorted), latitudes, longitudes and barriers of the nodes that streets pass."""
    node_id, lat, lon = node_positions(path, ref)
    barred = np.zeros(len(node_id), dtype=np.uint8)
    if len(node_id):
        for node in osm_objects(path, osmium.osm.NODE, osmium.filter.KeyFilter("barrier")):
            place = np.searchsorted(node_id, node.id)
            if place < len(node_id) and node_id[place] == node.id:
                barred[place] = barred_modes(node.tags)
    return node_id, lat, lon, barred
