"""From a hub's orders and fleet to its problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.orders.locating import SNAP_LIMIT_M, CityView
from routing.problem.model import Drop, HubProblem, Task, Window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.fleet.model import CollectionPoint, Hub, Vehicle
    from routing.orders.intake import Intake
    from routing.orders.model import HubOrder


def build_problem(
    hub: Hub, orders: Sequence[HubOrder], intake: Intake, city: CityView
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
    """
    driven = [(item, place) for item in orders if (place := item.place) is not None]
    vehicles = tuple(v for v in intake.vehicles if v.hub_id == hub.hub_id)
    kinds = sorted({vehicle.kind for vehicle in vehicles})
    positions = [(place.lat, place.lon) for _, place in driven]
    sites = tuple(dict.fromkeys([(hub.lat, hub.lon), *positions]))
    number = {position: site for site, position in enumerate(sites)}

    lat, lon = np.array(sites).T
    travel, reaches = {}, {}
    for kind in kinds:
        times = city.travel_times(kind)
        snaps = times.snap(lat, lon)
        travel[kind] = times.table(snaps, snaps)
        reaches[kind] = snaps.distance_m <= SNAP_LIMIT_M

    goals = _goals(intake)
    tasks = []
    for (item, _), position in zip(driven, positions, strict=True):
        site = number[position]
        reached = [kind for kind in kinds if reaches[kind][site]]
        tasks.append(_task(item, site, reached, vehicles, goals))
    return HubProblem(hub=hub, sites=sites, travel=travel, tasks=tuple(tasks), vehicles=vehicles)


def _goals(intake: Intake) -> Mapping[str, Hub | CollectionPoint]:
    goals: dict[str, Hub | CollectionPoint] = {hub.hub_id: hub for hub in intake.hubs}
    return goals | {point.point_id: point for point in intake.points}


def _task(
    item: HubOrder,
    site: int,
    kinds: Sequence[str],
    vehicles: Sequence[Vehicle],
    goals: Mapping[str, Hub | CollectionPoint],
) -> Task:
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
    return Task(
        order_id=order.order_id,
        site=site,
        windows=dict.fromkeys(kinds, (window,)),
        ready_s=item.ready_s,
        weight_g=order.weight_g,
        volume_ml=order.volume_ml,
        service_s=0 if drop else order.service_s,
        priority=order.priority,
        requires=order.requires,
        drop=drop,
    )
