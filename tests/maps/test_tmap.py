"""The .tmap file: whole or not at all, and never believed when it is not whole."""

from __future__ import annotations

import json
import os
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.build import build_city
from maps.errors import MapError
from maps.network import RoadNetwork
from maps.tmap import load_city, save_city

if TYPE_CHECKING:
    from maps.city import City

Drawing = Callable[..., Path]


@pytest.fixture(scope="module")
def centre(helsinki: Path) -> City:
    return build_city(helsinki)


@pytest.fixture(scope="module")
def saved(centre: City, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("tmap") / "helsinki.tmap"
    save_city(centre, path)
    return path.read_bytes()


def test_a_city_comes_back_as_it_was(centre: City, tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "helsinki.tmap"
    path.write_bytes(saved)
    back = load_city(path)
    assert (back.name, back.meta) == (centre.name, centre.meta)
    for field in fields(RoadNetwork):
        before, after = getattr(centre.network, field.name), getattr(back.network, field.name)
        if isinstance(before, np.ndarray):
            assert after.dtype == before.dtype
            assert np.array_equal(after, before)
    assert back.network.names == centre.network.names
    assert len(back.network.restrictions) == len(centre.network.restrictions) > 0
    assert back.shops.name == centre.shops.name
    before_arrays, after_arrays = centre.gazetteer.to_arrays(), back.gazetteer.to_arrays()
    assert before_arrays.keys() == after_arrays.keys()
    assert all(np.array_equal(before_arrays[key], after_arrays[key]) for key in before_arrays)


def test_the_same_city_gives_the_same_bytes(centre: City, tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "again.tmap"
    save_city(centre, path)
    assert path.read_bytes() == saved


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.999])
def test_a_map_that_was_cut_short_is_truncated(tmp_path: Path, saved: bytes, share: float) -> None:
    path = tmp_path / "cut.tmap"
    path.write_bytes(saved[: int(len(saved) * share)])
    with pytest.raises(MapError, match=r"MAP-TRUNCATED.*Build it again"):
        load_city(path)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8])
def test_a_damaged_byte_is_noticed(tmp_path: Path, saved: bytes, share: float) -> None:
    damaged = bytearray(saved)
    damaged[int(len(saved) * share)] ^= 0xFF
    path = tmp_path / "damaged.tmap"
    path.write_bytes(damaged)
    with pytest.raises(MapError, match="MAP-TRUNCATED"):
        load_city(path)


@pytest.mark.parametrize("content", [b"", b"order_id,channel\n", b"\x00" * 100])
def test_what_is_no_map_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "orders.tmap"
    path.write_bytes(content)
    with pytest.raises(MapError, match="MAP-FORMAT"):
        load_city(path)


def test_another_kind_of_zip_is_refused(tmp_path: Path) -> None:
    """As an .xlsx is one."""
    path = tmp_path / "orders.tmap"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(MapError, match="MAP-FORMAT"):
        load_city(path)


def test_a_map_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MapError, match=r"MAP-MISSING.*tournee map build"):
        load_city(tmp_path / "nowhere.tmap")


def with_header(saved: bytes, path: Path, change: Callable[[dict[str, object]], object]) -> None:
    """The same map with another header."""
    path.write_bytes(saved)
    with np.load(path) as archive:
        arrays = {name: archive[name] for name in archive.files}
    header = json.loads(arrays["header"].tobytes())
    change(header)
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    with path.open("wb") as stream:
        np.savez(stream, **arrays)


@pytest.mark.parametrize("version", [0, 99, "one"])
def test_another_versions_format_names_the_source(
    tmp_path: Path, saved: bytes, version: object
) -> None:
    path = tmp_path / "old.tmap"
    with_header(saved, path, lambda header: header.update(version=version))
    with pytest.raises(MapError, match=rf"MAP-VERSION.*{version}.*Helsinki\.osm\.pbf"):
        load_city(path)


def test_a_map_without_all_its_parts_is_refused(tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "poor.tmap"
    path.write_bytes(saved)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "p.tmap", "w") as poor:
        for name in whole.namelist():
            if "arc_tail" not in name:
                poor.writestr(name, whole.read(name))
    with pytest.raises(MapError, match="MAP-FORMAT"):
        load_city(tmp_path / "p.tmap")


def test_a_pickle_in_the_file_is_never_loaded(tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "evil.tmap"
    path.write_bytes(saved)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "e.tmap", "w") as evil:
        for name in whole.namelist():
            evil.writestr(name, whole.read(name))
        evil.writestr("network/more.npy", pickle.dumps({"a": 1}))
    with pytest.raises(MapError, match=r"MAP-TRUNCATED|MAP-FORMAT"):
        load_city(tmp_path / "e.tmap")


def test_a_folder_that_is_not_there_cannot_be_written(centre: City, tmp_path: Path) -> None:
    with pytest.raises(MapError, match=r"MAP-UNWRITABLE.*Choose a folder"):
        save_city(centre, tmp_path / "nowhere" / "helsinki.tmap")


def test_a_failed_write_leaves_the_old_map_and_nothing_else(
    centre: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full halfway."""
    path = tmp_path / "helsinki.tmap"
    path.write_bytes(b"the old map")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MapError, match=r"MAP-UNWRITABLE.*No space left on device"):
        save_city(centre, path)
    assert path.read_bytes() == b"the old map"
    assert list(tmp_path.iterdir()) == [path]


def test_a_city_survives_the_way_to_another_process(centre: City) -> None:
    centre.travel_times("van")
    twin = pickle.loads(pickle.dumps(centre))  # noqa: S301  # our own pickle
    assert twin.meta == centre.meta
    assert twin.travel_times("van").network.node_count == centre.network.node_count


def test_travel_times_are_made_once_a_kind(centre: City) -> None:
    assert centre.travel_times("van") is centre.travel_times("van")
    assert centre.travel_times("van") is not centre.travel_times("cargo_bike")


def test_an_unknown_kind_has_no_travel_times(centre: City) -> None:
    with pytest.raises(MapError, match="MAP-PROFILE"):
        centre.travel_times("zeppelin")
