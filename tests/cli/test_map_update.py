"""`tournee map` with OpenStreetMap's servers, which fail as they do: the old map stays."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from shapely.geometry import Point, box

from maps import places
from maps.patience import Patience
from tests.support.osm_servers import Reply, data, found, grid_elements, osm_servers, sent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.support.osm_servers import OsmServers

servers = pytest.fixture(osm_servers)

A_SQUARE = Point(4.0, 50.0)
ELSEWHERE = box(3.98, 49.98, 4.04, 50.04)
FAILURES = {
    "429": Reply(status=429),
    "429 for an hour": Reply(status=429, headers={"Retry-After": "3600"}),
    "504": Reply(status=504),
    "500": Reply(status=500),
    "403": Reply(status=403),
    "a page": Reply(body=b"<html></html>", headers={"Content-Type": "text/html"}),
    "half an answer": replace(data({"elements": []}), share=0.5),
    "silence": Reply(hangs=True),
    "nonsense": data({"elements": [1]}),
    "no memory": data({"elements": [], "remark": "runtime error: Query run out of memory"}),
    "nothing": data({"elements": []}),
}


@pytest.fixture(autouse=True)
def _short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_OVERPASS_S", 0.2)


@pytest.fixture
def grid(run: Run, servers: OsmServers, tmp_path: Path) -> Path:
    """A folder with a map that was built by its name, and nothing else."""
    folder = tmp_path / "maps"
    folder.mkdir()
    assert servers.overpass
    assert run("map", "build", "Grid, Nowhere", "-o", folder / "grid.tmap").status == 0
    return folder / "grid.tmap"


def test_a_place_becomes_a_map_by_its_name(run: Run, servers: OsmServers, tmp_path: Path) -> None:
    ran = run("map", "build", "Grid, Nowhere", "-o", tmp_path / "grid.tmap", "--json")
    assert ran.status == 0
    assert servers.searches == ["Grid, Nowhere"]
    # Five streets of 800 m; twice five blocks of 200 m and 400 m, three bridges of 200 m.
    assert json.loads(ran.out)["km"] == pytest.approx(7.6, abs=0.05)


@pytest.mark.parametrize("reply", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("command", ["build", "update"])
def test_a_server_that_fails_exits_6_says_what_to_do_and_leaves_the_old_map(
    run: Run, servers: OsmServers, grid: Path, command: str, reply: Reply
) -> None:
    servers.overpass = [reply]
    before = grid.read_bytes(), grid.stat().st_mtime_ns
    if command == "build":
        # Another name, which no answer was kept for.
        servers.nominatim = [found(ELSEWHERE)]
        ran = run("map", "build", "Elsewhere", "-o", grid)
    else:
        ran = run("map", "update", grid)
    assert ran.status == 6
    code, remedy = ran.err.splitlines()
    assert re.match(r"MAP-(SERVICE|EMPTY): ", code)
    assert remedy.startswith("  ")
    assert "download an extract" in remedy
    assert (grid.read_bytes(), grid.stat().st_mtime_ns) == before
    assert list(grid.parent.iterdir()) == [grid]


@pytest.mark.parametrize("command", [("build", "Grid", "-o"), ("update",)])
def test_a_server_that_is_not_there_exits_6(
    run: Run, grid: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TOURNEE_NOMINATIM_URL", "http://127.0.0.1:9")
    before = grid.read_bytes()
    ran = run("map", *command, grid)
    assert ran.status == 6
    assert "127.0.0.1 cannot be reached (Connection refused)" in ran.err
    assert grid.read_bytes() == before


def test_an_unknown_place_exits_6(run: Run, servers: OsmServers, tmp_path: Path) -> None:
    servers.nominatim = [data([])]
    ran = run("map", "build", "Gnet", "-o", tmp_path / "gent.tmap")
    assert ran.status == 6
    assert "MAP-PLACE-UNKNOWN" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_place_without_a_boundary_exits_6(run: Run, servers: OsmServers, tmp_path: Path) -> None:
    servers.nominatim = [found(A_SQUARE)]
    ran = run("map", "build", "Grote Markt", "-o", tmp_path / "markt.tmap")
    assert ran.status == 6
    assert "MAP-PLACE-NO-AREA" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_waits_are_shown_line_by_line_in_a_log(run: Run, servers: OsmServers, grid: Path) -> None:
    servers.overpass.insert(0, Reply(status=504))
    ran = run("map", "update", grid, "-v")
    assert ran.status == 0
    assert "127.0.0.1 is busy (504 Gateway Timeout): trying again in 10 s (2 of 5)" in ran.err


def test_ctrl_c_while_waiting_exits_130(
    run: Run, servers: OsmServers, grid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    servers.overpass = [Reply(status=429)]
    monkeypatch.setattr(places, "PATIENCE", Patience(wait=interrupted))
    before = grid.read_bytes()
    assert run("map", "update", grid).status == 130
    assert grid.read_bytes() == before
    assert list(grid.parent.iterdir()) == [grid]


def test_an_update_says_what_changed(
    run: Run, servers: OsmServers, grid: Path, tmp_path: Path
) -> None:
    fewer = [one for one in grid_elements(tmp_path) if one["type"] == "node" or one["id"] != 1]
    servers.overpass = [sent(fewer, "2026-11-20")]
    ran = run("map", "update", grid)
    assert ran.status == 0
    assert "Updated from Grid, Nowhere:" in ran.out
    assert re.search(r"data of +2026-11-01 → 2026-11-20", ran.out)
    # The first way is a street of 800 m.
    assert re.search(r"streets +7\.6 → 6\.8 km", ran.out)
    assert re.search(r"turn restrictions +0 → 0", ran.out)


def test_an_update_without_news_says_so(run: Run, servers: OsmServers, grid: Path) -> None:
    assert servers.waits == []
    before = grid.stat().st_mtime_ns
    ran = run("map", "update", grid)
    assert (ran.status, grid.stat().st_mtime_ns) == (0, before)
    assert "Unchanged: Grid, Nowhere has nothing new" in ran.out


def test_programs_are_told_what_changed(
    run: Run, servers: OsmServers, grid: Path, tmp_path: Path
) -> None:
    fewer = [one for one in grid_elements(tmp_path) if one["type"] == "node" or one["id"] != 1]
    servers.overpass = [sent(fewer, "2026-11-20")]
    document = json.loads(run("map", "update", grid, "--json").out)
    assert (document["source"], document["unchanged"]) == ("Grid, Nowhere", False)
    assert document["path"] == str(grid)
    assert document["before"]["date"] == "2026-11-01"
    assert document["after"]["date"] == "2026-11-20"


def test_a_map_that_is_much_smaller_exits_6_unless_forced(
    run: Run, servers: OsmServers, grid: Path, tmp_path: Path
) -> None:
    few = [one for one in grid_elements(tmp_path) if one["type"] == "node" or one["id"] <= 4]
    servers.overpass = [sent(few, "2026-11-20")]
    before = grid.read_bytes()
    ran = run("map", "update", grid)
    assert (ran.status, grid.read_bytes()) == (6, before)
    assert "MAP-SHRUNK" in ran.err
    assert run("map", "update", grid, "--force").status == 0


def test_a_map_whose_file_is_gone_exits_6(run: Run, grid_map: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.tmap"
    copy.write_bytes(grid_map.read_bytes())
    ran = run("map", "update", copy)
    assert ran.status == 6
    assert "MAP-SOURCE-MISSING" in ran.err
    assert f"Put a new grid.osm into {tmp_path}" in ran.err
