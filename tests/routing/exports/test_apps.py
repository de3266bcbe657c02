"""Tables for apps with a planner of their own, against the columns that each documents."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from routing.exports import optimoroute, routific, spoke
from routing.exports.optimoroute import OptimoRouteExport
from routing.exports.routific import RoutificExport
from routing.exports.spoke import SpokeExport
from routing.orders.contacts import Contact
from tests.routing.exports.samples import HOUR, sheet
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from types import ModuleType

    from routing.exports.protocol import Export
    from routing.exports.sheet import Sheet

DOCS = Path(__file__).resolve().parents[3] / "docs" / "exports.md"
APPS = (SpokeExport(), OptimoRouteExport(), RoutificExport())
CLIENT = Contact(name="Zoé", address="Rue 1, 1000 City", phone="+32475123456", note="Ring twice")


def rows(export: Export, own: Sheet) -> list[dict[str, str]]:
    content = export.render(own)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_spokes_row_of_a_stop() -> None:
    own = sheet(route(stop(setup_s=90)), contacts={"O1": CLIENT})
    assert rows(SpokeExport(), own) == [
        {
            "Address Line 1": "Rue 1, 1000 City",
            "Latitude": "50.0",
            "Longitude": "4.0",
            "Earliest Time": "09:00",
            "Latest Time": "20:00",
            "Time at stop": "4",
            "Notes": (
                "01 · 09:00 · O1; Stop 1 of 1, trip V-1; Window 08:00-20:00;"
                " Arrive 09:00, start 09:00, service 2 min, leave 09:02; Drive 1 min, 1.0 km;"
                " Orders: O1; Note: Ring twice"
            ),
            "Recipient Name": "Zoé",
            "Recipient Phone Number": "+32475 123456",
            "External ID": "O1",
        }
    ]


def test_optimoroutes_row_of_a_stop_is_done_by_the_promise_and_the_stay() -> None:
    """Its windows end with the service: 90 s of parking and 120 s of service are four minutes."""
    own = sheet(route(stop(setup_s=90)), contacts={"O1": CLIENT})
    (row,) = rows(OptimoRouteExport(), own)
    assert "Ring twice" in row.pop("Notes")
    assert row == {
        "Order ID": "O1",
        "Order type": "D",
        "Date": "21/11/2026",
        "Assigned to": "V",
        "Location name": "01 · 09:00 · O1 · Zoé",
        "Address": "Rue 1, 1000 City",
        "Latitude": "50.0",
        "Longitude": "4.0",
        "Time window from": "09:00",
        "Time window to": "20:04",
        "Duration": "4",
        "Phone": "+32475 123456",
    }


def test_optimoroutes_orders_are_the_drivers_where_one_is_known() -> None:
    (row,) = rows(OptimoRouteExport(), sheet(route(stop(), driver_id="D7")))
    assert row["Assigned to"] == "D7"


def test_routifics_row_of_a_stop() -> None:
    own = sheet(route(stop(order_ids=("O1", "O2"))), contacts={"O1": CLIENT})
    (row,) = rows(RoutificExport(), own)
    assert "Ring twice" in row.pop("Notes")
    assert row == {
        "Name": "01 · 09:00 · O1, O2 · Zoé",
        "Address": "Rue 1, 1000 City",
        "Latitude": "50.0",
        "Longitude": "4.0",
        "Delivery date": "2026-11-21",
        "Delivery start": "09:00",
        "Delivery end": "20:00",
        "Duration": "2",
        "Load": "2",
        "Phone": "+32475 123456",
        "Customer order number": "O1;O2",
    }


def test_without_an_address_spoke_is_given_the_position_as_one() -> None:
    (row,) = rows(SpokeExport(), sheet(route(stop(lat=50.84661, lon=-4.3))))
    assert row["Address Line 1"] == "50.846610, -4.300000"


@pytest.mark.parametrize("export", APPS, ids=lambda export: export.suffix)
def test_times_after_midnight_bind_no_more_than_the_apps_can_say(export: Export) -> None:
    """Planned at half past midnight, promised by one; the notes still say so."""
    late = stop(start_s=24 * HOUR + 1800, window_start_s=22 * HOUR, window_end_s=25 * HOUR)
    (row,) = rows(export, sheet(route(late)))
    assert "23:59" in row.values()
    assert "" in {row[name] for name in row if re.search("Latest|to$|end$", name)}
    assert "Window 22:00-25:00" in row["Notes"]


@pytest.mark.parametrize("export", APPS, ids=lambda export: export.suffix)
def test_nothing_of_a_customer_is_computed(export: Export) -> None:
    formula = "=HYPERLINK(1)"
    hostile = Contact(name=formula, address=formula, phone=formula, note=f"\r{formula}")
    own = sheet(route(stop(order_ids=(formula,))), contacts={formula: hostile})
    (row,) = rows(export, own)
    numbers = {"Latitude", "Longitude"}
    began = [text[:1] for name, text in row.items() if name not in numbers]
    assert not {*began} & {"=", "+", "-", "@"}


@pytest.mark.parametrize("export", APPS, ids=lambda export: export.suffix)
def test_nothing_of_the_contacts_is_there_unless_the_sheet_has_them(export: Export) -> None:
    contacts = {"O1": CLIENT, "D1": Contact(name="Client 9", phone="+32 9")}
    assert "Zoé".encode() in export.render(sheet(contacts=contacts))
    assert b"Client 9" not in export.render(sheet(contacts=contacts))
    assert "Zoé".encode() not in export.render(sheet())


@pytest.mark.parametrize("export", APPS, ids=lambda export: export.suffix)
def test_a_vehicle_that_has_done_all_has_a_table_without_rows(export: Export) -> None:
    assert rows(export, sheet(route(stop(status="done")))) == []


@pytest.mark.parametrize("module", [spoke, optimoroute, routific], ids=lambda one: one.__name__)
def test_the_columns_are_those_of_the_docs(module: ModuleType) -> None:
    name = {"optimoroute": "OptimoRoute"}.get(short := module.__name__.rpartition(".")[2])
    section = DOCS.read_text(encoding="utf-8").split(f"### {name or short.title()}")[1]
    table = re.findall(r"^\| (`.*?`) \|", section.split("\n#")[0], re.MULTILINE)
    assert tuple(re.findall(r"`([^`]+)`", " ".join(table))) == module.COLUMNS
