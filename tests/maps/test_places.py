"""Places by name, with the network's part played by what it once answered."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import osmnx as ox
import pytest
from osmnx import _overpass
from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError
from shapely.geometry import box

from maps.build import build_city
from maps.errors import MapError
from maps.places import fetch_place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LEUVEN = gpd.GeoDataFrame(geometry=[box(4.64, 50.84, 4.77, 50.94)], crs="EPSG:4326")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Geocoding finds Leuven; what Overpass is asked is noted, and the answer is tiny."""
    queries: list[str] = []

    def request(data: Mapping[str, str]) -> dict[str, Any]:
        queries.append(data["data"])
        return {"elements": [{"type": "node", "id": 1, "lat": 50.9, "lon": 4.7}]}

    monkeypatch.setattr(ox, "geocode_to_gdf", lambda _: LEUVEN)
    monkeypatch.setattr(_overpass, "_overpass_request", request)
    return queries


def test_a_place_becomes_a_file_named_after_it(asked: list[str], tmp_path: Path) -> None:
    path = fetch_place("Leuven, België", tmp_path)
    assert path == tmp_path / "leuven-belgie.osm.pbf"
    assert path.is_file()
    assert len(asked) == 1
    assert '(poly:"50.8' in asked[0]


def test_osmnxs_settings_are_left_as_they_were(asked: list[str], tmp_path: Path) -> None:
    before = ox.settings.cache_folder
    fetch_place("Leuven", tmp_path)
    assert asked
    assert ox.settings.cache_folder == before


@pytest.mark.parametrize("error", [InsufficientResponseError("0 results"), TypeError("no polygon")])
def test_a_name_that_finds_no_area_is_unknown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
) -> None:
    def unknown(_: str) -> gpd.GeoDataFrame:
        raise error

    monkeypatch.setattr(ox, "geocode_to_gdf", unknown)
    with pytest.raises(MapError, match=r"MAP-PLACE-UNKNOWN.*'Luven'.*with its country"):
        fetch_place("Luven", tmp_path)


@pytest.mark.parametrize(
    "error", [ConnectionError("no route to host"), TimeoutError(), ResponseStatusCodeError("500")]
)
def test_a_server_that_cannot_be_reached_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
) -> None:
    def down(_: str) -> gpd.GeoDataFrame:
        raise error

    monkeypatch.setattr(ox, "geocode_to_gdf", down)
    with pytest.raises(MapError, match=r"MAP-SERVICE.*'Leuven' cannot be fetched"):
        fetch_place("Leuven", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_leuven_is_built_from_its_raw_answer(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, shared_data: Path, tmp_path: Path
) -> None:
    raw = shared_data / "osm" / "leuven_belgium_overpass_2021-03-31.json.gz"
    answer = json.loads(gzip.decompress(raw.read_bytes()))
    monkeypatch.setattr(_overpass, "_overpass_request", lambda _: answer)
    city = build_city(fetch_place("Leuven, Belgium", tmp_path))
    assert not asked
    assert city.name == "leuven-belgium"
    assert city.meta.date == "2021-03-31"
    assert city.network.arc_count > 5000
