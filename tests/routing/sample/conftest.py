"""Real cities to make days up in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from maps.build import build_city

if TYPE_CHECKING:
    from pathlib import Path

    from maps.city import City


@pytest.fixture(scope="session")
def helsinki_city(helsinki: Path) -> City:
    """Helsinki's centre: 1,470 addresses, 6 supermarkets."""
    return build_city(helsinki)
