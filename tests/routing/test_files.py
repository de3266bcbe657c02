"""Files appear whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from routing.files import whole_file

if TYPE_CHECKING:
    from pathlib import Path


def test_what_the_block_wrote_stands_at_the_path(tmp_path: Path) -> None:
    path = tmp_path / "out" / "deep" / "plan.json"
    with whole_file(path) as part:
        part.write_text("new", encoding="utf-8")
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "new"
    assert list(path.parent.iterdir()) == [path]


def test_others_may_read_the_file(tmp_path: Path) -> None:
    with whole_file(tmp_path / "plan.json") as part:
        part.touch()
    assert (tmp_path / "plan.json").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, SystemExit])
def test_the_old_file_survives_whatever_ends_the_block(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")

    def write_half() -> None:
        with whole_file(path) as part:
            part.write_text("half", encoding="utf-8")
            raise stop

    with pytest.raises(stop):
        write_half()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with whole_file(path) as one, whole_file(path) as other:
        one.write_text("one", encoding="utf-8")
        other.write_text("other", encoding="utf-8")
        assert one != other
    assert path.read_text(encoding="utf-8") == "one"


def test_a_folder_that_cannot_be_made_is_told_before_the_block(tmp_path: Path) -> None:
    """Below a file there can be no folder, whoever asks."""
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    entered = False
    with pytest.raises(OSError, match="out"), whole_file(tmp_path / "out" / "plan.json"):
        entered = True
    assert not entered


def test_a_folder_in_the_files_place_is_told_before_the_block(tmp_path: Path) -> None:
    (tmp_path / "plan.json").mkdir()
    entered = False
    with pytest.raises(IsADirectoryError), whole_file(tmp_path / "plan.json"):
        entered = True
    assert not entered
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_what_a_killed_process_left_behind_is_taken_away_when_it_is_old(tmp_path: Path) -> None:
    """And nobody else's: neither another file's, nor one that may still be written to."""
    old, young, other = (tmp_path / name for name in (
        ".plan.json.abc.part", ".plan.json.def.part", ".show.json.abc.part",
    ))  # fmt: skip
    for path in (old, young, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (0, 0))
    with whole_file(tmp_path / "plan.json") as part:
        part.touch()
    assert {path.name for path in tmp_path.iterdir()} == {young.name, other.name, "plan.json"}
