"""Travel that changes with the hour, on two sites: 0 is the hub, 1 a door."""

from __future__ import annotations

import numpy as np
import pytest

from maps.travel import NO_WAY, Table
from routing.problem.travel import Travel
from tests.support.line_city import HOUR, MINUTE


def table(minutes: int, metres: int = 1000) -> Table:
    """There in so many minutes; back in one more, and a metre longer."""
    seconds = np.array([[0, minutes], [minutes + 1, 0]]) * MINUTE
    return Table(
        duration_s=seconds.astype(np.int32),
        distance_m=np.array([[0, metres], [metres + 1, 0]], np.int32),
    )


NIGHT, PEAK, NOON = table(10, 5000), table(30, 4000), table(15, 4500)
DAY = Travel(starts_s=(0, 7 * HOUR, 9 * HOUR), tables=(NIGHT, PEAK, NOON))


@pytest.mark.parametrize(
    ("depart_s", "number"),
    [
        pytest.param(-HOUR, 0, id="before the day"),
        pytest.param(7 * HOUR - 1, 0, id="the last second before the peak"),
        pytest.param(7 * HOUR, 1, id="the first second of the peak"),
        pytest.param(9 * HOUR, 2, id="after the peak"),
        pytest.param(40 * HOUR, 2, id="the night after"),
    ],
)
def test_a_departure_takes_the_table_of_its_second(depart_s: int, number: int) -> None:
    assert DAY.number(depart_s) == number
    assert DAY.at(depart_s) is (NIGHT, PEAK, NOON)[number]


def test_the_first_period_is_for_earlier_departures_too() -> None:
    """Periods begin when vehicles do, which may be long after midnight."""
    morning = Travel(starts_s=(7 * HOUR, 9 * HOUR), tables=(PEAK, NOON))
    assert morning.at(0) is PEAK


def test_constant_travel_is_the_same_at_all_hours() -> None:
    always = Travel.constant(PEAK)
    assert {always.number(hour * HOUR) for hour in range(-2, 40)} == {0}
    assert always.by_leg()[1, 0].tolist() == [[31 * MINUTE], [4001]]


def test_the_least_is_what_the_best_hour_gives_each_leg() -> None:
    crossed = Travel(starts_s=(0, HOUR), tables=(table(10), Table(
        duration_s=np.array([[0, 12], [2, 0]], np.int32) * MINUTE, distance_m=PEAK.distance_m
    )))  # fmt: skip
    assert (crossed.least_s == np.array([[0, 10], [2, 0]]) * MINUTE).all()


def test_the_longest_leg_is_one_that_can_be_driven() -> None:
    none = Table(duration_s=PEAK.duration_s, distance_m=np.full((2, 2), NO_WAY, np.int32))
    assert Travel(starts_s=(0, HOUR), tables=(NOON, none)).most_m == 4501
    assert Travel.constant(none).most_m == 0


def slowest(leave_s: tuple[int, int], reach_s: tuple[int, int]) -> tuple[int, int]:
    """Minutes and metres of the way there, with these bounds by site."""
    found = DAY.slowest(np.array(leave_s), np.array(reach_s))
    return int(found.duration_s[0, 1]) // MINUTE, int(found.distance_m[0, 1])


@pytest.mark.parametrize(
    ("leave_s", "reach_s", "expected"),
    [
        pytest.param(5 * HOUR, 6 * HOUR, (10, 5000), id="before the peak"),
        pytest.param(9 * HOUR, 12 * HOUR, (15, 4500), id="after the peak"),
        pytest.param(6 * HOUR, 7 * HOUR, (30, 5000), id="into the peak"),
        pytest.param(8 * HOUR, 10 * HOUR, (30, 4500), id="out of the peak"),
        pytest.param(0, 20 * HOUR, (30, 5000), id="all day"),
        pytest.param(9 * HOUR, 6 * HOUR, (10, 5000), id="no time for it, so the last before"),
    ],
)
def test_planning_takes_the_slowest_and_longest_of_the_hours_in_which_a_leg_can_be_driven(
    leave_s: int, reach_s: int, expected: tuple[int, int]
) -> None:
    assert slowest((leave_s, 0), (0, reach_s)) == expected


def test_each_leg_has_hours_of_its_own() -> None:
    """The way there is driven before the peak, the way back in it."""
    found = DAY.slowest(np.array([5 * HOUR, 8 * HOUR]), np.array([8 * HOUR + 1800, 6 * HOUR]))
    assert (found.duration_s == np.array([[0, 10], [31, 0]]) * MINUTE).all()


def test_what_is_asked_of_a_leg_together_lies_side_by_side() -> None:
    assert DAY.by_leg()[0, 1].tolist() == [
        [10 * MINUTE, 30 * MINUTE, 15 * MINUTE],
        [5000, 4000, 4500],
    ]
