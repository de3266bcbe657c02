"""A day's plan in a file that its store does not know: what is left where a database was lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.errors import DayError

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day
    from routing.store.store import PlanStore

_RECOVERY = "docs/cron.md, 'How to recover'"


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A plan of the day that no version in its store is; `was_driven` if drivers may have it."""

    path: Path
    version: int
    was_driven: bool

    @property
    def remedy(self) -> str:
        """What to do where the store has nothing to go on from."""
        return (
            f"{self.path} is there, version {self.version} of this day: if the database was lost,"
            f" begin again from that, and do not plan the day anew. {_RECOVERY}."
        )


def left_over(day: Day, store: PlanStore, path: Path) -> LeftOver | None:
    """The plan in a file, if it is one of this day and the store does not know it."""
    try:
        head = json.loads(path.read_bytes())
        plan_id, version = str(head["plan_id"]), int(head["version"])
        is_own = head["day"] == day.clock.date.isoformat()
        was_driven = head["status"] == "released" or head["now"] is not None
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if not is_own or store.holds(plan_id):
        return None
    return LeftOver(path, version, was_driven)


def check_not_left_over(day: Day, store: PlanStore, path: Path) -> None:
    """See to it that no day is planned anew over the one plan that is left of it.

    Raises
    ------
    DayError
        PLAN-NOT-IN-STORE, if a plan of this day that drivers may have is in the file, and the store
        does not know it.
    """
    left = left_over(day, store, path)
    if left is not None and left.was_driven:
        raise DayError(
            "PLAN-NOT-IN-STORE",
            f"{path} is version {left.version} of {day.clock.date}, by which drivers may be on"
            " their way, and the day's database does not know it.",
            f"If the database was lost, begin again from that file: {_RECOVERY}. If the day is to"
            " be planned anew all the same, put the file aside first.",
        )
