"""`tournee map`: build a map, and see what it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from maps.errors import MapError
from tests.support.grid_city import write_grid_city

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_build_writes_a_map_and_says_what_it_holds(run: Run, tmp_path: Path) -> None:
    source = write_grid_city(tmp_path / "grid.osm")
    ran = run("map", "build", source, "-o", tmp_path / "grid.tmap", "--json")
    assert ran.status == 0
    assert (tmp_path / "grid.tmap").exists()
    # Five streets of 800 m north; west, east and bridges as drawn.
    assert json.loads(ran.out)["km"] == pytest.approx(
        5 * 0.8 + 5 * 0.2 + 5 * 0.4 + 3 * 0.2, abs=0.1
    )


def test_info_reads_what_build_wrote(run: Run, grid_map: Path) -> None:
    ran = run("map", "info", grid_map)
    assert ran.status == 0
    assert "cargo_bike" in ran.out
    assert json.loads(run("map", "info", grid_map, "--json").out)["addresses"] == 0


def test_an_unusable_source_exits_6_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "cat.osm.pbf"
    source.write_bytes(b"meow")
    ran = run("map", "build", source, "-o", tmp_path / "cat.tmap")
    assert ran.status == 6
    assert "MAP-" in ran.err
    assert not (tmp_path / "cat.tmap").exists()


def test_a_place_is_fetched_by_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetch(name: str, folder: Path) -> Path:
        asked.append(name)
        return write_grid_city(folder / "place.osm")

    monkeypatch.setattr("maps.places.fetch_place", fetch)
    ran = run("map", "build", "Grid, Nowhere", "-o", tmp_path / "grid.tmap")
    assert (ran.status, asked) == (0, ["Grid, Nowhere"])


def test_a_place_service_that_is_down_exits_6(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Path:
        raise MapError("MAP-SERVICE", "The service is down.", "Try again later.")

    monkeypatch.setattr("maps.places.fetch_place", fail)
    ran = run("map", "build", "Grid, Nowhere", "-o", tmp_path / "grid.tmap")
    assert ran.status == 6
    assert "Try again later" in ran.err
