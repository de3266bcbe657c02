"""What was done to tell others of a version, so that a crash in between can be made up for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from routing.store.schema import announcement as table

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from routing.clock import Clock


def mark(connection: Connection, day: str, clock: Clock, version: int, kind: str) -> None:
    """Write that `kind` was done for a version; once is enough."""
    same = (table.c.day == day, table.c.version == version, table.c.kind == kind)
    if connection.scalar(select(table.c.id).where(*same)) is None:
        at = datetime.now(clock.zone).isoformat(timespec="seconds")
        connection.execute(insert(table).values(day=day, version=version, kind=kind, at=at))


def last_marked(connection: Connection, day: str, kind: str) -> int:
    """The last version that `kind` was done for, 0 before the first."""
    query = select(func.max(table.c.version)).where(table.c.day == day, table.c.kind == kind)
    return connection.scalar(query) or 0
