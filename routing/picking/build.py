"""From a hub's orders and its pickers to its picking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.picking.model import Job, PickingProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routing.day.model import PickingSettings
    from routing.fleet.model import PickerShift
    from routing.orders.model import HubOrder


def picking_problem(
    orders: Iterable[HubOrder],
    tasks: Mapping[str, int],
    shifts: Sequence[PickerShift],
    settings: PickingSettings,
) -> PickingProblem:
    """What the pickers of one hub have to do.

    Parameters
    ----------
    orders
        The orders that the hub prepares, those that are collected there included.
    tasks
        Numbers of those that are driven, by order.
    shifts
        The hub's pickers.
    settings
        What the day says of picking.
    """
    first_s = min((shift.start_s for shift in shifts), default=0)
    jobs = tuple(
        Job(
            order_id=item.order.order_id,
            lines=settings.lines if item.order.lines is None else item.order.lines,
            release_s=first_s if item.order.placed_s is None else item.order.placed_s,
            priority=item.order.priority,
            promise_s=item.window_end_s if item.place is None else None,
            task=tasks.get(item.order.order_id),
        )
        for item in orders
        if item.is_picked
    )
    return PickingProblem(
        jobs=jobs,
        shifts=tuple(shifts),
        order_s=settings.order_s,
        by_promise=settings.by_promise,
        rounds=settings.rounds,
    )
