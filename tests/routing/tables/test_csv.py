"""CSV files as spreadsheets and exports really write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.day.problems import InputError
from routing.tables.csv import read_csv

if TYPE_CHECKING:
    from routing.tables.model import Sheet

KNOWN = ("order_id", "channel", "note")


def read(text: str | bytes) -> Sheet:
    data = text.encode() if isinstance(text, str) else text
    return read_csv(data, name="orders.csv", known=KNOWN)


def test_records_carry_the_line_they_stand_on() -> None:
    sheet = read("order_id,note\nO1,a\n\nO2,b\n")
    assert list(sheet.header) == ["order_id", "note"]
    assert [(line, list(cells)) for line, cells in sheet.records] == [
        (2, ["O1", "a"]),
        (4, ["O2", "b"]),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(delimiter: str) -> None:
    sheet = read(delimiter.join(["order_id", "note"]) + "\n" + delimiter.join(["O1", "a"]))
    assert list(sheet.records[0][1]) == ["O1", "a"]


def test_known_columns_decide_for_the_delimiter_not_its_number() -> None:
    sheet = read("order_id;what, when, and where;note\nO1;a,b;c\n")
    assert list(sheet.records[0][1]) == ["O1", "a,b", "c"]


def test_a_first_line_that_names_the_delimiter_is_obeyed() -> None:
    sheet = read("sep=|\norder_id|note\nO1|a\n")
    assert [(line, list(cells)) for line, cells in sheet.records] == [(3, ["O1", "a"])]


def test_an_empty_file_says_that_it_has_not_even_a_header() -> None:
    with pytest.raises(InputError, match=r"DAY-SOURCE-EMPTY: orders\.csv: The file is empty"):
        read(" \n\n")


def test_a_header_alone_has_no_records() -> None:
    assert read("order_id,note\n").records == []


def test_a_workbook_in_disguise_is_told() -> None:
    with pytest.raises(InputError, match=r"DAY-SOURCE-FORMAT.*must be named \.xlsx"):
        read(b"PK\x03\x04...")


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert read(b"\xef\xbb\xbforder_id,note\nO1,a\n").header[0] == "order_id"


def test_utf_16_as_excel_saves_unicode_text_is_read() -> None:
    sheet = read("order_id\tnote\nO1\tcafé\n".encode("utf-16"))
    assert list(sheet.records[0][1]) == ["O1", "café"]


def test_latin_1_is_read_with_a_warning_that_names_the_line() -> None:
    sheet = read("order_id,note\nO1,a\nO2,Café\n".encode("latin-1"))
    assert list(sheet.records[1][1]) == ["O2", "Café"]
    (warning,) = sheet.diagnostics
    assert str(warning).startswith("DAY-ENCODING orders.csv:3: The byte 0xe9 is not UTF-8")
    assert warning.severity == "warning"


def test_windows_1252_keeps_its_typographic_signs() -> None:
    sheet = read("order_id,note\nO1,l\u2019Yser €\n".encode("cp1252"))
    assert sheet.records[0][1][1] == "l\u2019Yser €"


def test_a_byte_that_windows_1252_does_not_know_stops_nothing() -> None:
    assert read(b"order_id,note\nO1,\x81\n").records[0][1][1] == "\x81"


def test_a_row_with_too_many_cells_is_set_aside_alone() -> None:
    sheet = read("order_id,note\nO1,Rue Neuve 1, 1000 Bruxelles\nO2,b\n")
    assert [line for line, _ in sheet.records] == [3]
    (error,) = sheet.diagnostics
    assert str(error) == (
        "DAY-ROW-CELLS orders.csv:2: It has 3 cells, and the header has 2. "
        'Put a cell that holds "," into quotation marks.'
    )


def test_trailing_empty_cells_are_no_mistake() -> None:
    sheet = read("order_id,note\nO1,a,,\n")
    assert list(sheet.records[0][1]) == ["O1", "a"]
    assert not sheet.diagnostics


def test_a_header_may_end_with_empty_titles() -> None:
    sheet = read("order_id,note,,\nO1,a\n")
    assert list(sheet.header) == ["order_id", "note"]
    assert not sheet.diagnostics


def test_rows_that_end_early_are_read_and_counted_in_one_warning() -> None:
    sheet = read("order_id,channel,note\nO1\nO2,b,c\nO3,b\n")
    assert [list(cells) for _, cells in sheet.records] == [
        ["O1", "", ""],
        ["O2", "b", "c"],
        ["O3", "b", ""],
    ]
    (warning,) = sheet.diagnostics
    assert (warning.code, warning.line, warning.severity) == ("DAY-ROW-SHORT", 2, "warning")
    assert warning.message.startswith("2 rows have fewer cells")


def test_a_cell_may_hold_line_ends_and_doubled_marks() -> None:
    sheet = read('order_id,note\nO1,"ring ""Jan""\n2nd floor"\nO2,b\n')
    assert [(line, list(cells)) for line, cells in sheet.records] == [
        (2, ["O1", 'ring "Jan"\n2nd floor']),
        (4, ["O2", "b"]),
    ]


def test_a_mark_that_is_never_closed_costs_its_own_row_only() -> None:
    sheet = read('order_id,note\nO1,"a\nO2,b\nO3,c\n')
    assert [cells[0] for _, cells in sheet.records] == ["O2", "O3"]
    assert [(found.code, found.line) for found in sheet.diagnostics] == [("DAY-ROW-QUOTES", 2)]


def test_a_mark_that_a_later_row_seems_to_close_costs_its_own_row_only() -> None:
    """Read leniently, O1's note would go on to O3's first mark and swallow O2."""
    sheet = read('order_id,note\nO1,"a\nO2,"b"\nO3,"c"\n')
    assert [cells[0] for _, cells in sheet.records] == ["O2", "O3"]
    assert [found.line for found in sheet.diagnostics] == [2]


def test_a_mark_closed_by_a_later_rows_last_one_costs_its_own_row_only() -> None:
    sheet = read('order_id,channel,note\nO1,x,"a\nO2,x,b\nO3,x,c",d\nO4,x,e\n')
    assert [cells[0] for _, cells in sheet.records] == ["O2", "O4"]
    assert [found.line for found in sheet.diagnostics] == [2, 4]


def test_marks_inside_a_cell_that_are_not_doubled_are_told() -> None:
    sheet = read('order_id,note\nO1,"ring "Jan" twice"\n')
    assert str(sheet.diagnostics[0]).endswith('write a mark inside a cell as "".')


@given(
    st.lists(
        st.text(alphabet='O1,;"ab \n', max_size=12).filter(lambda line: "\n" not in line),
        max_size=12,
    )
)
def test_no_row_is_ever_lost(rows: list[str]) -> None:
    """Whatever the lines hold, as long as none hides a line end: each is read, told or empty."""
    sheet = read("\n".join(["order_id,channel,note", "O0,x,y", *rows]))
    covered = sum(1 + sum(str(cell).count("\n") for cell in cells) for _, cells in sheet.records)
    told = sum(found.severity == "error" for found in sheet.diagnostics)
    empty = sum(not row.replace(",", "").replace('"', "").strip() for row in rows)
    assert covered + told + empty >= 1 + len(rows)
