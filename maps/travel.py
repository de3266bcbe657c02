"""Travel times: durations and distances between places, and the streets between them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from maps.graph import profile_graph
from maps.shapes import ArcShapes, Line, joined
from maps.shortest import UNREACHED, Adjacency, Doors, many_to_many, packed, path_between, unpacked
from maps.snapping import Snaps, StreetIndex

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from maps.network import RoadNetwork
    from maps.profiles import Profile

_ORIGINS_A_THREAD = 32
"""Fewer than these are done before another thread has started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Seconds and metres from every origin (row) to every destination (column), int32."""

    duration_s: NDArray[np.int32]
    distance_m: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One drive: seconds, metres, and the line it follows from snap point to snap point.

    The line has two points at least; they are the same where nothing is to be driven.
    """

    duration_s: int
    distance_m: int
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ports:
    """How places connect to the graph, [n, 2]: by the snap's own edge, and by its twin.

    `leave` leads from the place to the end of each, `arrive` from the beginning of each to the
    place; their weights add up to the whole edge exactly. Where there is no twin it is -1.
    """

    edge: NDArray[np.int32]
    fraction: NDArray[np.float64]
    leave: Doors
    arrive: Doors

    def __len__(self) -> int:
        return len(self.edge)


class TravelTimes:
    """One profile's travel on one network; safe to share between threads, and picklable.

    Durations are free flow without the time that turns and lights take (`maps.profiles`); U-turns
    at junctions are allowed, and turn restrictions are not heeded yet.

    Raises
    ------
    MapError
        MAP-EMPTY where the profile can use no street.
    """

    def __init__(self, network: RoadNetwork, profile: Profile) -> None:
        self.network = network
        self.profile = profile
        self._graph = profile_graph(network, profile)
        self._adjacency = Adjacency(
            first=self._graph.first,
            tail=self._graph.tail,
            head=self._graph.head,
            weight=packed(self._graph.duration_ms, self._graph.length_dm),
        )

    def __reduce__(self) -> tuple[type[TravelTimes], tuple[RoadNetwork, Profile]]:
        """Travel light: the graph and the index are quickly made anew."""
        return type(self), (self.network, self.profile)

    @cached_property
    def _streets(self) -> StreetIndex:
        return StreetIndex(self.network, self._graph.arc)

    @cached_property
    def _shapes(self) -> ArcShapes:
        return ArcShapes(self.network)

    def snap(self, lat: ArrayLike, lon: ArrayLike) -> Snaps:
        """Find the nearest point of a street that the profile can reach, and come back from.

        How far is too far is the caller's to say (``distance_m``).
        """
        return self._streets.snap(lat, lon)

    def table(self, origins: Snaps, destinations: Snaps) -> Table:
        """Durations and distances of the quickest paths, of equally quick ones the shortest."""
        out, to = self._ports(origins), self._ports(destinations)
        weight = self._through_network(out, to)
        row, column = np.nonzero(out.edge[:, None, 0] == to.edge[None, :, 0])
        weight[row, column] = np.minimum(weight[row, column], _along_edge(out, row, to, column))
        duration_s, distance_m = _seen(weight)
        return Table(duration_s=duration_s.astype(np.int32), distance_m=distance_m.astype(np.int32))

    def legs(self, origins: Snaps, destinations: Snaps) -> list[Leg]:
        """Give the drive from the i-th origin to the i-th destination, with the numbers of `table`.

        Raises
        ------
        ValueError
            Where there are not as many origins as destinations.
        """
        if len(origins) != len(destinations):
            raise ValueError(
                f"legs run pairwise: {len(origins)} origins for {len(destinations)} destinations"
            )
        out, to = self._ports(origins), self._ports(destinations)
        pairs = np.arange(len(origins))
        same_edge = out.edge[:, 0] == to.edge[:, 0]
        direct = np.where(same_edge, _along_edge(out, pairs, to, pairs), UNREACHED)
        legs = []
        for pair in range(len(out)):
            weight, from_door, to_door, edges = path_between(
                self._adjacency, _row(out.leave, pair), _row(to.arrive, pair)
            )
            if direct[pair] <= weight:
                weight = direct[pair]
                lines = [self._line_along(out, to, pair)]
            else:
                lines = [
                    self._line_away(out, pair, from_door),
                    *(self._shapes.whole(self._graph.arc[edge]) for edge in edges),
                    self._line_towards(to, pair, to_door),
                ]
            duration_s, distance_m = _seen(np.int64(weight))
            lat, lon = joined([_point(origins, pair), *lines, _point(destinations, pair)])
            legs.append(
                Leg(duration_s=int(duration_s), distance_m=int(distance_m), lat=lat, lon=lon)
            )
        return legs

    def _ports(self, snaps: Snaps) -> _Ports:
        graph = self._graph
        own = graph.edge_of_arc[snaps.arc]
        if (own < 0).any():
            raise ValueError(f"these places were not snapped for a {self.profile.name}")
        twin = graph.twin[own]
        # Whole milliseconds and decimetres: the part behind the place is rounded down, and the
        # part before it is the rest, so that passing a place costs what the street costs.
        share = snaps.fraction
        own_arrive = packed(
            np.floor(share * graph.duration_ms[own]).astype(np.int64),
            np.floor(share * graph.length_dm[own]).astype(np.int64),
        )
        twin_leave = packed(
            np.floor(share * graph.duration_ms[twin]).astype(np.int64),
            np.floor(share * graph.length_dm[twin]).astype(np.int64),
        )
        both_ways = twin >= 0

        def doors(
            node: NDArray[np.int32], own_weight: NDArray[np.int64], twin_weight: NDArray[np.int64]
        ) -> Doors:
            return Doors(
                node=np.stack([node[own], np.where(both_ways, node[twin], -1)], axis=1),
                weight=np.stack([own_weight, twin_weight], axis=1),
            )

        weight = self._adjacency.weight
        return _Ports(
            edge=np.stack([own, twin], axis=1),
            fraction=share,
            leave=doors(graph.head, weight[own] - own_arrive, twin_leave),
            arrive=doors(graph.tail, own_arrive, weight[twin] - twin_leave),
        )

    def _through_network(self, out: _Ports, to: _Ports) -> NDArray[np.int64]:
        threads = max(1, min(os.cpu_count() or 1, len(out) // _ORIGINS_A_THREAD))
        bounds = np.linspace(0, len(out), threads + 1).astype(int)

        def rows(start: int, end: int) -> NDArray[np.int64]:
            chosen = Doors(out.leave.node[start:end], out.leave.weight[start:end])
            weights: NDArray[np.int64] = many_to_many(self._adjacency, chosen, to.arrive)
            return weights

        if threads == 1:
            return rows(0, len(out))
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(rows, bounds[:-1], bounds[1:])))

    def _line_along(self, out: _Ports, to: _Ports, pair: int) -> Line:
        start, end = out.fraction[pair], to.fraction[pair]
        own, twin = out.edge[pair]
        if start <= end or twin < 0:
            return self._shapes.between(self._graph.arc[own], start, end)
        return self._shapes.between(self._graph.arc[twin], 1 - start, 1 - end)

    def _line_away(self, out: _Ports, place: int, door: int) -> Line:
        passed = out.fraction[place]
        arc = self._graph.arc[out.edge[place, door]]
        return self._shapes.between(arc, 1 - passed if door else passed, 1.0)

    def _line_towards(self, to: _Ports, place: int, door: int) -> Line:
        passed = to.fraction[place]
        arc = self._graph.arc[to.edge[place, door]]
        return self._shapes.between(arc, 0.0, 1 - passed if door else passed)


def _row(doors: Doors, place: int) -> Doors:
    return Doors(node=doors.node[place], weight=doors.weight[place])


def _along_edge(
    out: _Ports, origin: NDArray[np.intp], to: _Ports, destination: NDArray[np.intp]
) -> NDArray[np.int64]:
    """Give weights of staying on the street between places on one edge.

    UNREACHED against a one-way; nothing between places less than a decimetre apart.
    """
    passed = to.arrive.weight[destination] - out.arrive.weight[origin]
    usable = (out.edge[origin] >= 0) & (passed >= 0)
    best: NDArray[np.int64] = np.where(usable, passed, UNREACHED).min(axis=1)
    return best


def _point(snaps: Snaps, place: int) -> Line:
    return snaps.road_lat[place : place + 1], snaps.road_lon[place : place + 1]


def _seen(weight: NDArray[np.int64] | np.int64) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Seconds and metres as a caller sees them: rounded half up from the exact sums."""
    duration_ms, length_dm = unpacked(np.asarray(weight))
    return (duration_ms + 500) // 1000, (length_dm + 5) // 10
