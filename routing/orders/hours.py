"""An order's window, against itself and against opening hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.clock import Clock
    from routing.tables.fields import Fields


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when a place is open, in seconds from the day's midnight."""

    opens_s: int
    closes_s: int


def check_window(
    fields: Fields, start_s: int | None, end_s: int | None, hours: Hours, clock: Clock
) -> None:
    """Report a window that ends before it starts, and warn of one wholly outside the hours."""
    start = "opening" if start_s is None else clock.wall(start_s)
    end = "closing" if end_s is None else clock.wall(end_s)
    if start_s is not None and end_s is not None and end_s < start_s:
        fields.report(
            "ORDER-WINDOW-REVERSED",
            f"The window ends at {end}, before it starts at {start}.",
            "Exchange the two; after midnight, hours go on: 02:00 of the next day is 26:00.",
            column="window_end",
        )
    elif (start_s is not None and start_s >= hours.closes_s) or (
        end_s is not None and end_s <= hours.opens_s
    ):
        fields.report(
            "ORDER-WINDOW-CLOSED",
            f"The window, {start} to {end}, lies outside the opening hours,"
            f" {clock.wall(hours.opens_s)} to {clock.wall(hours.closes_s)}.",
            "Look at the window's date and times, and at the hours in the table of its place.",
            column="window_start" if start_s is not None else "window_end",
            severity="warning",
        )
