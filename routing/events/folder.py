"""A folder where others leave files of events, which a run empties."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.events.reading import each_once, read_events

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from routing.clock import Clock
    from routing.events.model import Event

_HALF_WRITTEN = (".part", ".tmp", "~")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """A file as it was when it was read, so that one that was written to since is known."""

    path: Path
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a folder holds.

    `read` are the files that the events are from, `unreadable` those of which nothing can be read.
    """

    events: tuple[Event, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    read: tuple[EventFile, ...] = ()
    unreadable: tuple[EventFile, ...] = ()


def events_in(folder: Path) -> tuple[Path, ...]:
    """A folder's files in the order of their names; those that are still being written are not.

    These are hidden or empty ones, and ``.part``, ``.tmp`` and ``~`` at a name's end.

    Raises
    ------
    InputError
        DAY-SOURCE-MISSING, when the folder cannot be read.
    """
    try:
        return tuple(
            path
            for path in sorted(folder.iterdir())
            if not path.name.startswith(".")
            and not path.name.endswith(_HALF_WRITTEN)
            and path.is_file()
            and (file := _as_it_is(path)) is not None
            and file.size > 0
        )
    except OSError as error:
        raise InputError(
            (
                Diagnostic(
                    code="DAY-SOURCE-MISSING",
                    message=f"{folder} cannot be read: {error.strerror}.",
                    remedy="Make the folder, or name the right one.",
                    file=folder.name,
                ),
            )
        ) from error


def gather(folder: Path, clock: Clock) -> Gathered:
    """Read every file of a folder; one that cannot be read does not keep the others from it.

    Raises
    ------
    InputError
        DAY-SOURCE-MISSING, when the folder cannot be read.
    """
    events: list[tuple[Event, str]] = []
    diagnostics: list[Diagnostic] = []
    read, unreadable = [], []
    for path in events_in(folder):
        file = _as_it_is(path)
        if file is None:
            continue
        try:
            own, wrong = read_events(path, clock)
        except InputError as error:
            if not path.exists():
                continue
            diagnostics += error.diagnostics
            unreadable.append(file)
        else:
            events += ((event, path.name) for event in own)
            diagnostics += wrong
            read.append(file)
    once, twice = each_once(events)
    return Gathered(
        events=once,
        diagnostics=(*diagnostics, *twice),
        read=tuple(read),
        unreadable=tuple(unreadable),
    )


def _as_it_is(path: Path) -> EventFile | None:
    """A file as it is now; ``None`` where somebody has taken it away meanwhile."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return EventFile(path=path, size=found.st_size, changed_ns=found.st_mtime_ns)


def put_away(gathered: Gathered) -> tuple[Diagnostic, ...]:
    """Move what was read to ``done/`` in its folder, what cannot be read to ``bad/``.

    Only to be called when the events are safe. A run that is killed on the way leaves files to the
    next, which knows their events by their ids. What was written to since it was read stays for the
    next run, and nothing that was put away before is overwritten.

    Returns
    -------
    tuple
        A warning for each file that cannot be moved.
    """
    diagnostics = []
    for files, name in ((gathered.read, "done"), (gathered.unreadable, "bad")):
        for file in files:
            try:
                _move(file, file.path.parent / name)
            except OSError as error:
                diagnostics.append(_not_moved(file.path, name, error))
    return tuple(diagnostics)


def _move(file: EventFile, folder: Path) -> None:
    if _as_it_is(file.path) != file:
        return
    folder.mkdir(exist_ok=True)
    file.path.rename(next(path for path in _names(file.path, folder) if not path.exists()))


def _names(path: Path, folder: Path) -> Iterable[Path]:
    """The name that a file has, and what it may be called where that is taken."""
    yield folder / path.name
    for number in count(2):
        yield folder / f"{path.stem}-{number}{path.suffix}"


def _not_moved(path: Path, name: str, error: OSError) -> Diagnostic:
    return Diagnostic(
        code="EVENT-NOT-MOVED",
        message=f"It cannot be moved to {name}/ beside it: {error.strerror}.",
        remedy="Give the run the right to; until then it is read again each time, which changes"
        " nothing.",
        file=path.name,
        severity="warning",
    )
