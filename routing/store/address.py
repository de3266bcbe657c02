"""Where a day's database is, and how it is reached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, NullPool, create_engine, event, make_url
from sqlalchemy.exc import NoSuchModuleError

from routing.errors import DayError
from routing.store.failure import shown

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from routing.day.model import Day

DATABASE = "tournee.db"
WRITES = "tournee_writes"
"""The execution option of a connection that is going to write."""

_PATIENCE_S = 10
"""So long a SQLite file may be another program's before that is an error."""

_POSTGRES = {
    "client_encoding": "utf8",  # a database in no encoding at all (SQL_ASCII) would give bytes
    "application_name": "tournee",
    "connect_timeout": "10",
    # A server that is gone without a word is noticed within a minute.
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "40000",
}


def address_of(day: Day) -> URL:
    """The database that the day names, or else the file in its folder.

    Raises
    ------
    DayError
        STORE-ADDRESS, if it is neither a SQLite file nor a PostgreSQL database.
    """
    if day.database is None:
        # Not as text: a folder's name may hold what means something in an address.
        return URL.create("sqlite", database=str(day.folder / DATABASE))
    address = make_url(day.database)
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername.startswith("postgresql+psycopg"):
        return address.set(query=_POSTGRES | dict(address.query))
    if address.drivername in {"sqlite", "sqlite+pysqlite"} and address.database not in {
        None,
        "",
        ":memory:",
    }:
        return address
    raise _no_store(address, "plans are kept in a SQLite file or a PostgreSQL database")


def is_there(address: URL) -> bool:
    """Whether there is something to read; a SQLite file is made by the first who writes."""
    path = str(address.database)
    return (
        address.get_backend_name() != "sqlite"
        or path.startswith("file:")  # an address of SQLite's own
        or Path(path).exists()
    )


def engine_of(address: URL) -> Engine:
    """What connects to the database.

    Raises
    ------
    DayError
        STORE-ADDRESS, if its driver is not installed.
    """
    if address.get_backend_name() == "sqlite":
        # No connection outlives its transaction: the file may be put elsewhere in the meantime.
        engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": _PATIENCE_S})
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        return create_engine(address, pool_size=1, pool_pre_ping=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise _no_store(address, f"its driver is not installed ({error})") from None


def _leave_transactions_to_us(connection: DBAPIConnection, _: object) -> None:
    # Python's sqlite3 begins none before it makes or alters a table.
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    # Who is going to write waits for its turn before reading, or it may have read what is old.
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def _no_store(address: URL, why: str) -> DayError:
    return DayError(
        "STORE-ADDRESS",
        f"The store {shown(address)} cannot be used: {why}.",
        'In day.toml write store = "postgresql+psycopg://user@host/database" (and install the'
        ' driver: pip install "psycopg[binary]"), or take the line out for the file tournee.db.',
    )
