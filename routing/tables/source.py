"""A table from wherever the day says that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.day.model import FileSource, Source
from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.tables.columns import matched
from routing.tables.csv import read_csv
from routing.tables.excel import read_excel
from routing.tables.json import read_json, read_json_lines
from routing.tables.model import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Collection

    from routing.clock import Clock


def read_table(
    source: Source,
    *,
    columns: Collection[str],
    required: Collection[str],
    clock: Clock,
    now: int | None = None,
) -> tuple[list[Row], list[Diagnostic]]:
    """Read a table's rows.

    Parameters
    ----------
    columns
        The known columns; others are ignored with a warning.
    required
        Columns without which no row means anything.
    clock, now
        The day, and the time of a run through the day in seconds from its midnight: what a query
        is given.

    Returns
    -------
    tuple
        The rows, with text stripped and empty cells ``None``; and what was wrong on the way. A
        diagnostic with severity ``error`` is a row that could not be read, and is not among the
        rows.

    Raises
    ------
    InputError
        When nothing can be read: DAY-SOURCE-…, DAY-COLUMN-MISSING, DAY-DATABASE, DAY-QUERY.
    """
    if isinstance(source, FileSource):
        sheet = _file_sheet(source, columns)
    else:
        # SQLAlchemy takes 0.2 s to import, and most days read files.
        from routing.tables.sql import read_sql  # noqa: PLC0415  # see above

        sheet = read_sql(source, clock=clock, now=now)
    if not sheet.header:
        return [], list(sheet.diagnostics)
    header = matched(
        sheet.header, known=columns, required=required, name=source.name, line=sheet.header_line
    )
    rows = [
        Row(
            source.name,
            number,
            {column: _content(values[place]) for place, column in header.places.items()},
        )
        for number, values in sheet.records
    ]
    return rows, [*header.diagnostics, *sheet.diagnostics]


def _file_sheet(source: FileSource, columns: Collection[str]) -> Sheet:
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise InputError(
            (
                Diagnostic(
                    code="DAY-SOURCE-MISSING",
                    message=f"{source.path} cannot be read: {error.strerror}.",
                    remedy="Put the file there, or name the right one in day.toml.",
                    file=source.name,
                ),
            )
        ) from error
    match source.path.suffix.lower():
        case ".json":
            return read_json(data, name=source.name)
        case ".jsonl" | ".ndjson":
            return read_json_lines(data, name=source.name)
        case ".xlsx":
            return read_excel(data, name=source.name)
        case _:
            return read_csv(data, name=source.name, known=columns)


def _content(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else value
