"""What docs/cron.md says is done: the check of the heartbeat, and the ways back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from routing.day.settings import load_day
from routing.replan.heartbeat import beat
from routing.store.address import DATABASE
from routing.store.store import open_store
from tests.support.kills import TroubledDay, held, troubled_day
from tests.support.replans import replanned

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cron.md"


def block(kind: str) -> str:
    """The page's first block of a kind."""
    return PAGE.read_text(encoding="utf-8").split(f"```{kind}\n")[1].split("```")[0]


def check(day: Path) -> int:
    """How the check of the heartbeat ends for a day."""
    script = block("sh").replace("/srv/tournee/today", str(day))
    assert str(day) in script
    return subprocess.run(["sh", "-c", script], check=False, capture_output=True).returncode  # noqa: S607


@pytest.mark.parametrize(("status", "ends"), [(0, 0), (3, 0), (2, 2), (4, 2), (6, 2), (70, 2)])
def test_the_check_knows_a_run_that_went_well(tmp_path: Path, status: int, ends: int) -> None:
    beat(tmp_path / "out", at="now", status=status, version=3, seconds=1.0, says="…")
    assert check(tmp_path) == ends


def test_the_check_knows_when_nothing_ran(tmp_path: Path) -> None:
    assert check(tmp_path) == 2
    beat(tmp_path / "out", at="then", status=0, version=3, seconds=1.0, says="…")
    then_s = (tmp_path / "out" / "heartbeat.json").stat().st_mtime - 3600
    os.utime(tmp_path / "out" / "heartbeat.json", (then_s, then_s))
    assert check(tmp_path) == 2


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> TroubledDay:
    """A day on which something happened three times, each followed by a run."""
    made = troubled_day(tmp_path, grid_map, None)
    for _ in range(3):
        made.happen()
        run(made)
    return made


def run(day: TroubledDay) -> None:
    outcome = replanned(day.folder, day.now)
    assert outcome.breaches == ()
    assert outcome.diagnostics == ()


def events_again(day: TroubledDay) -> None:
    for path in (day.folder / "in" / "done").iterdir():
        path.rename(day.folder / "in" / path.name)


def places(day: TroubledDay) -> list[str]:
    """Every order of the last version, as often as it has a place."""
    with open_store(load_day(day.folder)) as store:
        last = store.latest()
    assert last is not None
    return held(last)


def test_a_copy_that_is_older_is_gone_on_from_with_the_events_since(day: TroubledDay) -> None:
    shutil.copy(day.folder / DATABASE, day.folder / "copy.db")
    for _ in range(2):
        day.happen()
        run(day)
    (day.folder / "copy.db").replace(day.folder / DATABASE)
    events_again(day)
    run(day)
    assert places(day) == sorted(day.rows)
    with open_store(load_day(day.folder)) as store:
        assert len(store.events().events) == day.times - 1
    written = [path.read_text(encoding="utf-8") for path in (day.folder / "out").glob("csv/V*.csv")]
    assert [f"N{day.times}" in text for text in written].count(True) == 1
    assert not any(f"N{day.times - 1}" in text for text in written)


def test_a_database_that_is_lost_begins_again_from_the_plans_file(day: TroubledDay) -> None:
    (day.folder / DATABASE).unlink()
    exec(block("python").replace("/srv/tournee/today", str(day.folder)), {})  # noqa: S102 - the page's own
    events_again(day)
    day.happen()
    run(day)
    assert places(day) == sorted(day.rows)
    with open_store(load_day(day.folder)) as store:
        assert [one.version for one in store.history()] == [1, 2]
        assert len(store.events().events) == day.times - 1


def test_a_lost_folder_of_files_is_written_again(day: TroubledDay) -> None:
    shutil.rmtree(day.folder / "out")
    run(day)
    made = {path.parent.name for path in (day.folder / "out").rglob("V*")}
    assert made == {"csv", "gpx"}
