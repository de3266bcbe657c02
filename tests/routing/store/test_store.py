"""The day's plans, version by version, in a file and in PostgreSQL."""

from __future__ import annotations

import os
from dataclasses import replace
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from routing.errors import BusyError, DayError
from routing.store.address import DATABASE
from routing.store.model import Deed, Version
from routing.store.store import PlanStore, open_store
from tests.support.databases import bare_day
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.model import Plan

DEED = Deed(command="plan", who="Ann")


def record(day: Day, *plan_ids: str) -> list[Plan]:
    """Record empty plans of the day with these ids."""
    date = day.clock.date.isoformat()
    with open_store(day) as store:
        return [store.record(plan(plan_id=one, day=date), DEED) for one in plan_ids]


def test_before_the_first_plan_there_is_none_and_nothing_is_written(tmp_path: Path) -> None:
    with open_store(bare_day(tmp_path)) as store:
        assert (store.latest(), store.last_version(), store.history()) == (None, 0, ())
        assert store.ready_to_record() == 0
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_of_a_server_has_no_plans_either(postgres_day: Day) -> None:
    with open_store(postgres_day) as store:
        assert (store.latest(), store.last_version(), store.history()) == (None, 0, ())


def test_versions_count_up_and_the_last_is_the_latest(any_day: Day) -> None:
    assert [one.version for one in record(any_day, "A", "B", "C")] == [1, 2, 3]
    with open_store(any_day) as store:
        assert store.latest() == plan(plan_id="C", version=3)
        assert store.version(2) == plan(plan_id="B", version=2)
        assert store.version(4) is None
        assert store.ready_to_record() == store.last_version() == 3


def test_a_plan_comes_back_as_it_was_recorded(any_day: Day) -> None:
    full = plan(hubs=(hub(route(stop(point_id="P", late_s=60))),), now_s=100)
    with open_store(any_day) as store:
        recorded = store.record(full, DEED)
        assert store.latest() == recorded == full


def test_two_dates_count_apart_in_one_database(any_day: Day) -> None:
    other = bare_day(any_day.folder, any_day.database, "2026-11-22")
    record(any_day, "A", "B")
    assert [one.version for one in record(other, "C")] == [1]
    with open_store(any_day) as store:
        assert store.latest() == plan(plan_id="B", version=2)
        assert store.holds("C")
    with open_store(bare_day(any_day.folder, any_day.database, "2026-11-23")) as store:
        assert store.latest() is None


def test_a_recorded_plan_is_never_written_over(any_day: Day) -> None:
    (first,) = record(any_day, "A")
    with open_store(any_day) as store:
        with pytest.raises(DayError) as caught:
            store.record(replace(first, status="released"), DEED)
        assert caught.value.code == "STORE-FAILED"
        assert store.latest() == first


def test_the_history_tells_who_did_what_when_and_why_and_what_came_of_it(any_day: Day) -> None:
    figures = {"orders": 9, "delivered": 7, "late": 2, "unassigned": 1, "distance_m": 12_345}
    totals = replace(plan().totals, **figures, cost_cents=6_789)
    with open_store(any_day) as store:
        store.record(plan(plan_id="A"), Deed(command="plan", who="Ann"))
        later = plan(plan_id="B", based_on="A", now_s=36_000, totals=totals)
        store.record(later, Deed(command="replan", who="cron", why="4 orders arrived"))
        first, second = store.history()
    assert (first.version, first.who, first.why, first.now_s) == (1, "Ann", "", None)
    assert second == Version(
        version=2, plan_id="B", based_on="A", status="draft",
        created_at="2026-11-21T06:02:11+01:00", now_s=36_000, command="replan", who="cron",
        why="4 orders arrived", delivered=7, late=2, unassigned=1, distance_m=12_345,
        cost_cents=6_789,
    )  # fmt: skip


def test_the_last_released_version_may_be_an_earlier_one(any_day: Day) -> None:
    with open_store(any_day) as store:
        assert store.latest_released() is None
        store.record(plan(plan_id="A"), DEED)
        released = store.record(plan(plan_id="B", status="released"), DEED)
        store.record(plan(plan_id="C"), DEED)
        assert store.latest_released() == released


def test_a_plan_that_goes_on_from_what_is_no_longer_the_last_is_not_kept(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.record(plan(plan_id="A"), DEED, after=0)
        with pytest.raises(BusyError, match=r"DAY-BUSY.*version 1 of 2026-11-21"):
            store.record(plan(plan_id="B"), DEED, after=0)
        assert store.record(plan(plan_id="C"), DEED, after=1).version == 2


def test_who_record_at_once_leave_a_linear_history(any_day: Day) -> None:
    """On PostgreSQL some may be told that they came second; in a file they take turns."""
    record(any_day, "first")
    together = Barrier(6)
    recorded: list[int] = []
    told: list[str] = []

    def work(number: int) -> None:
        with open_store(any_day) as store:
            together.wait()
            try:
                recorded.append(store.record(plan(plan_id=f"P{number}"), DEED).version)
            except BusyError as error:
                told.append(error.code)

    workers = [Thread(target=work, args=(number,)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(recorded) + len(told) == 6
    assert set(told) <= {"DAY-BUSY"}
    with open_store(any_day) as store:
        versions = [one.version for one in store.history()]
    assert versions == list(range(1, len(recorded) + 2))
    assert sorted(recorded) == versions[1:]


def test_what_fails_on_the_way_leaves_nothing_of_the_version(
    any_day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(any_day, "A")

    def stop_here(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("routing.store.locks.add_locks", stop_here)
    with open_store(any_day) as store:
        with pytest.raises(KeyboardInterrupt):
            store.record(plan(plan_id="B", hubs=(hub(route(stop())),)), DEED)
        assert store.last_version() == 1
        assert store.order_records() == ()


@pytest.mark.parametrize("name", ["day #1", "day?mode=memory", "50% off", "jour né"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    recorded = record(bare_day(folder), "A")
    assert (folder / DATABASE).exists()
    with open_store(bare_day(folder)) as store:
        assert [store.latest()] == recorded


def test_a_database_may_be_a_file_elsewhere(tmp_path: Path) -> None:
    day = bare_day(tmp_path, f"sqlite:///{tmp_path}/elsewhere.db")
    record(day, "A")
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere.db"]
    with open_store(day) as store:
        assert store.last_version() == 1


def test_what_is_announced_is_known_by_its_last_version(any_day: Day) -> None:
    record(any_day, "A", "B")
    with open_store(any_day) as store:
        assert store.last_marked("exported") == 0
        for version in (1, 2, 2):
            store.mark(version, "exported")
        store.mark(1, "hook")
        assert (store.last_marked("exported"), store.last_marked("hook")) == (2, 1)


def test_who_is_the_systems_user_or_who_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "ann")
    monkeypatch.delenv("TOURNEE_USER", raising=False)
    assert Deed(command="plan").who == "ann"
    monkeypatch.setenv("TOURNEE_USER", "the early shift")
    assert Deed(command="plan").who == "the early shift"


def test_a_user_without_a_name_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOURNEE_USER", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 54_321)
    assert Deed(command="plan").who == "unknown"


def test_a_store_is_used_again_after_its_file_was_put_elsewhere(tmp_path: Path) -> None:
    """Nobody writes into a file that nobody will find."""
    with open_store(bare_day(tmp_path)) as store:
        store.record(plan(plan_id="A"), DEED)
        (tmp_path / DATABASE).rename(tmp_path / "aside.db")
        assert store.record(plan(plan_id="B"), DEED).version == 1
        assert isinstance(store, PlanStore)
    assert (tmp_path / DATABASE).exists()
