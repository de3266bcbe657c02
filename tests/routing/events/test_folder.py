"""A folder of events, which a run empties."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from routing.clock import Clock
from routing.day.problems import InputError
from routing.events import folder
from routing.events.folder import events_in, gather, put_away
from routing.events.reading import read_events

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
HEADER = "event_id,at,type,order_id\n"


def leave(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    leave(tmp_path, "b.csv", "2,09:00,delivered,O2")
    leave(tmp_path, "a.csv", "1,10:00,delivered,O1")
    assert [event.event_id for event in gather(tmp_path, CLOCK).events] == ["1", "2"]


@pytest.mark.parametrize("name", [".a.csv", "a.csv.part", "a.csv.tmp", "a.csv~"])
def test_files_that_are_being_written_are_left_alone(tmp_path: Path, name: str) -> None:
    leave(tmp_path, name, "1,10:00,delivered,O1")
    assert events_in(tmp_path) == ()


def test_an_empty_file_is_left_to_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    assert events_in(tmp_path) == ()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        gather(tmp_path / "events", CLOCK)
    assert caught.value.code == "DAY-SOURCE-MISSING"


def test_what_was_read_is_put_away_and_what_cannot_be_apart(tmp_path: Path) -> None:
    leave(tmp_path, "a.csv", "1,10:00,delivered,O1")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    gathered = gather(tmp_path, CLOCK)
    assert [found.code for found in gathered.diagnostics] == ["DAY-SOURCE-FORMAT"]
    assert put_away(gathered) == ()
    assert names(tmp_path) == ["bad/b.json", "done/a.csv"]


def test_nothing_that_was_put_away_is_overwritten(tmp_path: Path) -> None:
    for number in range(3):
        leave(tmp_path, "a.csv", f"{number},10:00,delivered,O1")
        put_away(gather(tmp_path, CLOCK))
    assert names(tmp_path) == ["done/a-2.csv", "done/a-3.csv", "done/a.csv"]


def test_what_was_written_to_since_stays_for_the_next_run(tmp_path: Path) -> None:
    path = leave(tmp_path, "a.csv", "1,10:00,delivered,O1")
    gathered = gather(tmp_path, CLOCK)
    leave(tmp_path, "a.csv", "1,10:00,delivered,O1", "2,10:05,delivered,O2")
    put_away(gathered)
    assert path.exists()
    assert [event.event_id for event in gather(tmp_path, CLOCK).events] == ["1", "2"]


def test_putting_away_twice_is_putting_away_once(tmp_path: Path) -> None:
    leave(tmp_path, "a.csv", "1,10:00,delivered,O1")
    gathered = gather(tmp_path, CLOCK)
    assert put_away(gathered) + put_away(gathered) == ()
    assert names(tmp_path) == ["done/a.csv"]


def test_the_same_event_in_two_files_is_one(tmp_path: Path) -> None:
    leave(tmp_path, "a.csv", "1,10:00,delivered,O1")
    leave(tmp_path, "b.csv", "1,10:00,delivered,O1", "1,10:00,failed,O1")
    gathered = gather(tmp_path, CLOCK)
    assert len(gathered.events) == 1
    assert [(found.code, found.file) for found in gathered.diagnostics] == [
        ("EVENT-ID-TWICE", "b.csv")
    ]


def test_a_file_that_cannot_be_moved_is_said_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(tmp_path, "a.csv", "1,10:00,delivered,O1")
    gathered = gather(tmp_path, CLOCK)

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path), None, str(target))

    monkeypatch.setattr(Path, "rename", refuse)
    assert [found.code for found in put_away(gathered)] == ["EVENT-NOT-MOVED"]
    assert len(gather(tmp_path, CLOCK).events) == 1


def test_a_file_that_somebody_takes_away_meanwhile_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(tmp_path, "a.csv", "1,10:00,delivered,O1")
    taken = [leave(tmp_path, name, "2,10:00,delivered,O2") for name in ("b.csv", "c.csv")]

    def read(path: Path, clock: Clock) -> object:
        for one in taken[: 1 if path.name == "a.csv" else 2]:
            one.unlink(missing_ok=True)
        return read_events(path, clock)

    monkeypatch.setattr(folder, "read_events", read)
    gathered = gather(tmp_path, CLOCK)
    assert [event.event_id for event in gathered.events] == ["1"]
    assert (gathered.diagnostics, gathered.unreadable) == ((), ())
    assert put_away(gathered) == ()
