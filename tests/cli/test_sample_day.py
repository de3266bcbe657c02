"""`tournee sample-day` and `tournee new-day`, as a dispatcher calls them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli.main import tournee
from maps.build import build_city
from maps.tmap import save_city
from routing.errors import DayError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def city(helsinki: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "helsinki.tmap"
    save_city(build_city(helsinki), path)
    return path


def sample(city: Path, folder: Path, *more: str) -> list[str]:
    return [
        "sample-day", "--map", str(city), "--orders", "30", "--hubs", "2", "--seed", "7",
        "--date", "2026-11-23", "-o", str(folder), *more,
    ]  # fmt: skip


def test_the_document_counts_what_was_made(city: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(tournee, sample(city, tmp_path / "day", "--json"))
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert (document["orders"], document["hubs"], document["date"]) == (30, 2, "2026-11-23")
    assert "Plan it with" in result.stderr


def test_a_folder_that_is_not_empty_is_refused(city: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    result = CliRunner().invoke(tournee, sample(city, tmp_path))
    assert isinstance(result.exception, DayError)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_tomorrow_comes_from_today(city: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(tournee, sample(city, tmp_path / "day")).exit_code == 0
    call = ["new-day", str(tmp_path / "day"), "--date", "2026-11-24", "-o", str(tmp_path / "next")]
    result = runner.invoke(tournee, [*call, "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "folder": str(tmp_path / "next"),
        "date": "2026-11-24",
        "copied": ["hubs.csv", "vehicles.csv", "collection_points.csv"],
        "orders": "orders.csv",
        "order_lines": None,
    }


def test_tomorrow_says_which_tables_begin_empty(city: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(tournee, sample(city, tmp_path / "day")).exit_code == 0
    with (tmp_path / "day" / "day.toml").open("a", encoding="utf-8") as settings:
        settings.write('order_lines = "lines.csv"\n')
    (tmp_path / "day" / "lines.csv").write_text("order_id,sku\nO1,A\n", encoding="utf-8")
    call = ["new-day", str(tmp_path / "day"), "--date", "2026-11-24", "-o", str(tmp_path / "next")]
    result = runner.invoke(tournee, call)
    assert result.exit_code == 0
    for name in ("orders.csv", "lines.csv"):
        assert str(tmp_path / "next" / name) in result.output
    assert (tmp_path / "next" / "lines.csv").read_text(encoding="utf-8") == "order_id,sku\n"
