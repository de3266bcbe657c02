"""A day folder on disk, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from routing.errors import DayError

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_free(folder: Path) -> None:
    """Refuse a folder that something is in.

    Raises
    ------
    DayError
        DAY-FOLDER-TAKEN.
    """
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        what = "is not empty" if folder.is_dir() else "is no folder"
        raise DayError(
            "DAY-FOLDER-TAKEN",
            f"{folder} {what}; what is there is not overwritten.",
            "Name another folder with -o, or move what is there away.",
        )


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder` to write into, which takes its place when the block succeeds.

    If the block raises, nothing is left.

    Raises
    ------
    DayError
        DAY-FOLDER-TAKEN, as `check_free`; DAY-UNWRITABLE.
    """
    check_free(folder)
    part = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        yield part
        part.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        part.replace(folder)
    except OSError as error:
        raise DayError(
            "DAY-UNWRITABLE",
            f"{folder} cannot be written: {error}.",
            "Give yourself the right to write there, make room, or name another folder with -o.",
        ) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
