"""The sequence of what is on board, on the line of `line_city`: a minute a kilometre."""

from __future__ import annotations

import pytest

from routing.plan.model import Trip
from routing.problem.model import Task, Window
from routing.replan.sequence import best_sequence
from routing.replan.under_way import Ahead, Course, go_on
from routing.standing.model import VehicleStanding
from tests.support.line_city import DAY_LONG, HOUR, MINUTE, problem, task, vehicle

LEAVES = 8 * HOUR + 10 * MINUTE
TRIP = Trip(
    trip_id="V-1", loading_s=8 * HOUR, depart_s=LEAVES, return_s=9 * HOUR, weight_g=0,
    volume_ml=0, stops=(), return_leg_s=0, return_leg_m=0, return_shape="", status="departed",
)  # fmt: skip


def at(minute: int) -> int:
    return 8 * HOUR + minute * MINUTE


def driven(*tasks: Task, min_gain_eur: float, kept: int = 1) -> tuple[str, Ahead]:
    """The orders as they are driven at last, by a van that has just left the hub."""
    own = problem(list(tasks))
    course = Course(own, vehicle(), LEAVES)
    stops = [(number,) for number in range(len(tasks))]
    ahead = go_on(course, TRIP, stops, standing=VehicleStanding(), free_s=8 * HOUR, pause=None)
    found = best_sequence(course, ahead, stops, None, min_gain_eur=min_gain_eur, kept=kept)
    return "".join(own.tasks[one].order_id for stop in found.stops for one in stop.tasks), found


def detour(window_of_c: Window = DAY_LONG) -> list[Task]:
    """1 km out, on to 3 km, back to 2, and again to 3: 8 km home, where 6 would do.

    That is 2 km and two minutes of a driver at 36 euros an hour: 3.20 euros.
    """
    return [task("A", 1), task("B", 3), task("C", 2, window_of_c), task("D", 3)]


def test_a_detour_is_left_out_where_that_saves_more_than_the_least_gain() -> None:
    found, ahead = driven(*detour(), min_gain_eur=3.1)
    assert found in {"ABDC", "ADBC", "ACBD", "ACDB"}
    metres = sum(stop.leg_m for stop in ahead.stops) + ahead.return_leg_m
    assert metres == 6000
    assert ahead.return_s == LEAVES + (6 + 4 * 2) * MINUTE


def test_under_the_least_gain_drivers_keep_the_sequence_that_they_know() -> None:
    assert driven(*detour(), min_gain_eur=3.3)[0] == "ABCD"


def test_a_promise_is_saved_whatever_that_gains() -> None:
    """C until 8:15: by way of B it is 8:18, and straight from A 8:14; the way is as long."""
    tasks = (task("A", 1), task("B", 3), task("C", 2, Window(at(0), at(15))))
    found, ahead = driven(*tasks, min_gain_eur=1000)
    assert found == "ACB"
    assert [stop.late_s for stop in ahead.stops] == [0, 0, 0]


def test_a_promise_is_not_given_up_for_money() -> None:
    """C at 8:18 sharp: behind D it would be late; before B it has to be waited for."""
    assert driven(*detour(Window(at(18), at(18))), min_gain_eur=1.0)[0] == "ABCD"


@pytest.mark.parametrize("late", [15, 12])
def test_the_stop_that_is_being_driven_to_stays_the_next(late: int) -> None:
    """A is on the way to nowhere, and B's promise is missed for it."""
    tasks = (task("A", 3), task("B", 1, Window(at(0), at(late))), task("C", 2))
    assert driven(*tasks, min_gain_eur=0.0)[0][0] == "A"


@pytest.mark.parametrize(("kept", "sequences"), [(2, {"ABDC"}), (3, {"ABCD"}), (4, {"ABCD"})])
def test_stops_that_keep_their_places_stay_whatever_that_costs(
    kept: int, sequences: set[str]
) -> None:
    assert driven(*detour(), min_gain_eur=0.0, kept=kept)[0] in sequences
