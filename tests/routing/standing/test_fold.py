"""How a day stands, on the two vans of `tests.support.reported`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.standing.journey import CAME_BACK
from routing.standing.model import OrderState
from tests.support.reported import drawn, happened, stands, trips, two_vans
from tests.support.stores import at

LEFT = ("08:00 loading V1", "08:10 departed V1")


def codes(*events: str, now: str = "12:00") -> list[str]:
    return [item.code for item in stands(now, *events).set_aside]


def test_without_events_a_released_plan_goes_by_its_clock() -> None:
    """At 08:37 V1 is at its second stop, V2 too; their second trips are far away."""
    found = trips(stands("08:37"))
    assert drawn(found["V1-1"]) == "A done, B+C arrived, D planned"
    assert drawn(found["V2-1"]) == "G done, H arrived"
    assert [one.status for one in found.values()] == ["departed", "planned", "departed"]


def test_the_clock_leaves_planned_times_alone() -> None:
    before = trips(stands("06:00"))["V1-1"]
    assert [
        (stop.arrive_s, stop.start_s, stop.leave_s) for stop in trips(stands("08:56"))["V1-1"].stops
    ] == [(stop.arrive_s, stop.start_s, stop.leave_s) for stop in before.stops]


def test_by_the_clock_the_stop_after_one_that_is_done_is_next() -> None:
    assert drawn(trips(stands("08:30"))["V1-1"]) == "A done, B+C next, D planned"


def test_by_the_clock_a_vehicle_loads_and_comes_back() -> None:
    assert [trips(stands(now))["V1-1"].status for now in ("08:00", "08:10", "09:04", "09:05")] == [
        "loading",
        "departed",
        "departed",
        "returned",
    ]


def test_ten_minutes_before_it_departs_a_trip_is_closed() -> None:
    later = replace(trips(stands("06:00"))["V1-2"], loading_s=at("13:05"))
    own = two_vans()
    route = replace(own.hubs[0].routes[0], trips=(later,))
    own = replace(own, hubs=(replace(own.hubs[0], routes=(route,)),))
    assert [trips(stands(now, own=own))["V1-2"].status for now in ("12:59", "13:00")] == [
        "planned",
        "closed",
    ]


def test_a_draft_that_nobody_has_does_not_move() -> None:
    standing = stands("12:00", moves_by_itself=False)
    assert {one.status for one in trips(standing).values()} == {"planned"}
    assert set(standing.orders.values()) == {OrderState.FREE, OrderState.CANCELLED}


def test_a_vehicle_that_reports_goes_by_its_reports_alone() -> None:
    """At noon V1 has reported nothing but its departure; V2 goes on by the clock."""
    found = trips(stands("12:00", *LEFT))
    assert drawn(found["V1-1"]) == "A next, B+C planned, D planned"
    assert drawn(found["V2-1"]) == "G done, H done"


def test_a_delivery_gives_the_times_of_its_stop() -> None:
    stop = trips(stands("12:00", *LEFT, "08:30 arrived A", "08:41 delivered A"))["V1-1"].stops[0]
    assert (stop.arrive_s, stop.start_s, stop.leave_s) == (at("08:30"), at("08:30"), at("08:41"))


def test_without_an_arrival_a_stop_took_as_long_as_it_takes() -> None:
    stop = trips(stands("12:00", *LEFT, "08:41 delivered A"))["V1-1"].stops[0]
    assert (stop.arrive_s, stop.start_s, stop.leave_s) == (at("08:36"), at("08:36"), at("08:41"))


def test_no_stop_begins_before_the_one_before_was_left() -> None:
    """D was handed over two minutes after A, and takes five."""
    found = trips(stands("12:00", *LEFT, "08:30 delivered A", "08:32 delivered D"))["V1-1"]
    assert [(stop.arrive_s, stop.leave_s) for stop in found.stops[:2]] == [
        (at("08:25"), at("08:30")),
        (at("08:30"), at("08:32")),
    ]


def test_who_comes_before_the_window_begins_when_it_opens() -> None:
    own = two_vans()
    route = own.hubs[0].routes[1]
    first = replace(route.trips[0].stops[0], window_start_s=at("08:30"))
    trip = replace(route.trips[0], stops=(first,))
    own = replace(own, hubs=(replace(own.hubs[0], routes=(replace(route, trips=(trip,)),)),))
    events = ("08:10 departed V2", "08:20 arrived G", "08:36 delivered G")
    stop = trips(stands("12:00", *events, own=own))["V2-1"].stops[0]
    assert (stop.arrive_s, stop.start_s) == (at("08:20"), at("08:30"))


@pytest.mark.parametrize(("point_id", "late_s"), [(None, 60), ("L", 660)])
def test_a_door_is_late_by_its_beginning_and_a_drop_by_its_end(
    point_id: str | None, late_s: int
) -> None:
    own = two_vans()
    route = own.hubs[0].routes[1]
    first = replace(route.trips[0].stops[0], window_end_s=at("08:29"), point_id=point_id)
    trip = replace(route.trips[0], stops=(first,))
    own = replace(own, hubs=(replace(own.hubs[0], routes=(replace(route, trips=(trip,)),)),))
    events = ("08:10 departed V2", "08:30 arrived G", "08:40 delivered G")
    assert trips(stands("12:00", *events, own=own))["V2-1"].stops[0].late_s == late_s


def test_a_later_stop_leaves_earlier_ones_open_behind_it() -> None:
    standing = stands("12:00", *LEFT, "08:50 arrived D", "08:55 delivered D")
    assert drawn(trips(standing)["V1-1"]) == "D done, A next, B+C planned"
    assert standing.redrawn == {"V1-1"}


def test_a_delivery_says_that_its_trip_has_left() -> None:
    found = trips(stands("12:00", "08:30 delivered A V1"))["V1-1"]
    assert (found.status, found.depart_s) == ("departed", at("08:10"))


def test_a_stop_of_two_orders_is_done_when_both_are() -> None:
    one = [*LEFT, "08:40 delivered B"]
    assert drawn(trips(stands("08:50", *one))["V1-1"]) == "B+C arrived, A planned, D planned"
    both = [*one, "08:41 delivered C"]
    assert drawn(trips(stands("08:50", *both))["V1-1"]) == "B+C done, A next, D planned"


def test_what_failed_of_a_stop_is_apart_from_what_was_handed_over() -> None:
    events = ("08:35 arrived B", "08:40 delivered B", happened("08:38 failed C", reason="Gone."))
    standing = stands("12:00", *LEFT, *events)
    done, failed = trips(standing)["V1-1"].stops[:2]
    assert (done.order_ids, done.status, done.leave_s) == (("B",), "done", at("08:40"))
    assert (failed.order_ids, failed.status, failed.reason) == (("C",), "failed", "Gone.")
    assert (failed.arrive_s, failed.leave_s) == (at("08:40"), at("08:40"))
    assert (failed.leg_m, failed.service_s) == (0, 0)
    assert standing.failed == {"C": "Gone."}


def test_who_drives_on_leaves_what_was_not_handed_over_open() -> None:
    events = ("08:40 delivered B", "08:55 delivered D")
    found = trips(stands("12:00", *LEFT, *events))["V1-1"]
    assert drawn(found) == "B done, D done, A next, C planned"


def test_an_arrival_without_a_delivery_is_open_again_when_the_vehicle_is_elsewhere() -> None:
    events = ("08:20 arrived A", "08:50 arrived D")
    assert (
        drawn(trips(stands("12:00", *LEFT, *events))["V1-1"]) == "D arrived, A planned, B+C planned"
    )


def test_what_nothing_was_said_of_comes_back_with_its_vehicle() -> None:
    standing = stands("12:00", *LEFT, "08:25 delivered A", "09:30 returned V1")
    found = trips(standing)["V1-1"]
    assert (found.status, found.return_s) == ("returned", at("09:30"))
    assert drawn(found) == "A done, B+C failed, D failed"
    assert standing.failed == dict.fromkeys("BCD", CAME_BACK)


def test_a_late_delivery_puts_right_what_seemed_to_have_come_back() -> None:
    before = stands("09:35", *LEFT, "08:25 delivered A", "09:30 returned V1")
    events = (*LEFT, "08:25 delivered A", "09:30 returned V1", "08:56 delivered D")
    standing = stands("12:00", *events, own=before.plan)
    assert drawn(trips(standing)["V1-1"]) == "A done, D done, B+C failed"


def test_loading_the_next_trip_says_that_the_vehicle_is_back() -> None:
    standing = stands("13:05", *LEFT, "09:00 delivered A", "12:55 loading V1")
    found = trips(standing)
    assert (found["V1-1"].status, found["V1-1"].return_s) == ("returned", at("12:55"))
    assert (found["V1-2"].status, found["V1-2"].loading_s) == ("loading", at("12:55"))
    assert standing.orders["E"] is OrderState.LOADING


def test_what_is_changed_after_it_failed_is_free_again() -> None:
    events = (*LEFT, "08:25 failed A")
    assert stands("12:00", *events).orders["A"] is OrderState.FAILED
    assert stands("12:00", *events, "10:00 changed A").orders["A"] is OrderState.FREE


def test_what_failed_may_be_handed_over_on_the_same_trip() -> None:
    """A failed at first, was brought again later, and is in two stops: only one is its place."""
    events = (*LEFT, "08:25 failed A", "08:55 delivered D", "09:10 delivered A")
    standing = stands("12:00", *events)
    assert drawn(trips(standing)["V1-1"]) == "A failed, D done, A done, B+C next"
    assert standing.orders["A"] is OrderState.DONE
    assert stands("12:00", *events, own=standing.plan).plan == standing.plan


def test_a_failed_attempt_stays_when_the_order_has_a_new_stop() -> None:
    """A failed at 08:25, was changed, and is on V1-2 now: there it is delivered."""
    events = (*LEFT, "08:25 failed A", "09:00 changed A", "09:30 returned V1")
    first = stands("09:40", *events).plan
    way = first.hubs[0].routes[0]
    again = replace(way.trips[0].stops[0], status="planned", reason="")
    second = replace(way.trips[1], stops=(again, *way.trips[1].stops))
    routes = (replace(way, trips=(way.trips[0], second)), *first.hubs[0].routes[1:])
    own = replace(first, hubs=(replace(first.hubs[0], routes=routes),))
    assert stands("09:50", *events, own=own).orders["A"] is OrderState.FREE
    later = (*events, "13:10 departed V1", "13:25 delivered A")
    standing = stands("13:30", *later, own=own)
    assert drawn(trips(standing)["V1-2"]) == "A done, E next, F planned"
    assert drawn(trips(standing)["V1-1"]).startswith("A failed")


def test_what_is_called_off_leaves_its_stop_and_empty_stops_go() -> None:
    standing = stands("07:30", "07:10 cancelled A", happened("07:20 cancelled B", reason="Rang."))
    assert drawn(trips(standing)["V1-1"]) == "C planned, D planned"
    assert [(item.order_id, item.reason) for item in standing.cancelled] == [
        ("X", "Rang."),
        ("A", "It was called off."),
        ("B", "Rang."),
    ]
    assert standing.plan.cancelled == standing.cancelled


def test_a_trip_with_nothing_left_goes_unless_it_has_left() -> None:
    gone = ("07:00 cancelled G", "07:00 cancelled H")
    assert "V2-1" not in trips(stands("07:30", *gone))
    late = ("08:10 departed V2", "08:15 cancelled G", "08:15 cancelled H")
    assert trips(stands("08:30", *late))["V2-1"].stops == ()


def test_what_is_collected_or_unassigned_can_be_called_off() -> None:
    standing = stands("07:30", "07:10 cancelled K1", "07:10 cancelled U")
    assert [item.order_id for item in standing.plan.hubs[0].collections] == ["K2"]
    assert standing.plan.unassigned == ()
    picking = standing.plan.hubs[0].picking
    assert picking is not None
    assert [pick.order_id for pick in picking.pickers[0].picks] == ["K2", "E"]


def test_on_board_of_a_vehicle_that_is_out_orders_are_stranded() -> None:
    events = (*LEFT, "08:25 delivered A", happened("08:30 vehicle_out V1", reason="Flat tyre."))
    standing = stands("12:00", *events)
    assert {one for one, state in standing.orders.items() if state is OrderState.STRANDED} == set(
        "BCD"
    )
    assert standing.vehicles["V1"].out_since_s == at("08:30")
    assert standing.vehicles["V1"].out_reason == "Flat tyre."


def test_a_vehicle_that_is_out_has_no_trips_ahead_of_it() -> None:
    standing = stands("08:20", "08:00 loading V1", "08:05 vehicle_out V1")
    assert set(trips(standing)) == {"V2-1"}
    assert standing.orders["A"] is OrderState.FREE


def test_a_vehicle_that_is_back_can_drive_again() -> None:
    standing = stands("08:40", "08:05 vehicle_out V1", "08:30 vehicle_back V1")
    assert standing.vehicles["V1"].out_since_s is None
    assert standing.vehicles["V1"].back_from_s == at("08:30")


def test_the_clock_of_a_vehicle_stands_still_while_it_is_out() -> None:
    """Out from 08:27 to 08:57: the second stop, planned at 08:35, is reached at 09:05."""
    out = ("08:27 vehicle_out V1", "08:57 vehicle_back V1")
    assert drawn(trips(stands("08:50", out[0]))["V1-1"]) == "A done, B+C planned, D planned"
    found = trips(stands("09:06", *out))["V1-1"]
    assert drawn(found) == "A done, B+C arrived, D planned"
    assert found.stops[1].arrive_s == at("09:05")


def test_what_the_clock_had_stays_when_a_vehicle_begins_to_report() -> None:
    """At 08:45 the clock has A, B and C done; then V1 says that it is at D."""
    by_clock = stands("08:45").plan
    found = trips(stands("09:00", "08:50 arrived D", own=by_clock))["V1-1"]
    assert drawn(found) == "A done, B+C done, D arrived"


def test_a_late_delivery_corrects_the_times_that_the_clock_had() -> None:
    by_clock = stands("08:30").plan
    found = trips(stands("08:45", "08:40 delivered A", own=by_clock))["V1-1"]
    assert found.stops[0].leave_s == at("08:40")


def test_who_failed_at_a_door_says_so_though_the_clock_had_it_done() -> None:
    by_clock = stands("08:30").plan
    standing = stands("08:45", "08:24 failed A", own=by_clock)
    assert standing.orders["A"] is OrderState.FAILED
    assert stands("08:50", "08:24 failed A", "08:46 changed A", own=standing.plan).orders["A"] is (
        OrderState.FREE
    )


def test_a_late_delivery_takes_an_order_off_the_trip_that_it_was_planned_on_again() -> None:
    """D seemed to have come back, was freed and is on V2-1 by now: it was handed over at 08:55."""
    events = (*LEFT, "08:30 delivered A", "09:30 returned V1", "09:35 changed D")
    first = stands("09:40", *events).plan
    other = first.hubs[0].routes[1]
    again = replace(trips(stands("06:00"))["V1-1"].stops[2], arrive_s=at("15:00"))
    new = replace(trips(stands("06:00"))["V1-2"], trip_id="V2-2", stops=(again,))
    routes = (
        first.hubs[0].routes[0],
        replace(other, trips=(*other.trips, new)),
        first.hubs[0].routes[2],
    )
    own = replace(first, hubs=(replace(first.hubs[0], routes=routes),))
    assert "V2-2" in trips(stands("09:45", *events, own=own))
    standing = stands("09:50", *events, "08:55 delivered D", own=own)
    assert "V2-2" not in trips(standing)
    assert standing.orders["D"] is OrderState.DONE


def test_a_delay_holds_until_the_vehicle_arrives_or_leaves() -> None:
    events = (*LEFT, happened("08:12 delay V1", delay_s=900))
    assert stands("08:30", *events).vehicles["V1"].delay_s == 900
    assert stands("08:40", *events, "08:35 arrived A").vehicles["V1"].delay_s == 0


def test_by_the_clock_a_delayed_vehicle_is_later() -> None:
    late = happened("08:30 delay V1", delay_s=900)
    found = trips(stands("08:50", late))["V1-1"]
    assert drawn(found) == "A done, B+C arrived, D planned"
    assert found.stops[1].arrive_s == at("08:50")


def test_a_plan_made_since_a_delay_has_it_already() -> None:
    late = happened("08:30 delay V1", delay_s=900)
    standing = stands("08:50", late, own=two_vans(now_s=at("08:31")))
    assert standing.vehicles["V1"].delay_s == 0
    assert drawn(trips(standing)["V1-1"]) == "A done, B+C done, D arrived"


def test_a_vehicle_is_where_it_was_seen_last() -> None:
    seen = [
        happened("08:30 position V1", lat=50.1, lon=4.1),
        happened("08:20 position V1", lat=50.2, lon=4.2),
    ]
    standing = stands("08:40", *seen)
    assert standing.vehicles["V1"].seen == (at("08:30"), 50.1, 4.1)
    assert not standing.vehicles["V1"].reports


def test_without_reports_orders_are_picked_by_the_clock() -> None:
    orders = stands("10:55").orders
    assert [orders[one] for one in ("K1", "K2", "E")] == [
        OrderState.READY,
        OrderState.PICKING,
        OrderState.FREE,
    ]


def test_a_hub_that_reports_picking_goes_by_its_reports_alone() -> None:
    standing = stands("12:30", "10:50 picked K2")
    assert [standing.orders[one] for one in ("K1", "K2", "E")] == [
        OrderState.FREE,
        OrderState.READY,
        OrderState.FREE,
    ]
    assert standing.picked_s == {"K2": at("10:50")}


def test_what_a_picker_did_not_find_is_missing_until_it_is_picked() -> None:
    lost = happened("12:05 not_picked E", reason="None left.")
    assert stands("12:10", lost).missing == {"E": "None left."}
    assert stands("12:30", lost, "12:20 picked E").orders["E"] is OrderState.READY


def test_what_a_picker_did_not_find_is_not_on_board() -> None:
    standing = stands("13:15", "12:05 not_picked E")
    assert standing.orders["E"] is OrderState.MISSING
    assert drawn(trips(standing)["V1-2"]) == "F next"


def test_a_collection_is_done_when_its_customer_has_it() -> None:
    standing = stands("12:00", "10:00 delivered K1")
    assert [item.status for item in standing.plan.hubs[0].collections] == ["done", "ready"]
    assert standing.orders["K1"] is OrderState.DONE


def test_what_is_still_to_happen_is_left_for_later() -> None:
    standing = stands("08:00", "08:30 delivered A", "09:00 delivered nobody")
    assert standing.set_aside == ()
    assert standing.orders["A"] is OrderState.LOADING


def test_an_order_that_the_plan_does_not_have_yet_can_be_called_off() -> None:
    standing = stands("08:00", "07:30 cancelled NEW", waiting=["NEW", "OTHER"])
    assert (standing.orders["NEW"], standing.orders["OTHER"]) == (
        OrderState.CANCELLED,
        OrderState.FREE,
    )


def test_an_event_that_came_twice_is_one() -> None:
    assert codes(*LEFT, "08:25 delivered A", "08:25 delivered A") == []


@pytest.mark.parametrize(
    ("events", "code"),
    [
        (("08:25 delivered nobody",), "EVENT-ORDER-UNKNOWN"),
        (("08:25 departed V9",), "EVENT-VEHICLE-UNKNOWN"),
        (("08:05 delivered A",), "EVENT-NOT-DEPARTED"),
        (("08:25 delivered A", "08:40 delivered A"), "EVENT-DONE"),
        (("08:25 delivered A", "08:40 cancelled A"), "EVENT-DONE"),
        (("08:25 failed A", "08:40 cancelled A"), "EVENT-DONE"),
        (("08:20 arrived A", "08:21 cancelled A"), "EVENT-DONE"),
        (("07:00 cancelled A", "08:40 delivered A"), "EVENT-DONE"),
        (("08:25 delivered A V2",), "EVENT-WRONG-VEHICLE"),
        (("08:00 loading A V2",), "EVENT-WRONG-VEHICLE"),
        (("08:25 delivered U",), "EVENT-NO-TRIP"),
        (("08:25 failed K1",), "EVENT-NO-TRIP"),
        (("08:25 departed V3",), "EVENT-NO-TRIP"),
        (("08:05 returned V1",), "EVENT-NO-TRIP"),
        (("08:05 vehicle_out V1", "08:10 departed V1"), "EVENT-OUT"),
        (("08:05 vehicle_back V1",), "EVENT-NOT-OUT"),
        (("08:25 delivered A", "10:00 delivered E"), "EVENT-NOT-DEPARTED"),
    ],
)
def test_nonsense_is_set_aside_with_its_code(events: tuple[str, ...], code: str) -> None:
    assert codes(*events) == [code]


def test_what_is_reported_of_a_trip_after_the_next_has_left_is_set_aside() -> None:
    events = (*LEFT, "13:00 departed V1", "13:30 delivered A")
    assert codes(*events, now="14:00") == ["EVENT-RETURNED"]


def test_what_is_set_aside_may_be_believed_later() -> None:
    """Delivered at 08:05, before it was to leave: it left at 07:50, as comes in late."""
    assert codes("08:05 delivered A") == ["EVENT-NOT-DEPARTED"]
    assert codes("08:05 delivered A", "07:50 departed V1") == []


def test_the_first_report_does_not_undo_what_the_clock_had_done() -> None:
    """V1 was silent until it handed over on its second trip: the first one is over."""
    found = trips(stands("13:40", "13:38 delivered E"))
    assert drawn(found["V1-1"]) == "A done, B+C done, D done"
    assert [found["V1-1"].status, found["V1-2"].status] == ["returned", "departed"]


def test_a_first_report_from_a_door_leaves_earlier_stops_behind() -> None:
    """At 08:55 V1 is at D; by its clock it was at A and at B."""
    assert drawn(trips(stands("08:56", "08:55 arrived D"))["V1-1"]) == (
        "A done, B+C done, D arrived"
    )


def test_a_first_departure_that_comes_late_is_taken_at_its_word() -> None:
    """By its clock V1 was at A at 08:20; it left at 08:25 only."""
    trip = trips(stands("08:26", "08:25 departed V1"))["V1-1"]
    assert (drawn(trip), trip.depart_s) == ("A next, B+C planned, D planned", at("08:25"))


def test_what_was_loaded_has_left_before_its_vehicle_is_at_a_door_of_the_next_trip() -> None:
    found = trips(stands("13:40", "08:01 loading V1", "13:38 delivered E"))
    assert [found["V1-1"].status, found["V1-2"].status] == ["returned", "departed"]
