"""A plan with its head, as a version in the store, and as a file: both, or neither."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from uuid import uuid4

from routing.errors import DayError
from routing.files import whole_file
from routing.plan.document import to_json
from routing.plan.model import MapStamp, Plan, Point
from routing.plan.totals import late_orders, total

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from routing.orders.model import HubChoice, HubOrder, Unassigned
    from routing.plan.model import Cancelled, EngineStamp, HubPlan
    from routing.reading import Morning

PLAN_FILE = "plan.json"
BROKEN_FILE = "plan.broken.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a plan holds; `orders` are all that have a hub."""

    hubs: tuple[HubPlan, ...]
    orders: Sequence[HubOrder]
    unassigned: tuple[Unassigned, ...]
    choices: tuple[HubChoice, ...] = ()
    cancelled: tuple[Cancelled, ...] = ()


def stamped(
    morning: Morning,
    contents: Contents,
    *,
    out: Path,
    engine: EngineStamp,
    based_on: Plan | None,
    changes: tuple[str, ...] = (),
    status: str = "draft",
    now_s: int | None = None,
    events: int | None = None,
) -> Plan:
    """A plan with its totals and its head, not numbered yet.

    Parameters
    ----------
    out
        The folder that its file will be in.
    now_s, events
        The moment that it is for, and how many reports had come in; of a run through the day.
    """
    day, city = morning.day, morning.city
    hubs, unassigned, cancelled = contents.hubs, contents.unassigned, contents.cancelled
    late = late_orders(hubs, contents.orders)
    return Plan(
        plan_id=str(uuid4()),
        version=1,
        based_on=based_on.plan_id if based_on else None,
        status=status,
        day=day.clock.date.isoformat(),
        day_folder=_relative(day.folder, out),
        timezone=day.clock.timezone,
        created_at=datetime.now(day.clock.zone).isoformat(timespec="seconds"),
        now_s=now_s,
        events=events,
        engine=engine,
        map=MapStamp(name=city.name, sha256=city.meta.sha256, date=city.meta.date),
        changes=changes,
        hubs=hubs,
        points=tuple(
            Point(point_id=point.point_id, name=point.name, lat=point.lat, lon=point.lon)
            for point in morning.where.usable.points
        ),
        unassigned=unassigned,
        rejected=morning.rejected,
        cancelled=cancelled,
        totals=total(hubs, unassigned, morning.rejected, cancelled, late),
        choices=contents.choices,
    )


def _relative(folder: Path, out: Path) -> str:
    """The day folder as seen from the plan's, so that both can be moved together."""
    return Path(os.path.relpath(folder.resolve(), out.resolve())).as_posix()


def try_to_write(out: Path) -> None:
    """Find out before the search whether its result can be written.

    Raises
    ------
    DayError
        DAY-UNWRITABLE.
    """
    made = next((path for path in (out, *out.parents) if path.exists()), out)
    try:
        with TemporaryFile(dir=made):
            pass
    except OSError as error:
        raise _unwritable(out, error) from error


def write_plan(plan: Plan, path: Path, record: Callable[[Plan], Plan] | None) -> Plan:
    """Record the plan, if it is to be, and write its file, and give it back with its version.

    The file is written whole before the version is recorded, and takes its place after that; where
    it cannot be written, nothing is recorded.

    Parameters
    ----------
    plan
        With the number that it is to have.
    record
        Records it, and gives it back.

    Raises
    ------
    DayError
        DAY-UNWRITABLE, or whatever recording raises; where the file cannot take its place after the
        version was recorded, it says so.
    """
    recorded: Plan | None = None
    try:
        with whole_file(path) as part:
            part.write_text(to_json(plan), encoding="utf-8")
            if record is not None:
                recorded = record(plan)
    except OSError as error:
        raise _unwritable(path, error, recorded) from error
    return plan if recorded is None else recorded


def _unwritable(path: Path, error: OSError, recorded: Plan | None = None) -> DayError:
    remedy = "Give yourself the right to write there, make room, or name another folder with --out."
    if recorded is None:
        return DayError("DAY-UNWRITABLE", f"{path} cannot be written: {error}.", remedy)
    return DayError(
        "DAY-UNWRITABLE",
        f"Version {recorded.version} is recorded, and its file {path} cannot be written: {error}.",
        f"{remedy} 'tournee show' has the version, and the next run writes the file.",
    )
