"""Snapping against a search of every street: `python benchmarks/snapping.py MAP …`.

Each address of the map is put on a street for each kind of vehicle, and the distance is compared
with the least over all pieces of street that the kind may use, one after the other.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from maps.build import open_city
from maps.city import KEPT_FOR
from maps.geodesy import flat_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.city import City

_SAME_M = 1e-6


def nearest_m(
    city: City, usable: NDArray[np.bool_], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Metres from each place to the nearest piece of a usable street, by the map true there."""
    network = city.network
    segment = np.repeat(np.arange(network.segment_count), np.diff(network.point_offset))
    starts = usable[segment]
    starts[network.point_offset[1:] - 1] = False
    start = np.flatnonzero(starts)
    found = np.empty(len(lat))
    for place, at in enumerate(zip(lat, lon, strict=True)):
        east, north = flat_m(network.point_lat - at[0], network.point_lon - at[1], at_lat=at[0])
        x, y = east[start], north[start]
        run_x, run_y = east[start + 1] - x, north[start + 1] - y
        square = run_x**2 + run_y**2
        share = np.clip(-(x * run_x + y * run_y) / np.where(square > 0, square, 1.0), 0.0, 1.0)
        found[place] = np.sqrt(((x + share * run_x) ** 2 + (y + share * run_y) ** 2).min())
    return found


def main() -> None:
    """Print a line a kind of vehicle, and fail where one place is not on its nearest street."""
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/snapping.py MAP …")
    for argument in sys.argv[1:]:
        city = open_city(Path(argument))
        lat, lon = city.gazetteer.addresses.lat, city.gazetteer.addresses.lon
        for kind in KEPT_FOR:
            times = city.travel_times(kind)
            start = time.perf_counter()
            snaps = times.snap(lat, lon)
            seconds = time.perf_counter() - start
            east, north = flat_m(snaps.road_lat - lat, snaps.road_lon - lon, at_lat=lat)
            off_m = np.abs(np.hypot(east, north) - nearest_m(city, times.usable, lat, lon))
            median, most, nearly_all, farthest = np.percentile(snaps.distance_m, [50, 95, 99, 100])
            print(
                f"{city.name} {kind}: {len(lat):,} addresses in {seconds:.2f} s,"
                f" {int((off_m > _SAME_M).sum())} not on their nearest street; metres from it:"
                f" median {median:.1f}, 95 % {most:.1f}, 99 % {nearly_all:.1f},"
                f" farthest {farthest:.1f} ({int((snaps.distance_m > 150).sum())} over 150 m)",
                flush=True,
            )
            assert (off_m <= _SAME_M).all()


if __name__ == "__main__":
    main()
