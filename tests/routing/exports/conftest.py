"""A real city's day, planned once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from maps.build import build_city
from maps.tmap import save_city
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.morning import Request, plan_day
from routing.sample.day import Wishes, make_day, write_day
from tests.support.days import Silence

if TYPE_CHECKING:
    from pathlib import Path

    from maps.city import City


@pytest.fixture(scope="session")
def helsinki_roads(helsinki: Path) -> City:
    return build_city(helsinki)


@pytest.fixture(scope="session")
def helsinki_day(helsinki_roads: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty orders at two hubs in Helsinki's centre, with a plan of it."""
    folder = tmp_path_factory.mktemp("helsinki")
    save_city(helsinki_roads, folder / "helsinki.tmap")
    wishes = Wishes(orders=60, hubs=2, seed=1, date=dt.date(2026, 11, 23))
    made = make_day(helsinki_roads, wishes, lambda _: None)
    write_day(made, folder / "day", folder / "helsinki.tmap")
    request = Request(limit=Limit(iterations=20), jobs=1)
    plan_day(load_day(folder / "day"), request, Silence())
    return folder / "day"
