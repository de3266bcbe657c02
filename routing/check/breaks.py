"""The driver's break: planned where it is due, long enough, in its bounds, where it can be had.

And, where the law bounds how long anybody works without one, soon enough.
"""

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


def break_breaches(match: RouteMatch, facts: Facts, now_s: int | None) -> Iterator[Breach]:
    """Give breaks of a route that are missing, too short, too late, or where none can be had.

    A break that began before `now_s` is what happened; so is work without one where the last trip
    is begun. Who comes back too late for a break has it at once.
    """
    due = None if match.vehicle is None else match.vehicle.rest
    if due is not None and match.route.trips and not match.settled:
        if match.route.breaks:
            yield from _work_breaches(due, match, facts, now_s)
        elif _is_due(due, *_work(match)):
            yield match.where.breach(
                "break-missing",
                f"it has no break; {due.duration_s} s are due between {facts.time(due.earliest_s)} "
                f"and {facts.time(due.latest_s)}{_told_longest(due)}.",
            )
    for rest in match.route.breaks:
        if now_s is None or rest.start_s >= now_s:
            yield from _rest_breaches(rest, due, match, facts, now_s)


def _rest_breaches(
    rest: Rest, due: Break | None, match: RouteMatch, facts: Facts, now_s: int | None
) -> Iterator[Breach]:
    span = f"the break of {facts.time(rest.start_s)}-{facts.time(rest.end_s)}"
    least_s = 1 if due is None else due.duration_s
    if rest.end_s - rest.start_s < least_s:
        yield match.where.breach(
            "break-short", f"{span} lasts {rest.end_s - rest.start_s} s; {least_s} s are due."
        )
    if due is not None:
        latest_s, first_s = due.latest_s, _first_s(rest, match, now_s)
        if first_s is not None:
            latest_s = max(latest_s, first_s + due.duration_s)
        if not (due.earliest_s <= rest.start_s and rest.end_s <= latest_s):
            yield match.where.breach(
                "break-bounds",
                f"{span} does not lie between {facts.time(due.earliest_s)} and "
                f"{facts.time(latest_s)}.",
            )
    if not any(start <= rest.start_s and rest.end_s <= end for start, end in _pauses(match)):
        yield match.where.breach(
            "break-place",
            f"{span} lies neither at the hub, between a return and the next departure and not "
            "while the vehicle is loaded, nor at a stop before its service begins.",
        )


def _work(match: RouteMatch) -> tuple[int, int]:
    """From the first loading to the last return."""
    trips = match.route.trips
    return min(trip.loading_s for trip in trips), max(trip.return_s for trip in trips)


def _is_due(due: Break, starts_s: int, ends_s: int) -> bool:
    """Whether the driver works too long, or whenever the break could be had outside work."""
    if due.longest_work_s is not None:
        return ends_s - starts_s > due.longest_work_s
    return starts_s < due.earliest_s + due.duration_s and ends_s > due.latest_s - due.duration_s


def _told_longest(due: Break) -> str:
    longest_s = due.longest_work_s
    return "" if longest_s is None else f", since it works for more than {longest_s} s"


def _first_s(rest: Rest, match: RouteMatch, now_s: int | None) -> int | None:
    """When a break can be had at the earliest, where nobody can have it earlier any more.

    That is when the trip before it is back, if that is begun; or when the stop is reached where it
    is had, on a trip that is begun or closed. ``None`` where it could be planned otherwise.
    """
    if now_s is None:
        return None
    for trip in match.trips:
        for stop in (one.stop for one in trip.stops if trip.settled):
            if stop.arrive_s <= rest.start_s and rest.end_s <= stop.start_s:
                return stop.arrive_s
    back = [trip for trip in match.trips if trip.trip.return_s <= rest.start_s]
    return max(back[-1].trip.return_s, now_s) if back and back[-1].begun else None


def _is_soonest(rest: Rest, match: RouteMatch, now_s: int | None) -> bool:
    """Whether a break was had, or is to be had as soon as it can be now."""
    if now_s is None:
        return False
    first_s = _first_s(rest, match, now_s)
    return rest.start_s < now_s or (first_s is not None and rest.start_s <= first_s)


def _work_breaches(
    due: Break, match: RouteMatch, facts: Facts, now_s: int | None
) -> Iterator[Breach]:
    """Give the work before, between and after breaks that is longer than anybody may work."""
    if due.longest_work_s is None:
        return
    starts_s, ends_s = _work(match)
    for rest in (*sorted(match.route.breaks, key=lambda rest: rest.start_s), None):
        until_s = ends_s if rest is None else rest.start_s
        is_soonest = rest is not None and _is_soonest(rest, match, now_s)
        if until_s - starts_s > due.longest_work_s and not is_soonest:
            yield match.where.breach(
                "break-work",
                f"it works from {facts.time(starts_s)} to {facts.time(until_s)} without a break, "
                f"{until_s - starts_s} s; {due.longest_work_s} s are the most.",
            )
        starts_s = until_s if rest is None else rest.end_s


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
