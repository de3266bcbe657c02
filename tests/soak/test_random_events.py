"""Whatever is reported, what is on board stays with its vehicle and what is done stays done.

`make test` plays a sample of days, the same each time; `make soak` as many others as it says.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.errors import DayError
from routing.morning import Request, plan_day
from routing.replan.release import release_ahead
from routing.replan.request import ReplanRequest
from routing.replan.run import replan_day
from routing.store.model import Deed
from routing.store.model import Report as Received
from routing.store.store import open_store
from tests.support.days import Silence
from tests.support.random_days import RandomDay, random_days
from tests.support.random_events import Step, events, steps
from tests.support.replans import FEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.plan.model import Plan

_SAMPLE = 15
DAYS = int(os.environ.get("TOURNEE_SOAK", _SAMPLE))
_BEGUN = {"loading", "loaded", "departed", "returned"}


@settings(
    max_examples=DAYS,
    derandomize="TOURNEE_SOAK" not in os.environ,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(made=random_days(), played=steps, searches=st.booleans())
def test_what_is_on_board_stays_there_and_what_is_done_stays_done(
    grid_map: Path, made: RandomDay, played: list[Step], *, searches: bool
) -> None:
    with TemporaryDirectory() as folder:
        day = load_day(made.write(Path(folder), grid_map))
        try:
            plan_day(day, Request(limit=Limit(iterations=15)), Silence())
        except DayError:
            return
        before = release_ahead(day, Deed(command="release"), out=None, wait=None).plan
        ids = set(_ids(before))
        now_s = 7 * 3600
        for number, step in enumerate(played):
            now_s += 60 * step.minutes
            with open_store(day) as store:
                happened = events(before, step.reports, now_s, number)
                store.add_events(Received(event=event) for event in happened)
            outcome = replan_day(
                day,
                ReplanRequest(
                    now_s=now_s,
                    deed=Deed(command="replan"),
                    search=FEW if searches else None,
                    releases=True,
                ),
                Silence(),
            )
            assert not outcome.breaches, "\n".join(str(breach) for breach in outcome.breaches)
            assert not outcome.failures, "\n".join(one.message for one in outcome.failures)
            found = Counter(_ids(outcome.plan))
            assert found == Counter(ids), f"{found - Counter(ids)} {Counter(ids) - found}"
            on_board_stays(before, outcome.plan)
            done_stays(before, outcome.plan)
            before = outcome.plan


def _ids(plan: Plan) -> Iterator[str]:
    """Every order's id, as often as it has a place."""
    for _, _, _, _, order_id in _stops(plan):
        yield order_id
    for hub in plan.hubs:
        yield from (item.order_id for item in hub.collections)
    yield from (item.order_id for item in plan.unassigned)
    yield from (item.order_id for item in plan.cancelled)


def _stops(plan: Plan) -> Iterator[tuple[str, str, str, str, str]]:
    """Vehicle, trip, its status, the stop's, and an order on it, without failed attempts."""
    for hub in plan.hubs:
        for route in hub.routes:
            for trip in route.trips:
                for stop in trip.stops:
                    if stop.status != "failed":
                        for one in stop.order_ids:
                            yield route.vehicle_id, trip.trip_id, trip.status, stop.status, one


def on_board_stays(before: Plan, after: Plan) -> None:
    """What was loaded before, or is now, is on no other vehicle."""
    was = {one: (vehicle, trip, status) for vehicle, trip, status, _, one in _stops(before)}
    for vehicle, trip, status, _, one in _stops(after):
        if one in was and (was[one][2] == "departed" or status in {"departed", "returned"}):
            assert was[one][:2] == (vehicle, trip), f"{one}: {was[one]}, now {vehicle} {trip}"


def done_stays(before: Plan, after: Plan) -> None:
    """What was handed over is, by the same vehicle on the same trip; or it failed, after all."""
    now = {one: (vehicle, trip, stop) for vehicle, trip, _, stop, one in _stops(after)}
    failed = {
        (route.vehicle_id, trip.trip_id, one)
        for hub in after.hubs
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
        if stop.status == "failed"
        for one in stop.order_ids
    }
    for vehicle, trip, _, stop, one in _stops(before):
        if stop == "done" and (vehicle, trip, one) not in failed:
            assert now.get(one) == (vehicle, trip, stop)
