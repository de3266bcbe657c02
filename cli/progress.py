"""How far a run is: a bar on a terminal, lines in a log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from types import TracebackType


class Bar:
    """Shows phases, and hubs as they are done; see `routing.morning.Progress`."""

    def __init__(self, *, live: bool, lines: bool) -> None:
        self._lines = lines and not live
        self._started = time.perf_counter()
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not live,
        )
        self._task = self._progress.add_task("Starting", total=None, note="")
        self._hubs = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def phase(self, text: str) -> None:
        """A new part of the run begins."""
        self._progress.update(self._task, description=text, total=None, note="")
        self._line(text)

    def hubs(self, total: int, seconds: float | None) -> None:
        """So many hubs are about to be solved."""
        self._hubs = total
        about = "" if seconds is None else f", at most about {seconds:.0f} s"
        text = f"Searching routes for {total} hub{'' if total == 1 else 's'}{about}"
        self._progress.reset(self._task, description=text, total=total, note=f"0/{total}")
        self._line(text)

    def hub_done(self, hub_id: str) -> None:
        """One of them is done."""
        self._progress.advance(self._task)
        done = int(self._progress.tasks[0].completed)
        self._progress.update(self._task, note=f"{done}/{self._hubs}")
        self._line(f"{hub_id} done")

    def _line(self, text: str) -> None:
        if self._lines:
            click.echo(f"{time.perf_counter() - self._started:7.1f} s  {text}", err=True)
