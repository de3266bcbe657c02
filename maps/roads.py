"""Streets as OpenStreetMap has them: ways, their tags' meaning, and the nodes they pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import osmium

from maps.errors import MapError
from maps.maxspeed import region_of
from maps.names import StreetName, street_name
from maps.osm import node_positions, osm_objects
from maps.restrictions import Restriction, read_restriction
from maps.tags import CLASS_CODES, dropped_for, node_tags, way_tags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.restrictions import Restrictions
    from maps.tags import Tags

_LIMITS = frozenset({"maxspeed", "zone", "source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """Every way that is a street, as arrays with one entry a way (`way_…`), and the nodes.

    Way ``i`` passes the nodes ``ref[ref_offset[i]:ref_offset[i + 1]]``, by their OSM ids.
    `node_id` is sorted; a ref that is not in it has no known position. `way_name` is an index into
    `names`, `way_tags` into `tag_sets`, `node_tags` into `node_tag_sets`; -1 where there is none.
    `region` is where they lie: the only region (``ISO3166-2``) whose boundary the file has, else
    the one that most speed limits name, else empty. `dropped` counts the ways that are no streets,
    `skipped` the data that could not be used, each by its reason.
    """

    way_id: NDArray[np.int64]
    way_class: NDArray[np.uint8]
    way_name: NDArray[np.int32]
    way_tags: NDArray[np.int32]
    ref_offset: NDArray[np.int64]
    ref: NDArray[np.int64]
    node_id: NDArray[np.int64]
    node_lat: NDArray[np.float64]
    node_lon: NDArray[np.float64]
    node_tags: NDArray[np.int32]
    names: tuple[StreetName, ...]
    tag_sets: tuple[Tags, ...]
    node_tag_sets: tuple[Tags, ...]
    restrictions: Restrictions
    region: str
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
        elif "ISO3166-2" in tags and tags.get("boundary") == "administrative":
            ways.regions.add(tags["ISO3166-2"])
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
            f"{path} holds no street.",
            "Give an extract with its roads, for instance from https://download.geofabrik.de.",
        )
    return ways.roads(path, tuple(restrictions))


class _Interned:
    """Numbers sets of tags, equal ones alike."""

    def __init__(self) -> None:
        self._number: dict[frozenset[tuple[str, str]], int] = {}

    def number(self, tags: Tags) -> int:
        return self._number.setdefault(frozenset(tags.items()), len(self._number))

    def sets(self) -> tuple[Tags, ...]:
        return tuple(dict(sorted(items)) for items in self._number)


class _Ways:
    """Gathers ways while the file is read."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.ids: list[int] = []
        self.classes: list[int] = []
        self.refs: list[list[int]] = []
        self.name_of_way: list[int] = []
        self.tags_of_way: list[int] = []
        self.names: dict[StreetName, int] = {}
        self.regions: set[str] = set()
        self.tag_sets = _Interned()
        self.dropped: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    def add(self, way_id: int, tags: Mapping[str, str], refs: list[int]) -> None:
        if "highway" not in tags:
            return
        if way_id in self.seen:
            self.skipped["way that comes twice in the file"] += 1
            return
        self.seen.add(way_id)
        reason = dropped_for(tags)
        if reason is not None:
            self.dropped[reason] += 1
            return
        name = street_name(tags)
        self.ids.append(way_id)
        self.classes.append(CLASS_CODES[tags["highway"]])
        self.refs.append(refs)
        self.tags_of_way.append(self.tag_sets.number(way_tags(tags)))
        self.name_of_way.append(
            -1 if name is None else self.names.setdefault(name, len(self.names))
        )

    def roads(self, path: Path, restrictions: Restrictions) -> Roads:
        ref = np.array([ref for refs in self.refs for ref in refs], dtype=np.int64)
        node_id, lat, lon = node_positions(path, ref)
        tags, node_tag_sets = _read_node_tags(path, node_id)
        return Roads(
            way_id=np.array(self.ids, dtype=np.int64),
            way_class=np.array(self.classes, dtype=np.uint8),
            way_name=np.array(self.name_of_way, dtype=np.int32),
            way_tags=np.array(self.tags_of_way, dtype=np.int32),
            ref_offset=np.cumsum([0, *map(len, self.refs)], dtype=np.int64),
            ref=ref,
            node_id=node_id,
            node_lat=lat,
            node_lon=lon,
            node_tags=tags,
            names=tuple(self.names),
            tag_sets=self.tag_sets.sets(),
            node_tag_sets=node_tag_sets,
            restrictions=restrictions,
            region=self._region(),
            dropped=dict(self.dropped),
            skipped=dict(self.skipped),
        )

    def _region(self) -> str:
        if len(self.regions) == 1:
            return next(iter(self.regions))
        sets = self.tag_sets.sets()
        return region_of(
            value
            for tags in sets
            for key, value in tags.items()
            if key.partition(":")[0] in _LIMITS
        )


def _read_node_tags(
    path: Path, node_id: NDArray[np.int64]
) -> tuple[NDArray[np.int32], tuple[Tags, ...]]:
    """Give the number of each node's tags, -1 for none that matter, and the sets of tags."""
    number = np.full(len(node_id), -1, dtype=np.int32)
    found = _Interned()
    wanted = osmium.filter.KeyFilter("barrier", "highway")
    for node in osm_objects(path, osmium.osm.NODE, wanted):
        tags = node_tags(dict(node.tags))
        if tags is None:
            continue
        place = np.searchsorted(node_id, node.id)
        if place < len(node_id) and node_id[place] == node.id:
            number[place] = found.number(tags)
    return number, found.sets()
