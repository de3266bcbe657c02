"""Single values of a `day.toml` replaced, everything else left byte for byte."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from typing import TYPE_CHECKING

from routing.errors import DayError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.day.document import Document, Key

Value = str | dt.date


def rewritten(data: bytes, document: Document, changes: Mapping[Key, Value]) -> bytes:
    """Replace values where they stand: comments, spaces and line ends stay as they are.

    Parameters
    ----------
    data
        The file.
    document
        The same file as read.
    changes
        The new values by key; each key must be in the file.

    Raises
    ------
    DayError
        DAY-REWRITE, where a value is written in a way that cannot be replaced safely.
    """
    lines = data.decode("utf-8").split("\n")
    for key, new in changes.items():
        number = document.line(key)
        old = _value(document.values, key)
        written = next(
            (form for form in _forms(old) if number is not None and form in lines[number - 1]), None
        )
        if number is None or written is None:
            raise _failure(document, key)
        # What follows "=": a key may be spelled like its value.
        name, equals, rest = lines[number - 1].partition("=")
        lines[number - 1] = name + equals + rest.replace(written, _forms(new)[0], 1)
    text = "\n".join(lines)
    result = tomllib.loads(text.removeprefix("\ufeff"))
    for key, new in changes.items():
        if _value(result, key) != new:
            raise _failure(document, key)
    return text.encode("utf-8")


def _value(values: object, key: Key) -> object:
    for part in key:
        values = values[part] if isinstance(values, dict) else None
    return values


def _forms(value: object) -> tuple[str, ...]:
    """How a value may be written, the usual form first; a JSON text is a TOML text too."""
    if isinstance(value, dt.date):
        return (value.isoformat(),)
    return (json.dumps(value, ensure_ascii=False), f"'{value}'")


def _failure(document: Document, key: Key) -> DayError:
    where = document.line(key)
    line = "" if where is None else f":{where}"
    return DayError(
        "DAY-REWRITE",
        f"{document.name}{line}: {'.'.join(key)} is written in a way that cannot be changed.",
        f'Write it on one line of its own, like {key[-1]} = "…" (a date without quotes).',
    )
