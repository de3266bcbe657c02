"""Databases of every version so far."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from routing.errors import DayError
from routing.plan.document import to_json
from routing.plan.model import Totals
from routing.store.address import DATABASE
from routing.store.model import Deed, Lock, LockKind
from routing.store.schema import METADATA, REVISIONS, VERSION_TABLE
from routing.store.store import open_store
from tests.support.databases import ask, bare_day, engine_to
from tests.support.plans import plan

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.plan.model import Plan

ROOT = Path(__file__).resolve().parents[3]
DEED = Deed(command="plan", who="Ann")
STAMP = "select version_num from tournee_version"
# As version 0.1 made it, before there were migrations.
FIRST = """
create table plan_version (
    id integer not null, day varchar(10) not null, version integer not null,
    plan_id varchar(64) not null, based_on varchar(64), status varchar(16) not null,
    created_at varchar(32) not null, command varchar(32) not null, document text not null,
    primary key (id), unique (day, version), unique (plan_id)
);
create index ix_plan_version_day on plan_version (day);
"""


def earlier_plan(number: int) -> Plan:
    totals = dict.fromkeys(
        (
            "orders", "delivered", "collected", "unassigned", "rejected", "cancelled", "late",
            "vehicles", "distance_m", "driving_s", "cost_cents", "co2_g",
        ), number,
    )  # fmt: skip
    return plan(
        plan_id=f"P{number}", version=number, now_s=3600 if number > 1 else None,
        totals=Totals(**totals),
    )  # fmt: skip


def write_first(folder: Path, *plans: Plan) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.executescript(FIRST)
        connection.executemany(
            "insert into plan_version (day, version, plan_id, based_on, status, created_at,"
            " command, document) values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (one.day, one.version, one.plan_id, None, "draft", one.created_at, "plan",
                 to_json(one))
                for one in plans
            ],
        )  # fmt: skip


def stamped(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        query = "select name from sqlite_master where name = ?"
        if not connection.execute(query, (VERSION_TABLE,)).fetchall():
            return []
        return [row[0] for row in connection.execute(STAMP)]


def test_a_database_of_the_first_version_is_brought_up_to_date_losing_nothing(
    tmp_path: Path,
) -> None:
    plans = [earlier_plan(1), earlier_plan(2)]
    write_first(tmp_path, *plans)
    with open_store(bare_day(tmp_path)) as store:
        assert [store.version(1), store.version(2)] == plans
        first, second = store.history()
        assert (first.delivered, first.late, first.cost_cents, first.now_s) == (1, 1, 1, None)
        assert (second.distance_m, second.unassigned, second.now_s) == (2, 2, 3600)
        assert (second.who, second.why, second.command) == ("", "", "plan")
        assert store.record(plan(plan_id="new"), DEED).version == 3
    assert stamped(tmp_path) == [REVISIONS[-1]]


def test_a_plan_that_cannot_be_read_any_more_keeps_nothing_from_being_brought_up_to_date(
    tmp_path: Path,
) -> None:
    write_first(tmp_path, earlier_plan(1))
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection, connection:
        connection.execute("update plan_version set document = '{\"day\"'")
    with open_store(bare_day(tmp_path)) as store:
        (only,) = store.history()
        assert (only.version, only.delivered) == (1, 0)


def test_locks_of_before_are_given_the_version_that_they_were_written_with(
    tmp_path: Path,
) -> None:
    """As they were before they named it: both are told by their times."""
    lock = Lock(kind=LockKind.ROUTE, vehicle_id="V1")
    with open_store(bare_day(tmp_path)) as store:
        for number in (1, 2, 3):
            made_at = f"2026-11-21T0{number}:00:00+01:00"
            store.record(plan(plan_id=f"P{number}", created_at=made_at), DEED)
        store.set_locks(DEED, locked=[lock])
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection, connection:
        connection.execute("drop table known_row")
        connection.execute("alter table known_order drop column version")
        connection.execute("alter table lock drop column version")
        connection.execute("update lock set at = '2026-11-21T01:30:00+00:00'")
        connection.execute("update tournee_version set version_num = 'through_the_day'")
    with open_store(bare_day(tmp_path)) as store:
        assert [store.locks_of(number) for number in (1, 2, 3)] == [(), (lock,), (lock,)]


def test_a_database_without_plans_is_brought_up_to_date(tmp_path: Path) -> None:
    """As a command that only looked left it in version 0.1."""
    write_first(tmp_path)
    with open_store(bare_day(tmp_path)) as store:
        assert store.latest() is None
    assert stamped(tmp_path) == [REVISIONS[-1]]


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_first(tmp_path, earlier_plan(1))
    before = (tmp_path / DATABASE).read_bytes()

    def stop_here(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", stop_here)
        with open_store(bare_day(tmp_path)) as store, pytest.raises(KeyboardInterrupt):
            store.latest()
    assert (tmp_path / DATABASE).read_bytes() == before
    with open_store(bare_day(tmp_path)) as store:
        assert store.latest() == earlier_plan(1)


def test_a_database_of_a_later_version_is_refused_and_left_as_it_is(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.record(plan(), DEED)
    address = any_day.database or f"sqlite:///{any_day.folder / DATABASE}"
    ask(address, "update tournee_version set version_num = 'lockers_and_drones'")
    with open_store(any_day) as store:
        for use in (store.latest, store.ready_to_record, store.history):
            with pytest.raises(DayError) as caught:
                use()
            assert caught.value.code == "STORE-NEWER"
            assert "lockers_and_drones" in caught.value.message
    assert ask(address, STAMP) == [("lockers_and_drones",)]


def test_who_open_an_old_database_at_once_do_not_hurt_each_other(tmp_path: Path) -> None:
    write_first(tmp_path, earlier_plan(1))
    assert latest_at_once(bare_day(tmp_path)) == [earlier_plan(1)] * 5


def test_who_open_an_empty_database_at_once_do_not_hurt_each_other(postgres_day: Day) -> None:
    assert latest_at_once(postgres_day) == [None] * 5


def latest_at_once(day: Day) -> list[Plan | None]:
    """What five see who come at the same moment."""
    together = Barrier(5)
    seen: list[Plan | None] = []

    def look() -> None:
        with open_store(day) as store:
            together.wait()
            seen.append(store.latest())

    threads = [Thread(target=look) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def test_the_tables_are_those_that_the_migrations_make(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.record(plan(), DEED)
    address = any_day.database or f"sqlite:///{any_day.folder / DATABASE}"
    engine = engine_to(address)
    with engine.connect() as connection:
        options = {
            "version_table": VERSION_TABLE,
            # SQLite gives defaults as they were written, and not as they are meant.
            "compare_server_default": connection.dialect.name == "postgresql",
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_every_migration_is_named_in_its_order() -> None:
    config = Config()
    config.set_main_option("script_location", "routing.store:migrations")
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == REVISIONS


def test_reading_a_database_of_this_version_loads_nothing_for_upgrades(tmp_path: Path) -> None:
    with open_store(bare_day(tmp_path)) as store:
        store.record(plan(), DEED)
    program = (
        "import json, sys; from pathlib import Path\n"
        "from routing.store.store import open_store\n"
        "from tests.support.databases import bare_day\n"
        "with open_store(bare_day(Path(sys.argv[1]))) as store: store.latest()\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('alembic')]))\n"
    )
    call = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
