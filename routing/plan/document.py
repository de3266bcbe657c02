"""A plan as a JSON document, and back: local times with offsets, kilograms, litres, euros."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import pydantic_core
from pydantic import ValidationError

from routing.clock import Clock
from routing.errors import TourneeError
from routing.plan import model, schema
from routing.plan.reader import PlanReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from routing.orders.model import HubChoice

Document = dict[str, Any]


class PlanError(TourneeError):
    """A file is no plan that can be read."""


def to_document(plan: model.Plan) -> Document:
    """The plan as JSON values, keys in the order of docs/plan.md."""
    clock = plan.clock
    return {
        "format": schema.FORMAT,
        "plan_id": plan.plan_id,
        "version": plan.version,
        "based_on": plan.based_on,
        "status": plan.status,
        "day": plan.day,
        "day_folder": plan.day_folder,
        "timezone": plan.timezone,
        "created_at": plan.created_at,
        "now": None if plan.now_s is None else clock.iso(plan.now_s),
        "events": plan.events,
        "engine": asdict(plan.engine),
        "map": asdict(plan.map),
        "changes": list(plan.changes),
        "hubs": [_hub(hub, clock.iso) for hub in plan.hubs],
        "points": [asdict(point) for point in plan.points],
        "unassigned": [asdict(item) for item in plan.unassigned],
        "rejected": [asdict(item) for item in plan.rejected],
        "cancelled": [
            {"order_id": item.order_id, "at": clock.iso(item.at_s), "reason": item.reason}
            for item in plan.cancelled
        ],
        "choices": [_choice(choice) for choice in plan.choices],
        "totals": _euros(asdict(plan.totals)),
    }


def _hub(hub: model.HubPlan, iso: Callable[[int], str]) -> Document:
    return {
        "hub_id": hub.hub_id,
        "name": hub.name,
        "lat": hub.lat,
        "lon": hub.lon,
        "routes": [_route(route, iso) for route in hub.routes],
        "collections": [
            {
                "order_id": item.order_id,
                "status": item.status,
                "ready_at": iso(item.ready_s),
                "window_end": iso(item.window_end_s),
                "late_s": item.late_s,
            }
            for item in hub.collections
        ],
        "picking": None if hub.picking is None else _picking(hub.picking, iso),
    }


def _picking(picking: model.HubPicking, iso: Callable[[int], str]) -> Document:
    return {
        "late_at_least": picking.late_at_least,
        "late_by_arrival": picking.late_by_arrival,
        "pickers": [
            {
                "picker_id": shift.picker_id,
                "shift_start": iso(shift.shift_start_s),
                "shift_end": iso(shift.shift_end_s),
                "lines_per_hour": shift.lines_per_hour,
                "cost_eur": shift.cost_cents / 100,
                "picks": [
                    {
                        "order_id": pick.order_id,
                        "status": pick.status,
                        "start_at": iso(pick.start_s),
                        "ready_at": iso(pick.ready_s),
                        "lines": pick.lines,
                    }
                    for pick in shift.picks
                ],
            }
            for shift in picking.pickers
        ],
    }


def _route(route: model.Route, iso: Callable[[int], str]) -> Document:
    return {
        "vehicle_id": route.vehicle_id,
        "driver_id": route.driver_id,
        "kind": route.kind,
        "trips": [_trip(trip, iso) for trip in route.trips],
        "breaks": [
            {"start_at": iso(rest.start_s), "end_at": iso(rest.end_s)} for rest in route.breaks
        ],
        "distance_m": route.distance_m,
        "driving_s": route.driving_s,
        "service_s": route.service_s,
        "waiting_s": route.waiting_s,
        "cost_eur": route.cost_cents / 100,
        "vehicle_eur": None if route.vehicle_cents is None else route.vehicle_cents / 100,
        "co2_g": route.co2_g,
    }


def _trip(trip: model.Trip, iso: Callable[[int], str]) -> Document:
    return {
        "trip_id": trip.trip_id,
        "status": trip.status,
        "loading_at": iso(trip.loading_s),
        "depart_at": iso(trip.depart_s),
        "return_at": iso(trip.return_s),
        "weight_kg": trip.weight_g / 1000,
        "volume_l": trip.volume_ml / 1000,
        "stops": [_stop(stop, iso) for stop in trip.stops],
        "return_leg_s": trip.return_leg_s,
        "return_leg_m": trip.return_leg_m,
        "return_shape": trip.return_shape,
    }


def _stop(stop: model.Stop, iso: Callable[[int], str]) -> Document:
    return {
        "order_ids": list(stop.order_ids),
        "status": stop.status,
        "point_id": stop.point_id,
        "lat": stop.lat,
        "lon": stop.lon,
        "road_lat": stop.road_lat,
        "road_lon": stop.road_lon,
        "located": stop.located,
        "accuracy_m": stop.accuracy_m,
        "arrive_at": iso(stop.arrive_s),
        "start_at": iso(stop.start_s),
        "leave_at": iso(stop.leave_s),
        "window_start": iso(stop.window_start_s),
        "window_end": iso(stop.window_end_s),
        "setup_s": stop.setup_s,
        "service_s": stop.service_s,
        "late_s": stop.late_s,
        "lines": stop.lines,
        "requires": list(stop.requires),
        "street_opens_at": None if stop.street_opens_s is None else iso(stop.street_opens_s),
        "street_closes_at": None if stop.street_closes_s is None else iso(stop.street_closes_s),
        "surcharge_eur": stop.surcharge_cents / 100,
        "locked": stop.locked,
        "reason": stop.reason,
        "leg_s": stop.leg_s,
        "held_up_s": stop.held_up_s,
        "leg_m": stop.leg_m,
        "shape": stop.shape,
    }


def _choice(choice: HubChoice) -> Document:
    return {
        **_euros({key: value for key, value in asdict(choice).items() if key != "alternatives"}),
        "alternatives": [_euros(asdict(other)) for other in choice.alternatives],
    }


def _euros(values: Document) -> Document:
    """The same with cents as euros, and named so."""
    return {
        f"{key.removesuffix('_cents')}_eur" if key.endswith("_cents") else key: (
            value / 100 if key.endswith("_cents") and value is not None else value
        )
        for key, value in values.items()
    }


def to_json(plan: model.Plan, *, indent: int | None = 1) -> str:
    """The text of `plan.json`; on one line without an indent."""
    return pydantic_core.to_json(to_document(plan), indent=indent).decode() + "\n"


def read_plan(path: Path) -> model.Plan:
    """The plan in a file.

    Raises
    ------
    PlanError
        PLAN-MISSING, PLAN-UNREADABLE or PLAN-FORMAT.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PlanError(
            "PLAN-MISSING", f"There is no plan at {path}.", "Run 'tournee plan' for the day first."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(
            "PLAN-UNREADABLE", f"{path} cannot be read: {error}.", "Name a plan.json."
        ) from error
    return from_json(text, str(path))


def from_json(text: str, name: str) -> model.Plan:
    """The plan in a text; `name` is how messages call it.

    Raises
    ------
    PlanError
        PLAN-FORMAT, with the first places that are not as docs/plan.md says.
    """
    try:
        document = schema.PlanDocument.model_validate_json(text)
        clock = Clock(date.fromisoformat(document.day), document.timezone)
        return PlanReader(clock).plan(document)
    except ValidationError as error:
        faults = [
            f"{'.'.join(map(str, fault['loc'])) or 'the file'}: {fault['msg']}"
            for fault in error.errors(include_url=False)[:5]
        ]
        wrong = "; ".join(faults)
    # Zone names come from the file, and what is no zone can be a folder of the zones' database.
    except (ValueError, KeyError, OSError, OverflowError) as error:
        wrong = str(error)
    raise PlanError(
        "PLAN-FORMAT",
        f"{name} is not a {schema.FORMAT} document: {wrong}.",
        "Write it again with 'tournee plan'.",
    )
