"""When an order could be ready if it was the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.fleet.shifts import done_s, soonest_ready_s
from tests.support.grid_day import HOUR, MINUTE, picker

if TYPE_CHECKING:
    from routing.fleet.model import PickerShift

NOON = picker(start_s=12 * HOUR, end_s=13 * HOUR)


@pytest.mark.parametrize(
    ("shifts", "release_s", "ready_s"),
    [
        pytest.param([picker()], None, 8 * HOUR + 11 * MINUTE, id="from the beginning of a shift"),
        pytest.param([picker()], 10 * HOUR, 10 * HOUR + 11 * MINUTE, id="once it is placed"),
        pytest.param(
            [picker(), picker("K2", lines_per_hour=120.0)],
            10 * HOUR,
            10 * HOUR + 6 * MINUTE,
            id="by the fastest",
        ),
        pytest.param(
            [picker("K2", lines_per_hour=600.0, start_s=11 * HOUR), picker()],
            10 * HOUR,
            10 * HOUR + 11 * MINUTE,
            id="not by one who comes too late to be faster",
        ),
        pytest.param(
            [NOON], 12 * HOUR + 49 * MINUTE, 13 * HOUR, id="until the shift's last second"
        ),
        pytest.param([NOON], 12 * HOUR + 49 * MINUTE + 1, None, id="never beyond it"),
        pytest.param(
            [picker(start_s=8 * HOUR, end_s=8 * HOUR + 600), picker(start_s=9 * HOUR)],
            None,
            9 * HOUR + 11 * MINUTE,
            id="in one shift, not in two",
        ),
        pytest.param([], None, None, id="by nobody"),
    ],
)
def test_an_order_of_ten_lines_is_ready_at(
    shifts: list[PickerShift], release_s: int | None, ready_s: int | None
) -> None:
    """A line a minute, and one minute for any order."""
    assert soonest_ready_s(shifts, release_s, lines=10, order_s=60) == ready_s


def test_a_shift_that_is_too_short_would_have_to_last_so_long() -> None:
    assert done_s(NOON, 12 * HOUR + 55 * MINUTE, 10, 60) == 13 * HOUR + 6 * MINUTE
