"""A trip's stops as they were reached, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.plan.model import STRANDED
from routing.standing.journey import ARRIVED, CAME_BACK, DONE, FAILED, spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.plan.model import Stop
    from routing.standing.journey import Journey, Spot


@dataclass(slots=True, kw_only=True)
class _Visit:
    """Coming to a place once.

    `orders` is what was handed over or failed there, by the stops' numbers. At `door` the vehicle
    still is. `arrived_s` is when it came, where that was reported.
    """

    place: Spot
    last_s: int
    orders: dict[int, list[str]] = field(default_factory=dict)
    door: int | None = None
    arrived_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Orders of one stop that went the same way on one visit, and become a stop of their own.

    `at_s` is when the last of them was handed over. With `is_assumed` the stop's own times hold.
    """

    stop: Stop
    at_s: int
    arrived_s: int | None
    is_assumed: bool


def driven(journey: Journey, *, goes_on: bool) -> tuple[int, tuple[Stop, ...]]:
    """When a trip departed, and its stops: what was reached, what is to come, what came back.

    The times of what was reached follow one another. `goes_on` says whether the vehicle drives to
    the stop after.
    """
    parts = [part for visit in _visits(journey) for part in _parts(journey, visit)]
    depart_s = journey.trip.depart_s if journey.departed_s is None else journey.departed_s
    if parts and not parts[0].is_assumed:
        first = parts[0]
        depart_s = min(
            depart_s, first.at_s, first.at_s if first.arrived_s is None else first.arrived_s
        )
    stops: list[Stop] = []
    before_s = depart_s
    for part in parts:
        stops.append(_timed(part, before_s))
        before_s = stops[-1].leave_s
    to_come = list(_to_come(journey))
    if to_come and goes_on and journey.departed_s is not None and journey.at_door() is None:
        to_come[0] = replace(to_come[0], status="next")
    brought = (_brought_back(stop, max(before_s, at_s)) for stop, at_s in _came_back(journey))
    return depart_s, (*stops, *to_come, *brought)


def _visits(journey: Journey) -> list[_Visit]:
    """Where the vehicle was, one after the other."""
    met = sorted(
        (outcome.at_s, index, order_id)
        for (index, order_id), outcome in journey.outcomes.items()
        if not outcome.came_back
    )
    visits: list[_Visit] = []
    for at_s, index, order_id in met:
        place = spot(journey.stops[index])
        if not visits or visits[-1].place != place:
            visits.append(_Visit(place=place, last_s=at_s))
        visits[-1].last_s = at_s
        visits[-1].orders.setdefault(index, []).append(order_id)
    door = journey.at_door()
    if door is not None:
        place = spot(journey.stops[door])
        if not visits or visits[-1].place != place:
            came = (*journey.arrivals, *journey.assumed_arrivals)
            visits.append(_Visit(place=place, last_s=max(at_s for at_s, at in came if at == door)))
        visits[-1].door = door
        visits[-1].orders.setdefault(door, [])
    before_s: int | None = None
    for visit in visits:
        visit.arrived_s = _arrived_s(journey, visit, before_s)
        before_s = visit.last_s
    return visits


def _arrived_s(journey: Journey, visit: _Visit, before_s: int | None) -> int | None:
    """When the vehicle was reported to come there, after the visit before."""
    return min(
        (
            at_s
            for at_s, index in journey.arrivals
            if spot(journey.stops[index]) == visit.place
            and (before_s is None or at_s >= before_s)
            and (visit.door is not None or at_s <= visit.last_s)
        ),
        default=None,
    )


def _parts(journey: Journey, visit: _Visit) -> Iterator[_Part]:
    """The stops that a visit makes: what was handed over and what failed are apart.

    Where the vehicle still is, what failed comes first. Of two that were one stop, the second has
    no drive, and what failed takes no time.
    """
    for index in sorted(visit.orders):
        stop = journey.stops[index]
        waits = journey.pending(index) if index == visit.door else ()
        became = {one: journey.outcomes[index, one].status for one in visit.orders[index]}
        handed = [one for one in stop.order_ids if became.get(one) == DONE or one in waits]
        failed = [one for one in stop.order_ids if became.get(one) == FAILED]
        parts = []
        if handed:
            parts.append(_part(journey, visit, index, handed, ARRIVED if waits else DONE))
        if failed:
            part = _part(journey, visit, index, failed, FAILED)
            parts.append(replace(part, stop=_without_service(part.stop)) if handed else part)
        first, *others = reversed(parts) if waits else parts
        yield first
        for part in others:
            yield replace(part, stop=_without_drive(part.stop))


def _part(
    journey: Journey, visit: _Visit, index: int, order_ids: Sequence[str], status: str
) -> _Part:
    stop = journey.stops[index]
    known = [
        outcome
        for order_id in order_ids
        if (outcome := journey.outcomes.get((index, order_id))) is not None
    ]
    is_assumed = all(outcome.assumed for outcome in known)
    if status == ARRIVED:
        is_assumed = is_assumed and stop.status == ARRIVED and visit.arrived_s is None
    return _Part(
        stop=replace(
            stop,
            order_ids=tuple(order_ids),
            status=status,
            reason=next((outcome.reason for outcome in known if status == FAILED), ""),
        ),
        at_s=max((outcome.at_s for outcome in known), default=visit.last_s),
        arrived_s=visit.arrived_s,
        is_assumed=is_assumed,
    )


def _timed(part: _Part, before_s: int) -> Stop:
    """A stop at the times at which it was, no earlier than the vehicle left the one before.

    Nobody reports when handing over began: it is taken to have as soon as the vehicle was there and
    the window open, or so much earlier than it was over as it takes.
    """
    stop = part.stop
    takes_s = stop.setup_s + stop.service_s
    if part.is_assumed:
        arrive_s = max(before_s, stop.arrive_s)
        start_s = max(arrive_s, stop.start_s)
        leave_s = max(start_s, stop.leave_s)
    elif stop.status == ARRIVED:
        came_s = part.at_s - takes_s if part.arrived_s is None else part.arrived_s
        arrive_s = max(before_s, came_s)
        start_s = max(arrive_s, stop.window_start_s)
        leave_s = start_s + takes_s
    else:
        leave_s = max(before_s, part.at_s)
        came_s = leave_s - takes_s if part.arrived_s is None else part.arrived_s
        arrive_s = min(max(before_s, came_s), leave_s)
        start_s = max(arrive_s, min(stop.window_start_s, leave_s - takes_s))
    if (start_s, leave_s) == (stop.start_s, stop.leave_s):
        return replace(stop, arrive_s=arrive_s)
    missed_s = late_s(stop, start_s, leave_s)
    return replace(stop, arrive_s=arrive_s, start_s=start_s, leave_s=leave_s, late_s=missed_s)


def late_s(stop: Stop, start_s: int, leave_s: int) -> int:
    """Seconds by which a stop misses its window: a drop when it is over, any other as it begins."""
    reached_s = start_s if stop.point_id is None else leave_s
    return max(0, reached_s - stop.window_end_s)


def _to_come(journey: Journey) -> Iterator[Stop]:
    """What the vehicle has not reached, in the plan's order and at its times."""
    door = journey.at_door()
    for index, stop in enumerate(journey.stops):
        orders = journey.pending(index)
        if orders and index != door:
            yield replace(stop, order_ids=orders, status="planned")


def _came_back(journey: Journey) -> Iterator[tuple[Stop, int]]:
    """What nobody said anything of before the vehicle was back, and when that was."""
    for index, stop in enumerate(journey.stops):
        outcomes = {
            one: outcome
            for one in stop.order_ids
            if (outcome := journey.outcomes.get((index, one))) is not None and outcome.came_back
        }
        if outcomes:
            at_s = max(outcome.at_s for outcome in outcomes.values())
            yield replace(stop, order_ids=tuple(outcomes)), at_s


def stranded(stop: Stop, at_s: int) -> Stop:
    """A stop that its vehicle, which can drive no more, did not come to."""
    return replace(
        _without_drive(stop),
        status=FAILED,
        reason=STRANDED,
        locked=False,
        arrive_s=at_s,
        start_s=at_s,
        leave_s=at_s,
        late_s=0,
    )


def _brought_back(stop: Stop, at_s: int) -> Stop:
    """A stop where nobody is known to have been."""
    bare = _without_drive(_without_service(stop))
    return replace(
        bare,
        status=FAILED,
        reason=CAME_BACK,
        arrive_s=at_s,
        start_s=at_s,
        leave_s=at_s,
        late_s=0,
    )


def _without_service(stop: Stop) -> Stop:
    return replace(stop, setup_s=0, service_s=0, lines=0, surcharge_cents=0)


def _without_drive(stop: Stop) -> Stop:
    return replace(stop, leg_s=0, leg_m=0, shape="")
