"""The periods of a day in which nothing about the roads changes, each with its weights."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from maps.closures import KindClosures
from maps.conditional import HORIZON_S, spells
from maps.hierarchy.metric import customized
from maps.profiles.model import Access
from maps.profiles.use import never
from maps.traffic import StreetTraffic, Traffic, hour_of_week
from maps.turning import heeds
from maps.usage import StreetUse, Usage
from maps.weights import ruled, weighed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from maps.circumstances import Circumstances
    from maps.conditional import Spells
    from maps.hierarchy.metric import Metric
    from maps.network import RoadNetwork
    from maps.profiles.model import Profile
    from maps.skeleton import Skeleton
    from maps.snapping import StreetIndex
    from maps.weights import Rules, Weights

_HOUR_S = 3600


class Period(NamedTuple):
    """Weights, and the hierarchy that has them."""

    weights: Weights
    metric: Metric


class _State(NamedTuple):
    """What tells two periods apart: conditions that hold, closures by number, the hour's traffic.

    The hour, of the week, is the first of those with the same traffic, -1 for free flow.
    """

    holding: frozenset[str]
    closures: tuple[int, ...]
    hour: int


_ANY_DAY = _State(frozenset(), (), -1)


class Periods:
    """A day's periods for one profile on one network; without circumstances there is one.

    Each is weighed when it is first asked for, and kept. Threads may share it.
    """

    def __init__(
        self,
        network: RoadNetwork,
        profile: Profile,
        skeleton: Skeleton,
        circumstances: Circumstances | None = None,
        *,
        use: StreetUse,
        index: StreetIndex,
    ) -> None:
        self._network, self._profile, self._skeleton = network, profile, skeleton
        self._use, self._index = use, index
        self._day = circumstances
        self._lock = RLock()
        self._rules: dict[tuple[frozenset[str], tuple[int, ...]], Rules] = {}
        self._periods: dict[_State, Period] = {}
        self._starts, self._states = _merged(list(self._cut()))
        first: dict[_State, int] = {}
        self._alike = [first.setdefault(state, at) for at, state in enumerate(self._states)]

    @property
    def starts_s(self) -> tuple[int, ...]:
        """When each period begins, in elapsed seconds from midnight; the first is 0."""
        return tuple(self._starts)

    def number(self, at_s: int) -> int:
        """Give the period that an elapsed second lies in; the first and last go on without end."""
        return max(0, bisect_right(self._starts, at_s) - 1)

    @property
    def working(self) -> range:
        """The periods in which vehicles are out."""
        if self._day is None:
            return range(1)
        start_s, end_s = self._day.working_s
        return range(self.number(start_s), self.number(max(start_s, end_s - 1)) + 1)

    def same_as(self, number: int) -> int:
        """Give the first period of the day with the same weights."""
        return self._alike[number]

    def period(self, number: int) -> Period:
        """Give a period's weights."""
        state = self._states[number]
        with self._lock:
            if state not in self._periods:
                rules, graph = self._ruled(state), self._skeleton.graph
                factor = None if state.hour < 0 else self._traffic.factors(state.hour)
                weights = weighed(self._network, graph, rules, factor)
                self._periods[state] = Period(
                    weights, customized(self._skeleton.topology, weights.turn)
                )
            return self._periods[state]

    @cached_property
    def usable(self) -> NDArray[np.bool_]:
        """Which segments are within reach at some time while vehicles are out."""
        states = {self._states[number] for number in self.working}
        with self._lock:
            within = np.logical_or.reduce([self._ruled(state).within for state in states])
        both: NDArray[np.bool_] = within.reshape(-1, 2).any(axis=1)
        return both

    def open_spells(self, segment: int) -> Spells:
        """Say when a segment is within reach, in elapsed seconds from midnight."""
        arcs = [2 * segment, 2 * segment + 1]
        with self._lock:
            opened = [bool(self._ruled(state).within[arcs].any()) for state in self._states]
        ends = [*self._starts[1:], HORIZON_S]
        found: list[tuple[int, int]] = []
        for start_s, end_s, within in zip(self._starts, ends, opened, strict=True):
            if within and found and found[-1][1] == start_s:
                found[-1] = (found[-1][0], end_s)
            elif within:
                found.append((start_s, end_s))
        return tuple(found)

    def _cut(self) -> Iterable[tuple[int, _State]]:
        """Give the day's states from second to second, wherever something may change."""
        if self._day is None:
            yield 0, _ANY_DAY
            return
        edges = {0, *(s for found in self._spells.values() for spell in found for s in spell)}
        for closure in self._day.closures:
            edges |= {second for spell in closure.spells or () for second in spell}
        if self._profile.speeds.traffic:
            edges |= {*range(0, HORIZON_S, _HOUR_S)}
        for second in sorted(edge for edge in edges if 0 <= edge < HORIZON_S):
            yield second, self._state(second, self._day)

    def _state(self, second: int, day: Circumstances) -> _State:
        holding = (
            condition
            for condition, found in self._spells.items()
            if any(start <= second < end for start, end in found)
        )
        closures = (
            number
            for number, closure in enumerate(day.closures)
            if closure.concerns(self._profile.name) and closure.holds_at(second)
        )
        return _State(frozenset(holding), tuple(closures), self._hour(second, day))

    def _hour(self, second: int, day: Circumstances) -> int:
        if not self._profile.speeds.traffic:
            return -1
        zone = ZoneInfo(day.calendar.timezone)
        midnight = dt.datetime.combine(day.calendar.date, dt.time(), tzinfo=zone)
        local = dt.datetime.fromtimestamp(midnight.timestamp() + second, tz=zone)
        return self._first_alike[hour_of_week(local.date(), local.hour)]

    @cached_property
    def _first_alike(self) -> list[int]:
        """Of each hour of the week, the first with the same traffic; -1 for free flow."""
        if self._day is None:
            return []
        traffic = self._day.traffic
        first: dict[tuple[bytes, tuple[bool, ...]], int] = {}
        if not traffic.zones:
            first[np.ones_like(traffic.factor[0]).tobytes(), ()] = -1
        return [
            first.setdefault(
                (row.tobytes(), tuple(bool(zone.hours[hour]) for zone in traffic.zones)), hour
            )
            for hour, row in enumerate(traffic.factor)
        ]

    @cached_property
    def _spells(self) -> dict[str, Spells]:
        """When each condition that matters to the profile holds; those nobody knows, never."""
        if self._day is None:
            return {}
        rules = self._network.restrictions
        binding = [
            rule.condition
            for rule in rules
            if rule.condition and heeds(self._profile, rule, lambda _: True)
        ]
        calendar, measures = self._day.calendar, self._profile.measures
        found = {}
        for condition in dict.fromkeys([*self._use.conditions, *binding]):
            try:
                found[condition] = spells(condition, calendar, measures) or ()
            except ValueError:  # brackets that do not match: nobody can know when it holds
                found[condition] = ()
        return found

    @cached_property
    def _traffic(self) -> StreetTraffic:
        network = self._network
        middle = (network.point_offset[:-1] + network.point_offset[1:]) // 2
        return StreetTraffic(
            self._day.traffic if self._day else Traffic.none(),
            network.segment_class,
            network.point_lat[middle],
            network.point_lon[middle],
        )

    @cached_property
    def _closures(self) -> KindClosures:
        usable: NDArray[np.bool_] = np.any(
            self._use.at(never).access.reshape(-1, 2) > Access.CLOSED, axis=1
        )
        closures = self._day.closures if self._day else ()
        return KindClosures(closures, self._index.lines, usable, self._profile.name)

    def _ruled(self, state: _State) -> Rules:
        key = state.holding, state.closures
        if key not in self._rules:
            usage = self._usage(state.holding)
            if state.closures:
                start = self._starts[self._states.index(state)]
                changes = self._closures.at(start)
                closed, limit = np.repeat(changes.closed, 2), np.repeat(changes.limit_kph, 2)
                usage = Usage(
                    np.where(closed, Access.CLOSED, usage.access).astype(np.uint8),
                    np.minimum(usage.kph, limit),
                    usage.barred,
                )
            self._rules[key] = ruled(
                self._network,
                self._skeleton.graph,
                self._profile,
                usage,
                state.holding.__contains__,
            )
        return self._rules[key]

    def _usage(self, holding: frozenset[str]) -> Usage:
        usage = self._use.at(holding.__contains__)
        ends_only = self._limited & (usage.access > Access.CLOSED)
        return usage._replace(
            access=np.where(ends_only, Access.ENDS_ONLY, usage.access).astype(np.uint8)
        )

    @cached_property
    def _limited(self) -> NDArray[np.bool_]:
        """Which arcs are open at some, and closed at other times while vehicles are out.

        Through traffic avoids them all day: nobody should have to hurry to get out of a street.
        """
        moments = {self._states[number].holding for number in self.working}
        opened = [self._use.at(held.__contains__).access > Access.CLOSED for held in moments]
        limited: NDArray[np.bool_] = np.logical_or.reduce(opened) & ~np.logical_and.reduce(opened)
        return limited


def _merged(cut: list[tuple[int, _State]]) -> tuple[list[int], list[_State]]:
    """Leave out the seconds at which nothing changes."""
    changes = [cut[0], *(after for before, after in pairwise(cut) if after[1] != before[1])]
    return [second for second, _ in changes], [state for _, state in changes]
