"""One hub's picking: what has to be picked, who can, and when it is done. Integers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.fleet.model import PickerShift


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One order that a picker of the hub prepares, without a pause and without another's help.

    Attributes
    ----------
    release_s
        When it came in; nobody begins earlier.
    promise_s
        Of an order that is collected at the hub, until when it is promised; ``None`` for one that
        is driven, whose routes say when it is needed.
    task
        Of an order that is driven, its number among the hub's tasks.
    """

    order_id: str
    lines: int
    release_s: int
    priority: int
    promise_s: int | None = None
    task: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingProblem:
    """What decides who picks what at one hub.

    Attributes
    ----------
    jobs, shifts
        What is to be picked, and by whom. Picks refer to both by index.
    order_s
        What an order takes besides its lines.
    by_promise
        Whether what is needed first is picked first; else orders are picked as they come in.
    rounds
        How often pickers and routes give way to one another, at the most.
    """

    jobs: tuple[Job, ...]
    shifts: tuple[PickerShift, ...]
    order_s: int
    by_promise: bool = True
    rounds: int = 3

    def picking_s(self, job: int, shift: int) -> int:
        """How long a job takes the picker of a shift."""
        return self.shifts[shift].picking_s(self.jobs[job].lines, self.order_s)


@dataclass(frozen=True, slots=True)
class Pick:
    """A job in a shift."""

    job: int
    shift: int
    start_s: int
    ready_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Who picks what. A job that no pick names is not picked today.

    Attributes
    ----------
    picks
        In order of their jobs.
    late_at_least
        So many of the orders that are collected at the hub are late whatever is picked first.
    """

    picks: tuple[Pick, ...] = ()
    late_at_least: int = 0

    def ready_s(self) -> dict[int, int]:
        """When each job is done."""
        return {pick.job: pick.ready_s for pick in self.picks}


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """Until when a job should be done.

    Attributes
    ----------
    due_s
        Later, a promise is missed or a trip is too late.
    wish_s
        Later, a trip leaves later than it would.
    """

    due_s: int
    wish_s: int


def left_uncollected(problem: PickingProblem, schedule: Schedule) -> Iterator[Job]:
    """What would be collected at the hub, and nobody picks."""
    there = schedule.ready_s()
    for number, job in enumerate(problem.jobs):
        if job.task is None and number not in there:
            yield job
