"""Who orders when: what is known in the morning, and what comes in through the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.orders.checking import COLUMNS
from routing.tables.source import read_table
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from routing.day.model import Day
    from routing.orders.intake import Intake
    from routing.orders.model import Order
    from routing.simulation.luck import Luck
    from routing.tables.model import Row

_LEAD_S = 2 * 3600
"""Nobody orders later than so long before a promise ends, or before the day does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """A day's order rows and when each comes in.

    Attributes
    ----------
    rows
        By line, in the order of the table.
    at_s
        When a row comes in, by its line; a row that is not there is known in the morning.
    orders
        What was understood of them, by id.
    """

    rows: Sequence[Row]
    at_s: Mapping[int, int]
    orders: Mapping[str, Order]

    def known(self, by_s: int) -> list[Row]:
        """The rows that came in by then."""
        return [row for row in self.rows if self.at_s.get(row.line, by_s) <= by_s]

    def write(self, path: Path, by_s: int, day: Day) -> None:
        """The order table as it is then."""
        rows = (self._cells(row, day) for row in self.known(by_s))
        path.write_text(table_text(COLUMNS, rows), encoding="utf-8", newline="\n")

    def _cells(self, row: Row, day: Day) -> dict[str, object]:
        cells = {name: "" if value is None else value for name, value in row.cells.items()}
        if row.line in self.at_s:
            cells["placed_at"] = day.clock.iso(self.at_s[row.line])
        return cells

    def came_s(self, order_id: str, from_s: int) -> int:
        """When an order came in, or the day's beginning."""
        return self.at_s.get(self.orders[order_id].line, from_s)


def arrivals(day: Day, intake: Intake, luck: Luck, from_s: int, to_s: int) -> Arrivals:
    """Who orders when, of the day's own orders.

    An order that comes in through the day does so when its row says that it was placed, where that
    is within the day, and at any moment otherwise, early enough to be served.

    Parameters
    ----------
    from_s, to_s
        When the day begins and ends.
    """
    rows, _ = read_table(day.orders, columns=COLUMNS, required=("order_id",), clock=day.clock)
    at_s = {}
    for order in intake.orders:
        latest_s = min(to_s, order.window_end_s or to_s) - _LEAD_S
        if luck.share("during", order.order_id) >= luck.chances.during or latest_s <= from_s:
            continue
        if order.placed_s is not None and from_s < order.placed_s < to_s:
            at_s[order.line] = order.placed_s
        else:
            share = luck.share("placed", order.order_id)
            at_s[order.line] = from_s + round((latest_s - from_s) * share)
    return Arrivals(rows=rows, at_s=at_s, orders={order.order_id: order for order in intake.orders})
