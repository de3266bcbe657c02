"""Tomorrow's folder from a template: what stays is taken over, the orders begin empty."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import os
import posixpath
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from routing.day.document import read_document
from routing.errors import DayError
from routing.orders import checking, lines
from routing.sample.rewriting import rewritten
from routing.sample.writing import whole_folder
from routing.tables.excel import read_excel
from routing.tables.text import decoded
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from routing.day.document import Document, Key
    from routing.sample.rewriting import Value

_SQLITE = "sqlite:///"
_EMPTIED = {"orders": checking.COLUMNS, "order_lines": lines.COLUMNS}
"""Tables of the day alone, with their usual columns."""
_FILES = frozenset(
    {
        "map",
        "hubs",
        "vehicles",
        "orders",
        "collection_points",
        "pickers",
        "order_lines",
        "stock",
        "zones",
        "known_streets",
    }
)
"""Keys whose text always names a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDay:
    """What became of a template.

    `copied` are the files taken over, `orders` the empty order table and `order_lines` the one of
    what orders hold; ``None`` where the day has none, and where rows come from a database or from a
    file outside the template.
    """

    folder: Path
    date: dt.date
    copied: tuple[str, ...]
    orders: str | None
    order_lines: str | None = None


def new_day(template: Path, date: dt.date, folder: Path) -> NewDay:
    """Write a day's folder after a template, whole or not at all.

    Only the date is changed in `day.toml`, and relative paths that would lead elsewhere from the
    new folder. Files that it names and that lie in the template's folder are copied, but not the
    map, which is large and stays where it is, and not the orders and what they hold, of which the
    headers are kept. Nothing else is: no plans, no ``tournee.db``. A path with ``${NAME}`` in it is
    left alone.

    Parameters
    ----------
    template
        A day folder, or its `day.toml`.

    Raises
    ------
    DayError
        A bad `day.toml`; NEW-DAY-MISSING, where a file that it names is not there;
        DAY-FOLDER-TAKEN, where something is in `folder`; DAY-REWRITE, DAY-UNWRITABLE.
    """
    path = template / "day.toml" if template.is_dir() else template
    document = read_document(path)
    if not isinstance(document.values.get("date"), dt.date):
        raise DayError(
            "DAY-KEY-MISSING", f"{path} sets no date.", "Add a line like: date = 2026-11-21"
        )
    named = _Named(document, path.parent, folder)
    missing = [name for name in named.copied if not (path.parent / name).is_file()]
    if missing:
        raise DayError(
            "NEW-DAY-MISSING",
            f"{path} names {', '.join(missing)}, and there is no such file.",
            "Put it there, or name the right one.",
        )
    changes: dict[Key, Value] = {("date",): date, **named.moved}
    settings = rewritten(path.read_bytes(), document, changes)
    with whole_folder(folder) as part:
        (part / "day.toml").write_bytes(settings)
        for name in named.copied:
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path.parent / name, part / name)
        for key, name in named.emptied.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_bytes(_without_rows(path.parent / name, _EMPTIED[key]))
    return NewDay(
        folder=folder,
        date=date,
        copied=named.copied,
        orders=named.emptied.get("orders"),
        order_lines=named.emptied.get("order_lines"),
    )


class _Named:
    """The files that a `day.toml` names: to copy, to begin empty, and paths to be changed."""

    def __init__(self, document: Document, template: Path, folder: Path) -> None:
        self._template = template
        self._folder = folder
        self.emptied: dict[str, str] = {}
        self.moved: dict[Key, str] = {}
        copied: list[str] = []
        for key, stated in _paths(document.values, template):
            if key != ("map",) and _is_inside(stated):
                if key[-1] in _EMPTIED:
                    self.emptied[key[-1]] = stated
                elif stated not in copied:
                    copied.append(stated)
            elif (moved := self._moved(stated)) != stated:
                self.moved[key] = moved
        for key, url in _databases(document.values):
            if (moved := self._moved(url.removeprefix(_SQLITE))) != url.removeprefix(_SQLITE):
                self.moved[*key, "url"] = _SQLITE + moved
        self.copied = tuple(copied)

    def _moved(self, stated: str) -> str:
        """The same file as the new folder sees it; as it was stated where that still holds."""
        if _is_fixed(stated):
            return stated
        target = _real(self._template / stated)
        if target == _real(self._folder / stated):
            return stated
        return Path(os.path.relpath(target, self._folder.resolve())).as_posix()


def _real(path: Path) -> Path:
    """The path by its real folder; what is itself a link stays one, to follow where it points."""
    return path.parent.resolve() / path.name


def _sources(values: Mapping[str, object]) -> Iterator[tuple[Key, object]]:
    """What may name a file or a database, by its key: the file's own keys, and `[wishes]`."""
    for name, value in values.items():
        yield (name,), value
    wishes = values.get("wishes")
    if isinstance(wishes, dict) and "known_streets" in wishes:
        yield ("wishes", "known_streets"), wishes["known_streets"]


def _paths(values: Mapping[str, object], template: Path) -> Iterator[tuple[Key, str]]:
    """Keys of the file that hold a path; of keys that are not known yet, those that name a file."""
    for key, value in _sources(values):
        if isinstance(value, str) and (key[-1] in _FILES or (template / value).is_file()):
            yield key, value


def _databases(values: Mapping[str, object]) -> Iterator[tuple[Key, str]]:
    """Keys of tables in a SQLite file, which is named relative to the day folder."""
    for key, value in _sources(values):
        url = value.get("url") if isinstance(value, dict) else None
        if isinstance(url, str) and url.startswith(_SQLITE):
            yield key, url


def _is_fixed(stated: str) -> bool:
    return Path(stated).is_absolute() or "${" in stated


def _is_inside(stated: str) -> bool:
    return not _is_fixed(stated) and not posixpath.normpath(stated).startswith("..")


def _without_rows(table: Path, columns: Sequence[str]) -> bytes:
    """A table of the same format with the same header; the usual columns where there is none."""
    data = table.read_bytes() if table.is_file() else b""
    match table.suffix.lower():
        case ".json":
            return b"[]\n"
        case ".xlsx":
            header = read_excel(data, name=table.name).header if data else columns
            return _workbook(header)
        case _:
            return _csv_header(data, table.name, columns)


def _csv_header(data: bytes, name: str, columns: Sequence[str]) -> bytes:
    """The header's line as it was, with the line ``sep=;`` before it if there is one."""
    if not data.strip():
        return table_text(columns, []).encode()
    text, _ = decoded(data, name)
    lines = [line for line in io.StringIO(text, newline="") if line.strip()]
    head = lines[:2] if lines[0].casefold().startswith("sep=") else lines[:1]
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + "".join(head).encode()


def _workbook(header: Sequence[str]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  # most days read other files

    workbook = Workbook(write_only=True)
    workbook.create_sheet("orders").append(list(header))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
