"""A vehicle of which nobody reports anything goes by the plan's clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.events.model import Event, EventType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True)
class Clockwork:
    """When what is planned happens by itself.

    `delays` are when one was reported and how long it is, `outages` from when to when the vehicle
    could not drive, ``None`` while it cannot; both in the order of the day, in seconds.
    """

    delays: tuple[tuple[int, int], ...] = ()
    outages: tuple[tuple[int, int | None], ...] = ()

    @property
    def delay_s(self) -> int:
        """How late it is by what was reported last."""
        return self.delays[-1][1] if self.delays else 0

    def happens_s(self, planned_s: int) -> int | None:
        """When it happens; ``None`` while the vehicle cannot drive.

        What was planned before a delay or an outage was reported is not concerned by it.
        """
        late_s = 0
        for since_s, delay_s in self.delays:
            if planned_s + late_s > since_s:
                late_s = delay_s
        happens_s = planned_s + late_s
        for out_s, back_s in self.outages:
            if happens_s > out_s:
                if back_s is None:
                    return None
                happens_s += back_s - out_s
        return happens_s

    def has_happened(self, planned_s: int, by_s: int) -> bool:
        """Whether it has happened by then."""
        happens_s = self.happens_s(planned_s)
        return happens_s is not None and happens_s <= by_s


def clockwork(events: Iterable[Event], known: Collection[str]) -> Clockwork:
    """The clock of one vehicle, by its events in the order of the day.

    Parameters
    ----------
    known
        The ids of those that the plan knew when it was made: they are in its times already.
    """
    delays: list[tuple[int, int]] = []
    outages: list[tuple[int, int | None]] = []
    out_s: int | None = None
    for event in events:
        is_new = event.event_id not in known
        if event.type is EventType.DELAY and event.delay_s is not None and is_new:
            delays.append((event.at_s, event.delay_s))
        elif event.type is EventType.VEHICLE_OUT and out_s is None:
            out_s = event.at_s
        elif event.type is EventType.VEHICLE_BACK and out_s is not None:
            if is_new:
                outages.append((out_s, event.at_s))
            out_s = None
    if out_s is not None:
        outages.append((out_s, None))
    return Clockwork(tuple(delays), tuple(outages))
