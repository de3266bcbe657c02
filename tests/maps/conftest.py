"""Small cities, drawn in metres, as OpenStreetMap files."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from maps.geodesy import EARTH_RADIUS_M

METRES_A_DEGREE = math.radians(1) * EARTH_RADIUS_M

Nodes = Mapping[str, tuple[float, float]]
Tags = Mapping[str, str]
Ways = Mapping[int, tuple[str, Tags]]
Relations = Mapping[int, tuple[list[tuple[str, int, str]], Tags]]
Drawing = Callable[..., Path]


@pytest.fixture
def draw(tmp_path: Path) -> Drawing:
    """Write an OpenStreetMap file of a city near 0°, 0°, where a degree is as long both ways.

    Nodes are one letter each, with metres east and north; their ids are `ord(letter)`. A way is
    its nodes' letters and its tags. A letter that is no node refers to one outside the file.
    """

    def write(
        nodes: Nodes,
        ways: Ways,
        *,
        node_tags: Mapping[str, Tags] | None = None,
        relations: Relations | None = None,
        name: str = "city.osm",
    ) -> Path:
        root = ET.Element("osm", version="0.6", generator="test")
        for letter, (east_m, north_m) in nodes.items():
            node = ET.SubElement(
                root,
                "node",
                id=str(ord(letter)),
                lat=f"{north_m / METRES_A_DEGREE:.7f}",
                lon=f"{east_m / METRES_A_DEGREE:.7f}",
            )
            _tag(node, (node_tags or {}).get(letter, {}))
        for way_id, (letters, tags) in ways.items():
            way = ET.SubElement(root, "way", id=str(way_id))
            for letter in letters:
                ET.SubElement(way, "nd", ref=str(ord(letter)))
            _tag(way, tags)
        for relation_id, (members, tags) in (relations or {}).items():
            relation = ET.SubElement(root, "relation", id=str(relation_id))
            for kind, ref, role in members:
                ET.SubElement(relation, "member", type=kind, ref=str(ref), role=role)
            _tag(relation, tags)
        path = tmp_path / name
        ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
        return path

    return write


def _tag(element: ET.Element, tags: Tags) -> None:
    for key, value in tags.items():
        ET.SubElement(element, "tag", k=key, v=value)
