"""Who is free when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from routing.picking.model import Pick
from routing.picking.roster import Roster, by_arrival, in_turn, without_gaps
from tests.support.picking import MINUTE, collected, holds, picking, pickings, shift

if TYPE_CHECKING:
    from routing.picking.model import PickingProblem


def test_a_job_goes_to_whoever_has_it_ready_first() -> None:
    jobs = [collected("A", 30, 60), collected("B", 10, 60)]
    problem = picking(jobs, [shift(0, 100, "P1"), shift(20, 100, "P2")])
    # P1 has A until 30; P2 comes at 20, and has B ready at 30, P1 would at 40.
    assert in_turn(problem, [0, 1]) == (Pick(0, 0, 0, 1800), Pick(1, 1, 1200, 1800))


def test_a_job_fills_a_gap_that_is_long_enough() -> None:
    jobs = [collected("A", 10, 60, placed_min=20), collected("B", 20, 60), collected("C", 21, 60)]
    problem = picking(jobs, [shift(0, 60)])
    roster = Roster(problem, in_turn(problem, [0]))
    assert roster.soonest(1) == Pick(1, 0, 0, 20 * MINUTE)
    assert roster.soonest(2) == Pick(2, 0, 30 * MINUTE, 51 * MINUTE)


def test_a_job_that_is_longer_than_what_is_left_of_every_shift_finds_nobody() -> None:
    problem = picking([collected("A", 30, 500, placed_min=31)], [shift(0, 60), shift(90, 119)])
    assert in_turn(problem, [0]) == ()


def test_nobody_picks_where_nobody_is_there() -> None:
    problem = picking([collected("A", 1, 10)], [])
    assert by_arrival(problem) == ()


def test_by_arrival_the_oldest_is_picked_first_whatever_is_promised() -> None:
    jobs = [collected("late promise", 30, 900, placed_min=0), collected("soon", 10, 20, 5)]
    problem = picking(jobs, [shift(0, 100)])
    assert by_arrival(problem) == (Pick(0, 0, 0, 1800), Pick(1, 0, 1800, 2400))


def test_closing_gaps_keeps_each_pickers_order() -> None:
    jobs = [collected("A", 10, 60), collected("B", 5, 60, placed_min=12)]
    problem = picking(jobs, [shift(0, 60)])
    loose = [Pick(0, 0, 20 * MINUTE, 30 * MINUTE), Pick(1, 0, 40 * MINUTE, 45 * MINUTE)]
    assert without_gaps(problem, loose) == (
        Pick(0, 0, 0, 10 * MINUTE),
        Pick(1, 0, 12 * MINUTE, 17 * MINUTE),
    )


@given(pickings())
def test_whoever_is_given_jobs_in_turn_can_do_them(problem: PickingProblem) -> None:
    ranked = range(len(problem.jobs))
    holds(problem, in_turn(problem, ranked))
