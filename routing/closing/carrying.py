"""Order rows that are carried over into the next day."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.closing.vanished import Cells, wall
from routing.day.model import FileSource
from routing.errors import DayError
from routing.files import whole_file
from routing.orders.checking import COLUMNS
from routing.tables.columns import plain
from routing.tables.csv import read_csv
from routing.tables.source import read_table
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from routing.clock import Clock
    from routing.day.model import Day
    from routing.orders.model import Order
    from routing.tables.model import Row

_EMPTIED = ("placed_at", "ready_at")
_WINDOWS = ("window_start", "window_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What became of rows in tomorrow's table.

    `new` were not there; `there` already stand as they would be written; `taken` are ids that stand
    for something else there, whose rows were left out.
    """

    new: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


def carried_rows(
    day: Day, orders: Sequence[Order], order_ids: Collection[str]
) -> tuple[tuple[str, ...], list[Cells]]:
    """The columns of a day's order table, and its rows of these orders as they are for tomorrow.

    Windows are at the same wall time, without a date; when an order was placed and ready is
    emptied: it is there, and is ready when its hub opens. All else is as it stands.
    """
    rows, _ = read_table(day.orders, columns=COLUMNS, required=("order_id",), clock=day.clock)
    known = {order.line: order for order in orders if order.order_id in order_ids}
    columns = tuple(rows[0].cells) if rows else COLUMNS
    return columns, [_cells(row, known[row.line], day.clock) for row in rows if row.line in known]


def _cells(row: Row, order: Order, clock: Clock) -> Cells:
    cells = {name: "" if value is None else str(value) for name, value in row.cells.items()}
    cells |= dict.fromkeys((name for name in _EMPTIED if name in cells), "")
    windows = (order.window_start_s, order.window_end_s)
    for name, seconds in zip(_WINDOWS, windows, strict=True):
        if name in cells:
            cells[name] = wall(seconds, clock)
    return cells


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """A table of these rows.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with whole_file(path) as part:
        part.write_text(table_text(columns, rows), encoding="utf-8", newline="\n")


def append_rows(tomorrow: Day, rows: Sequence[Cells]) -> Appended:
    """Add rows to a day's order table, each once however often this is done.

    What stands there stays byte for byte; the rows come after it.

    Raises
    ------
    DayError
        CLOSE-TOMORROW, if its orders are not in a CSV file that can be written and has all columns
        that rows fill.
    """
    source = tomorrow.orders
    if not isinstance(source, FileSource) or source.path.suffix.lower() in {".json", ".xlsx"}:
        raise _not_there(f"the orders of {tomorrow.folder} are not in a CSV file.")
    try:
        data = source.path.read_bytes() if source.path.exists() else b""
        table = _Table(data or table_text(COLUMNS, ()).encode(), source.name)
        appended = table.add(rows)
        if appended.new:
            with whole_file(source.path) as part:
                part.write_bytes(table.data)
    except OSError as error:
        raise _not_there(f"{source.path}: {error.strerror}.") from error
    return appended


def _not_there(what: str) -> DayError:
    return DayError(
        "CLOSE-TOMORROW",
        f"Nothing can be carried over into tomorrow's folder: {what}.",
        "Leave --tomorrow out, and take carried-over.csv over by hand.",
    )


class _Table:
    """A CSV table that rows are added to; `data` is the file."""

    def __init__(self, data: bytes, name: str) -> None:
        sheet = read_csv(data, name=name, known=COLUMNS)
        self.data = data if data.endswith(b"\n") else data + b"\n"
        self._name = name
        self._records = [[str(cell) for cell in cells] for _, cells in sheet.records]
        self._place = {plain(str(title)): place for place, title in enumerate(sheet.header)}
        self._width = len(sheet.header)
        self._delimiter = _delimiter(data, [str(title) for title in sheet.header])

    def add(self, rows: Sequence[Cells]) -> Appended:
        """Add those that are not there."""
        filled = {name for row in rows for name, value in row.items() if value}
        lacking = sorted(name for name in filled if plain(name) not in self._place)
        if lacking:
            raise _not_there(f"{self._name} has no column {', '.join(lacking)}.")
        new: list[str] = []
        there: list[str] = []
        taken: list[str] = []
        for row in rows:
            same = [one for one in self._records if self._cell(one, "order_id") == row["order_id"]]
            if not same:
                self._append(row)
                new.append(row["order_id"])
            elif any(self._stands_for(cells, row) for cells in same):
                there.append(row["order_id"])
            else:
                taken.append(row["order_id"])
        return Appended(new=tuple(new), there=tuple(there), taken=tuple(taken))

    def _append(self, row: Cells) -> None:
        cells = [""] * self._width
        for name, value in row.items():
            if plain(name) in self._place:
                cells[self._place[plain(name)]] = value
        self._records.append(cells)
        line = io.StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator="\n").writerow(cells)
        self.data += line.getvalue().encode()

    def _stands_for(self, cells: Sequence[str], row: Cells) -> bool:
        return all(self._cell(cells, name) == value.strip() for name, value in row.items())

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self._place.get(plain(name), len(cells))
        return cells[place].strip() if place < len(cells) else ""


def _delimiter(data: bytes, header: Sequence[str]) -> str:
    """What is between the header's first two titles."""
    text = data.decode("utf-8-sig", errors="replace")
    first = next((line for line in text.splitlines() if header[0] in line), "")
    after = first.partition(header[0])[2].lstrip("\"' ")
    return after[0] if after[:1] in {",", ";", "\t", "|"} else ","
