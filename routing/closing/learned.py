"""Planned and actual times of a day's stops, kept for learning; nobody's name or door is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from routing.events.model import Event
    from routing.plan.model import Route, Trip
    from routing.standing.model import Standing

COLUMNS = (
    "kind",
    "hour",
    "planned_leg_s",
    "actual_leg_s",
    "planned_service_s",
    "actual_service_s",
    "orders",
)
_OVER = frozenset({EventType.DELIVERED, EventType.FAILED})


def learned_table(standing: Standing, events: Iterable[Event]) -> str:
    """A CSV table with a row for each stop of which it was reported when it was reached and left.

    What nobody reported is as it was planned, and nothing can be learned from it: such cells are
    empty. A service is what lies between the arrival, or the window's opening, and the last thing
    handed over.
    """
    known = list(events)
    return table_text(COLUMNS, _rows(standing, known))


def _rows(standing: Standing, events: Sequence[Event]) -> Iterator[dict[str, object]]:
    told = _Told(events)
    for route in (route for hub in standing.plan.hubs for route in hub.routes):
        for trip in route.trips:
            yield from _of_trip(trip, route, told, standing)


class _Told:
    """What was reported: which orders' doors were reached and left, and which vehicles left."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.arrived = {one.order_id for one in events if one.type is EventType.ARRIVED}
        self.over = {one.order_id for one in events if one.type in _OVER}
        self.departed = {one.vehicle_id for one in events if one.type is EventType.DEPARTED}


def _of_trip(
    trip: Trip, route: Route, told: _Told, standing: Standing
) -> Iterator[dict[str, object]]:
    left_s = trip.depart_s if route.vehicle_id in told.departed else None
    if trip.trip_id in standing.redrawn:
        # The drives that were planned lead elsewhere.
        left_s = None
    for stop in trip.stops:
        has_come = bool(told.arrived & set(stop.order_ids))
        is_over = has_come and bool(told.over & set(stop.order_ids))
        row: dict[str, object] = {
            "kind": route.kind,
            "hour": standing.plan.clock.moment(stop.arrive_s).hour,
            "orders": len(stop.order_ids),
        }
        if has_come and left_s is not None:
            row |= {
                "planned_leg_s": stop.leg_s - stop.held_up_s,
                "actual_leg_s": stop.arrive_s - left_s,
            }
        if is_over:
            row |= {
                "planned_service_s": stop.setup_s + stop.service_s,
                "actual_service_s": stop.leave_s - max(stop.arrive_s, stop.window_start_s),
            }
        if len(row) > 3:
            yield row
        knows = is_over and trip.trip_id not in standing.redrawn
        left_s = stop.leave_s if knows else None
