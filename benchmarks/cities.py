"""How long a map takes to build, load and answer: `python benchmarks/cities.py FILE.osm.pbf …`.

Places are drawn at random from the points of streets (seed 1), a few metres beside them. The
compiled search is warmed up first, so times are those of a running process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from maps.build import build_city
from maps.geodesy import great_circle_m
from maps.tmap import load_city, save_city

if TYPE_CHECKING:
    from collections.abc import Callable

_Value = TypeVar("_Value")
COLUMNS = (
    "map", "junctions", "arcs", "build s", "save s", ".tmap MB", "load s",
    "first snap s", "1000 x 1000 s", "130 x 130 near s", "leg ms",
)  # fmt: skip


def timed(work: Callable[[], _Value]) -> tuple[_Value, float]:
    """What the work gives, and its seconds."""
    start = time.perf_counter()
    value = work()
    return value, time.perf_counter() - start


def measure(source: Path) -> tuple[str, ...]:
    """One row of the table."""
    city, build_s = timed(lambda: build_city(source))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.tmap"
        _, save_s = timed(lambda: save_city(city, path))
        size_mb = path.stat().st_size / 1e6
        city, load_s = timed(lambda: load_city(path))
    network = city.network
    rng = np.random.default_rng(1)
    chosen = rng.integers(len(network.point_lat), size=1000)
    lat = network.point_lat[chosen] + rng.normal(0, 1e-4, 1000)
    lon = network.point_lon[chosen] + rng.normal(0, 1e-4, 1000)
    times = city.travel_times("van")
    places, snap_s = timed(lambda: times.snap(lat, lon))
    pair = places.take([0, 1])
    times.table(pair, pair)
    times.legs(pair, pair)
    _, table_s = timed(lambda: times.table(places, places))
    near = places.take(np.argsort(great_circle_m(lat[0], lon[0], lat, lon))[:130])
    _, near_s = timed(lambda: times.table(near, near))
    _, legs_s = timed(lambda: times.legs(places.take(range(500)), places.take(range(500, 1000))))
    return (
        city.name, f"{network.node_count:,}", f"{network.arc_count:,}", f"{build_s:.2f}",
        f"{save_s:.2f}", f"{size_mb:.1f}", f"{load_s:.2f}", f"{snap_s:.2f}", f"{table_s:.2f}",
        f"{near_s:.3f}", f"{legs_s * 2:.2f}",
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/cities.py FILE.osm.pbf …")
    rows = [COLUMNS, *(measure(Path(argument)) for argument in sys.argv[1:])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
