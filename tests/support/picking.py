"""Small pickings that can be reckoned by hand, and any that hypothesis makes.

A line takes a minute, and an order besides it nothing, unless it is said.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from routing.fleet.model import PickerShift
from routing.picking.due import weight
from routing.picking.model import Job, Need, Pick, PickingProblem
from routing.picking.roster import in_turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MINUTE = 60


def shift(
    start_min: int, end_min: int, picker_id: str = "P1", lines_per_hour: float = 60.0
) -> PickerShift:
    """From one minute to another."""
    return PickerShift(
        picker_id=picker_id,
        hub_id="H1",
        start_s=start_min * MINUTE,
        end_s=end_min * MINUTE,
        lines_per_hour=lines_per_hour,
        eur_per_h=20.0,
    )


def collected(name: str, lines: int, by_min: int, placed_min: int = 0, priority: int = 5) -> Job:
    """An order that is collected where it is prepared."""
    return Job(
        order_id=name,
        lines=lines,
        release_s=placed_min * MINUTE,
        priority=priority,
        promise_s=by_min * MINUTE,
    )


def driven(name: str, lines: int, task: int, placed_min: int = 0) -> Job:
    """An order that is driven."""
    return Job(order_id=name, lines=lines, release_s=placed_min * MINUTE, priority=5, task=task)


def picking(jobs: Iterable[Job], shifts: Iterable[PickerShift], order_s: int = 0) -> PickingProblem:
    """A hub's picking."""
    return PickingProblem(jobs=tuple(jobs), shifts=tuple(shifts), order_s=order_s)


def promises(problem: PickingProblem, due_min: int = 10_000) -> tuple[Need, ...]:
    """What is collected is needed by its promise, what is driven by then."""
    return tuple(
        Need(by_s, by_s)
        for job in problem.jobs
        for by_s in [due_min * MINUTE if job.promise_s is None else job.promise_s]
    )


def holds(problem: PickingProblem, picks: Sequence[Pick]) -> None:
    """Nobody does two things at once, outside a shift, too quickly, or before they are asked."""
    assert len({pick.job for pick in picks}) == len(picks)
    for pick in picks:
        own = problem.shifts[pick.shift]
        assert own.start_s <= pick.start_s
        assert pick.ready_s <= own.end_s
        assert pick.start_s >= problem.jobs[pick.job].release_s
        assert pick.ready_s - pick.start_s == problem.picking_s(pick.job, pick.shift)
    for one in picks:
        for other in picks:
            if one.job < other.job and one.shift == other.shift:
                assert one.ready_s <= other.start_s or other.ready_s <= one.start_s


def fewest_late_by_trying(problem: PickingProblem, needs: Sequence[Need]) -> int:
    """How few collections are late, by giving jobs to pickers in every order; for few jobs."""
    return min(len(late) for late in _late(problem, needs))


def least_weight_late(problem: PickingProblem, needs: Sequence[Need]) -> int:
    """How little late collections count together, found in the same way.

    With one picker, or with pickers who are alike and there all day, nothing is better.
    """
    return min(sum(weight(problem, job) for job in late) for late in _late(problem, needs))


def _late(problem: PickingProblem, needs: Sequence[Need]) -> Iterator[list[int]]:
    numbers = [number for number, job in enumerate(problem.jobs) if job.promise_s is not None]
    for ranked in permutations(numbers):
        ready_s = {pick.job: pick.ready_s for pick in in_turn(problem, ranked)}
        yield [job for job in numbers if job not in ready_s or ready_s[job] > needs[job].due_s]


@st.composite
def pickings(draw: st.DrawFn, most_jobs: int = 12) -> PickingProblem:
    """Any: nobody there, too much to do, orders that come in when everybody has gone."""
    spans = st.tuples(st.integers(0, 200), st.integers(1, 200))
    shifts = [
        shift(start, start + length, f"P{number}", draw(st.sampled_from([60.0, 45.0])))
        for number, (start, length) in enumerate(draw(st.lists(spans, max_size=3)))
    ]
    jobs: list[Job] = []
    for number in range(draw(st.integers(0, most_jobs))):
        lines, placed_min = draw(st.integers(0, 60)), draw(st.integers(0, 250))
        if draw(st.booleans()):
            by_min = placed_min + draw(st.integers(0, 120))
            priority = draw(st.integers(0, 9))
            jobs.append(collected(f"O{number}", lines, by_min, placed_min, priority))
        else:
            jobs.append(driven(f"O{number}", lines, number, placed_min))
    return picking(jobs, shifts, order_s=draw(st.sampled_from([0, 45])))
