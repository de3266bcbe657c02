"""Questions to the Overpass API, and its answers, written as an OpenStreetMap file.

https://wiki.openstreetmap.org/wiki/Overpass_API
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import osmium

from maps.errors import MapError
from maps.patience import UnansweredError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Element = dict[str, Any]
_MEMBER_TYPES = {"node": "n", "way": "w", "relation": "r"}
# What is needed of each kind, in the order of an OpenStreetMap file.
_NEEDED = {
    "node": {"id", "lat", "lon"},
    "way": {"id", "nodes"},
    "relation": {"id", "members"},
}


def overpass_query(area: str, timeout_s: int) -> str:
    """Give the query for everything that a map is built from inside an area.

    Nodes come with the ways that they lie on, and with their tags: barriers, signals, signs.

    Parameters
    ----------
    area
        A polygon, ``lat lon lat lon …``, as Overpass's ``poly`` filter takes it.
    timeout_s
        How long the server may work on it.
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
    settings = f"[out:json][timeout:{timeout_s}]"
    return f"{settings};({''.join(f'{statement};' for statement in wanted)});(._;>;);out body;"


def check_answer(answer: Any) -> None:  # noqa: ANN401  # JSON may be anything
    """Look whether an answer is whole.

    Overpass says "200 OK" and sends what it has so far when it runs out of time or memory; then it
    adds a remark.

    Raises
    ------
    UnansweredError
        If it is not.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
        raise UnansweredError("sent an answer without OpenStreetMap data")
    if remark := answer.get("remark"):
        too_large = "out of memory" in str(remark)
        raise UnansweredError(
            f"could not finish its answer ({remark})",
            remedy="Name a smaller place." if too_large else None,
        )
    if not all(map(_is_whole, answer["elements"])):
        raise UnansweredError("sent OpenStreetMap data with holes in it")


def write_answers(answers: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the elements of whole answers to one OpenStreetMap file, each once.

    The file is written whole or not at all.

    Raises
    ------
    MapError
        MAP-UNWRITABLE where the file cannot be written.
    """
    elements: dict[tuple[str, int], Element] = {}
    stamp = ""
    for answer in answers:
        stamp = max(stamp, answer.get("osm3s", {}).get("timestamp_osm_base", ""))
        for element in answer["elements"]:
            elements.setdefault((element["type"], element["id"]), element)
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


def _is_whole(element: Any) -> bool:  # noqa: ANN401  # JSON may be anything
    if not isinstance(element, dict):
        return False
    kind = element.get("type")
    return kind in tuple(_NEEDED) and element.keys() >= _NEEDED[kind]


def _write(
    elements: Mapping[tuple[str, int], Element], path: Path, header: osmium.io.Header
) -> None:
    order = tuple(_NEEDED)
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for kind, osm_id in sorted(elements, key=lambda key: (order.index(key[0]), key[1])):
            element = elements[kind, osm_id]
            tags = element.get("tags", {})
            if kind == "node":
                location = (element["lon"], element["lat"])
                writer.add_node(osmium.osm.mutable.Node(id=osm_id, location=location, tags=tags))
            elif kind == "way":
                nodes = element["nodes"]
                writer.add_way(osmium.osm.mutable.Way(id=osm_id, nodes=nodes, tags=tags))
            else:
                members = [
                    (_MEMBER_TYPES[member["type"]], member["ref"], member["role"])
                    for member in element["members"]
                ]
                writer.add_relation(
                    osmium.osm.mutable.Relation(id=osm_id, members=members, tags=tags)
                )
