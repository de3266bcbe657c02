"""`tournee demo`, as somebody calls it who has never heard of the project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_it_ends_by_naming_what_to_open(run: Run, tmp_path: Path) -> None:
    ran = run("demo", tmp_path / "day", "--date", "2026-11-23")
    assert ran.status == 0
    assert "100 orders" in ran.out
    named = [line.split(":", 1)[1].strip() for line in ran.out.splitlines() if "browser" in line]
    assert named == [str(tmp_path / "day" / "out" / "report.html")]
    assert (tmp_path / "day" / "out" / "report.html").is_file()


def test_with_json_stdout_is_one_document_that_names_every_file(run: Run, tmp_path: Path) -> None:
    ran = run("demo", tmp_path / "day", "--date", "2026-11-23", "--json")
    document = json.loads(ran.out)
    assert document["totals"]["orders"] == 100
    assert "Open in a browser" in ran.err
    files = [*document["exports"], document["page"], document["path"]]
    assert len(files) == 3 * document["totals"]["vehicles"] + 2


def test_a_folder_of_somebody_else_is_status_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    ran = run("demo", tmp_path)
    assert ran.status == 2
    assert "DAY-FOLDER-TAKEN" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
