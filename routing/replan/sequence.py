"""The sequence in which what is on board is driven, where another one saves enough."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from routing.plan.model import Rest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.replan.under_way import Ahead, Course, Pause

_LONGEST_SEGMENT = 3
"""So many stops are moved together."""

Stops = tuple[tuple[int, ...], ...]


class Worth(NamedTuple):
    """What a sequence comes to; the less, the better, first things first."""

    missed: int
    late_s: int
    eur: float


def best_sequence(
    course: Course,
    ahead: Ahead,
    tasks: Sequence[Sequence[int]],
    pause: Pause | None,
    *,
    min_gain_eur: float,
    kept: int = 1,
) -> Ahead:
    """The trip with its stops ahead in another sequence, if that keeps a promise more or saves.

    The stop that is being driven to stays the first. Others are moved in threes at most, and parts
    of the trip turned round, as long as that helps.

    Parameters
    ----------
    tasks
        Of each stop ahead, in the sequence that drivers know.
    min_gain_eur
        So much cheaper it has to be, where it keeps no promise more.
    kept
        So many stops keep their places; that which is being driven to is the first of them.
    """
    known: Stops = tuple(tuple(stop) for stop in tasks)
    as_told = _worth(course, ahead, known, pause)
    best, least = known, as_told
    improved = True
    while improved:
        improved = False
        for other in _neighbours(best, kept):
            worth = _worth(course, ahead, other, pause)
            if worth < least:
                best, least, improved = other, worth, True
                break
    is_better = least.missed < as_told.missed or (
        least.missed == as_told.missed
        and least.late_s <= as_told.late_s
        and as_told.eur - least.eur > min_gain_eur
    )
    return _driven(course, ahead, best, pause) if is_better else ahead


def _driven(course: Course, ahead: Ahead, stops: Stops, pause: Pause | None) -> Ahead:
    timed, had = course.drive(stops, ahead.start, ahead.left_s, pause, held_up_s=ahead.held_up_s)
    leg_s, leg_m = course.leg(timed[-1].site, 0, timed[-1].leave_s)
    return replace(
        ahead,
        stops=timed,
        return_s=timed[-1].leave_s + leg_s,
        return_leg_s=leg_s,
        return_leg_m=leg_m,
        rest=None if had is None else Rest(start_s=had[0], end_s=had[1]),
    )


def _worth(course: Course, ahead: Ahead, stops: Stops, pause: Pause | None) -> Worth:
    driven = _driven(course, ahead, stops, pause)
    rates = course.vehicle.rates
    metres = sum(stop.leg_m for stop in driven.stops) + driven.return_leg_m
    return Worth(
        missed=sum(len(stop.tasks) for stop in driven.stops if stop.late_s),
        late_s=sum(stop.late_s for stop in driven.stops),
        eur=rates.eur_per_h * driven.return_s / 3600 + rates.eur_per_km * metres / 1000,
    )


def _neighbours(stops: Stops, kept: int) -> Iterator[Stops]:
    """Every sequence with a few stops moved, or a part turned round; so many first stops stay."""
    count = len(stops)
    for first in range(kept, count):
        for last in range(first + 1, min(count, first + _LONGEST_SEGMENT) + 1):
            segment, others = stops[first:last], (*stops[:first], *stops[last:])
            for place in range(kept, len(others) + 1):
                if place != first:
                    yield (*others[:place], *segment, *others[place:])
    for first, last in _parts(kept, count):
        yield (*stops[:first], *reversed(stops[first:last]), *stops[last:])


def _parts(kept: int, count: int) -> Iterator[tuple[int, int]]:
    """Parts of at least three stops, without so many first ones."""
    for first in range(kept, count):
        for last in range(first + 3, count + 1):
            yield first, last
