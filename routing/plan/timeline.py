"""A vehicle's day in the order that it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.plan.model import Rest, Stop, Trip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.clock import Clock
    from routing.plan.model import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop, the trip that it is on, and its number in the vehicle's day, from 1."""

    number: int
    trip: Trip
    stop: Stop


@dataclass(frozen=True, slots=True)
class Return:
    """The end of a trip."""

    trip: Trip


Step = Trip | Visit | Return | Rest
"""What a driver does next: load and leave on a trip, serve a stop, come back, rest."""


def street_hours(stop: Stop, clock: Clock) -> str | None:
    """Between which times a stop's street is open to its vehicle, where it is not always."""
    opens, closes = stop.street_opens_s, stop.street_closes_s
    if opens is None:
        return None if closes is None else f"until {clock.wall(closes)}"
    return (
        f"from {clock.wall(opens)}"
        if closes is None
        else f"{clock.wall(opens)}-{clock.wall(closes)}"
    )


def visits(route: Route) -> tuple[Visit, ...]:
    """Every stop of the day, in driving order."""
    stops = [(trip, stop) for trip in route.trips for stop in trip.stops]
    return tuple(
        Visit(number=number, trip=trip, stop=stop)
        for number, (trip, stop) in enumerate(stops, start=1)
    )


def course(route: Route) -> Iterator[Step]:
    """The whole day step by step.

    A break stands before the loading or the stop that it delays, and after the return that it
    follows.
    """
    numbered = iter(visits(route))
    rests = sorted(route.breaks, key=lambda rest: rest.start_s)
    for trip in route.trips:
        steps: list[Trip | Visit] = [trip, *(next(numbered) for _ in trip.stops)]
        for step in steps:
            begins_s = step.loading_s if isinstance(step, Trip) else step.stop.start_s
            while rests and rests[0].start_s <= begins_s:
                yield rests.pop(0)
            yield step
        while rests and rests[0].start_s < trip.return_s:
            yield rests.pop(0)
        yield Return(trip)
    yield from rests


def paid_s(route: Route) -> int:
    """Seconds from the start of the first loading to the last return; 0 without trips."""
    return route.trips[-1].return_s - route.trips[0].loading_s if route.trips else 0
