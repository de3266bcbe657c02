"""A plan as a JSON document, and back: local times with offsets, kilograms, litres, euros."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from routing.clock import Clock
from routing.errors import TourneeError
from routing.orders.model import Alternative, HubChoice, Rejection, Unassigned
from routing.plan import model, schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

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


def _in_cents(values: Document) -> Document:
    """The other way round."""
    return {
        f"{key.removesuffix('_eur')}_cents" if key.endswith("_eur") else key: (
            _cents(value) if key.endswith("_eur") and value is not None else value
        )
        for key, value in values.items()
    }


def to_json(plan: model.Plan) -> str:
    """The text of `plan.json`."""
    return json.dumps(to_document(plan), ensure_ascii=False, indent=1) + "\n"


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
        return _Reader(clock).plan(document)
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


_FURTHEST_S = 366 * 86_400
"""No time of a plan is further from its day: what is, is a mistake, and no clock shows it."""


class _Reader:
    """Turns a document's parts back into the plan's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def _s(self, moment: datetime) -> int:
        seconds = self._clock.elapsed(moment)
        if abs(seconds) > _FURTHEST_S:
            raise ValueError(f"{moment.isoformat()} is more than a year from the day")
        return seconds

    def plan(self, part: schema.PlanDocument) -> model.Plan:
        return model.Plan(
            plan_id=part.plan_id,
            version=part.version,
            based_on=part.based_on,
            status=part.status,
            day=part.day,
            day_folder=part.day_folder,
            timezone=part.timezone,
            created_at=part.created_at.isoformat(),
            now_s=None if part.now is None else self._s(part.now),
            engine=model.EngineStamp(**part.engine.model_dump()),
            map=model.MapStamp(**part.map.model_dump()),
            changes=tuple(part.changes),
            hubs=tuple(self._hub(hub) for hub in part.hubs),
            points=tuple(model.Point(**point.model_dump()) for point in part.points),
            unassigned=tuple(Unassigned(**item.model_dump()) for item in part.unassigned),
            rejected=tuple(Rejection(**item.model_dump()) for item in part.rejected),
            cancelled=tuple(
                model.Cancelled(order_id=item.order_id, at_s=self._s(item.at), reason=item.reason)
                for item in part.cancelled
            ),
            choices=tuple(_read_choice(choice) for choice in part.choices),
            totals=model.Totals(**_in_cents(part.totals.model_dump())),
        )

    def _hub(self, part: schema.HubPart) -> model.HubPlan:
        return model.HubPlan(
            hub_id=part.hub_id,
            name=part.hub_id if part.name is None else part.name,
            lat=part.lat,
            lon=part.lon,
            routes=tuple(self._route(route) for route in part.routes),
            collections=tuple(
                model.Collection(
                    order_id=item.order_id,
                    status=item.status,
                    ready_s=self._s(item.ready_at),
                    window_end_s=self._s(item.window_end),
                    late_s=item.late_s,
                )
                for item in part.collections
            ),
            picking=None if part.picking is None else self._picking(part.picking),
        )

    def _picking(self, part: schema.PickingPart) -> model.HubPicking:
        return model.HubPicking(
            late_at_least=part.late_at_least,
            late_by_arrival=part.late_by_arrival,
            pickers=tuple(
                model.PickerDay(
                    picker_id=shift.picker_id,
                    shift_start_s=self._s(shift.shift_start),
                    shift_end_s=self._s(shift.shift_end),
                    lines_per_hour=shift.lines_per_hour,
                    cost_cents=_cents(shift.cost_eur),
                    picks=tuple(
                        model.Pick(
                            order_id=pick.order_id,
                            status=pick.status,
                            start_s=self._s(pick.start_at),
                            ready_s=self._s(pick.ready_at),
                            lines=pick.lines,
                        )
                        for pick in shift.picks
                    ),
                )
                for shift in part.pickers
            ),
        )

    def _route(self, part: schema.RoutePart) -> model.Route:
        return model.Route(
            vehicle_id=part.vehicle_id,
            driver_id=part.driver_id,
            kind=part.kind,
            trips=tuple(self._trip(trip) for trip in part.trips),
            breaks=tuple(
                model.Rest(start_s=self._s(rest.start_at), end_s=self._s(rest.end_at))
                for rest in part.breaks
            ),
            distance_m=part.distance_m,
            driving_s=part.driving_s,
            service_s=part.service_s,
            waiting_s=part.waiting_s,
            cost_cents=_cents(part.cost_eur),
            vehicle_cents=None if part.vehicle_eur is None else _cents(part.vehicle_eur),
            co2_g=part.co2_g,
        )

    def _trip(self, part: schema.TripPart) -> model.Trip:
        return model.Trip(
            trip_id=part.trip_id,
            status=part.status,
            loading_s=self._s(part.loading_at),
            depart_s=self._s(part.depart_at),
            return_s=self._s(part.return_at),
            weight_g=round(part.weight_kg * 1000),
            volume_ml=round(part.volume_l * 1000),
            stops=tuple(self._stop(stop) for stop in part.stops),
            return_leg_s=part.return_leg_s,
            return_leg_m=part.return_leg_m,
            return_shape=part.return_shape,
        )

    def _stop(self, part: schema.StopPart) -> model.Stop:
        moments = {
            "arrive_at", "start_at", "leave_at", "window_start", "window_end", "street_opens_at",
            "street_closes_at",
        }  # fmt: skip
        opens, closes = part.street_opens_at, part.street_closes_at
        return model.Stop(
            **_in_cents(part.model_dump(exclude={*moments, "order_ids", "requires"})),
            order_ids=tuple(part.order_ids),
            requires=tuple(part.requires),
            arrive_s=self._s(part.arrive_at),
            start_s=self._s(part.start_at),
            leave_s=self._s(part.leave_at),
            window_start_s=self._s(part.window_start),
            window_end_s=self._s(part.window_end),
            street_opens_s=None if opens is None else self._s(opens),
            street_closes_s=None if closes is None else self._s(closes),
        )


def _read_choice(part: schema.ChoicePart) -> HubChoice:
    values = _in_cents(part.model_dump(exclude={"alternatives"}))
    others = (Alternative(**_in_cents(other.model_dump())) for other in part.alternatives)
    return HubChoice(**values, alternatives=tuple(others))


def _cents(euros: float) -> int:
    return round(euros * 100)
