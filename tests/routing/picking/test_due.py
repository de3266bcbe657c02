"""Picking by what is needed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from routing.picking.due import by_need, cost
from routing.picking.model import Need
from routing.picking.roster import in_turn
from tests.support.picking import (
    MINUTE,
    collected,
    driven,
    holds,
    picking,
    pickings,
    promises,
    shift,
)

if TYPE_CHECKING:
    from routing.picking.model import PickingProblem


def test_what_is_promised_first_is_picked_first() -> None:
    jobs = [collected("A", 30, 90), collected("B", 10, 20)]
    problem = picking(jobs, [shift(0, 100)])
    picks = by_need(problem, promises(problem))
    assert [pick.ready_s // MINUTE for pick in picks] == [40, 10]
    assert cost(problem, promises(problem), picks)[0] == 0


def test_a_long_order_waits_where_it_would_make_several_late() -> None:
    # The long one first is on time and makes three late; last, it alone is late.
    jobs = [collected("long", 50, 50), *(collected(f"short {n}", 10, 51 + n) for n in range(3))]
    problem = picking(jobs, [shift(0, 200)])
    picks = by_need(problem, promises(problem))
    needs = promises(problem)
    late = [pick.job for pick in picks if pick.ready_s > needs[pick.job].due_s]
    assert late == [0]


def test_a_driven_order_waits_before_one_that_is_promised_to_a_customer() -> None:
    jobs = [driven("van", 20, 0), collected("customer", 20, 30)]
    problem = picking(jobs, [shift(0, 200)])
    needs = (Need(20 * MINUTE, 20 * MINUTE), Need(30 * MINUTE, 30 * MINUTE))
    picks = by_need(problem, needs)
    assert [pick.ready_s // MINUTE for pick in picks] == [40, 20]


def test_an_order_that_nobody_picks_counts_as_late_and_more() -> None:
    problem = picking([collected("A", 10, 20), driven("B", 10, 0)], [shift(0, 5)])
    needs = promises(problem)
    late, driven_late, missing, *seconds = cost(problem, needs, by_need(problem, needs))
    assert (late, driven_late, missing) == (8, 8, 2)
    assert seconds == [0, 0, 0]


@given(pickings())
def test_putting_orders_back_makes_nothing_worse_and_can_be_done(problem: PickingProblem) -> None:
    needs = promises(problem)
    picks = by_need(problem, needs)
    holds(problem, picks)
    ranked = sorted(range(len(needs)), key=lambda job: (needs[job].due_s, needs[job].wish_s))
    assert cost(problem, needs, picks) <= cost(problem, needs, in_turn(problem, ranked))
