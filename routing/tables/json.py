"""JSON: a list of objects, an object that holds one, or an object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.tables.model import Sheet
from routing.tables.text import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_json(data: bytes, *, name: str) -> Sheet:
    """Read a JSON file's bytes: ``[{…}, …]`` or ``{"orders": [{…}, …]}``.

    Raises
    ------
    InputError
        DAY-SOURCE-EMPTY or DAY-SOURCE-FORMAT.
    """
    text, diagnostics = decoded(data, name)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise _failure(
            name, f"It is not valid JSON: {error.msg} at column {error.colno}.", line=error.lineno
        ) from None
    except (RecursionError, ValueError) as error:
        raise _failure(name, f"It cannot be read as JSON: {error}.") from None
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 else None
    if not isinstance(content, list):
        raise _failure(name, "It is neither a list of objects nor an object that holds one list.")
    return _sheet(list(enumerate(content, start=1)), diagnostics, name)


def read_json_lines(data: bytes, *, name: str) -> Sheet:
    """Read a file of JSON lines, one object a line; empty lines are left out.

    A line that is no JSON is set aside, and it alone.

    Raises
    ------
    InputError
        DAY-SOURCE-EMPTY, or DAY-SOURCE-FORMAT when it is no text.
    """
    text, diagnostics = decoded(data, name)
    items: list[tuple[int, object]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items.append((number, json.loads(line)))
        except (RecursionError, ValueError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            diagnostics.append(
                Diagnostic(
                    code="DAY-ROW-JSON",
                    message=f"This line is not valid JSON: {reason}.",
                    remedy="Write one object a line; a line that was cut off has to be sent again.",
                    file=name,
                    line=number,
                )
            )
    return _sheet(items, diagnostics, name)


def _sheet(items: Sequence[tuple[int, object]], diagnostics: list[Diagnostic], name: str) -> Sheet:
    """Make a table of numbered objects; what is none is set aside."""
    header = list(dict.fromkeys(key for _, item in items if isinstance(item, dict) for key in item))
    records: list[tuple[int, Sequence[object]]] = []
    for number, item in items:
        if isinstance(item, dict):
            if any(value is not None for value in item.values()):
                records.append((number, [item.get(key) for key in header]))
        else:
            diagnostics.append(
                Diagnostic(
                    code="DAY-ROW-OBJECT",
                    message="This record is not an object.",
                    remedy='Write it as {"column": value, …}.',
                    file=name,
                    line=number,
                )
            )
    return Sheet(header, records, diagnostics)


def _failure(name: str, message: str, line: int | None = None) -> InputError:
    return InputError(
        (
            Diagnostic(
                code="DAY-SOURCE-FORMAT",
                message=message,
                remedy="Export it again as a list of objects.",
                file=name,
                line=line,
            ),
        )
    )
