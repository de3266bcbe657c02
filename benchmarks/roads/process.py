"""The other side of `benchmarks.roads.worker`: engines in processes of their own."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.roads.engine import Answer
from benchmarks.roads.worker import ANSWER_FILE

CHECKOUT = Path(__file__).parents[2]


class EngineError(Exception):
    """An engine could not do what it was asked; the message is the reason."""


class EngineProcess:
    """One engine on one city.

    Parameters
    ----------
    python
        The interpreter that has the engine.
    maker
        The engine's class as ``module:name``.
    source, kept_map, folder
        See `benchmarks.roads.worker`; `folder` takes the log, too.
    limit_s
        The engine is stopped when one request takes longer.
    """

    def __init__(
        self,
        python: Path,
        maker: str,
        *,
        source: Path,
        kept_map: Path,
        folder: Path,
        limit_s: float,
    ) -> None:
        self._folder = folder
        self._log = folder / "log.txt"
        self._limit_s = limit_s
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [python, "-m", "benchmarks.roads.worker", maker, source, kept_map, folder],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=CHECKOUT,
                start_new_session=True,
            )  # fmt: skip

    def ask(self, request: str) -> dict[str, Any]:
        """Give the engine's reply.

        Raises
        ------
        EngineError
            Where it says so, ends, or takes too long.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(f"{request}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise EngineError(self._end()) from None
        ready, _, _ = select.select([self._process.stdout], [], [], self._limit_s)
        if not ready:
            raise EngineError(f"{request} took more than {self._limit_s:.0f} s")
        line = self._process.stdout.readline()
        if not line:
            raise EngineError(self._end())
        reply: dict[str, Any] = json.loads(line)
        if "failure" in reply:
            raise EngineError(reply["failure"])
        return reply

    def answer(self) -> Answer:
        """Give the engine's last table.

        Raises
        ------
        EngineError
            As `ask`.
        """
        self.ask("answer")
        with np.load(self._folder / ANSWER_FILE) as arrays:
            return Answer(**arrays)

    def _end(self) -> str:
        said = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"its process ended with {self._process.wait()}: {(said or ['nothing said'])[-1]}"

    def close(self) -> None:
        """End the process and the programs that it runs."""
        with suppress(ProcessLookupError):  # it has ended, and been waited for
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
