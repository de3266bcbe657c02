"""Searches that this process has given up, and that only its end can end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = "search of hub "


def search_thread(hub_id: str, search: Callable[[], None]) -> threading.Thread:
    """A thread that does not keep the process from ending, and is known as a search."""
    return threading.Thread(target=search, name=f"{_NAME}{hub_id}", daemon=True)


def is_anyone_left_behind() -> bool:
    """Whether a search goes on in this process that nobody waits for any more."""
    return any(thread.name.startswith(_NAME) for thread in threading.enumerate())
