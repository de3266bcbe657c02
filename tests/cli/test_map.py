"""`tournee map`: build a map, and see what it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

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


def test_info_draws_a_picture_and_says_where(run: Run, grid_map: Path, tmp_path: Path) -> None:
    picture = tmp_path / "grid.png"
    ran = run("map", "info", grid_map, "--png", picture)
    assert ran.status == 0
    assert f"Drawn: {picture}" in ran.out
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_infos_picture_is_of_the_kind_that_is_asked_for(
    run: Run, grid_map: Path, tmp_path: Path
) -> None:
    bike = run("map", "info", grid_map, "--png", tmp_path / "b.png", "--profile", "cargo_bike")
    van = run("map", "info", grid_map, "--png", tmp_path / "v.png", "--json")
    assert (bike.status, van.status) == (0, 0)
    assert json.loads(van.out)["picture"] == str(tmp_path / "v.png")
    assert (tmp_path / "b.png").read_bytes() != (tmp_path / "v.png").read_bytes()


def test_a_picture_that_cannot_be_written_exits_6_and_says_what_to_do(
    run: Run, grid_map: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    ran = run("map", "info", grid_map, "--png", tmp_path / "file" / "grid.png")
    assert ran.status == 6
    assert "MAP-UNWRITABLE" in ran.err
    assert "--png FILE" in ran.err


def test_a_picture_of_an_unknown_kind_exits_6_and_leaves_the_old_one(
    run: Run, grid_map: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "grid.png"
    picture.write_bytes(b"old")
    ran = run("map", "info", grid_map, "--png", picture, "--profile", "vna")
    assert ran.status == 6
    assert "MAP-PROFILE" in ran.err
    assert picture.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [picture]


def test_info_says_which_turn_restrictions_are_honoured(run: Run, grid_map: Path) -> None:
    ran = run("map", "info", grid_map)
    assert "turn restrictions" in ran.out
    assert "0 honoured" in ran.out
    assert "not heeded" not in ran.out


def test_a_picture_replaces_no_map(run: Run, grid_map: Path) -> None:
    before = grid_map.read_bytes()
    ran = run("map", "info", grid_map, "--png", grid_map)
    assert ran.status == 2
    assert "name it like" in ran.err
    assert grid_map.read_bytes() == before
