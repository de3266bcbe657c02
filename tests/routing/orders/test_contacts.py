"""Names, addresses, phones and notes by order id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.problems import InputError
from routing.day.settings import load_day
from routing.orders.contacts import Contact, read_contacts

if TYPE_CHECKING:
    from tests.routing.conftest import MakeDay

HEADER = "order_id,channel,name,address,postcode,city,phone,email,note\n"


def test_a_row_gives_a_contact_with_its_address_on_one_line(make_day: MakeDay) -> None:
    row = "O1,same_day,Client 1,Rue Haute 3,1000,Bruxelles,+32 2 1,a@example.com,Ring twice\n"
    contacts, found = read_contacts(make_day(orders=HEADER + row))
    assert contacts == {
        "O1": Contact(
            name="Client 1",
            address="Rue Haute 3, 1000 Bruxelles",
            phone="+32 2 1",
            note="Ring twice",
        )
    }
    assert found == ()


def test_what_a_row_leaves_empty_is_none(make_day: MakeDay) -> None:
    contacts, _ = read_contacts(make_day(orders=f"{HEADER}O1,same_day,,,,Gent,,,\n"))
    assert contacts == {"O1": Contact(address="Gent")}


def test_columns_that_are_absent_are_empty(make_day: MakeDay) -> None:
    assert read_contacts(make_day())[0] == {"O1": Contact()}


def test_a_text_of_several_lines_becomes_one(make_day: MakeDay) -> None:
    row = 'O1,same_day,,,,,,,"Ring twice.\r\n\tThen wait."\n'
    contacts, _ = read_contacts(make_day(orders=HEADER + row))
    assert contacts["O1"].note == "Ring twice. Then wait."


def test_of_two_rows_with_one_id_the_first_counts(make_day: MakeDay) -> None:
    rows = "O1,same_day,First,,,,,,\nO1,same_day,Second,,,,,,\n"
    contacts, _ = read_contacts(make_day(orders=HEADER + rows))
    assert contacts == {"O1": Contact(name="First")}


def test_rows_without_an_id_are_left_out(make_day: MakeDay) -> None:
    rows = ",same_day,Nobody,,,,,,\nO\x01,same_day,Nobody,,,,,,\n"
    assert read_contacts(make_day(orders=HEADER + rows))[0] == {}


def test_numbers_from_excel_are_the_same_ids_as_in_the_plan(make_day: MakeDay) -> None:
    from openpyxl import Workbook

    day = make_day()
    workbook = Workbook()
    for cells in (
        ["order_id", "channel", "phone", "postcode"],
        [17, "same_day", 32475123456, 1000],
        [18.0, "same_day", 475.0, None],
    ):
        workbook.worksheets[0].append(cells)
    workbook.save(day.folder / "orders.xlsx")
    settings = (day.folder / "day.toml").read_text(encoding="utf-8")
    (day.folder / "day.toml").write_text(
        settings.replace("orders.csv", "orders.xlsx"), encoding="utf-8"
    )
    contacts, _ = read_contacts(load_day(day.folder))
    assert contacts == {
        "17": Contact(phone="32475123456", address="1000"),
        "18": Contact(phone="475"),
    }


def test_a_cell_that_is_no_text_is_a_warning_and_the_rest_is_read(make_day: MakeDay) -> None:
    day = make_day()
    (day.folder / "orders.json").write_text(
        '[{"order_id": "O1", "channel": "same_day", "name": ["A"], "note": "Ring"}]',
        encoding="utf-8",
    )
    settings = (day.folder / "day.toml").read_text(encoding="utf-8")
    (day.folder / "day.toml").write_text(
        settings.replace("orders.csv", "orders.json"), encoding="utf-8"
    )
    contacts, (warning,) = read_contacts(load_day(day.folder))
    assert contacts == {"O1": Contact(note="Ring")}
    assert (warning.code, warning.severity, warning.id) == ("ORDER-TEXT", "warning", "O1")


def test_a_table_that_cannot_be_read_is_an_error(make_day: MakeDay) -> None:
    with pytest.raises(InputError) as refusal:
        read_contacts(make_day(orders="id,name\n1,A\n"))
    assert refusal.value.code == "DAY-COLUMN-MISSING"
