"""From a hub's orders and fleet to its problem."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from maps.conditional import HORIZON_S
from routing.day.model import Lateness, PickingSettings, WishSettings
from routing.orders.locating import SNAP_LIMIT_M, CityView
from routing.picking.build import picking_problem
from routing.problem.known_streets import StreetNames, unknown_sites
from routing.problem.model import NEVER_S, Drop, HubProblem, Task, Window, Wishes
from routing.problem.travel import Travel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from maps.conditional import Spells
    from maps.snapping import Snaps
    from maps.travel import Table, TravelTimes
    from routing.fleet.model import CollectionPoint, Hub, Vehicle
    from routing.orders.intake import Intake
    from routing.orders.model import HubOrder, Order
    from routing.picking.model import PickingProblem

ALWAYS = (0, HORIZON_S)
"""The spell of a street that is open all day."""

NOTHING_LATE = Lateness()
NOTHING_WISHED = WishSettings()
PICKED_AS_USUAL = PickingSettings()
"""What holds where the day says nothing."""


class NamedCity(CityView, StreetNames, Protocol):
    """A city that knows its streets' names, too."""


def build_problem(
    hub: Hub,
    orders: Sequence[HubOrder],
    intake: Intake,
    city: NamedCity,
    lateness: Lateness = NOTHING_LATE,
    *,
    wishes: WishSettings = NOTHING_WISHED,
    picking: PickingSettings = PICKED_AS_USUAL,
    also: Sequence[tuple[float, float]] = (),
) -> HubProblem:
    """The problem of one hub: its orders that have to be driven, its vehicles, its travel times.

    Parameters
    ----------
    hub
        The hub.
    orders
        The orders it prepares; those that are collected there are passed over.
    intake
        The day's vehicles, hubs and collection points.
    city
        The map that travel times come from.
    lateness
        How late the day lets same-day orders be.
    wishes
        What the day wishes its routes to look like.
    picking
        What the day says of picking, where the hub's pickers are known.
    also
        Other places that vehicles leave, latitude and longitude.
    """
    driven = [(item, place) for item in orders if (place := item.place) is not None]
    vehicles = tuple(v for v in intake.vehicles if v.hub_id == hub.hub_id)
    kinds = sorted({vehicle.kind for vehicle in vehicles})
    positions = [(place.lat, place.lon) for _, place in driven]
    sites = tuple(dict.fromkeys([(hub.lat, hub.lon), *positions, *also]))
    number = {position: site for site, position in enumerate(sites)}

    lat, lon = np.array(sites).T
    travel: dict[str, Travel] = {}
    spells: dict[str, list[Spells]] = {}
    for kind in kinds:
        times = city.travel_times(kind)
        snaps = times.snap(lat, lon)
        opened = times.open_spells(snaps)
        travel[kind] = _through_the_day(times, snaps, opened)
        near = (snaps.distance_m <= SNAP_LIMIT_M).tolist()
        spells[kind] = [spell if within else () for spell, within in zip(opened, near, strict=True)]

    goals = _goals(intake)
    zones = {zone.zone_id: zone for zone in intake.zones if zone.hub_id == hub.hub_id}
    tasks = []
    at_doors: dict[int, list[Order]] = {}
    for (item, _), position in zip(driven, positions, strict=True):
        site = number[position]
        hours = {kind: spells[kind][site] for kind in kinds}
        latest_s = item.window_end_s + lateness.most_s
        zone = zones.get(item.zone_id or "")
        if zone is not None and zone.closes_s is not None:
            latest_s = min(latest_s, zone.closes_s)
        tasks.append(_task(item, site, hours, vehicles, goals, latest_s=latest_s))
        if item.point_id is None:
            at_doors.setdefault(site, []).append(item.order)
    return HubProblem(
        hub=hub,
        sites=sites,
        travel=travel,
        tasks=tuple(tasks),
        vehicles=vehicles,
        lateness=lateness,
        wishes=Wishes(
            eur_per_uneven_h=wishes.eur_per_uneven_h,
            eur_per_km_apart=wishes.eur_per_km_apart,
            eur_per_unknown_street=wishes.eur_per_unknown_street,
            unknown=unknown_sites(intake.known_streets, vehicles, sites, at_doors, city),
        ),
        picking=_picking(hub, orders, tasks, intake, picking),
    )


def _picking(
    hub: Hub,
    orders: Sequence[HubOrder],
    tasks: Sequence[Task],
    intake: Intake,
    settings: PickingSettings,
) -> PickingProblem | None:
    """What the hub's pickers have to do; ``None`` where nobody has said who they are."""
    if hub.hub_id not in intake.picking_hubs:
        return None
    numbers = {task.order_id: number for number, task in enumerate(tasks)}
    shifts = [shift for shift in intake.pickers if shift.hub_id == hub.hub_id]
    return picking_problem(orders, numbers, shifts, settings)


def _goals(intake: Intake) -> Mapping[str, Hub | CollectionPoint]:
    goals: dict[str, Hub | CollectionPoint] = {hub.hub_id: hub for hub in intake.hubs}
    return goals | {point.point_id: point for point in intake.points}


def _task(
    item: HubOrder,
    site: int,
    hours: Mapping[str, Spells],
    vehicles: Sequence[Vehicle],
    goals: Mapping[str, Hub | CollectionPoint],
    *,
    latest_s: int,
) -> Task:
    """`latest_s` is when a same-day order may begin at the very latest."""
    order = item.order
    drop = None
    window = Window(item.window_start_s, item.window_end_s)
    if item.point_id is not None:
        goal = goals[item.point_id]
        drop = Drop(
            point_id=item.point_id,
            handover_s=goal.service_s,
            leave_by_s=min(item.window_end_s, goal.closes_s),
            closes_s=goal.closes_s,
        )
        # Whoever sets up fastest may begin last; the promise itself bounds the end (Drop).
        setup_s = min((vehicle.setup_s for vehicle in vehicles), default=0)
        window = Window(goal.opens_s, goal.closes_s - goal.service_s - setup_s)
    latest = window if drop else replace(window, end_s=latest_s)
    windows: dict[str, tuple[Window, ...]] = {}
    late_windows: dict[str, tuple[Window, ...]] = {}
    for kind, spells in hours.items():
        setups_s = [vehicle.setup_s for vehicle in vehicles if vehicle.kind == kind]
        busy_s = min(setups_s) + (drop.handover_s if drop else order.service_s)
        if within := tuple(_within(window, spells, busy_s)):
            windows[kind] = within
        if within := tuple(_within(latest, spells, busy_s)):
            late_windows[kind] = within
    return Task(
        order_id=order.order_id,
        site=site,
        windows=windows,
        ready_s=item.ready_s,
        weight_g=order.weight_g,
        volume_ml=order.volume_ml,
        service_s=0 if drop else order.service_s,
        priority=order.priority,
        requires=order.requires,
        drop=drop,
        promise=window,
        street_hours={kind: spells for kind, spells in hours.items() if spells != (ALWAYS,)},
        late_windows=late_windows if latest != window else {},
    )


def _within(window: Window, spells: Spells, busy_s: int) -> Iterator[Window]:
    """Cut a window to the hours in which the street is open to a kind of vehicle."""
    for opens_s, closes_s in spells:
        if opens_s <= ALWAYS[0] and closes_s >= ALWAYS[1]:
            yield window
            continue
        # The first and the last spell of the day go on before and after it.
        from_s = opens_s if opens_s > ALWAYS[0] else -NEVER_S
        leave_by_s = closes_s if closes_s < ALWAYS[1] else NEVER_S
        cut = window.meet(Window(from_s, leave_by_s - busy_s, from_s, leave_by_s))
        if cut is not None:
            yield cut


def _through_the_day(times: TravelTimes, snaps: Snaps, opened: Sequence[Spells]) -> Travel:
    """Give the tables of the periods in which vehicles are out; those alike only once.

    While a place is closed, its legs are those of the next period in which it is open
    (`maps.travel`), so that periods which are alike may have other tables then.
    """
    starts_s: list[int] = []
    tables: list[Table] = []
    known: dict[int, Table] = {}
    limited = {spells for spells in opened if spells != (ALWAYS,)}
    for period in times.working_periods:
        start_s = times.periods_s[period]
        closed = not all(any(a <= start_s < b for a, b in spells) for spells in limited)
        alike = period if closed else times.same_as(period)
        if alike not in known:
            known[alike] = times.table(snaps, snaps, at_s=start_s)
        if not tables or known[alike] is not tables[-1]:
            starts_s.append(start_s)
            tables.append(known[alike])
    return Travel(starts_s=tuple(starts_s), tables=tuple(tables))
