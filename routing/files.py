"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_PART = ".part"
_LEFT_AFTER_S = 3600


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` to write to, which takes its place when the block succeeds.

    The folder is made if it is missing. If the block raises, what stood at `path` still stands and
    the temporary file is gone. One that a killed process left behind is taken away an hour later,
    by whoever writes to `path` next: by then nobody is still at work on it.

    Raises
    ------
    OSError
        If the folder cannot be made or written to, or `path` is a folder itself; before the block
        is entered.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{path.name}."
    _take_away_leftovers(path.parent, prefix)
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=_PART, dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _take_away_leftovers(folder: Path, prefix: str) -> None:
    now_s = time.time()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(prefix) and entry.name.endswith(_PART)):
                continue
            with suppress(OSError):  # it is gone, or somebody else's: it does no harm
                if now_s - entry.stat().st_mtime > _LEFT_AFTER_S:
                    Path(entry.path).unlink()
