"""The programs that come with an engine."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ToolError(Exception):
    """A program did not end well."""


def run_tool(program: Path, *arguments: object) -> None:
    """Run a program to its end.

    Raises
    ------
    ToolError
        With the last line that it wrote.
    """
    done = subprocess.run(
        [program, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stdout.strip().splitlines()
        raise ToolError(f"{program.name} ended with {done.returncode}: {(said or ['nothing'])[-1]}")
