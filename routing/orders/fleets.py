"""What hubs' vehicles cost and can do, as far as that is known before routes are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

import numpy as np

from routing.orders.options import is_driven

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.fleet.model import Vehicle
    from routing.orders.drives import Drives
    from routing.orders.intake import Intake
    from routing.orders.options import Options
    from routing.orders.workload import Slots

_BUSY = 0.6
"""The share of a shift spent at doors and between them; the rest is loading, the way, waiting."""

_ON_THE_WAY = 0.65
"""The share of a shift that estimated work fills.

Of 0.65 to 0.85 it left the fewest orders without a place, at the least cost, on days when one hub
was short of vehicles; on even days all of these gave the same hubs (`benchmarks.hub_choice`).
"""

_HOURS_A_TRIP = 2
"""How long a trip is taken to last where only capacities, and no trips, are given."""

NO_LIMIT = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one kind of vehicle of a hub costs and does, on average."""

    eur_per_h: float
    eur_per_km: float
    setup_s: float
    stops_a_trip: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanOrder:
    """What orders take on average; nothing where there are none."""

    weight_g: float = 0.0
    volume_ml: float = 0.0
    service_s: float = 0.0

    @classmethod
    def of(cls, driven: Sequence[Options]) -> MeanOrder:
        """Of these."""
        if not driven:
            return cls()
        return cls(
            weight_g=fmean(one.order.weight_g for one in driven),
            volume_ml=fmean(one.order.volume_ml for one in driven),
            service_s=fmean(one.order.service_s for one in driven),
        )


def terms_of(fleet: Sequence[Vehicle], usual: MeanOrder) -> Terms:
    """The means of some vehicles, with trips of such orders; there is one vehicle at least.

    A trip ends when the vehicle is full, has made its stops, or two hours are over.
    """
    stops = [
        min(_loads(own, usual), _HOURS_A_TRIP * 3600 / max(60.0, usual.service_s + own.setup_s))
        for own in fleet
    ]
    return Terms(
        eur_per_h=fmean(own.rates.eur_per_h for own in fleet),
        eur_per_km=fmean(own.rates.eur_per_km for own in fleet),
        setup_s=fmean(own.setup_s for own in fleet),
        stops_a_trip=max(1.0, fmean(stops)),
    )


def _loads(own: Vehicle, usual: MeanOrder) -> float:
    """How many such orders a vehicle can load at once, on average."""
    limits = (
        (own.weight_g, usual.weight_g),
        (own.volume_ml, usual.volume_ml),
        (own.max_stops, 1.0),
    )
    rooms = [limit / of_one for limit, of_one in limits if limit is not None and of_one > 0]
    return min(rooms, default=float(NO_LIMIT))


def most_stops(intake: Intake) -> NDArray[np.int64]:
    """How many stops each hub's fleet makes at the most, by its trips and their stops, (hubs,)."""
    most: Counter[str] = Counter()
    for own in intake.vehicles:
        limited = own.max_trips is not None and own.max_stops is not None
        most[own.hub_id] += (own.max_trips or 0) * (own.max_stops or 0) if limited else NO_LIMIT
    return np.array([min(most[hub.hub_id], NO_LIMIT) for hub in intake.hubs], np.int64)


def rooms_s(intake: Intake, slots: Slots) -> NDArray[np.int64]:
    """Seconds that each hub's vehicles can be out in each half-hour, (hubs, slots)."""
    rooms = np.zeros((len(intake.hubs), slots.count), np.float64)
    columns = {hub.hub_id: column for column, hub in enumerate(intake.hubs)}
    for own in intake.vehicles:
        shift_s = own.shift_end_s - own.shift_start_s
        rest_s = 0 if own.rest is None or own.rest.longest_work_s else own.rest.duration_s
        share = _ON_THE_WAY * max(0.0, 1 - rest_s / max(1, shift_s))
        overlap_s = np.array(slots.overlap_s(own.shift_start_s, own.shift_end_s))
        rooms[columns[own.hub_id]] += share * overlap_s
    return rooms.astype(np.int64)


def capacities(options: Sequence[Options], intake: Intake, drives: Drives) -> NDArray[np.int64]:
    """How many more orders each hub's fleet can deliver in the whole day, a guess, (hubs,).

    Those that name the hub are taken off.
    """
    hub_ids = [hub.hub_id for hub in intake.hubs]
    homes = {
        row: hub_ids[column]
        for row, one in enumerate(options)
        if not one.is_free
        for column in one.at
    }
    driven = [row for row, one in enumerate(options) if is_driven(one.order, homes.get(row))]
    if not driven:
        return np.zeros(len(hub_ids), np.int64)
    usual = MeanOrder.of([options[row] for row in driven])
    hop_s = float(median(drives.duration_s[driven].min(axis=1))) / 2
    room: Counter[str] = Counter()
    for own in intake.vehicles:
        seconds = own.shift_end_s - own.shift_start_s
        trips = own.max_trips or max(1, seconds // (3600 * _HOURS_A_TRIP))
        in_time = _BUSY * seconds / max(1.0, hop_s + usual.service_s + own.setup_s)
        room[own.hub_id] += int(min(in_time, trips * _loads(own, usual)))
    taken = Counter(homes[row] for row in driven if row in homes)
    return np.array([max(0, room[hub_id] - taken[hub_id]) for hub_id in hub_ids], np.int64)
