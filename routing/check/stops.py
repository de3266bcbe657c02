"""The times of a stop: when it is reached, when its service may begin, and when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.check.promises import lateness_s, stop_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.check.breach import Breach
    from routing.check.facts import Facts
    from routing.check.matching import StopMatch, TripMatch
    from routing.fleet.model import Hub


def stop_breaches(trip: TripMatch, facts: Facts) -> Iterator[Breach]:
    """Give what is wrong with the times of a trip's stops.

    The equalities, windows and hours hold from the first stop not yet reached; before it the times
    are what happened, and need only follow one another. On a trip that is begun or closed a stop
    may be too late for its window or its place's hours, for it can no longer go elsewhere; nowhere
    may it be too early.
    """
    for match in trip.stops:
        if not match.reached:
            yield from _clock_breaches(match, facts)
            yield from _service_breaches(match, trip)
            yield from _point_hour_breaches(match, facts, may_be_late=trip.settled)
            if trip.hub is not None:
                yield from _window_breaches(match, trip.hub, facts, may_be_late=trip.settled)
        if match.stop.start_s < match.stop.arrive_s:
            yield match.where.breach(
                "start",
                f"service begins at {facts.time(match.stop.start_s)}; the vehicle arrives at "
                f"{facts.time(match.stop.arrive_s)}.",
            )
        if trip.hub is not None and match.complete and match.stop.status != "failed":
            yield from _late_breaches(match, trip.hub, facts)


def _clock_breaches(match: StopMatch, facts: Facts) -> Iterator[Breach]:
    stop = match.stop
    arrive_s = match.left_before_s + stop.leg_s
    if stop.arrive_s != arrive_s:
        yield match.where.breach(
            "arrival",
            f"it arrives at {facts.time(stop.arrive_s)}; leaving at "
            f"{facts.time(match.left_before_s)} and driving {stop.leg_s} s make it "
            f"{facts.time(arrive_s)}.",
        )
    leave_s = stop.start_s + stop.setup_s + stop.service_s
    if stop.leave_s != leave_s:
        yield match.where.breach(
            "leave",
            f"it leaves at {facts.time(stop.leave_s)}; beginning at {facts.time(stop.start_s)} "
            f"with {stop.setup_s} s to set up and {stop.service_s} s of service make it "
            f"{facts.time(leave_s)}.",
        )


def _service_breaches(match: StopMatch, trip: TripMatch) -> Iterator[Breach]:
    stop = match.stop
    if trip.vehicle is not None and stop.setup_s != trip.vehicle.setup_s:
        yield match.where.breach(
            "setup",
            f"it takes {stop.setup_s} s to set up; the vehicle takes {trip.vehicle.setup_s} s.",
        )
    if not match.complete:
        return
    at_the_door_s = sum(order.service_s for order in match.same_day)
    dropping_s = sum(point.service_s for point in match.points)
    if stop.service_s != at_the_door_s + dropping_s:
        yield match.where.breach(
            "service",
            f"its service takes {stop.service_s} s; its orders take {at_the_door_s} s at the door, "
            f"and its drops for collection {dropping_s} s.",
        )
    lines = sum(order.lines or 0 for order in match.orders)
    if stop.lines != lines:
        yield match.where.breach("lines", f"it has {stop.lines} lines; its orders have {lines}.")
    requires = sorted({skill for order in match.orders for skill in order.requires})
    if list(stop.requires) != requires:
        yield match.where.breach(
            "requires",
            f"it names {', '.join(stop.requires) or 'no skill'}; its orders ask for"
            f" {', '.join(requires) or 'none'}.",
        )


def _window_breaches(
    match: StopMatch, hub: Hub, facts: Facts, *, may_be_late: bool
) -> Iterator[Breach]:
    stop, window = match.stop, match.window
    if window is not None and (stop.window_start_s, stop.window_end_s) != (
        window.start_s,
        window.end_s,
    ):
        yield match.where.breach(
            "stop-window",
            f"its window is {facts.time(stop.window_start_s)}-{facts.time(stop.window_end_s)}; "
            f"its orders have {facts.time(window.start_s)}-{facts.time(window.end_s)} in common.",
        )
    begins = f"service begins at {facts.time(stop.start_s)}"
    for order in match.same_day:
        promised = stop_window(order, hub, facts)
        if promised is None:
            continue
        if stop.start_s < promised.start_s:
            yield match.where.breach(
                "window-early",
                f"{begins}; the window of {order.order_id} starts at "
                f"{facts.time(promised.start_s)}.",
            )
        if stop.start_s > promised.end_s + facts.most_late_s and not may_be_late:
            yield match.where.breach(
                "window-late",
                f"{begins}; the window of {order.order_id} ends at {facts.time(promised.end_s)}"
                f"{_allowed(facts)}.",
            )


def _allowed(facts: Facts) -> str:
    """How late the day allows same-day orders to be."""
    if not facts.most_late_s:
        return ""
    return f", and {facts.most_late_s // 60} min later is the most"


def _point_hour_breaches(match: StopMatch, facts: Facts, *, may_be_late: bool) -> Iterator[Breach]:
    """Give drops outside the hours of their place; not even a drop that is planned late may be."""
    for point in match.points:
        is_late = match.stop.leave_s > point.closes_s and not may_be_late
        if match.stop.start_s < point.opens_s or is_late:
            yield match.where.breach(
                "point-hours",
                f"the drop at {point.point_id} takes from {facts.time(match.stop.start_s)} to "
                f"{facts.time(match.stop.leave_s)}; it is open "
                f"{facts.time(point.opens_s)}-{facts.time(point.closes_s)}.",
            )


def _late_breaches(match: StopMatch, hub: Hub, facts: Facts) -> Iterator[Breach]:
    late_s = max((lateness_s(one, match.stop, hub, facts) for one in match.orders), default=0)
    if match.stop.late_s != late_s:
        yield match.where.breach(
            "late",
            f"it says {match.stop.late_s} s late; by its times and its orders' promises it is "
            f"{late_s} s late.",
        )
