"""What a driver sees at a crossing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from maps.crossings import Crossings, heading_deg
from maps.profiles.reading import profile_for
from maps.usage import StreetUse
from tests.support.streets import ONE_WAY, STREET, arc, letters_of, network_of

Drawing = Callable[..., Path]


def test_streets_ahead_have_their_angle_and_say_whether_they_may_be_entered(draw: Drawing) -> None:
    """Coming from the west: N comes in one way, S is for bicycles only.

    ::

            N
            v
        W---M---E
            |
            S
    """
    nodes = {"W": (0, 0), "M": (100, 0), "E": (200, 0), "N": (100, 100), "S": (100, -100)}
    ways = {1: ("WME", STREET), 2: ("NM", ONE_WAY), 3: ("MS", {"highway": "cycleway"})}
    network = network_of(draw(nodes, ways))
    found = {}
    for kind in ("van", "cargo_bike"):
        crossings = Crossings(network, StreetUse(network, profile_for(kind)).ever)
        found[kind] = {
            letters_of(network, [way.arc]): (round(way.turn_deg), way.enterable)
            for way in crossings.ahead(arc(network, "WM"))
        }
    assert found["van"] == {"ME": (0, True), "MN": (-90, False)}
    assert found["cargo_bike"] == {"ME": (0, True), "MN": (-90, False), "MS": (90, True)}


def test_a_heading_looks_past_the_first_crooked_metres() -> None:
    """3 m to the east, then north: 15 m into the line it is nearly north."""
    metre = 1 / 111_195
    lat, lon = np.array([0.0, 0.0, 100.0]) * metre, np.array([0.0, 3.0, 3.0]) * metre
    assert heading_deg(lat, lon) == pytest.approx(np.degrees(np.arctan2(3, 12)), abs=0.1)


@pytest.mark.parametrize(
    ("east", "north", "expected"), [(0, 1, 0), (1, 0, 90), (0, -1, 180), (-1, 0, 270)]
)
def test_headings_count_from_north_to_the_east(east: int, north: int, expected: float) -> None:
    line = np.array([0.0, 0.001])
    assert heading_deg(line * north, line * east) == pytest.approx(expected)
