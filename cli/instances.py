"""Published instances that a command is given as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.errors import TourneeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cli.screen import Screen
    from routing.published.instances import Instance


def read_all(
    files: Sequence[Path], read: Callable[[Path], Instance], screen: Screen
) -> list[Instance] | None:
    """Read every instance; ``None`` after telling all that is wrong."""
    instances, wrong = [], []
    for path in files:
        try:
            instances.append(read(path))
        except TourneeError as error:
            wrong.append(f"{error.code}: {error.message}\n  {error.remedy}")
    screen.findings(wrong)
    return None if wrong else instances
