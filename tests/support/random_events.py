"""Anything that may be reported of a day, true or nonsense, in any order, early or late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from routing.events.model import Event, EventType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.plan.model import Plan, Trip

_OF_VEHICLES = frozenset(
    {
        EventType.LOADING, EventType.LOADED, EventType.DEPARTED, EventType.RETURNED,
        EventType.POSITION, EventType.DELAY, EventType.VEHICLE_OUT, EventType.VEHICLE_BACK,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event, before anybody knows of which plan: numbers stand for its orders and vehicles.

    With `next_up` it is about the first stop that is yet to be reached on the vehicle's way, as an
    honest driver reports; else about any order.
    """

    kind: EventType
    order: int
    vehicle: int
    minutes_ago: int
    next_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is reported until the next run, so many minutes after the one before."""

    minutes: int
    reports: tuple[Report, ...]


_reports = st.builds(
    Report,
    kind=st.sampled_from(
        [
            EventType.DELIVERED, EventType.DELIVERED, EventType.DEPARTED, EventType.ARRIVED,
            EventType.CANCELLED, EventType.FAILED, EventType.VEHICLE_OUT, EventType.DELAY,
            *EventType,
        ]
    ),
    order=st.integers(0, 40),
    vehicle=st.integers(0, 6),
    minutes_ago=st.integers(0, 40),
    next_up=st.booleans(),
)  # fmt: skip

steps = st.lists(
    st.builds(Step, minutes=st.integers(1, 200), reports=st.lists(_reports, max_size=6).map(tuple)),
    min_size=1,
    max_size=4,
)


def _ids(trip: Trip) -> Iterator[str]:
    for stop in trip.stops:
        yield from stop.order_ids


def events(plan: Plan, reports: Sequence[Report], now_s: int, round_number: int) -> list[Event]:
    """The events that reports are of a plan."""
    routes = [route for hub in plan.hubs for route in hub.routes]
    orders = sorted(
        {
            *(one for route in routes for trip in route.trips for one in _ids(trip)),
            *(item.order_id for hub in plan.hubs for item in hub.collections),
            *(item.order_id for item in plan.unassigned),
            "nobody's",
        }
    )  # fmt: skip
    vehicles = [*(route.vehicle_id for route in routes), "ghost"]
    found = []
    for number, report in enumerate(reports):
        vehicle_id = vehicles[report.vehicle % len(vehicles)]
        order_id: str | None = orders[report.order % len(orders)]
        if report.next_up:
            ahead = [
                one
                for route in routes
                if route.vehicle_id == vehicle_id
                for trip in route.trips
                for stop in trip.stops
                if stop.status in {"planned", "next"}
                for one in stop.order_ids
            ]
            order_id = ahead[0] if ahead else order_id
        is_vehicles = report.kind in _OF_VEHICLES
        found.append(
            Event(
                event_id=f"{round_number}-{number}",
                at_s=now_s - 60 * report.minutes_ago,
                type=report.kind,
                order_id=None if is_vehicles else order_id,
                vehicle_id=vehicle_id if is_vehicles else None,
                lat=50.001 if report.kind is EventType.POSITION else None,
                lon=4.002 if report.kind is EventType.POSITION else None,
                delay_s=900 if report.kind is EventType.DELAY else None,
                reason="so",
            )
        )
    return found
