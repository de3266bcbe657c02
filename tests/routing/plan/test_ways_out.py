"""Every way out that is offered is one: taken, it serves the order and keeps every bound."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.plan.mending import mend
from routing.plan.ways_out import ways_out
from routing.problem.model import HubProblem, Solution, Window
from routing.problem.timing import served_alone, time_solution
from tests.support.line_city import HOUR, MINUTE, problem, task, vehicle


@st.composite
def crowded_days(draw: st.DrawFn) -> HubProblem:
    """Too many orders for one or two vehicles."""
    tasks = []
    for number in range(draw(st.integers(3, 9))):
        start_s = draw(st.integers(9, 17)) * HOUR
        tasks.append(
            task(
                str(number),
                draw(st.integers(1, 9)),
                Window(start_s, start_s + draw(st.integers(0, 4)) * 15 * MINUTE),
                service_s=draw(st.integers(10, 90)) * MINUTE,
                priority=draw(st.integers(0, 9)),
                weight_g=draw(st.integers(1, 4)) * 1000,
            )
        )
    fleet = [
        vehicle("V", weight_g=4_000, max_trips=draw(st.sampled_from([None, 2]))),
        vehicle("B", kind="cargo_bike", weight_g=4_000, shift_end_s=14 * HOUR),
    ]
    return problem(tasks, fleet[: draw(st.integers(1, 2))], bays=draw(st.sampled_from([None, 1])))


def holds(day: HubProblem, solution: Solution, task: int) -> bool:
    """The task is served, and every route keeps every bound."""
    timed = time_solution(day, solution)
    assert all(not r.violation_s and not r.figures.excess for r in timed.values())
    return task not in solution.unserved


@settings(max_examples=150, deadline=None)
@given(crowded_days())
def test_each_way_out_serves_the_order(day: HubProblem) -> None:
    everything = tuple(range(len(day.tasks)))
    final = mend(day, Solution(routes={}, unserved=everything))
    lost = [one for one in final.unserved if any(served_alone(day, one))]
    found = ways_out(day, final, lost)
    for task_index, ways in found.items():
        alone = replace(final, unserved=(task_index,))
        if ways.another_time:
            at_s = ways.another_time.start_s
            moved = list(day.tasks)
            agreed = dict.fromkeys(("van", "cargo_bike"), (Window(at_s, at_s),))
            moved[task_index] = replace(moved[task_index], windows=agreed)
            other = replace(day, tasks=tuple(moved))
            assert holds(other, mend(other, alone), task_index)
        if ways.one_more:
            more = ways.one_more
            extra = replace(
                day.vehicles[more.like],
                vehicle_id="X",
                shift_start_s=more.from_s,
                shift_end_s=more.to_s,
            )
            larger = replace(day, vehicles=(*day.vehicles, extra))
            with_it = tuple(task for task, other in found.items() if other.one_more is more)
            assert len(with_it) == more.orders
            together = replace(final, unserved=with_it)
            assert holds(larger, mend(larger, together), task_index)
        if ways.instead:
            waits = ways.instead.task
            assert day.tasks[waits].priority < day.tasks[task_index].priority
            routes = {
                vehicle: kept
                for vehicle, trips in final.routes.items()
                if (
                    kept := tuple(
                        t for trip in trips if (t := tuple(o for o in trip if o != waits))
                    )
                )
            }
            without = Solution(routes=routes, unserved=(task_index,))
            assert holds(day, mend(day, without), task_index)
