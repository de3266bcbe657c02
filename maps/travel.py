"""Travel times: durations and distances between places, and the streets between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from maps.errors import MapError
from maps.hierarchy.doors import UNREACHED, Doors
from maps.hierarchy.paths import path
from maps.hierarchy.tables import table
from maps.periods import Periods
from maps.ports import Ports, arriving, leaving, ports, staying
from maps.ranges import ranges
from maps.shapes import ArcShapes, joined
from maps.skeleton import Skeleton, build_skeleton
from maps.snapping import Snaps, StreetIndex
from maps.usage import StreetUse
from maps.weights import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from maps.circumstances import Circumstances
    from maps.conditional import Spells
    from maps.hierarchy.paths import Path
    from maps.network import RoadNetwork
    from maps.periods import Period
    from maps.profiles.model import Profile
    from maps.shapes import Line
    from maps.weights import Weights

NO_WAY = int(np.iinfo(np.int32).max)
"""Seconds and metres between places without a way from one to the other at that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Seconds and metres from every origin (row) to every destination (column), int32."""

    duration_s: NDArray[np.int32]
    distance_m: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One drive: seconds, metres, and the line it follows from snap point to snap point.

    The line has two points at least; they are the same where nothing is to be driven. `arcs` are
    the network's, in driving order, of which the first and the last may be driven in part. `arc_ms`
    and `arc_dm` are the milliseconds and decimetres driven on each, with the turn at its end: their
    sums are what seconds and metres are rounded from. Where there is no way, seconds and metres are
    NO_WAY, the line is straight, and there are no arcs.
    """

    duration_s: int
    distance_m: int
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    arcs: NDArray[np.int32]
    arc_ms: NDArray[np.int64]
    arc_dm: NDArray[np.int64]


class TravelTimes:
    """One profile's travel on one network, on any day or under a day's circumstances.

    Times are those of the streets, at the speeds that the profile and the hour's traffic give, and
    of the turns. Threads may share it; it can be pickled, and travels light.

    Parameters
    ----------
    network
        The streets.
    profile
        How the vehicle travels.
    circumstances
        The day's; without them streets are free at all hours, and conditional tags say nothing.
    use, skeleton, index
        How the profile reads the network's tags, a skeleton that spans its arcs, and the network's
        index; what is not given is made.

    Raises
    ------
    MapError
        MAP-EMPTY where the profile can use no street and come back on.
    """

    def __init__(
        self,
        network: RoadNetwork,
        profile: Profile,
        circumstances: Circumstances | None = None,
        *,
        use: StreetUse | None = None,
        skeleton: Skeleton | None = None,
        index: StreetIndex | None = None,
    ) -> None:
        self.network = network
        self.profile = profile
        self._circumstances = circumstances
        self._streets = index or StreetIndex(network)
        use = use or StreetUse(network, profile)
        self._skeleton = skeleton or build_skeleton(network, np.flatnonzero(use.ever))
        self._periods = Periods(
            network, profile, self._skeleton, circumstances, use=use, index=self._streets
        )
        if not self._periods.usable.any():
            blocked = circumstances is not None and bool(circumstances.closures)
            raise MapError(
                "MAP-EMPTY",
                f"the map holds no street that a {profile.name} can use and come back on"
                f"{' while this much is blocked' if blocked else ''}.",
                "Look at what is blocked today, or plan with another kind of vehicle."
                if blocked
                else "Give a map of the area with its roads, or plan with another kind of vehicle.",
            )

    def __reduce__(self) -> tuple[object, ...]:
        """Leave weights and indexes behind: they are quickly made anew."""
        return _remade, (self.network, self.profile, self._circumstances, self._skeleton)

    @property
    def periods_s(self) -> tuple[int, ...]:
        """When each period begins in which nothing changes, in elapsed seconds from midnight."""
        return self._periods.starts_s

    @property
    def working_periods(self) -> range:
        """The periods in which vehicles are out, as places in `periods_s`."""
        return self._periods.working

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Which segments are within reach, on a day at some time while vehicles are out."""
        return self._periods.usable

    def same_as(self, period: int) -> int:
        """Give the first period in which everything is as it is in this one."""
        return self._periods.same_as(period)

    def snap(self, lat: ArrayLike, lon: ArrayLike) -> Snaps:
        """Find the nearest point of a street that the profile can reach, and come back from.

        On a day, at some time while vehicles are out. How far is too far is the caller's to say
        (``distance_m``).
        """
        return self._streets.snap(lat, lon, self._periods.usable)

    def open_spells(self, snaps: Snaps) -> list[Spells]:
        """Say for each place when the profile may get to it, in elapsed seconds from midnight."""
        found = {s: self._periods.open_spells(s) for s in np.unique(snaps.segment).tolist()}
        return [found[segment] for segment in snaps.segment.tolist()]

    def table(self, origins: Snaps, destinations: Snaps, at_s: int | None = None) -> Table:
        """Durations and distances of the quickest paths, of equally quick ones the shortest.

        Where a place cannot be reached or left at that time, those of the next period in which it
        can, else of the last before.

        Parameters
        ----------
        origins, destinations
            Places from `snap`.
        at_s
            When, in elapsed seconds from midnight; when vehicles begin to be out by default.
        """
        first, *others = self._from(at_s)
        found = self._table_in(first, origins, destinations)
        for number in others:
            if (found.duration_s < NO_WAY).all():
                break
            found = _filled(found, self._table_in(number, origins, destinations))
        return found

    def _table_in(self, number: int, origins: Snaps, destinations: Snaps) -> Table:
        period = self._periods.period(number)
        out, to = self._ports(period, origins), self._ports(period, destinations)
        weight = table(
            period.metric,
            leaving(self._skeleton, period.weights, out).doors,
            arriving(self._skeleton, to),
        )
        row, column = _on_one_segment(origins, destinations)
        direct = staying(out, row, to, column).weight.min(axis=1, initial=UNREACHED)
        weight[row, column] = np.minimum(weight[row, column], direct)
        duration_s, distance_m = _seen(weight)
        return Table(duration_s=duration_s.astype(np.int32), distance_m=distance_m.astype(np.int32))

    def legs(
        self, origins: Snaps, destinations: Snaps, at_s: Sequence[int] | None = None
    ) -> list[Leg]:
        """Give the drive from the i-th origin to the i-th destination, with the numbers of `table`.

        `at_s` are the departures, in elapsed seconds from midnight. Where a place cannot be reached
        or left then, the drive is that of another period, as in `table`.

        Raises
        ------
        ValueError
            Where there are not as many origins as destinations, or departures.
        """
        count = len(origins)
        if len(destinations) != count or (at_s is not None and len(at_s) != count):
            raise ValueError(
                f"legs run pairwise: {count} origins for {len(destinations)} destinations"
            )
        legs: dict[int, Leg] = {}
        periods = [self._from(None if at_s is None else at_s[pair]) for pair in range(count)]
        turn = {pair: next(periods[pair]) for pair in range(count)}
        while turn:
            number = next(iter(turn.values()))
            pairs = [pair for pair, own in turn.items() if own == number]
            found = self._legs_in(number, origins.take(pairs), destinations.take(pairs))
            for pair, leg in zip(pairs, found, strict=True):
                legs[pair] = leg
                later = next(periods[pair], None) if leg.duration_s == NO_WAY else None
                if later is None:
                    del turn[pair]
                else:
                    turn[pair] = later
        return [legs[pair] for pair in range(count)]

    def _legs_in(self, number: int, origins: Snaps, destinations: Snaps) -> list[Leg]:
        period = self._periods.period(number)
        out, to = self._ports(period, origins), self._ports(period, destinations)
        exits = leaving(self._skeleton, period.weights, out)
        doors_to = arriving(self._skeleton, to)
        every = np.arange(len(origins))
        direct = staying(out, every, to, every)
        legs = []
        for pair in range(len(origins)):
            start, goal = _row(exits.doors, pair), _row(doors_to, pair)
            found = path(period.metric, start, goal)
            along = int(direct.weight[pair].argmin())
            if direct.weight[pair, along] <= found.weight and direct.node[pair, along] >= 0:
                arcs = direct.node[pair, along : along + 1]
                weights = direct.weight[pair, along : along + 1]
            else:
                arcs = self._arcs(exits.turn[pair], found)
                weights = _parts(period.weights, found, start, goal)
            legs.append(self._leg(arcs, weights, origins.take([pair]), destinations.take([pair])))
        return legs

    def _arcs(self, exits: NDArray[np.int64], found: Path) -> NDArray[np.int32]:
        """Give all arcs of a path that begins with one of these turns; none where there is none."""
        if found.weight == UNREACHED:
            return np.empty(0, dtype=np.int32)
        graph = self._skeleton.graph
        turns = np.concatenate([exits[[found.start_door]], found.edges])
        arcs: NDArray[np.int32] = graph.arc[
            np.concatenate([graph.tail[turns[:1]], graph.head[turns]])
        ]
        return arcs

    def _leg(
        self,
        arcs: NDArray[np.int32],
        weights: NDArray[np.int64],
        origin: Snaps,
        destination: Snaps,
    ) -> Leg:
        start = origin.road_lat, origin.road_lon
        goal = destination.road_lat, destination.road_lon
        lines: list[Line] = []
        if len(arcs):
            begin = _share(arcs[0], origin.fraction[0])
            end = _share(arcs[-1], destination.fraction[0])
            if len(arcs) == 1:
                lines = [self._shapes.between(int(arcs[0]), begin, end)]
            else:
                lines = [
                    self._shapes.between(int(arcs[0]), begin, 1.0),
                    self._shapes.whole(arcs[1:-1]),
                    self._shapes.between(int(arcs[-1]), 0.0, end),
                ]
        lat, lon = joined([start, *lines, goal])
        duration_s, distance_m = _seen(weights.sum() if len(arcs) else np.int64(UNREACHED))
        arc_ms, arc_dm = unpacked(weights)
        return Leg(
            duration_s=int(duration_s),
            distance_m=int(distance_m),
            lat=lat,
            lon=lon,
            arcs=arcs,
            arc_ms=arc_ms,
            arc_dm=arc_dm,
        )

    @cached_property
    def _shapes(self) -> ArcShapes:
        return ArcShapes(self.network)

    def _from(self, at_s: int | None) -> Iterator[int]:
        """Give the period of a time, those after it, then those before it, the nearest first."""
        working, periods = self._periods.working, self._periods
        number = working.start if at_s is None else periods.number(at_s)
        told = set()
        for other in (number, *range(number + 1, working.stop), *range(number - 1, -1, -1)):
            if periods.same_as(other) not in told:
                told.add(periods.same_as(other))
                yield other

    def _ports(self, period: Period, snaps: Snaps) -> Ports:
        return ports(self.network, self.profile, period.weights, snaps)


def _remade(
    network: RoadNetwork,
    profile: Profile,
    circumstances: Circumstances | None,
    skeleton: Skeleton,
) -> TravelTimes:
    return TravelTimes(network, profile, circumstances, skeleton=skeleton)


def _row(doors: Doors, place: int) -> Doors:
    return Doors(doors.node[place], doors.weight[place])


def _parts(weights: Weights, found: Path, start: Doors, goal: Doors) -> NDArray[np.int64]:
    """Weigh what is driven on each arc of a path from door to door; nothing where there is none."""
    if found.weight == UNREACHED:
        return np.empty(0, dtype=np.int64)
    ends = start.weight[[found.start_door]], goal.weight[[found.goal_door]]
    return np.concatenate([ends[0], weights.turn[found.edges], ends[1]])


def _share(arc: int, fraction: float) -> float:
    """Give how far along an arc a place lies that is so far along its segment."""
    return 1.0 - fraction if arc & 1 else fraction


def _filled(table: Table, later: Table) -> Table:
    """Take from another table what is NO_WAY."""
    missing = table.duration_s == NO_WAY
    return Table(
        duration_s=np.where(missing, later.duration_s, table.duration_s),
        distance_m=np.where(missing, later.distance_m, table.distance_m),
    )


def _on_one_segment(
    origins: Snaps, destinations: Snaps
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the pairs of places that lie on the same segment."""
    order = np.argsort(destinations.segment, kind="stable")
    ordered = destinations.segment[order]
    first = np.searchsorted(ordered, origins.segment, side="left")
    count = np.searchsorted(ordered, origins.segment, side="right") - first
    row, place = ranges(first, count)
    return row, order[place]


def _seen(weight: NDArray[np.int64] | np.int64) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Seconds and metres as a caller sees them: rounded half up from the exact sums."""
    duration_ms, length_dm = unpacked(np.asarray(weight))
    unreached = np.asarray(weight) == UNREACHED
    return (
        np.where(unreached, NO_WAY, (duration_ms + 500) // 1000),
        np.where(unreached, NO_WAY, (length_dm + 5) // 10),
    )
