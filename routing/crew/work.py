"""One hub's work: what is handed over, what is done with it, and what comes back."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.errors import EngineError
from routing.plan.solving import solve_hub
from routing.problem.model import HubProblem, Solution

if TYPE_CHECKING:
    from routing.engines.protocol import Limit

Outcome = Solution | EngineError

_GRACE_S = 60.0
"""For starting a process, and a machine with other things to do."""
_GRACE_PER_ORDER_S = 0.3
"""For mending, which ends after a counted amount of work, not at a time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How every hub of a run is to be searched: the engine's name, each hub's limit, the seed."""

    engine: str
    limit: Limit
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One hub to be solved; `attempt` counts from 1, and `start` is what is known already."""

    hub_id: str
    problem: HubProblem
    search: Search
    attempt: int = 1
    start: Solution | None = None

    @property
    def patience_s(self) -> float:
        """How long the hub may take in all: a search that goes round in circles is ended by then.

        How long so many iterations take is not known, and they are waited for.
        """
        seconds = self.search.limit.seconds
        if seconds is None:
            return math.inf
        return 2 * seconds + _GRACE_S + _GRACE_PER_ORDER_S * len(self.problem.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of it, and the seconds that the search took by the clock on the wall."""

    hub_id: str
    outcome: Outcome
    search_s: float = 0.0


def do(work: Work, cores: int) -> Result:
    """Solve the hub; whatever goes wrong is its outcome, and nobody else's trouble.

    With an iteration limit one core is used, however many there are: several would share the
    iterations in another way, and the same seed would no longer give the same plan.
    """
    started = time.perf_counter()
    outcome: Outcome
    search = work.search
    used = 1 if search.limit.seconds is None else cores
    try:
        outcome = solve_hub(
            work.problem, search.engine, search.limit, search.seed, used, start=work.start
        )
    except EngineError as error:
        outcome = error
    except Exception as error:  # noqa: BLE001 - a mistake of ours at one hub is no other hub's
        _log.debug("hub %s", work.hub_id, exc_info=error)
        outcome = broken(work.hub_id, error)
    return Result(
        hub_id=work.hub_id, outcome=outcome, search_s=round(time.perf_counter() - started, 3)
    )


def broken(hub_id: str, error: BaseException) -> EngineError:
    """A failure that nobody foresaw."""
    return EngineError(
        "ENGINE-FAILED",
        f"The search of routes for hub {hub_id} failed: {type(error).__name__}: {error}",
        "The other hubs are planned. Please report this, with the day folder.",
    )


def lost(hub_id: str) -> EngineError:
    """The worker that had the hub is no more."""
    return EngineError(
        "ENGINE-LOST",
        f"The process that searched routes for hub {hub_id} died.",
        "Run the command again; if it happens again, the machine may be short of memory.",
    )


def overdue(hub_id: str) -> EngineError:
    """The worker that had the hub was ended, long after it should have stopped."""
    return EngineError(
        "ENGINE-OVERDUE",
        f"The search of routes for hub {hub_id} did not stop in time, and was ended.",
        "Run the command again with another --seed, and please report this with the day.",
    )
