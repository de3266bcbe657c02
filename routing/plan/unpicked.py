"""Orders for which pickers have no time, or none in time: which those are, and what would help.

What is said is true of the final schedule: who has time first, and when the order is ready then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.orders.model import Unassigned
from routing.picking.model import left_uncollected
from routing.picking.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.clock import Clock
    from routing.picking.model import Job, PickingProblem, Schedule
    from routing.problem.model import HubProblem

PICKERS_FULL = "PICKERS-FULL"


class FreePickers:
    """What the pickers of a hub could still do besides their schedule."""

    def __init__(self, hub_id: str, picking: PickingProblem, schedule: Schedule) -> None:
        self._hub_id = hub_id
        self._picking = picking
        self._roster = Roster(picking, schedule.picks)
        self._numbers = {job.order_id: number for number, job in enumerate(picking.jobs)}

    @classmethod
    def of(cls, problem: HubProblem, schedule: Schedule | None) -> FreePickers | None:
        """Those of a hub; ``None`` where picking is not planned."""
        if problem.picking is None or schedule is None:
            return None
        return cls(problem.hub.hub_id, problem.picking, schedule)

    def reason(self, order_id: str, clock: Clock) -> str:
        """What becomes of an order that only waits for a picker."""
        if not self._picking.shifts:
            return f"Nobody picks at {self._hub_id} any more today"
        number = self._numbers[order_id]
        pick = self._roster.soonest(number)
        minutes = -(-self._picking_s(number) // 60)
        if pick is None:
            return (
                f"It takes {minutes} min to pick, and from {self._since(number, clock)} on no"
                f" picker of {self._hub_id} has so long at a stretch"
            )
        return (
            f"The pickers of {self._hub_id} are busy: beside what they do, it would be ready at"
            f" {clock.wall(pick.ready_s)}"
        )

    def way_out(self, order_id: str, clock: Clock) -> str:
        """From when to when one more picker would have to work for it alone."""
        if not self._picking.shifts:
            return "with one more picker"
        number = self._numbers[order_id]
        start_s = self._start_s(number)
        ready_s = start_s + self._picking_s(number)
        return f"with one more picker {clock.wall(start_s)}-{clock.wall(-(-ready_s // 60) * 60)}"

    def has(self, order_id: str) -> bool:
        """Whether an order is one that they have to pick."""
        return order_id in self._numbers

    def _start_s(self, number: int) -> int:
        first_s = min(shift.start_s for shift in self._picking.shifts)
        return max(first_s, self._picking.jobs[number].release_s)

    def _since(self, number: int, clock: Clock) -> str:
        return clock.wall(self._start_s(number))

    def _picking_s(self, number: int) -> int:
        """How long it takes the quickest of them."""
        shifts = range(len(self._picking.shifts))
        return min(self._picking.picking_s(number, shift) for shift in shifts)


def unpicked(problem: HubProblem, schedule: Schedule | None, clock: Clock) -> Iterator[Unassigned]:
    """The orders that would be collected at the hub, and that nobody has time to pick today."""
    free = FreePickers.of(problem, schedule)
    if free is None or problem.picking is None or schedule is None:
        return
    for job in left_uncollected(problem.picking, schedule):
        yield _told(problem.hub.hub_id, job, free, clock)


def _told(hub_id: str, job: Job, free: FreePickers, clock: Clock) -> Unassigned:
    help_ = free.way_out(job.order_id, clock)
    return Unassigned(
        order_id=job.order_id,
        hub_id=hub_id,
        code=PICKERS_FULL,
        reason=f"{free.reason(job.order_id, clock)}.",
        suggestion=f"It would be ready {help_}; or let another hub prepare it.",
    )
