"""The .tmap file: whole or not at all, and never believed when it is not whole."""

from __future__ import annotations

import datetime as dt
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
from maps.circumstances import Circumstances
from maps.city import KEPT_FOR
from maps.conditional import Calendar
from maps.errors import MapError
from maps.network import RoadNetwork
from maps.tmap import VERSION, load_city, save_city

if TYPE_CHECKING:
    from maps.city import City
    from maps.skeleton import Skeleton

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
    assert back.network.tag_sets == centre.network.tag_sets
    assert back.network.node_tag_sets == centre.network.node_tag_sets
    assert back.network.restrictions == centre.network.restrictions
    assert len(centre.network.restrictions) > 0
    assert back.shops.name == centre.shops.name
    before_arrays, after_arrays = centre.gazetteer.to_arrays(), back.gazetteer.to_arrays()
    assert before_arrays.keys() == after_arrays.keys()
    assert all(np.array_equal(before_arrays[key], after_arrays[key]) for key in before_arrays)


def test_the_same_city_gives_the_same_bytes(helsinki: Path, tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "again.tmap"
    save_city(build_city(helsinki), path)
    assert path.read_bytes() == saved


def test_what_is_kept_does_not_depend_on_what_was_asked_before(
    draw: Drawing, tmp_path: Path
) -> None:
    """Somebody on foot uses all streets that a van does, and one more."""
    street = {"highway": "residential"}
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0)}
    city = build_city(draw(nodes, {1: ("AB", street), 2: ("BC", {"highway": "footway"})}))
    city.travel_times("walk")
    save_city(city, tmp_path / "city.tmap")
    kept = load_city(tmp_path / "city.tmap").kept
    assert {kind: kept[kind].arcs.tolist() for kind in kept} == {
        "van": [0, 1], "cargo_bike": [0, 1]
    }  # fmt: skip


def test_a_map_that_is_loaded_and_saved_stays_as_it_was(tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "helsinki.tmap"
    path.write_bytes(saved)
    save_city(load_city(path), tmp_path / "again.tmap")
    assert (tmp_path / "again.tmap").read_bytes() == saved


@pytest.fixture
def none_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, building a skeleton is an error."""

    def refuse(*_: object) -> Skeleton:
        raise AssertionError("a skeleton is built")

    monkeypatch.setattr("maps.city.build_skeleton", refuse)


@pytest.mark.usefixtures("none_is_built")
@pytest.mark.parametrize("kind", ["van", "e_van", "cargo_bike", "bike_trailer"])
def test_travel_on_a_kept_map_uses_the_skeletons_kept_with_it(
    tmp_path: Path, saved: bytes, kind: str
) -> None:
    path = tmp_path / "helsinki.tmap"
    path.write_bytes(saved)
    city = load_city(path)
    assert tuple(city.kept) == KEPT_FOR
    assert city.travel_times(kind).usable.any()


@pytest.mark.usefixtures("none_is_built")
def test_a_day_uses_them_as_well(tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "helsinki.tmap"
    path.write_bytes(saved)
    calendar = Calendar(dt.date(2026, 11, 23), "Europe/Helsinki", "FI")
    city = load_city(path).under(Circumstances(calendar=calendar))
    assert city.travel_times("van").usable.any()


def test_a_profile_of_ones_own_gets_a_skeleton_where_none_at_hand_spans_it(
    tmp_path: Path, saved: bytes
) -> None:
    """Somebody on foot goes where no vehicle does."""
    path = tmp_path / "helsinki.tmap"
    path.write_bytes(saved)
    city = load_city(path)
    walk, van = city.travel_times("walk"), city.travel_times("van")
    assert walk.usable.sum() > van.usable.sum()


def test_what_a_kept_map_answers_is_what_the_built_one_does(
    centre: City, tmp_path: Path, saved: bytes
) -> None:
    path = tmp_path / "helsinki.tmap"
    path.write_bytes(saved)
    rng = np.random.default_rng(3)
    south, west, north, east = centre.meta.bbox
    lat, lon = rng.uniform(south, north, 30), rng.uniform(west, east, 30)
    tables = []
    for city in (centre, load_city(path)):
        times = city.travel_times("cargo_bike")
        snaps = times.snap(lat, lon)
        tables.append(times.table(snaps, snaps))
    assert np.array_equal(tables[0].duration_s, tables[1].duration_s)
    assert np.array_equal(tables[0].distance_m, tables[1].distance_m)


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


def test_the_format_is_the_second() -> None:
    """The first had arcs with access and speeds, and no skeletons."""
    assert VERSION == 2


@pytest.mark.parametrize("version", [0, 1, VERSION + 1, "one"])
def test_another_versions_format_names_the_source(
    tmp_path: Path, saved: bytes, version: object
) -> None:
    path = tmp_path / "old.tmap"
    with_header(saved, path, lambda header: header.update(version=version))
    with pytest.raises(MapError, match=rf"MAP-VERSION.*{version}.*Helsinki\.osm\.pbf"):
        load_city(path)


@pytest.mark.parametrize(
    "part",
    [
        "network/segment_start",
        "network/tag_sets",
        "skeletons/van/graph/head",
        "skeletons/van/topology/rank",
    ],
)
def test_a_map_without_all_its_parts_is_refused(tmp_path: Path, saved: bytes, part: str) -> None:
    path = tmp_path / "poor.tmap"
    path.write_bytes(saved)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "p.tmap", "w") as poor:
        for name in whole.namelist():
            if part not in name:
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
    assert (twin.meta, twin.profiles) == (centre.meta, centre.profiles)
    assert twin.travel_times("van").network.node_count == centre.network.node_count


def test_travel_times_are_made_once_a_kind(centre: City) -> None:
    assert centre.travel_times("van") is centre.travel_times("van")
    assert centre.travel_times("van") is not centre.travel_times("cargo_bike")


def test_an_unknown_kind_has_no_travel_times(centre: City) -> None:
    with pytest.raises(MapError, match="MAP-PROFILE"):
        centre.travel_times("zeppelin")
