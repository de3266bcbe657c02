"""A city of a dozen streets that can be checked by hand, as an OpenStreetMap file.

Five streets run east and five run north, 200 m apart, each a residential street for everybody; the
river between the second and the third column is crossed by the two outer streets and by a cycle
bridge in the middle. The middle street west of the river is one-way, eastwards, but for bicycles::

    row 4  o---o===o---o---o      === bridge for everybody
    row 3  o---o   o---o---o      >   one-way for motors
    row 2  o->-o-b-o---o---o      -b- bridge for bicycles
    row 1  o---o   o---o---o
    row 0  o---o===o---o---o
    column 0   1   2   3   4
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from maps.geodesy import EARTH_RADIUS_M

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 5
STEP_M = 200.0
SOUTH, WEST = 50.0, 4.0
_DEGREE_M = math.radians(1) * EARTH_RADIUS_M


def position(east_m: float, north_m: float) -> tuple[float, float]:
    """Latitude and longitude so many metres from the south-western corner."""
    lat = SOUTH + north_m / _DEGREE_M
    return lat, WEST + east_m / (_DEGREE_M * math.cos(math.radians(SOUTH)))


def write_grid_city(path: Path) -> Path:
    """Write the city's OpenStreetMap file."""
    root = ET.Element("osm", version="0.6", generator="test")
    for row in range(SIZE):
        for column in range(SIZE):
            lat, lon = position(column * STEP_M, row * STEP_M)
            ident = str(_node(column, row))
            ET.SubElement(root, "node", id=ident, lat=f"{lat:.7f}", lon=f"{lon:.7f}")
    ways: list[tuple[list[int], dict[str, str]]] = [
        *(
            ([_node(column, row) for row in range(SIZE)], {"name": f"North street {column}"})
            for column in range(SIZE)
        ),
        *(([_node(0, r), _node(1, r)], {"name": f"West street {r}"}) for r in (0, 1, 3, 4)),
        *(([_node(1, r), _node(2, r)], {"name": f"Bridge {r}"}) for r in (0, 4)),
        *(
            ([_node(column, row) for column in (2, 3, 4)], {"name": f"East street {row}"})
            for row in range(SIZE)
        ),
        ([_node(0, 2), _node(1, 2)], {"oneway": "yes", "oneway:bicycle": "no"}),
        ([_node(1, 2), _node(2, 2)], {"highway": "cycleway"}),
    ]
    for number, (nodes, tags) in enumerate(ways, start=1):
        way = ET.SubElement(root, "way", id=str(number))
        for node in nodes:
            ET.SubElement(way, "nd", ref=str(node))
        for key, value in {"highway": "residential", **tags}.items():
            ET.SubElement(way, "tag", k=key, v=value)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


def _node(column: int, row: int) -> int:
    return 100 + row * SIZE + column
