"""Exit statuses: what scripts and cron may rely on."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.errors import CodedError


class Exit(IntEnum):
    """How a command ended; 1 is never used on purpose."""

    DONE = 0
    WRONG_CALL = 2
    INCOMPLETE = 3
    FAILED = 4
    BUSY = 5
    NO_MAP = 6
    BUG = 70
    INTERRUPTED = 130


def exit_of(error: CodedError) -> Exit:
    """How a command ends that an error has stopped."""
    from maps.errors import MapError
    from routing.errors import BusyError, EngineError

    if isinstance(error, MapError):
        return Exit.NO_MAP
    if isinstance(error, BusyError):
        return Exit.BUSY
    return Exit.FAILED if isinstance(error, EngineError) else Exit.WRONG_CALL
