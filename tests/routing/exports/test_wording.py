"""What a driver reads of each step."""

from __future__ import annotations

from routing.exports.wording import facts, picking_won, title
from routing.orders.contacts import Contact
from routing.plan import model
from routing.plan.timeline import Return, course, visits
from tests.routing.exports.samples import sheet, trip
from tests.support.plans import hub, route, stop
from tests.support.stores import store_hub

CLIENT = Contact(name="Client 1", address="Rue 1, 1000 City", phone="+32 2", note="Ring twice")


def test_titles_name_number_hour_and_orders() -> None:
    own = sheet()
    steps = [step for step in course(own.route) if not isinstance(step, Return)]
    assert [title(own, step) for step in steps] == [
        "V-1 · load 08:00 · Store",
        "1 · 09:00 · O1, O2",
        "2 · 09:10 · Locker",
        "Break · 10:00-10:30",
        "V-2 · load 11:00 · Store",
        "3 · 12:00 · O3",
    ]


def test_a_title_names_three_orders_and_counts_the_others() -> None:
    own = sheet(route(stop(order_ids=("A", "B", "C", "D", "E"))))
    assert title(own, visits(own.route)[0]) == "1 · 09:00 · A, B, C +2"


def test_what_planning_the_picking_won_is_said_in_a_sentence() -> None:
    assert picking_won(store_hub()) == (
        "Picked as they come in, 2 collections would be late; 1 is, and at least 1 must be."
    )
    won = model.HubPicking(pickers=(), late_by_arrival=1)
    assert picking_won(hub(picking=won)) == (
        "Picked as they come in, 1 collection would be late; none is."
    )
    unpicked = model.HubPicking(pickers=(), late_by_arrival=3, late_at_least=2)
    assert picking_won(hub(picking=unpicked)).endswith(
        "none is, and at least 2 must be, or stay without a picker."
    )
    assert "none would be" in picking_won(hub(picking=model.HubPicking(pickers=())))
    assert picking_won(hub()) == ""


def test_a_trip_tells_its_hours_and_its_load() -> None:
    """Two legs of a kilometre and a return of one and a half."""
    own = sheet()
    assert facts(own, own.route.trips[0]) == (
        "Load 08:00, leave 08:10, back 10:10",
        "2 stops, 3 orders, 3.5 km",
        "56.7 kg, 160 l",
    )


def test_a_stop_tells_window_hours_orders_and_each_customer_once() -> None:
    own = sheet(contacts={"O1": CLIENT, "O2": CLIENT})
    assert facts(own, visits(own.route)[0]) == (
        "Window 08:00-20:00",
        "Arrive 09:00, start 09:00, service 2 min, leave 09:02",
        "Drive 1 min, 1.0 km",
        "Orders: O1, O2 (4 lines)",
        "The street is open until 11:00",
        "Requires: age_check",
        "Client 1",
        "Rue 1, 1000 City",
        "Phone: +32 2",
        "Note: Ring twice",
    )


def test_a_late_drop_says_so_first_and_names_its_place() -> None:
    own = sheet()
    assert facts(own, visits(own.route)[1])[:3] == (
        "LATE by 10 min",
        "Drop for collection at Locker",
        "Open from 08:00, leave by 09:03",
    )


def test_a_vague_place_and_what_happened_already_are_told() -> None:
    own = sheet(route(trips=(trip("T", 0, stop(located="street", accuracy_m=300, status="done")),)))
    told = facts(own, visits(own.route)[0])
    assert "The place is known to 300 m only" in told
    assert told[0] == "Status: done"


def test_after_midnight_hours_go_on() -> None:
    own = sheet(route(stop(start_s=25 * 3600)))
    assert title(own, visits(own.route)[0]) == "1 · 25:00 · O1"
