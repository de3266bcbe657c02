"""Telling others of a released version: drivers' files of routes that changed, and the hook.

What was told is marked in the store only when it is done, so that a run which is stopped in between
is made up for by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.errors import TourneeError
from routing.exports.manifest import manifest_name, plans_of
from routing.exports.registry import export_named
from routing.exports.sheet import sheets_of
from routing.exports.surroundings import Surroundings
from routing.exports.writing import write_export
from routing.plan.difference import difference, difference_document
from routing.replan.hook import call_hook

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.difference import Difference
    from routing.plan.model import Plan
    from routing.store.store import PlanStore

EXPORTED, HOOK = "exported", "hook"


@dataclass(slots=True, kw_only=True)
class Announced:
    """What was told of a released version: files by format, whether the hook ran, what failed."""

    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hooked: bool = False
    findings: list[Diagnostic] = field(default_factory=list)


def announce(day: Day, store: PlanStore, out: Path) -> Announced:
    """Export what changed in the last released version, and call the hook, if that is yet to do.

    What was exported and is not there any more is exported again.

    Nothing that goes wrong here undoes the version: it is told as a warning, and tried again by the
    next run.
    """
    announced = Announced()
    try:
        plan = store.latest_released()
        if plan is None:
            return announced
        if store.last_marked(EXPORTED) < plan.version or _are_lost(day, out):
            _export(day, store, plan, out, announced)
        if day.hooks.on_change is not None and store.last_marked(HOOK) < plan.version:
            _tell(day, day.hooks.on_change, store, plan, announced)
    except TourneeError as error:  # the database, which was there when the version was recorded
        announced.findings.append(
            _warning(
                error.code,
                error.message,
                f"The plan stands; the next run exports and announces it. {error.remedy}",
                "store",
            )
        )
    return announced


def _are_lost(day: Day, out: Path) -> bool:
    """Whether a format's files are not there, though they may have been written."""
    return any(not (out / name / manifest_name(name)).exists() for name in day.replan.exports)


def _export(day: Day, store: PlanStore, plan: Plan, out: Path, announced: Announced) -> None:
    """Write the files of vehicles whose day is another, format by format."""
    done = True
    surroundings = Surroundings(lambda: day)
    sheets = sheets_of(plan, {}, surroundings)
    for name in day.replan.exports:
        try:
            export, warnings = export_named(name)
            told = plans_of(out / name / manifest_name(name))
            kept = _kept(day, store, plan, told)
            written = write_export(export, name, plan, sheets, out / name, kept=kept)
        except TourneeError as error:
            done = False
            announced.findings.append(_warning(error.code, error.message, error.remedy, name))
        else:
            announced.findings += warnings
            announced.files[name] = tuple(str(path) for _, path in written.files)
    announced.findings += surroundings.findings
    if done:
        store.mark(plan.version, EXPORTED)


def _kept(day: Day, store: PlanStore, plan: Plan, told: dict[str, str]) -> dict[str, str]:
    """The vehicles whose day is as their files say, with the plans that those were made from.

    Each file is held against the version that it was made from, not against the last: many small
    delays are one long one.
    """
    versions = {one.plan_id: one.version for one in store.history()}
    kept: dict[str, str] = {}
    for plan_id in {*told.values()} & versions.keys():
        before = store.version(versions[plan_id])
        if before is None:
            continue
        changed = {route.vehicle_id for route in _changes(day, before, plan).routes}
        kept |= {one: plan_id for one, its in told.items() if its == plan_id and one not in changed}
    return kept


def _tell(day: Day, command: str, store: PlanStore, plan: Plan, announced: Announced) -> None:
    """Give the hook what changed since it was last given anything."""
    before = store.version(store.last_marked(HOOK))
    if before is None:
        document = {"older": None, "newer": {"version": plan.version, "plan_id": plan.plan_id}}
    else:
        found = _changes(day, before, plan)
        if found.is_empty:
            return
        document = difference_document(before, plan, found)
    try:
        failed = call_hook(command, document, day, plan.version)
    except OSError as error:  # there is no room for a temporary file
        failed = f"could not be called: {error}"
    if failed:
        announced.findings.append(
            _warning(
                "HOOK-FAILED",
                f"{command!r} {failed}.",
                "The plan stands; the next run calls it again with all that changed since.",
                "hooks.on_change",
            )
        )
        return
    announced.hooked = True
    store.mark(plan.version, HOOK)


def _changes(day: Day, before: Plan, plan: Plan) -> Difference:
    return difference(before, plan, unchanged_within_s=day.replan.unchanged_within_s)


def _warning(code: str, message: str, remedy: str, what: str) -> Diagnostic:
    return Diagnostic(
        code=code, message=message, remedy=remedy, file="day.toml", id=what, severity="warning"
    )
