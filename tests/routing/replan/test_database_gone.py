"""A database that goes away while a run is at work: told, nothing half-done, the next is fine."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from routing.day.settings import load_day
from routing.errors import BusyError, DayError
from routing.plan.document import read_plan
from routing.store.address import DATABASE
from routing.store.holding import hold_day
from routing.store.model import Deed
from routing.store.store import open_store
from tests.support.databases import Wire, postgres_schema, wire_to
from tests.support.days import hub, order, van, write_day
from tests.support.replans import add_row, released, replanned, stop_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from routing.replan.request import Replanned


def made(folder: Path, grid_map: Path, database: str | None = None) -> Path:
    """A released day with an order, and another that came in since."""
    folder.mkdir()
    due = {"window_start": "14:00", "window_end": "16:00"}
    write_day(folder, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("A1", **due)])  # type: ignore[arg-type]
    if database is not None:
        with (folder / "day.toml").open("a", encoding="utf-8") as file:
            file.write(f'\nstore = "{database}"\n')
    released(folder)
    add_row(folder, order("A2", 500, 205, **due))
    return folder


@pytest.fixture
def wired_day(tmp_path: Path, grid_map: Path) -> Iterator[tuple[Path, Wire]]:
    """A day whose server is at the end of a wire."""
    with postgres_schema() as address, wire_to(address) as (near, wire):
        yield made(tmp_path / "day", grid_map, near), wire


@pytest.fixture
def file_day(tmp_path: Path, grid_map: Path) -> Path:
    """A day whose database is a file."""
    return made(tmp_path / "day", grid_map)


def run_until(folder: Path, trouble: Callable[[], object], now: str = "09:00") -> Replanned:
    """A run that meets with trouble when its plan is made, and not recorded yet."""
    return replanned(folder, now, agree=lambda *_: trouble())


def nothing_was_done(folder: Path) -> None:
    """The file is still the last version's; and the next run goes on from there."""
    before = read_plan(folder / "out" / "plan.json")
    with open_store(load_day(folder)) as store:
        assert store.latest() == before
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["plan.json"]
    outcome = replanned(folder, "09:05")
    assert (outcome.plan.version, outcome.plan.based_on) == (before.version + 1, before.plan_id)
    assert outcome.recorded
    assert stop_of(outcome.plan, "A2").late_s == 0


def test_a_server_that_goes_away_is_told(wired_day: tuple[Path, Wire]) -> None:
    folder, wire = wired_day
    with pytest.raises(DayError, match="STORE-FAILED") as caught:
        run_until(folder, wire.cut)
    assert "Look whether the database server runs" in caught.value.remedy
    wire.mend()
    nothing_was_done(folder)


def test_a_server_that_is_not_there_at_all_is_told(wired_day: tuple[Path, Wire]) -> None:
    folder, wire = wired_day
    wire.cut()
    with pytest.raises(DayError, match="STORE-FAILED"):
        replanned(folder, "09:00")
    wire.mend()
    nothing_was_done(folder)


def test_a_server_that_was_away_for_a_moment_is_no_matter(wired_day: tuple[Path, Wire]) -> None:
    folder, wire = wired_day
    outcome = run_until(folder, wire.hang_up)
    assert outcome.recorded
    nothing_was_done(folder)


def test_who_lost_the_day_on_the_way_does_not_write_over_who_had_it_then(
    wired_day: tuple[Path, Wire], tmp_path: Path
) -> None:
    """Another machine, which holds the date alone, records a version meanwhile."""
    folder, wire = wired_day
    written = (folder / "out" / "plan.json").read_bytes()
    day = load_day(folder)
    elsewhere = replace(day, folder=tmp_path / "elsewhere")
    elsewhere.folder.mkdir()

    def be_overtaken() -> None:
        with pytest.raises(BusyError), hold_day(elsewhere):
            pass
        wire.hang_up()
        with hold_day(elsewhere, wait=lambda _: None), open_store(elsewhere) as store:
            last = store.latest()
            assert last is not None
            theirs = replace(last, plan_id="theirs", based_on=last.plan_id)
            store.record(theirs, Deed(command="replan"), after=last.version)

    with pytest.raises(BusyError, match=r"DAY-BUSY.*version 3"):
        run_until(folder, be_overtaken)
    assert (folder / "out" / "plan.json").read_bytes() == written
    outcome = replanned(folder, "09:05")
    assert (outcome.plan.version, outcome.plan.based_on) == (4, "theirs")


def test_a_damaged_file_is_told(file_day: Path) -> None:
    database, copy = file_day / DATABASE, file_day / "copy.db"

    def damage() -> None:
        shutil.copy(database, copy)
        database.write_bytes(b"no database " * 1000)

    with pytest.raises(DayError, match="STORE-FAILED"):
        run_until(file_day, damage)
    copy.replace(database)
    nothing_was_done(file_day)


def test_a_file_that_was_taken_away_is_told_and_not_made_anew(file_day: Path) -> None:
    database, copy = file_day / DATABASE, file_day / "copy.db"
    with pytest.raises(DayError, match="STORE-OTHER"):
        run_until(file_day, lambda: database.rename(copy))
    assert not database.exists()
    copy.rename(database)
    nothing_was_done(file_day)


@pytest.mark.parametrize("others", [1, 2])
def test_another_days_file_in_its_place_is_told(
    file_day: Path, tmp_path: Path, grid_map: Path, others: int
) -> None:
    """An older copy, and one with as many versions that are others."""
    database, copy, other = file_day / DATABASE, file_day / "copy.db", tmp_path / "other"
    made(other, grid_map)
    if others == 1:
        (other / DATABASE).unlink()
        with open_store(load_day(other)) as store:
            store.record(read_plan(other / "out" / "plan.json"), Deed(command="plan"))

    def put_another_there() -> None:
        database.rename(copy)
        shutil.copy(other / DATABASE, database)

    with pytest.raises(DayError, match="STORE-OTHER"):
        run_until(file_day, put_another_there)
    copy.replace(database)
    nothing_was_done(file_day)


def test_a_folder_that_was_taken_away_is_told(file_day: Path) -> None:
    """And nothing of it is made anew."""
    moved = file_day.with_name("moved")

    def take_away() -> Any:
        return file_day.rename(moved)

    with pytest.raises(DayError):
        run_until(file_day, take_away)
    shutil.rmtree(file_day, ignore_errors=True)
    moved.rename(file_day)
    nothing_was_done(file_day)
