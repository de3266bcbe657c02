"""OpenStreetMap files, good and bad."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import osmium
import pytest

from maps.errors import MapError
from maps.osm import osm_objects, osm_source

Drawing = Callable[..., Path]


def every_object(path: Path) -> int:
    osm_source(path)
    return sum(1 for _ in osm_objects(path, osmium.osm.ALL))


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MapError, match=r"MAP-MISSING: there is no file .*nowhere\.osm\.pbf"):
        osm_source(tmp_path / "nowhere.osm.pbf")


def test_another_suffix_is_refused_naming_those_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "city.shp"
    path.write_bytes(b"x")
    with pytest.raises(MapError, match=r"MAP-FORMAT.*\.osm\.pbf, \.osm\.gz, \.osm\.bz2, \.osm"):
        osm_source(path)


def test_a_file_that_we_may_not_read_says_so(
    draw: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draw({"A": (0, 0)}, {})

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(MapError, match=r"MAP-UNREADABLE.*Permission denied"):
        osm_source(path)


@pytest.mark.parametrize("suffix", [".osm.pbf", ".osm", ".osm.gz", ".osm.bz2"])
def test_an_empty_file_is_empty(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"city{suffix}"
    path.touch()
    with pytest.raises(MapError, match="MAP-EMPTY"):
        osm_source(path)


@pytest.mark.parametrize("suffix", [".osm.pbf", ".osm", ".osm.gz", ".osm.bz2"])
def test_what_is_no_openstreetmap_data_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"city{suffix}"
    path.write_bytes(b"order_id,channel\nO1,same_day\n" * 50)
    with pytest.raises(MapError, match="MAP-FORMAT"):
        every_object(path)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_pbf_that_was_cut_short_is_truncated(
    tmp_path: Path, helsinki: Path, share: float
) -> None:
    whole = helsinki.read_bytes()
    path = tmp_path / "city.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(MapError, match=r"MAP-TRUNCATED.*download it again"):
        every_object(path)


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".osm", bytes), (".osm.gz", gzip.compress), (".osm.bz2", bz2.compress)],
)
def test_xml_that_was_cut_short_is_truncated(
    tmp_path: Path, draw: Drawing, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    nodes = {chr(0x4E00 + i): (i, i) for i in range(2000)}
    whole = pack(draw(nodes, {1: ("".join(nodes), {"highway": "primary"})}).read_bytes())
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(MapError, match="MAP-TRUNCATED"):
        every_object(path)


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".osm", bytes), (".osm.gz", gzip.compress), (".osm.bz2", bz2.compress)],
)
def test_every_format_is_read(
    tmp_path: Path, draw: Drawing, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    drawn = draw({"A": (0, 0), "B": (9, 0)}, {1: ("AB", {"highway": "primary"})}, name="drawn.osm")
    path = tmp_path / f"packed{suffix}"
    path.write_bytes(pack(drawn.read_bytes()))
    assert every_object(path) == 3


def test_the_name_is_the_files_without_its_suffix(helsinki: Path) -> None:
    assert osm_source(helsinki).name == "Helsinki"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("gent_2013-01-01", "2013-01-01"),
        ("gent-20240421", "2024-04-21"),
        ("gent_2015-06", "2015-06"),
    ],
)
def test_without_a_date_in_the_header_the_name_tells_it(
    draw: Drawing, name: str, date: str
) -> None:
    path = draw({"A": (0, 0)}, {}, name=f"{name}.osm")
    assert osm_source(path).date == date


def test_without_either_the_newest_way_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "city.osm"
    way = '<way id="{}" version="1" timestamp="{}T10:00:00Z"/>'
    path.write_text(
        f'<osm version="0.6">{way.format(1, "2019-05-04")}{way.format(2, "2018-01-01")}</osm>'
    )
    assert osm_source(path).date == "2019-05-04"


def test_where_nothing_tells_it_the_date_is_unknown(draw: Drawing) -> None:
    assert osm_source(draw({"A": (0, 0), "B": (9, 0)}, {1: ("AB", {})})).date is None


def test_the_header_tells_before_the_name(shared_data: Path) -> None:
    """Porto's name says 2015-06, its header the very day."""
    path = shared_data / "osm" / "porto_portugal_highways_2015-06.osm.pbf"
    assert osm_source(path).date == "2015-06-06"
