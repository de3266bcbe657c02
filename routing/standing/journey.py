"""A trip as it is driven: what the plan has of it, and what is reported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.plan.model import STRANDED
from routing.plan.statuses import BEGUN, LEFT, REACHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.plan.model import Stop, Trip
    from routing.standing.clockwork import Clockwork

DONE, FAILED, ARRIVED = "done", "failed", "arrived"
CAME_BACK = "Nothing was reported of it, and its vehicle came back."
_NEVER_S = 10**9
_DECIMALS = 5

Spot = tuple[float, float, str | None]
"""A place: latitude, longitude, and the collection point if it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one order at one stop: `status` is ``done`` or ``failed``.

    `assumed`: the plan or its clock has it so, and nobody reported it. `came_back`: nobody said
    what became of it, and its vehicle returned.
    """

    at_s: int
    status: str
    reason: str = ""
    assumed: bool = False
    came_back: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Journey:
    """One trip on its way.

    Attributes
    ----------
    stops
        The plan's, in its order; second attempts are added at the end.
    loading_s, departed_s, returned_s
        When it was, as the plan has it or as was reported; ``None`` before.
    reported
        What was reported of the trip itself.
    overtaken_s, left_behind_s
        When the vehicle was first reported to load another trip after this, and to leave on it.
    outcomes
        By the stop's number and the order's id.
    arrivals, assumed_arrivals
        When the vehicle came to which stop, as was reported and as the plan or its clock has it.
    off
        What is no longer on the trip, by the stop's number and the order's id.
    was_unloaded
        Whether its vehicle broke down before it left.
    stranded
        The numbers of stops that the plan gave up when the vehicle could drive no more: when they
        are reached nobody knows until they are planned again.
    was_back_s
        When the plan has it back, of a trip of which it is left to reports to say that.
    """

    vehicle_id: str
    trip: Trip
    stops: list[Stop]
    loading_s: int | None = None
    is_loaded: bool = False
    departed_s: int | None = None
    returned_s: int | None = None
    reported: set[EventType] = field(default_factory=set)
    overtaken_s: int | None = None
    left_behind_s: int | None = None
    outcomes: dict[tuple[int, str], Outcome] = field(default_factory=dict)
    arrivals: list[tuple[int, int]] = field(default_factory=list)
    assumed_arrivals: list[tuple[int, int]] = field(default_factory=list)
    off: set[tuple[int, str]] = field(default_factory=set)
    was_unloaded: bool = False
    stranded: set[int] = field(default_factory=set)
    was_back_s: int | None = None

    @property
    def is_waiting_loaded(self) -> bool:
        """Whether it was reported to be loading, or loaded, and not to have left."""
        return self.departed_s is None and not self.reported.isdisjoint(
            {EventType.LOADING, EventType.LOADED}
        )

    def is_over_by(self, at_s: int) -> bool:
        """Whether the vehicle is back by then."""
        return self.returned_s is not None and self.returned_s <= at_s

    def has_left_before(self, at_s: int) -> bool:
        """Whether it left before then, or was reported to have left."""
        return EventType.DEPARTED in self.reported or (
            self.departed_s is not None and self.departed_s < at_s
        )

    def has_open_at(self, at_s: int) -> bool:
        """Whether anything on it was still to be handed over then."""
        return any(
            (outcome := self.outcomes.get(key)) is None
            or outcome.at_s > at_s
            or (outcome.came_back and outcome.at_s == at_s)
            for key in self._orders()
            if key not in self.off
        )

    def pending(self, index: int) -> tuple[str, ...]:
        """The orders of a stop of which nothing has become yet."""
        return tuple(
            order_id
            for order_id in self.stops[index].order_ids
            if (index, order_id) not in self.outcomes and (index, order_id) not in self.off
        )

    def at_door(self) -> int | None:
        """The number of the stop where the vehicle is, if it is at one.

        It is where it arrived last, or handed over last, as long as something is left to hand over
        there.
        """
        if self.returned_s is not None:
            return None
        waits = (index for index in self._last_at(_NEVER_S) if self.pending(index))
        return next(waits, None)

    def is_there(self, index: int, at_s: int) -> bool:
        """Whether the vehicle was last at that stop's place then."""
        last = next(iter(self._last_at(at_s)), None)
        return (
            self.returned_s is None
            and last is not None
            and spot(self.stops[last]) == spot(self.stops[index])
        )

    def _last_at(self, at_s: int) -> list[int]:
        """The stops where the vehicle was last by then: where it came, where it handed over."""
        met = [
            (outcome.at_s, index)
            for (index, _), outcome in self.outcomes.items()
            if outcome.at_s <= at_s and not outcome.came_back
        ]
        came = [one for one in (*self.assumed_arrivals, *self.arrivals) if one[0] <= at_s]
        last = max(met, default=None)
        came_s = max((one[0] for one in came), default=None)
        # Who arrives somewhere in the second in which something was handed over is there; of
        # several in one second, the one that was reported last.
        if came_s is None or (last is not None and came_s < last[0]):
            arrived = []
        else:
            arrived = [index for arrived_s, index in reversed(came) if arrived_s == came_s]
        return arrived if last is None else [*arrived, last[1]]

    def unload(self) -> None:
        """Take back that it is being loaded."""
        self.loading_s, self.is_loaded, self.was_unloaded = None, False, True
        self.reported -= {EventType.LOADING, EventType.LOADED}

    def forget(self, since_s: int) -> None:
        """Leave it to what is reported since then to say what happens to the trip.

        One that was over before is over: nothing that is reported can be about it.
        """
        if self.returned_s is None or self.returned_s >= since_s:
            self.was_back_s = self.returned_s
            self.loading_s = self.departed_s = self.returned_s = None
            self.is_loaded = False

    def recall(self) -> None:
        """Have it as the plan has it where nothing was reported: what has happened has."""
        trip = self.trip
        reached = any(stop.status in REACHED for stop in (*trip.stops, *self.stops))
        if self.departed_s is None and (trip.status in LEFT or reached):
            self.departed_s = trip.depart_s
        if self.returned_s is None and trip.status == "returned":
            self.returned_s = trip.return_s
        if self.loading_s is None and trip.status in BEGUN and not self.was_unloaded:
            self.loading_s = trip.loading_s
            self.is_loaded = self.is_loaded or trip.status == "loaded"

    def add_attempt(self, index: int, order_id: str) -> int:
        """Add a second visit to a stop for one of its orders, and give its number."""
        again = replace(
            self.stops[index], order_ids=(order_id,), status="planned", reason="", locked=False
        )
        self.stops.append(again)
        return len(self.stops) - 1

    def go_by(self, clock: Clockwork, now_s: int) -> None:
        """Let everything happen that the plan's clock says has happened by now."""
        if self.departed_s is None:
            self._leave_by(clock, now_s)
        if self.departed_s is None or self.returned_s is not None:
            return
        self.pass_stops(clock, now_s)
        returns_s = clock.happens_s(self.trip.return_s)
        if returns_s is not None and returns_s <= now_s and not self.has_open_at(now_s):
            self.returned_s = returns_s

    def pass_stops(self, clock: Clockwork, now_s: int, before: int | None = None) -> None:
        """Reach the stops, all or those before one, that the clock says are reached by now."""
        for index in range(len(self.stops))[:before]:
            if self.pending(index) and (
                index in self.stranded or not self._pass_by(index, clock, now_s)
            ):
                break

    def be_over(self, clock: Clockwork, by_s: int) -> None:
        """Be back by then from a trip that the clock has begun: its vehicle is on another."""
        self.go_by(clock, by_s)
        if self.departed_s is None or self.returned_s is not None:
            return
        done = Outcome(at_s=by_s, status=DONE, assumed=True)
        for index in range(len(self.stops)):
            if index not in self.stranded:
                self.outcomes |= {(index, order_id): done for order_id in self.pending(index)}
        if not self.has_open_at(by_s):
            self.returned_s = by_s

    def _pass_by(self, index: int, clock: Clockwork, now_s: int) -> bool:
        """Reach a stop if it is time, and say whether the vehicle has left it."""
        if self.stops[index].status != ARRIVED:
            if not clock.has_happened(self.stops[index].arrive_s, now_s):
                return False
            self.stops[index] = _shifted(self.stops[index], clock)
            self.assumed_arrivals.append((self.stops[index].arrive_s, index))
        else:
            leaves_s = clock.happens_s(self.stops[index].leave_s)
            if leaves_s is None:
                return False
            self.stops[index] = replace(self.stops[index], leave_s=leaves_s)
        leave_s = self.stops[index].leave_s
        if leave_s > now_s:
            return False
        done = Outcome(at_s=leave_s, status=DONE, assumed=True)
        self.outcomes |= {(index, order_id): done for order_id in self.pending(index)}
        return True

    def _leave_by(self, clock: Clockwork, now_s: int) -> None:
        loads_s, departs_s = (
            clock.happens_s(self.trip.loading_s),
            clock.happens_s(self.trip.depart_s),
        )
        if self.loading_s is None and loads_s is not None and loads_s <= now_s:
            self.loading_s = loads_s
        if departs_s is not None and departs_s <= now_s:
            self.departed_s = departs_s

    def _orders(self) -> Iterator[tuple[int, str]]:
        return (
            (index, order_id)
            for index, stop in enumerate(self.stops)
            for order_id in stop.order_ids
        )


def journey(vehicle_id: str, trip: Trip) -> Journey:
    """A trip as the plan has it, its history included."""
    own = Journey(vehicle_id=vehicle_id, trip=trip, stops=list(trip.stops))
    own.recall()
    for index, stop in enumerate(trip.stops):
        if stop.reason == STRANDED:
            own.stops[index] = replace(stop, status="planned", reason="")
            own.stranded.add(index)
        elif stop.status in {DONE, FAILED}:
            outcome = Outcome(
                at_s=stop.leave_s,
                status=stop.status,
                reason=stop.reason,
                assumed=True,
                came_back=stop.reason == CAME_BACK,
            )
            own.outcomes |= {(index, order_id): outcome for order_id in stop.order_ids}
        elif stop.status == ARRIVED:
            own.assumed_arrivals.append((stop.arrive_s, index))
    return own


def _shifted(stop: Stop, clock: Clockwork) -> Stop:
    """A stop that was reached, at the time at which it was."""
    arrive_s, start_s, leave_s = (
        planned_s if (happens_s := clock.happens_s(planned_s)) is None else happens_s
        for planned_s in (stop.arrive_s, stop.start_s, stop.leave_s)
    )
    return replace(stop, status=ARRIVED, arrive_s=arrive_s, start_s=start_s, leave_s=leave_s)


def spot(stop: Stop) -> Spot:
    """Where a stop is."""
    return round(stop.lat, _DECIMALS), round(stop.lon, _DECIMALS), stop.point_id
