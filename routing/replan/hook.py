"""The command of the day's own that is told what changed."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routing.day.model import Day


def call_hook(command: str, document: Any, day: Day, version: int) -> str | None:  # noqa: ANN401 - any JSON value
    """Give the command a document on its standard input, and wait for its end.

    It runs in the day's folder, with the folder's path and the version's number in its environment.
    Files stand for its input and its errors, and not pipes: whatever it leaves running in the
    background is not waited for. If it takes too long, it is ended with all that it started.

    Returns
    -------
    str or None
        What went wrong, or ``None``.
    """
    environment = {
        **os.environ,
        "TOURNEE_DAY": str(day.folder.resolve()),
        "TOURNEE_VERSION": str(version),
    }
    with TemporaryFile() as told, TemporaryFile() as said:
        told.write(json.dumps(document, ensure_ascii=False).encode())
        told.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - the command is the day's own
                shlex.split(command),
                stdin=told,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=day.folder,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            return f"could not be started: {error}"
        try:
            status = process.wait(day.hooks.timeout_s)
        except subprocess.TimeoutExpired:
            return f"had not finished after {day.hooks.timeout_s} s"
        finally:
            _end(process)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    last = f": {lines[-1]}" if lines else ""
    return f"ended with status {status}{last}" if status else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all of its session, if it is still there."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
