"""Problems that bring trouble to whoever solves them, in this process or in a worker."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, NoReturn

from routing.errors import EngineError

if TYPE_CHECKING:
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
