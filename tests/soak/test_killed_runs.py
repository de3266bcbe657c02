"""Runs that are killed at any instant: the next carries on, and nothing needs a hand.

`make test` kills a few, `make soak` some hundreds.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.databases import postgres_schema
from tests.support.kills import carried_on, nothing_is_half_done, troubled_day
from tests.support.runs import ready_to_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = 150 if "TOURNEE_SOAK" in os.environ else 10
MEASURED = 3


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """A file in the day's folder, and a server."""
    if request.param == "sqlite":
        yield None
        return
    with postgres_schema() as address:
        yield address


def test_a_run_that_is_killed_at_any_instant_is_made_up_for_by_the_next(
    tmp_path: Path, grid_map: Path, database: str | None
) -> None:
    day = troubled_day(tmp_path, grid_map, database)
    killed = recorded = 0
    with ready_to_run(*day.arguments()) as runs:
        took = []
        for _ in range(MEASURED):
            day.happen()
            ended = day.run(runs)
            carried_on(day, ended)
            took.append(ended.seconds)
        before = nothing_is_half_done(day)
        while killed < KILLS:
            day.happen()
            killed += day.run_and_kill(runs, max(took)).status == -9
            now = nothing_is_half_done(day)
            assert now - before in {0, 1}
            recorded += now - before
            ended = day.run(runs)
            carried_on(day, ended)
            took = [*took[1:], ended.seconds]
            before = nothing_is_half_done(day)
            assert before == now + 1
    # Somewhere in the middle is the instant of recording.
    assert 0 < recorded < killed or killed < 50
