"""Building a city, and keeping it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maps import build
from maps.build import build_city, open_city
from maps.errors import MapError
from maps.tmap import VERSION

if TYPE_CHECKING:
    from maps.city import City

Drawing = Callable[..., Path]
STREET = {"highway": "residential", "name": "Rue Neuve"}


@pytest.fixture
def village(draw: Drawing) -> Path:
    return draw({"A": (0, 0), "B": (100, 0)}, {1: ("AB", STREET)}, name="village.osm")


def test_a_city_is_built_from_an_openstreetmap_file(village: Path) -> None:
    city = build_city(village)
    assert (city.name, city.meta.source) == ("village", "village.osm")
    assert city.network.segment_count == 1
    assert city.meta.bbox == city.network.bbox


def test_progress_is_told(village: Path) -> None:
    told: list[str] = []
    build_city(village, progress=told.append)
    assert told == ["reading streets from village.osm", "reading addresses", "reading shops"]


def test_the_first_opening_keeps_the_map_beside_the_file(village: Path) -> None:
    open_city(village)
    assert village.with_name("village.tmap").is_file()


def test_the_next_opening_uses_the_kept_map(village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_city(village)
    monkeypatch.setattr(build, "_build", None)
    assert open_city(village).network.segment_count == 1
    assert open_city(village.with_name("village.tmap")).network.segment_count == 1


def test_when_the_file_changes_the_map_is_built_anew(village: Path, draw: Drawing) -> None:
    open_city(village)
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    draw(nodes, {1: ("AB", STREET), 2: ("BC", STREET)}, name="village.osm")
    told: list[str] = []
    assert open_city(village, progress=told.append).network.segment_count == 2
    assert told[0] == "village.tmap was built from other data: building it anew"
    assert open_city(village.with_name("village.tmap")).network.segment_count == 2


def test_a_damaged_kept_map_is_built_anew(village: Path) -> None:
    kept = village.with_name("village.tmap")
    kept.write_bytes(b"PK damaged")
    assert open_city(village).network.segment_count == 1
    assert open_city(kept).network.segment_count == 1


def test_an_old_format_is_built_anew_where_its_source_lies_beside_it(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_city(village)
    kept = village.with_name("village.tmap")
    monkeypatch.setattr("maps.tmap.VERSION", VERSION + 1)
    told: list[str] = []
    assert open_city(kept, progress=told.append).network.segment_count == 1
    assert "building it anew from village.osm" in told[0]
    village.unlink()
    assert open_city(kept).network.segment_count == 1  # it is in the new format now


def test_an_old_format_without_its_source_is_refused(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_city(village)
    village.unlink()
    monkeypatch.setattr("maps.tmap.VERSION", VERSION + 1)
    with pytest.raises(MapError, match="MAP-VERSION"):
        open_city(village.with_name("village.tmap"))


def test_where_nothing_can_be_kept_the_city_is_had_all_the_same(
    village: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def read_only(_city: City, path: Path) -> None:
        raise MapError("MAP-UNWRITABLE", f"the map cannot be written to {path}.", "Choose.")

    monkeypatch.setattr(build, "save_city", read_only)
    assert open_city(village).network.segment_count == 1
    assert "MAP-UNWRITABLE" in caplog.text


def test_every_extract_builds(shared_data: Path, tmp_path: Path) -> None:
    """The two smallest; benchmarks/cities.py builds them all."""
    for name in ("wechelderzande_belgium_2016-09", "leuven_belgium_drive_2021-03-31"):
        path = tmp_path / f"{name}.osm.pbf"
        shutil.copy(shared_data / "osm" / path.name, path)
        assert open_city(path).network.segment_count == open_city(path).network.segment_count > 250
