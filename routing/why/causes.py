"""What an order waited for at its hub, in picking and at the bay; and what would have helped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.loadings import loadings_of
from routing.plan.waves import picks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.clock import Clock
    from routing.plan.model import HubPlan, Rest, Route, Stop, Trip
    from routing.plan.waves import Picked
    from routing.why.background import Background


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What kept something from being earlier.

    `kind` is one word for programs; `words` say it, and `help` says what would make it earlier.
    """

    kind: str
    words: str
    help: str


@dataclass(frozen=True, slots=True)
class _Bound:
    """A second before which something could not begin, and why; the last of several holds."""

    second: int
    cause: Cause


def picking_cause(
    picked: Picked, order_id: str, known: Background, clock: Clock, *, promise_s: int | None = None
) -> Cause:
    """Why an order was not picked earlier.

    Where it is late for a promise, what would help is only said if it would be on time then.
    """
    pick, shift, wall = picked.pick, picked.shift, clock.wall
    own, order = shift.picker_id, known.orders.get(order_id)
    bounds = [
        _Bound(
            shift.shift_start_s,
            Cause(
                kind="shift",
                words=f"{own}'s shift begins at {wall(shift.shift_start_s)}",
                help=f"{own} or somebody else would have to begin earlier",
            ),
        )
    ]
    bounds += [
        _Bound(
            other.ready_s,
            Cause(
                kind="picker",
                words=f"until {wall(other.ready_s)} {own} picks {other.order_id}",
                help=f"it would have to be picked before {other.order_id}, or by one picker more",
            ),
        )
        for other in shift.picks
        if other is not pick and other.ready_s <= pick.start_s
    ]
    if order is not None and order.placed_s is not None:
        bounds.append(
            _Bound(
                order.placed_s,
                Cause(
                    kind="placed",
                    words=f"it was placed at {wall(order.placed_s)}",
                    help="it would have to be placed earlier",
                ),
            )
        )
    cause = _binding(bounds, pick.start_s) or Cause(
        kind="nothing",
        words="nothing kept it from being picked earlier",
        help="it could be picked earlier, and is picked when it is needed",
    )
    if promise_s is None or pick.ready_s <= promise_s or cause.kind != "picker":
        return cause
    placed_s = None if order is None else order.placed_s
    begin_s = max(shift.shift_start_s, shift.shift_start_s if placed_s is None else placed_s)
    needed_s = pick.ready_s - pick.start_s
    if begin_s + needed_s > promise_s:
        minutes = -(-needed_s // 60)
        return replace(
            cause,
            help=f"even at once it would be late: picking it takes {own} {minutes} min, and could"
            f" begin at {wall(begin_s)}; it would have to be promised later, or come earlier",
        )
    return replace(cause, help=f"one picker more would have to have it from {wall(begin_s)} on")


def loading_cause(trip: Trip, route: Route, hub: HubPlan, known: Background, clock: Clock) -> Cause:
    """What a trip's loading waits for; "nothing" where it is only as late as serves the route."""
    bounds = [
        *_hub_bounds(hub, known, clock),
        *_ready_bounds(trip, hub, known, clock),
        *_bay_bounds(trip, hub, known, clock),
        *_vehicle_bounds(trip, route, known, clock),
    ]
    if cause := _binding(bounds, trip.loading_s):
        return cause
    could_s = max((one.second for one in bounds if one.second < trip.loading_s), default=None)
    could = "earlier" if could_s is None else f"from {clock.wall(could_s)} on"
    waits = _opening_later(trip, route)
    then = (
        "leaves when it does so that no paid time is wasted"
        if waits is None
        else f"{route.vehicle_id} would then only wait longer for"
        f" {', '.join(waits.order_ids)}, whose window opens at {clock.wall(waits.start_s)}"
    )
    return Cause(
        kind="nothing",
        words=f"it could be loaded {could}, and {then}",
        help="it could come earlier if paid waiting was no matter",
    )


def _opening_later(trip: Trip, route: Route) -> Stop | None:
    """The first stop of a trip or a later one that begins just as its window opens."""
    stops = (stop for later in route.trips[route.trips.index(trip) :] for stop in later.stops)
    return next((stop for stop in stops if stop.start_s == stop.window_start_s), None)


def _binding(bounds: list[_Bound], second: int) -> Cause | None:
    """The first of the causes that hold exactly until then, if any."""
    return next((one.cause for one in bounds if one.second == second), None)


def _ready_bounds(trip: Trip, hub: HubPlan, known: Background, clock: Clock) -> Iterator[_Bound]:
    """When the last order of a trip is ready."""
    picks, own = picks_of(hub), known.hubs.get(hub.hub_id)
    ready: list[tuple[int, str, str, str]] = []
    for order_id in (one for stop in trip.stops for one in stop.order_ids):
        order = known.orders.get(order_id)
        if order_id in picks:
            picked = picks[order_id]
            by = f", picked by {picked.shift.picker_id}"
            wait = picking_cause(picked, order_id, known, clock)
            ready.append((picked.pick.ready_s, order_id, by, f" ({wait.words})"))
        elif order is not None and own is not None:
            ready.append((order.ready_by_itself_s(own.opens_s), order_id, "", ""))
    if ready:
        second, order_id, by, wait_words = max(ready)
        yield _Bound(
            second,
            Cause(
                kind="ready",
                words=f"{order_id}, the last of the trip, is ready at {clock.wall(second)}{by}",
                help=f"{order_id} would have to be ready earlier{wait_words}, or go with another"
                " trip",
            ),
        )


def _bay_bounds(trip: Trip, hub: HubPlan, known: Background, clock: Clock) -> Iterator[_Bound]:
    """When a bay is free again, where all were taken just before the trip was loaded."""
    own = known.hubs.get(hub.hub_id)
    if own is None or own.bays is None:
        return
    others = [one for one in loadings_of(hub) if one.trip is not trip]
    there = [one for one in others if one.start_s < trip.loading_s <= one.end_s]
    if len(there) < own.bays:
        return
    for one in there:
        if one.end_s == trip.loading_s:
            yield _Bound(
                one.end_s,
                Cause(
                    kind="bay",
                    words=f"{one.route.vehicle_id} takes the bay until {clock.wall(one.end_s)}",
                    help="one more loading bay would help",
                ),
            )


def _vehicle_bounds(trip: Trip, route: Route, known: Background, clock: Clock) -> Iterator[_Bound]:
    """The return of its vehicle, a break, and the beginning of the shift."""
    own = route.vehicle_id
    before = route.trips[: route.trips.index(trip)]
    if before:
        last = before[-1]
        yield _Bound(
            last.return_s,
            Cause(
                kind="return",
                words=f"{own} is back from {last.trip_id} at {clock.wall(last.return_s)}",
                help=f"{own} would have to be back earlier, or another vehicle be free",
            ),
        )
        yield from (_rest_bound(rest, own, clock) for rest in route.breaks)
    if vehicle := known.vehicles.get(own):
        yield _Bound(
            vehicle.shift_start_s,
            Cause(
                kind="shift",
                words=f"{own}'s shift begins at {clock.wall(vehicle.shift_start_s)}",
                help=f"{own}'s shift would have to begin earlier",
            ),
        )


def _rest_bound(rest: Rest, vehicle_id: str, clock: Clock) -> _Bound:
    return _Bound(
        rest.end_s,
        Cause(
            kind="break",
            words=f"{vehicle_id}'s driver rests until {clock.wall(rest.end_s)}",
            help="the break would have to come later, or another vehicle be free",
        ),
    )


def _hub_bounds(hub: HubPlan, known: Background, clock: Clock) -> Iterator[_Bound]:
    if own := known.hubs.get(hub.hub_id):
        yield _Bound(
            own.opens_s,
            Cause(
                kind="opening",
                words=f"{hub.name} opens at {clock.wall(own.opens_s)}",
                help=f"{hub.name} would have to open earlier",
            ),
        )
