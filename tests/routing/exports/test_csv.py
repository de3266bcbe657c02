"""CSV files, as spreadsheets and programs read them."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.exports.csv import COLUMNS, CsvExport
from routing.orders.contacts import Contact
from tests.routing.exports.samples import sheet
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet

DOCS = Path(__file__).resolve().parents[3] / "docs" / "exports.md"
TEXTS = ("name", "address", "note")


def rows(own: Sheet) -> list[dict[str, str]]:
    text = CsvExport().render(own).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def contact_row(**texts: str) -> dict[str, str]:
    (row,) = rows(sheet(route(stop()), contacts={"O1": Contact(**texts)}))
    return row


def test_a_row_is_a_stop_in_driving_order() -> None:
    found = rows(sheet())
    assert [(row["trip_id"], row["sequence"], row["order_ids"]) for row in found] == [
        ("V-1", "1", "O1;O2"),
        ("V-1", "2", "D1"),
        ("V-2", "3", "O3"),
    ]


def test_every_column_is_there_and_contacts_are_empty_unless_carried() -> None:
    assert rows(sheet())[0] == {
        "trip_id": "V-1", "sequence": "1", "order_ids": "O1;O2", "place": "",
        "lat": "50.0011", "lon": "4.0",
        "arrive_at": "2026-11-21T09:00:00+01:00", "start_at": "2026-11-21T09:00:00+01:00",
        "leave_at": "2026-11-21T09:02:00+01:00", "window_start": "2026-11-21T08:00:00+01:00",
        "window_end": "2026-11-21T20:00:00+01:00", "street_opens_at": "",
        "street_closes_at": "2026-11-21T11:00:00+01:00", "lines": "4", "requires": "age_check",
        "late_s": "0", "leg_s": "60", "leg_m": "1000", "name": "", "address": "", "phone": "",
        "note": "",
        "google_maps": "https://www.google.com/maps/dir/?api=1&destination=50.001100,4.000000"
        "&travelmode=driving",
        "waze": "https://waze.com/ul?ll=50.001100,4.000000&navigate=yes",
        "apple_maps": "https://maps.apple.com/?daddr=50.001100,4.000000&dirflg=d",
        "geo": "geo:50.001100,4.000000",
    }  # fmt: skip


def test_the_columns_are_those_of_the_docs() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## CSV")[1].split("\n## ")[0]
    documented = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", " ".join(documented))) == COLUMNS


def test_a_bike_s_row_has_no_link_to_waze() -> None:
    (row,) = rows(sheet(route(stop(), kind="cargo_bike")))
    assert row["waze"] == ""
    assert row["google_maps"].endswith("travelmode=bicycling")


def test_a_drop_names_its_place_and_how_late_it_is() -> None:
    drop = rows(sheet())[1]
    assert (drop["place"], drop["late_s"]) == ("Locker", "600")


def test_excel_knows_by_the_first_bytes_that_it_is_utf8() -> None:
    content = CsvExport().render(sheet(route(stop()), contacts={"O1": Contact(name="Zoé")}))
    assert content.startswith(b"\xef\xbb\xbftrip_id,")
    assert "Zoé".encode() in content


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", "\uff1d1+1", "\t=1", "\r=1", "\x0b@x"]
)
@pytest.mark.parametrize("column", TEXTS)
def test_no_text_of_a_customer_begins_a_formula(text: str, column: str) -> None:
    cell = contact_row(**{column: text})[column]
    assert cell.startswith("'")
    assert cell.endswith(text.strip())


def test_ids_begin_no_formula_either() -> None:
    (row,) = rows(sheet(route(stop(order_ids=("=cmd", "O2")))))
    assert row["order_ids"] == "'=cmd;O2"


def test_ordinary_text_is_left_as_it_is() -> None:
    row = contact_row(name="'t Hooft, Zoé", address='Rue "A" 1-3', note="1+1 = 2; ring")
    assert [row[column] for column in TEXTS] == ["'t Hooft, Zoé", 'Rue "A" 1-3', "1+1 = 2; ring"]


def test_a_line_end_in_a_text_begins_no_row_and_no_formula() -> None:
    assert contact_row(note="a\r=cmd\nb")["note"] == "a =cmd b"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("+44 7700 900123", "+44 7700 900123"),
        ("+44-7700-900123", "+44 7700 900123"),
        ("0475/12.34.56", "0475 12 34 56"),
        ("0475123456", "0475 123456"),
        ("+32475123456", "+32475 123456"),
        ("(02) 511 11 11", "(02) 511 11 11"),
        ("112", "112"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("02 511 11 11 ext. 4", "02 511 11 11 ext. 4"),
    ],
)
def test_a_phone_number_stays_one_and_is_never_computed(given: str, written: str) -> None:
    assert contact_row(phone=given)["phone"] == written


@given(st.from_regex(r"\+?[0-9 ()./-]{1,20}", fullmatch=True))
def test_no_digit_of_a_phone_number_is_lost(phone: str) -> None:
    assert re.sub(r"\D", "", contact_row(phone=phone)["phone"]) == re.sub(r"\D", "", phone)


def test_two_customers_at_a_stop_stand_in_the_same_order_in_each_column() -> None:
    one = Contact(name="A", address="Rue 1")
    two = Contact(name="B", address="Rue 1", phone="+32 2 1")
    own = sheet(
        route(stop(order_ids=("O1", "O2", "O3"))), contacts={"O1": one, "O2": two, "O3": one}
    )
    (row,) = rows(own)
    assert (row["name"], row["address"], row["phone"], row["note"]) == (
        "A; B",
        "Rue 1",
        "(none); +32 2 1",
        "",
    )
