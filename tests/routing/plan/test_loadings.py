"""Who loads when at which bay."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from routing.plan.loadings import loadings_of
from tests.support.plans import hub, route
from tests.support.stores import store_hub, trip


def bays(*loads: str) -> list[tuple[str, int]]:
    """Vehicles A, B, … of one trip each, loaded then."""
    routes = [
        route(vehicle_id=name, trips=(trip(f"{name}-1", at, "20:00"),))
        for name, at in zip("ABCDEF", loads, strict=False)
    ]
    return [(one.route.vehicle_id, one.bay) for one in loadings_of(hub(*routes))]


def test_loadings_come_in_the_order_of_time() -> None:
    trips = [one.trip.trip_id for one in loadings_of(store_hub())]
    assert trips == ["V1-1", "V2-1", "V1-2"]


def test_each_takes_the_first_bay_that_is_free() -> None:
    """A and B load together; C has A's bay when A is done, D waits for nobody at a third."""
    assert bays("08:00", "08:05", "08:10", "08:12") == [("A", 1), ("B", 2), ("C", 1), ("D", 3)]


def test_loading_takes_as_long_as_before_the_soonest_departure() -> None:
    """Trips leave ten minutes after their loading began."""
    assert {one.end_s - one.start_s for one in loadings_of(store_hub())} == {600}


def test_a_hub_where_nobody_loads_has_none() -> None:
    assert loadings_of(hub(route(trips=()))) == ()


@given(st.lists(st.integers(0, 120), max_size=12))
def test_no_bay_is_taken_twice_and_no_more_are_named_than_load_at_once(minutes: list[int]) -> None:
    routes = [
        route(vehicle_id=str(n), trips=(trip(str(n), f"08:{minute % 60}", "20:00"),))
        for n, minute in enumerate(minutes)
    ]
    loadings = loadings_of(hub(*routes))
    for bay in {one.bay for one in loadings}:
        mine = [one for one in loadings if one.bay == bay]
        assert all(one.end_s <= other.start_s for one, other in pairwise(mine))
    most = max(
        (sum(other.start_s <= one.start_s < other.end_s for other in loadings) for one in loadings),
        default=0,
    )
    assert max((one.bay for one in loadings), default=0) == most
