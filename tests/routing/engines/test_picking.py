"""CP-SAT's schedules: as few promises missed as can be, proved; then what the routes need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engines.picking import schedule
from routing.picking.due import by_need, cost, weight
from routing.picking.model import Need
from tests.support.picking import (
    MINUTE,
    collected,
    driven,
    fewest_late,
    holds,
    least_weight_late,
    picking,
    pickings,
    promises,
    shift,
)

if TYPE_CHECKING:
    from routing.picking.model import PickingProblem


def test_what_can_be_kept_is_kept_where_the_first_due_first_would_not() -> None:
    # By due time: A until 10, B until 21 (late by one), C until 30. A, C, B keeps A and C; but
    # with two pickers and D, only putting the two long ones on one picker keeps all.
    jobs = [
        collected("A", 10, 10),
        collected("B", 10, 20),
        collected("C", 15, 16),
        collected("D", 5, 21),
    ]
    problem = picking(jobs, [shift(0, 60, "P1"), shift(0, 60, "P2")])
    found = schedule(problem, promises(problem), 0.2)
    holds(problem, found.picks)
    assert cost(problem, promises(problem), found.picks)[0] == 0
    assert found.late_at_least == 0


def test_it_says_how_many_must_be_late() -> None:
    jobs = [collected(f"O{number}", 10, 25) for number in range(5)]
    problem = picking(jobs, [shift(0, 100)])
    found = schedule(problem, promises(problem), 0.2)
    assert found.late_at_least == 3
    late = [pick for pick in found.picks if pick.ready_s > 25 * MINUTE]
    assert (len(found.picks), len(late)) == (5, 3)


def test_of_orders_that_cannot_all_be_on_time_the_important_one_is() -> None:
    jobs = [collected("A", 10, 10), collected("B", 10, 10, priority=9), collected("C", 10, 10)]
    problem = picking(jobs, [shift(0, 100)])
    found = schedule(problem, promises(problem), 0.2)
    assert [pick.job for pick in found.picks if pick.ready_s <= 10 * MINUTE] == [1]


def test_a_promise_comes_before_a_trip_and_a_trip_before_what_can_wait() -> None:
    jobs = [driven("van", 20, 0), collected("customer", 20, 20), collected("evening", 20, 900)]
    problem = picking(jobs, [shift(0, 900)])
    needs = (Need(45 * MINUTE, 10 * MINUTE), *promises(problem)[1:])
    ready_min = [pick.ready_s // MINUTE for pick in schedule(problem, needs, 0.2).picks]
    assert ready_min == [40, 20, 60]


def test_nobody_is_given_more_than_a_shift_holds() -> None:
    jobs = [collected(f"O{number}", 30, 900) for number in range(3)]
    problem = picking(jobs, [shift(0, 40, "P1"), shift(50, 90, "P2")])
    found = schedule(problem, promises(problem), 0.2)
    holds(problem, found.picks)
    assert len(found.picks) == 2


@settings(max_examples=60, deadline=None)
@given(pickings())
def test_any_schedule_can_be_done_and_is_no_worse_than_the_quick_one(
    problem: PickingProblem,
) -> None:
    needs = promises(problem, due_min=200)
    found = schedule(problem, needs, 0.1)
    holds(problem, found.picks)
    assert cost(problem, needs, found.picks) <= cost(problem, needs, by_need(problem, needs))


@settings(max_examples=60, deadline=None)
@given(pickings(most_jobs=5), st.integers(60, 200))
def test_with_one_picker_just_as_many_are_late_as_must_be(
    problem: PickingProblem, end_min: int
) -> None:
    alone = picking(problem.jobs, [shift(0, end_min)])
    needs = promises(alone)
    ready_s = schedule(alone, needs, 0.4).ready_s()
    collections = [job for job, own in enumerate(alone.jobs) if own.promise_s is not None]
    late = [job for job in collections if ready_s.get(job, 1 << 40) > needs[job].due_s]
    assert sum(weight(alone, job) for job in late) == least_weight_late(alone, needs)


@settings(max_examples=60, deadline=None)
@given(pickings(most_jobs=5))
def test_no_order_of_picking_has_fewer_late_than_it_says_must_be(problem: PickingProblem) -> None:
    needs = promises(problem)
    assert schedule(problem, needs, 0.2).late_at_least <= fewest_late(problem, needs)


def test_the_same_day_gives_the_same_schedule() -> None:
    jobs = [collected(f"O{number}", 7 + number % 5, 20 + 3 * number) for number in range(20)]
    problem = picking(jobs, [shift(0, 300, "P1"), shift(10, 300, "P2", 45.0)])
    needs = promises(problem)
    assert schedule(problem, needs, 0.05) == schedule(problem, needs, 0.05)
