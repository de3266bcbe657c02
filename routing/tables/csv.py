"""Comma-separated values, and what spreadsheets and exports make of them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.tables.columns import plain
from routing.tables.model import Sheet
from routing.tables.text import decoded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class _Record:
    """A record's cells, or ``None`` where its quotation marks do not pair."""

    line: int
    cells: list[str] | None


def read_csv(data: bytes, *, name: str, known: Collection[str]) -> Sheet:
    """Read a CSV file's bytes.

    The delimiter is the one among comma, semicolon, tab and bar by which the header holds most
    known columns, or the one that a first line ``sep=;`` names. Empty lines are left out. A row
    that ends early is read with its missing cells empty (spreadsheets leave trailing delimiters
    out). A row with too many cells, or whose quotation marks do not pair, is set aside, and it
    alone: a mark that is never closed does not swallow the rows below.

    Raises
    ------
    InputError
        DAY-SOURCE-EMPTY or DAY-SOURCE-FORMAT.
    """
    text, diagnostics = decoded(data, name)
    # newline="" keeps line ends as they are, so that a cell may hold some.
    lines = list(io.StringIO(text, newline=""))
    first = next(place for place, line in enumerate(lines) if line.strip())
    delimiter = None
    if lines[first].casefold().startswith("sep="):
        delimiter = lines[first].strip()[4:5] or None
        first += 1
    if first >= len(lines):
        return Sheet((), (), diagnostics)
    delimiter = delimiter or _delimiter(lines[first], known)
    header: list[str] = []
    header_line = None
    records: list[tuple[int, Sequence[object]]] = []
    short: list[int] = []
    for record in _records(lines, first, delimiter):
        if record.cells is None:
            diagnostics.append(_unpaired(name, record.line))
        elif not any(cell.strip() for cell in record.cells):
            continue
        elif not header:
            header_line = record.line
            header = _titles(record.cells)
        elif any(cell.strip() for cell in record.cells[len(header) :]):
            diagnostics.append(_too_many(name, record, len(header), delimiter))
        else:
            missing = len(header) - len(record.cells)
            if missing > 0:
                short.append(record.line)
            records.append((record.line, record.cells[: len(header)] + [""] * missing))
    if short:
        diagnostics.append(_too_few(name, short))
    return Sheet(header, records, diagnostics, header_line)


def _delimiter(header: str, known: Collection[str]) -> str:
    """Choose the delimiter that finds most known columns; without any, the most frequent."""
    known = {plain(column) for column in known}

    def found(delimiter: str) -> tuple[int, int]:
        titles = [plain(title) for title in next(csv.reader([header], delimiter=delimiter))]
        return sum(title in known for title in titles), len(titles)

    return max(_DELIMITERS, key=found)


def _records(lines: list[str], first: int, delimiter: str) -> Iterator[_Record]:
    """Read records, each with its first line.

    Where quotation marks do not pair, the line that the record starts on is given up and reading
    begins again on the next. The same holds for a record of several lines that has not as many
    cells as the header: its mark was closed by a later row's, and the rows between must not be
    lost.
    """
    width: int | None = None
    start = first
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        line = start
        try:
            for cells in reader:
                following = start + reader.line_num
                if width is not None and following - line > 1 and len(cells) != width:
                    break
                if width is None and cells:
                    width = len(cells)
                yield _Record(line + 1, cells)
                line = following
            else:
                return
        except csv.Error:
            pass  # What is wrong is said of the record that is given up, just below.
        yield _Record(line + 1, None)
        start = line + 1


def _titles(cells: list[str]) -> list[str]:
    """Leave out the empty titles at a header's end, where spreadsheets put delimiters."""
    last = max(place for place, cell in enumerate(cells) if cell.strip())
    return cells[: last + 1]


def _unpaired(name: str, line: int) -> Diagnostic:
    return Diagnostic(
        code="DAY-ROW-QUOTES",
        message="Its quotation marks do not pair.",
        remedy='Close the cell with ", and write a mark inside a cell as "".',
        file=name,
        line=line,
    )


def _too_many(name: str, record: _Record, width: int, delimiter: str) -> Diagnostic:
    return Diagnostic(
        code="DAY-ROW-CELLS",
        message=f"It has {len(record.cells or ())} cells, and the header has {width}.",
        remedy=f'Put a cell that holds "{delimiter}" into quotation marks.',
        file=name,
        line=record.line,
    )


def _too_few(name: str, short: list[int]) -> Diagnostic:
    rows = "1 row has" if len(short) == 1 else f"{len(short)} rows have"
    return Diagnostic(
        code="DAY-ROW-SHORT",
        message=f"{rows} fewer cells than the header; the missing ones are read as empty.",
        remedy="Look whether the last columns of this line are right.",
        file=name,
        line=short[0],
        severity="warning",
    )
