"""Streets, node tags and turn restrictions as an OpenStreetMap file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import osmium

if TYPE_CHECKING:
    from pathlib import Path

Tags = Mapping[str, str]


class Way(NamedTuple):
    """A way with a ``highway`` tag: its nodes in order, none twice in a row."""

    id: int
    nodes: tuple[int, ...]
    tags: Tags


class Member(NamedTuple):
    """A relation's member; `kind` is ``"n"``, ``"w"`` or ``"r"``."""

    kind: str
    id: int
    role: str


class Relation(NamedTuple):
    """A relation of ``type=restriction``."""

    id: int
    members: tuple[Member, ...]
    tags: Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmFile:
    """What of a file bears on who may drive where.

    `placed` are the nodes of ways that the file has a position of: an extract's ways may run on
    to nodes outside it. `node_tags` has nodes only where they have tags.
    """

    ways: Mapping[int, Way]
    placed: frozenset[int]
    node_tags: Mapping[int, Tags]
    restrictions: tuple[Relation, ...]


def read_osm(path: Path) -> OsmFile:
    """Read a file, ``.osm`` or ``.osm.pbf``."""
    ways: dict[int, Way] = {}
    placed: set[int] = set()
    node_tags: dict[int, Tags] = {}
    restrictions: list[Relation] = []
    keys = osmium.filter.KeyFilter("highway", "barrier", "type")
    for thing in osmium.FileProcessor(str(path)).with_locations().with_filter(keys):
        tags = dict(thing.tags)
        if isinstance(thing, osmium.osm.Node):
            node_tags[thing.id] = tags
        elif isinstance(thing, osmium.osm.Way) and "highway" in tags:
            refs = [(node.ref, node.location.valid()) for node in thing.nodes]
            placed.update(ref for ref, is_placed in refs if is_placed)
            nodes = tuple(ref for ref, _ in groupby(ref for ref, _ in refs))
            ways.setdefault(thing.id, Way(thing.id, nodes, tags))
        elif isinstance(thing, osmium.osm.Relation) and tags.get("type") == "restriction":
            members = tuple(Member(one.type, one.ref, one.role) for one in thing.members)
            restrictions.append(Relation(thing.id, members, tags))
    return OsmFile(
        ways=ways,
        placed=frozenset(placed),
        node_tags=node_tags,
        restrictions=tuple(restrictions),
    )
