"""The smallest crew: this process, one hub after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.crew.work import do

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.crew.work import Result, Work


class Here:
    """Solves a hub when its result is asked for; see `routing.crew.protocol.Crew`."""

    hands = 1

    def __init__(self) -> None:
        self._given: list[Work] = []

    def expect(self, hubs: int) -> None:
        """There is nothing to make ready."""

    def give(self, work: Work) -> None:
        """Keep it until the result is asked for."""
        self._given.append(work)

    def results(self) -> Sequence[Result]:
        """Solve what was given."""
        given, self._given = self._given, []
        return [do(work, cores=1) for work in given]
