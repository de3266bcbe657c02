"""Where a plan has each order."""

from __future__ import annotations

from dataclasses import replace

from routing.plan.model import Collection
from routing.plan.spots import Spot, spots
from tests.support.plans import hub, plan, route, stop


def test_orders_are_on_stops_and_among_collections() -> None:
    first, second = stop(order_ids=("O1", "O2")), stop(order_ids=("O3",), start_s=36_000, late_s=60)
    collected = Collection(order_id="C1", ready_s=30_000, window_end_s=29_000, late_s=1_000)
    found = spots(plan(hubs=(hub(route(first, second), collections=(collected,)),)))
    assert found.keys() == {"O1", "O2", "O3", "C1"}
    assert found["O1"] == found["O2"]
    assert found["O3"] == Spot(
        hub_id="H", vehicle_id="V", trip_id="V-1", place=(0, 1), start_s=36_000, late_s=60,
        status="planned",
    )  # fmt: skip
    assert found["C1"] == Spot(
        hub_id="H", vehicle_id=None, trip_id=None, place=(0, 0), start_s=30_000, late_s=1_000,
        status="planned",
    )  # fmt: skip


def test_trips_are_counted_along_the_route() -> None:
    (trip,) = route(stop()).trips
    later = replace(trip, trip_id="V-2", stops=(stop(order_ids=("O2",)),))
    found = spots(plan(hubs=(hub(route(trips=(trip, later))),)))
    assert (found["O1"].place, found["O2"].place) == ((0, 0), (1, 0))


def test_a_failed_attempt_counts_only_where_there_is_no_other_place() -> None:
    failed, again = stop(status="failed"), stop(start_s=50_000)
    found = spots(plan(hubs=(hub(route(failed, again, failed)),)))
    assert found["O1"].start_s == 50_000
    found = spots(plan(hubs=(hub(route(failed)),)))
    assert found["O1"].status == "failed"
