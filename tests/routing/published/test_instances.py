"""Files are read as they stand, and what is no whole instance is refused by name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.errors import TourneeError
from routing.published.instances import Instance, read_instance
from tests.support.published import (
    DEMAND,
    MATRIX,
    PLACES,
    SERVICE,
    WINDOWS,
    classic_text,
    multi_trip_text,
    ortec_text,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("form", ["classic", "ortec", "multi-trip"])
def test_each_form_gives_places_windows_and_demand_as_written(
    tiny: dict[str, Instance], form: str
) -> None:
    instance = tiny[form]
    assert instance.form == form
    assert instance.capacity == 10
    assert instance.customers == 4
    assert instance.places.tolist() == [list(map(float, place)) for place in PLACES]
    assert list(zip(instance.opens, instance.closes, strict=True)) == list(WINDOWS)
    assert tuple(instance.demand) == DEMAND
    assert tuple(instance.service) == SERVICE


def test_a_name_is_the_files_without_its_endings_and_keeps_its_points(
    tiny: dict[str, Instance],
) -> None:
    assert [one.name for one in tiny.values()] == ["TINY", "TINY-ORTEC", "TINYR0.5"]


def test_only_an_explicit_matrix_is_one(tiny: dict[str, Instance]) -> None:
    matrix = tiny["ortec"].matrix
    assert matrix is not None
    assert matrix.tolist() == [list(row) for row in MATRIX]
    assert tiny["classic"].matrix is None


def test_release_times_and_reloads_are_of_multi_trip_instances(tiny: dict[str, Instance]) -> None:
    assert tiny["multi-trip"].release.tolist() == [0, 0, 0, 0, 50]
    assert tiny["multi-trip"].reloads
    assert not tiny["classic"].reloads
    assert not tiny["classic"].release.any()


def test_a_file_with_windows_line_ends_is_read(tmp_path: Path, tiny: dict[str, Instance]) -> None:
    path = tmp_path / "TINY.txt"
    path.write_bytes(classic_text().replace("\n", "\r\n").encode())
    assert np.array_equal(read_instance(path).closes, tiny["classic"].closes)


CUT = len(ortec_text()) // 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "INSTANCE-FORMAT", id="empty"),
        pytest.param(bytes(range(256)) * 9, "INSTANCE-UNREADABLE", id="binary"),
        pytest.param(b"\xfd7zXZ\x00 broken", "INSTANCE-UNREADABLE", id="a broken archive"),
        pytest.param(b"a,b\n1,2\n", "INSTANCE-FORMAT", id="a table"),
        pytest.param(b"NAME : x\n", "INSTANCE-FORMAT", id="a name alone"),
        pytest.param(b"TYPE : CVRP\nDIMENSION : 1\n", "INSTANCE-FORMAT", id="another problem"),
        pytest.param(b"X\n\nVEHICLE\n", "INSTANCE-FORMAT", id="Solomon's heading alone"),
        pytest.param(classic_text().rstrip()[:-6].encode(), "INSTANCE-FORMAT", id="short row"),
        pytest.param(
            classic_text().replace("    10 ", "   1.5 ").encode(), "INSTANCE-FORMAT", id="1.5"
        ),
        pytest.param(ortec_text()[:CUT].encode(), "INSTANCE-FORMAT", id="half of VRPLIB"),
        pytest.param(
            ortec_text().replace("DIMENSION : 5", "DIMENSION : 6").encode(),
            "INSTANCE-FORMAT",
            id="more promised than there",
        ),
        pytest.param(
            ortec_text().replace("CAPACITY : 10\n", "").encode(), "INSTANCE-FORMAT", id="no load"
        ),
        pytest.param(
            ortec_text().replace("EXPLICIT", "EUC_2D").encode(), "INSTANCE-FORMAT", id="no matrix"
        ),
        pytest.param(
            multi_trip_text().replace("DEPOT_SECTION\n1\nEOF", "DEPOT_SECTION\n2\nEOF").encode(),
            "INSTANCE-FORMAT",
            id="another depot",
        ),
        pytest.param(
            ortec_text().replace("CAPACITY : 10", "CAPACITY : 3").encode(),
            "INSTANCE-VALUE",
            id="too heavy for any vehicle",
        ),
        pytest.param(
            ortec_text().replace("20\t60", "60\t20").encode(), "INSTANCE-VALUE", id="reversed"
        ),
        pytest.param(
            ortec_text().replace("30 20 10", "30 -20 10").encode(), "INSTANCE-VALUE", id="backwards"
        ),
    ],
)
def test_what_is_no_whole_instance_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(TourneeError) as caught:
        read_instance(path)
    assert caught.value.code == code
    assert str(path) in caught.value.message
    assert caught.value.remedy


def test_every_way_to_cut_a_file_short_is_noticed_or_harmless(tmp_path: Path) -> None:
    """Of VRPLIB, nothing but the end mark and the last figures' digits may be missing."""
    path, text = tmp_path / "cut.txt", ortec_text()
    last_number = text.rindex("150")
    for length in range(0, last_number, 7):
        path.write_text(text[:length], encoding="utf-8")
        with pytest.raises(TourneeError):
            read_instance(path)


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TourneeError, match="INSTANCE-UNREADABLE"):
        read_instance(tmp_path / name)


def test_every_published_instance_is_read(published: Path) -> None:
    patterns = ("ortec/*.txt.xz", "solomon/*.txt", "homberger/*/*.txt", "mtvrptwr/*.vrp")
    paths = [path for pattern in patterns for path in sorted(published.glob(pattern))]
    read = [read_instance(path) for path in paths]
    assert Counter(one.form for one in read) == {"classic": 79, "multi-trip": 24, "ortec": 20}
    sizes = {one.customers for one in read if one.form == "classic"}
    assert sizes == {100, 200, 400, 1000}


def test_the_published_ortec_name_says_how_many_customers_were_read(published: Path) -> None:
    for path in (published / "ortec").glob("*.txt.xz"):
        instance = read_instance(path)
        assert f"-n{instance.customers}-k{instance.vehicles}" in instance.name
