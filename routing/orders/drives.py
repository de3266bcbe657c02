"""The ways from hubs to orders, and which vehicles could make them in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.orders.locating import SNAP_LIMIT_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.conditional import Spells
    from routing.fleet.model import Hub, Vehicle
    from routing.orders.intake import Intake
    from routing.orders.locating import CityView
    from routing.orders.model import HubOrder
    from routing.orders.options import Options

NOBODY = -1
"""Stands for a kind where no vehicle could."""

_FARTHEST_S, _FARTHEST_M = 24 * 3600, 1_000_000
"""Where there is no way."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drives:
    """Ways from hubs to orders' places, each of shape (orders, hubs); 0 without a place.

    Attributes
    ----------
    duration_s, distance_m
        By the quickest kind of vehicle that could deliver the order from there in time, with
        nothing else to do. Where none could, and where nobody has to drive, by the quickest of all
        the day's kinds.
    kind
        Which kind that is, its place in `kinds`; `NOBODY` where none could or has to.
    """

    kinds: tuple[str, ...]
    duration_s: NDArray[np.int64]
    distance_m: NDArray[np.int64]
    kind: NDArray[np.int64]


def measure(options: Sequence[Options], intake: Intake, city: CityView) -> Drives:
    """Measure the ways from all hubs to orders."""
    shape = (len(options), len(intake.hubs))
    kinds = tuple(sorted({vehicle.kind for vehicle in intake.vehicles})) or ("van",)
    any_s, any_m = np.full(shape, _FARTHEST_S, np.int64), np.full(shape, _FARTHEST_M, np.int64)
    able_s, able_m = any_s.copy(), any_m.copy()
    able = np.full(shape, NOBODY, np.int64)
    rows = [row for row, one in enumerate(options) if one.item.place]
    nowhere = sorted(set(range(len(options))) - set(rows))
    any_s[nowhere] = any_m[nowhere] = 0
    if rows:
        lat, lon = np.array([(p.lat, p.lon) for row in rows if (p := options[row].item.place)]).T
        hub_lat, hub_lon = np.array([(hub.lat, hub.lon) for hub in intake.hubs]).T
        for number, kind in enumerate(kinds):
            travel = city.travel_times(kind)
            snaps = travel.snap(lat, lon)
            table = travel.table(travel.snap(hub_lat, hub_lon), snaps)
            seconds = np.minimum(table.duration_s.T.astype(np.int64), _FARTHEST_S)
            metres = np.minimum(table.distance_m.T.astype(np.int64), _FARTHEST_M)
            quicker = seconds < any_s[rows]
            any_s[rows] = np.where(quicker, seconds, any_s[rows])
            any_m[rows] = np.where(quicker, metres, any_m[rows])
            fleets = [
                (hub, [v for v in intake.vehicles if v.hub_id == hub.hub_id and v.kind == kind])
                for hub in intake.hubs
            ]
            could = _could_all(options, rows, fleets, seconds, travel.open_spells(snaps))
            could &= (snaps.distance_m <= SNAP_LIMIT_M)[:, None] & (seconds < able_s[rows])
            able_s[rows] = np.where(could, seconds, able_s[rows])
            able_m[rows] = np.where(could, metres, able_m[rows])
            able[rows] = np.where(could, number, able[rows])
    return Drives(
        kinds=kinds,
        duration_s=np.where(able == NOBODY, any_s, able_s),
        distance_m=np.where(able == NOBODY, any_m, able_m),
        kind=able,
    )


def _could_all(
    options: Sequence[Options],
    rows: Sequence[int],
    fleets: Sequence[tuple[Hub, Sequence[Vehicle]]],
    seconds: NDArray[np.int64],
    opened: Sequence[Spells],
) -> NDArray[np.bool_]:
    """Whether any vehicle of these could deliver each order from each hub, in time and alone."""
    could = np.zeros(seconds.shape, np.bool_)
    for place, row in enumerate(rows):
        for column, option in options[row].at.items():
            if option.place is not None:
                hub, fleet = fleets[column]
                drive_s = int(seconds[place, column])
                could[place, column] = any(
                    _could(vehicle, option, hub, drive_s, opened[place]) for vehicle in fleet
                )
    return could


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
