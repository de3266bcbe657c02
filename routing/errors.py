"""What stops a whole run; what is wrong with a single row is a `Diagnostic`."""

from __future__ import annotations

from maps.errors import CodedError


class TourneeError(CodedError):
    """A run cannot go on."""


class DayError(TourneeError):
    """The day cannot be planned at all: a bad `day.toml`, an unreadable source, no usable hub."""


class BusyError(TourneeError):
    """Another run holds the day."""


class EngineError(TourneeError):
    """An engine failed for a hub."""
