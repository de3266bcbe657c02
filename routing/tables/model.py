"""Rows as they stand in a source, before anybody has checked them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as its format gives it: a header, and records of as many values each.

    Records carry their line as `Row` counts it, and hold at least one value. `diagnostics` says
    what was wrong on the way; each with severity ``error`` and a line is a record that could not
    be read and is not among the records. `header_line` is ``None`` where the header has no line
    of its own.
    """

    header: Sequence[str]
    records: Sequence[tuple[int, Sequence[object]]]
    diagnostics: Sequence[Diagnostic] = field(default=())
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where it stands, and its cells by lower-case column name.

    An empty cell is ``None``. CSV gives text; Excel, JSON and SQL may give numbers and times.
    ``line`` counts a file's header as line 1; records of JSON and SQL count from 1.
    """

    file: str
    line: int
    cells: Mapping[str, object]
