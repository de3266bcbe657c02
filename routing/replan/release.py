"""Releasing a plan before its day has begun, when nothing can have changed yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from routing.recording import PLAN_FILE, write_plan
from routing.replan.announcing import announce
from routing.replan.situation import check_open, last_version
from routing.store.holding import hold_day
from routing.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.plan.model import Plan
    from routing.store.model import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A released version, and what went wrong with telling others of it."""

    plan: Plan
    findings: tuple[Diagnostic, ...]


def release_ahead(
    day: Day, deed: Deed, *, out: Path | None, wait: Callable[[str], None] | None
) -> Released:
    """The last version as it is, released.

    Raises
    ------
    DayError
        DAY-CLOSED; REPLAN-NO-PLAN, if there is none; or if it cannot be recorded or written.
    BusyError
        DAY-BUSY.
    """
    with hold_day(day, wait=wait), open_store(day) as store:
        check_open(day, store)
        folder = out or day.folder / "out"
        last = last_version(day, store, folder)
        released = replace(
            last,
            plan_id=str(uuid4()),
            version=last.version + 1,
            based_on=last.plan_id,
            status="released",
            created_at=datetime.now(day.clock.zone).isoformat(timespec="seconds"),
        )
        path = folder / PLAN_FILE
        record = partial(store.record, by=deed, after=last.version)
        released = write_plan(released, path, record)
        announced = announce(day, store, path.parent)
        return Released(plan=released, findings=tuple(announced.findings))
