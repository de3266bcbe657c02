"""How far each order is, and what its row said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from routing.orders.model import Channel, Located, LocatedOrder, Order, Place, Unassigned
from routing.plan.model import Cancelled, Collection
from routing.store.address import DATABASE
from routing.store.model import Deed, OrderRecord
from routing.store.orders import records_of
from routing.store.store import open_store
from tests.support.databases import ask, bare_day
from tests.support.plans import hub, plan, route, stop
from tests.support.stores import order, store_plan

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.model import Plan

DEED = Deed(command="replan", who="cron")
WHERE: dict[str, Any] = {"hub_id": "H", "vehicle_id": "V", "trip_id": "V-1", "start_s": 32_400}
FULL = Order(
    order_id="O1", file="orders.csv", line=7, channel=Channel.CLICK_AND_COLLECT, hub_id="H",
    collect_at="L", address="1 High Street", postcode="1000", city="Brussels", lat=50.5, lon=4.25,
    placed_s=1, window_start_s=2, window_end_s=3, ready_s=4, lines=5, weight_g=6, volume_ml=7,
    service_s=8, priority=9, requires=frozenset({"cool", "heavy"}), parcels=2, value_cents=1_000,
    articles={"milk": 2, "bread": 1},
)  # fmt: skip
PLACE = Place(lat=50.5, lon=4.25, located=Located.INTERPOLATED, accuracy_m=40)


def unassigned(order_id: str) -> Unassigned:
    return Unassigned(order_id=order_id, hub_id="H", code="NO-ROOM", reason="", suggestion="")


def test_every_order_but_rejected_rows_has_a_record_of_where_it_is_planned() -> None:
    found = {one.order_id: one for one in records_of(store_plan(), {"O1": "on_board"})}
    assert found.keys() == {"O1", "O2", "O3", "O4", "D1", "C1", "C2", "C3", "U1", "X1"}
    assert found["O1"] == OrderRecord(
        order_id="O1", state="on_board", hub_id="H", vehicle_id="V1", trip_id="V1-1", start_s=31_200
    )
    assert found["C2"] == OrderRecord(
        order_id="C2", state="free", hub_id="H", start_s=35_400, late_s=300
    )
    assert found["U1"] == OrderRecord(order_id="U1", state="free", hub_id="H")
    assert found["X1"] == OrderRecord(order_id="X1", state="cancelled")


def test_what_was_reached_is_done_or_failed_where_nothing_else_is_said() -> None:
    done, failed = stop(order_ids=("D",), status="done"), stop(order_ids=("F",), status="failed")
    collected = Collection(order_id="C", ready_s=0, window_end_s=0, status="done")
    found = records_of(plan(hubs=(hub(route(done, failed), collections=(collected,)),)), {})
    assert {one.order_id: one.state for one in found} == {"D": "done", "F": "failed", "C": "done"}


def test_an_order_that_failed_and_found_no_other_place_is_unassigned() -> None:
    failed = plan(hubs=(hub(route(stop(status="failed"))),), unassigned=(unassigned("O1"),))
    assert records_of(failed, {"O1": "failed"}) == (
        OrderRecord(order_id="O1", state="failed", hub_id="H"),
    )


def one_stop(plan_id: str, **changes: object) -> Plan:
    return plan(plan_id=plan_id, hubs=(hub(route(stop(**changes))),))


def test_states_are_those_of_the_last_version(any_day: Day) -> None:
    with open_store(any_day) as store:
        assert store.order_records() == ()
        store.record(one_stop("A"), DEED)
        assert store.order_records() == (OrderRecord(order_id="O1", state="free", **WHERE),)
        store.record(one_stop("B"), DEED, states={"O1": "loading"})
        assert store.order_records() == (OrderRecord(order_id="O1", state="loading", **WHERE),)
        cancelled = Cancelled(order_id="O1", at_s=0, reason="")
        store.record(plan(plan_id="C", cancelled=(cancelled,)), DEED)
        assert store.order_records() == (OrderRecord(order_id="O1", state="cancelled"),)


def test_a_state_is_written_only_where_it_is_another_than_before(tmp_path: Path) -> None:
    with open_store(bare_day(tmp_path)) as store:
        store.record(one_stop("A"), DEED)
        store.record(one_stop("B"), DEED)
        store.record(one_stop("C", start_s=33_000), DEED)
        store.record(one_stop("D"), DEED)
    query = "select version, state, start_at from order_state order by id"
    assert ask(f"sqlite:///{tmp_path / DATABASE}", query) == [
        (1, "free", "2026-11-21T09:00:00+01:00"),
        (3, "free", "2026-11-21T09:10:00+01:00"),
        (4, "free", "2026-11-21T09:00:00+01:00"),
    ]


def test_known_orders_come_back_with_everything_but_their_address(any_day: Day) -> None:
    bare = LocatedOrder(order=order("O2"), place=None)
    with open_store(any_day) as store:
        assert store.known_orders() == ()
        store.record(plan(), DEED, orders_read=[LocatedOrder(order=FULL, place=PLACE), bare])
        nowhere = replace(FULL, address=None, postcode=None, city=None)
        assert store.known_orders() == (LocatedOrder(order=nowhere, place=PLACE), bare)


def test_no_address_is_anywhere_in_the_database(tmp_path: Path) -> None:
    with open_store(bare_day(tmp_path)) as store:
        store.record(plan(), DEED, orders_read=[LocatedOrder(order=FULL, place=PLACE)])
    assert b"High Street" not in (tmp_path / DATABASE).read_bytes()


def test_an_order_that_vanished_is_still_known_and_one_that_changed_is_as_it_is_now(
    any_day: Day,
) -> None:
    first, second = (LocatedOrder(order=order(one), place=PLACE) for one in ("O1", "O2"))
    changed = replace(second, order=replace(second.order, weight_g=9_000))
    with open_store(any_day) as store:
        store.record(plan(plan_id="A"), DEED, orders_read=[first, second])
        store.record(plan(plan_id="B"), DEED, orders_read=[changed])
        assert {one.order.order_id for one in store.known_orders()} == {"O1", "O2"}
        assert first in store.known_orders()
        assert changed in store.known_orders()


def test_an_order_is_not_written_again_for_standing_in_another_line(tmp_path: Path) -> None:
    first = LocatedOrder(order=order("O1"), place=PLACE)
    with open_store(bare_day(tmp_path)) as store:
        store.record(plan(plan_id="A"), DEED, orders_read=[first])
        moved = replace(first, order=replace(first.order, line=99))
        store.record(plan(plan_id="B"), DEED, orders_read=[moved])
    assert len(ask(f"sqlite:///{tmp_path / DATABASE}", "select id from known_order")) == 1
