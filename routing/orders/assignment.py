"""Which hub prepares what: orders that name a hub keep it, the others go where they cost least.

The cost of a delivery is the drive from the hub, by the quickest kind of vehicle there that could
carry it and come near its place while its street is open; a hub takes no more than its fleet can
deliver while another has room. What is collected where it is prepared takes no room, and goes to
the hub nearest its customer.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from statistics import fmean, median
from typing import TYPE_CHECKING, Protocol

import numpy as np

from routing.orders.locating import SNAP_LIMIT_M
from routing.orders.model import Channel, HubOrder, LocatedOrder, Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from maps.conditional import Spells
    from routing.fleet.model import CollectionPoint, Hub, Vehicle
    from routing.orders.intake import Intake
    from routing.orders.locating import CityView

_NOBODY_S = 24 * 3600
"""The cost of a hub at which no vehicle could carry the order in time."""

_OVERFLOW_S = 4 * 3600
"""The cost of one order more than a hub's fleet can deliver."""

_BUSY = 0.6
"""The share of a shift spent at doors and between them; the rest is loading, the way, waiting."""

_HOURS_A_TRIP = 2
"""How long a trip is taken to last where only capacities, and no trips, are given."""


class Assign(Protocol):
    """Gives each row a column at least total cost; see `routing.engines.flow`."""

    def __call__(
        self, costs: NDArray[np.int64], capacities: NDArray[np.int64], overflow_cost: int
    ) -> NDArray[np.int64]:
        """The column of each row."""


def assign_hubs(
    located: Sequence[LocatedOrder], intake: Intake, city: CityView, assign: Assign
) -> tuple[HubOrder, ...]:
    """Give every order the hub that prepares it, and settle its times there.

    Parameters
    ----------
    located
        Orders whose place is known and on the map.
    intake
        The day's hubs, collection points and vehicles.
    city
        The map.
    assign
        The solver of the assignment.

    Returns
    -------
    tuple of HubOrder
        One for each order, in the order they came.
    """
    fixed = [_fixed_hub(item, intake) for item in located]
    free = [number for number, hub_id in enumerate(fixed) if hub_id is None]
    if free:
        drives = _drives(located, intake, city)
        capacities = _capacities(located, fixed, intake, drives)
        driven = [number for number in free if _is_driven(located[number].order, None)]
        columns = dict(zip(driven, assign(drives[driven], capacities, _OVERFLOW_S), strict=True))
        for number in free:
            column = columns.get(number, drives[number].argmin())
            fixed[number] = intake.hubs[int(column)].hub_id
    hubs, points = _by_id(intake)
    return tuple(
        _settle(item, hubs[hub_id], hubs, points)
        for item, hub_id in zip(located, fixed, strict=True)
        if hub_id is not None
    )


def _by_id(intake: Intake) -> tuple[dict[str, Hub], dict[str, CollectionPoint]]:
    return (
        {hub.hub_id: hub for hub in intake.hubs},
        {point.point_id: point for point in intake.points},
    )


def _fixed_hub(item: LocatedOrder, intake: Intake) -> str | None:
    """The hub that the order names, or the only one; a hub that it is collected at prepares it."""
    order = item.order
    if order.hub_id is not None:
        return order.hub_id
    if order.collect_at in {hub.hub_id for hub in intake.hubs}:
        return order.collect_at
    return intake.hubs[0].hub_id if len(intake.hubs) == 1 else None


def _is_driven(order: Order, hub_id: str | None) -> bool:
    """Whether an order prepared at a hub takes room on a vehicle."""
    return order.channel is Channel.SAME_DAY or order.collect_at not in {None, hub_id}


def _drives(located: Sequence[LocatedOrder], intake: Intake, city: CityView) -> NDArray[np.int64]:
    """Seconds from each hub to each order, shape (orders, hubs), by the quickest kind that can.

    To an order that is collected where it is prepared nobody has to drive: any kind of the day
    tells how near a hub is, and without a place all are as near.
    """
    costs = np.full((len(located), len(intake.hubs)), _NOBODY_S, np.int64)
    places = {number: item.place for number, item in enumerate(located) if item.place}
    costs[[number for number in range(len(located)) if number not in places]] = 0
    if not places:
        return costs
    lat, lon = np.array([(place.lat, place.lon) for place in places.values()]).T
    hub_lat, hub_lon = np.array([(hub.lat, hub.lon) for hub in intake.hubs]).T
    hubs, points = _by_id(intake)
    for kind in sorted({vehicle.kind for vehicle in intake.vehicles}):
        travel = city.travel_times(kind)
        snaps = travel.snap(lat, lon)
        seconds = travel.table(travel.snap(hub_lat, hub_lon), snaps).duration_s
        opened = travel.open_spells(snaps)
        for column, hub in enumerate(intake.hubs):
            fleet = [v for v in intake.vehicles if v.hub_id == hub.hub_id and v.kind == kind]
            for row, number in enumerate(places):
                drive_s = int(seconds[column, row])
                if _is_driven(located[number].order, None):
                    settled = _settle(located[number], hub, hubs, points)
                    near = snaps.distance_m[row] <= SNAP_LIMIT_M
                    if not near or not any(
                        _could(v, settled, hub, drive_s, opened[row]) for v in fleet
                    ):
                        continue
                costs[number, column] = min(costs[number, column], drive_s)
    return costs


def _could(vehicle: Vehicle, item: HubOrder, hub: Hub, drive_s: int, opened: Spells) -> bool:
    """Whether the vehicle, with nothing else to do, could carry the order there in time.

    `opened` is when the street is open to its kind.
    """
    order = item.order
    if not vehicle.could_carry(order.weight_g, order.volume_ml, order.requires):
        return False
    loaded_s = max(hub.opens_s, vehicle.shift_start_s, item.ready_s) + hub.loading_s
    begin_s = max(loaded_s + drive_s, item.window_start_s)
    busy_s = vehicle.setup_s + order.service_s
    spells = ((max(begin_s, opens_s), closes_s) for opens_s, closes_s in opened)
    start_s = next((start_s for start_s, by_s in spells if start_s + busy_s <= by_s), None)
    return (
        loaded_s <= hub.closes_s
        and start_s is not None
        and start_s <= item.window_end_s
        and start_s + busy_s + drive_s <= vehicle.shift_end_s
    )


def _capacities(
    located: Sequence[LocatedOrder],
    fixed: Sequence[str | None],
    intake: Intake,
    drives: NDArray[np.int64],
) -> NDArray[np.int64]:
    """How many more orders each hub's fleet can deliver today, an estimate, shape (hubs,)."""
    driven = [
        number
        for number, (item, hub_id) in enumerate(zip(located, fixed, strict=True))
        if _is_driven(item.order, hub_id)
    ]
    if not driven:
        return np.zeros(len(intake.hubs), np.int64)
    orders = [located[number].order for number in driven]
    hop_s = float(median(drives[driven].min(axis=1))) / 2
    service_s = fmean(order.service_s for order in orders)
    weight_g = fmean(order.weight_g for order in orders)
    volume_ml = fmean(order.volume_ml for order in orders)
    room: Counter[str] = Counter()
    for vehicle in intake.vehicles:
        seconds = vehicle.shift_end_s - vehicle.shift_start_s
        trips = vehicle.max_trips or max(1, seconds // (3600 * _HOURS_A_TRIP))
        a_trip = [
            limit / of_one
            for limit, of_one in (
                (vehicle.weight_g, weight_g),
                (vehicle.volume_ml, volume_ml),
                (vehicle.max_stops, 1.0),
            )
            if limit is not None and of_one > 0
        ]
        in_time = _BUSY * seconds / max(1.0, hop_s + service_s + vehicle.setup_s)
        room[vehicle.hub_id] += int(min(in_time, trips * min(a_trip, default=in_time)))
    taken = Counter(fixed[number] for number in driven)
    return np.array([max(0, room[hub.hub_id] - taken[hub.hub_id]) for hub in intake.hubs], np.int64)


def _settle(
    item: LocatedOrder,
    hub: Hub,
    hubs: Mapping[str, Hub],
    points: Mapping[str, CollectionPoint],
) -> HubOrder:
    """The order's times at its hub, with docs/words.md's defaults for what it leaves empty."""
    order = item.order
    ready_s = order.ready_s
    if ready_s is None:
        ready_s = max(hub.opens_s, order.placed_s if order.placed_s is not None else hub.opens_s)
    collected = order.channel is Channel.CLICK_AND_COLLECT
    driven_to = order.collect_at if collected and order.collect_at != hub.hub_id else None
    goal: Hub | CollectionPoint = hub
    if driven_to is not None:
        goal = hubs[driven_to] if driven_to in hubs else points[driven_to]
    start_s, end_s = order.window_start_s, order.window_end_s
    return HubOrder(
        order=order,
        hub_id=hub.hub_id,
        place=None if collected and driven_to is None else item.place,
        point_id=driven_to,
        window_start_s=goal.opens_s if start_s is None else start_s,
        window_end_s=goal.closes_s if end_s is None else end_s,
        ready_s=ready_s,
    )


def by_hub(orders: Iterable[HubOrder]) -> dict[str, tuple[HubOrder, ...]]:
    """The orders of each hub that has any."""
    ranked = sorted(orders, key=lambda item: item.hub_id)
    return {hub_id: tuple(group) for hub_id, group in groupby(ranked, lambda item: item.hub_id)}
