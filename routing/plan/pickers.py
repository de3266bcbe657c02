"""From a hub's schedule of picking to its plan: each picker's shift, order by order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.picking.roster import by_arrival
from routing.plan.model import HubPicking, Pick, PickerDay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.picking import model

_HOUR_S = 3600


def picking_of(picking: model.PickingProblem, schedule: model.Schedule) -> HubPicking:
    """The pickers' day; those who have nothing to do are there, too."""
    return HubPicking(
        pickers=tuple(_day(picking, schedule, shift) for shift in range(len(picking.shifts))),
        late_at_least=schedule.late_at_least,
        late_by_arrival=late_collections(picking, by_arrival(picking)),
    )


def late_collections(picking: model.PickingProblem, picks: Iterable[model.Pick]) -> int:
    """How many orders that are collected at the hub are not ready in time, or not at all."""
    ready_s = {pick.job: pick.ready_s for pick in picks}
    return sum(
        number not in ready_s or ready_s[number] > job.promise_s
        for number, job in enumerate(picking.jobs)
        if job.promise_s is not None
    )


def _day(picking: model.PickingProblem, schedule: model.Schedule, shift: int) -> PickerDay:
    own = picking.shifts[shift]
    paid_eur = own.eur_per_h * (own.end_s - own.start_s) / _HOUR_S
    picks = sorted(
        (pick for pick in schedule.picks if pick.shift == shift),
        key=lambda pick: (pick.start_s, pick.ready_s, pick.job),
    )
    return PickerDay(
        picker_id=own.picker_id,
        shift_start_s=own.start_s,
        shift_end_s=own.end_s,
        lines_per_hour=own.lines_per_hour,
        cost_cents=round(100 * paid_eur),
        picks=tuple(
            Pick(
                order_id=picking.jobs[pick.job].order_id,
                start_s=pick.start_s,
                ready_s=pick.ready_s,
                lines=picking.jobs[pick.job].lines,
            )
            for pick in picks
        ),
    )
