"""Many runs that are started at once on one day: one works at a time, and none is lost.

`make test` has a few wait for each other, `make soak` all twenty.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.store.store import open_store
from tests.support.databases import postgres_schema
from tests.support.kills import TroubledDay, held, troubled_day
from tests.support.runs import ready_to_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = 20
WAITING = MANY if "TOURNEE_SOAK" in os.environ else 5
# Keeps the run that was first until all others have gone.
PATIENT = "for _ in $(seq 600); do test -e go && exit 0; sleep 0.1; done; exit 1\n"


@pytest.fixture(params=["sqlite", "postgres"])
def day(tmp_path: Path, grid_map: Path, request: pytest.FixtureRequest) -> Iterator[TroubledDay]:
    """A released day in a file, and on a server."""
    if request.param == "sqlite":
        yield troubled_day(tmp_path, grid_map, None)
        return
    with postgres_schema() as address:
        yield troubled_day(tmp_path, grid_map, address)


def history(day: TroubledDay) -> list[tuple[int, str | None, str]]:
    """Each version, what it goes on from, and its id."""
    with open_store(load_day(day.folder)) as store:
        return [(one.version, one.based_on, one.plan_id) for one in store.history()]


def test_of_twenty_at_once_one_works_and_the_others_leave_at_once(day: TroubledDay) -> None:
    call = [one for one in day.arguments() if one != "--wait"]
    with ready_to_run(*day.arguments()) as runs:
        day.happen()
        (day.folder / "hook.sh").write_text(PATIENT, encoding="utf-8")
        go = day.folder / "go"
        ended = runs.at_once(MANY, *call, file_for_the_last=go)
    *others, last = ended
    assert last.status == 0, last
    assert {one.status for one in others} == {5}
    assert all(one.said.startswith("DAY-BUSY: Another run is working on ") for one in others)
    assert [number for number, _, _ in history(day)] == [1, 2, 3, 4]


def test_those_that_wait_work_one_after_the_other(day: TroubledDay) -> None:
    with ready_to_run(*day.arguments()) as runs:
        day.happen()
        ended = runs.at_once(WAITING, *day.arguments())
    assert [one.status for one in ended] == [0] * WAITING
    made = history(day)
    assert [number for number, _, _ in made] == list(range(1, WAITING + 4))
    assert [based_on for _, based_on, _ in made[1:]] == [plan_id for _, _, plan_id in made[:-1]]
    with open_store(load_day(day.folder)) as store:
        last = store.latest()
    assert last is not None
    assert held(last) == sorted(day.rows)
