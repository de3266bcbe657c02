"""Databases to keep a day's store in: a file, or a PostgreSQL schema of its own."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from routing.clock import Clock
from routing.day.model import CostDefaults, Day, FileSource, OrderDefaults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def bare_day(folder: Path, database: str | None = None, day: str = "2026-11-21") -> Day:
    """A day in Brussels that has a store, and whose tables nobody reads."""
    table = FileSource(path=folder / "none.csv", name="none.csv")
    return Day(
        folder=folder, clock=Clock(date.fromisoformat(day), "Europe/Brussels"),
        map=folder / "none.tmap", hubs=table, vehicles=table, orders=table, collection_points=None,
        costs=CostDefaults(), defaults=OrderDefaults(), database=database,
    )  # fmt: skip


@contextmanager
def postgres_schema() -> Iterator[str]:
    """The address of an empty PostgreSQL schema, gone afterwards; skips without a server."""
    server = os.environ.get("TOURNEE_TEST_POSTGRES")
    if not server:
        pytest.skip("needs the address of a PostgreSQL database in TOURNEE_TEST_POSTGRES")
    name = f"tournee_{uuid4().hex}"
    address = make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
    ask(server, f"create schema {name}")
    try:
        yield address.render_as_string(hide_password=False)
    finally:
        ask(server, f"drop schema {name} cascade")


def ask(address: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Run one statement by itself, and give its rows."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
