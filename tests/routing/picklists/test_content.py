"""What a pick list says of each order."""

from __future__ import annotations

from routing.picklists.content import pick_lists_of
from tests.routing.picklists.samples import intake, pick_list, rows
from tests.support.plans import hub, plan, route, stop
from tests.support.stores import at, order, store_hub


def test_picked_orders_are_ready_then_and_others_by_themselves() -> None:
    """O3 names no ready time, so it is ready when the hub opens; it was placed before."""
    own = pick_list(*rows())
    ready = {item.order_id: own.ready_s(item) for wave in own.waves for item in wave.orders}
    assert ready == {
        "O1": at("08:10"), "O2": at("08:20"), "O3": at("08:00"), "D1": at("08:50"),
        "O4": at("09:40"), "C1": at("09:30"), "C2": at("09:50"), "C3": at("08:00"),
    }  # fmt: skip


def test_an_order_s_own_ready_time_and_placing_count() -> None:
    driven = plan(hubs=(hub(route(stop())),))
    for known, ready in (
        ({}, "08:00"),
        ({"placed_s": at("07:00")}, "08:00"),
        ({"placed_s": at("09:10")}, "09:10"),
        ({"placed_s": at("09:10"), "ready_s": at("09:30")}, "09:30"),
    ):
        own = pick_list(order("O1", **known), own=driven)
        assert own.ready_s(own.waves[0].orders[0]) == at(ready)


def test_what_is_ready_after_it_must_be_is_late() -> None:
    own = pick_list(*rows())
    late = {item.order_id: own.late_s(item) for wave in own.waves for item in wave.orders}
    assert {order_id for order_id, late_s in late.items() if late_s} == {"C2"}
    assert late["C2"] == 300


def test_lines_are_those_that_are_picked_or_else_the_row_s() -> None:
    own = pick_list(order("O1", lines=3), order("O3", lines=4))
    lines = {item.order_id: own.lines(item) for wave in own.waves for item in wave.orders}
    assert (lines["O1"], lines["O3"], lines["C3"]) == (9, 4, None)


def test_an_order_that_left_the_table_is_listed_and_named() -> None:
    own = pick_list(*rows()[1:])
    assert list(own.unknown()) == ["O1"]
    first = own.waves[0].orders[-1]
    assert (first.order_id, list(own.articles(first))) == ("O1", [])


def test_a_drop_names_its_place() -> None:
    own = pick_list(*rows())
    assert [own.place(item) for item in own.waves[1].orders] == ["Locker"]
    assert own.place(own.waves[0].orders[0]) is None


def test_hubs_with_nothing_to_prepare_have_no_list() -> None:
    both = plan(hubs=(hub(hub_id="H2"), store_hub()))
    assert [own.hub.hub_id for own in pick_lists_of(both, intake(), {})] == ["H"]
