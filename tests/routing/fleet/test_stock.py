"""What hubs have on their shelves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.fleet.hubs import read_hubs
from routing.fleet.stock import read_stock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from routing.day.model import Day
    from routing.diagnostics import Diagnostic

    MakeDay = Callable[..., Day]
    Read = tuple[dict[str, dict[str, int]], tuple[Diagnostic, ...]]

SETTINGS = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"
stock = "stock.csv"
"""


def read(make_day: MakeDay, *rows: str, hubs_set_aside: Collection[str] = ()) -> Read:
    """Read the stock of the small day, which has the hubs H1 and H2."""
    stock = "\n".join(["hub_id,sku,quantity", *rows]) + "\n"
    day = make_day(settings=SETTINGS, stock=stock)
    return read_stock(day, read_hubs(day)[0], hubs_set_aside=hubs_set_aside)


def test_a_day_need_not_say_what_is_there(make_day: MakeDay) -> None:
    day = make_day()
    assert read_stock(day, read_hubs(day)[0]) == ({}, ())


def test_every_column_is_read(make_day: MakeDay) -> None:
    stock, diagnostics = read(make_day, "H1,A-100,3", "H2,A-100,0", "H1,a-100,12.0")
    assert stock == {"H1": {"A-100": 3, "a-100": 12}, "H2": {"A-100": 0}}
    assert not diagnostics


def test_of_a_hub_that_is_not_named_nothing_is_known(make_day: MakeDay) -> None:
    assert read(make_day, "H1,A,3")[0].keys() == {"H1"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("H2,,3", "STOCK-SKU-MISSING"),
        ("H2,A\x07,3", "STOCK-TEXT"),
        ("H2,B,plenty", "STOCK-NUMBER"),
        ("H2,B,", "STOCK-NUMBER"),
        ("H2,B,1.5", "STOCK-NUMBER"),
        ("H2,B,nan", "STOCK-NUMBER"),
        ("H2,B,-3", "STOCK-RANGE"),
        ("H2,B,99999999", "STOCK-RANGE"),
        (",B,3", "STOCK-HUB-UNKNOWN"),
        ("H1,A,4", "STOCK-DUPLICATE"),
    ],
)
def test_a_bad_row_is_set_aside_and_the_others_are_kept(
    make_day: MakeDay, row: str, code: str
) -> None:
    stock, diagnostics = read(make_day, "H1,A,3", row, "H1,C,1")
    assert stock == {"H1": {"A": 3, "C": 1}}
    assert [(found.code, found.line, found.severity) for found in diagnostics] == [
        (code, 3, "error")
    ]


def test_an_article_stays_taken_by_a_row_that_was_set_aside(make_day: MakeDay) -> None:
    """Which of the two is right nobody knows; nothing is promised on it."""
    stock, diagnostics = read(make_day, "H1,A,-3", "H1,A,5", "H1,B,2")
    assert stock == {"H1": {"B": 2}}
    assert [(found.code, found.line) for found in diagnostics] == [
        ("STOCK-RANGE", 2),
        ("STOCK-DUPLICATE", 3),
    ]


def test_of_a_hub_whose_rows_were_all_set_aside_nothing_is_known(make_day: MakeDay) -> None:
    stock, diagnostics = read(make_day, "H1,A,none", "H2,A,1")
    assert stock == {"H2": {"A": 1}}
    assert [found.code for found in diagnostics] == ["STOCK-NUMBER"]


def test_a_hub_that_the_day_does_not_have_is_told_once(make_day: MakeDay) -> None:
    stock, diagnostics = read(make_day, "H11,A,1", "H1,B,x", "H11,B,2", "H9,A,1", "H11,C,3")
    assert not stock
    assert [(found.code, found.line, found.id) for found in diagnostics] == [
        ("STOCK-HUB-UNKNOWN", 2, "H11"),
        ("STOCK-NUMBER", 3, "B"),
        ("STOCK-HUB-UNKNOWN", 5, "H9"),
    ]
    assert str(diagnostics[0]) == (
        'STOCK-HUB-UNKNOWN stock.csv:2 H11: There is no hub "H11". In all, 3 rows name it.'
        ' Did you mean "H1"?'
    )


def test_a_hub_that_was_set_aside_is_told_as_such(make_day: MakeDay) -> None:
    _, diagnostics = read(make_day, "H3,A,1", hubs_set_aside={"H3"})
    assert diagnostics[0].message.startswith('The row of its hub "H3" was set aside.')


def test_a_table_without_rows_says_nothing_of_any_hub(make_day: MakeDay) -> None:
    assert read(make_day) == ({}, ())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbfhub_id,sku,quantity\nH1,\xc3\x89-1,3\n", id="a byte order mark"),
        pytest.param("hub_id;sku;quantity\nH1;É-1;3\n".encode(), id="semicolons"),
        pytest.param("Hub ID,SKU,Quantity,shelf\nH1,É-1,3,B\n".encode(), id="an unknown column"),
    ],
)
def test_other_delimiters_encodings_and_columns_are_understood(
    make_day: MakeDay, content: bytes
) -> None:
    day = make_day(settings=SETTINGS)
    (day.folder / "stock.csv").write_bytes(content)
    stock, _ = read_stock(day, read_hubs(day)[0])
    assert stock == {"H1": {"É-1": 3}}


def test_a_workbook_s_numbers_are_articles_and_quantities(
    make_day: MakeDay, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    make_day(settings=SETTINGS.replace("stock.csv", "stock.xlsx"))
    workbook = Workbook()
    workbook.worksheets[0].append(["hub_id", "sku", "quantity"])
    workbook.worksheets[0].append(["H1", 4006381333931, 7])
    workbook.save(tmp_path / "stock.xlsx")
    day = load_day(tmp_path)
    assert read_stock(day, read_hubs(day)[0]) == ({"H1": {"4006381333931": 7}}, ())


def test_fifty_thousand_rows_are_read_in_three_seconds(make_day: MakeDay) -> None:
    rows = (f"H{1 + number % 2},S{number // 2},{number % 7}" for number in range(50_000))
    stock = "hub_id,sku,quantity\n" + "\n".join(rows)
    day = make_day(settings=SETTINGS, stock=stock)
    hubs, _ = read_hubs(day)
    started = time.perf_counter()
    found, diagnostics = read_stock(day, hubs)
    assert time.perf_counter() - started < 3
    assert [len(found[hub_id]) for hub_id in ("H1", "H2")] == [25_000, 25_000]
    assert not diagnostics
