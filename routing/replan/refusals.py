"""What a dispatcher asks for by hand and cannot have: told why, and nothing is recorded."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from routing.day.names import nearest
from routing.errors import DayError
from routing.plan.spots import spots
from routing.replan.by_hand import under_way
from routing.standing.model import OrderState
from routing.store.model import LockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from routing.plan.model import Plan
    from routing.plan.spots import Spot
    from routing.replan.by_hand import Move
    from routing.standing.model import Standing
    from routing.store.model import Lock

_LOOK = "Look it up with 'tournee show' or 'tournee why'."
_ON_BOARD = "What is on board stays on board; report it as failed if it comes back."


def check_hubs(wanted: Collection[str], known: Collection[str]) -> None:
    """Go through the hubs that are to be planned as well.

    Raises
    ------
    DayError
        HUB-UNKNOWN.
    """
    for hub_id in sorted(set(wanted) - set(known)):
        like = nearest(hub_id, known)
        raise DayError(
            "HUB-UNKNOWN",
            f"There is no usable hub {hub_id} today.",
            f"Did you mean {like}?" if like else f"The day's hubs are: {', '.join(known)}.",
        )


def check_locks(
    locks: Iterable[Lock], held: Collection[Lock], standing: Standing, last: Plan
) -> None:
    """Go through locks before anything is planned.

    Parameters
    ----------
    held
        What is locked already.

    Raises
    ------
    DayError
        LOCK-UNKNOWN, for an order that has no stop or a vehicle that the day does not have;
        LOCK-IMPOSSIBLE, for an order that its customer collects, or that would leave or join a
        locked route; LOCK-OTHER-HUB; LOCK-UNDER-WAY, for an order that cannot change its vehicle
        any more.
    """
    places, waits = spots(last), {item.order_id: item.hub_id for item in last.unassigned}
    for lock in locks:
        _check_named(lock, last, places, waits)
        if lock.order_id is not None and lock.vehicle_id is not None:
            _check_carrier(lock.order_id, lock.vehicle_id, held, standing, last)


def _check_named(
    lock: Lock, last: Plan, places: dict[str, Spot], waits: dict[str, str | None]
) -> None:
    """Go through what a lock names: it has to be there, and to be driven."""
    vehicles = {route.vehicle_id for hub in last.hubs for route in hub.routes}
    if lock.vehicle_id is not None and lock.vehicle_id not in vehicles:
        raise _unknown(f"There is no vehicle {lock.vehicle_id} in the plan.")
    if lock.order_id is None:
        return
    known = places.get(lock.order_id)
    if known is None and lock.order_id not in waits:
        raise _unknown(f"Order {lock.order_id} is on no stop, and does not wait for one.")
    if known is None and lock.vehicle_id is None:
        keeps = "place to keep" if lock.kind is LockKind.PLACE else "vehicle to stay with"
        raise _unknown(f"Order {lock.order_id} is on no stop, so it has no {keeps}.")
    if known is not None and known.vehicle_id is None:
        raise DayError(
            "LOCK-IMPOSSIBLE",
            f"Order {lock.order_id} goes with no vehicle: its customer collects it at"
            f" {known.hub_id}.",
            _LOOK,
        )


def _check_carrier(
    order_id: str, vehicle_id: str, held: Iterable[Lock], standing: Standing, last: Plan
) -> None:
    """Go through whether an order may go with a vehicle, as far as that is known beforehand."""
    had, _ = under_way(standing).get(order_id, (None, None))
    if had is not None and had != vehicle_id:
        raise DayError(
            "LOCK-UNDER-WAY",
            f"Order {order_id} is with {had} already, and cannot go with {vehicle_id} any more.",
            _ON_BOARD,
        )
    known = spots(last).get(order_id)
    waits = {item.order_id: item.hub_id for item in last.unassigned}
    home = known.hub_id if known is not None else waits.get(order_id)
    hubs = {route.vehicle_id: hub.hub_id for hub in last.hubs for route in hub.routes}
    if home is not None and home != hubs[vehicle_id]:
        raise DayError(
            "LOCK-OTHER-HUB",
            f"Order {order_id} is prepared at {home}, and {vehicle_id} is of {hubs[vehicle_id]}.",
            f"Name a vehicle of {home}.",
        )
    has = known.vehicle_id if known is not None else None
    if has != vehicle_id:
        for locked in _locked_routes(held) & {vehicle_id, has}:
            raise _route_is_locked(order_id, vehicle_id, locked)


def check_unlocks(unlocks: Sequence[Lock], held: Iterable[Lock], last: Plan) -> None:
    """Go through what is to be let go of; of one order, it is enough that one of its locks is.

    Raises
    ------
    DayError
        LOCK-UNKNOWN, for an order or a vehicle that the plan does not have; LOCK-NONE, where
        nothing is locked.
    """
    if not unlocks or {lock.subject for lock in unlocks} & {lock.subject for lock in held}:
        return
    first = unlocks[0]
    if first.order_id is None:
        vehicles = {route.vehicle_id for hub in last.hubs for route in hub.routes}
        if first.vehicle_id not in vehicles:
            raise _unknown(f"There is no vehicle {first.vehicle_id} in the plan.")
        said = f"The route of {first.vehicle_id}"
    else:
        told = {LockKind.PLACE: "The place of order", LockKind.VEHICLE: "The vehicle of order"}
        known = spots(last).keys() | {item.order_id for item in last.unassigned}
        if first.order_id not in known | {item.order_id for item in last.cancelled}:
            raise _unknown(f"There is no order {first.order_id} in the plan.")
        said = f"{'Order' if len(unlocks) > 1 else told[first.kind]} {first.order_id}"
    raise DayError(
        "LOCK-NONE",
        f"{said} is not locked, so there is nothing to let go of.",
        "'tournee show' marks what is locked.",
    )


def check_move(move: Move | None, held: Collection[Lock], standing: Standing, last: Plan) -> None:
    """Go through a move before anything is planned.

    Raises
    ------
    DayError
        LOCK-IMPOSSIBLE, if the vehicle's route is locked; MOVE-UNDER-WAY, if the order is on a trip
        that cannot be changed any more, or is to come after one that is; MOVE-AFTER-UNKNOWN, if
        that is not with the vehicle.
    """
    if move is None:
        return
    gone = under_way(standing)
    if move.order_id in gone:
        raise _is_under_way(move.order_id, gone[move.order_id])
    if move.vehicle_id in _locked_routes(held):
        raise _route_is_locked(move.order_id, move.vehicle_id, move.vehicle_id)
    if move.after is None:
        return
    there = {
        order_id: spot for order_id, spot in spots(last).items() if spot.vehicle_id is not None
    }
    known = there.get(move.after)
    if known is None or known.vehicle_id != move.vehicle_id or move.after == move.order_id:
        raise DayError(
            "MOVE-AFTER-UNKNOWN",
            _no_such_place(move, known),
            _others(move, there),
        )
    if move.after in gone:
        raise _is_under_way(move.after, gone[move.after])
    if standing.orders.get(move.after) in {OrderState.DONE, OrderState.FAILED}:
        raise DayError(
            "MOVE-AFTER-UNKNOWN",
            f"Order {move.after} was tried or handed over already: nothing can come after it.",
            _others(move, there),
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
        if lock.order_id in reasons or known is None or known.vehicle_id != lock.vehicle_id:
            why = reasons.get(lock.order_id, "It found no place there.")
            raise DayError(
                "LOCK-IMPOSSIBLE",
                f"Order {lock.order_id} cannot go with {lock.vehicle_id}: {why}",
                "Choose another vehicle, or make room there first.",
            )


def check_moved(move: Move | None, plan: Plan) -> None:
    """Go through the plan that was made: whether a moved order is where it was to be.

    Raises
    ------
    DayError
        MOVE-IMPOSSIBLE; nothing has been recorded then.
    """
    if move is None or move.after is None:
        return
    trips = (
        [order_id for stop in trip.stops for order_id in stop.order_ids]
        for hub in plan.hubs
        for route in hub.routes
        if route.vehicle_id == move.vehicle_id
        for trip in route.trips
    )
    if not any((move.after, move.order_id) in pairwise(trip) for trip in trips):
        raise DayError(
            "MOVE-IMPOSSIBLE",
            f"Order {move.order_id} cannot come right after {move.after} with {move.vehicle_id}.",
            "Leave --after out: then it is put where it costs least.",
        )


def check_promises(without: Plan, plan: Plan) -> None:
    """Go through what a plan breaks that the same run without the move keeps.

    Raises
    ------
    DayError
        MOVE-BREAKS; nothing has been recorded then.
    """
    was, now = spots(without), spots(plan)
    had_none = {item.order_id for item in without.unassigned}
    lost = sorted({item.order_id for item in plan.unassigned} & was.keys() - had_none)
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


def _locked_routes(held: Iterable[Lock]) -> frozenset[str | None]:
    return frozenset(lock.vehicle_id for lock in held if lock.kind is LockKind.ROUTE)


def _route_is_locked(order_id: str, vehicle_id: str, locked: str | None) -> DayError:
    what = "joins" if vehicle_id == locked else "leaves"
    return DayError(
        "LOCK-IMPOSSIBLE",
        f"Order {order_id} cannot go with {vehicle_id}: the whole route of {locked} is locked, and"
        f" nothing {what} it.",
        f"Let go of it first: 'tournee unlock DAY --route {locked}'.",
    )


def _is_under_way(order_id: str, where: tuple[str, str]) -> DayError:
    vehicle_id, status = where
    how = {
        "closed": f"which leaves with {vehicle_id} too soon to be changed",
        "loading": f"which {vehicle_id} is being loaded with",
        "loaded": f"which {vehicle_id} is loaded with",
        "departed": f"with which {vehicle_id} has left",
    }.get(status, f"which {vehicle_id} has made")
    return DayError(
        "MOVE-UNDER-WAY",
        f"Order {order_id} is on a trip {how}: nothing is moved on it by hand any more.",
        "Name a trip that has not begun; what is on board stays as it is.",
    )


def _no_such_place(move: Move, known: Spot | None) -> str:
    if move.after == move.order_id:
        return f"Order {move.order_id} cannot come after itself."
    if known is None:
        return f"Order {move.after} is on no stop."
    return f"Order {move.after} goes with {known.vehicle_id}, and not with {move.vehicle_id}."


def _others(move: Move, there: dict[str, Spot]) -> str:
    """What a dispatcher may have meant."""
    own = [
        order_id
        for order_id, spot in there.items()
        if spot.vehicle_id == move.vehicle_id and order_id != move.order_id
    ]
    advice = "Name an order that the vehicle is yet to load, or leave --after out."
    like = None if move.after in there else nearest(move.after or "", own)
    return f"Did you mean {like}? {advice}" if like else advice


def _unknown(message: str) -> DayError:
    return DayError("LOCK-UNKNOWN", message, _LOOK)
