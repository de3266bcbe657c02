"""Which streets a kind of vehicle uses, and how fast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from maps.errors import MapError
from maps.junctions import join_roads
from maps.profiles import PROFILES, profile_for
from maps.roads import read_roads

Drawing = Callable[..., Path]


def duration_s(draw: Drawing, kind: str, **tags: str) -> float:
    """Seconds along a kilometre of such a street."""
    path = draw({"A": (0, 0), "B": (1000, 0)}, {1: ("AB", tags)})
    network, _ = join_roads(read_roads(path))
    return float(PROFILES[kind].durations_ms(network)[0]) / 1000


@pytest.mark.parametrize(
    ("kind", "tags", "kph"),
    [
        ("van", {"highway": "residential"}, 25),
        ("van", {"highway": "residential", "maxspeed": "50"}, 40),
        ("van", {"highway": "residential", "maxspeed": "soon"}, 25),
        ("van", {"highway": "primary"}, 65),
        ("van", {"highway": "primary_link"}, 65 * 0.47),
        ("cargo_bike", {"highway": "residential", "maxspeed": "50"}, 15),
        ("cargo_bike", {"highway": "living_street", "maxspeed": "10"}, 10),
        ("cargo_bike", {"highway": "path"}, 13),
        ("cargo_bike", {"highway": "pedestrian"}, 6),
    ],
)
def test_speeds(draw: Drawing, kind: str, tags: dict[str, str], kph: float) -> None:
    assert duration_s(draw, kind, **tags) == pytest.approx(3600 / kph, abs=0.001)


def test_streets_closed_to_it_are_not_used(draw: Drawing) -> None:
    path = draw({"A": (0, 0), "B": (9, 0)}, {1: ("AB", {"highway": "cycleway"})})
    network, _ = join_roads(read_roads(path))
    assert not PROFILES["van"].usable(network).any()
    assert PROFILES["cargo_bike"].usable(network).all()


def test_an_unknown_kind_names_the_nearest_and_all() -> None:
    with pytest.raises(MapError, match=r"MAP-PROFILE.*'cargobike'.*mean 'cargo_bike'.*van, cargo"):
        profile_for("cargobike")


def test_a_kind_like_none_names_all() -> None:
    with pytest.raises(MapError, match=r"'zeppelin'\. Known kinds: van, cargo_bike\."):
        profile_for("zeppelin")
