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
    """Shows phases, and hubs as they are done; see `routing.morning.Progress`.

    `retried` has what went wrong with the first attempt at a hub, by its id.
    """

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
        self._hubs = self._failed = 0
        self.retried: dict[str, str] = {}

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

    def hub_done(self, hub_id: str, search_s: float) -> None:
        """One of them is solved."""
        self._count(f"{hub_id} done in {search_s:.1f} s", advance=1)

    def hub_retried(self, hub_id: str, code: str) -> None:
        """One of them is tried once more."""
        self.retried[hub_id] = code
        self._count(f"{hub_id} is tried once more: {code}", advance=0)

    def hub_failed(self, hub_id: str, code: str) -> None:
        """One of them failed for good."""
        self._failed += 1
        self._count(f"{hub_id} failed: {code}", advance=1)

    def _count(self, text: str, *, advance: int) -> None:
        self._progress.advance(self._task, advance)
        done = f"{self._progress.tasks[0].completed:.0f}/{self._hubs}"
        trouble = {"tried again": len(self.retried), "failed": self._failed}
        note = ", ".join([done, *(f"{count} {what}" for what, count in trouble.items() if count)])
        self._progress.update(self._task, note=note)
        self._line(f"{text} ({note})")

    def _line(self, text: str) -> None:
        if self._lines:
            click.echo(f"{time.perf_counter() - self._started:7.1f} s  {text}", err=True)
