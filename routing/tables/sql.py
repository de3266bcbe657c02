"""Tables that a database query gives."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BindParameter,
    Date,
    DateTime,
    bindparam,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.tables.model import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from routing.clock import Clock
    from routing.day.model import SqlSource

_MEMORY = {None, "", ":memory:"}


def read_sql(source: SqlSource, *, clock: Clock, now: int | None) -> Sheet:
    """Run a query and give its rows; nothing is committed.

    `:date` is bound to the day's date and `:now` to a local time with its offset: `now`, in
    seconds from the day's midnight, or else the time it is.

    Raises
    ------
    InputError
        DAY-DATABASE when the database cannot be reached, DAY-QUERY when it refuses the query.
    """
    url = make_url(source.url)
    engine = _engine(url, source.name)
    try:
        connection = engine.connect()
    except SQLAlchemyError as error:
        raise _unreachable(url, source.name, error) from None
    with connection:
        return _answer(connection, source, clock, now)


def _answer(connection: Connection, source: SqlSource, clock: Clock, now: int | None) -> Sheet:
    moment = datetime.now(clock.zone) if now is None else clock.moment(now)
    statement = text(source.query)
    offered: dict[str, BindParameter[Any]] = {
        "date": bindparam("date", clock.date, type_=Date()),
        "now": bindparam("now", moment, type_=DateTime(timezone=True)),
    }
    asked = statement.compile().params
    statement = statement.bindparams(
        *(parameter for name, parameter in offered.items() if name in asked)
    )
    try:
        result = connection.execute(statement)
        header = list(result.keys())
        rows: list[Sequence[object]] = [tuple(row) for row in result]
    except SQLAlchemyError as error:
        raise InputError(
            (
                Diagnostic(
                    code="DAY-QUERY",
                    message=f"The database refuses the query: {_reason(error)}.",
                    remedy="Mend the query in day.toml; :date and :now are given to it.",
                    file=source.name,
                    value=source.query,
                ),
            )
        ) from None
    records = [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if any(value is not None for value in row)
    ]
    return Sheet(header, records)


def _engine(url: URL, name: str) -> Engine:
    if (
        url.get_backend_name() == "sqlite"
        and url.database not in _MEMORY
        and not Path(str(url.database)).is_file()
    ):
        # SQLite would make an empty file and then say that it has no such table.
        raise _unreachable(url, name, FileNotFoundError("there is no such file"))
    # A database in no encoding at all (SQL_ASCII) gives bytes unless somebody says what they are.
    utf8 = {"client_encoding": "utf8"} if url.drivername == "postgresql+psycopg" else {}
    try:
        engine = create_engine(url.update_query_dict(utf8), poolclass=NullPool)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise InputError(
            (
                Diagnostic(
                    code="DAY-DATABASE",
                    message=f"There is no driver for {url.drivername}: {_reason(error)}.",
                    remedy='For PostgreSQL: pip install "psycopg[binary]".',
                    file=name,
                ),
            )
        ) from None
    if url.get_backend_name() == "sqlite":
        # A transaction that is rolled back does not undo what SQLite does to its tables.
        event.listen(engine, "connect", _read_only)
    return engine


def _read_only(connection: DBAPIConnection, _: object) -> None:
    connection.cursor().execute("pragma query_only = on")


def _unreachable(url: URL, name: str, error: Exception) -> InputError:
    shown = url.set(query={}).render_as_string(hide_password=True)
    reason = _reason(error)
    if url.password:
        reason = reason.replace(str(url.password), "***")
    return InputError(
        (
            Diagnostic(
                code="DAY-DATABASE",
                message=f"The database {shown} cannot be reached: {reason}.",
                remedy="Look whether it runs and whether user and password are right.",
                file=name,
            ),
        )
    )


def _reason(error: Exception) -> str:
    """Give what a driver says in one line, without the statement and its parameters."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(cause).split()).rstrip(".")
