"""A map brought up to date: built anew from where it came from, and kept only if it can be so."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from maps.build import build_city
from maps.errors import MapError
from maps.info import map_info
from maps.osm import osm_source
from maps.places import fetch_place
from maps.tmap import load_city, save_city

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.build import Progress
    from maps.city import City, MapMeta
    from maps.info import MapInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Where a map was looked for, and what it was before and is after; the same if `unchanged`."""

    source: str
    before: MapInfo
    after: MapInfo
    unchanged: bool


def update_map(path: Path, *, force: bool = False, progress: Progress | None = None) -> Update:
    """Build a map anew from the place or the file that it was built from.

    The old map is replaced in one step when the new one is whole; until then, and after every
    failure, it is as it was. Where nothing changed it is not touched.

    Parameters
    ----------
    path
        The map. One that was fetched by a place's name is fetched again, with no kept answers;
        another one is built from the OpenStreetMap file of its source's name beside it.
    force
        Whether to take a new map even if it is much smaller than the old one, or older.

    Raises
    ------
    MapError
        MAP-SOURCE-MISSING where there is nothing to build from, MAP-OLDER, MAP-ELSEWHERE for data
        of another area, MAP-SHRUNK where less than half of the streets or addresses is left,
        MAP-UNWRITABLE, and as `maps.tmap.load_city`, `maps.places.fetch_place` and
        `maps.build.build_city`.
    """
    old = load_city(path)
    try:
        with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            return _update(path, old, Path(folder), force=force, tell=progress or (lambda _: None))
    except OSError as error:
        raise MapError(
            "MAP-UNWRITABLE",
            f"{path.parent} cannot be written to ({error.strerror or error}).",
            f"Make room, or ask for the right to write there. {path.name} is as it was.",
        ) from error
    except MapError as error:
        remedy = f"{error.remedy} {path.name} is as it was."
        raise MapError(error.code, error.message, remedy) from error


def _update(path: Path, old: City, folder: Path, *, force: bool, tell: Progress) -> Update:
    source = _source(path, old.meta, folder, tell)
    where = old.meta.place or source.name
    before = map_info(old)
    unchanged = Update(source=where, before=before, after=before, unchanged=True)
    if osm_source(source).sha256 == old.meta.sha256:
        return unchanged
    city = build_city(source, place=old.meta.place, progress=tell)
    after = map_info(city)
    if not force:
        _look(path, where, before, after)
    new = folder / path.name
    save_city(city, new)
    if _checksums(new) == _checksums(path):
        return unchanged
    new.replace(path)
    return Update(source=where, before=before, after=after, unchanged=False)


def _source(path: Path, meta: MapMeta, folder: Path, tell: Progress) -> Path:
    if meta.place is not None:
        return fetch_place(meta.place, folder, fresh=True, progress=tell)
    source = path.with_name(meta.source)
    if not source.is_file():
        raise MapError(
            "MAP-SOURCE-MISSING",
            f"{path.name} was built from {meta.source}, and there is no such file beside it.",
            f"Put a new {meta.source} into {path.parent.absolute()}, or build the map anew"
            f" (tournee map build SOURCE -o {path}).",
        )
    return source


def _look(path: Path, where: str, before: MapInfo, after: MapInfo) -> None:
    """Refuse a map that nobody would want in place of the old one."""
    if before.date and after.date:
        # A date may say no more than year and month.
        known = min(len(before.date), len(after.date))
        if after.date[:known] < before.date[:known]:
            raise MapError(
                "MAP-OLDER",
                f"{where} gives data of {after.date}, and {path.name} already shows {before.date}.",
                "Look for newer data, or take the older with --force.",
            )
    south, west, north, east = before.bbox
    new_south, new_west, new_north, new_east = after.bbox
    if new_south > north or new_north < south or new_west > east or new_east < west:
        raise MapError(
            "MAP-ELSEWHERE",
            f"{where} gives an area that {path.name} does not touch.",
            "Put the right city's file there, or take the other city with --force.",
        )
    for what, old, new in (
        ("km of streets", before.km, after.km),
        ("addresses", before.addresses, after.addresses),
    ):
        if new < old / 2:
            raise MapError(
                "MAP-SHRUNK",
                f"{where} gives {new:,} {what}, and {path.name} has {old:,}: most likely something"
                " is missing.",
                "Try again later, or take the smaller map with --force.",
            )


def _checksums(path: Path) -> Mapping[str, int]:
    """Give what a map holds, whatever its header says of where and when it comes from."""
    with zipfile.ZipFile(path) as archive:
        return {
            part.filename: part.CRC for part in archive.infolist() if part.filename != "header.npy"
        }
