"""`day.toml` as written: its values, and the line where each key stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic

if TYPE_CHECKING:
    from pathlib import Path

Key = tuple[str, ...]
"""Where a value stands: ``("costs", "eur_per_h")``."""

_POSITION = re.compile(r"\(at line (?P<line>\d+), column \d+\)")
_TABLE = re.compile(r"\s*\[+\s*(?P<name>[^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*(?P<name>[\w."' -]+?)\s*=""")
_MULTILINE = re.compile(r"\"{3}|'{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A TOML file's values, and its lines by key."""

    name: str
    values: dict[str, object]
    lines: dict[Key, int]

    def line(self, key: Key) -> int | None:
        """Give the line of a key, or of the innermost table around it that has one."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key)


def read_document(path: Path) -> Document:
    """Read a TOML file.

    Raises
    ------
    InputError
        DAY-MISSING when there is no such file, DAY-TOML when it is no TOML.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _failure(
            "DAY-MISSING",
            str(path),
            "There is no such file.",
            "Name a day folder with a day.toml in it; `tournee new-day` makes one.",
        ) from None
    except OSError as error:
        raise _failure(
            "DAY-MISSING",
            str(path),
            f"It cannot be read: {error.strerror}.",
            "Check the path and who may read it.",
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _failure(
            "DAY-TOML", path.name, "It is not UTF-8 text.", "Save it as UTF-8.", line=line
        ) from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        position = _POSITION.search(str(error))
        raise _failure(
            "DAY-TOML",
            path.name,
            f"It is not valid TOML: {error}.",
            'Text stands in quotes; write paths with "/".',
            line=int(position["line"]) if position else None,
        ) from None
    return Document(name=path.name, values=values, lines=_lines(text))


def _failure(
    code: str, file: str, message: str, remedy: str, *, line: int | None = None
) -> InputError:
    return InputError(
        (Diagnostic(code=code, message=message, remedy=remedy, file=file, line=line),)
    )


def _lines(text: str) -> dict[Key, int]:
    """Line numbers by key, since tomllib gives none; the first of a name counts."""
    lines: dict[Key, int] = {}
    table: Key = ()
    inside_text = False
    for number, line in enumerate(text.split("\n"), start=1):
        opens_or_closes = len(_MULTILINE.findall(line)) % 2 == 1
        if not inside_text:
            if match := _TABLE.match(line):
                table = _parts(match["name"])
                lines.setdefault(table, number)
            elif match := _KEY.match(line):
                lines.setdefault(table + _parts(match["name"]), number)
        inside_text ^= opens_or_closes
    return lines


def _parts(name: str) -> Key:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
