"""A small day on disk, around two hubs in Brussels, and a browser to look at pages with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from routing.day.model import Day
from routing.day.settings import load_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

MakeDay = Callable[..., Day]

_SETTINGS = """
date = 2026-11-21
timezone = "Europe/Brussels"
map = "brussels.tmap"
hubs = "hubs.csv"
vehicles = "vehicles.csv"
orders = "orders.csv"
collection_points = "points.csv"
"""
_TABLES = {
    "hubs": "hub_id,lat,lon,opens,closes\nH1,50.85,4.35,08:00,20:00\nH2,50.83,4.30,09:00,19:00\n",
    "vehicles": "vehicle_id,hub_id,kind,skills\nV1,H1,van,cool;heavy\nV2,H2,cargo_bike,\n",
    "orders": "order_id,channel,lat,lon\nO1,same_day,50.84,4.36\n",
    "points": "point_id,lat,lon,opens,closes\nP1,50.84,4.33,10:00,18:00\n",
}


@pytest.fixture
def make_day(tmp_path: Path) -> MakeDay:
    """Write the small day; keyword arguments replace its settings and the text of its tables."""

    def make(*, settings: str = _SETTINGS, **tables: str) -> Day:
        (tmp_path / "day.toml").write_text(settings, encoding="utf-8")
        for name, text in {**_TABLES, **tables}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return load_day(tmp_path)

    return make


# As long as Playwright is there it keeps an event loop in its thread, and others want one, too.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that TOURNEE_TEST_CHROMIUM names, without a window."""
    found = [path for name in _NAMES if (path := shutil.which(name))]
    path = os.environ.get("TOURNEE_TEST_CHROMIUM") or next(iter(found), None)
    if path is None:
        pytest.skip("needs Chromium: install it, or name it in TOURNEE_TEST_CHROMIUM")
    # A container's root has no sandbox to go into.
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[*sandbox, "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()
