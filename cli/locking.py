"""What locking and unlocking have in common."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cli.moment import NOW, moment
from cli.options import DAY, WAIT, WHY, talks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.screen import Screen
    from routing.store.model import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be locked, or let go of: something of an order, or the route of a vehicle."""

    day: Path
    order: str | None
    vehicle: str | None
    place: bool
    route: str | None
    now: str | None
    why: str
    wait: bool
    screen: Screen


def asks(*, to: str, place: str, route: str) -> Callable[[Callable[[Asked], int]], Any]:
    """Add the arguments and options, with these help texts, and pass them as one `Asked`."""

    def decorated(function: Callable[[Asked], int]) -> Callable[..., int]:
        @DAY
        @click.argument("order", required=False)
        @click.option("--to", "vehicle", metavar="VEHICLE", help=to)
        @click.option("--place", is_flag=True, help=place)
        @click.option("--route", metavar="VEHICLE", help=route)
        @NOW
        @WHY
        @WAIT
        @talks
        @functools.wraps(function)
        def wrapped(**given: Any) -> int:  # noqa: ANN401
            return function(Asked(**given))

        return wrapped

    return decorated


def change_locks(asked: Asked, *, unlock: bool) -> int:
    """Lock or unlock, and record a version that says so."""
    if (asked.order is None) == (asked.route is None):
        raise click.UsageError("Name an order, or a vehicle with --route.")

    from cli.replanned import tell_change
    from routing.day.settings import load_day
    from routing.replan.request import ReplanRequest
    from routing.replan.run import replan_day
    from routing.store.model import Deed

    loaded = load_day(asked.day)
    locks = _locks(asked, unlock=unlock)
    request = ReplanRequest(
        now_s=moment(loaded, asked.now),
        by_clock=asked.now is None,
        deed=Deed(command="unlock" if unlock else "lock", why=asked.why),
        search=None,
        locked=() if unlock else locks,
        unlocked=locks if unlock else (),
        wait=asked.screen.say if asked.wait else None,
    )
    with asked.screen.progress() as progress:
        outcome = replan_day(loaded, request, progress)
    return tell_change(outcome, asked.screen)


def _locks(asked: Asked, *, unlock: bool) -> tuple[Lock, ...]:
    from cli.days import last_plan
    from routing.plan.spots import spots
    from routing.store.model import Lock, LockKind

    if asked.route is not None:
        return (Lock(kind=LockKind.ROUTE, vehicle_id=asked.route),)
    last = last_plan(asked.day, None)
    known = spots(last).get(str(asked.order))
    has = asked.vehicle or (known.vehicle_id if known else None)
    waits = any(item.order_id == asked.order for item in last.unassigned)
    if has is None and waits and not asked.place and not unlock:
        raise click.UsageError(f"{asked.order} is on no vehicle; name one with --to.")
    to_vehicle = Lock(kind=LockKind.VEHICLE, order_id=asked.order, vehicle_id=has)
    to_place = Lock(kind=LockKind.PLACE, order_id=asked.order)
    if unlock and not (asked.place or asked.vehicle):
        return to_vehicle, to_place
    return (to_place,) if asked.place else (to_vehicle,)
