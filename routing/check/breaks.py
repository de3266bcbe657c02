"""The driver's break: that it is planned, long enough, in its bounds, and where it can be had."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach
    from routing.check.facts import Facts
    from routing.check.matching import RouteMatch
    from routing.fleet.model import Break
    from routing.plan.model import Rest


def break_breaches(match: RouteMatch, facts: Facts) -> Iterator[Breach]:
    """Give breaks of a route that are missing, too short, or where none can be had."""
    due = None if match.vehicle is None else match.vehicle.rest
    if due is not None and not match.route.breaks and _needed(due, match):
        yield match.where.breach(
            "break-missing",
            f"it has no break; {due.duration_s} s are due between {facts.time(due.earliest_s)} and "
            f"{facts.time(due.latest_s)}.",
        )
    for rest in match.route.breaks:
        span = f"the break of {facts.time(rest.start_s)}-{facts.time(rest.end_s)}"
        least_s = 1 if due is None else due.duration_s
        if rest.end_s - rest.start_s < least_s:
            yield match.where.breach(
                "break-short", f"{span} lasts {rest.end_s - rest.start_s} s; {least_s} s are due."
            )
        if due is not None and not (due.earliest_s <= rest.start_s and rest.end_s <= due.latest_s):
            yield match.where.breach(
                "break-bounds",
                f"{span} does not lie between {facts.time(due.earliest_s)} and "
                f"{facts.time(due.latest_s)}.",
            )
        if not any(start <= rest.start_s and rest.end_s <= end for start, end in _pauses(match)):
            yield match.where.breach(
                "break-place",
                f"{span} lies neither at the hub, between a return and the next departure and not "
                "while the vehicle is loaded, nor at a stop before its service begins.",
            )


def _needed(due: Break, match: RouteMatch) -> bool:
    """Whether the driver works through every moment at which the break could be had outside."""
    trips = match.route.trips
    if not trips:
        return False
    starts_s = min(trip.loading_s for trip in trips)
    ends_s = max(trip.return_s for trip in trips)
    return starts_s < due.earliest_s + due.duration_s and ends_s > due.latest_s - due.duration_s


def _pauses(match: RouteMatch) -> Iterator[tuple[int, int]]:
    """Give the spans in which the vehicle stands and nobody loads or serves."""
    loading_s = 0 if match.hub is None else match.hub.loading_s
    for before, trip in pairwise(match.route.trips):
        if loading_s > 0:
            yield before.return_s, trip.loading_s
            yield trip.loading_s + loading_s, trip.depart_s
        else:
            yield before.return_s, trip.depart_s
    for trip in match.route.trips:
        yield from ((stop.arrive_s, stop.start_s) for stop in trip.stops)


def rest_s(breaks: tuple[Rest, ...], start_s: int, end_s: int) -> int:
    """Seconds of breaks that lie within a span."""
    return sum(max(0, min(rest.end_s, end_s) - max(rest.start_s, start_s)) for rest in breaks)
