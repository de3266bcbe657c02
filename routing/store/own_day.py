"""The day that a plan was made for, and no other's: order ids may come again every day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from routing.day.settings import load_day
from routing.errors import DayError
from routing.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.model import Plan


def own_day(plan: Plan, folder: Path) -> Day:
    """The day of a plan, for what the plan itself does not hold: its customers, its map.

    Raises
    ------
    DayError
        PLAN-NO-DAY, where the folder is none; PLAN-OTHER-DAY, where its store holds other plans
        for the plan's date and not this one, or where it has none and is another date's; as
        `load_day`.
    """
    if not _is_day(folder):
        raise DayError(
            "PLAN-NO-DAY",
            f"What the plan itself does not hold is read from its day, and {folder} is no day"
            " folder.",
            "Name the day folder of the plan with --day.",
        )
    day = load_day(folder, date=date.fromisoformat(plan.day))
    with open_store(day) as store:
        if store.holds(plan.plan_id):
            return day
        others = store.last_version() > 0
    # Every city has orders with the same ids on the same date: only a folder that was never
    # planned for it may be taken for its own.
    own = load_day(folder).clock.date.isoformat()
    if others:
        raise _other(f"{folder} holds other plans for {plan.day}, and not {plan.plan_id}.")
    if own != plan.day:
        raise _other(f"{folder} is the day of {own}, and the plan is for {plan.day}.")
    return day


def _other(message: str) -> DayError:
    return DayError("PLAN-OTHER-DAY", message, "Name the day folder of the plan with --day.")


def _is_day(folder: Path) -> bool:
    # The path comes from a file, and what is no path at all is no day either.
    try:
        return folder.is_file() or (folder / "day.toml").is_file()
    except (OSError, ValueError):
        return False
