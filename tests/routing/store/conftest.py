"""A day with a store, in a file and in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.databases import bare_day, postgres_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from routing.day.model import Day


@pytest.fixture
def postgres_day(tmp_path: Path) -> Iterator[Day]:
    """A day whose store is PostgreSQL."""
    with postgres_schema() as address:
        yield bare_day(tmp_path, address)


@pytest.fixture(params=["sqlite", "postgres"])
def any_day(tmp_path: Path, request: pytest.FixtureRequest) -> Day:
    """A day whose store is a file in its folder, and one whose store is PostgreSQL."""
    if request.param == "sqlite":
        return bare_day(tmp_path)
    day: Day = request.getfixturevalue("postgres_day")
    return day
