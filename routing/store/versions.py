"""The versions of a day's plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import false, func, insert, select
from sqlalchemy.exc import IntegrityError

from routing.errors import BusyError, DayError
from routing.plan.document import to_json
from routing.store.model import Version
from routing.store.schema import plan_version as table

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from routing.clock import Clock
    from routing.plan.model import Plan
    from routing.store.model import Deed


def add_version(connection: Connection, plan: Plan, by: Deed, *, after: int | None) -> Plan:
    """Write a plan as its day's next version, and give it back with that number.

    Raises
    ------
    BusyError
        DAY-BUSY, if `after` is given and there is a later version, or if another run records one at
        the same time.
    DayError
        STORE-OTHER, if `after` is given and there is no such version, or it is not what the plan
        was made from.
    """
    last = last_version(connection, plan.day)
    if after is not None and after < last:
        raise _overtaken(plan.day, last)
    if after is not None and not _goes_on(connection, plan, after, last):
        raise another_database(plan.day, after)
    numbered = replace(plan, version=last + 1)
    known = select(table.c.version).where(table.c.plan_id == plan.plan_id)
    twice = connection.scalar(known) is not None
    totals = numbered.totals
    values = {
        "day": numbered.day,
        "version": numbered.version,
        "plan_id": numbered.plan_id,
        "based_on": numbered.based_on,
        "status": numbered.status,
        "created_at": numbered.created_at,
        "now": None if numbered.now_s is None else numbered.clock.iso(numbered.now_s),
        "command": by.command,
        "who": by.who,
        "why": by.why,
        "delivered": totals.delivered,
        "late": totals.late,
        "unassigned": totals.unassigned,
        "distance_m": totals.distance_m,
        "cost_cents": totals.cost_cents,
        "document": to_json(numbered, indent=None),
    }
    try:
        connection.execute(insert(table).values(values))
    except IntegrityError:
        if twice:  # a plan is never written over
            raise
        raise _overtaken(numbered.day, numbered.version) from None
    return numbered


def _goes_on(connection: Connection, plan: Plan, after: int, last: int) -> bool:
    """Whether the last version is there, and the one that the plan was made from."""
    if after > last:
        return False
    known = select(table.c.id).where(table.c.day == plan.day, table.c.plan_id == plan.based_on)
    return plan.based_on is None or after == 0 or connection.scalar(known) is not None


def add_none(connection: Connection) -> None:
    """Write nothing, which is refused where nothing may be written."""
    nothing = select(table.c.day).where(false())
    connection.execute(insert(table).from_select(["day"], nothing))


def _overtaken(day: str, version: int) -> BusyError:
    return BusyError(
        "DAY-BUSY",
        f"Another run has recorded version {version} of {day} in the meantime; this one's plan is"
        " not kept.",
        "Run the command again: it goes on from there.",
    )


def another_database(day: str, version: int) -> DayError:
    """What a run went on from is not there any more."""
    return DayError(
        "STORE-OTHER",
        f"The day's database was taken away, or another put in its place, while this run was at"
        f" work: version {version} of {day}, which it goes on from, is not in it.",
        "Put the right one back, and run the command again. Nothing was recorded.",
    )


def last_version(connection: Connection, day: str, *, status: str | None = None) -> int:
    """The number of a day's last version, or of the last with this status; 0 before the first."""
    query = select(func.max(table.c.version)).where(table.c.day == day)
    if status is not None:
        query = query.where(table.c.status == status)
    return connection.scalar(query) or 0


def holds(connection: Connection, plan_id: str) -> bool:
    """Whether a plan was recorded, for whichever day."""
    return connection.scalar(select(table.c.id).where(table.c.plan_id == plan_id)) is not None


def version_text(connection: Connection, day: str, version: int) -> str | None:
    """The document of one version."""
    query = select(table.c.document).where(table.c.day == day, table.c.version == version)
    return connection.scalar(query)


def history(connection: Connection, day: str, clock: Clock) -> tuple[Version, ...]:
    """Every version of a day, the first first."""
    columns = [column for column in table.c if column.name not in {"id", "day", "document"}]
    query = select(*columns).where(table.c.day == day).order_by(table.c.version)
    found = []
    for row in connection.execute(query).mappings():
        now = row["now"]
        values = {name: value for name, value in row.items() if name != "now"}
        found.append(Version(**values, now_s=None if now is None else clock.seconds(now)))
    return tuple(found)
