"""One order alone, by every second: what no reason for leaving it out may contradict.

Written from docs/words.md and the map's own drives; it knows nothing of `routing.problem`. A
vehicle with nothing else to do makes one trip with one stop. Its service may begin at so many
seconds of the day, and its departure may fall into so many periods of the traffic: each is tried.
In one period the latest departure is the best: it loads later, drives as long and as far, and
arrives later only where that is in time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import event

from maps.conditional import HORIZON_S
from routing.day.model import PickingSettings
from routing.orders.model import Channel
from routing.orders.refusal import REFUSAL_CODES
from routing.plan.reasons import NO_ROOM, UNASSIGNED_CODES
from routing.plan.unpicked import PICKERS_FULL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from maps.city import City
    from routing.fleet.model import Break, CollectionPoint, Hub, PickerShift, Vehicle, Zone
    from routing.orders.model import Order, Unassigned
    from routing.plan.model import Plan
    from routing.reading import Morning

    Seconds = NDArray[np.int64]
    Flags = NDArray[np.bool_]

LOST_TO_OTHERS = frozenset({NO_ROOM, PICKERS_FULL})
"""The codes of orders that a vehicle could serve if it had nothing else to do."""

IMPOSSIBLE = UNASSIGNED_CODES.keys() - LOST_TO_OTHERS - REFUSAL_CODES.keys()
"""The codes of orders that no vehicle of their hub could serve even alone."""

_SNAP_LIMIT_M = 150.0
_FOREVER_S = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One order that has to be driven from a hub.

    Attributes
    ----------
    at
        Latitude and longitude of where it goes.
    goal
        Where it is handed over for collection; ``None`` for the door.
    most_late_s
        So long after its window's end a same-day order may begin.
    pickers
        Those who have yet to pick it; ``None`` where it is ready by itself.
    picking
        What the day says of picking.
    zones
        Those of the hub, if it has any and delivers the order to a door.
    """

    hub: Hub
    order: Order
    at: tuple[float, float]
    goal: Hub | CollectionPoint | None
    most_late_s: int = 0
    pickers: Sequence[PickerShift] | None = None
    picking: PickingSettings = field(default_factory=PickingSettings)
    zones: Sequence[Zone] = ()

    @property
    def ready_s(self) -> int:
        """When picking is done, if nothing else has to be picked."""
        if self.order.ready_s is not None:
            return self.order.ready_s
        if self.pickers is not None:
            return min(self._picked_s(), default=_FOREVER_S)
        return max(self.hub.opens_s, self.order.placed_s or self.hub.opens_s)

    def _picked_s(self) -> Iterator[int]:
        lines = self.picking.lines if self.order.lines is None else self.order.lines
        for shift in self.pickers or ():
            needed_s = self.picking.order_s + ceil(lines * 3600 / shift.lines_per_hour)
            done_s = max(shift.start_s, self.order.placed_s or -_FOREVER_S) + max(1, needed_s)
            if done_s <= shift.end_s:
                yield done_s

    @property
    def service_s(self) -> int:
        """Seconds at the door, or of the place that takes it."""
        return self.order.service_s if self.goal is None else self.goal.service_s

    def starts(self, busy_s: int) -> Seconds:
        """Every second at which its service may begin, however late a drop is then."""
        if self.goal is not None:
            return np.arange(self.goal.opens_s, self.goal.closes_s - busy_s + 1)
        order, late_s = self.order, self.most_late_s
        first_s = self.hub.opens_s if order.window_start_s is None else order.window_start_s
        last_s = self.hub.closes_s if order.window_end_s is None else order.window_end_s
        first_s, last_s = self._in_zone(first_s, last_s)
        return np.arange(first_s, last_s + late_s + 1)

    def _in_zone(self, first_s: int, last_s: int) -> tuple[int, int]:
        """What is left of a window in the zone that leaves most of it, and then is cheapest."""
        lat, lon = self.at
        spans = [
            (start_s - end_s, zone.surcharge_cents, start_s, end_s)
            for zone in self.zones
            if zone.area.intersects(shapely.Point(lon, lat))
            for start_s in [max(first_s, -_FOREVER_S if zone.opens_s is None else zone.opens_s)]
            for end_s in [min(last_s, _FOREVER_S if zone.closes_s is None else zone.closes_s)]
        ]
        return min(spans)[2:] if spans else (first_s, last_s)


@dataclass(frozen=True, slots=True)
class _Way:
    """There and back: each period's beginning, and its seconds and metres."""

    begins_s: Seconds
    out_s: Seconds
    out_m: Seconds
    back_s: Seconds
    back_m: Seconds
    open_spells: Sequence[tuple[int, int]]


def is_driven(order: Order, hub_id: str) -> bool:
    """Whether an order that a hub prepares takes a vehicle."""
    return order.channel is Channel.SAME_DAY or order.collect_at not in {None, hub_id}


def could_load(vehicle: Vehicle, order: Order) -> bool:
    """Whether it has the skills and, empty, the room."""
    return (
        order.requires <= vehicle.skills
        and order.weight_g <= (vehicle.weight_g or _FOREVER_S)
        and order.volume_ml <= (vehicle.volume_ml or _FOREVER_S)
    )


def may_come(errand: Errand, vehicle: Vehicle, city: City) -> bool:
    """Whether a street near its place is open to the vehicle while it may be served."""
    way = _way(errand, vehicle.kind, city)
    busy_s = vehicle.setup_s + errand.service_s
    return way is not None and len(_open(errand.starts(busy_s), busy_s, way)) > 0


def could_serve(errand: Errand, vehicle: Vehicle, city: City, *, however_far: bool = False) -> bool:
    """Whether the vehicle, with nothing else to do, can keep every rule and serve it.

    `however_far` takes no notice of the kilometres that it may drive.
    """
    if not could_load(vehicle, errand.order):
        return False
    way = _way(errand, vehicle.kind, city)
    if way is None:
        return False
    busy_s = vehicle.setup_s + errand.service_s
    starts_s = _open(errand.starts(busy_s), busy_s, way)
    most_m = _FOREVER_S if however_far else vehicle.max_distance_m or _FOREVER_S
    return any(
        _keeps(errand, vehicle, way, period, starts_s, most_m=most_m, resting=resting).any()
        for period in range(len(way.begins_s))
        for resting in (False, True)
        if not resting or vehicle.rest
    )


def _way(errand: Errand, kind: str, city: City) -> _Way | None:
    """The drives of a kind of vehicle; ``None`` where it cannot come near."""
    travel = city.travel_times(kind)
    lat, lon = np.array([(errand.hub.lat, errand.hub.lon), errand.at]).T
    points = travel.snap(lat, lon)
    if points.distance_m[1] > _SNAP_LIMIT_M:
        return None
    periods = travel.periods_s
    here, there = points.take([0] * len(periods)), points.take([1] * len(periods))
    out = travel.legs(here, there, at_s=periods)
    back = travel.legs(there, here, at_s=periods)
    return _Way(
        np.array(periods),
        np.array([leg.duration_s for leg in out]),
        np.array([leg.distance_m for leg in out]),
        np.array([leg.duration_s for leg in back]),
        np.array([leg.distance_m for leg in back]),
        travel.open_spells(points)[1],
    )


def _open(starts_s: Seconds, busy_s: int, way: _Way) -> Seconds:
    """Those from which on the street stays open until the vehicle leaves."""
    kept = np.zeros(len(starts_s), dtype=np.bool_)
    for opens_s, closes_s in way.open_spells:
        since_s = opens_s if opens_s > 0 else -_FOREVER_S
        until_s = closes_s if closes_s < HORIZON_S else _FOREVER_S
        kept |= (starts_s >= since_s) & (starts_s + busy_s <= until_s)
    return starts_s[kept]


def _keeps(
    errand: Errand,
    vehicle: Vehicle,
    way: _Way,
    period: int,
    starts_s: Seconds,
    *,
    most_m: int,
    resting: bool,
) -> Flags:
    """For each start of service, whether a departure in the period keeps every rule."""
    hub, rest = errand.hub, vehicle.rest
    first_s = max(vehicle.shift_start_s, hub.opens_s, errand.ready_s)
    begin_s = way.begins_s[period] if period else -_FOREVER_S
    end_s = way.begins_s[period + 1] - 1 if period + 1 < len(way.begins_s) else _FOREVER_S

    leave_s = starts_s + vehicle.setup_s + errand.service_s
    homeward = np.maximum(np.searchsorted(way.begins_s, leave_s, side="right") - 1, 0)
    return_s = leave_s + way.back_s[homeward]
    far_m = way.out_m[period] + way.back_m[homeward]

    arrive_by_s = _rest_by(starts_s, rest) if resting and rest else starts_s
    kept = np.zeros(len(starts_s), dtype=np.bool_)
    latest_s = np.minimum(arrive_by_s - way.out_s[period], end_s)
    # Who leaves long after the hub has closed was loaded before, and works while it waits.
    for depart_s in (latest_s, np.minimum(latest_s, hub.closes_s)):
        loading_s = np.minimum(depart_s, hub.closes_s) - hub.loading_s
        good = (loading_s >= first_s) & (depart_s >= begin_s)
        good &= (return_s <= vehicle.shift_end_s) & (far_m <= most_m)
        if rest and resting:
            arrive_s = depart_s + way.out_s[period]
            good &= _rests(rest, loading_s, arrive_s, starts_s, return_s)
        elif rest:
            good &= ~_is_due(rest, loading_s, return_s)
        kept |= good
    return kept


def _rest_by(starts_s: Seconds, rest: Break) -> Seconds:
    """When the break has to begin."""
    return np.minimum(starts_s, rest.latest_s) - rest.duration_s


def _is_due(rest: Break, loading_s: Seconds, return_s: Seconds) -> Flags:
    if rest.longest_work_s is not None:
        return return_s - loading_s > rest.longest_work_s
    before_s = rest.earliest_s + rest.duration_s
    return (loading_s < before_s) & (return_s > rest.latest_s - rest.duration_s)


def _rests(
    rest: Break, loading_s: Seconds, arrive_s: Seconds, starts_s: Seconds, return_s: Seconds
) -> Flags:
    """Whether the break fits between arriving and serving, within every bound."""
    longest_s = _FOREVER_S if rest.longest_work_s is None else rest.longest_work_s
    earliest_s = np.maximum(arrive_s, rest.earliest_s)
    earliest_s = np.maximum(earliest_s, return_s - longest_s - rest.duration_s)
    latest_s = np.minimum(_rest_by(starts_s, rest), loading_s + longest_s)
    return earliest_s <= latest_s


def claims(errand: Errand, fleet: Sequence[Vehicle], city: City) -> Iterator[tuple[str, bool]]:
    """Each reason's code, and whether what it says of the order is true."""
    able = [vehicle for vehicle in fleet if errand.order.requires <= vehicle.skills]
    strong = [v for v in able if errand.order.weight_g <= (v.weight_g or _FOREVER_S)]
    fitting = [vehicle for vehicle in fleet if could_load(vehicle, errand.order)]
    in_time = [could_serve(errand, v, city, however_far=True) for v in fitting]
    yield "NO-VEHICLE", not fleet
    yield "SKILL-MISSING", not able
    yield "TOO-HEAVY", not strong
    yield "TOO-LARGE", not fitting
    yield "NO-ACCESS", not any(may_come(errand, vehicle, city) for vehicle in fitting)
    yield "WINDOW-UNREACHABLE", not any(in_time)
    yield "TOO-FAR-TO-DRIVE", any(in_time)


def no_reason_is_false(morning: Morning, plan: Plan) -> None:
    """What is said to be impossible is, even alone; what others took the room of is possible."""
    for item in plan.unassigned:
        event(item.code)
        # What was refused before any route is the checker's to go through.
        if item.code in REFUSAL_CODES or _is_only_picked(item, morning):
            continue
        assert item.code in IMPOSSIBLE | LOST_TO_OTHERS
        errand = errand_of(item, morning)
        fleet = [v for v in morning.where.usable.vehicles if v.hub_id == item.hub_id]
        able = [v.vehicle_id for v in fleet if could_serve(errand, v, morning.city)]
        assert bool(able) == (item.code in LOST_TO_OTHERS), f"{item}; alone it could go with {able}"
        assert dict(claims(errand, fleet, morning.city)).get(item.code, True), item


def _is_only_picked(item: Unassigned, morning: Morning) -> bool:
    """Whether nobody has to drive it."""
    orders = {one.order.order_id: one.order for one in morning.where.located}
    return not is_driven(orders[item.order_id], str(item.hub_id))


def errand_of(item: Unassigned, morning: Morning) -> Errand:
    """What there is to drive for an order that has no stop."""
    usable = morning.where.usable
    hubs: dict[str, Hub] = {hub.hub_id: hub for hub in usable.hubs}
    assert item.hub_id is not None
    (located,) = (one for one in morning.where.located if one.order.order_id == item.order_id)
    order = located.order
    assert is_driven(order, item.hub_id)
    assert located.place is not None
    goals: dict[str, Hub | CollectionPoint] = {**hubs}
    goals |= {point.point_id: point for point in usable.points}
    return Errand(
        hub=hubs[item.hub_id],
        order=order,
        at=(located.place.lat, located.place.lon),
        goal=None if order.collect_at is None else goals[order.collect_at],
        most_late_s=morning.day.lateness.most_s,
        pickers=(
            [shift for shift in usable.pickers if shift.hub_id == item.hub_id]
            if item.hub_id in usable.picking_hubs
            else None
        ),
        picking=morning.day.picking,
        zones=[zone for zone in usable.zones if zone.hub_id == item.hub_id],
    )
