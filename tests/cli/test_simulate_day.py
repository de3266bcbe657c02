"""`tournee simulate DAY` on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.days import hub, order, van, write_day

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """Four deliveries of a van."""
    folder = tmp_path / "day"
    folder.mkdir()
    orders = [
        order(f"O{number}", 200 * number, 5, window_start="10:00", window_end="16:00")
        for number in range(4)
    ]
    return write_day(folder, grid_map, hubs=[hub()], vehicles=[van()], orders=orders)


CALM = (
    "--max-iterations", "10", "--every", "2h", "--failures", "0", "--cancellations", "0",
    "--travel-noise", "0", "--service-noise", "0",
)  # fmt: skip


def test_a_calm_day_keeps_every_promise_and_says_so(run: Run, day: Path) -> None:
    ran = run("simulate", day, *CALM, "--json")
    document = json.loads(ran.out)
    assert ran.status == document["exit_status"] == 0
    assert (document["kept"], document["faults"], document["runs"]) == (4, 0, 7)
    assert "promises kept" in ran.err


def test_a_day_that_is_kept_can_be_looked_at(run: Run, day: Path) -> None:
    kept = day.parent / "kept"
    run("simulate", day, *CALM, "--keep", kept)
    assert run("history", kept).status == 0
    assert run("close", kept).status == 0
    assert not (day / "tournee.db").exists()


def test_what_fails_is_told_by_the_status(run: Run, day: Path) -> None:
    assert run("simulate", day, *CALM, "--failures", "1").status == 3


@pytest.mark.parametrize("wrong", [("--every", "soon"), ("--from", "noon"), ("--failures", "2")])
def test_a_wrong_call_is_answered(run: Run, day: Path, wrong: tuple[str, str]) -> None:
    ran = run("simulate", day, *CALM, *wrong)
    assert ran.status == 2
    assert wrong[0] in ran.err


def test_a_folder_that_is_taken_is_refused(run: Run, day: Path) -> None:
    ran = run("simulate", day, *CALM, "--keep", day)
    assert ran.status == 2
    assert "DAY-FOLDER-TAKEN" in ran.err
