"""An OpenStreetMap file: what it is, and its objects, with every failure said in our words."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import osmium

from maps.errors import MapError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

SUFFIXES = (".osm.pbf", ".osm.gz", ".osm.bz2", ".osm")
"""The names that an OpenStreetMap file may end with."""

_DATE_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])(?:[-_]?(0[1-9]|[12]\d|3[01]))?(?!\d)"
)
# What libosmium, zlib, bzip2 (-7 is its BZ_UNEXPECTED_EOF) and expat say of a file cut short.
_CUT_SHORT = re.compile(
    r"EOF|truncated|unexpected end|no element found|unclosed token|gzip error: read close failed"
    r"|bzip2 error: read failed: -7",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmSource:
    """A readable OpenStreetMap file.

    `name` is the file's name without folder and suffix; `date` is the day that the data shows, ISO
    8601, as far as the file tells: from its header, else its name, else its newest way.
    """

    path: Path
    name: str
    sha256: str
    size_bytes: int
    date: str | None


def osm_source(path: Path) -> OsmSource:
    """Check that the file is there and is OpenStreetMap data, and say what it is.

    Raises
    ------
    MapError
        MAP-MISSING, MAP-UNREADABLE, MAP-FORMAT, MAP-TRUNCATED or MAP-EMPTY.
    """
    suffix = next((suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix)), None)
    if not path.is_file():
        raise MapError(
            "MAP-MISSING",
            f"there is no file {path}.",
            "Check the name, or download an extract of your city (https://download.geofabrik.de).",
        )
    if suffix is None:
        raise MapError(
            "MAP-FORMAT",
            f"{path} does not end like an OpenStreetMap file.",
            f"Give a file that ends with one of {', '.join(SUFFIXES)}.",
        )
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise MapError("MAP-EMPTY", f"{path} holds nothing, 0 bytes.", "Download it again.")
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error
    name = path.name[: -len(suffix)]
    date = _header_date(path) or _name_date(name) or _newest_way(path)
    return OsmSource(path=path, name=name, sha256=sha256, size_bytes=size_bytes, date=date)


def osm_objects(
    path: Path, entities: osmium.osm.osm_entity_bits, *filters: osmium.BaseFilter
) -> Iterator[Any]:
    """Nodes, ways and relations of a file that pass all filters, in the file's order.

    Each object is valid only until the next one is taken.

    Raises
    ------
    MapError
        MAP-TRUNCATED where the file ends too early, MAP-FORMAT where it cannot be understood.
    """
    processor = osmium.FileProcessor(str(path), entities)
    for chosen in filters:
        processor = processor.with_filter(chosen)
    objects = iter(processor)
    while True:
        try:
            found = next(objects)
        except StopIteration:
            return
        except RuntimeError as error:
            raise _not_understood(path, error) from error
        yield found


def node_positions(
    path: Path, ids: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Ids (sorted, each once), latitudes and longitudes of those nodes that the file places.

    Of a node that comes twice one position counts.

    Raises
    ------
    MapError
        As `osm_objects`.
    """
    # An index of all nodes: filters by id take a bit for each number up to the largest, which for
    # today's node ids is over a gigabyte.
    index = osmium.index.create_map("sparse_mem_array")
    collector = osmium.NodeLocationsForWays(index)
    collector.ignore_errors()
    try:
        # Ways come second, wherever they stand in the file: the first one sorts the index.
        for entities in (osmium.osm.NODE, osmium.osm.WAY):
            with osmium.io.Reader(str(path), entities) as reader:
                osmium.apply(reader, collector)
    except RuntimeError as error:
        raise _not_understood(path, error) from error
    found: list[tuple[int, float, float]] = []
    for node in np.unique(ids).tolist():
        try:
            location = index.get(node)
        except KeyError:
            continue
        if location.valid():
            found.append((node, location.lat, location.lon))
    rows = np.array(found, dtype=np.float64).reshape(-1, 3)
    return np.array([row[0] for row in found], dtype=np.int64), rows[:, 1], rows[:, 2]


def _header_date(path: Path) -> str | None:
    try:
        with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
            header = reader.header()
    except RuntimeError as error:
        raise _not_understood(path, error) from error
    for key in ("osmosis_replication_timestamp", "timestamp"):
        stamp = header.get(key)
        if re.match(r"\d{4}-\d\d-\d\d", stamp):
            return str(stamp[:10])
    return None


def _name_date(name: str) -> str | None:
    found = _DATE_IN_NAME.search(name)
    return "-".join(part for part in found.groups() if part) if found else None


def _newest_way(path: Path) -> str | None:
    newest = max(
        (way.timestamp for way in osm_objects(path, osmium.osm.WAY)),
        default=datetime.fromtimestamp(0, tz=UTC),
    )
    # Objects without a time carry the epoch; OpenStreetMap began in 2004.
    return newest.date().isoformat() if newest.year >= 2004 else None


def unreadable(path: Path, error: OSError) -> MapError:
    """Say that the system does not let us read a file."""
    return MapError(
        "MAP-UNREADABLE",
        f"{path} cannot be read ({error.strerror or error}).",
        "Ask for the right to read it, or copy it to where you have that right.",
    )


def _not_understood(path: Path, error: RuntimeError) -> MapError:
    if _CUT_SHORT.search(str(error)):
        return MapError(
            "MAP-TRUNCATED",
            f"{path} ends too early ({error}).",
            "The download was cut short: download it again and compare its size.",
        )
    return MapError(
        "MAP-FORMAT",
        f"{path} is not OpenStreetMap data that can be read ({error}).",
        f"Give an OpenStreetMap file: {', '.join(SUFFIXES)}.",
    )
