"""What is locked stays as it is, on board and before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.day.settings import load_day
from routing.store.model import Lock, LockKind
from tests.support.days import hub, order, van, write_day
from tests.support.replans import event, released, replanned, sequence, stop_of

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan

B_PLACE = Lock(kind=LockKind.PLACE, order_id="B")
V1_ROUTE = Lock(kind=LockKind.ROUTE, vehicle_id="V1")


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """A quarter of an hour late, C's promise is kept only if B, a long stop, comes after it."""
    return write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=[van("V1")],
        orders=[
            order("D", 100, 5, window_start="10:00", window_end="10:01", service_s=300),
            order("B", 190, 100, window_start="10:00", window_end="16:00", service_s=1200),
            order("C", 700, 5, window_start="10:26", window_end="10:40", service_s=300),
            order("F", 780, 395, window_start="10:31", window_end="16:00", service_s=300),
        ],
    )


def on_the_way(day: Path, *locks: Lock) -> Plan:
    """The trip that was released with these locks, a quarter of an hour late."""
    released(day)
    plan = replanned(day, "09:00", search=None, locked=locks).plan
    assert sequence(plan, "V1") == [["D", "B", "C", "F"]]
    left_s = plan.hubs[0].routes[0].trips[0].depart_s
    times = [load_day(day).clock.iso(left_s + later_s) for later_s in (0, 60, 90)]
    return replanned(
        day,
        times[2],
        event(day, times[0], "departed", vehicle_id="V1"),
        event(day, times[1], "delay", vehicle_id="V1", delay_s=900),
    ).plan


def test_what_is_not_locked_is_driven_in_another_sequence_to_keep_a_promise(day: Path) -> None:
    assert sequence(on_the_way(day), "V1") == [["D", "C", "F", "B"]]


def test_a_stop_that_keeps_its_place_keeps_it_on_board(day: Path) -> None:
    plan = on_the_way(day, B_PLACE)
    assert sequence(plan, "V1") == [["D", "B", "C", "F"]]
    assert stop_of(plan, "C").late_s > 0


def test_a_locked_route_is_driven_as_it_is(day: Path) -> None:
    assert sequence(on_the_way(day, V1_ROUTE), "V1") == [["D", "B", "C", "F"]]


def test_a_locked_route_that_leaves_late_says_how_late_it_is(day: Path) -> None:
    released(day)
    replanned(day, "09:00", search=None, locked=(V1_ROUTE,))
    late = event(day, "09:05", "delay", vehicle_id="V1", delay_s=3600)
    outcome = replanned(day, "09:06", late)
    assert (outcome.breaches, outcome.kept) == ((), ())
    assert stop_of(outcome.plan, "D").late_s > 2400
    assert outcome.plan.totals.late == 2
