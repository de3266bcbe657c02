"""From an OpenStreetMap file to a city, and from either kind of file to a city in hand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from maps.addresses.assembly import read_gazetteer
from maps.city import City, MapMeta
from maps.errors import MapError
from maps.junctions import join_roads
from maps.osm import SUFFIXES, OsmSource, osm_source
from maps.roads import read_roads
from maps.shops import read_shops
from maps.tmap import SUFFIX, load_city, save_city

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)

Progress = Callable[[str], None]
"""Is told what is being done now."""


def build_city(source: Path, *, place: str | None = None, progress: Progress | None = None) -> City:
    """Read everything that a map needs from an OpenStreetMap file.

    Where the file was fetched by a place's name the map keeps that `place`, to be updated by it.

    Raises
    ------
    MapError
        MAP-MISSING, MAP-FORMAT, MAP-TRUNCATED or MAP-EMPTY.
    """
    return _build(osm_source(source), progress or _quiet, place)


def open_city(path: Path, *, progress: Progress | None = None) -> City:
    """Load a .tmap; or build from an OpenStreetMap file and keep NAME.tmap beside it.

    A kept map is used again while the file's hash is the same. One in another version's format is
    built anew where the file it came from still lies beside it. Where nothing can be written the
    city is built each time, with a warning in the log.

    Raises
    ------
    MapError
        As `build_city` and `maps.tmap.load_city`.
    """
    tell = progress or _quiet
    if path.name.lower().endswith(SUFFIXES):
        return _kept(osm_source(path), tell)
    try:
        return load_city(path)
    except MapError as error:
        source = _source_beside(path)
        if error.code != "MAP-VERSION" or source is None:
            raise
        tell(f"{path.name} is in another version's format: building it anew from {source.name}")
        return _built_and_kept(osm_source(source), path, tell)


def _kept(source: OsmSource, tell: Progress) -> City:
    path = source.path.with_name(source.name + SUFFIX)
    if path.exists():
        try:
            city = load_city(path)
        except MapError as error:
            tell(f"{path.name} cannot be used ({error.code}): building it anew")
        else:
            if city.meta.sha256 == source.sha256:
                return city
            tell(f"{path.name} was built from other data: building it anew")
    return _built_and_kept(source, path, tell)


def _built_and_kept(source: OsmSource, path: Path, tell: Progress) -> City:
    city = _build(source, tell)
    tell(f"writing {path.name}")
    try:
        save_city(city, path)
    except MapError as error:
        _log.warning("%s The map is built again next time.", error)
    return city


def _source_beside(path: Path) -> Path | None:
    name = path.name.removesuffix(SUFFIX)
    found = (path.with_name(name + suffix) for suffix in SUFFIXES)
    return next((source for source in found if source.is_file()), None)


def _build(source: OsmSource, tell: Progress, place: str | None = None) -> City:
    tell(f"reading streets from {source.path.name}")
    roads = read_roads(source.path)
    network, cut = join_roads(roads)
    tell("reading addresses")
    gazetteer = read_gazetteer(source.path)
    tell("reading shops")
    shops = read_shops(source.path)
    return City(
        name=source.name,
        meta=MapMeta(
            source=source.path.name,
            sha256=source.sha256,
            size_bytes=source.size_bytes,
            date=source.date,
            bbox=network.bbox,
            dropped=roads.dropped,
            skipped={**roads.skipped, **cut},
            place=place,
        ),
        network=network,
        gazetteer=gazetteer,
        shops=shops,
    )


def _quiet(_: str) -> None:
    """Tell nobody."""
