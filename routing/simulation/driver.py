"""A driver who follows the plan as it is at each moment, at the pace that chance allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.simulation.log import Ending, Fate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.plan.model import Route, Stop, Trip
    from routing.simulation.log import Log
    from routing.simulation.luck import Luck


class Doing(Enum):
    """What a driver does; `OUT` is one whose vehicle cannot drive any more."""

    AT_HUB = auto()
    LOADING = auto()
    LOADED = auto()
    DRIVING = auto()
    AT_DOOR = auto()
    HOMEWARD = auto()
    OUT = auto()


@dataclass(slots=True, kw_only=True)
class Driver:
    """One vehicle and its driver.

    A trip's orders are loaded as the plan has them when loading begins; then the plan decides only
    in which sequence they are driven, and who was called off. The stop that is being driven to
    stays.

    Attributes
    ----------
    loading_s
        What loading a trip takes.
    promises
        The end of what each order was promised, where its row says.
    doing, ends_s
        What it does, and when that ends.
    here_s
        How far its day has gone; when it came back, or nothing else is under way.
    aboard
        The orders that it has.
    goal
        The stop that it drives to, or is at.
    took
        The orders that it has loaded, but for those that it brought back.
    metres, began_s, ended_s
        What it has driven, when its first loading began, and when it was back last.
    """

    vehicle_id: str
    loading_s: int
    luck: Luck
    log: Log
    promises: Mapping[str, int]
    route: Route | None = None
    doing: Doing = Doing.AT_HUB
    here_s: int = 0
    ends_s: int = 0
    aboard: list[str] = field(default_factory=list)
    goal: Stop | None = None
    took: set[str] = field(default_factory=set)
    metres: int = 0
    began_s: int | None = None
    ended_s: int | None = None
    _last: str = ""
    _start_s: int = 0
    _rested: bool = False
    _stood: tuple[int, Doing] = (0, Doing.AT_HUB)

    def follow(self, route: Route | None) -> None:
        """Be told a plan; where the goal is not on it any more, turn to the next stop."""
        self.route = route
        if self.doing is Doing.DRIVING and self.goal is not None:
            there = {one for stop in self._ahead() for one in stop.order_ids}
            if not there & set(self.goal.order_ids):
                self._set_off(self.here_s)

    def advance(self, until_s: int) -> None:
        """Go on until then."""
        while self._step(until_s):
            pass
        self.here_s = max(self.here_s, until_s)

    def break_down(self, at_s: int) -> None:
        """Stand where it is."""
        self.advance(at_s)
        self.log.report(
            EventType.VEHICLE_OUT, at_s, vehicle_id=self.vehicle_id, reason="It does not start."
        )
        if self.doing in {Doing.LOADING, Doing.LOADED}:
            self._unload()
        if self.doing is not Doing.AT_HUB:
            self.ended_s = at_s
        self._stood = at_s, self.doing
        self.doing = Doing.OUT

    def be_back(self, at_s: int) -> None:
        """Go on after a while."""
        self.log.report(EventType.VEHICLE_BACK, at_s, vehicle_id=self.vehicle_id)
        since_s, self.doing = self._stood
        self.ends_s += at_s - since_s
        self.here_s = at_s

    def _step(self, until_s: int) -> bool:
        """Do the next thing, if it is done by then."""
        match self.doing:
            case Doing.AT_HUB:
                return self._load(until_s)
            case Doing.LOADED:
                return self._leave(until_s)
            case Doing.OUT:
                return False
        if self.ends_s > until_s:
            return False
        at_s = self.ends_s
        match self.doing:
            case Doing.LOADING:
                self._report(EventType.LOADED, at_s, self._one_of(self.aboard))
                self.doing = Doing.LOADED
            case Doing.DRIVING:
                self._arrive(at_s)
            case Doing.AT_DOOR:
                self._hand_over(at_s)
            case Doing.HOMEWARD:
                self._return(at_s)
        self.here_s = at_s
        return True

    def _load(self, until_s: int) -> bool:
        trip, orders = self._next_trip()
        if trip is None:
            return False
        begin_s = max(trip.loading_s, self.here_s)
        if begin_s > until_s:
            return False
        self._report(EventType.LOADING, begin_s, self._one_of(orders))
        self.aboard = orders
        self.took |= set(orders)
        self.began_s = begin_s if self.began_s is None else self.began_s
        self.doing, self.ends_s = Doing.LOADING, begin_s + self.loading_s
        self.here_s = begin_s
        return True

    def _next_trip(self) -> tuple[Trip | None, list[str]]:
        """The first trip that it has not loaded yet, and what is on it."""
        for trip in sorted(self._trips(), key=lambda trip: trip.loading_s):
            orders = [
                one
                for stop in trip.stops
                if stop.status != "failed"
                for one in stop.order_ids
                if one not in self.took and one not in self.log.endings
            ]
            if orders and not any(one in self.took for one in _order_ids(trip)):
                return trip, orders
        return None, []

    def _leave(self, until_s: int) -> bool:
        trip = self._trip_of(self.aboard)
        if trip is None:
            self._unload()
            return True
        rested_s = self._rest_before(trip)
        depart_s = max(self.ends_s, self.here_s, trip.depart_s, rested_s or 0)
        if depart_s > until_s:
            return False
        self._rested = self._rested or rested_s is not None
        there = set(_order_ids(trip))
        self.took -= set(self.aboard) - there
        self.aboard = [one for one in self.aboard if one in there]
        self._report(EventType.DEPARTED, depart_s, self._one_of(self.aboard))
        self.here_s = depart_s
        self._set_off(depart_s)
        return True

    def _rest_before(self, trip: Trip) -> int | None:
        """When a break is over that is planned before a trip departs, and was not had yet."""
        for rest in self.route.breaks if self.route else ():
            if not self._rested and rest.end_s <= trip.depart_s:
                return max(rest.start_s, self.ends_s - self.loading_s) + rest.end_s - rest.start_s
        return None

    def _unload(self) -> None:
        self.took -= set(self.aboard)
        self.aboard = []
        self.doing = Doing.AT_HUB

    def _set_off(self, at_s: int) -> None:
        """Drive to the next stop that the plan has of what is on board, or home."""
        self.goal = next(iter(self._ahead()), None)
        if self.goal is None:
            trip = self._trip_of([*self.aboard, self._last])
            leg_s = trip.return_leg_s if trip else 0
            self.metres += trip.return_leg_m if trip else 0
            self.doing = Doing.HOMEWARD
            self.ends_s = at_s + round(leg_s * self.luck.way_home(self._last))
            return
        self.metres += self.goal.leg_m
        leg_s = self.goal.leg_s - self.goal.held_up_s
        self.doing = Doing.DRIVING
        self.ends_s = at_s + round(leg_s * self.luck.travel(self.goal.order_ids[0]))

    def _arrive(self, at_s: int) -> None:
        stop = self.goal
        if stop is None:
            return
        self._report(EventType.ARRIVED, at_s, self._one_of(self._here(stop)))
        self._start_s = max(
            at_s, stop.window_start_s, stop.street_opens_s or 0, self._rest_at(stop, at_s)
        )
        service_s = round(stop.service_s * self.luck.service(stop.order_ids[0]))
        self.doing, self.ends_s = Doing.AT_DOOR, self._start_s + stop.setup_s + service_s

    def _rest_at(self, stop: Stop, at_s: int) -> int:
        for rest in self.route.breaks if self.route else ():
            if not self._rested and stop.arrive_s <= rest.start_s and rest.end_s <= stop.start_s:
                self._rested = True
                return max(at_s, rest.start_s) + rest.end_s - rest.start_s
        return 0

    def _hand_over(self, at_s: int) -> None:
        stop = self.goal
        if stop is None:
            return
        for order_id in self._here(stop):
            self.aboard.remove(order_id)
            self._last = order_id
            if order_id in self.log.called_off:
                self._report(EventType.FAILED, at_s, order_id, "It was called off.")
            elif self.luck.fails(order_id):
                self._report(EventType.FAILED, at_s, order_id, "Nobody was there.")
                self.log.end(order_id, Ending(fate=Fate.FAILED, at_s=at_s))
            else:
                self._report(EventType.DELIVERED, at_s, order_id)
                met_s = at_s if stop.point_id is not None else self._start_s
                late_s = max(0, met_s - self.promises.get(order_id, stop.window_end_s))
                self.log.end(order_id, Ending(fate=Fate.HANDED_OVER, at_s=at_s, late_s=late_s))
        self._set_off(at_s)

    def _return(self, at_s: int) -> None:
        self._report(EventType.RETURNED, at_s)
        self.took -= set(self.aboard)
        self.aboard, self.goal = [], None
        self.doing, self.ended_s = Doing.AT_HUB, at_s

    def _here(self, stop: Stop) -> list[str]:
        return [one for one in stop.order_ids if one in self.aboard]

    def _one_of(self, orders: list[str]) -> str | None:
        """An order by which a trip or a stop is named: one that was not called off."""
        return next((one for one in orders if one not in self.log.called_off), None)

    def _report(
        self, kind: EventType, at_s: int, order_id: str | None = None, reason: str = ""
    ) -> None:
        if kind is EventType.ARRIVED and order_id is None:
            return
        self.log.report(kind, at_s, order_id=order_id, vehicle_id=self.vehicle_id, reason=reason)

    def _trips(self) -> tuple[Trip, ...]:
        return self.route.trips if self.route else ()

    def _trip_of(self, orders: list[str]) -> Trip | None:
        """The trip that has any of these orders."""
        return next((trip for trip in self._trips() if set(orders) & set(_order_ids(trip))), None)

    def _ahead(self) -> Iterator[Stop]:
        """The stops of what is on board, in the plan's sequence."""
        aboard = set(self.aboard)
        return (
            stop
            for trip in self._trips()
            for stop in trip.stops
            if stop.status != "failed" and aboard & set(stop.order_ids)
        )


def _order_ids(trip: Trip) -> Iterator[str]:
    return (one for stop in trip.stops if stop.status != "failed" for one in stop.order_ids)
