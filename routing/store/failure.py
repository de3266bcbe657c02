"""What goes wrong with a database, in words for whoever is there at the time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from routing.errors import DayError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

_AGAIN = " Nothing is half-written: run the command again then."
_REMEDIES = {
    "locked": "Another program has had it open for long: close that." + _AGAIN,
    "readonly": "Give yourself the right to write to it and to its folder." + _AGAIN,
    "full": "Make room on the disk." + _AGAIN,
    "disk i/o": "Look whether the disk is full or damaged." + _AGAIN,
    "unable to open": "Look whether it is a file, and whether you may write to it and to its"
    " folder." + _AGAIN,
}
_DAMAGED = (
    "If the file is damaged, put it aside before anything else, and the last copy in its place;"
    " without one begin again from out/plan.json, and do not plan the day anew: docs/cron.md, 'How"
    " to recover'."
)
_SERVER = (
    "Look whether the database server runs and can be reached, and whether address, user, password"
    " and rights are right." + _AGAIN
)


@contextmanager
def failures_told(address: URL) -> Iterator[None]:
    """Tell what a database complains of as STORE-FAILED, without its password.

    Raises
    ------
    DayError
        STORE-FAILED, for whatever SQLAlchemy raises in the block.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise store_failed(address, reason_of(error)) from None


def store_failed(address: URL, reason: str) -> DayError:
    """STORE-FAILED, with what to do about the reason."""
    for secret in filter(None, (address.password, address.query.get("password"))):
        reason = reason.replace(str(secret), "***")
    return DayError(
        "STORE-FAILED",
        f"The day's database {shown(address)} cannot be used: {reason}.",
        _remedy(address, reason),
    )


def shown(address: URL) -> str:
    """A database as messages call it: a SQLite file's path, or an address without its password."""
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    return address.set(query={}).render_as_string(hide_password=True)


def reason_of(error: SQLAlchemyError) -> str:
    """What the driver says, in one line, without the statement and its parameters."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(cause).split()).rstrip(".")


def _remedy(address: URL, reason: str) -> str:
    if address.get_backend_name() != "sqlite":
        return _SERVER
    told = reason.lower()
    return next((remedy for sign, remedy in _REMEDIES.items() if sign in told), _DAMAGED)
