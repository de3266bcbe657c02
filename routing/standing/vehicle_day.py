"""A vehicle's day as it goes: its trips, and what is reported of the vehicle itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.standing.model import VehicleStanding

if TYPE_CHECKING:
    from routing.events.model import Event
    from routing.plan.model import Trip
    from routing.standing.clockwork import Clockwork
    from routing.standing.journey import Journey

_EARLY_S = 3600


@dataclass(slots=True, kw_only=True)
class VehicleDay:
    """One vehicle, while the day's events are taken in.

    `clock` is ``None`` where nothing happens by itself: events are reported of its trips, or nobody
    has the plan yet.
    """

    vehicle_id: str
    journeys: list[Journey] = field(default_factory=list)
    reports: bool = False
    clock: Clockwork | None = None
    out_since_s: int | None = None
    out_reason: str = ""
    back_from_s: int | None = None
    delay_s: int = 0
    new_delay_s: int = 0
    seen: tuple[int, float, float] | None = None

    def nearest(self, event: Event) -> int:
        """The number of the trip that an event of it is likely to be about, by its time."""
        away_s = [abs(event.at_s - _planned_s(one.trip, event.type)) for one in self.journeys]
        return away_s.index(min(away_s)) if away_s else 0

    def begin_to_report(
        self, since_s: int, trip: int, clock: Clockwork | None, *, before: int | None
    ) -> None:
        """Leave it to what is reported of its trips to say how they stand, from then on.

        Parameters
        ----------
        since_s
            When something was reported for the first time.
        trip
            The number of the trip that this is about: those before it are over.
        clock
            What it went by until then, if by anything.
        before
            The stop of that trip that this is about: those before it lie behind the vehicle where
            the clock says so. ``None``: all may.
        """
        self.reports = True
        for number, journey in enumerate(self.journeys):
            if clock is not None and number < trip:
                journey.be_over(clock, since_s)
                continue
            if clock is not None and number == trip:
                journey.pass_stops(clock, since_s, before)
            journey.forget(since_s)

    def be_heard_of(self) -> None:
        """Have a delay behind it: where it is now is known."""
        self.delay_s = self.new_delay_s = 0

    def go_by_clock(self, now_s: int) -> None:
        """Let happen what does so by itself, if anything does."""
        if self.clock is None:
            return
        self.delay_s = self.new_delay_s = self.clock.delay_s
        for journey in self.journeys:
            journey.go_by(self.clock, now_s)

    def standing(self) -> VehicleStanding:
        """What is known of it, besides its trips."""
        return VehicleStanding(
            reports=self.reports,
            out_since_s=self.out_since_s,
            out_reason=self.out_reason,
            back_from_s=self.back_from_s,
            delay_s=self.delay_s,
            new_delay_s=self.new_delay_s,
            seen=self.seen,
        )

    def has_left_on(self, journey: Journey, by_s: int) -> bool:
        """Whether it left on one of its trips by then, as was reported or by the clock."""
        if journey.departed_s is not None or self.clock is None:
            return journey.departed_s is not None
        return self.clock.has_happened(journey.trip.depart_s, by_s)

    def to_load(self, at_s: int) -> Journey | None:
        """The trip that it loads then: the first that it has not left on, if that is near."""
        waiting = (
            one
            for one in self.journeys
            if not one.is_over_by(at_s) and not one.has_left_before(at_s)
        )
        first = next(waiting, None)
        return None if first is None or at_s < first.trip.loading_s - _EARLY_S else first

    def to_leave_on(self, at_s: int) -> Journey | None:
        """The trip that it leaves on then.

        One that it must have left on before, since something was handed over, and that was not
        reported yet, is meant as long as anything is open on it, and its time is nearer than that
        of the next.
        """
        waiting = [
            one
            for one in self.journeys
            if not one.is_over_by(at_s)
            and EventType.DEPARTED not in one.reported
            and (one.departed_s is None or one.departed_s >= at_s or one.has_open_at(at_s))
        ]
        if not waiting:
            return None
        if waiting[0].departed_s is not None:
            first = min(waiting[:2], key=lambda one: abs(at_s - one.trip.depart_s))
        else:
            first = waiting[0]
        return None if at_s < first.trip.depart_s - _EARLY_S else first

    def out_on(self, at_s: int) -> Journey | None:
        """The trip that it comes back from then: the last that it left on."""
        left = (
            (one.departed_s, number, one)
            for number, one in enumerate(self.journeys)
            if one.departed_s is not None
            and one.departed_s <= at_s
            and EventType.RETURNED not in one.reported
        )
        found = max(left, key=lambda entry: entry[:2], default=None)
        return None if found is None else found[2]


def _planned_s(trip: Trip, kind: EventType) -> int:
    """When what is reported of a trip was planned; of what happens on the way, its departure."""
    if kind is EventType.LOADING:
        return trip.loading_s
    return trip.return_s if kind is EventType.RETURNED else trip.depart_s
