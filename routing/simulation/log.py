"""What happens in a played day: what is reported of it, and what became of every order."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from routing.events.model import Event, EventType

if TYPE_CHECKING:
    from collections.abc import Collection


class Fate(StrEnum):
    """What became of an order: handed over or collected, tried in vain, or called off."""

    HANDED_OVER = "handed_over"
    FAILED = "failed"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an order ended, when, and how late that was by what was promised."""

    fate: Fate
    at_s: int
    late_s: int = 0


@dataclass(slots=True, kw_only=True)
class Log:
    """A day as it happens.

    Attributes
    ----------
    silent
        Vehicles of which nothing is reported.
    unsent
        Events that nobody has taken in yet.
    endings
        By the order's id.
    called_off
        When orders were called off.
    """

    silent: Collection[str] = ()
    unsent: list[Event] = field(default_factory=list)
    endings: dict[str, Ending] = field(default_factory=dict)
    called_off: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def report(
        self,
        kind: EventType,
        at_s: int,
        *,
        order_id: str | None = None,
        vehicle_id: str | None = None,
        reason: str = "",
    ) -> None:
        """Send an event, if its vehicle sends any."""
        if vehicle_id in self.silent:
            return
        self._count += 1
        self.unsent.append(
            Event(
                event_id=f"played-{self._count}",
                at_s=at_s,
                type=kind,
                order_id=order_id,
                vehicle_id=vehicle_id,
                reason=reason,
            )
        )

    def call_off(self, order_id: str, at_s: int) -> None:
        """An order's customer does not want it any more."""
        if order_id not in self.endings:
            self.called_off[order_id] = at_s
            self.report(EventType.CANCELLED, at_s, order_id=order_id, reason="The customer called.")

    def end(self, order_id: str, ending: Ending) -> None:
        """Write down what became of an order."""
        self.endings[order_id] = ending

    def sent(self) -> list[Event]:
        """What was not taken in yet, and is now."""
        events, self.unsent = self.unsent, []
        return events
