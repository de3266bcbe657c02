"""What dispatchers do by hand: move an order, fix something, release a version, go back to one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.insertions import Loads
from routing.plan.spots import spots
from routing.replan.remaining import Holding
from routing.standing.stages import OPEN
from routing.store.model import Lock, LockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.plan.model import HubPlan, Plan, Route
    from routing.problem.model import HubProblem, Solution
    from routing.standing.model import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An order that is to go with a vehicle, `after` another order or wherever it costs least."""

    order_id: str
    vehicle_id: str
    after: str | None = None

    @property
    def locks(self) -> tuple[Lock, ...]:
        """What runs after it must not take back."""
        stays = Lock(kind=LockKind.VEHICLE, order_id=self.order_id, vehicle_id=self.vehicle_id)
        if self.after is None:
            return (stays,)
        return stays, Lock(kind=LockKind.PLACE, order_id=self.order_id)


def holding_of(locks: Iterable[Lock]) -> Holding:
    """What locks hold fast."""
    vehicles, places, routes = {}, set(), set()
    for lock in locks:
        match lock.kind:
            case LockKind.VEHICLE if lock.order_id and lock.vehicle_id:
                vehicles[lock.order_id] = lock.vehicle_id
            case LockKind.PLACE if lock.order_id:
                places.add(lock.order_id)
            case LockKind.ROUTE if lock.vehicle_id:
                routes.add(lock.vehicle_id)
    return Holding(vehicles=vehicles, places=frozenset(places), routes=frozenset(routes))


def in_force(locks: Iterable[Lock], locked: Iterable[Lock], unlocked: Iterable[Lock]) -> list[Lock]:
    """The locks after some were taken away and others added; of one subject the last holds."""
    gone = {lock.subject for lock in unlocked}
    held = {lock.subject: lock for lock in locks if lock.subject not in gone}
    return [*(held | {lock.subject: lock for lock in locked}).values()]


def back_to(
    then: Iterable[Lock], now: Iterable[Lock], standing: Standing
) -> tuple[tuple[Lock, ...], tuple[Lock, ...]]:
    """What to lock and to let go of, so that what was fixed then is fixed again, and nothing else.

    What is under way by now, or is gone, is not locked again.
    """
    was = {lock.subject: lock for lock in then}
    has = {lock.subject: lock for lock in now}
    taken = under_way(standing)
    locked = [
        lock
        for subject, lock in was.items()
        if has.get(subject) != lock
        and (
            lock.order_id is None
            or (lock.order_id not in taken and standing.orders.get(lock.order_id) in OPEN)
        )
    ]
    return tuple(locked), tuple(lock for subject, lock in has.items() if subject not in was)


def moved(problem: HubProblem, solution: Solution, move: Move) -> Solution:
    """Routes with an order taken off its own, and put after another one where that is asked.

    There it may be late: whoever asked is told. Where no place is asked for, it is left for whoever
    places what is left over: only one vehicle may have it.
    """
    number = {task.order_id: index for index, task in enumerate(problem.tasks)}
    task = number.get(move.order_id)
    if task is None:
        return solution
    routes = {}
    for vehicle in solution.routes:
        loads = Loads.of(solution, vehicle).without(task)
        if loads.trips:
            routes[vehicle] = loads.trips
    unserved = (*(other for other in solution.unserved if other != task), task)
    late = solution.late - {task}
    if move.after in number:
        before = number[move.after]
        for vehicle, trips in routes.items():
            if problem.vehicles[vehicle].vehicle_id != move.vehicle_id:
                continue
            for index, trip in enumerate(trips):
                if before in trip:
                    at = trip.index(before) + 1
                    longer = (*trip[:at], task, *trip[at:])
                    routes[vehicle] = (*trips[:index], longer, *trips[index + 1 :])
                    unserved = tuple(other for other in unserved if other != task)
                    late |= {task}
                    break
    return replace(solution, routes=routes, unserved=unserved, not_before_s={}, late=late)


def marked(hubs: Iterable[HubPlan], holding: Holding) -> tuple[HubPlan, ...]:
    """The hubs' plans with the stops that are held fast marked as such."""
    return tuple(
        replace(hub, routes=tuple(_marked(route, holding) for route in hub.routes)) for hub in hubs
    )


def _marked(route: Route, holding: Holding) -> Route:
    held = holding.vehicles.keys() | holding.places
    whole = route.vehicle_id in holding.routes
    return replace(
        route,
        trips=tuple(
            replace(
                trip,
                stops=tuple(
                    replace(stop, locked=whole or not held.isdisjoint(stop.order_ids))
                    for stop in trip.stops
                ),
            )
            for trip in route.trips
        ),
    )


def hubs_of(locks: Iterable[Lock], plan: Plan) -> frozenset[str]:
    """The hubs whose routes such locks may change."""
    places = {order_id: spot.hub_id for order_id, spot in spots(plan).items()}
    places |= {item.order_id: item.hub_id for item in plan.unassigned if item.hub_id}
    return frozenset(
        places[lock.order_id] for lock in locks if lock.order_id in places and lock.vehicle_id
    )


def under_way(standing: Standing) -> dict[str, tuple[str, str]]:
    """The vehicle, and how far its trip is, of what is on trips that can no longer be changed.

    What was handed over there is among it.
    """
    return {
        order_id: (route.vehicle_id, trip.status)
        for hub in standing.plan.hubs
        for route in hub.routes
        for trip in route.trips
        if trip.status != "planned"
        for stop in trip.stops
        if stop.status != "failed"
        for order_id in stop.order_ids
    }
