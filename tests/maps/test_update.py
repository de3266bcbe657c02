"""Maps brought up to date: from the servers, from a file, or not at all and then left alone."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import maps.update
from maps import places
from maps.build import build_city
from maps.errors import MapError
from maps.patience import Patience
from maps.places import fetch_place
from maps.tmap import load_city, save_city
from maps.update import update_map
from tests.support.grid_city import write_grid_city
from tests.support.osm_servers import (
    Element,
    Reply,
    data,
    grid_elements,
    osm_servers,
    sent,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.osm_servers import OsmServers

servers = pytest.fixture(osm_servers)


@pytest.fixture
def fetched(servers: OsmServers, tmp_path: Path) -> Path:
    """A map of the grid city as it was on 1 November 2026, fetched by its name."""
    assert servers.waits == []
    folder = tmp_path / "fetched"
    folder.mkdir()
    path = tmp_path / "maps" / "grid.tmap"
    path.parent.mkdir()
    save_city(build_city(fetch_place("Grid", folder), place="Grid"), path)
    shutil.rmtree(folder)
    return path


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A map of the grid city, built from the file that lies beside it."""
    path = tmp_path / "maps" / "grid.tmap"
    path.parent.mkdir()
    save_city(build_city(write_grid_city(path.with_name("grid.osm"))), path)
    return path


def without(elements: list[Element], *names: str) -> list[Element]:
    """The same city without some of its streets."""
    return [one for one in elements if one.get("tags", {}).get("name") not in names]


def refusal(path: Path, *, force: bool = False) -> MapError:
    """What an update says that fails: it leaves the map, and no other file, as they were."""
    before = {one: (one.read_bytes(), one.stat().st_mtime_ns) for one in path.parent.iterdir()}
    with pytest.raises(MapError) as caught:
        update_map(path, force=force)
    after = {one: (one.read_bytes(), one.stat().st_mtime_ns) for one in path.parent.iterdir()}
    assert after == before
    assert caught.value.remedy.endswith(" grid.tmap is as it was.")
    return caught.value


def test_a_place_is_fetched_again_past_what_was_kept(
    servers: OsmServers, fetched: Path, tmp_path: Path
) -> None:
    fewer = without(grid_elements(tmp_path), "East street 0")
    servers.overpass = [sent(fewer, "2026-11-20")]
    update = update_map(fetched)
    assert (update.source, update.unchanged) == ("Grid", False)
    assert (update.before.date, update.after.date) == ("2026-11-01", "2026-11-20")
    # East street 0 is two blocks of 200 m.
    assert update.before.km - update.after.km == pytest.approx(0.4, abs=0.11)
    meta = load_city(fetched).meta
    assert (meta.place, meta.date) == ("Grid", "2026-11-20")
    assert list(fetched.parent.iterdir()) == [fetched]


def test_an_updated_map_can_be_updated_again(
    servers: OsmServers, fetched: Path, tmp_path: Path
) -> None:
    elements = grid_elements(tmp_path)
    for date, name in (("2026-11-20", "East street 0"), ("2026-11-21", "East street 1")):
        servers.overpass = [sent(without(elements, name), date)]
        assert not update_map(fetched).unchanged
        assert load_city(fetched).meta.date == date


def test_the_same_data_of_a_later_day_touches_nothing(
    servers: OsmServers, fetched: Path, tmp_path: Path
) -> None:
    servers.overpass = [sent(grid_elements(tmp_path), "2026-11-20")]
    before = fetched.read_bytes(), fetched.stat().st_mtime_ns
    update = update_map(fetched)
    assert update.unchanged
    assert update.before == update.after
    assert (fetched.read_bytes(), fetched.stat().st_mtime_ns) == before
    assert list(fetched.parent.iterdir()) == [fetched]


@pytest.mark.parametrize("server", ["nominatim", "overpass"])
@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=429),
        Reply(status=504),
        Reply(status=403),
        Reply(body=b"<html>"),
        replace(data({"elements": []}), share=0.5),
    ],
    ids=["429", "504", "403", "a page", "cut"],
)
def test_a_server_that_fails_leaves_the_old_map(
    servers: OsmServers, fetched: Path, server: str, reply: Reply
) -> None:
    setattr(servers, server, [reply])
    assert refusal(fetched).code == "MAP-SERVICE"


def test_a_place_that_is_gone_leaves_the_old_map(servers: OsmServers, fetched: Path) -> None:
    servers.nominatim = [data([])]
    assert refusal(fetched).code == "MAP-PLACE-UNKNOWN"


def test_an_empty_place_leaves_the_old_map_even_by_force(
    servers: OsmServers, fetched: Path
) -> None:
    servers.overpass = [sent([])]
    assert refusal(fetched, force=True).code == "MAP-EMPTY"


def test_a_place_whose_streets_are_gone_leaves_the_old_map(
    servers: OsmServers, fetched: Path, tmp_path: Path
) -> None:
    servers.overpass = [sent([one for one in grid_elements(tmp_path) if one["type"] == "node"])]
    assert refusal(fetched).code == "MAP-EMPTY"


def test_less_than_half_of_the_streets_is_most_likely_a_broken_answer(
    servers: OsmServers, fetched: Path, tmp_path: Path
) -> None:
    few = [one for one in grid_elements(tmp_path) if one["type"] == "node" or one["id"] <= 4]
    servers.overpass = [sent(few, "2026-11-20")]
    error = refusal(fetched)
    assert error.code == "MAP-SHRUNK"
    # Four streets of 800 m, of all 7.6 km.
    assert "gives 3.2 km of streets, and grid.tmap has 7.6" in error.message
    assert "--force" in error.remedy


def test_less_than_half_of_the_addresses_is_too(
    servers: OsmServers, fetched: Path, tmp_path: Path
) -> None:
    elements = grid_elements(tmp_path)
    number = {"addr:housenumber": "1", "addr:street": "North street 0"}
    doors = [{"type": "node", "id": 9, "lat": 50.001, "lon": 4.0001, "tags": number}]
    servers.overpass = [sent([*elements, *doors], "2026-11-20")]
    assert update_map(fetched).after.addresses == 1
    servers.overpass = [sent(elements, "2026-11-21")]
    error = refusal(fetched)
    assert error.code == "MAP-SHRUNK"
    assert "gives 0 addresses, and grid.tmap has 1" in error.message


def test_a_smaller_map_can_be_forced(servers: OsmServers, fetched: Path, tmp_path: Path) -> None:
    few = [one for one in grid_elements(tmp_path) if one["type"] == "node" or one["id"] <= 4]
    servers.overpass = [sent(few, "2026-11-20")]
    assert update_map(fetched, force=True).after.km == pytest.approx(3.2, abs=0.05)


def test_a_server_that_lags_behind_is_told(
    servers: OsmServers, fetched: Path, tmp_path: Path
) -> None:
    servers.overpass = [sent(without(grid_elements(tmp_path), "East street 0"), "2026-10-31")]
    error = refusal(fetched)
    assert error.code == "MAP-OLDER"
    assert "data of 2026-10-31, and grid.tmap already shows 2026-11-01" in error.message
    assert not update_map(fetched, force=True).unchanged


def test_a_file_that_changed_is_built_again(built: Path) -> None:
    file = built.with_name("grid.osm")
    file.write_text(re.sub(r'<way id="1">.*?</way>', "", file.read_text()))
    update = update_map(built)
    assert (update.source, update.unchanged) == ("grid.osm", False)
    # The first way is a street of 800 m.
    assert update.before.km - update.after.km == pytest.approx(0.8, abs=0.11)
    assert {one.name for one in built.parent.iterdir()} == {"grid.osm", "grid.tmap"}


def test_a_file_that_did_not_change_touches_nothing(built: Path) -> None:
    before = built.stat().st_mtime_ns
    built.with_name("grid.osm").touch()
    assert update_map(built).unchanged
    assert built.stat().st_mtime_ns == before


def test_a_file_that_is_not_there_is_asked_for(built: Path) -> None:
    built.with_name("grid.osm").unlink()
    error = refusal(built)
    assert error.code == "MAP-SOURCE-MISSING"
    assert "built from grid.osm" in error.message
    assert f"Put a new grid.osm into {built.parent}" in error.remedy


def test_a_file_that_is_damaged_leaves_the_old_map(built: Path) -> None:
    file = built.with_name("grid.osm")
    file.write_bytes(file.read_bytes()[:1000])
    assert refusal(built).code == "MAP-TRUNCATED"


def test_a_file_without_a_date_is_as_good_as_any(built: Path, tmp_path: Path) -> None:
    """Neither of the two says when it was true."""
    assert load_city(built).meta.date is None
    file = built.with_name("grid.osm")
    file.write_text(re.sub(r'<way id="1">.*?</way>', "", file.read_text()))
    assert not update_map(built).unchanged
    assert not (tmp_path / "maps" / "grid.osm.pbf").exists()


def test_ctrl_c_leaves_the_old_map(
    servers: OsmServers, fetched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    servers.overpass = [Reply(status=429)]
    monkeypatch.setattr(places, "PATIENCE", Patience(wait=interrupted))
    before = fetched.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        update_map(fetched)
    assert fetched.read_bytes() == before
    assert list(fetched.parent.iterdir()) == [fetched]


def test_another_city_in_the_sources_place_is_not_taken_unless_it_is_asked_for(built: Path) -> None:
    source, before = built.with_name("grid.osm"), built.read_bytes()
    text = source.read_text(encoding="utf-8")
    source.write_text(re.sub(r'lat="50\.', 'lat="51.', text), encoding="utf-8")
    assert refusal(built).code == "MAP-ELSEWHERE"
    assert built.read_bytes() == before
    assert update_map(built, force=True).after.bbox[0] > 50.9


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_fetched(
    servers: OsmServers, fetched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    asked = len(servers.searches)
    monkeypatch.setattr(maps.update, "TemporaryDirectory", denied)
    error = refusal(fetched)
    assert error.code == "MAP-UNWRITABLE"
    assert "Permission denied" in error.message
    assert len(servers.searches) == asked


def test_there_must_be_a_map(tmp_path: Path) -> None:
    with pytest.raises(MapError, match="MAP-MISSING"):
        update_map(tmp_path / "gent.tmap")
