"""Tables from files: Excel, JSON and headers, through the one way in."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from routing.clock import Clock
from routing.day.model import FileSource
from routing.day.problems import InputError
from routing.tables.fields import Codes, Fields
from routing.tables.model import Row
from routing.tables.source import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from routing.diagnostics import Diagnostic

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
COLUMNS = ("order_id", "channel", "lat", "lon", "window_start")


def read(path: Path) -> tuple[list[Row], list[Diagnostic]]:
    return read_table(
        FileSource(path=path, name=path.name),
        columns=COLUMNS,
        required=("order_id", "channel"),
        clock=CLOCK,
    )


def csv(folder: Path, text: str) -> Path:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    return path


def workbook(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = folder / "orders.xlsx"
    book.save(path)
    return path


def json_file(folder: Path, content: object) -> Path:
    path = folder / "orders.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_empty_cells_are_none_and_text_is_stripped(tmp_path: Path) -> None:
    rows, _ = read(csv(tmp_path, "order_id,channel\n O1 ,  \n"))
    assert rows == [Row("orders.csv", 2, {"order_id": "O1", "channel": None})]


@pytest.mark.parametrize("title", ["Order ID", "ORDER_ID", "order-id", " orderId "])
def test_headers_are_known_in_any_case_and_spacing(tmp_path: Path, title: str) -> None:
    rows, diagnostics = read(csv(tmp_path, f"{title},channel\nO1,x\n"))
    assert rows[0].cells["order_id"] == "O1"
    assert not diagnostics


def test_an_unknown_column_is_ignored_and_names_the_nearest(tmp_path: Path) -> None:
    rows, diagnostics = read(csv(tmp_path, "order_id,channel,latitude\nO1,x,5\n"))
    assert "latitude" not in rows[0].cells
    assert str(diagnostics[0]) == (
        'DAY-COLUMN-UNKNOWN orders.csv:1: The column "latitude" is not known and is ignored. '
        'Did you mean "lat"?'
    )


def test_a_missing_column_stops_and_shows_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(csv(tmp_path, "order,lat,lon\nO1,1,2\n"))
    assert str(caught.value.diagnostics[0]) == (
        "DAY-COLUMN-MISSING orders.csv:1: There is no column order_id. The columns are: order,"
        " lat, lon. Add it, or rename the column that is meant."
    )
    assert [found.value for found in caught.value.diagnostics] == ["order_id", "channel"]


def test_of_a_column_that_stands_twice_the_first_is_used(tmp_path: Path) -> None:
    rows, diagnostics = read(csv(tmp_path, "order_id,channel,Order ID\nO1,x,O2\n"))
    assert rows[0].cells["order_id"] == "O1"
    assert diagnostics[0].code == "DAY-COLUMN-TWICE"


def test_a_file_that_is_not_there_is_named_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"DAY-SOURCE-MISSING.*gone\.csv cannot be read"):
        read(tmp_path / "gone.csv")


def test_excel_gives_numbers_and_times_as_such(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001  # Excel knows no zones
    rows, diagnostics = read(
        workbook(
            tmp_path,
            [
                ["order_id", "channel", "lat", "window_start"],
                [1001, "same_day", 50.84, time(10, 30)],
                [None, None, None, None],
                ["O2", "same_day", None, moment],
            ],
        )
    )
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"order_id": 1001, "channel": "same_day", "lat": 50.84, "window_start": time(10, 30)}),
        (4, {"order_id": "O2", "channel": "same_day", "lat": None, "window_start": moment}),
    ]
    assert not diagnostics


def test_excel_times_after_midnight_are_understood(tmp_path: Path) -> None:
    """Excel keeps 25:12 as 1.05 days: by its format a date near 1900, a length, or a number."""
    path = tmp_path / "orders.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["order_id", "channel", "window_start"])
    for number, number_format in enumerate(["h:mm", "[h]:mm", "General"], start=2):
        sheet.append([f"O{number}", "same_day", 1.05])
        sheet.cell(number, 3).number_format = number_format
    book.save(path)
    codes = Codes(text="X-TEXT", number="X-NUMBER", range="X-RANGE", time="X-TIME")
    seconds = [
        Fields(row, codes=codes, key="order_id", clock=CLOCK).time("window_start")
        for row in read(path)[0]
    ]
    assert seconds == [25 * 3600 + 12 * 60] * 3


def test_a_formula_without_a_value_is_no_empty_cell(tmp_path: Path) -> None:
    """A workbook that a program wrote holds formulas that nobody has calculated yet."""
    rows, diagnostics = read(
        workbook(
            tmp_path,
            [["order_id", "channel"], ["O1", "same_day"], ["O2", '="same"&"_day"'], ["O3", "x"]],
        )
    )
    assert [row.line for row in rows] == [2, 4]
    assert str(diagnostics[0]).startswith("DAY-FORMULA orders.xlsx:3: A formula in it has no value")


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="DAY-SOURCE-EMPTY"):
        read(workbook(tmp_path, []))


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    (tmp_path / "orders.xlsx").write_text("order_id,channel\n")
    with pytest.raises(InputError, match=r"DAY-SOURCE-FORMAT.*Save it again as \.xlsx"):
        read(tmp_path / "orders.xlsx")


def test_a_truncated_workbook_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["order_id", "channel"], ["O1", "x"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="DAY-SOURCE-FORMAT"):
        read(path)


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.integers(0, 5_000))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path: Path, suffix: str, damage: bytes, start: int
) -> None:
    whole = {
        "csv": b"order_id,channel\nO1,same_day\nO2,same_day\n",
        "json": b'[{"order_id": "O1", "channel": "same_day"}]',
        "xlsx": workbook(tmp_path, [["order_id", "channel"], ["O1", "x"]]).read_bytes(),
    }[suffix]
    at = start % len(whole)
    path = tmp_path / f"damaged.{suffix}"
    path.write_bytes(whole[:at] + damage + whole[at + len(damage) // 2 :])
    with suppress(InputError):
        read(path)


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_is_a_list_or_an_object_that_holds_one(tmp_path: Path, *, wrapped: bool) -> None:
    records = [{"order_id": 7, "channel": "x"}, {"channel": "y", "order_id": "O2", "lat": 1.5}]
    rows, _ = read(json_file(tmp_path, {"orders": records} if wrapped else records))
    assert [(row.line, row.cells["order_id"], row.cells["lat"]) for row in rows] == [
        (1, 7, None),
        (2, "O2", 1.5),
    ]


def test_a_json_record_that_is_no_object_is_set_aside(tmp_path: Path) -> None:
    rows, diagnostics = read(json_file(tmp_path, [{"order_id": 1, "channel": "x"}, "O2"]))
    assert len(rows) == 1
    assert (diagnostics[0].code, diagnostics[0].line) == ("DAY-ROW-OBJECT", 2)


def test_an_empty_json_list_has_no_rows(tmp_path: Path) -> None:
    assert read(json_file(tmp_path, [])) == ([], [])


def test_json_without_a_list_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"DAY-SOURCE-FORMAT.*neither a list"):
        read(json_file(tmp_path, {"order_id": 1}))


def test_broken_json_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text('[\n{"order_id": 1,}\n]')
    with pytest.raises(
        InputError, match=r"DAY-SOURCE-FORMAT: orders\.json:2: It is not valid JSON"
    ):
        read(tmp_path / "orders.json")
