"""What a driver sees at a crossing: the streets that meet there, and at which angle they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from maps.geodesy import flat_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.network import RoadNetwork

_LOOK_M = 15.0
"""How far into a street one looks for its direction: the first metres of a line bend anyhow."""


class Way(NamedTuple):
    """A street that leaves a crossing.

    `turn_deg` is the angle by which one turns into it, from -180 to 180, above 0 to the right;
    `enterable` whether the vehicle may drive in, and not only come out.
    """

    arc: int
    turn_deg: float
    enterable: bool


class Crossings:
    """The crossings of a network for one kind of vehicle.

    Parameters
    ----------
    network
        The streets.
    usable
        Which arcs the vehicle may ever use; a street is seen where it may use one of its two.
    """

    def __init__(self, network: RoadNetwork, usable: NDArray[np.bool_]) -> None:
        self._network = network
        self._usable = usable
        seen = np.repeat(usable.reshape(-1, 2).any(axis=1), 2)
        arcs = np.flatnonzero(seen)
        tail = network.arc_tail[arcs]
        order = np.argsort(tail, kind="stable")
        self._arcs = arcs[order]
        self._first = np.searchsorted(tail[order], np.arange(network.node_count + 1))

    def ahead(self, arc: int) -> list[Way]:
        """Give all streets at the end of an arc but the one that it comes along."""
        node = self._network.arc_head[arc]
        leaving = self._arcs[self._first[node] : self._first[node + 1]].tolist()
        return [
            Way(other, self.turn_deg(arc, other), bool(self._usable[other]))
            for other in leaving
            if other != arc ^ 1
        ]

    def turn_deg(self, arc: int, onto: int) -> float:
        """Give the angle between the end of an arc and the beginning of one that goes on there."""
        return (self.heading_deg(onto) - self.heading_deg(arc ^ 1)) % 360.0 - 180.0

    def heading_deg(self, arc: int) -> float:
        """Give the direction in which an arc sets out, in degrees from north to the east."""
        net = self._network
        points = slice(*net.point_offset[arc // 2 : arc // 2 + 2].tolist())
        along = slice(None, None, -1 if arc & 1 else 1)
        return heading_deg(net.point_lat[points][along], net.point_lon[points][along])


def heading_deg(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> float:
    """Give the direction in which a line sets out, in degrees from north to the east."""
    east_m, north_m = flat_m(lat - lat[0], lon - lon[0], at_lat=lat[0])
    run_m = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(east_m), np.diff(north_m)))])
    east, north = np.interp(_LOOK_M, run_m, east_m), np.interp(_LOOK_M, run_m, north_m)
    return float(np.degrees(np.arctan2(east, north))) % 360.0
