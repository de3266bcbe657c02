"""Folders appear whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.errors import DayError
from routing.sample.writing import whole_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(DayError, match="is not empty") as refusal, whole_folder(tmp_path):
        pass
    assert refusal.value.code == "DAY-FOLDER-TAKEN"
    assert (tmp_path / "orders.csv").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    folder.mkdir()
    with whole_folder(folder) as part:
        (part / "a").write_text("a", encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == ["a"]


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    def write_half() -> None:
        with whole_folder(tmp_path / "day") as part:
            (part / "a").write_text("a", encoding="utf-8")
            raise KeyError

    with pytest.raises(KeyError):
        write_half()
    assert not list(tmp_path.iterdir())
