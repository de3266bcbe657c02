"""What dispatchers do by hand: move an order, fix something, release a version, go back to one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.errors import DayError
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
    carried = _carried(standing)
    locked = [
        lock
        for subject, lock in was.items()
        if has.get(subject) != lock
        and (
            lock.order_id is None
            or (lock.order_id not in carried and standing.orders.get(lock.order_id) in OPEN)
        )
    ]
    return tuple(locked), tuple(lock for subject, lock in has.items() if subject not in was)


def moved(problem: HubProblem, solution: Solution, move: Move) -> Solution:
    """Routes with an order taken off its own, and put after another one where that is asked.

    Where it is not, it is left for whoever places what is left over: only one vehicle may have it.
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
                    break
    return replace(
        solution, routes=routes, unserved=unserved, not_before_s={}, late=solution.late - {task}
    )


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


def check_locks(locks: Iterable[Lock], standing: Standing, last: Plan) -> None:
    """Go through locks before anything is planned.

    Raises
    ------
    DayError
        LOCK-UNKNOWN, for an order that has no stop or a vehicle that the day does not have;
        LOCK-OTHER-HUB; LOCK-UNDER-WAY, for an order that cannot change its vehicle any more.
    """
    places = spots(last)
    hubs = {route.vehicle_id: hub.hub_id for hub in last.hubs for route in hub.routes}
    carried = _carried(standing)
    for lock in locks:
        if lock.vehicle_id is not None and lock.vehicle_id not in hubs:
            raise _unknown(f"There is no vehicle {lock.vehicle_id} in the plan.")
        if lock.order_id is None:
            continue
        known = places.get(lock.order_id)
        waits = {item.order_id: item.hub_id for item in last.unassigned}
        if known is None and lock.order_id not in waits:
            raise _unknown(f"Order {lock.order_id} is on no stop, and does not wait for one.")
        if lock.kind is LockKind.PLACE and known is None and lock.vehicle_id is None:
            raise _unknown(f"Order {lock.order_id} is on no stop, so it has no place to keep.")
        if lock.vehicle_id is None:
            continue
        had = carried.get(lock.order_id)
        if had is not None and had != lock.vehicle_id:
            raise DayError(
                "LOCK-UNDER-WAY",
                f"Order {lock.order_id} is with {had} already, and cannot go with"
                f" {lock.vehicle_id} any more.",
                "What is on board stays on board; report it as failed if it comes back.",
            )
        home = known.hub_id if known is not None else waits.get(lock.order_id)
        if home is not None and home != hubs[lock.vehicle_id]:
            raise DayError(
                "LOCK-OTHER-HUB",
                f"Order {lock.order_id} is prepared at {home}, and {lock.vehicle_id} is of"
                f" {hubs[lock.vehicle_id]}.",
                f"Name a vehicle of {home}.",
            )


def hubs_of(locks: Iterable[Lock], plan: Plan) -> frozenset[str]:
    """The hubs whose routes such locks may change."""
    places = {order_id: spot.hub_id for order_id, spot in spots(plan).items()}
    places |= {item.order_id: item.hub_id for item in plan.unassigned if item.hub_id}
    return frozenset(
        places[lock.order_id] for lock in locks if lock.order_id in places and lock.vehicle_id
    )


def check_kept(locks: Iterable[Lock], plan: Plan) -> None:
    """Go through the plan that was made: whether each lock could be kept.

    Raises
    ------
    DayError
        LOCK-IMPOSSIBLE; nothing has been recorded then.
    """
    places = spots(plan)
    reasons = {item.order_id: item.reason for item in plan.unassigned}
    for lock in locks:
        if lock.kind is not LockKind.VEHICLE or lock.order_id is None:
            continue
        known = places.get(lock.order_id)
        if known is None or known.vehicle_id != lock.vehicle_id:
            why = reasons.get(lock.order_id, "It found no place there.")
            raise DayError(
                "LOCK-IMPOSSIBLE",
                f"Order {lock.order_id} cannot go with {lock.vehicle_id}: {why}",
                "Choose another vehicle, or make room there first.",
            )


def check_promises(last: Plan, plan: Plan) -> None:
    """Go through what a plan breaks that the last version kept.

    Raises
    ------
    DayError
        MOVE-BREAKS; nothing has been recorded then.
    """
    was, now = spots(last), spots(plan)
    lost = sorted(set(was) & {item.order_id for item in plan.unassigned})
    late = sorted(
        order_id
        for order_id, spot in now.items()
        if spot.late_s and not (order_id in was and was[order_id].late_s)
    )
    if lost or late:
        told = [f"{order_id} would have no place" for order_id in lost]
        told += [
            f"{order_id} would be {-(-now[order_id].late_s // 60)} min late" for order_id in late
        ]
        raise DayError(
            "MOVE-BREAKS",
            f"That breaks promises: {'; '.join(told)}.",
            "Choose another vehicle or place, or insist with --force.",
        )


def _carried(standing: Standing) -> dict[str, str]:
    """Which vehicle has what is loaded, or was handed over."""
    hubs: tuple[HubPlan, ...] = standing.plan.hubs
    return {
        order_id: route.vehicle_id
        for hub in hubs
        for route in hub.routes
        for trip in route.trips
        if trip.status != "planned"
        for stop in trip.stops
        if stop.status != "failed"
        for order_id in stop.order_ids
    }


def _unknown(message: str) -> DayError:
    return DayError("LOCK-UNKNOWN", message, "Look it up with 'tournee show' or 'tournee why'.")
