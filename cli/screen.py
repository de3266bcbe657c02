"""What people and programs are shown: text for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from cli.progress import Bar
    from routing.diagnostics import Diagnostic

_SHOWN = 20


class Screen:
    """Where a command's words go.

    With `as_json` people's text goes to stderr, and stdout carries the document alone. `quiet`
    leaves out everything but what is wrong.
    """

    def __init__(self, *, as_json: bool, quiet: bool, verbose: bool) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.verbose = verbose

    def document(self, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Print the one JSON document, if one is wanted."""
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=1))

    def line(self, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Print one of many JSON documents on a line of its own, at once, if they are wanted."""
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False))
            sys.stdout.flush()

    def say(self, text: str) -> None:
        """A sentence for people."""
        if not self.quiet:
            click.echo(text, err=self.as_json)

    def warn(self, text: str) -> None:
        """A sentence about something wrong."""
        click.echo(text, err=True)

    def render(self, *parts: RenderableType) -> None:
        """Rich tables and text for people."""
        if not self.quiet:
            self._console().print(*parts)

    def _console(self) -> Console:
        from rich.console import Console

        console = Console(stderr=self.as_json, highlight=False)
        # A log file or a pipe has no width: nothing is cut there.
        return (
            console
            if console.is_terminal
            else Console(stderr=self.as_json, highlight=False, width=160)
        )

    def diagnostics(self, found: Sequence[Diagnostic]) -> None:
        """What is wrong with the input: errors always, warnings unless quiet."""
        self.findings(
            [
                f"{'' if item.severity == 'error' else 'warning '}{item}"
                for item in found
                if item.severity == "error" or not self.quiet
            ]
        )

    def findings(self, texts: Sequence[str]) -> None:
        """Sentences about what is wrong; the first twenty, or all with -v."""
        limit = len(texts) if self.verbose else _SHOWN
        for text in texts[:limit]:
            self.warn(text)
        if len(texts) > limit:
            self.warn(f"… and {len(texts) - limit} more; -v shows them all.")

    @contextmanager
    def progress(self) -> Iterator[Bar]:
        """A progress bar on a terminal; lines with -v elsewhere; silence otherwise."""
        from cli.progress import Bar

        with Bar(live=sys.stderr.isatty() and not self.quiet, lines=self.verbose) as bar:
            yield bar
