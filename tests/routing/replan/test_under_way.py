"""What is under way, and goes on or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.days import collect, hub, order, van, write_day
from tests.support.replans import event, released, replanned, stop_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """A parcel for another store until ten, and a delivery after it."""
    return write_day(
        tmp_path,
        grid_map,
        hubs=[hub("H1"), hub("H2", 790, 790)],
        vehicles=[van("V1")],
        orders=[
            collect("C1", collect_at="H2", window_end="10:00"),
            order("A1", 300, 5, hub_id="H1", window_start="10:30", window_end="13:00"),
        ],
    )


def test_a_drop_that_a_broken_vehicle_stands_at_becomes_late_as_time_goes_by(day: Path) -> None:
    arrive_s = stop_of(released(day), "C1").arrive_s
    arrived = f"{arrive_s // 3600:02}:{arrive_s // 60 % 60 + 1:02}"
    outcome = replanned(
        day,
        "11:00",
        event(day, arrived, "arrived", order_id="C1", vehicle_id="V1"),
        event(day, arrived, "vehicle_out", vehicle_id="V1"),
    )
    stands = stop_of(outcome.plan, "C1")
    assert outcome.breaches == ()
    assert (stands.status, stands.late_s) == ("arrived", 3600)
