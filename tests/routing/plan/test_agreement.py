"""Pickers and routes that agree, on the line of `line_city`; a picker finds a line a minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.clock import Clock
from routing.engines.protocol import Limit
from routing.picking.model import Job, PickingProblem
from routing.plan.agreement import nothing_driven
from routing.plan.pickers import late_collections, picking_of
from routing.plan.reasons import explain
from routing.plan.solving import solve_hub
from routing.problem.model import HubProblem, Solution, Task, Window
from routing.problem.picked import as_picked
from routing.problem.timing import time_solution
from tests.support.line_city import HOUR, MINUTE, problem, task, vehicle
from tests.support.picking import holds, shift

if TYPE_CHECKING:
    from routing.fleet.model import PickerShift

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
EARLY = Window(8 * HOUR + 15 * MINUTE, 8 * HOUR + 30 * MINUTE)
AFTERNOON = Window(15 * HOUR, 16 * HOUR)
DAY_SHIFT = shift(7 * 60, 20 * 60)


def to_collect(order_id: str, lines: int, by_s: int, placed_s: int = 0) -> Job:
    return Job(order_id=order_id, lines=lines, release_s=placed_s, priority=5, promise_s=by_s)


def with_pickers(
    day: HubProblem,
    lines: dict[str, int],
    *collected: Job,
    shifts: tuple[PickerShift, ...] = (DAY_SHIFT,),
    **changes: object,
) -> HubProblem:
    """The problem with these orders to be picked, in the order in which they came in."""
    numbers = {own.order_id: number for number, own in enumerate(day.tasks)}
    jobs = [
        Job(order_id=name, lines=count, release_s=rank, priority=5, task=numbers[name])
        for rank, (name, count) in enumerate(lines.items())
    ]
    own = PickingProblem(jobs=(*jobs, *collected), shifts=shifts, order_s=0)
    # Ready as if it was the only order, in the first shift.
    tasks = tuple(
        replace(one, ready_s=shifts[0].start_s + lines[one.order_id] * MINUTE)
        if one.order_id in lines
        else one
        for one in day.tasks
    )
    return replace(day, tasks=tasks, picking=replace(own, **changes))  # type: ignore[arg-type]


def solved(day: HubProblem, iterations: int = 60) -> Solution:
    return solve_hub(day, "pyvrp", Limit(iterations=iterations), seed=1)


def agrees(day: HubProblem, solution: Solution) -> bool:
    """Pickers can do it, everything that is driven is picked before it is loaded, nothing else."""
    assert day.picking is not None
    assert solution.picking is not None
    picks, jobs = solution.picking.picks, day.picking.jobs
    holds(day.picking, picks)
    driven = {number for trips in solution.routes.values() for trip in trips for number in trip}
    ready_s = {jobs[pick.job].task: pick.ready_s for pick in picks}
    to_pick = {job.task for job in jobs if job.task is not None}
    assert driven & to_pick == ready_s.keys() - {None}
    timed = time_solution(as_picked(day, solution.picking), solution)
    return all(
        trip.loading_s >= ready_s.get(number, 0)
        for route in timed.values()
        for trip in route.trips
        for stop in trip.stops
        for number in stop.tasks
    )


def test_what_leaves_first_is_picked_first_though_it_came_in_last() -> None:
    day = problem([task("late", 2, AFTERNOON), task("early", 1, EARLY)])
    day = with_pickers(day, {"late": 60, "early": 60})
    solution = solved(day)
    assert solution.unserved == ()
    assert agrees(day, solution)


def test_by_arrival_the_early_one_is_lost_to_the_picker_and_that_is_said() -> None:
    day = problem([task("late", 2, AFTERNOON), task("early", 1, EARLY)])
    day = with_pickers(day, {"late": 60, "early": 60}, by_promise=False)
    solution = solved(day)
    assert solution.unserved == (1,)
    (told,) = explain(day, solution, CLOCK)
    assert (told.order_id, told.code) == ("early", "PICKERS-FULL")
    assert "it would be ready at 09:00" in told.reason
    assert "with one more picker 07:00-08:00" in told.suggestion


def test_a_customer_who_comes_at_eight_goes_before_a_trip_at_eight() -> None:
    day = problem([task("early", 1, EARLY)])
    day = with_pickers(day, {"early": 60}, to_collect("customer", 60, 8 * HOUR))
    solution = solved(day)
    assert solution.unserved == (0,)
    assert solution.picking is not None
    assert [(pick.job, pick.ready_s) for pick in solution.picking.picks] == [(1, 8 * HOUR)]
    assert [item.code for item in explain(day, solution, CLOCK)] == ["PICKERS-FULL"]


def test_nobody_picks_what_no_vehicle_can_carry_and_another_order_gets_the_time() -> None:
    heavy = task("heavy", 1, EARLY, weight_g=9_000)
    day = problem([heavy, task("light", 1, Window(8 * HOUR, 12 * HOUR))], [vehicle(weight_g=5_000)])
    day = with_pickers(day, {"heavy": 60, "light": 60}, shifts=(shift(7 * 60, 8 * 60 + 20),))
    solution = solved(day)
    assert solution.unserved == (0,)
    assert agrees(day, solution)
    assert [item.code for item in explain(day, solution, CLOCK)] == ["TOO-HEAVY"]


def test_who_collects_and_finds_no_picker_is_told_when_one_more_would_have_to_come() -> None:
    day = with_pickers(
        problem([]),
        {},
        to_collect("A", 40, 9 * HOUR),
        to_collect("B", 40, 9 * HOUR, placed_s=8 * HOUR),
        shifts=(shift(8 * 60, 9 * 60),),
    )
    solution = solved(day)
    (told,) = explain(day, solution, CLOCK)
    assert told.code == "PICKERS-FULL"
    assert "no picker of H has so long at a stretch" in told.reason
    assert "with one more picker 08:00-08:40" in told.suggestion
    assert day.picking is not None
    more = replace(day.picking, shifts=(*day.picking.shifts, shift(8 * 60, 8 * 60 + 40, "P2")))
    helped = replace(day, picking=more)
    assert explain(helped, solved(helped), CLOCK) == []


def test_without_routes_what_is_collected_is_picked_all_the_same() -> None:
    day = problem([task("van", 1, EARLY)])
    day = with_pickers(day, {"van": 60}, to_collect("A", 30, 9 * HOUR))
    solution = nothing_driven(day)
    assert solution.unserved == (0,)
    assert solution.picking is not None
    assert [pick.job for pick in solution.picking.picks] == [1]


def test_the_plan_says_what_picking_as_orders_come_in_would_miss() -> None:
    day = with_pickers(
        problem([]),
        {},
        to_collect("first", 60, 20 * HOUR, placed_s=1),
        to_collect("second", 60, 8 * HOUR, placed_s=2),
    )
    solution = solved(day)
    assert day.picking is not None
    assert solution.picking is not None
    told = picking_of(day.picking, solution.picking)
    assert (told.late_by_arrival, told.late_at_least) == (1, 0)
    assert late_collections(day.picking, solution.picking.picks) == 0
    assert [pick.order_id for pick in told.pickers[0].picks] == ["second", "first"]
    assert told.pickers[0].cost_cents == 13 * 2000


@st.composite
def days(draw: st.DrawFn) -> HubProblem:
    tasks: list[Task] = []
    for number in range(draw(st.integers(0, 5))):
        start_s = draw(st.integers(8, 18)) * HOUR
        window = Window(start_s, start_s + draw(st.sampled_from([30, 120])) * MINUTE)
        tasks.append(task(f"T{number}", draw(st.integers(1, 3)), window))
    lines = {one.order_id: draw(st.integers(1, 90)) for one in tasks if draw(st.booleans())}
    collected = [
        to_collect(f"C{number}", draw(st.integers(1, 90)), draw(st.integers(8, 20)) * HOUR,
                   draw(st.integers(0, 18)) * HOUR)
        for number in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    shifts = draw(st.sampled_from([(DAY_SHIFT,), (shift(480, 600), shift(660, 1200, "P2"))]))
    bays = draw(st.sampled_from([None, 1]))
    return with_pickers(problem(tasks, bays=bays), lines, *collected, shifts=shifts)


@settings(max_examples=40, deadline=None)
@given(days())
def test_any_hub_has_pickers_and_routes_that_agree(day: HubProblem) -> None:
    solution = solved(day, iterations=20)
    assert agrees(day, solution)
    assert day.picking is not None
    assert solution.picking is not None
    told = {item.order_id for item in explain(day, solution, CLOCK)}
    there = {day.picking.jobs[pick.job].order_id for pick in solution.picking.picks}
    unserved = {day.tasks[number].order_id for number in solution.unserved}
    collected = {job.order_id for job in day.picking.jobs if job.task is None}
    assert told == unserved | (collected - there)
