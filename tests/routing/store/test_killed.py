"""Runs that are killed while they record: a version is there with all that is its own, or not."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from routing.store.store import open_store

if TYPE_CHECKING:
    from routing.day.model import Day

ROOT = Path(__file__).resolve().parents[3]
KILLS = 4
# What another process does until it is killed: record version after version, each with an event,
# its fifty orders beginning so many seconds after 08:20 as its number says.
RECORD = """
import sys
from pathlib import Path
from uuid import uuid4
from routing.events.model import Event, EventType
from routing.store.holding import hold_day
from routing.store.model import Deed, Report
from routing.store.store import open_store
from tests.support.databases import bare_day
from tests.support.plans import hub, plan, route, stop
day = bare_day(Path(sys.argv[1]), sys.argv[2] or None)
print("working", flush=True)
while True:
    with hold_day(day, wait=print), open_store(day) as store:
        number = store.last_version() + 1
        stops = [stop(order_ids=(f"O{one}",), start_s=30_000 + number) for one in range(50)]
        event = Event(event_id=f"E{number}", at_s=number, type=EventType.POSITION)
        made = plan(plan_id=str(uuid4()), hubs=(hub(route(*stops)),))
        store.record(made, Deed(command="replan"), reports=[Report(event=event)])
"""


def test_a_killed_run_leaves_whole_versions_only_and_the_next_goes_on(any_day: Day) -> None:
    for _ in range(KILLS):
        call = [sys.executable, "-c", RECORD, str(any_day.folder), any_day.database or ""]
        with subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"working\n"
            time.sleep(0.4 * random.random())  # noqa: S311 - any instant will do
            process.kill()
        with open_store(any_day) as store:
            versions = [one.version for one in store.history()]
            assert versions == list(range(1, len(versions) + 1))
            assert len(store.events().events) == len(versions)
            begin = {one.start_s for one in store.order_records()}
        assert begin == ({30_000 + len(versions)} if versions else set())
