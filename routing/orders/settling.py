"""An order at a hub: its times there, and whether the hub could have it at all.

As docs/words.md has it, for what an order leaves empty: its window, its promise and its ready time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.fleet.shifts import done_s, soonest_ready_s
from routing.orders.model import Channel, HubOrder
from routing.orders.refusal import HUB_GONE, NO_PICKER, Refusal
from routing.orders.zones import Zones, common

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.fleet.model import CollectionPoint, Hub, PickerShift, Zone
    from routing.orders.intake import Intake
    from routing.orders.model import LocatedOrder, Order

_QUARTER_S = 15 * 60


class Settling:
    """Settles the orders of a day.

    Parameters
    ----------
    day
        Its settings for picking, and what it promises to those who collect.
    intake
        Its hubs, collection points, zones and pickers.
    """

    def __init__(self, day: Day, intake: Intake) -> None:
        self.zones = Zones(intake.zones, day.clock)
        self._clock = day.clock
        self._picking = day.picking
        self._collect_s = day.store.collect_s
        self._picking_hubs = intake.picking_hubs
        self._goals: dict[str, Hub | CollectionPoint] = {
            **{point.point_id: point for point in intake.points},
            **{hub.hub_id: hub for hub in intake.hubs},
        }
        self._shifts: dict[str, list[PickerShift]] = {}
        for shift in intake.pickers:
            self._shifts.setdefault(shift.hub_id, []).append(shift)

    def at(self, item: LocatedOrder, hub: Hub) -> HubOrder | Refusal:
        """The order with its times at a hub, or why it cannot be prepared or delivered there."""
        order = item.order
        ready_s = self.ready_s(order, hub)
        collected = order.channel is Channel.CLICK_AND_COLLECT
        driven_to = order.collect_at if collected and order.collect_at != hub.hub_id else None
        goal = hub if driven_to is None else self._goals.get(driven_to)
        if goal is None:
            return Refusal(
                code=HUB_GONE,
                clause=f"{driven_to} is not in the table",
                reason=f"There is no collection point {driven_to} any more.",
                way_out="bring its row back, or name another collection point in the order's",
            )
        start_s = goal.opens_s if order.window_start_s is None else order.window_start_s
        end_s = self._promise_s(order, hub, goal)
        told_s = end_s
        zone: Zone | None = None
        if not collected and item.place is not None and self.zones.of(hub.hub_id):
            window = (start_s, end_s)
            answer = self.zones.taking(hub.hub_id, item.place, window, order.value_cents)
            if isinstance(answer, Refusal):
                return answer
            zone = answer
            start_s, end_s = common(zone, window) or window
        if ready_s is None:
            # What is driven has to be loaded before it can be anywhere.
            by_s = end_s if collected else min(end_s, hub.closes_s) - hub.loading_s
            return self._nobody_to_pick(order, hub, by_s)
        return HubOrder(
            order=order,
            hub_id=hub.hub_id,
            place=None if collected and driven_to is None else item.place,
            point_id=driven_to,
            window_start_s=start_s,
            window_end_s=end_s,
            ready_s=ready_s,
            is_picked=self.is_picked(order, hub),
            zone_id=None if zone is None else zone.zone_id,
            surcharge_cents=0 if zone is None else zone.surcharge_cents,
            told_end_s=told_s if end_s < told_s else None,
        )

    def is_picked(self, order: Order, hub: Hub) -> bool:
        """Whether the hub's pickers have yet to pick it."""
        return order.ready_s is None and hub.hub_id in self._picking_hubs

    def ready_s(self, order: Order, hub: Hub) -> int | None:
        """When it is ready, or could be if it was the only one; ``None`` if nobody can pick it."""
        if order.ready_s is not None:
            return order.ready_s
        if self.is_picked(order, hub):
            return soonest_ready_s(
                self.shifts(hub), order.placed_s, self.lines(order), self._picking.order_s
            )
        return hub.opens_s if order.placed_s is None else max(hub.opens_s, order.placed_s)

    def lines(self, order: Order) -> int:
        """How many lines there are to pick, as far as is known."""
        return self._picking.lines if order.lines is None else order.lines

    def shifts(self, hub: Hub) -> list[PickerShift]:
        """The shifts of a hub's pickers."""
        return self._shifts.get(hub.hub_id, [])

    def picking_s(self, order: Order, shift: PickerShift) -> int:
        """How long a picker takes for it."""
        return shift.picking_s(self.lines(order), self._picking.order_s)

    def _promise_s(self, order: Order, hub: Hub, goal: Hub | CollectionPoint) -> int:
        """Until when a window lasts, or by when it may be collected where it is collected."""
        if order.window_end_s is not None:
            return order.window_end_s
        is_promised = order.channel is Channel.CLICK_AND_COLLECT and self._collect_s is not None
        if not is_promised or order.placed_s is None:
            return goal.closes_s
        return min(max(order.placed_s, hub.opens_s) + (self._collect_s or 0), goal.closes_s)

    def _nobody_to_pick(self, order: Order, hub: Hub, by_s: int) -> Refusal:
        """No shift is long enough; `by_s` is when the order has to be ready at the latest."""
        shifts, lines = self.shifts(hub), self.lines(order)
        told = "1 line" if lines == 1 else f"{lines} lines"
        way_out = f"give {hub.hub_id} a picker"
        if not shifts:
            reason = f"Nobody picks at {hub.hub_id} today."
        elif order.placed_s is None:
            reason = f"No shift of {hub.hub_id}'s pickers is long enough for its {told}."
        else:
            reason = (
                f"Placed at {self._clock.wall(order.placed_s)}, picking its {told} takes longer"
                f" than is left of any shift of {hub.hub_id}'s pickers; the last ends at"
                f" {self._clock.wall(max(shift.end_s for shift in shifts))}."
            )
        if shifts:
            way_out = self._longer_shift(order, hub, by_s)
        return Refusal(
            code=NO_PICKER, clause="no picker could have it done", reason=reason, way_out=way_out
        )

    def _longer_shift(self, order: Order, hub: Hub, by_s: int) -> str:
        """Who would have to work until when, if the order would then be ready in time."""
        shifts = self.shifts(hub)
        done = [
            (done_s(shift, order.placed_s, self.lines(order), self._picking.order_s), number)
            for number, shift in enumerate(shifts)
        ]
        ready_s, number = min(done)
        if ready_s > by_s:
            return "agree on another day: nobody could have it ready in time"
        until_s = -(-ready_s // _QUARTER_S) * _QUARTER_S
        return (
            f"ready at {self._clock.wall(ready_s)} at the earliest if {shifts[number].picker_id} of"
            f" {hub.hub_id} worked until {self._clock.wall(until_s)}"
        )
