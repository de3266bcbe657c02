"""Who may work on the day: one run at a time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import text

from routing.errors import BusyError, DayError
from routing.store.address import address_of, engine_of
from routing.store.failure import failures_told, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL
    from sqlalchemy.engine import Connection

    from routing.day.model import Day

LOCK = ".tournee.lock"
_POLL_S = 0.2


@contextmanager
def hold_day(day: Day, *, wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the day for one run; the operating system lets go of it however the run ends.

    A file in the day's folder is locked, and where the store is a PostgreSQL database its server
    holds a lock for the day's date, too, for runs on other machines: it is the session's, and the
    server lets go of it when the session is gone.

    Parameters
    ----------
    day
        The day.
    wait
        Called once with who is waited for, before waiting; ``None``: nobody is waited for.

    Raises
    ------
    BusyError
        DAY-BUSY, at once, if another run holds it and nobody is to be waited for.
    DayError
        DAY-UNWRITABLE, if the folder cannot be written to; as `open_store`.
    """
    with _file_held(day.folder, wait):
        address = address_of(day)
        if address.get_backend_name() == "postgresql":
            with _date_held(address, day, wait):
                yield
        else:
            yield


@contextmanager
def _file_held(folder: Path, wait: Callable[[str], None] | None) -> Iterator[None]:
    lock = FileLock(folder / LOCK)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait is None:
                raise _busy(str(folder)) from None
            wait(f"Waiting for another run on {folder}")
            lock.acquire(timeout=-1, poll_interval=_POLL_S)
    except OSError as error:
        raise DayError(
            "DAY-UNWRITABLE",
            f"{folder} cannot be written to: {error}.",
            "Give yourself the right to write there, or make room on the disk.",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _date_held(address: URL, day: Day, wait: Callable[[str], None] | None) -> Iterator[None]:
    name = f"{day.clock.date} in {shown(address)}"
    engine = engine_of(address).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with failures_told(address):
            connection = engine.connect()
        with connection:
            with failures_told(address):
                _notice_when_gone(connection)
                _wait_for(connection, day, name, wait)
            yield
    finally:
        # The session ends with the engine, and the server lets go of what it held.
        engine.dispose()


def _wait_for(
    connection: Connection, day: Day, name: str, wait: Callable[[str], None] | None
) -> None:
    waiting = False
    while not _try(connection, day):
        if wait is None:
            raise _busy(name)
        if not waiting:
            wait(f"Waiting for another run on {name}")
            waiting = True
        time.sleep(_POLL_S)


def _notice_when_gone(connection: Connection) -> None:
    """Let the server find out within a minute that this machine has lost its power or network."""
    for setting, value in (("idle", 20), ("interval", 10), ("count", 3)):
        connection.execute(text(f"set tcp_keepalives_{setting} = {value}"))


def _try(connection: Connection, day: Day) -> bool:
    # A database may hold the stores of several cities, each in a schema of its own.
    query = text(
        "select pg_try_advisory_lock("
        "hashtextextended(concat('tournee ', current_schema(), ' ', cast(:date as text)), 0))"
    )
    return bool(connection.scalar(query, {"date": day.clock.date.isoformat()}))


def _busy(what: str) -> BusyError:
    return BusyError(
        "DAY-BUSY",
        f"Another run is working on {what}.",
        "Wait until it has finished, and try again.",
    )
