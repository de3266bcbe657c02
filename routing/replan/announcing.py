"""Telling others of a released version: drivers' files of routes that changed, and the hook.

What was told is marked in the store only when it is done, so that a run which is stopped in between
is made up for by the next one.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.errors import TourneeError
from routing.exports.registry import export_named
from routing.exports.sheet import sheets_of
from routing.exports.writing import write_export
from routing.plan.difference import difference, difference_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.difference import Difference
    from routing.plan.model import Plan
    from routing.store.store import PlanStore

EXPORTED, HOOK = "exported", "hook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What was told of a released version: files by format, whether the hook ran, what failed."""

    files: dict[str, tuple[str, ...]]
    hooked: bool
    findings: tuple[Diagnostic, ...]


def announce(day: Day, store: PlanStore, out: Path) -> Announced:
    """Export what changed in the last released version, and call the hook, if that is yet to do.

    Nothing that goes wrong here undoes the version: it is told as a warning, and tried again by the
    next run.
    """
    plan = store.latest_released()
    files: dict[str, tuple[str, ...]] = {}
    findings: list[Diagnostic] = []
    hooked = False
    if plan is None:
        return Announced(files=files, hooked=False, findings=())
    if day.replan.exports and store.last_marked(EXPORTED) < plan.version:
        found = list(_exported(day, store, plan, out, files))
        findings += found
        if not found:
            store.mark(plan.version, EXPORTED)
    if day.hooks.on_change is not None and (last := store.last_marked(HOOK)) < plan.version:
        found = list(_hooked(day, day.hooks.on_change, store.version(last), plan))
        findings += found
        hooked = not found
        if hooked:
            store.mark(plan.version, HOOK)
    return Announced(files=files, hooked=hooked, findings=tuple(findings))


def _exported(
    day: Day, store: PlanStore, plan: Plan, out: Path, files: dict[str, tuple[str, ...]]
) -> Iterator[Diagnostic]:
    """Write the files of vehicles whose day is another, format by format."""
    before = store.version(store.last_marked(EXPORTED))
    changed = None
    if before is not None:
        changed = {route.vehicle_id for route in _changes(day, before, plan).routes}
    for name in day.replan.exports:
        try:
            export, warnings = export_named(name)
            written = write_export(
                export, name, plan, sheets_of(plan, {}), out / name, changed=changed
            )
        except TourneeError as error:
            yield Diagnostic(
                code=error.code,
                message=error.message,
                remedy=error.remedy,
                file="day.toml",
                id=name,
                severity="warning",
            )
        else:
            yield from warnings
            files[name] = tuple(str(path) for _, path in written.files)


def _hooked(day: Day, command: str, before: Plan | None, plan: Plan) -> Iterator[Diagnostic]:
    """Give the hook what changed, on its standard input."""
    if before is None:
        document = {"older": None, "newer": {"version": plan.version, "plan_id": plan.plan_id}}
    else:
        found = _changes(day, before, plan)
        if found.is_empty:
            return
        document = difference_document(before, plan, found)
    environment = {
        **os.environ,
        "TOURNEE_DAY": str(day.folder.resolve()),
        "TOURNEE_VERSION": str(plan.version),
    }
    try:
        subprocess.run(  # noqa: S603 - the command is the day's own
            shlex.split(command),
            input=json.dumps(document, ensure_ascii=False).encode(),
            cwd=day.folder,
            env=environment,
            capture_output=True,
            timeout=day.hooks.timeout_s,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        yield _failed(command, f"ended with status {error.returncode}{_last(said)}")
    except subprocess.TimeoutExpired:
        yield _failed(command, f"had not finished after {day.hooks.timeout_s} s")
    except (OSError, ValueError) as error:
        yield _failed(command, f"could not be started: {error}")


def _changes(day: Day, before: Plan, plan: Plan) -> Difference:
    return difference(before, plan, unchanged_within_s=day.replan.unchanged_within_s)


def _last(lines: list[str]) -> str:
    return f": {lines[-1]}" if lines else ""


def _failed(command: str, what: str) -> Diagnostic:
    return Diagnostic(
        code="HOOK-FAILED",
        message=f"{command!r} {what}.",
        remedy="The plan stands; the next run calls it again with all that changed since.",
        file="day.toml",
        id="hooks.on_change",
        severity="warning",
    )
