"""What a run must never do, on plans written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from routing.simulation.driver import Driver
from routing.simulation.log import Log
from routing.simulation.luck import Chances, Luck
from routing.simulation.watch import faults
from routing.simulation.world import World
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from routing.plan.model import Plan, Route

LUCK = Luck(1, Chances(travel=0, service=0, failures=0))


def world(aboard: tuple[str, ...] = ()) -> World:
    log = Log()
    drivers = {
        name: Driver(vehicle_id=name, loading_s=600, luck=LUCK, log=log, promises={})
        for name in ("V", "W")
    }
    drivers["V"].aboard = list(aboard)
    return World(drivers=drivers, log=log, luck=LUCK, calls={})


def of(*routes: Route) -> Plan:
    return plan(hubs=(hub(*routes),))


def found(before: Plan | None, after: Plan, **changes: Any) -> list[str]:
    return list(faults(before, after, world(**changes), ["O1"]))


def test_nothing_is_said_of_a_plan_that_holds() -> None:
    good = of(route(stop()))
    assert found(good, good, aboard=("O1",)) == []


def test_an_order_that_is_nowhere_is_found() -> None:
    assert found(None, of(route())) == ["order O1 has 0 places"]


def test_an_order_in_two_places_is_found() -> None:
    twice = of(route(stop()), route(stop(), vehicle_id="W"))
    assert found(None, twice) == ["order O1 has 2 places"]


def test_what_is_on_board_and_given_to_another_is_found() -> None:
    other = of(route(stop(), vehicle_id="W"))
    assert "order O1 is on board of V, and is given to W" in found(None, other, aboard=("O1",))


def test_what_was_done_and_is_not_any_more_is_found() -> None:
    done = of(route(stop(status="done")))
    told = found(done, of(route(stop(), vehicle_id="W")))
    assert told == ["order O1 was done by V, and is not any more"]


def test_what_was_done_at_another_time_is_found() -> None:
    done = stop(status="done")
    told = found(of(route(done)), of(route(replace(done, start_s=done.start_s + 60))))
    assert told == ["order O1 was done by V at 32400, and is done at 32460"]
