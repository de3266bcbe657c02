"""What holds an order up on its way, when its trip has begun or its vehicle was reported late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from routing.clock import Clock
from routing.events.model import Event, EventType
from routing.why.background import Background
from routing.why.driving import driving_cause
from routing.why.finding import OnStop, find
from tests.support.plans import plan
from tests.support.stores import at, store_hub

if TYPE_CHECKING:
    from routing.why.causes import Cause

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
LATE = {"type": EventType.DELAY, "delay_s": 900, "reason": "Roadworks."}


def event(time: str, **cells: Any) -> Event:
    own = {"event_id": time, "at_s": at(time), "vehicle_id": "V1"}
    return Event(**{**own, **cells})


def cause(order_id: str, statuses: dict[str, str], *reports: Event) -> Cause:
    """Why an order comes no earlier, with V1's trips so far."""
    own = store_hub()
    routes = tuple(
        replace(
            route,
            trips=tuple(
                replace(trip, status=statuses.get(trip.trip_id, "planned")) for trip in route.trips
            ),
        )
        for route in own.routes
    )
    place = find(plan(hubs=(replace(own, routes=routes),)), order_id).current
    assert isinstance(place, OnStop)
    return driving_cause(place, Background(reports=reports), CLOCK)


def test_a_trip_that_has_left_is_under_way() -> None:
    found = cause("O1", {"V1-1": "departed"})
    assert found.kind == "under-way"
    assert found.words == "V1 left at 08:30, and its trip is under way"


def test_a_trip_that_is_loading_is_under_way() -> None:
    found = cause("O1", {"V1-1": "loading"})
    assert found.words == "V1 has been loading since 08:20, and its trip is under way"


def test_a_delay_that_was_reported_on_the_way_is_told_with_its_reason() -> None:
    found = cause("O1", {"V1-1": "departed"}, event("08:35", **LATE))
    assert found.words == (
        "V1 left at 08:30, and its trip is under way; at 08:35 V1 was reported to be 15 min late:"
        " Roadworks"
    )


def test_a_delay_that_was_reported_of_a_trip_before_is_not_told_of_this_one() -> None:
    found = cause("O1", {"V1-1": "departed"}, event("08:10", **LATE))
    assert "late" not in found.words


def test_a_trip_that_is_yet_to_begin_is_late_by_what_was_reported() -> None:
    found = cause("O1", {}, event("08:10", **LATE))
    assert (found.kind, found.words) == (
        "delay", "at 08:10 V1 was reported to be 15 min late: Roadworks",
    )  # fmt: skip


@pytest.mark.parametrize(
    "later",
    [{"type": EventType.RETURNED}, {"type": EventType.DELIVERED, "order_id": "O1"}],
)
def test_what_was_heard_of_it_since_is_true_instead(later: dict[str, Any]) -> None:
    found = cause("O1", {}, event("08:10", **LATE), event("08:15", **later))
    assert found.kind not in {"delay", "under-way"}
