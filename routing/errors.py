"""What stops a whole run; what is wrong with a single row is a `Diagnostic`."""

from __future__ import annotations


class TourneeError(Exception):
    """A run cannot go on.

    Parameters
    ----------
    code
        A stable code; docs/errors.md lists them all.
    message
        What is wrong, and where.
    remedy
        What to do now.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{code}: {message} {remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[TourneeError], tuple[str, str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.code, self.message, self.remedy)


class DayError(TourneeError):
    """The day cannot be planned at all: a bad `day.toml`, an unreadable source, no usable hub."""


class BusyError(TourneeError):
    """Another run holds the day."""


class EngineError(TourneeError):
    """An engine failed for a hub."""
