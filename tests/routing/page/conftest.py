"""Streets to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from maps.build import build_city

if TYPE_CHECKING:
    from pathlib import Path

    from maps.network import RoadNetwork


@pytest.fixture(scope="session")
def helsinki_network(helsinki: Path) -> RoadNetwork:
    return build_city(helsinki).network
