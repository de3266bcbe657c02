"""From when to when somebody works at a hub, as a row gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.clock import Clock
    from routing.fleet.model import Hub
    from routing.tables.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """From when to when somebody works, in seconds from the day's midnight."""

    start_s: int
    end_s: int


def read_shift(fields: Fields, hub: Hub, *, code: str, clock: Clock) -> Shift | None:
    """Read `shift_start` and `shift_end`, by default as wide as the hub is open.

    Returns
    -------
    Shift or None
        ``None`` where one of them is not understood, or where it ends before it starts; the latter
        leaves an error of that code in the fields.
    """
    start_s, end_s = fields.time("shift_start"), fields.time("shift_end")
    if not fields.understood("shift_start", "shift_end"):
        return None
    start_s = hub.opens_s if start_s is None else start_s
    end_s = hub.closes_s if end_s is None else end_s
    if end_s > start_s:
        return Shift(start_s=start_s, end_s=end_s)
    fields.report(
        code,
        f"The shift ends at {clock.wall(end_s)}, and starts at {clock.wall(start_s)}.",
        "After midnight, hours go on: 02:00 of the next day is 26:00.",
        column="shift_end",
    )
    return None
