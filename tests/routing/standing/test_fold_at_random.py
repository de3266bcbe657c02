"""Whatever is reported, in whatever order: nothing is lost, nothing raises, nothing is undone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing.orders.model import Unassigned
from routing.standing.fold import stand
from routing.standing.model import OrderState
from tests.support.reported import ORDERS, anything, likely, places, two_vans
from tests.support.stores import at

if TYPE_CHECKING:
    from routing.events.model import Event
    from routing.plan.model import Plan
    from routing.standing.model import Standing

HALF_HOURS = st.integers(0, 20).map(lambda number: at("06:30") + 1800 * number)
REPORTED = (
    st.lists(anything(), max_size=14)
    | likely()
    | st.tuples(likely(), st.lists(anything(), max_size=4)).map(lambda both: [*both[0], *both[1]])
)
NOWHERE = {
    OrderState.FAILED,
    OrderState.MISSING,
    OrderState.FREE,
    OrderState.READY,
    OrderState.PICKING,
}


def stood(plan: Plan, events: list[Event], now_s: int, *, released: bool = True) -> Standing:
    return stand(plan, events, now_s, moves_by_itself=released, freeze_s=600)


def handed_on(standing: Standing) -> Plan:
    """The plan as it stands, with every order that it has nowhere among the unassigned."""
    found = {order_id for order_id, _ in places(standing.plan)}
    nowhere = tuple(
        Unassigned(order_id=one, hub_id="H", code="WAITS", reason="It waits.", suggestion="Plan.")
        for one in sorted(standing.orders.keys() - found)
    )
    return replace(standing.plan, unassigned=(*standing.plan.unassigned, *nowhere))


def are_known_by_what_is_called_off(events: list[Event]) -> bool:
    """Whether a trip or a hub is known by an order that was called off, and is nowhere now."""
    called_off = {event.order_id for event in events if event.type == "cancelled"}
    return any(
        event.order_id in called_off and event.type != "cancelled" and event.vehicle_id is None
        for event in events
    )


@given(events=REPORTED, now_s=HALF_HOURS, released=st.booleans())
@settings(deadline=None)
def test_the_same_events_on_what_they_gave_change_nothing(
    events: list[Event], now_s: int, released: bool
) -> None:
    assume(not are_known_by_what_is_called_off(events))
    once = handed_on(stood(two_vans(), events, now_s, released=released))
    twice = handed_on(stood(once, events, now_s, released=released))
    assert twice == once


@given(events=REPORTED, now_s=HALF_HOURS, data=st.data())
@settings(deadline=None)
def test_the_order_in_which_events_come_in_does_not_matter(
    events: list[Event], now_s: int, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(events))
    assert stood(two_vans(), events, now_s) == stood(two_vans(), shuffled, now_s)


@given(events=REPORTED, now_s=HALF_HOURS, released=st.booleans())
@settings(deadline=None)
def test_no_order_is_lost_or_doubled(events: list[Event], now_s: int, released: bool) -> None:
    standing = stood(two_vans(), events, now_s, released=released)
    assert set(standing.orders) == set(ORDERS)
    found = Counter(order_id for order_id, _ in places(standing.plan))
    assert [order_id for order_id, count in found.items() if count > 1] == []
    lost = {one: state for one, state in standing.orders.items() if one not in found}
    assert {one: state for one, state in lost.items() if state not in NOWHERE} == {}


@given(events=REPORTED, now_s=HALF_HOURS, later_s=HALF_HOURS, data=st.data())
@settings(deadline=None)
def test_what_was_reported_done_stays_done(
    events: list[Event], now_s: int, later_s: int, data: st.DataObject
) -> None:
    first = stood(two_vans(), events, now_s)
    done = {event.order_id for event in events if event.type == "delivered"}
    more = data.draw(st.lists(anything(), max_size=5))
    # What is reported late of what came before is another story; see the tests of late events.
    more = [event for event in more if event.at_s > now_s]
    second = stood(first.plan, [*events, *more], max(now_s, later_s))
    for order_id, state in first.orders.items():
        if state is OrderState.DONE and order_id in done:
            assert second.orders[order_id] is OrderState.DONE


@given(events=REPORTED, now_s=HALF_HOURS)
@settings(deadline=None)
def test_what_was_reached_follows_one_another(events: list[Event], now_s: int) -> None:
    standing = stood(two_vans(), events, now_s)
    for hub in standing.plan.hubs:
        for trip in (trip for route in hub.routes for trip in route.trips):
            reached = [stop for stop in trip.stops if stop.status in {"done", "failed", "arrived"}]
            assert list(trip.stops[: len(reached)]) == reached or trip.status != "returned"
            times = [trip.depart_s] + [
                at_s for stop in reached for at_s in (stop.arrive_s, stop.start_s, stop.leave_s)
            ]
            assert times == sorted(times)
            assert not reached or trip.status in {"departed", "returned"}
