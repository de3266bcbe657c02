"""A table's header: which of its columns are the known ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.day.names import suggestion
from routing.day.problems import InputError
from routing.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_SEPARATORS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Known columns by their place in the header, and what is odd about the header."""

    places: dict[int, str]
    diagnostics: list[Diagnostic]


def plain(name: str) -> str:
    """Reduce a column's name to what counts: `Order ID`, `order-id` and `order_id` are one."""
    return _SEPARATORS.sub("", name.strip().casefold())


def matched(
    header: Sequence[str],
    *,
    known: Collection[str],
    required: Collection[str],
    name: str,
    line: int | None,
) -> Columns:
    """Match a header with the known columns.

    An unknown column is ignored with a warning, and so is a known one that stands there again.

    Raises
    ------
    InputError
        DAY-COLUMN-MISSING, once for each required column that is not there.
    """
    by_plain = {plain(column): column for column in known}
    places: dict[int, str] = {}
    diagnostics = []
    for place, title in enumerate(header):
        column = by_plain.get(plain(title))
        if column is None:
            if title.strip():
                diagnostics.append(_unknown(title, known, name, line))
        elif column in places.values():
            diagnostics.append(
                Diagnostic(
                    code="DAY-COLUMN-TWICE",
                    message=f"The column {column} stands there twice; the first is used.",
                    remedy="Take one of them out.",
                    file=name,
                    line=line,
                    value=title,
                    severity="warning",
                )
            )
        else:
            places[place] = column
    missing = [column for column in required if column not in places.values()]
    if missing:
        found = ", ".join(title.strip() for title in header if title.strip())
        raise InputError(
            tuple(
                Diagnostic(
                    code="DAY-COLUMN-MISSING",
                    message=f"There is no column {column}. The columns are: {found}.",
                    remedy="Add it, or rename the column that is meant.",
                    file=name,
                    line=line,
                    value=column,
                )
                for column in missing
            )
        )
    return Columns(places, diagnostics)


def _unknown(title: str, known: Collection[str], name: str, line: int | None) -> Diagnostic:
    return Diagnostic(
        code="DAY-COLUMN-UNKNOWN",
        message=f'The column "{title.strip()}" is not known and is ignored.',
        remedy=suggestion(title, known),
        file=name,
        line=line,
        value=title.strip(),
        severity="warning",
    )
