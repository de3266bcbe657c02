"""CP-SAT's schedules: as few promises missed as can be, proved; then what the routes need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engines.picking import fewest_late, schedule
from routing.picking.due import by_need, cost, weight
from routing.picking.model import Need
from tests.support.picking import (
    MINUTE,
    collected,
    driven,
    fewest_late_by_trying,
    holds,
    least_weight_late,
    picking,
    pickings,
    promises,
    shift,
)

if TYPE_CHECKING:
    from routing.picking.model import PickingProblem


def test_what_can_be_kept_is_kept_where_picking_what_is_due_first_misses_it() -> None:
    """D is due first and comes at 15: kept free for it, the picker has no time for A before it."""
    jobs = [
        collected("A", 20, 35),
        collected("B", 10, 40, placed_min=10),
        collected("C", 10, 45, placed_min=15),
        collected("D", 5, 25, placed_min=15),
    ]
    problem = picking(jobs, [shift(0, 200)])
    needs = promises(problem)
    assert cost(problem, needs, by_need(problem, needs))[0] > 0
    found = schedule(problem, needs, 0.2)
    holds(problem, found)
    assert [pick.ready_s // MINUTE for pick in found] == [20, 35, 45, 25]


def test_it_says_how_many_must_be_late() -> None:
    jobs = [collected(f"O{number}", 10, 25) for number in range(5)]
    problem = picking(jobs, [shift(0, 100)])
    assert fewest_late(problem, promises(problem), 0.05) == 3
    picks = schedule(problem, promises(problem), 0.2)
    late = [pick for pick in picks if pick.ready_s > 25 * MINUTE]
    assert (len(picks), len(late)) == (5, 3)


def test_of_orders_that_cannot_all_be_on_time_the_important_one_is() -> None:
    jobs = [collected("A", 10, 10), collected("B", 10, 10, priority=9), collected("C", 10, 10)]
    problem = picking(jobs, [shift(0, 100)])
    found = schedule(problem, promises(problem), 0.2)
    assert [pick.job for pick in found if pick.ready_s <= 10 * MINUTE] == [1]


def test_a_promise_comes_before_a_trip_and_a_trip_before_what_can_wait() -> None:
    jobs = [driven("van", 20, 0), collected("customer", 20, 20), collected("evening", 20, 900)]
    problem = picking(jobs, [shift(0, 900)])
    needs = (Need(45 * MINUTE, 10 * MINUTE), *promises(problem)[1:])
    ready_min = [pick.ready_s // MINUTE for pick in schedule(problem, needs, 0.2)]
    assert ready_min == [40, 20, 60]


def test_nobody_is_given_more_than_a_shift_holds() -> None:
    jobs = [collected(f"O{number}", 30, 900) for number in range(3)]
    problem = picking(jobs, [shift(0, 40, "P1"), shift(50, 90, "P2")])
    found = schedule(problem, promises(problem), 0.2)
    holds(problem, found)
    assert len(found) == 2


@settings(max_examples=60, deadline=None)
@given(pickings())
def test_any_schedule_can_be_done_and_is_no_worse_than_the_quick_one(
    problem: PickingProblem,
) -> None:
    needs = promises(problem, due_min=200)
    found = schedule(problem, needs, 0.1)
    holds(problem, found)
    assert cost(problem, needs, found) <= cost(problem, needs, by_need(problem, needs))


@settings(max_examples=60, deadline=None)
@given(pickings(most_jobs=5), st.integers(60, 200))
def test_with_one_picker_just_as_many_are_late_as_must_be(
    problem: PickingProblem, end_min: int
) -> None:
    alone = picking(problem.jobs, [shift(0, end_min)])
    needs = promises(alone)
    ready_s = {pick.job: pick.ready_s for pick in schedule(alone, needs, 0.4)}
    collections = [job for job, own in enumerate(alone.jobs) if own.promise_s is not None]
    late = [job for job in collections if ready_s.get(job, 1 << 40) > needs[job].due_s]
    assert sum(weight(alone, job) for job in late) == least_weight_late(alone, needs)


@settings(max_examples=60, deadline=None)
@given(pickings(most_jobs=5))
def test_no_order_of_picking_has_fewer_late_than_it_says_must_be(problem: PickingProblem) -> None:
    needs = promises(problem)
    assert fewest_late(problem, needs, 0.05) <= fewest_late_by_trying(problem, needs)


def test_the_same_day_gives_the_same_schedule() -> None:
    jobs = [collected(f"O{number}", 7 + number % 5, 20 + 3 * number) for number in range(20)]
    problem = picking(jobs, [shift(0, 300, "P1"), shift(10, 300, "P2", 45.0)])
    needs = promises(problem)
    assert schedule(problem, needs, 0.05) == schedule(problem, needs, 0.05)
