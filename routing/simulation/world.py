"""What really happens between two runs: drivers, customers who call off or collect, a breakdown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from routing.events.model import EventType
from routing.simulation.driver import Doing, Driver
from routing.simulation.log import Ending, Fate, Log

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from routing.fleet.model import Hub, Vehicle
    from routing.plan.model import Plan
    from routing.simulation.luck import Luck

_COMES_WITHIN_S = 2 * 3600
"""Who collects comes in the last hours before the promise ends, or when the order is ready."""
_OUT_SHARE = 0.5
"""Of breakdowns, those that are for good."""
_OUT_S = (1800, 7200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A vehicle that cannot drive from a moment on; `back_s` ``None``: any more."""

    vehicle_id: str
    out_s: int
    back_s: int | None


@dataclass(slots=True, kw_only=True)
class World:
    """A day's drivers and customers.

    Attributes
    ----------
    calls
        When orders will be called off, by their ids.
    """

    drivers: Mapping[str, Driver]
    log: Log
    luck: Luck
    calls: Mapping[str, int]
    breakdown: Breakdown | None = None
    now_s: int = 0
    _plan: Plan | None = None

    def follow(self, plan: Plan) -> None:
        """Let drivers have a plan."""
        if self._plan is None and self.luck.chances.breakdown:
            self.breakdown = _breakdown(plan, self.luck, self.log.silent)
        self._plan = plan
        routes = {route.vehicle_id: route for hub in plan.hubs for route in hub.routes}
        for vehicle_id, driver in self.drivers.items():
            driver.follow(routes.get(vehicle_id))

    def advance(self, until_s: int) -> None:
        """Let everything happen until then."""
        for at_s, happens in sorted(self._due(until_s), key=lambda entry: entry[0]):
            self._drive(at_s)
            happens(at_s)
        self._drive(until_s)
        self.now_s = until_s

    @property
    def is_over(self) -> bool:
        """Whether nobody is on the road who could still drive."""
        still = {Doing.AT_HUB, Doing.OUT}
        return all(driver.doing in still for driver in self.drivers.values())

    def _drive(self, until_s: int) -> None:
        for driver in self.drivers.values():
            driver.advance(until_s)

    def _due(self, until_s: int) -> Iterator[tuple[int, Callable[[int], None]]]:
        """What comes from elsewhere by then, and when."""
        for order_id, at_s in self.calls.items():
            if self.now_s < at_s <= until_s:
                yield at_s, partial(self._call_off, order_id)
        for order_id, at_s, late_s in self._customers():
            if at_s <= until_s:
                yield max(at_s, self.now_s + 1), partial(self._collect, order_id, late_s)
        broken = self.breakdown
        if broken is None:
            return
        driver = self.drivers[broken.vehicle_id]
        if self.now_s < broken.out_s <= until_s:
            yield broken.out_s, driver.break_down
        if broken.back_s is not None and self.now_s < broken.back_s <= until_s:
            yield broken.back_s, driver.be_back

    def _call_off(self, order_id: str, at_s: int) -> None:
        at_door = any(
            driver.doing is Doing.AT_DOOR
            and driver.goal is not None
            and order_id in driver.goal.order_ids
            for driver in self.drivers.values()
        )
        if not at_door:
            self.log.call_off(order_id, at_s)

    def _customers(self) -> Iterator[tuple[str, int, int]]:
        """Who collects at a hub when, and how late it was ready."""
        for hub in self._plan.hubs if self._plan else ():
            for item in hub.collections:
                ends = self.log.endings, self.log.called_off
                if any(item.order_id in end for end in ends):
                    continue
                early_s = round(self.luck.share("collects", item.order_id) * _COMES_WITHIN_S)
                at_s = max(item.ready_s, item.window_end_s - early_s)
                yield item.order_id, at_s, max(0, item.ready_s - item.window_end_s)

    def _collect(self, order_id: str, late_s: int, at_s: int) -> None:
        if order_id not in self.log.called_off:
            self.log.report(EventType.DELIVERED, at_s, order_id=order_id)
            self.log.end(order_id, Ending(fate=Fate.HANDED_OVER, at_s=at_s, late_s=late_s))


def new_world(
    hubs: Sequence[Hub],
    vehicles: Sequence[Vehicle],
    luck: Luck,
    *,
    promises: Mapping[str, int],
    calls: Mapping[str, int],
) -> World:
    """The world in the morning; `promises` is the end of what orders' rows promise."""
    loading_s = {hub.hub_id: hub.loading_s for hub in hubs}
    log = Log(silent={own.vehicle_id for own in vehicles if luck.is_silent(own.vehicle_id)})
    drivers = {
        own.vehicle_id: Driver(
            vehicle_id=own.vehicle_id,
            loading_s=loading_s[own.hub_id],
            luck=luck,
            log=log,
            promises=promises,
            here_s=own.shift_start_s,
        )
        for own in vehicles
    }
    return World(drivers=drivers, log=log, luck=luck, calls=calls)


def _breakdown(plan: Plan, luck: Luck, silent: Collection[str]) -> Breakdown | None:
    """A vehicle that has work in the morning's plan, in the middle of it; one that reports."""
    spans = {
        route.vehicle_id: (route.trips[0].loading_s, route.trips[-1].return_s)
        for hub in plan.hubs
        for route in hub.routes
        if route.trips and route.vehicle_id not in silent
    }
    if not spans:
        return None
    vehicle_id = min(spans, key=lambda one: luck.rank("breakdown", one))
    begin_s, end_s = spans[vehicle_id]
    out_s = begin_s + round((end_s - begin_s) * luck.share("breaks down", vehicle_id))
    if luck.share("for good", vehicle_id) < _OUT_SHARE:
        return Breakdown(vehicle_id=vehicle_id, out_s=out_s, back_s=None)
    least_s, most_s = _OUT_S
    long_s = least_s + round((most_s - least_s) * luck.share("out for", vehicle_id))
    return Breakdown(vehicle_id=vehicle_id, out_s=out_s, back_s=out_s + long_s)
