"""What locking and unlocking have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.moment import moment

if TYPE_CHECKING:
    from pathlib import Path

    from cli.screen import Screen
    from routing.store.model import Lock


def change_locks(
    folder: Path,
    order: str | None,
    *,
    vehicle: str | None,
    place: bool,
    route: str | None,
    unlock: bool,
    now: str | None,
    why: str,
    wait: bool,
    screen: Screen,
) -> int:
    """Lock or unlock, and record a version that says so."""
    if (order is None) == (route is None):
        raise click.UsageError("Name an order, or a vehicle with --route.")

    from cli.days import last_plan
    from cli.replanned import tell_change
    from routing.day.settings import load_day
    from routing.plan.spots import spots
    from routing.replan.run import ReplanRequest, replan_day
    from routing.store.model import Deed, Lock, LockKind

    loaded = load_day(folder)
    locks: tuple[Lock, ...]
    if route is not None:
        locks = (Lock(kind=LockKind.ROUTE, vehicle_id=route),)
    else:
        known = spots(last_plan(folder, None)).get(str(order))
        has = vehicle or (known.vehicle_id if known else None)
        if has is None and not place and not unlock:
            raise click.UsageError(f"{order} is on no vehicle; name one with --to.")
        to_vehicle = Lock(kind=LockKind.VEHICLE, order_id=order, vehicle_id=has)
        to_place = Lock(kind=LockKind.PLACE, order_id=order)
        both = unlock and not (place or vehicle)
        locks = (to_vehicle, to_place) if both else (to_place,) if place else (to_vehicle,)
    request = ReplanRequest(
        now_s=moment(loaded, now),
        by_clock=now is None,
        deed=Deed(command="unlock" if unlock else "lock", why=why),
        search=None,
        locked=() if unlock else locks,
        unlocked=locks if unlock else (),
        wait=screen.say if wait else None,
    )
    with screen.progress() as progress:
        outcome = replan_day(loaded, request, progress)
    return tell_change(outcome, screen)
