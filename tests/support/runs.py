"""Runs of the command, each a process of its own that costs next to nothing to start, and to kill.

A process that has everything loaded is kept, and forks for each run; it is asked on its standard
input, a line of JSON a question.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: its exit status, or minus the signal; after how long; what it said."""

    status: int
    seconds: float
    said: str


class Runs:
    """Runs of `tournee`, one or several at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, *arguments: object, kill_after_s: float | None = None) -> Ended:
        """One run to its end, or until it is killed."""
        (ended,) = self.at_once(1, *arguments, kill_after_s=kill_after_s)
        return ended

    def at_once(
        self,
        runs: int,
        *arguments: object,
        kill_after_s: float | None = None,
        file_for_the_last: Path | None = None,
    ) -> list[Ended]:
        """Several runs that are started together, in the order in which they ended.

        `file_for_the_last` is made when all but one have ended.
        """
        told, said = self._process.stdin, self._process.stdout
        assert told is not None
        assert said is not None
        asked = {
            "runs": runs,
            "arguments": [str(one) for one in arguments],
            "kill_after_s": kill_after_s,
            "file_for_the_last": None if file_for_the_last is None else str(file_for_the_last),
        }
        print(json.dumps(asked), file=told, flush=True)
        return [Ended(**one) for one in json.loads(said.readline())]


@contextmanager
def ready_to_run(*warm_up: object) -> Iterator[Runs]:
    """A process that is ready to run the command, and has run it once with these arguments."""
    call = [sys.executable, "-m", "tests.support.runs"]
    with subprocess.Popen(
        call, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        runs = Runs(process)
        try:
            if warm_up:
                runs.at_once(0, *warm_up)
            yield runs
        finally:
            assert process.stdin is not None
            process.stdin.close()


def any_instant(within_s: float) -> float:
    """An instant of a run that takes so long, each as likely as any other."""
    return within_s * random.random()  # noqa: S311 - any will do


def _answer(line: str) -> list[Ended]:
    asked = json.loads(line)
    if not asked["runs"]:
        _command(asked["arguments"])
        return []
    begun = time.monotonic()
    going = dict(_start(asked["arguments"]) for _ in range(asked["runs"]))
    if asked["kill_after_s"] is not None:
        time.sleep(asked["kill_after_s"])
        for pid in going:
            os.kill(pid, signal.SIGKILL)
    ended = []
    while going:
        if len(going) == 1 and asked["file_for_the_last"] is not None:
            Path(asked["file_for_the_last"]).touch()
        pid, status = os.wait()
        ended.append(
            Ended(
                status=os.waitstatus_to_exitcode(status),
                seconds=time.monotonic() - begun,
                said=_said(going.pop(pid)),
            )
        )
    return ended


def _start(arguments: list[str]) -> tuple[int, int]:
    """A run, by its number, and the file that it writes what it says to."""
    with TemporaryFile() as said:
        file = os.dup(said.fileno())
    if pid := os.fork():
        return pid, file
    try:
        os.dup2(file, 1)
        os.dup2(file, 2)
        status = _command(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    finally:
        os._exit(99)


def _said(file: int) -> str:
    with open(file, "rb") as said:
        said.seek(0)
        return said.read().decode(errors="replace")


def _command(arguments: list[str]) -> int:
    from cli.main import main

    sys.argv = ["tournee", *arguments]
    try:
        main()
    except SystemExit as left:
        return int(left.code or 0)


def _main() -> NoReturn:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a run says is no answer
    for line in sys.stdin:
        print(json.dumps([asdict(one) for one in _answer(line)]), file=answers, flush=True)
    sys.exit()


if __name__ == "__main__":
    _main()
