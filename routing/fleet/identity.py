"""Rows by their id: each id once, the first row of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.tables.fields import Fields


@dataclass(slots=True)
class Identities:
    """The ids that a table has had so far, and the line of each."""

    missing: str
    duplicate: str
    _lines: dict[str, int] = field(default_factory=dict)

    def claim(self, fields: Fields, column: str, line: int) -> str | None:
        """Give the row's id, or ``None`` with an error where it has none or an earlier row's."""
        if fields.id is None:
            if fields.understood(column):
                fields.report(self.missing, f"{column} is empty.", "Give the row an id.")
            return None
        first = self._lines.setdefault(fields.id, line)
        if first == line:
            return fields.id
        fields.report(
            self.duplicate,
            f"Line {first} has the same {column}; that one is kept.",
            "Give each row an id of its own, or take one of them out.",
            column=column,
        )
        return None
