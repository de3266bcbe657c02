"""From the plan that drivers had to the next: what happened stays, what is on board stays there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.check.breach import Breach, Where
from routing.check.coverage import places
from routing.check.matching import HAS_LEFT, REACHED, has_begun
from routing.plan.model import STRANDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.plan.model import Plan, Trip

_OVER = frozenset({"done", "failed"})
_NOT_FOUND = "NOT-FOUND"
_VEHICLE_OUT = "VEHICLE-OUT"

_Key = tuple[str, str]
"""A vehicle and one of its trips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carried:
    """A trip, and where it stands in its plan."""

    where: Where
    trip: Trip

    @property
    def order_ids(self) -> tuple[str, ...]:
        """Every order on it, each once; those that failed included."""
        return tuple(dict.fromkeys(one for stop in self.trip.stops for one in stop.order_ids))

    @property
    def is_over(self) -> bool:
        """Whether it goes to no stop any more."""
        return all(stop.status in REACHED for stop in self.trip.stops)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sequel:
    """A plan after the one that drivers had.

    `was` and `now` are the trips of each; `codes` say why orders have no place, `cancelled` which
    were called off.
    """

    was: Mapping[_Key, _Carried]
    now: Mapping[_Key, _Carried]
    codes: Mapping[str, str]
    cancelled: frozenset[str]

    def is_off(self, order_id: str) -> bool:
        """Whether an order is rightly no longer with its trip, wherever that is."""
        return order_id in self.cancelled or self.codes.get(order_id) == _NOT_FOUND


def continuity_breaches(plan: Plan, before: Plan) -> Iterator[Breach]:
    """Give what a plan has changed that it may not, against the plan that drivers had.

    That may be the version that was released, or the same with what has happened to it since.
    """
    sequel = _Sequel(
        was=_trips(before),
        now=_trips(plan),
        codes={one.order_id: one.code for one in plan.unassigned},
        cancelled=frozenset(one.order_id for one in plan.cancelled),
    )
    for key, was in sequel.was.items():
        yield from _history_breaches(was, sequel.now.get(key))
        yield from _on_board_breaches(key, was, sequel)
    for key, now in sequel.now.items():
        yield from _joined_breaches(now, sequel.was.get(key))
        yield from _closed_breaches(now, sequel.was.get(key), sequel)
    yield from _lost_orders(plan, before)


def _trips(plan: Plan) -> dict[_Key, _Carried]:
    """The trips of a plan; one of which everything was called off before it left is none."""
    return {
        (route.vehicle_id, trip.trip_id): _Carried(
            where=Where(hub_id=hub.hub_id, vehicle_id=route.vehicle_id, trip_id=trip.trip_id),
            trip=trip,
        )
        for hub in plan.hubs
        for route in hub.routes
        for trip in route.trips
        if trip.stops or not has_begun(trip)
    }


def _history_breaches(was: _Carried, now: _Carried | None) -> Iterator[Breach]:
    stops = () if now is None else now.trip.stops
    for stop in was.trip.stops:
        # When that was, and whether it failed, may be put right by whoever reports late.
        same = {one for other in stops if other.status in _OVER for one in other.order_ids}
        lost = tuple(one for one in stop.order_ids if one not in same)
        # What is stranded was never tried, and is ahead again once the vehicle is back.
        if stop.status in _OVER and stop.reason != STRANDED and lost:
            where = replace(was.where, order_ids=lost)
            yield where.breach("history", f"it was {stop.status} on this trip, and is no more.")
    # A trip that came back with nothing, since all was called off, leaves no trace.
    has_come_back = was.trip.status == "returned" and bool(was.trip.stops)
    if has_come_back and (now is None or now.trip.status != "returned"):
        status = "gone" if now is None else now.trip.status
        yield was.where.breach("history", f"it had returned, and is {status}.")


def _on_board_breaches(key: _Key, was: _Carried, sequel: _Sequel) -> Iterator[Breach]:
    now = sequel.now.get(key)
    if not (has_begun(was.trip) or (now is not None and has_begun(now.trip))):
        return
    if _is_unloaded(key, was, sequel):
        return
    stays = () if now is None else now.order_ids
    is_over = now is None or now.is_over
    for order_id in was.order_ids:
        is_stranded = is_over and sequel.codes.get(order_id) == _VEHICLE_OUT
        if order_id not in stays and not (is_stranded or sequel.is_off(order_id)):
            yield replace(was.where, order_ids=(order_id,)).breach(
                "on-board",
                "it was on this trip, which is begun, and is not any more; it stays there unless it"
                " is called off, was not found, or the vehicle can no longer drive.",
            )


def _is_unloaded(key: _Key, was: _Carried, sequel: _Sequel) -> bool:
    """Whether the vehicle broke down before it left: the trip is gone, and it makes no other."""
    if key in sequel.now or was.trip.status in HAS_LEFT:
        return False
    vehicle_id, _ = key
    return all(one.is_over for (other, _), one in sequel.now.items() if other == vehicle_id)


def _joined_breaches(now: _Carried, was: _Carried | None) -> Iterator[Breach]:
    if not (has_begun(now.trip) or (was is not None and has_begun(was.trip))):
        return
    had = () if was is None else was.order_ids
    for order_id in (one for one in now.order_ids if one not in had):
        yield replace(now.where, order_ids=(order_id,)).breach(
            "joined", "it is on this trip, which is begun, and was not when that began."
        )


def _closed_breaches(now: _Carried, was: _Carried | None, sequel: _Sequel) -> Iterator[Breach]:
    if was is None or not now.trip.status == was.trip.status == "closed":
        return
    for order_id in sorted({*now.order_ids} ^ {*was.order_ids}):
        where = replace(now.where, order_ids=(order_id,))
        if order_id in now.order_ids:
            yield where.breach("closed-kept", "it has joined this trip, which was closed.")
        elif not sequel.is_off(order_id):
            yield where.breach(
                "closed-kept",
                "it was taken off this trip, which is closed; it stays there unless it is called"
                " off or was not found.",
            )


def _lost_orders(plan: Plan, before: Plan) -> Iterator[Breach]:
    known = places(plan).keys() | {row.order_id for row in plan.rejected}
    for order_id, found in places(before).items():
        if order_id not in known:
            yield Where(order_ids=(order_id,)).breach(
                "vanished",
                f"it was on {found[0]} in version {before.version}, and is nowhere now; an order"
                " whose row is gone is kept.",
            )
