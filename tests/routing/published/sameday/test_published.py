"""Published costs of same-days, by instance and seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.errors import TourneeError
from routing.published.sameday.published import read_published

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "instance,seed,greedyplus,rollout,oracle"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "published.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_costs_are_found_by_instance_and_seed(tmp_path: Path) -> None:
    found = read_published(written(tmp_path, HEADER, "A,0,30,20,10", "A,1,33,22,11"))
    assert found["A", 1] == {"greedyplus": 33, "rollout": 22, "oracle": 11}


@pytest.mark.parametrize("row", ["A,x,30,20,10", "A,0,30,20,", "A,0,30,nan,10", "A,0,30,-1,10"])
def test_a_row_that_cannot_be_used_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(TourneeError, match=r"published\.csv:3") as caught:
        read_published(written(tmp_path, HEADER, "A,1,3,2,1", row))
    assert caught.value.code == "SAMEDAY-PUBLISHED"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(TourneeError, match="no column oracle"):
        read_published(written(tmp_path, "instance,seed,greedyplus,rollout", "A,0,3,2"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TourneeError, match="No such file"):
        read_published(tmp_path / "none.csv")
