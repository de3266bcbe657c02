"""What a hub's pickers have before them, in the middle of its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.plan.model import Pick
from routing.plan.pickers import picking_of
from routing.replan.pickers import as_picked_so_far, in_shifts, picks_now
from routing.standing.stages import NOT_PICKED

if TYPE_CHECKING:
    from collections.abc import Collection

    from routing.fleet.model import PickerShift
    from routing.orders.model import HubOrder
    from routing.picking.model import PickingProblem, Schedule
    from routing.plan.model import HubPicking
    from routing.plan.second_look import HubDay
    from routing.reading import Morning
    from routing.replan.hub import HubNow
    from routing.replan.pickers import PicksNow
    from routing.standing.model import Standing


class PickingNow:
    """A hub's picking, beside what its vehicles do; of a hub without pickers nothing is planned.

    Parameters
    ----------
    now
        The hub.
    standing
        How the day stands.
    morning
        The day as it is read now.
    """

    def __init__(self, now: HubNow, standing: Standing, morning: Morning) -> None:
        self._now = now
        self._standing = standing
        self._usual_lines = morning.day.picking.lines
        usable, hub_id = morning.where.usable, now.hub.hub_id
        self._days = tuple(shift for shift in usable.pickers if shift.hub_id == hub_id)
        self._picks = self._picks_now() if hub_id in usable.picking_hubs else None

    @property
    def shifts(self) -> tuple[PickerShift, ...]:
        """What time is left of the pickers' shifts."""
        return self._picks.shifts if self._picks else ()

    @property
    def free(self) -> tuple[HubOrder, ...]:
        """The orders that can still go anywhere, as far as they are picked."""
        ready_s = dict(self._standing.picked_s)
        if self._picks is not None:
            ready_s |= self._picks.ready_s
        return as_picked_so_far(self._now.free, ready_s)

    def known(self, picking: PickingProblem) -> Schedule | None:
        """Who was to pick what that is still to be picked."""
        return self._picks.known(picking) if self._picks else None

    def must_be_otherwise(self, unassigned: Collection[str]) -> bool:
        """Whether what is to be picked is not what was to be, or can no longer be as it was.

        Parameters
        ----------
        unassigned
            The orders that the last version had no place for.
        """
        if self._picks is None:
            return False
        days = self._arranged.pickers if self._arranged else ()
        planned = {pick.order_id: pick for day in days for pick in day.picks}
        to_pick = {item.order.order_id for item in self.free if item.is_picked}
        ahead = {one for one, pick in planned.items() if one not in self._picks.ready_s}
        late = any(planned[one].start_s < self._standing.now_s for one in ahead & to_pick)
        return late or bool(ahead - to_pick) or bool(to_pick - planned.keys() - set(unassigned))

    def plan(self, day: HubDay | None) -> HubPicking | None:
        """The whole day's picking, with what was found for the hub, or else as it was arranged."""
        if self._picks is None:
            return None
        if day is not None and day.problem.picking is not None and day.solution.picking:
            found = picking_of(day.problem.picking, day.solution.picking)
            later = self._picks.searched(found)
            return self._picks.plan(later, self._days, found.late_at_least)
        late = self._arranged.late_at_least if self._arranged else 0
        return self._picks.plan(self._picks.as_before(self._arranged), self._days, late)

    @property
    def _arranged(self) -> HubPicking | None:
        return in_shifts(self._now.arranged.picking, self._days) if self._now.arranged else None

    def _picks_now(self) -> PicksNow:
        now, states = self._now, self._standing.orders
        before = in_shifts(now.before.picking, self._days) if now.before else None
        free = {item.order.order_id for item in now.free}
        return picks_now(
            before,
            self._days,
            reported=self._picked_unplanned(before),
            stands={item.order.order_id for item in now.orders} - free,
            gone={one for one, state in states.items() if state in NOT_PICKED},
            now_s=self._standing.now_s,
        )

    def _picked_unplanned(self, before: HubPicking | None) -> list[Pick]:
        """What was reported as picked though nobody was to pick it."""
        planned = {
            pick.order_id for day in (before.pickers if before else ()) for pick in day.picks
        }
        return [
            Pick(
                order_id=item.order.order_id,
                start_s=picked_s - 1,
                ready_s=picked_s,
                lines=self._usual_lines if item.order.lines is None else item.order.lines,
                status="done",
            )
            for item in self._now.orders
            if item.is_picked
            and item.order.order_id not in planned
            and (picked_s := self._standing.picked_s.get(item.order.order_id)) is not None
        ]
