"""Problems that bring trouble to whoever solves them, in this process or in a worker."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from routing.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from routing.problem.model import HubProblem
    from routing.problem.travel import Travel


class FailingTravel(dict[str, "Travel"]):
    """Travel times whose first use is an engine's failure."""

    def __getitem__(self, kind: str) -> NoReturn:
        """Fail as an engine does."""
        raise EngineError("ENGINE-FAILED", f"No times for {kind}.", "Mend them.")


class DeadlyTravel(dict[str, "Travel"]):
    """Travel times that end the process which receives them, as a crash in a solver would."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        """Be unpickled to nothing at all."""
        return os._exit, (1,)


class EndlessTravel(dict[str, "Travel"]):
    """Travel times that keep the process which receives them busy for an hour."""

    def __reduce__(self) -> tuple[Any, tuple[float]]:
        """Be unpickled for an hour."""
        return time.sleep, (3600.0,)


class TroubledOnce(dict[str, "Travel"]):
    """Travel times that bring trouble to the first who receives them, and leave a marker file."""

    def __init__(self, travel: dict[str, Travel], trouble: str, marker: Path) -> None:
        super().__init__(travel)
        self.trouble, self.marker = trouble, marker

    def __reduce__(self) -> tuple[Any, tuple[dict[str, Travel], str, Path]]:
        """Bring the trouble, or be a plain dictionary."""
        return _trouble_once, (dict(self), self.trouble, self.marker)


def troubled_once(problem: HubProblem, trouble: str, marker: Path) -> HubProblem:
    """The problem, with trouble for the first who receives it.

    It "dies", "hangs", "fails", or only "waits" for some seconds.
    """
    return replace(problem, travel=TroubledOnce(dict(problem.travel), trouble, marker))


def _trouble_once(travel: dict[str, Travel], trouble: str, marker: Path) -> dict[str, Travel]:
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return travel
    if trouble == "dies":
        os._exit(1)
    if trouble == "hangs":
        time.sleep(3600.0)
    if trouble == "waits":
        time.sleep(5.0)
        return travel
    return FailingTravel()
