"""A format of its own for `tournee export`: each vehicle's stops as a plain list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.plan.timeline import visits

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet


class PlainExport:
    """One line a stop, in driving order."""

    suffix = ".txt"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's list."""
        lines = []
        for visit in visits(sheet.route):
            start = sheet.clock.wall(visit.stop.start_s)
            goal = sheet.place(visit.stop) or ", ".join(visit.stop.order_ids)
            lines.append(f"{visit.number}. {start} {goal}\n")
        return "".join(lines).encode(errors="replace")
