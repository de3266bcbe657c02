"""The day that a plan was made for, and no other's: order ids may come again every day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from routing.day.settings import load_day
from routing.errors import DayError
from routing.store.versions import PlanStore

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.model import Plan


def own_day(plan: Plan, folder: Path) -> Day:
    """The day of a plan, for what the plan itself does not hold: its customers, its map.

    Raises
    ------
    DayError
        PLAN-NO-DAY, where the folder is none; PLAN-OTHER-DAY, where it is another date's and no
        plan was made in it for the plan's date; as `load_day`.
    """
    if not _is_day(folder):
        raise DayError(
            "PLAN-NO-DAY",
            f"What the plan itself does not hold is read from its day, and {folder} is no day"
            " folder.",
            "Name the day folder of the plan with --day.",
        )
    day = load_day(folder, date=date.fromisoformat(plan.day))
    own = load_day(folder).clock.date.isoformat()
    # A day may have been planned for another date than day.toml's; its store then knows that.
    if own != plan.day and not PlanStore(day.folder).last_version(plan.day):
        raise DayError(
            "PLAN-OTHER-DAY",
            f"{folder} is the day of {own}, and the plan is for {plan.day}.",
            "Name the day folder of the plan with --day.",
        )
    return day


def _is_day(folder: Path) -> bool:
    # The path comes from a file, and what is no path at all is no day either.
    try:
        return folder.is_file() or (folder / "day.toml").is_file()
    except (OSError, ValueError):
        return False
