"""Single legs, as compiled code reads them: there and back between the hub and a door."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.travel import Table
from routing.problem.arrays import ProblemArrays, arrays_of
from routing.problem.legs_kernel import latest_departure, leg
from routing.problem.model import NEVER_S, HubProblem
from routing.problem.travel import Travel
from tests.support.line_city import HOUR, MINUTE, hub, task, vehicle


def road(*periods: tuple[int, int, int]) -> ProblemArrays:
    """A road that takes so many seconds and metres from each second of the day on."""

    def table(seconds: int, metres: int) -> Table:
        return Table(
            duration_s=np.array([[0, seconds], [7, 0]], np.int32),
            distance_m=np.array([[0, metres], [7, 0]], np.int32),
        )

    travel = Travel(
        starts_s=tuple(start_s for start_s, _, _ in periods),
        tables=tuple(table(seconds, metres) for _, seconds, metres in periods),
    )
    other = Travel.constant(table(1, 1))
    return arrays_of(
        HubProblem(
            hub=hub(),
            sites=((50.0, 4.0), (50.0, 4.1)),
            travel={"cargo_bike": other, "van": travel},
            tasks=(task("A", 1),),
            vehicles=(vehicle("B", kind="cargo_bike"), vehicle("V")),
        )
    )


BIKE, VAN = 0, 1
DAY = road((0, 10 * MINUTE, 5000), (7 * HOUR, 30 * MINUTE, 4000), (9 * HOUR, 15 * MINUTE, 4500))


def latest(road: ProblemArrays, arrive_s: int, leave_by_s: int = NEVER_S) -> int:
    return int(latest_departure(road, VAN, 0, 1, arrive_s, leave_by_s))


@pytest.mark.parametrize(
    ("depart_s", "expected"),
    [
        pytest.param(-HOUR, (10 * MINUTE, 5000), id="before the day"),
        pytest.param(7 * HOUR - 1, (10 * MINUTE, 5000), id="the last second before the peak"),
        pytest.param(7 * HOUR, (30 * MINUTE, 4000), id="the first second of the peak"),
        pytest.param(9 * HOUR - 1, (30 * MINUTE, 4000), id="the last second of the peak"),
        pytest.param(9 * HOUR, (15 * MINUTE, 4500), id="one second of patience later"),
        pytest.param(40 * HOUR, (15 * MINUTE, 4500), id="the night after"),
    ],
)
def test_a_leg_takes_what_the_second_of_its_departure_says(
    depart_s: int, expected: tuple[int, int]
) -> None:
    assert leg(DAY, VAN, 0, 1, depart_s) == expected


def test_each_kind_and_direction_has_its_own_legs() -> None:
    assert leg(DAY, BIKE, 0, 1, 8 * HOUR) == (1, 1)
    assert leg(DAY, VAN, 1, 0, 8 * HOUR) == (7, 7)
    assert leg(DAY, VAN, 1, 1, 8 * HOUR) == (0, 0)


@pytest.mark.parametrize(
    ("arrive_s", "depart_s"),
    [
        pytest.param(6 * HOUR, 6 * HOUR - 10 * MINUTE, id="at night"),
        pytest.param(8 * HOUR, 8 * HOUR - 30 * MINUTE, id="in the peak"),
        pytest.param(9 * HOUR + 20 * MINUTE, 9 * HOUR + 5 * MINUTE, id="by waiting for its end"),
        pytest.param(9 * HOUR + 10 * MINUTE, 9 * HOUR - 20 * MINUTE, id="too soon to wait"),
        pytest.param(7 * HOUR + 20 * MINUTE, 7 * HOUR - 1, id="just before the peak"),
        pytest.param(-HOUR, -HOUR - 10 * MINUTE, id="before the day"),
    ],
)
def test_the_latest_departure_for_an_arrival(arrive_s: int, depart_s: int) -> None:
    assert latest(DAY, arrive_s) == depart_s


def test_whoever_may_not_wait_for_the_end_of_the_peak_leaves_in_time_for_it() -> None:
    """By 9:20, leaving at 9:05 is soon enough; by 9:00 only 8:50 is."""
    assert latest(DAY, 9 * HOUR + 20 * MINUTE, 9 * HOUR - 1) == 8 * HOUR + 50 * MINUTE


PERIODS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 40), st.just(0)),
    min_size=1,
    max_size=5,
    unique_by=lambda period: period[0],
).map(sorted)


@given(PERIODS, st.integers(0, 120), st.integers(0, 120))
def test_no_departure_after_the_latest_is_in_time(
    periods: list[tuple[int, int, int]], arrive_s: int, leave_by_s: int
) -> None:
    own = road(*periods)
    tried = range(-50, leave_by_s + 1)
    in_time = [at for at in tried if at + leg(own, VAN, 0, 1, at)[0] <= arrive_s]
    assert latest(own, arrive_s, leave_by_s) == max(in_time)
