"""The plan: plain data. Exports, the page, the store and the checker read nothing else.

Times are seconds from the day's midnight; `routing.plan.document` writes them as local times.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from routing.clock import Clock

if TYPE_CHECKING:
    from routing.orders.model import HubChoice, Rejection, Unassigned


STRANDED = "It is on board of a vehicle that cannot drive any more."
"""Why a stop failed that was never tried: it is ahead again when the vehicle is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One place on a trip, with one or more orders.

    `service_s` is the time that handing over takes, without the vehicle's `setup_s`;
    ``leave_s = start_s + setup_s + service_s``. `lat, lon` is the customer's place; `road_lat,
    road_lon` the point on the street where the leg ends. `leg_s`, `leg_m` and `shape` (encoded
    polyline, precision 5) are the drive that leads here; of a drive that is under way, `held_up_s`
    is how much of `leg_s` it takes longer than the streets do. `requires` are the skills that its
    orders ask for, in alphabetical order. Where the street is open to the vehicle at hours only,
    the stop lies between `street_opens_s` and `street_closes_s`, either of which may be None.
    `surcharge_cents` is what its customers pay for their zones, all together. `reason` says why
    handing over failed.
    """

    order_ids: tuple[str, ...]
    lat: float
    lon: float
    road_lat: float
    road_lon: float
    located: str
    accuracy_m: int
    arrive_s: int
    start_s: int
    leave_s: int
    window_start_s: int
    window_end_s: int
    setup_s: int
    service_s: int
    leg_s: int
    leg_m: int
    shape: str
    held_up_s: int = 0
    late_s: int = 0
    lines: int = 0
    requires: tuple[str, ...] = ()
    point_id: str | None = None
    status: str = "planned"
    locked: bool = False
    street_opens_s: int | None = None
    street_closes_s: int | None = None
    surcharge_cents: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """From leaving the hub to returning.

    `status` is ``planned``; ``closed``, nothing may be added or taken off any more; ``loading``,
    ``loaded``, ``departed`` or ``returned``. What is on it stays with its vehicle from ``closed``
    on.
    """

    trip_id: str
    loading_s: int
    depart_s: int
    return_s: int
    weight_g: int
    volume_ml: int
    stops: tuple[Stop, ...]
    return_leg_s: int
    return_leg_m: int
    return_shape: str
    status: str = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A break, as it is planned."""

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A vehicle's whole day; without trips it stays at the hub and costs nothing.

    Of `cost_cents`, `vehicle_cents` are for the vehicle, whatever it drives; ``None`` in plans that
    do not say.
    """

    vehicle_id: str
    driver_id: str | None
    kind: str
    trips: tuple[Trip, ...] = ()
    breaks: tuple[Rest, ...] = ()
    distance_m: int = 0
    driving_s: int = 0
    service_s: int = 0
    waiting_s: int = 0
    cost_cents: int = 0
    vehicle_cents: int | None = None
    co2_g: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A click-and-collect order that its customer collects where it is prepared.

    `status` is ``planned``, ``ready`` or ``done``.
    """

    order_id: str
    ready_s: int
    window_end_s: int
    late_s: int = 0
    status: str = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """An order as it is picked; it is ready when that is done.

    `status` is ``planned``, ``begun`` or ``done``.
    """

    order_id: str
    start_s: int
    ready_s: int
    lines: int
    status: str = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerDay:
    """One shift of a picker, paid from its start to its end, with what is picked in it, in order.

    A picker with two shifts is there twice.
    """

    picker_id: str
    shift_start_s: int
    shift_end_s: int
    lines_per_hour: float
    cost_cents: int
    picks: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HubPicking:
    """Who picks what, where the hub's pickers are known.

    Of the orders that are collected there, `late_at_least` could not have been ready in time
    whatever was done first, as has been proved; `late_by_arrival` would be late if orders were
    picked as they come in.
    """

    pickers: tuple[PickerDay, ...]
    late_at_least: int = 0
    late_by_arrival: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HubPlan:
    """One hub's day; without `picking` orders are ready by themselves."""

    hub_id: str
    name: str
    lat: float
    lon: float
    routes: tuple[Route, ...]
    collections: tuple[Collection, ...]
    picking: HubPicking | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A locker or partner shop where orders may be left for collection."""

    point_id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """An order that somebody called off."""

    order_id: str
    at_s: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStamp:
    """What searched: enough to search again."""

    name: str
    version: str
    seed: int
    time_limit_s: float | None = None
    max_iterations: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStamp:
    """Which map the legs were driven on."""

    name: str
    sha256: str
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Key figures. `delivered` to `cancelled` are disjoint and sum to `orders`, the input rows.

    `cost_cents` is what routes cost, `picking_cents` the pickers' shifts; `surcharge_cents` is what
    customers pay for their zones.
    """

    orders: int
    delivered: int
    collected: int
    unassigned: int
    rejected: int
    cancelled: int
    late: int
    vehicles: int
    distance_m: int
    driving_s: int
    cost_cents: int
    co2_g: int
    picking_cents: int = 0
    surcharge_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All hubs' routes, and every order that has none, each with its reason.

    `changes` are the streets that were blocked or slowed for this plan alone, as
    `routing.roads.on_day` takes them. `events` is how many reports had come in when it was made,
    ``None`` where it did not look at them. `choices` say why an order that named no hub is where it
    is.
    """

    plan_id: str
    version: int
    based_on: str | None
    status: str
    day: str
    day_folder: str
    timezone: str
    created_at: str
    now_s: int | None
    engine: EngineStamp
    map: MapStamp
    hubs: tuple[HubPlan, ...]
    unassigned: tuple[Unassigned, ...]
    rejected: tuple[Rejection, ...]
    totals: Totals
    changes: tuple[str, ...] = field(default=())
    points: tuple[Point, ...] = field(default=())
    cancelled: tuple[Cancelled, ...] = field(default=())
    events: int | None = None
    choices: tuple[HubChoice, ...] = field(default=())

    @property
    def clock(self) -> Clock:
        """What turns the plan's seconds into local times."""
        return Clock(date.fromisoformat(self.day), self.timezone)

    @property
    def place_names(self) -> dict[str, str]:
        """Names of hubs and collection points by their ids."""
        points = {point.point_id: point.name for point in self.points}
        return points | {hub.hub_id: hub.name for hub in self.hubs}
