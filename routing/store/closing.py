"""Whether a day is closed: nothing is planned for it any more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, or_, select

from routing.store.schema import announcement as table

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from routing.clock import Clock

_CLOSED, _REOPENED = "closed", "reopened"


def close(connection: Connection, day: str, clock: Clock, version: int) -> None:
    """Write that a day is closed, with its last released version; once is enough."""
    if closed_at(connection, day) is None:
        _mark(connection, day, clock, version, _CLOSED)


def reopen(connection: Connection, day: str, clock: Clock) -> None:
    """Write that a day is open again."""
    _mark(connection, day, clock, 0, _REOPENED)


def closed_at(connection: Connection, day: str) -> str | None:
    """When a day was closed, an ISO time; ``None`` where it is not."""
    marks = _marks(connection, day)
    return marks[-1][1] if marks and marks[-1][0].startswith(_CLOSED) else None


def _marks(connection: Connection, day: str) -> list[tuple[str, str]]:
    """Every closing and reopening with its time, the first first."""
    is_one = or_(table.c.kind.like(f"{_CLOSED}%"), table.c.kind.like(f"{_REOPENED}%"))
    query = select(table.c.kind, table.c.at).where(table.c.day == day, is_one).order_by(table.c.id)
    return [(row.kind, row.at) for row in connection.execute(query)]


def _mark(connection: Connection, day: str, clock: Clock, version: int, kind: str) -> None:
    # Each is written once in the table, and a day may be closed more often.
    number = len(_marks(connection, day)) + 1
    at = datetime.now(clock.zone).isoformat(timespec="seconds")
    row = {"day": day, "version": version, "kind": f"{kind} {number}", "at": at}
    connection.execute(insert(table).values(**row))
