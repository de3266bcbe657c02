"""The parts of a plan's document, checked by `routing.plan.schema`, as the plan's own again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routing.orders.model import Alternative, HubChoice, Rejection, Unassigned
from routing.plan import model

if TYPE_CHECKING:
    from datetime import datetime

    from routing.clock import Clock
    from routing.plan import schema

_FURTHEST_S = 366 * 86_400
"""No time of a plan is further from its day: what is, is a mistake, and no clock shows it."""


class PlanReader:
    """Turns a document's parts back into the plan's.

    Parameters
    ----------
    clock
        The plan's, which its moments are told by.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def _s(self, moment: datetime) -> int:
        seconds = self._clock.elapsed(moment)
        if abs(seconds) > _FURTHEST_S:
            raise ValueError(f"{moment.isoformat()} is more than a year from the day")
        return seconds

    def plan(self, part: schema.PlanDocument) -> model.Plan:
        """The whole plan.

        Raises
        ------
        ValueError
            If a moment is more than a year from the day.
        """
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
            events=part.events,
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


def _in_cents(values: dict[str, Any]) -> dict[str, Any]:
    """The same with euros as cents, and named so."""
    return {
        f"{key.removesuffix('_eur')}_cents" if key.endswith("_eur") else key: (
            _cents(value) if key.endswith("_eur") and value is not None else value
        )
        for key, value in values.items()
    }
