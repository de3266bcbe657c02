"""Streets to draw, and a browser to look at pages with."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from maps.build import build_city

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from maps.network import RoadNetwork

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def helsinki_network(helsinki: Path) -> RoadNetwork:
    return build_city(helsinki).network


@pytest.fixture(scope="session")
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
