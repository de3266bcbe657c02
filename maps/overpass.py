"""An answer of the Overpass API, written as an OpenStreetMap file.

https://wiki.openstreetmap.org/wiki/Overpass_API
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import osmium

from maps.errors import MapError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Element = dict[str, Any]
_MEMBER_TYPES = {"node": "n", "way": "w", "relation": "r"}


def overpass_query(area: str, settings: str) -> str:
    """Give the query for everything that a map is built from inside an area.

    Parameters
    ----------
    area
        A polygon, ``lat lon lat lon …``, as Overpass's ``poly`` filter takes it.
    settings
        The query's first statement, ``[out:json][timeout:180]``.
    """
    inside = f'(poly:"{area}")'
    wanted = (
        f'way["highway"]{inside}',
        f'relation["type"="restriction"]{inside}',
        f'nwr["addr:housenumber"]{inside}',
        f'way["addr:interpolation"]{inside}',
        f'relation["type"="associatedStreet"]{inside}',
        f'nwr["shop"]{inside}',
        f'relation["boundary"="administrative"]["admin_level"~"^([7-9]|10)$"]{inside}',
        f'relation["boundary"="postal_code"]{inside}',
    )
    return f"{settings};({''.join(f'{statement};' for statement in wanted)});(._;>;);out body;"


def write_answers(answers: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the elements of answers to one OpenStreetMap file, each once, whole or not at all.

    Raises
    ------
    MapError
        MAP-SERVICE where an answer is incomplete, MAP-EMPTY where there is nothing in them,
        MAP-UNWRITABLE where the file cannot be written.
    """
    elements: dict[tuple[str, int], Element] = {}
    stamp = ""
    for answer in answers:
        _check(answer)
        stamp = max(stamp, answer.get("osm3s", {}).get("timestamp_osm_base", ""))
        for element in answer["elements"]:
            elements.setdefault((element["type"], element["id"]), element)
    if not elements:
        raise MapError(
            "MAP-EMPTY",
            "OpenStreetMap's server knows the place, and sent nothing that lies in it.",
            "Try a larger place, or download an extract (https://download.geofabrik.de).",
        )
    header = osmium.io.Header()
    header.set("generator", "tournee")
    if stamp:
        header.set("osmosis_replication_timestamp", stamp)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            # The writer tells the format by the name.
            temporary = Path(folder) / path.name
            _write(elements, temporary, header)
            temporary.replace(path)
    except (OSError, RuntimeError) as error:
        raise MapError(
            "MAP-UNWRITABLE",
            f"the streets that were fetched cannot be written to {path} ({error}).",
            "Choose a folder that exists, has room, and that you may write to.",
        ) from error


def _check(answer: Mapping[str, Any]) -> None:
    # Overpass answers "200 OK" with what it has so far when it runs out of time or memory.
    remark = answer.get("remark")
    if remark or "elements" not in answer:
        raise MapError(
            "MAP-SERVICE",
            f"OpenStreetMap's server sent an incomplete answer ({remark or 'no elements'}).",
            "Try again later, ask for a smaller place, or download an extract"
            " (https://download.geofabrik.de).",
        )


def _write(
    elements: Mapping[tuple[str, int], Element], path: Path, header: osmium.io.Header
) -> None:
    order = {"node": 0, "way": 1, "relation": 2}
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for kind, osm_id in sorted(elements, key=lambda key: (order.get(key[0], 3), key[1])):
            element = elements[kind, osm_id]
            tags = element.get("tags", {})
            if kind == "node":
                location = (element["lon"], element["lat"])
                writer.add_node(osmium.osm.mutable.Node(id=osm_id, location=location, tags=tags))
            elif kind == "way":
                nodes = element.get("nodes", [])
                writer.add_way(osmium.osm.mutable.Way(id=osm_id, nodes=nodes, tags=tags))
            elif kind == "relation":
                members = [
                    (_MEMBER_TYPES[member["type"]], member["ref"], member["role"])
                    for member in element.get("members", [])
                ]
                writer.add_relation(
                    osmium.osm.mutable.Relation(id=osm_id, members=members, tags=tags)
                )
