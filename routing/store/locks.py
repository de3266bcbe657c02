"""What dispatchers fixed, and let go of again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from routing.store.model import Lock, LockInForce, LockKind
from routing.store.schema import lock as table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from routing.clock import Clock
    from routing.store.model import Deed

_LOCK, _UNLOCK = "lock", "unlock"


def add_locks(
    connection: Connection,
    day: str,
    clock: Clock,
    by: Deed,
    *,
    version: int,
    locked: Iterable[Lock],
    unlocked: Iterable[Lock],
) -> None:
    """Write what is let go of with a version, then what is fixed."""
    at = datetime.now(clock.zone).isoformat(timespec="seconds")
    rows = [
        {
            "day": day,
            "at": at,
            "who": by.who,
            "why": by.why,
            "action": action,
            "kind": lock.kind.value,
            "order_id": lock.order_id,
            "vehicle_id": lock.vehicle_id,
            "version": version,
        }
        for action, locks in ((_UNLOCK, unlocked), (_LOCK, locked))
        for lock in locks
    ]
    if rows:
        connection.execute(insert(table), rows)


def locks_in_force(
    connection: Connection, day: str, clock: Clock, version: int | None = None
) -> tuple[LockInForce, ...]:
    """What is fixed now, or was when a version was the last, in the order in which it was."""
    query = select(table).where(table.c.day == day).order_by(table.c.id)
    if version is not None:
        query = query.where(table.c.version <= version)
    found: dict[tuple[LockKind, str | None], LockInForce] = {}
    for row in connection.execute(query).mappings():
        lock = Lock(
            kind=LockKind(row["kind"]), order_id=row["order_id"], vehicle_id=row["vehicle_id"]
        )
        found.pop(lock.subject, None)
        if row["action"] == _LOCK:
            found[lock.subject] = LockInForce(
                lock=lock, who=row["who"], why=row["why"], at_s=clock.seconds(row["at"])
            )
    return tuple(found.values())
