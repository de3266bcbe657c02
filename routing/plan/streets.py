"""The streets that vehicles drive along, and where their legs end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polyline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from maps.travel import Leg
    from routing.orders.locating import CityView
    from routing.problem.timing import TimedStop

SHAPE_PRECISION = 5

Hop = tuple[int, int, int]
"""A leg of a trip: the site it leaves, the site it goes to, the second of its departure."""


@dataclass(frozen=True, slots=True)
class Streets:
    """Where each site's legs end for one kind of vehicle, and the legs between sites."""

    road: Sequence[tuple[float, float]]
    legs: Mapping[Hop, Leg]

    def shape(self, hop: Hop) -> str:
        """A leg's line, as an encoded polyline."""
        leg = self.legs[hop]
        return polyline.encode(
            list(zip(leg.lat.tolist(), leg.lon.tolist(), strict=True)), SHAPE_PRECISION
        )


def streets_of(
    sites: Sequence[tuple[float, float]], hops: Iterable[Hop], city: CityView, kind: str
) -> Streets:
    """The legs that vehicles of a kind drive between sites, all in one call."""
    lat, lon = np.array(sites).T
    wanted = sorted(set(hops))
    travel = city.travel_times(kind)
    snaps = travel.snap(lat, lon)
    origins, destinations, departures_s = np.array(wanted, np.int64).reshape(-1, 3).T
    legs = travel.legs(snaps.take(origins), snaps.take(destinations), at_s=departures_s.tolist())
    road = list(zip(snaps.road_lat.tolist(), snaps.road_lon.tolist(), strict=True))
    return Streets(road, dict(zip(wanted, legs, strict=True)))


def hops_of(stops: Sequence[TimedStop], depart_s: int, start: int = 0) -> Iterator[Hop]:
    """The legs of a trip that leaves a site, by default the hub, and ends at the hub."""
    sites = [start, *(stop.site for stop in stops), 0]
    departures_s = [depart_s, *(stop.leave_s for stop in stops)]
    for (origin, goal), at_s in zip(pairwise(sites), departures_s, strict=True):
        yield origin, goal, at_s
