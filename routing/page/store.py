"""The store's side on the page: who picks what, who loads when, what is at risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exports.wording import counted, picking_won
from routing.page.figures import euros, hours
from routing.plan.loadings import loadings_of
from routing.plan.promises import at_risk, whole_minutes
from routing.plan.store_figures import hub_figures
from routing.plan.waves import waves_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.clock import Clock
    from routing.plan.model import HubPlan, PickerDay, Plan
    from routing.plan.store_figures import PickingHour
    from routing.plan.waves import Wave, WaveOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """An order as it is picked; `spare_min` is empty where it is for nothing that is planned."""

    start: str
    ready: str
    order_id: str
    lines: int
    goal: str
    needed: str
    spare_min: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerLines:
    """One shift of a picker."""

    picker_id: str
    facts: str
    picks: tuple[PickLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLine:
    """An hour of picking; the percents are of the fullest hour's paid time, for its bar."""

    start: str
    paid: str
    picking: str
    idle: str
    picking_percent: int
    idle_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadingLine:
    """A trip at its bay."""

    start: str
    end: str
    bay: int
    trip_id: str
    vehicle_id: str
    orders: int
    leaves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreDay:
    """What a hub's people do; without pickers where picking is not planned."""

    pickers: tuple[PickerLines, ...]
    facts: str
    won: str
    hours: tuple[HourLine, ...]
    loadings: tuple[LoadingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLine:
    """A promise with few minutes to spare."""

    order_id: str
    promised: str
    planned: str
    by: str
    spare_min: int


def store_day(hub: HubPlan, clock: Clock) -> StoreDay:
    """What a hub's people do."""
    goals = {order.order_id: (wave, order) for wave in waves_of(hub) for order in wave.orders}
    shifts = hub.picking.pickers if hub.picking else ()
    picking = hub_figures(hub, clock).picking
    facts = ""
    if picking is not None:
        share = picking.share_in_time
        in_time = "" if share is None else f" · {share:.1%} ready in time"
        facts = (
            f"{counted(picking.orders, 'order')} · {counted(picking.lines, 'line')} ·"
            f" {hours(picking.picking_s)} h picking · {hours(picking.idle_s)} h idle{in_time}"
        )
    return StoreDay(
        pickers=tuple(_picker(shift, goals, clock) for shift in shifts),
        facts=facts,
        won=picking_won(hub),
        hours=_hours(picking.hours if picking else (), clock),
        loadings=tuple(
            LoadingLine(
                start=clock.wall(one.start_s),
                end=clock.wall(one.end_s),
                bay=one.bay,
                trip_id=one.trip.trip_id,
                vehicle_id=one.route.vehicle_id,
                orders=sum(len(stop.order_ids) for stop in one.trip.stops),
                leaves=clock.wall(one.trip.depart_s),
            )
            for one in loadings_of(hub)
        ),
    )


def _picker(
    shift: PickerDay, goals: Mapping[str, tuple[Wave, WaveOrder]], clock: Clock
) -> PickerLines:
    span = f"{clock.wall(shift.shift_start_s)}-{clock.wall(shift.shift_end_s)}"
    lines = sum(pick.lines for pick in shift.picks)
    picks = []
    for pick in shift.picks:
        wave, order = goals.get(pick.order_id, (None, None))
        spare_s = None if order is None else order.spare_s
        picks.append(
            PickLine(
                start=clock.wall(pick.start_s),
                ready=clock.wall(pick.ready_s),
                order_id=pick.order_id,
                lines=pick.lines,
                goal="" if wave is None else _goal(wave),
                needed="" if order is None else clock.wall(order.ready_by_s),
                spare_min="" if spare_s is None else str(whole_minutes(spare_s)),
                is_late=spare_s is not None and spare_s < 0,
            )
        )
    return PickerLines(
        picker_id=shift.picker_id,
        facts=f"{span} · {counted(len(picks), 'order')} · {counted(lines, 'line')} ·"
        f" €{euros(shift.cost_cents)}",
        picks=tuple(picks),
    )


def _goal(wave: Wave) -> str:
    return "collected" if wave.loading is None else wave.loading.trip.trip_id


def _hours(own: tuple[PickingHour, ...], clock: Clock) -> tuple[HourLine, ...]:
    most_s = max((hour.picking_s + hour.idle_s for hour in own), default=0) or 1
    return tuple(
        HourLine(
            start=clock.wall(hour.start_s),
            paid=hours(hour.paid_s),
            picking=hours(hour.picking_s),
            idle=hours(hour.idle_s),
            picking_percent=round(100 * hour.picking_s / most_s),
            idle_percent=round(100 * hour.idle_s / most_s),
        )
        for hour in own
    )


def risks_of(plan: Plan) -> tuple[RiskLine, ...]:
    """The promises at risk, the first due first."""
    clock, names = plan.clock, plan.place_names
    return tuple(
        RiskLine(
            order_id=one.order_id,
            promised=clock.wall(one.due_s),
            planned=clock.wall(one.kept_s),
            by=f"{names[one.hub_id]}, collected there"
            if one.vehicle_id is None
            else f"{one.vehicle_id}{_dropped(one.point_id, names)}",
            spare_min=whole_minutes(one.spare_s),
        )
        for one in at_risk(plan)
    )


def _dropped(point_id: str | None, names: Mapping[str, str]) -> str:
    return "" if point_id is None else f" → {names.get(point_id, point_id)}"
