"""`tournee close` on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.days import hub, order, van, write_day
from tests.support.replans import event, released, replanned

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """One delivery, which fails."""
    folder = tmp_path / "today"
    folder.mkdir()
    write_day(
        folder,
        grid_map,
        hubs=[hub()],
        vehicles=[van()],
        orders=[order("A1", window_start="09:00", window_end="10:00")],
    )
    released(folder)
    replanned(
        folder,
        "11:00",
        event(folder, "09:00", "departed", vehicle_id="V1", order_id="A1"),
        event(folder, "09:20", "failed", vehicle_id="V1", order_id="A1", reason="Nobody there"),
    )
    return folder


def test_the_account_is_said_and_what_is_left_is_named(run: Run, day: Path) -> None:
    ran = run("close", day)
    assert ran.status == 3
    assert "A1 failed: Nobody there" in ran.err
    assert "account.json" in ran.out


def test_tomorrow_gets_what_is_left_once(run: Run, day: Path, grid_map: Path) -> None:
    tomorrow = day.parent / "tomorrow"
    tomorrow.mkdir()
    write_day(
        tomorrow, grid_map, "2026-11-22", hubs=[hub()], vehicles=[van()],
        orders=[order("X", window_start="09:00", window_end="10:00")],
    )  # fmt: skip
    assert "1 order." in run("close", day, "--tomorrow", tomorrow).out
    assert "1 order stood there already" in run("close", day, "--tomorrow", tomorrow).out
    lines = (tomorrow / "orders.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["order_id", "X", "A1"]
    assert run("plan", tomorrow, "--max-iterations", "5").status == 0


def test_another_order_with_the_same_id_is_told(run: Run, day: Path, grid_map: Path) -> None:
    tomorrow = day.parent / "tomorrow"
    tomorrow.mkdir()
    other = order("A1", 700, 5, window_start="12:00", window_end="13:00")
    write_day(tomorrow, grid_map, "2026-11-22", hubs=[hub()], vehicles=[van()], orders=[other])
    assert "CLOSE-ID-TAKEN A1" in run("close", day, "--tomorrow", tomorrow).err


def test_a_closed_day_is_refused_until_it_is_opened(run: Run, day: Path) -> None:
    run("close", day)
    ran = run("replan", day, "--now", "12:00")
    assert ran.status == 2
    assert "DAY-CLOSED" in ran.err
    assert json.loads(run("close", day, "--reopen", "--json").out)["reopened"]
    assert run("replan", day, "--now", "12:00", "--max-iterations", "5").status == 3
