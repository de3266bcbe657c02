"""A Dask cluster on this machine: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
_START = "from distributed.cli.dask_{part} import main; main()"


@dataclass(frozen=True)
class Cluster:
    """Where it is, and its scheduler's process."""

    address: str
    scheduler: subprocess.Popen[bytes]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster for as long as the block lasts; what it logs is in the folder."""
    note = folder / "scheduler.json"
    parts: list[subprocess.Popen[bytes]] = []
    try:
        parts.append(_started(folder, "scheduler", note, "--port", 0, "--no-dashboard"))
        deadline = time.monotonic() + 30
        while not note.exists():
            assert time.monotonic() < deadline, (folder / "scheduler.log").read_text("utf-8")
            time.sleep(0.05)
        if workers:
            options = ["--nworkers", workers, "--nthreads", 1, "--local-directory", folder]
            parts.append(_started(folder, "worker", note, *options, "--no-dashboard"))
        from distributed.client import Client

        with Client(scheduler_file=str(note), set_as_default=False, timeout=30) as client:
            if workers:
                client.wait_for_workers(workers, timeout=60)
            address = client.scheduler_info()["address"]
        yield Cluster(address, parts[0])
    finally:
        for part in reversed(parts):
            part.terminate()
            try:
                part.wait(10)
            except subprocess.TimeoutExpired:
                part.kill()
                part.wait()


def _started(folder: Path, part: str, note: Path, *options: object) -> subprocess.Popen[bytes]:
    options = ("--host", "127.0.0.1", "--scheduler-file", note, *options)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with (folder / f"{part}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", _START.format(part=part), *map(str, options)],
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONPATH": path},
        )
