"""Hubs and vehicles that were there before: what has begun goes on, whatever became of its row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.fleet.model import Fleet, Hub, Rates, Vehicle
from routing.fleet.vanished import VEHICLE_VANISHED, kept_as_it_was
from routing.plan.keeping import orders_of
from routing.plan.statuses import BEGUN
from routing.plan.totals import stops_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.day.model import Day
    from routing.plan.model import HubPlan, Plan, Route
    from routing.reading import Morning
    from routing.standing.model import Standing

_DAY_S = 30 * 3600

_OF_LOADING = {
    "weight_g": "weight_kg",
    "volume_ml": "volume_l",
    "skills": "skills",
    "max_stops": "max_stops",
    "max_trips": "max_trips",
}
"""What a vehicle may be loaded with, and the columns that say so."""


def fleet_of(plan: Plan, known: Fleet | None, day: Day) -> Fleet:
    """The hubs, vehicles and collection points that a plan was made with.

    Where an earlier version of tournee made it nobody kept them: hubs and vehicles are then what
    the plan itself says of them.
    """
    if known is not None:
        return known
    rates = Rates(
        eur_per_h=day.costs.eur_per_h,
        eur_per_km=day.costs.eur_per_km,
        eur_per_vehicle=day.costs.eur_per_vehicle,
    )
    return Fleet(
        hubs=tuple(_hub(hub) for hub in plan.hubs),
        vehicles=tuple(
            _vehicle(route, hub.hub_id, rates) for hub in plan.hubs for route in hub.routes
        ),
    )


def to_keep(fleet: Fleet, plans: Sequence[Plan]) -> Fleet:
    """Of a fleet the hubs and collection points where one of these plans has anything."""
    hubs = [hub for plan in plans for hub in plan.hubs]
    at_work = {hub.hub_id for hub in hubs if orders_of(hub)}
    dropped_at = {stop.point_id for hub in hubs for stop in stops_of(hub)}
    return Fleet(
        hubs=tuple(hub for hub in fleet.hubs if hub.hub_id in at_work),
        points=tuple(point for point in fleet.points if point.point_id in dropped_at),
    )


def with_begun_vehicles(
    morning: Morning, standing: Standing, fleet: Fleet, *, is_known: bool
) -> Morning:
    """The day with vehicles that have begun as they were when they did, each with a warning.

    A vehicle whose row is gone, cannot be understood any more or names another hub goes through
    with what it has begun, and does nothing else. One whose kind is another keeps its own. What it
    may be loaded with is as its row says, from its next trip on.

    Parameters
    ----------
    fleet
        What the plan of `standing` was made with.
    is_known
        Whether that is what rows said; of what was only read from the plan, most is not known.
    """
    was = {own.vehicle_id: own for own in fleet.vehicles}
    now = {own.vehicle_id: own for own in morning.where.usable.vehicles}
    name = morning.day.vehicles.name
    errors = (one for one in morning.diagnostics if one.severity == "error")
    unreadable = {one.id for one in errors if one.file == name}
    vehicles = dict(now)
    finishing: set[str] = set()
    findings: list[Diagnostic] = []
    for hub_id, route in _begun(standing):
        own_id = route.vehicle_id
        old, new = was.get(own_id), now.get(own_id)
        if old is None:
            continue
        if new is None:
            vehicles[own_id] = old
            finishing.add(own_id)
            is_there = own_id in unreadable
            findings.append(kept_as_it_was(VEHICLE_VANISHED, name, own_id, is_unreadable=is_there))
        elif new.hub_id != hub_id:
            vehicles[own_id] = old
            finishing.add(own_id)
            findings.append(_of_another_hub(name, own_id, hub_id, new.hub_id))
        else:
            vehicles[own_id] = replace(new, kind=route.kind)
            columns = ["kind"] if new.kind != route.kind else []
            if is_known and any(trip.status != "returned" for trip in route.trips):
                columns += _changed(old, new)
            if columns:
                findings.append(_changed_late(name, own_id, columns))
    if vehicles == now:
        return replace(morning, diagnostics=(*morning.diagnostics, *findings))
    usable = replace(morning.where.usable, vehicles=tuple(vehicles.values()))
    return replace(
        morning,
        where=replace(morning.where, usable=usable),
        diagnostics=(*morning.diagnostics, *findings),
        finishing=frozenset(finishing),
    )


def changed_hubs(last: Fleet | None, fleet: Fleet) -> frozenset[str]:
    """The hubs whose rows, or whose vehicles' rows, are others than the last version knew."""
    if last is None:
        return frozenset()
    hubs, vehicles = {*last.hubs} ^ {*fleet.hubs}, {*last.vehicles} ^ {*fleet.vehicles}
    return frozenset({own.hub_id for own in hubs} | {own.hub_id for own in vehicles})


def _begun(standing: Standing) -> Iterator[tuple[str, Route]]:
    """The routes that have begun, with their hubs."""
    for hub in standing.plan.hubs:
        for route in hub.routes:
            if any(trip.status in BEGUN for trip in route.trips):
                yield hub.hub_id, route


def _changed(old: Vehicle, new: Vehicle) -> list[str]:
    """The columns that say something else of what a vehicle may be loaded with."""
    return [
        column for name, column in _OF_LOADING.items() if getattr(old, name) != getattr(new, name)
    ]


def _of_another_hub(file: str, own_id: str, hub_id: str, other_id: str) -> Diagnostic:
    return Diagnostic(
        code="VEHICLE-CHANGED-LATE",
        message=f"Its row names hub {other_id}, and it has begun at {hub_id}: it goes through with"
        " what it has begun there, and makes no other trip.",
        remedy=f"If it is to drive for {other_id} as well today, give that shift a row with an id"
        " of its own.",
        file=file,
        id=own_id,
        severity="warning",
    )


def _changed_late(file: str, own_id: str, columns: Sequence[str]) -> Diagnostic:
    kind = " Its kind stays what it was for today." if "kind" in columns else ""
    return Diagnostic(
        code="VEHICLE-CHANGED-LATE",
        message=f"Its row says something else since it began ({', '.join(columns)}): what is loaded"
        f" stays on board, and what it says now holds from its next trip on.{kind}",
        remedy="If it cannot go on like that, report what came back as failed, or the vehicle as"
        " out.",
        file=file,
        id=own_id,
        severity="warning",
    )


def _hub(hub: HubPlan) -> Hub:
    """A hub as a plan has it, open all day."""
    trips = [trip for route in hub.routes for trip in route.trips]
    loading_s = min((trip.depart_s - trip.loading_s for trip in trips), default=0)
    return Hub(
        hub_id=hub.hub_id, name=hub.name, lat=hub.lat, lon=hub.lon, opens_s=0, closes_s=_DAY_S,
        loading_s=max(0, loading_s),
    )  # fmt: skip


def _vehicle(route: Route, hub_id: str, rates: Rates) -> Vehicle:
    """A vehicle as its route has it, with the day's usual rates."""
    stops = [stop for trip in route.trips for stop in trip.stops]
    return Vehicle(
        vehicle_id=route.vehicle_id,
        hub_id=hub_id,
        kind=route.kind,
        driver_id=route.driver_id,
        shift_start_s=min((trip.loading_s for trip in route.trips), default=0),
        shift_end_s=max((trip.return_s for trip in route.trips), default=_DAY_S),
        rates=rates,
        setup_s=max((stop.setup_s for stop in stops), default=0),
        skills=frozenset(skill for stop in stops for skill in stop.requires),
    )
