"""Waves: what must be ready together, in the order of loading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from routing.plan.totals import stops_of
from routing.plan.waves import picks_of, waves_of
from tests.support.plans import hub, plans, route, stop
from tests.support.stores import at, store_hub

if TYPE_CHECKING:
    from routing.plan import model


def test_waves_come_by_when_they_must_be_ready_trips_and_collections_in_turn() -> None:
    """Between the second trip's loading at 08:50 and the third's at 10:00 two are promised."""
    waves = waves_of(store_hub())
    assert [(wave.number, [order.order_id for order in wave.orders]) for wave in waves] == [
        (1, ["O2", "O3", "O1"]),
        (2, ["D1"]),
        (3, ["C2", "C1"]),
        (4, ["O4"]),
        (5, ["C3"]),
    ]
    assert [wave.ready_by_s for wave in waves] == [
        at(time) for time in ("08:20", "08:50", "09:45", "10:00", "20:00")
    ]
    assert [wave.loading.trip.trip_id if wave.loading else None for wave in waves] == [
        "V1-1", "V2-1", None, "V1-2", None,
    ]  # fmt: skip


def test_the_last_stop_is_loaded_first() -> None:
    """O1 is the first stop, O2 and O3 the second; numbers are those of the vehicle's day."""
    first, *_, later = (wave for wave in waves_of(store_hub()) if wave.loading)
    assert [order.number for order in first.orders] == [2, 2, 1]
    assert [order.number for order in later.orders] == [3]


def test_an_order_says_who_picks_it_and_how_long_before_it_is_needed() -> None:
    orders = {order.order_id: order for wave in waves_of(store_hub()) for order in wave.orders}
    spare_min = {own: order.spare_s and order.spare_s // 60 for own, order in orders.items()}
    assert spare_min == {
        "O1": 10, "O2": 0, "O3": None, "D1": 0, "C2": -5, "C1": 30, "O4": 20, "C3": 720,
    }  # fmt: skip
    picked = orders["O4"].picked
    assert picked is not None
    assert (picked.shift.picker_id, picked.pick.start_s) == ("P1", at("09:30"))
    assert orders["O3"].picked is None


def test_a_failed_attempt_is_loaded_no_more() -> None:
    tried = route(stop(status="failed"), stop(order_ids=("O2",)))
    (wave,) = waves_of(hub(tried))
    assert [order.order_id for order in wave.orders] == ["O2"]
    assert waves_of(hub(route(stop(status="failed")))) == ()


def test_picks_are_found_by_their_order() -> None:
    assert sorted(picks_of(store_hub())) == ["C1", "C2", "D1", "O1", "O2", "O4"]
    assert picks_of(hub()) == {}


@settings(deadline=None)
@given(plans())
def test_every_order_that_a_hub_prepares_is_in_one_wave(plan: model.Plan) -> None:
    for own in plan.hubs:
        stops = [stop for stop in stops_of(own) if stop.status != "failed"]
        prepared = [order_id for stop in stops for order_id in stop.order_ids]
        prepared += [item.order_id for item in own.collections]
        listed = [order.order_id for wave in waves_of(own) for order in wave.orders]
        assert sorted(listed) == sorted(prepared)
