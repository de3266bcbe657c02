"""Databases that cannot be used: what is said, and that nothing is half-done."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from routing.errors import DayError
from routing.store import orders as orders_of_the_store
from routing.store.address import DATABASE
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.databases import ask, bare_day
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.day.model import Day

ROOT = Path(__file__).resolve().parents[3]
DEED = Deed(command="plan", who="Ann")
FULL = plan(plan_id="B", hubs=(hub(route(stop())),))


def record(day: Day, plan_id: str = "A") -> None:
    with open_store(day) as store:
        store.record(plan(plan_id=plan_id), DEED)


def refused(day: Day) -> DayError:
    """What is said to who wants to record a plan."""
    with open_store(day) as store, pytest.raises(DayError) as caught:
        store.record(FULL, DEED)
    return caught.value


def versions(day: Day) -> int:
    with open_store(day) as store:
        return store.last_version()


def test_a_damaged_database_says_what_to_do_and_is_left_as_it_is(tmp_path: Path) -> None:
    damaged = b"this is no database, and was one once" * 50
    (tmp_path / DATABASE).write_bytes(damaged)
    with open_store(bare_day(tmp_path)) as store:
        uses: list[Callable[[], object]] = [
            lambda: store.record(FULL, DEED),
            store.latest,
            store.ready_to_record,
            store.events,
        ]
        for use in uses:
            with pytest.raises(DayError) as caught:
                use()
            assert caught.value.code == "STORE-FAILED"
            assert DATABASE in caught.value.message
            assert "put it aside before anything else" in caught.value.remedy
            assert "begin again from out/plan.json" in caught.value.remedy
    assert (tmp_path / DATABASE).read_bytes() == damaged


def test_a_folder_in_place_of_the_database_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).mkdir()
    error = refused(bare_day(tmp_path))
    assert error.code == "STORE-FAILED"
    assert "Look whether it is a file" in error.remedy


def test_a_database_that_may_not_be_written_is_told_before_anything_is_done(
    tmp_path: Path,
) -> None:
    """SQLite opens it for reading only, as it does where nobody may write."""
    record(bare_day(tmp_path))
    day = bare_day(tmp_path, f"sqlite:///file:{tmp_path}/{DATABASE}?mode=ro&uri=true")
    with open_store(day) as store, pytest.raises(DayError) as caught:
        store.ready_to_record()
    assert caught.value.code == "STORE-FAILED"
    assert "right to write" in caught.value.remedy
    assert refused(day).code == "STORE-FAILED"
    assert versions(day) == 1


def test_a_database_that_another_program_keeps_locked_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routing.store.address._PATIENCE_S", 0.2)
    day = bare_day(tmp_path)
    record(day)
    with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as other:
        other.execute("begin exclusive")
        error = refused(day)
        assert error.code == "STORE-FAILED"
        assert "close that" in error.remedy
        other.execute("rollback")
    assert versions(day) == 1
    record(day, "B")
    assert versions(day) == 2


def test_a_full_disk_is_told_and_leaves_the_versions_there_are(tmp_path: Path) -> None:
    """In a process that may write no file of more than 200 kB."""
    program = (
        "import resource, sys\n"
        "from dataclasses import replace\n"
        "from pathlib import Path\n"
        "from routing.errors import DayError\n"
        "from tests.routing.store.test_failure import FULL, DEED, bare_day, open_store\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "with open_store(bare_day(Path(sys.argv[1]))) as store:\n"
        "    try:\n"
        "        for number in range(1000):\n"
        "            store.record(replace(FULL, plan_id=str(number)), DEED)\n"
        "    except DayError as error:\n"
        "        print(number, error.code, error.remedy)\n"
    )
    call = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
    recorded, code, remedy = done.stdout.split(" ", 2)
    assert code == "STORE-FAILED"
    assert "disk" in remedy
    assert versions(bare_day(tmp_path)) == int(recorded)
    with open_store(bare_day(tmp_path)) as store:
        assert store.record(FULL, DEED).version == int(recorded) + 1


def test_a_server_that_is_down_is_told_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="needs the extra postgres")
    address = "postgresql://ann:hunter2@127.0.0.1:1/tournee?connect_timeout=2"
    error = refused(bare_day(tmp_path, address))
    assert error.code == "STORE-FAILED"
    assert "postgresql+psycopg://ann:***@127.0.0.1:1/tournee cannot be used" in error.message
    assert "Look whether the database server runs" in error.remedy
    assert "hunter2" not in str(error)


def test_a_password_that_a_driver_repeats_is_not_shown(tmp_path: Path) -> None:
    address = "postgresql://127.0.0.1:1/tournee?password=hunter2&sslmode=hunter2"
    assert "hunter2" not in str(refused(bare_day(tmp_path, address)))


def test_a_session_that_is_ended_in_mid_transaction_leaves_nothing_half_done(
    postgres_day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres_day.database
    assert address is not None
    record(postgres_day)
    add_records = orders_of_the_store.add_records

    def ended_first(*args: Any) -> None:
        monkeypatch.setattr(orders_of_the_store, "add_records", add_records)
        ended = ask(
            address,
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            " and application_name = 'tournee'",
        )
        assert ended == [(True,)]
        add_records(*args)

    monkeypatch.setattr(orders_of_the_store, "add_records", ended_first)
    with open_store(postgres_day) as store:
        with pytest.raises(DayError) as caught:
            store.record(FULL, DEED)
        assert caught.value.code == "STORE-FAILED"
        # The same run may try again, and so may the next.
        assert store.last_version() == 1
        assert store.order_records() == ()
        assert store.record(FULL, DEED).version == 2
    assert versions(postgres_day) == 2


def test_a_session_that_is_ended_between_two_uses_is_not_even_noticed(postgres_day: Day) -> None:
    """A search may take a minute, and firewalls end what is silent."""
    address = postgres_day.database
    assert address is not None
    with open_store(postgres_day) as store:
        assert store.ready_to_record() == 0
        ask(
            address,
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            " and application_name = 'tournee'",
        )
        assert store.record(FULL, DEED, after=0).version == 1


def test_a_server_where_nothing_may_be_written_is_told_before_anything_is_done(
    postgres_day: Day,
) -> None:
    record(postgres_day)
    address = str(postgres_day.database)
    read_only = address.replace("options=", "options=-cdefault_transaction_read_only%3Don+")
    assert read_only != address
    day = bare_day(postgres_day.folder, read_only)
    with open_store(day) as store, pytest.raises(DayError) as caught:
        store.ready_to_record()
    assert caught.value.code == "STORE-FAILED"
    assert "rights" in caught.value.remedy
    assert versions(day) == 1


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("mysql://ann@db/tournee", "a SQLite file or a PostgreSQL database"),
        ("sqlite://", "a SQLite file or a PostgreSQL database"),
        ("postgresql+psycopg9://ann@db/tournee", "its driver is not installed"),
    ],
)
def test_what_is_no_store_is_told(tmp_path: Path, address: str, why: str) -> None:
    with pytest.raises(DayError) as caught, open_store(bare_day(tmp_path, address)):
        pass
    assert caught.value.code == "STORE-ADDRESS"
    assert why in caught.value.message
