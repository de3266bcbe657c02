"""Rows that are carried over into tomorrow's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.closing.carrying import append_rows
from routing.day.settings import load_day
from routing.errors import DayError
from tests.support.days import hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day

ROW = {"order_id": "A1", "channel": "same_day", "lat": "50.0", "lon": "4.0", "note": 'a;"b"'}
HEADER = "order_id;note;channel;lat;lon\n"


def tomorrow(folder: Path, grid_map: Path, text: str) -> Day:
    write_day(
        folder, grid_map, "2026-11-22", hubs=[hub()], vehicles=[van()], orders=[order("X")]
    )  # fmt: skip
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    return load_day(folder)


def test_rows_come_after_what_is_there_in_its_own_columns(tmp_path: Path, grid_map: Path) -> None:
    day = tomorrow(tmp_path, grid_map, f"{HEADER}X;mine;same_day;50.1;4.1")
    assert append_rows(day, [ROW]).new == ("A1",)
    assert (tmp_path / "orders.csv").read_text(encoding="utf-8") == (
        f'{HEADER}X;mine;same_day;50.1;4.1\nA1;"a;""b""";same_day;50.0;4.0\n'
    )


def test_twice_is_once(tmp_path: Path, grid_map: Path) -> None:
    day = tomorrow(tmp_path, grid_map, HEADER)
    append_rows(day, [ROW])
    written = (tmp_path / "orders.csv").read_bytes()
    assert append_rows(day, [ROW]).there == ("A1",)
    assert (tmp_path / "orders.csv").read_bytes() == written


def test_an_id_that_stands_for_something_else_is_left_alone(tmp_path: Path, grid_map: Path) -> None:
    day = tomorrow(tmp_path, grid_map, f"{HEADER}A1;other;same_day;50.1;4.1\n")
    written = (tmp_path / "orders.csv").read_bytes()
    assert append_rows(day, [ROW]).taken == ("A1",)
    assert (tmp_path / "orders.csv").read_bytes() == written


def test_a_table_without_a_column_that_is_needed_is_refused(tmp_path: Path, grid_map: Path) -> None:
    day = tomorrow(tmp_path, grid_map, "order_id;channel;lat;lon\n")
    with pytest.raises(DayError, match="no column note") as refused:
        append_rows(day, [ROW])
    assert refused.value.code == "CLOSE-TOMORROW"


def test_orders_that_are_in_no_csv_file_are_refused(tmp_path: Path, grid_map: Path) -> None:
    tomorrow(tmp_path, grid_map, HEADER)
    settings = tmp_path / "day.toml"
    settings.write_text(settings.read_text("utf-8").replace("orders.csv", "orders.json"), "utf-8")
    with pytest.raises(DayError) as refused:
        append_rows(load_day(tmp_path), [ROW])
    assert refused.value.code == "CLOSE-TOMORROW"
