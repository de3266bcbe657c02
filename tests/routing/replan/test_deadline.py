"""A plan is there in time, whatever becomes of the search."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from routing.crew.left_behind import is_anyone_left_behind
from routing.crew.work import Search
from routing.engines.protocol import Limit
from routing.engines.pyvrp import PyvrpEngine
from routing.plan.document import read_plan
from tests.support.days import hub, order, van, write_day
from tests.support.replans import FEW, add_row, released, replanned, stop_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
MINUTE = Search(engine="pyvrp", limit=Limit(seconds=60), seed=1)
# What a run of the command is whose search takes for ever, and holds the machine meanwhile.
ENDLESS = """
import sys
from cli.main import main
from routing.engines.pyvrp import PyvrpEngine
def solve(*arguments):
    while True:
        pass
PyvrpEngine.solve = solve
sys.argv = ["tournee", "replan", *sys.argv[1:]]
main()
"""


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """Two hubs with a van each, released, and an order that came in at each since."""
    folder = write_day(
        tmp_path,
        grid_map,
        hubs=[hub("H1"), hub("H2", 790, 790)],
        vehicles=[van("V1"), van("V2", "H2")],
        orders=[order("A1", hub_id="H1"), order("B1", 500, 595, hub_id="H2")],
    )
    released(folder)
    add_row(folder, order("A2", 500, 205, hub_id="H1"))
    add_row(folder, order("B2", 700, 595, hub_id="H2"))
    return folder


@pytest.fixture
def stuck_day(day: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The day, and from now on an engine that returns only when the test is over."""
    over = Event()

    def solve(*_: Any) -> None:
        over.wait()

    monkeypatch.setattr(PyvrpEngine, "solve", solve)
    yield day
    over.set()
    while is_anyone_left_behind():
        time.sleep(0.01)


def test_a_search_that_would_take_longer_ends_in_time(day: Path) -> None:
    started = time.monotonic()
    outcome = replanned(day, "06:00", search=MINUTE, deadline_s=5.0, started_s=started)
    assert outcome.seconds < 5
    assert time.monotonic() - started < 5
    assert outcome.failures == ()
    assert stop_of(outcome.plan, "A2").late_s == stop_of(outcome.plan, "B2").late_s == 0


def test_a_search_that_never_returns_leaves_the_repaired_plan_in_time(stuck_day: Path) -> None:
    outcome = replanned(stuck_day, "06:00", search=FEW, deadline_s=4.0)
    assert outcome.seconds < 4
    assert [one.code for one in outcome.failures] == ["ENGINE-OVERDUE", "ENGINE-OVERDUE"]
    assert outcome.recorded
    assert read_plan(outcome.path) == outcome.plan
    assert stop_of(outcome.plan, "A2").late_s == stop_of(outcome.plan, "B2").late_s == 0


def test_it_is_given_up_without_a_deadline_too(
    stuck_day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routing.crew.work._GRACE_S", 0.2)
    monkeypatch.setattr("routing.crew.work._GRACE_PER_ORDER_S", 0.0)
    timed = Search(engine="pyvrp", limit=Limit(seconds=0.1), seed=1)
    outcome = replanned(stuck_day, "06:00", search=timed)
    assert [one.code for one in outcome.failures] == ["ENGINE-OVERDUE", "ENGINE-OVERDUE"]
    assert outcome.recorded


def test_with_hardly_any_time_nothing_is_searched(stuck_day: Path) -> None:
    outcome = replanned(stuck_day, "06:00", deadline_s=2.5)
    assert outcome.failures == ()
    assert outcome.recorded
    assert stop_of(outcome.plan, "A2").late_s == 0


def test_the_process_ends_though_its_search_does_not(day: Path) -> None:
    call = [sys.executable, "-c", ENDLESS, str(day), "--now", "06:00", "--deadline", "8"]
    started = time.monotonic()
    ended = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 4
    assert "ENGINE-OVERDUE: The search of routes for hub H1 did not stop in time" in ended.stderr
    assert ended.stdout.endswith("exit 4\n")
    assert time.monotonic() - started < 20
    assert read_plan(day / "out" / "plan.json").version == 3


def test_a_deadline_that_has_passed_is_said_and_the_plan_is_there(day: Path) -> None:
    long_ago_s = time.monotonic() - 100
    outcome = replanned(day, "08:30", deadline_s=50, started_s=long_ago_s)
    assert outcome.recorded
    assert [item.code for item in outcome.diagnostics] == ["REPLAN-OVERDUE"]
