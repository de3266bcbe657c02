"""A day folder and the plan that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from routing.day.settings import load_day
from routing.plan.document import PlanError, read_plan
from routing.recording import PLAN_FILE
from routing.store.left_over import left_over
from routing.store.store import open_store

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.model import Plan


def last_plan(folder: Path, date: datetime | None) -> Plan:
    """The last version that the day's store holds, for this date or day.toml's.

    Raises
    ------
    PlanError
        PLAN-MISSING, if there is none yet.
    """
    day = load_day(folder, date=date.date() if date else None)
    with open_store(day) as store:
        plan = store.latest()
    if plan is None:
        raise no_plan(day)
    return plan


def plan_version(folder: Path, date: datetime | None, number: int) -> Plan:
    """One version that the day's store holds, for this date or day.toml's.

    Raises
    ------
    PlanError
        PLAN-MISSING, if there is none yet; PLAN-VERSION, if there is none with that number.
    """
    day = load_day(folder, date=date.date() if date else None)
    with open_store(day) as store:
        plan = store.version(number)
        last = store.last_version()
    if plan is not None:
        return plan
    if not last:
        raise no_plan(day)
    raise PlanError(
        "PLAN-VERSION",
        f"{day.folder} has no version {number} for {day.clock.date}; its last is {last}.",
        f"Name one from 1 to {last}; 'tournee history {day.folder}' lists them.",
    )


def no_plan(day: Day) -> PlanError:
    """What is said where a day has no plan yet, or its database has none any more."""
    with open_store(day) as store:
        left = left_over(day, store, day.folder / "out" / PLAN_FILE)
    return PlanError(
        "PLAN-MISSING",
        f"{day.folder} has no plan for {day.clock.date} yet.",
        left.remedy
        if left
        else f"Make one with 'tournee plan {day.folder}', or name another date with --date.",
    )


def day_of(folder: Path, plan: Plan) -> Day:
    """The day as it was planned: a plan may be for another date than day.toml's."""
    return load_day(folder, date=calendar_date.fromisoformat(plan.day))


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A plan, the folder that its files belong in, and the folder of its day.

    `last_version` is the number of the day's last version, where a day folder was named.
    """

    plan: Plan
    folder: Path
    day_folder: Path
    last_version: int | None = None


def named_plan(path: Path, day_folder: Path | None) -> NamedPlan:
    """The plan in a file, or the last version of a day folder.

    Parameters
    ----------
    path
        A plan.json, or a day folder.
    day_folder
        Where the day is; by default where the plan says.

    Raises
    ------
    PlanError
        PLAN-MISSING, PLAN-UNREADABLE or PLAN-FORMAT.
    DayError
        If a day folder is named whose day.toml is not one.
    """
    if path.is_dir():
        plan = last_plan(path, None)
        return NamedPlan(plan, path / "out", day_folder or path, plan.version)
    plan = read_plan(path)
    return NamedPlan(plan, path.parent, day_folder or path.parent / plan.day_folder)


def drivers_plan(path: Path, day_folder: Path | None) -> NamedPlan:
    """The plan in a file, or the last version of a day folder that was released.

    Raises
    ------
    PlanError
        As `named_plan`; PLAN-DRAFT, if no version of a day folder was released.
    DayError
        As `named_plan`.
    """
    named = named_plan(path, day_folder)
    if named.last_version is None or named.plan.status == "released":
        return named
    with open_store(load_day(path)) as store:
        released = store.latest_released()
    if released is None:
        raise PlanError(
            "PLAN-DRAFT",
            f"No version of {path} for {named.plan.day} was released: drivers have no plan yet.",
            f"Release the last one with 'tournee release {path}'; or name"
            f" {named.folder / PLAN_FILE} itself to look at the draft.",
        )
    return replace(named, plan=released)
