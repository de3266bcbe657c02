"""Where a stop is: its orders' place, as they were located, and one stop for one place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from routing.check.promises import intersection
from routing.orders.model import Located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach
    from routing.check.facts import Facts
    from routing.check.matching import StopMatch, TripMatch

_ROUNDING_DEG = 1e-5


def place_breaches(trip: TripMatch, facts: Facts) -> Iterator[Breach]:
    """Give stops that are not where their orders go, or that should be one stop, or several."""
    for match in trip.stops:
        if match.stop.status == "failed" and match.stop.order_ids:
            # Where an order was tried is history, wherever it goes now.
            continue
        yield from _position_breaches(match)
        yield from _located_breaches(match, facts)
        yield from _shared_breaches(match, facts)
    for before, match in pairwise(trip.stops):
        if not before.reached:
            yield from _neighbour_breaches(before, match)


def _position_breaches(match: StopMatch) -> Iterator[Breach]:
    stop = match.stop
    if not stop.order_ids:
        yield match.where.breach("stop-empty", "one of its stops has no orders.")
    if match.position is None:
        return
    lat, lon = match.position
    # Written so that a position that is no number is a breach.
    if not max(abs(stop.lat - lat), abs(stop.lon - lon)) <= _ROUNDING_DEG:
        yield match.where.breach(
            "position", f"it is at {stop.lat}, {stop.lon} in the plan; it is at {lat}, {lon}."
        )


def _located_breaches(match: StopMatch, facts: Facts) -> Iterator[Breach]:
    stop = match.stop
    if stop.located not in set(Located):
        known = ", ".join(Located)
        yield match.where.breach("located", f"it is located {stop.located!r}; known are {known}.")
        return
    places = [facts.places[o.order_id] for o in match.orders if o.order_id in facts.places]
    ways = {place.located.value for place in places}
    radii_m = {place.accuracy_m for place in places}
    if places and not (stop.located in ways and stop.accuracy_m in radii_m):
        as_located = " or ".join(f"{p.located.value} within {p.accuracy_m} m" for p in places)
        yield match.where.breach(
            "located",
            f"it is located {stop.located} within {stop.accuracy_m} m in the plan; "
            f"it was located {as_located}.",
        )


def _shared_breaches(match: StopMatch, facts: Facts) -> Iterator[Breach]:
    """Give stops whose orders cannot share one, and drops that name another place."""
    positions = {
        _to_five_decimals(at) for order in match.orders if (at := facts.position(order)) is not None
    }
    if len(positions) > 1:
        where = "; ".join(f"{lat}, {lon}" for lat, lon in sorted(positions))
        yield match.where.breach("one-place", f"its orders go to different places ({where}).")
    windows = tuple(window for window in match.windows if not window.is_empty)
    if windows and intersection(windows).is_empty:
        spans = ", ".join(f"{facts.time(w.start_s)}-{facts.time(w.end_s)}" for w in windows)
        yield match.where.breach(
            "windows-apart", f"its orders' windows do not overlap ({spans}); they are two stops."
        )
    named = sorted(point.point_id for point in match.points)
    given = match.stop.point_id
    if match.complete and (given not in named if named else given is not None):
        yield match.where.breach(
            "point",
            f"it names {given or 'no place of collection'}; its orders are for "
            f"{', '.join(named) or 'the door'}.",
        )


def _neighbour_breaches(before: StopMatch, match: StopMatch) -> Iterator[Breach]:
    if before.position is None or match.position is None:
        return
    if _to_five_decimals(before.position) != _to_five_decimals(match.position):
        return
    if before.window is None or match.window is None:
        return
    common = intersection((before.window, match.window))
    # Windows that only touch may share a stop and need not.
    if common.start_s < common.end_s:
        yield match.where.breach(
            "one-stop",
            f"it is at the place of the stop before it ({', '.join(before.stop.order_ids)}), and "
            "their windows overlap; they are one stop.",
        )


def _to_five_decimals(position: tuple[float, float]) -> tuple[float, float]:
    return round(position[0], 5), round(position[1], 5)
