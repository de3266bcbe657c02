"""What a crew is: somewhere hubs are solved, several at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from routing.errors import TourneeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.crew.work import Result, Work


class CrewLostError(TourneeError):
    """The crew cannot be reached any more; what it was given will not come back."""


class Crew(Protocol):
    """Solves hubs; each comes back once, solved or with what went wrong.

    It tries nothing twice: that is up to whoever gives the work.
    """

    @property
    def hands(self) -> int:
        """How many hubs it can have at a time, as far as is known now."""

    def expect(self, hubs: int) -> None:
        """Make ready for so many hubs; the last word counts."""

    def give(self, work: Work) -> None:
        """Have a hub solved.

        Raises
        ------
        CrewLostError
            If the crew is gone.
        """

    def results(self) -> Sequence[Result]:
        """What has come back since the last call; waits for about a second at the most.

        Raises
        ------
        CrewLostError
            If the crew is gone.
        """
