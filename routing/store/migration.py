"""Databases of every version so far, made those of this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from routing.errors import DayError
from routing.store.failure import shown
from routing.store.schema import REVISIONS, VERSION_TABLE, plan_version

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_STAMP = text(f"select version_num from {VERSION_TABLE}")  # noqa: S608 - a name of our own
_MIGRATING = 7_081_506_423
"""The number of the lock that a PostgreSQL server gives to one migration at a time."""


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this version, by one query.

    Anything that keeps it from being answered is a no: `migrate` finds out what it is.
    """
    try:
        return bool(connection.scalar(_STAMP) == REVISIONS[-1])
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return False


def migrate(connection: Connection) -> None:
    """Make the tables, or bring them up to date, in the transaction that the caller has begun.

    Who comes second waits, and finds it done.

    Raises
    ------
    DayError
        STORE-NEWER, if a later version of tournee wrote the database; it is left as it is.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
    tables = inspect(connection)
    stamped = connection.scalar(_STAMP) if tables.has_table(VERSION_TABLE) else None
    if stamped == REVISIONS[-1]:
        return
    if stamped is not None and stamped not in REVISIONS:
        raise DayError(
            "STORE-NEWER",
            f"The day's database {shown(connection.engine.url)} was written by a later version of"
            f" tournee (its tables are {stamped!r}, this version's {REVISIONS[-1]!r}).",
            "Install that version here, too. Nothing was changed.",
        )
    # Half a second's worth, and hardly ever needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "routing.store:migrations")
    if stamped is None and tables.has_table(plan_version.name):
        # Of the time before there were migrations.
        command.stamp(config, REVISIONS[0])
    command.upgrade(config, "head")
