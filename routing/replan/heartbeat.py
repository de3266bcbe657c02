"""A file that says when the last run was, and how it ended: for whoever watches over it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from routing.files import whole_file

if TYPE_CHECKING:
    from pathlib import Path

HEARTBEAT_FILE = "heartbeat.json"


def beat(
    out: Path, *, at: str, status: int, version: int | None, seconds: float, says: str
) -> None:
    """Write the file.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    document = {
        "at": at,
        "status": status,
        "version": version,
        "seconds": round(seconds, 3),
        "says": says,
    }
    with whole_file(out / HEARTBEAT_FILE) as part:
        part.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
