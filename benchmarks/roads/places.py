"""Random places beside streets, the same for every engine.

    python -m benchmarks.roads.places SOURCE KEPT_MAP PLACES

Streets are read from the file by code of its own: the classes that every engine's car uses, each
metre as likely as another. Only the limit on the distance asks this project, whose kept map is
written on the way, and whose kernels are compiled, so that no measurement pays for that.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import osmium

from benchmarks.roads.engine import PLACES
from benchmarks.roads.own import PROFILE
from maps.build import build_city
from maps.tmap import save_city

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASSES = frozenset(
    f"{road}{link}"
    for road in ("trunk", "primary", "secondary", "tertiary")
    for link in ("", "_link")
) | {"unclassified", "residential", "living_street"}
CLOSED = frozenset({"no", "private"})
BESIDE_M = 10.0
FARTHEST_M = 100.0
SEED = 1
_DEGREE_M = 111_195.0


def street_places(
    source: Path, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give latitudes and longitudes of places, about `BESIDE_M` from a street's middle line."""
    lat, lon = _pieces(source)
    wide = np.cos(np.radians(lat.mean()))
    length = np.hypot(np.diff(lat, axis=1), np.diff(lon, axis=1) * wide).ravel()
    piece = rng.choice(len(length), count, p=length / length.sum())
    share = rng.random(count)
    aside = rng.normal(0, BESIDE_M / _DEGREE_M, (2, count))
    return (
        lat[piece, 0] * (1 - share) + lat[piece, 1] * share + aside[0],
        lon[piece, 0] * (1 - share) + lon[piece, 1] * share + aside[1] / wide,
    )


def _pieces(source: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both ends of every straight piece of street, [n, 2]."""
    ends = []
    ways = (
        osmium.FileProcessor(source)
        .with_locations()
        .with_filter(osmium.filter.KeyFilter("highway"))
    )
    for way in ways:
        if not isinstance(way, osmium.osm.Way) or way.tags["highway"] not in CLASSES:
            continue
        if {way.tags.get("access"), way.tags.get("motor_vehicle")} & CLOSED:
            continue
        points = [(node.lat, node.lon) for node in way.nodes if node.location.valid()]
        ends += [(*start, *end) for start, end in pairwise(points)]
    lat0, lon0, lat1, lon1 = np.array(ends, dtype=np.float64).reshape(-1, 4).T
    return np.stack([lat0, lat1], axis=1), np.stack([lon0, lon1], axis=1)


def main() -> None:
    """Write the places and the kept map."""
    source, kept_map, places = map(Path, sys.argv[1:])
    city = build_city(source)
    save_city(city, kept_map)
    times = city.travel_times(PROFILE)
    lat, lon = street_places(source, 3 * PLACES, np.random.default_rng(SEED))
    snapped = times.snap(lat, lon)
    near = np.flatnonzero(snapped.distance_m <= FARTHEST_M)[:PLACES]
    if len(near) < PLACES:
        sys.exit(f"only {len(near)} of {len(lat)} places lie within {FARTHEST_M:.0f} m of a street")
    chosen = snapped.take(near)
    times.table(chosen, chosen)
    np.save(places, np.stack([lat[near], lon[near]]))


if __name__ == "__main__":
    main()
