"""`plan.json` as published: format ``tournee-plan/1`` of docs/plan.md.

Readers ignore what they do not know. There is no personal data in it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

FORMAT = "tournee-plan/1"


class _Part(BaseModel):
    """Whatever is not named here is ignored when read."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class StopPart(_Part):
    """One place on a trip."""

    order_ids: list[str]
    status: Literal["planned", "next", "arrived", "done", "failed"]
    point_id: str | None = None
    lat: float
    lon: float
    road_lat: float
    road_lon: float
    located: Literal["given", "exact", "interpolated", "street"]
    accuracy_m: int
    arrive_at: AwareDatetime
    start_at: AwareDatetime
    leave_at: AwareDatetime
    window_start: AwareDatetime
    window_end: AwareDatetime
    setup_s: int = 0
    service_s: int
    late_s: int
    lines: int
    requires: list[str] = []
    street_opens_at: AwareDatetime | None = None
    street_closes_at: AwareDatetime | None = None
    surcharge_eur: float = 0.0
    locked: bool
    reason: str = ""
    leg_s: int
    held_up_s: int = 0
    leg_m: int
    shape: str


class TripPart(_Part):
    """From leaving the hub to returning."""

    trip_id: str
    status: Literal["planned", "closed", "loading", "loaded", "departed", "returned"] = "planned"
    loading_at: AwareDatetime
    depart_at: AwareDatetime
    return_at: AwareDatetime
    weight_kg: float
    volume_l: float
    stops: list[StopPart]
    return_leg_s: int
    return_leg_m: int
    return_shape: str


class BreakPart(_Part):
    """A driver's rest."""

    start_at: AwareDatetime
    end_at: AwareDatetime


class RoutePart(_Part):
    """A vehicle's whole day."""

    vehicle_id: str
    driver_id: str | None
    kind: str
    trips: list[TripPart]
    breaks: list[BreakPart]
    distance_m: int
    driving_s: int
    service_s: int
    waiting_s: int
    cost_eur: float
    vehicle_eur: float | None = None
    co2_g: int


class CollectionPart(_Part):
    """An order that its customer collects where it is prepared."""

    order_id: str
    status: str
    ready_at: AwareDatetime
    window_end: AwareDatetime
    late_s: int


class PickPart(_Part):
    """An order as it is picked."""

    order_id: str
    status: Literal["planned", "begun", "done"] = "planned"
    start_at: AwareDatetime
    ready_at: AwareDatetime
    lines: int


class PickerPart(_Part):
    """One shift of a picker."""

    picker_id: str
    shift_start: AwareDatetime
    shift_end: AwareDatetime
    lines_per_hour: float
    cost_eur: float
    picks: list[PickPart]


class PickingPart(_Part):
    """Who picks what at a hub."""

    pickers: list[PickerPart]
    late_at_least: int
    late_by_arrival: int


class HubPart(_Part):
    """One hub's day."""

    hub_id: str
    name: str | None = None
    lat: float
    lon: float
    routes: list[RoutePart]
    collections: list[CollectionPart]
    picking: PickingPart | None = None


class PointPart(_Part):
    """A locker or partner shop."""

    point_id: str
    name: str
    lat: float
    lon: float


class UnassignedPart(_Part):
    """An order that today's hubs and fleet cannot serve."""

    order_id: str
    hub_id: str | None
    code: str
    reason: str
    suggestion: str


class RejectedPart(_Part):
    """A row that somebody has to mend."""

    order_id: str | None
    file: str
    line: int
    code: str
    message: str


class CancelledPart(_Part):
    """An order that was called off."""

    order_id: str
    at: AwareDatetime
    reason: str


class AlternativePart(_Part):
    """A hub that did not get an order."""

    hub_id: str
    cost_eur: float | None
    reason: str


class ChoicePart(_Part):
    """Why an order is prepared where it is."""

    order_id: str
    hub_id: str
    reason: str
    cost_eur: float | None
    alternatives: list[AlternativePart]


class EnginePart(_Part):
    """What searched."""

    name: str
    version: str
    seed: int
    time_limit_s: float | None = None
    max_iterations: int | None = None


class MapPart(_Part):
    """Which map."""

    name: str
    sha256: str
    date: str | None


class TotalsPart(_Part):
    """Key figures."""

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
    cost_eur: float
    co2_g: int
    picking_eur: float = 0.0
    surcharge_eur: float = 0.0


class PlanDocument(_Part):
    """A whole plan."""

    format: Literal["tournee-plan/1"]
    plan_id: str
    version: int
    based_on: str | None
    status: Literal["draft", "released"]
    day: str
    day_folder: str
    timezone: str
    created_at: AwareDatetime
    now: AwareDatetime | None
    events: int | None = None
    engine: EnginePart
    map: MapPart
    changes: list[str] = []
    hubs: list[HubPart]
    points: list[PointPart] = []
    unassigned: list[UnassignedPart]
    rejected: list[RejectedPart]
    cancelled: list[CancelledPart]
    choices: list[ChoicePart] = []
    totals: TotalsPart
