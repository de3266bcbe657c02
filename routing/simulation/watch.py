"""What must hold in every version of a played day, by what really happened and not by a state."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from routing.plan.model import STRANDED
from routing.plan.statuses import REACHED
from routing.simulation.driver import Doing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from routing.plan.model import Plan, Stop, Trip
    from routing.simulation.world import World

_STAYS = frozenset({"loading", "loaded", "departed"})


def faults(before: Plan | None, after: Plan, world: World, came: Collection[str]) -> Iterator[str]:
    """What a new version does that it must never do; a sentence each.

    Parameters
    ----------
    before
        The version that drivers had, as it was planned.
    came
        The orders whose rows have come in.
    """
    yield from _places(after, came)
    yield from _done(before, after)
    yield from _on_board(before, after, world)
    yield from _goals(after, world)


def _places(plan: Plan, came: Collection[str]) -> Iterator[str]:
    """Every order has one place."""
    places = Counter[str | None]()
    for _, _, stop in _stops(plan):
        if stop.status != "failed":
            places.update(stop.order_ids)
    places.update(item.order_id for hub in plan.hubs for item in hub.collections)
    places.update(item.order_id for item in plan.unassigned)
    places.update(item.order_id for item in plan.rejected)
    places.update(item.order_id for item in plan.cancelled)
    for order_id in came:
        if places[order_id] != 1:
            yield f"order {order_id} has {places[order_id]} places"
    for unknown in places.keys() - set(came):
        yield f"order {unknown} has a place, and nobody ordered it"


def _done(before: Plan | None, after: Plan) -> Iterator[str]:
    """What was done is as it was."""
    now = {
        (vehicle_id, one): stop
        for vehicle_id, _, stop in _stops(after)
        if _is_history(stop)
        for one in stop.order_ids
    }
    for vehicle_id, _, stop in _stops(before):
        for one in stop.order_ids if _is_history(stop) else ():
            same = now.get((vehicle_id, one))
            if same is None:
                yield f"order {one} was {stop.status} by {vehicle_id}, and is not any more"
            elif (same.status, same.start_s) != (stop.status, stop.start_s):
                yield (
                    f"order {one} was {stop.status} by {vehicle_id} at {stop.start_s},"
                    f" and is {same.status} at {same.start_s}"
                )


def _is_history(stop: Stop) -> bool:
    """Whether somebody was there; what is stranded may be driven on yet."""
    return stop.status in {"done", "failed"} and stop.reason != STRANDED


def _on_board(before: Plan | None, after: Plan, world: World) -> Iterator[str]:
    """What is on board, or is being loaded, stays with its vehicle."""
    carriers = {
        one: driver.vehicle_id
        for driver in world.drivers.values()
        if driver.vehicle_id not in world.log.silent
        for one in driver.aboard
    }
    for vehicle_id, trip, stop in _stops(before):
        if vehicle_id in world.log.silent and trip.status in _STAYS and stop.status not in REACHED:
            carriers |= dict.fromkeys(stop.order_ids, vehicle_id)
    for vehicle_id, _, stop in _stops(after):
        if stop.status in {"failed", "done"}:
            continue
        for one in stop.order_ids:
            if (carrier := carriers.get(one, vehicle_id)) != vehicle_id:
                yield f"order {one} is on board of {carrier}, and is given to {vehicle_id}"
    placed = {one for _, _, stop in _stops(after) for one in stop.order_ids}
    known = placed | {item.order_id for item in after.cancelled}
    for one, own in carriers.items():
        is_out = world.drivers[own].doing is Doing.OUT
        if one not in known and not is_out and one not in world.log.called_off:
            yield f"order {one} is on board of {own}, and has no place there"


def _goals(after: Plan, world: World) -> Iterator[str]:
    """The stop that is being driven to stays the next, unless it is called off."""
    for driver in world.drivers.values():
        if (
            driver.doing is not Doing.DRIVING
            or driver.goal is None
            or driver.vehicle_id in world.log.silent
        ):
            continue
        goal = set(driver.goal.order_ids) - world.log.called_off.keys()
        ahead = next(
            (
                stop
                for vehicle_id, trip, stop in _stops(after)
                if vehicle_id == driver.vehicle_id
                and trip.status == "departed"
                and stop.status not in REACHED
            ),
            None,
        )
        if goal and (ahead is None or not goal & set(ahead.order_ids)):
            told = "nowhere" if ahead is None else ", ".join(ahead.order_ids)
            yield (
                f"{driver.vehicle_id} drives to {', '.join(sorted(goal))}, and is to drive to"
                f" {told}"
            )


def _stops(plan: Plan | None) -> Iterable[tuple[str, Trip, Stop]]:
    return (
        (route.vehicle_id, trip, stop)
        for hub in (plan.hubs if plan else ())
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
    )
