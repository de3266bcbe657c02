"""Tables from databases: SQLite always, PostgreSQL where one is given."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from routing.clock import Clock
from routing.day.model import SqlSource
from routing.day.problems import InputError
from routing.tables.fields import Codes, Fields
from routing.tables.model import Row
from routing.tables.source import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from routing.diagnostics import Diagnostic

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
CODES = Codes(text="X-TEXT", number="X-NUMBER", range="X-RANGE", time="X-TIME")


def read(url: str, query: str, now: int | None = None) -> tuple[list[Row], list[Diagnostic]]:
    return read_table(
        SqlSource(url=url, query=query, name="oms"),
        columns=("order_id", "weight_kg", "window_start"),
        required=("order_id",),
        clock=CLOCK,
        now=now,
    )


@pytest.fixture
def oms(tmp_path: Path) -> str:
    """Give a SQLite database with one order on each of two days."""
    with closing(sqlite3.connect(tmp_path / "oms.db")) as connection, connection:
        connection.execute("create table orders (order_id, day, weight_kg, window_start)")
        connection.executemany(
            "insert into orders values (?, ?, ?, ?)",
            [(1, "2026-11-21", 2.5, "2026-11-21 10:00:00"), (2, "2026-11-22", None, None)],
        )
    return f"sqlite:///{tmp_path}/oms.db"


def test_the_days_date_is_bound(oms: str) -> None:
    rows, _ = read(oms, "select order_id, weight_kg from orders where day = :date")
    assert rows == [Row("oms", 1, {"order_id": 1, "weight_kg": 2.5})]


def test_the_time_of_the_run_is_bound(oms: str) -> None:
    rows, _ = read(oms, "select :now as order_id", now=9 * 3600)
    assert str(rows[0].cells["order_id"]).startswith("2026-11-21 09:00:00")


def test_a_query_without_parameters_is_given_none(oms: str) -> None:
    assert len(read(oms, "select order_id from orders")[0]) == 2


def test_a_query_that_finds_nothing_gives_no_rows(oms: str) -> None:
    assert read(oms, "select order_id from orders where 1 = 0")[0] == []


def test_a_missing_column_of_a_query_is_told(oms: str) -> None:
    with pytest.raises(InputError, match=r"DAY-COLUMN-MISSING.*The columns are: day"):
        read(oms, "select day from orders")


def test_a_wrong_query_is_told_with_what_the_database_says(oms: str) -> None:
    with pytest.raises(InputError, match=r"DAY-QUERY: oms: .*no such table: ordres"):
        read(oms, "select * from ordres")


def test_a_parameter_that_nobody_gives_is_told(oms: str) -> None:
    with pytest.raises(InputError, match=r"DAY-QUERY.*:date and :now are given"):
        read(oms, "select * from orders where day = :day")


def test_a_statement_that_gives_no_rows_is_told(oms: str) -> None:
    with pytest.raises(InputError, match="DAY-QUERY"):
        read(oms, "delete from orders")


def test_nothing_that_a_query_does_is_kept(oms: str) -> None:
    with pytest.raises(InputError):
        read(oms, "delete from orders")
    assert len(read(oms, "select order_id from orders")[0]) == 2


def test_a_sqlite_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"DAY-DATABASE.*there is no such file"):
        read(f"sqlite:///{tmp_path}/gone.db", "select 1")
    assert not (tmp_path / "gone.db").exists()


def test_a_database_that_is_down_is_told_without_its_password() -> None:
    pytest.importorskip("psycopg", reason="needs the extra postgres")
    with pytest.raises(InputError) as caught:
        read("postgresql+psycopg://ann:hunter2@127.0.0.1:1/oms?connect_timeout=2", "select 1")
    message = str(caught.value)
    assert caught.value.code == "DAY-DATABASE"
    assert "postgresql+psycopg://ann:***@127.0.0.1:1/oms cannot be reached" in message
    assert "Look whether it runs" in message
    assert "hunter2" not in message


def test_a_driver_that_is_not_installed_says_what_to_install() -> None:
    with pytest.raises(InputError, match=r"DAY-DATABASE.*pip install \"psycopg\[binary\]\""):
        read("nosuch+driver://db/oms", "select 1")


@pytest.fixture
def postgres() -> str:
    """Give the address of a PostgreSQL database to try, or skip."""
    url = os.environ.get("TOURNEE_TEST_POSTGRES")
    if not url:
        pytest.skip("needs the address of a PostgreSQL database in TOURNEE_TEST_POSTGRES")
    return url


def test_postgresql_gives_what_fields_understand(postgres: str) -> None:
    rows, _ = read(
        postgres,
        "select 7::bigint as order_id, 2.5::numeric as weight_kg,"
        " timestamptz '2026-11-21 09:00+00' as window_start"
        " where cast(:date as date) = date '2026-11-21'",
    )
    fields = Fields(rows[0], codes=CODES, key="order_id", clock=CLOCK)
    assert fields.id == "7"
    assert fields.number("weight_kg", 0, 10) == 2.5
    assert fields.time("window_start") == 10 * 3600


def test_postgresql_times_of_day_are_understood(postgres: str) -> None:
    rows, _ = read(postgres, "select 'a' as order_id, time '10:00' as window_start")
    fields = Fields(rows[0], codes=CODES, key="order_id", clock=CLOCK)
    assert fields.time("window_start") == 10 * 3600
