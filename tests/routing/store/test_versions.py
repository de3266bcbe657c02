"""The day's plans, version by version; and who may work on the day."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from routing.errors import BusyError, DayError
from routing.store.versions import DATABASE, PlanStore, hold_day
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]


def test_before_the_first_plan_there_is_none_and_nothing_is_written(tmp_path: Path) -> None:
    assert PlanStore(tmp_path).latest("2026-11-21") is None
    assert list(tmp_path.iterdir()) == []


def test_versions_count_up_and_the_last_is_the_latest(tmp_path: Path) -> None:
    store = PlanStore(tmp_path)
    versions = [store.record(plan(plan_id=plan_id), "plan").version for plan_id in "ABC"]
    assert versions == [1, 2, 3]
    assert PlanStore(tmp_path).latest("2026-11-21") == plan(plan_id="C", version=3)


def test_a_plan_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    full = plan(hubs=(hub(route(stop(point_id="P", late_s=60))),), now_s=100)
    recorded = PlanStore(tmp_path).record(full, "plan")
    assert PlanStore(tmp_path).latest("2026-11-21") == recorded == full


def test_two_dates_count_apart_in_one_database(tmp_path: Path) -> None:
    store = PlanStore(tmp_path)
    store.record(plan(plan_id="A"), "plan")
    store.record(plan(plan_id="B"), "plan")
    next_day = store.record(plan(plan_id="C", day="2026-11-22"), "plan")
    assert next_day.version == 1
    assert store.latest("2026-11-22") == next_day
    assert store.latest("2026-11-21") == plan(plan_id="B", version=2)
    assert store.latest("2026-11-23") is None


def test_a_recorded_plan_is_never_written_over(tmp_path: Path) -> None:
    store = PlanStore(tmp_path)
    first = store.record(plan(plan_id="A"), "plan")
    with pytest.raises(DayError) as caught:
        store.record(replace(first, status="released"), "plan")
    assert caught.value.code == "STORE-FAILED"
    assert store.latest("2026-11-21") == first


def test_a_damaged_database_says_what_to_do_and_is_left_as_it_is(tmp_path: Path) -> None:
    damaged = b"this is no database, and was one once" * 50
    (tmp_path / DATABASE).write_bytes(damaged)
    store = PlanStore(tmp_path)
    uses: list[Callable[[], object]] = [
        lambda: store.record(plan(), "plan"),
        lambda: store.latest("2026-11-21"),
    ]
    for use in uses:
        with pytest.raises(DayError) as caught:
            use()
        assert caught.value.code == "STORE-FAILED"
        assert DATABASE in caught.value.message
        assert "put a copy aside" in caught.value.remedy
    assert (tmp_path / DATABASE).read_bytes() == damaged


@pytest.mark.parametrize("name", ["day #1", "day?mode=memory", "50% off", "jour né"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    recorded = PlanStore(folder).record(plan(), "plan")
    assert (folder / DATABASE).exists()
    assert PlanStore(folder).latest("2026-11-21") == recorded


def test_the_second_who_wants_the_day_is_told_at_once(tmp_path: Path) -> None:
    with hold_day(tmp_path), pytest.raises(BusyError) as caught, hold_day(tmp_path):
        pass
    assert caught.value.code == "DAY-BUSY"
    assert str(tmp_path) in caught.value.message


def test_another_process_is_told_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from routing.store.versions import hold_day\n"
        "from routing.errors import BusyError\n"
        "try:\n  with hold_day(Path(sys.argv[1])): print('held')\n"
        "except BusyError as error: print(error.code)\n"
    )

    def run() -> str:
        call = [sys.executable, "-c", program, str(tmp_path)]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    with hold_day(tmp_path):
        assert run() == "DAY-BUSY"
    assert run() == "held"


def test_the_day_is_let_go_of_however_the_run_ends(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), hold_day(tmp_path):
        raise KeyboardInterrupt
    with hold_day(tmp_path):
        pass


def test_two_days_can_be_held_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with hold_day(tmp_path / "a"), hold_day(tmp_path / "b"):
        pass


def test_a_folder_that_cannot_be_written_to_is_said_to_be_so(tmp_path: Path) -> None:
    """Below a file nobody can write, not even who may do everything."""
    (tmp_path / "file").touch()
    with pytest.raises(DayError) as caught, hold_day(tmp_path / "file"):
        pass
    assert caught.value.code == "DAY-UNWRITABLE"
    assert str(tmp_path / "file") in caught.value.message
