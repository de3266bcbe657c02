"""One thing that is wrong with the input: where it stands, what it is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about one place in the input.

    ``error``: the row is set aside. ``warning``: the row is used, and somebody should look at it.
    ``value`` is what was found there, as text; ``line`` counts the header as line 1, and for JSON
    and SQL the records from 1.
    """

    code: str
    message: str
    remedy: str
    file: str
    line: int | None = None
    id: str | None = None
    value: str | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        who = f" {self.id}" if self.id else ""
        return f"{self.code} {where}{who}: {self.message} {self.remedy}"
