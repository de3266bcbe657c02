"""What can go wrong, said for the person who has to mend it."""

from __future__ import annotations

from typing import Self


class CodedError(Exception):
    """Something cannot be done.

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

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.code, self.message, self.remedy)


class MapError(CodedError):
    """The map, its travel times, or what changes them cannot be had.

    Codes begin with ``MAP-``; of what is drawn or typed for a day, ``TRAFFIC-`` and ``CLOSURE-``.
    """
