"""Who may work on the day."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from routing.errors import BusyError, DayError
from routing.store.holding import hold_day
from tests.support.databases import ask, bare_day

if TYPE_CHECKING:
    from routing.day.model import Day

ROOT = Path(__file__).resolve().parents[3]
# What another process does: hold the day, say so, and stay until it is ended.
HOLD = """
import sys, time
from pathlib import Path
from routing.errors import BusyError
from routing.store.holding import hold_day
from tests.support.databases import bare_day
try:
    with hold_day(bare_day(Path(sys.argv[1]), sys.argv[2] or None)):
        print("held", flush=True)
        time.sleep(float(sys.argv[3]))
except BusyError as error:
    print(error.code)
"""


def start(day: Day, seconds: float = 60) -> subprocess.Popen[str]:
    call = [sys.executable, "-c", HOLD, str(day.folder), day.database or "", str(seconds)]
    return subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def elsewhere(day: Day, folder: Path) -> Day:
    """The same day in another machine's folder."""
    folder.mkdir()
    return bare_day(folder, day.database)


def test_the_second_who_wants_the_day_is_told_at_once(any_day: Day) -> None:
    with hold_day(any_day), pytest.raises(BusyError) as caught, hold_day(any_day):
        pass
    assert caught.value.code == "DAY-BUSY"
    assert str(any_day.folder) in caught.value.message


def test_another_process_is_told_at_once(any_day: Day) -> None:
    with hold_day(any_day):
        process = start(any_day, 0)
        assert said(process) == "DAY-BUSY"
        process.communicate()
    process = start(any_day, 0)
    assert said(process) == "held"
    process.communicate()


def test_another_machine_with_the_same_database_is_told_at_once(
    postgres_day: Day, tmp_path: Path
) -> None:
    other = elsewhere(postgres_day, tmp_path / "other")
    with hold_day(postgres_day), pytest.raises(BusyError) as caught, hold_day(other):
        pass
    assert "2026-11-21 in postgresql+psycopg://" in caught.value.message
    with hold_day(other):
        pass


def test_other_dates_in_the_same_database_are_free(postgres_day: Day, tmp_path: Path) -> None:
    tomorrow = bare_day(tmp_path / "tomorrow", postgres_day.database, "2026-11-22")
    tomorrow.folder.mkdir()
    with hold_day(postgres_day), hold_day(tomorrow):
        pass


def test_a_killed_run_leaves_nothing_that_needs_a_hand(any_day: Day, tmp_path: Path) -> None:
    process = start(any_day)
    assert said(process) == "held"
    end(process)
    told: list[str] = []
    # A server takes a moment to see that a session is gone.
    with hold_day(any_day, wait=told.append):
        pass
    with hold_day(elsewhere(any_day, tmp_path / "other"), wait=told.append):
        pass


def test_the_day_is_let_go_of_however_the_run_ends(any_day: Day) -> None:
    with pytest.raises(KeyboardInterrupt), hold_day(any_day):
        raise KeyboardInterrupt
    with hold_day(any_day):
        pass


def test_a_run_that_waits_says_so_once_and_is_next(any_day: Day) -> None:
    told: list[str] = []
    asked, ended = Event(), Event()

    def wait(text: str) -> None:
        told.append(text)
        asked.set()

    def second() -> None:
        with hold_day(any_day, wait=wait):
            assert ended.is_set()

    with hold_day(any_day):
        thread = Thread(target=second)
        thread.start()
        assert asked.wait(10)
        ended.set()
    thread.join(10)
    assert not thread.is_alive()
    assert told == [f"Waiting for another run on {any_day.folder}"]


def test_a_run_waits_for_another_machines_too(postgres_day: Day, tmp_path: Path) -> None:
    told: list[str] = []
    process = start(elsewhere(postgres_day, tmp_path / "other"), 1)
    assert said(process) == "held"
    with hold_day(postgres_day, wait=told.append):
        process.communicate()
    (text,) = told
    assert text.startswith("Waiting for another run on 2026-11-21 in ")


def test_two_days_can_be_held_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with hold_day(bare_day(tmp_path / "a")), hold_day(bare_day(tmp_path / "b")):
        pass


def test_a_folder_that_cannot_be_written_to_is_said_to_be_so(tmp_path: Path) -> None:
    """Below a file nobody can write, not even who may do everything."""
    (tmp_path / "file").touch()
    with pytest.raises(DayError) as caught, hold_day(bare_day(tmp_path / "file")):
        pass
    assert caught.value.code == "DAY-UNWRITABLE"
    assert str(tmp_path / "file") in caught.value.message


def test_a_server_that_is_down_leaves_the_day_free(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="needs the extra postgres")
    day = bare_day(tmp_path, "postgresql://ann:hunter2@127.0.0.1:1/tournee?connect_timeout=2")
    for _ in range(2):
        with pytest.raises(DayError) as caught, hold_day(day):
            pass
        assert caught.value.code == "STORE-FAILED"
        assert "hunter2" not in str(caught.value)


def test_a_run_whose_lock_was_lost_on_the_way_ends_as_it_would(postgres_day: Day) -> None:
    """What it records is then refused if another was quicker; letting go is no error."""
    address = postgres_day.database
    assert address is not None
    with hold_day(postgres_day):
        ended = ask(
            address,
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
            " and pid <> pg_backend_pid()",
        )
        assert ended == [(True,)]
    with hold_day(postgres_day):
        pass


def test_a_process_that_is_asked_to_end_lets_go(any_day: Day) -> None:
    process = start(any_day)
    assert said(process) == "held"
    process.send_signal(signal.SIGTERM)
    process.communicate()
    with hold_day(any_day, wait=lambda _: None):
        pass
