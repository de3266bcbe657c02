"""An order's day as it goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.standing.journey import FAILED

if TYPE_CHECKING:
    from routing.plan.model import Cancelled
    from routing.standing.journey import Journey, Outcome

Place = tuple["Journey", int]
"""A trip, and the number of a stop on it."""


@dataclass(slots=True, kw_only=True)
class OrderDay:
    """One order, while the day's events are taken in.

    Attributes
    ----------
    places
        The stops that it has had on trips, failed ones first, each with its trip; the last may be
        the one that it has now.
    number
        Which of them is meant by what is reported now; their number where it has none.
    is_collected
        Whether its customer collects it where it is prepared.
    was_collected
        Whether the plan has that it was.
    done_s
        When it was reported to be delivered, or collected.
    freed
        Whether its row was changed after it failed.
    """

    order_id: str
    hub_id: str | None = None
    places: list[Place] = field(default_factory=list)
    number: int = 0
    is_collected: bool = False
    was_collected: bool = False
    done_s: int | None = None
    cancelled: Cancelled | None = None
    freed: bool = False
    missing: str | None = None
    picked_s: int | None = None

    @property
    def place(self) -> Place | None:
        """The stop that is meant now."""
        return self.places[self.number] if self.number < len(self.places) else None

    @property
    def last_failed(self) -> Place | None:
        """The stop where it failed last."""
        return self.places[self.number - 1] if self.number else None

    @property
    def outcome(self) -> Outcome | None:
        """What became of it at the stop that is meant now."""
        if self.place is None:
            return None
        journey, index = self.place
        return journey.outcomes.get((index, self.order_id))

    @property
    def has_failed(self) -> bool:
        """Whether it failed, and nothing was said of it since."""
        return self.place is None and self.number > 0 and not self.freed

    @property
    def why_failed(self) -> str:
        """What was said where it failed last."""
        if self.last_failed is None:
            return ""
        journey, index = self.last_failed
        return journey.outcomes[index, self.order_id].reason

    def catch_up(self, at_s: int | None = None) -> None:
        """Leave failed attempts behind that were over before then; all of them without a time."""
        while (
            (outcome := self.outcome) is not None
            and outcome.status == FAILED
            and (at_s is None or outcome.at_s < at_s)
        ):
            self.number += 1

    def leave_open_stop(self) -> None:
        """Take it off the stop that it has now, unless something became of it there."""
        if self.outcome is None:
            self.leave_stops(self.number)

    def leave_stops(self, first: int) -> None:
        """Take it off all its stops from this number on, where nothing became of it."""
        for journey, index in self.places[first:]:
            if (index, self.order_id) not in journey.outcomes:
                journey.off.add((index, self.order_id))
        del self.places[first:]
