"""Exit statuses: what scripts and cron may rely on."""

from __future__ import annotations

from enum import IntEnum


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
