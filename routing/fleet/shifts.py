"""What pickers could do for one order with nothing else to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.fleet.model import PickerShift


def soonest_ready_s(
    shifts: Iterable[PickerShift], release_s: int | None, lines: int, order_s: int
) -> int | None:
    """When one of these could have an order ready, if it was the only one.

    It is picked in one go and within one shift.

    Parameters
    ----------
    shifts
        The shifts of one hub.
    release_s
        No earlier than this; ``None`` is whenever a shift begins.
    lines, order_s
        What there is to pick, as `PickerShift.picking_s` takes it.

    Returns
    -------
    int or None
        ``None`` if what is left of each shift then is too short.
    """
    done = ((shift, done_s(shift, release_s, lines, order_s)) for shift in shifts)
    return min((ready_s for shift, ready_s in done if ready_s <= shift.end_s), default=None)


def done_s(shift: PickerShift, release_s: int | None, lines: int, order_s: int) -> int:
    """When a shift would have an order done that it begins at once, however long it lasts."""
    start_s = shift.start_s if release_s is None else max(shift.start_s, release_s)
    return start_s + shift.picking_s(lines, order_s)
