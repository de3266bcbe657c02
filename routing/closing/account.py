"""What a day came to, hub by hub and in all: promises, kilometres, euros."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from routing.closing.endings import CARRIED_OVER, End
from routing.plan.statuses import LEFT, REACHED
from routing.plan.writer import route_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routing.closing.endings import Ending
    from routing.fleet.model import Vehicle
    from routing.plan.model import HubPlan, Plan, Route, Trip
    from routing.standing.model import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a hub's day came to, or everybody's where `hub_id` is ``None``.

    `planned_m` and `planned_cents` are of the first version that was released, `driven_m` and
    `driven_cents` of what was driven; `late_s` is by how much orders were late all together.
    """

    hub_id: str | None
    ends: Mapping[End, int]
    late_s: int
    planned_m: int
    planned_cents: int
    driven_m: int
    driven_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A day's account.

    Attributes
    ----------
    day
        Its date.
    now_s, at
        The moment that it is drawn up for.
    first, last
        The first and the last version that were released.
    sums
        Of each hub, then of all.
    """

    day: str
    now_s: int
    at: str
    first: int
    last: int
    sums: tuple[Sum, ...]
    endings: tuple[Ending, ...]

    @property
    def everything(self) -> Sum:
        """Of all hubs."""
        return self.sums[-1]

    @property
    def carried_over(self) -> tuple[Ending, ...]:
        """What somebody still waits for."""
        return tuple(one for one in self.endings if one.end in CARRIED_OVER)


def account(
    standing: Standing, first: Plan, endings: Sequence[Ending], vehicles: Iterable[Vehicle]
) -> Account:
    """Draw up a day's account.

    Parameters
    ----------
    standing
        Of the last released version, at the end of the day.
    first
        The first version that was released.
    vehicles
        The day's fleet; what a vehicle cost that is not in it any more is as the plan has it.
    """
    last = standing.plan
    fleet = {own.vehicle_id: own for own in vehicles}
    planned = {hub.hub_id: hub for hub in first.hubs}
    sums = [
        _sum(
            hub.hub_id,
            [one for one in endings if one.hub_id == hub.hub_id],
            planned[hub.hub_id].routes if hub.hub_id in planned else (),
            _driven(hub, fleet, standing),
        )
        for hub in last.hubs
    ]
    everything = _sum(
        None,
        endings,
        [route for hub in first.hubs for route in hub.routes],
        [route for hub in last.hubs for route in _driven(hub, fleet, standing)],
    )
    return Account(
        day=last.day,
        now_s=standing.now_s,
        at=last.clock.iso(standing.now_s),
        first=first.version,
        last=last.version,
        sums=(*sums, everything),
        endings=tuple(endings),
    )


def _sum(
    hub_id: str | None,
    endings: Sequence[Ending],
    planned: Iterable[Route],
    driven: Iterable[Route],
) -> Sum:
    planned, driven = tuple(planned), tuple(driven)
    return Sum(
        hub_id=hub_id,
        ends=Counter(one.end for one in endings),
        late_s=sum(one.late_s for one in endings),
        planned_m=sum(route.distance_m for route in planned),
        planned_cents=sum(route.cost_cents for route in planned),
        driven_m=sum(route.distance_m for route in driven),
        driven_cents=sum(route.cost_cents for route in driven),
    )


def _driven(hub: HubPlan, fleet: Mapping[str, Vehicle], standing: Standing) -> list[Route]:
    """What was driven of a hub's routes."""
    return [
        route_of(
            fleet[route.vehicle_id],
            [
                _so_far(trip, standing.vehicles[route.vehicle_id].out_since_s)
                for trip in route.trips
                if trip.status in LEFT
            ],
            route.breaks,
        )
        if route.vehicle_id in fleet
        else route
        for route in hub.routes
    ]


def _so_far(trip: Trip, out_s: int | None) -> Trip:
    """A trip as far as its stops were reached; who broke down or is not back did not drive home."""
    reached = tuple(stop for stop in trip.stops if stop.status in REACHED)
    if trip.status == "returned":
        return replace(trip, stops=reached)
    left_s = max((stop.leave_s for stop in reached), default=trip.depart_s)
    if out_s is not None:
        left_s = max(trip.depart_s, min(left_s, out_s))
    return replace(trip, stops=reached, return_s=left_s, return_leg_s=0, return_leg_m=0)


def account_document(found: Account) -> dict[str, Any]:
    """An account as JSON values; docs/closing.md says what they are."""
    *hubs, everything = (_document(one) for one in found.sums)
    del everything["hub_id"]
    return {
        "format": "tournee-account/1",
        "day": found.day,
        "at": found.at,
        "first_version": found.first,
        "last_version": found.last,
        **everything,
        "hubs": hubs,
        "late_orders": [
            {"order_id": one.order_id, "hub_id": one.hub_id, "late_s": one.late_s}
            for one in found.endings
            if one.late_s
        ],
        "carried_over": [
            {"order_id": one.order_id, "hub_id": one.hub_id, "end": str(one.end), "why": one.why}
            for one in found.carried_over
        ],
    }


def _document(one: Sum) -> dict[str, Any]:
    return {
        "hub_id": one.hub_id,
        "orders": sum(one.ends.values()),
        **{str(end): one.ends.get(end, 0) for end in End},
        "late_s": one.late_s,
        "planned_m": one.planned_m,
        "planned_eur": one.planned_cents / 100,
        "driven_m": one.driven_m,
        "driven_eur": one.driven_cents / 100,
    }
