"""The export formats there are: tournee's own, and those of other packages.

Any package can add one with an entry point of the group ``tournee.exports``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, cast

from routing.diagnostics import Diagnostic
from routing.errors import TourneeError

if TYPE_CHECKING:
    from routing.exports.protocol import Export
    from routing.exports.sheet import Sheet

GROUP = "tournee.exports"

_OWN = "routing.exports."
# These make files for hubs, and are no formats of this kind; `routing.picklists` has them.
_FOR_HUBS = frozenset({"picklist"})
# A name is part of file names, and the default folder's.
_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_SUFFIX = re.compile(r"(\.[A-Za-z0-9]{1,16}){1,2}")


def export_named(name: str) -> tuple[Export, tuple[Diagnostic, ...]]:
    """The format of that name, whose module is imported only now; and warnings.

    Of two with one name tournee's own is taken, or else the first package's, with a warning.

    Raises
    ------
    TourneeError
        EXPORT-UNKNOWN, if there is none; EXPORT-BROKEN, if another package's is not usable.
    """
    formats = [entry for entry in entry_points(group=GROUP) if _NAME.fullmatch(entry.name)]
    named = sorted((entry for entry in formats if entry.name == name), key=_rank)
    if not named:
        known = sorted({entry.name for entry in formats} | _FOR_HUBS)
        raise TourneeError(
            "EXPORT-UNKNOWN", f"There is no format '{name}'.", f"Choose one of: {', '.join(known)}."
        )
    chosen, *others = named
    warnings = tuple(_twice(chosen, other) for other in others if other.value != chosen.value)
    return _usable(chosen), warnings


def _rank(entry: EntryPoint) -> tuple[bool, str, str]:
    return not _is_own(entry), _package(entry), entry.value


def _is_own(entry: EntryPoint) -> bool:
    return entry.value.startswith(_OWN)


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.module


def _twice(chosen: EntryPoint, other: EntryPoint) -> Diagnostic:
    return Diagnostic(
        code="EXPORT-NAME-TWICE",
        message=f"{_package(other)} has a format of that name too; {_package(chosen)}'s is used.",
        remedy="Remove one of the packages, or ask its makers for another name.",
        file=GROUP,
        id=chosen.name,
        value=other.value,
        severity="warning",
    )


def _usable(entry: EntryPoint) -> Export:
    try:
        export = entry.load()()
        suffix, render = export.suffix, export.render
    except Exception as error:  # a plug-in's module may raise anything when it is imported
        raise _broken(entry, f"{type(error).__name__}: {error}") from error
    if not (isinstance(suffix, str) and _SUFFIX.fullmatch(suffix)):
        raise _broken(entry, f"its suffix is {suffix!r}, and not one like '.gpx'")
    if not callable(render):
        raise _broken(entry, "it has no method render")
    return cast("Export", export) if _is_own(entry) else _Foreign(entry, export)


def _broken(entry: EntryPoint, why: str) -> TourneeError:
    return TourneeError(
        "EXPORT-BROKEN",
        f"The format '{entry.name}' of {_package(entry)} cannot be used: {entry.value}: {why}.",
        "Install a version of it that works with this tournee, or choose another format.",
    )


@dataclass(frozen=True, slots=True)
class _Foreign:
    """Another package's format: its mistakes are told as such, and are not a bug of ours."""

    entry: EntryPoint
    export: Export

    @property
    def suffix(self) -> str:
        return self.export.suffix

    def render(self, sheet: Sheet) -> bytes:
        try:
            content: object = self.export.render(sheet)
        except TourneeError:
            raise
        except Exception as error:
            raise self._failure(sheet, f"{type(error).__name__}: {error}") from error
        if not isinstance(content, bytes):
            raise self._failure(sheet, f"it gave {type(content).__name__}, not bytes")
        return content

    def _failure(self, sheet: Sheet, why: str) -> TourneeError:
        return TourneeError(
            "EXPORT-FAILED",
            f"The format '{self.entry.name}' of {_package(self.entry)} failed for"
            f" {sheet.route.vehicle_id}: {why}.",
            "Tell those who made it, or choose another format.",
        )
