"""What an engine is: one hub's problem in, who drives what out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """When a search ends: after so many seconds, or so many iterations; exactly one is given.

    With an iteration limit the same seed gives the same solution.
    """

    seconds: float | None = None
    iterations: int | None = None

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.iterations is None):
            raise ValueError("a limit is either seconds or iterations")

    def part(self, share: float) -> Limit:
        """Part of it, for one of several searches."""
        if self.seconds is not None:
            return Limit(seconds=self.seconds * share)
        return Limit(iterations=max(1, round((self.iterations or 0) * share)))


class Engine(Protocol):
    """Searches routes for one hub."""

    @property
    def name(self) -> str:
        """How people call it."""

    @property
    def version(self) -> str:
        """The version of the solver underneath."""

    @property
    def compiles_first(self) -> bool:
        """Whether this machine has yet to compile it, which takes a minute or so."""

    def warm_up(self) -> None:
        """Load, or compile, what the first search would wait for."""

    def solve(
        self,
        problem: HubProblem,
        limit: Limit,
        seed: int,
        cores: int = 1,
        start: Solution | None = None,
    ) -> Solution:
        """Routes, and the tasks that found no place on any.

        Parameters
        ----------
        cores
            How many it may use.
        start
            Routes that keep every bound, which an engine that can goes on from.

        Raises
        ------
        EngineError
            If the search fails; the message names the hub.
        """
