"""The pick list as a table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import given, settings

from routing.orders.contacts import Contact
from routing.picklists.content import pick_lists_of
from routing.picklists.table import COLUMNS, pick_list_csv
from tests.routing.picklists.samples import intake, pick_list, rows
from tests.support.plans import hub, plan, plans
from tests.support.stores import collection

if TYPE_CHECKING:
    from routing.plan import model


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_orders_stand_in_waves_and_in_the_order_of_loading() -> None:
    table = read(pick_list_csv(pick_list(*rows())))
    assert [(row["wave"], row["loaded"], row["order_id"], row["stop"]) for row in table] == [
        ("1", "1", "O2", "2"),
        ("1", "2", "O3", "2"),
        ("1", "3", "O1", "1"),
        ("2", "1", "D1", "1"),
        ("3", "", "C2", ""),
        ("3", "", "C1", ""),
        ("4", "1", "O4", "3"),
        ("5", "", "C3", ""),
    ]


def test_a_row_says_who_picks_what_for_whom_and_by_when() -> None:
    contact = Contact(name="Client 1", phone="+32 2 1", address="Rue 1", note="No bag")
    table = read(pick_list_csv(pick_list(*rows(), contacts={"O1": contact})))
    assert table[2] == {
        "wave": "1", "loaded": "3", "order_id": "O1", "ready_by": "2026-11-21T08:20:00+01:00",
        "trip_id": "V1-1", "vehicle_id": "V1", "bay": "1", "stop": "1", "place": "",
        "picker_id": "P1", "start_at": "2026-11-21T08:00:00+01:00",
        "ready_at": "2026-11-21T08:10:00+01:00", "late_s": "0", "lines": "9", "weight_kg": "5.0",
        "articles": "1 x bread; 2 x milk", "name": "Client 1", "note": "No bag",
    }  # fmt: skip
    assert (table[3]["place"], table[4]["late_s"], table[1]["picker_id"]) == ("Locker", "300", "")


def test_nothing_of_a_customer_is_there_unasked_and_phones_never() -> None:
    assert "name" in COLUMNS
    assert "phone" not in COLUMNS
    table = read(pick_list_csv(pick_list(*rows())))
    assert {(row["name"], row["note"]) for row in table} == {("", "")}


def test_no_id_is_a_formula() -> None:
    own = plan(hubs=(hub(collections=(collection("=1+1", "09:00", "10:00"),)),))
    (row,) = read(pick_list_csv(pick_list(own=own)))
    assert row["order_id"] == "'=1+1"


@settings(deadline=None, max_examples=60)
@given(plans())
def test_every_plan_has_tables_with_a_row_an_order(plan: model.Plan) -> None:
    for own in pick_lists_of(plan, intake(), {}):
        orders = [item for wave in own.waves for item in wave.orders]
        assert len(read(pick_list_csv(own))) == len(orders)
