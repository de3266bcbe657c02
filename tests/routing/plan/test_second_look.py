"""Orders without a place are tried at other hubs' final plans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from maps.build import build_city
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.morning import Outcome, Request, plan_day
from routing.orders.assignment import Assignment
from routing.orders.model import Alternative, HubChoice, HubOrder
from routing.plan.mending import mend
from routing.plan.second_look import HubDay, look_again
from routing.problem.build import build_problem
from routing.problem.model import HubProblem, Solution
from tests.support.days import Silence, collect, order, write_day
from tests.support.days import hub as hub_row
from tests.support.days import van as van_row
from tests.support.grid_city import write_grid_city
from tests.support.grid_day import HOUR, hub, intake, placed, vehicle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from maps.city import City
    from routing.plan.second_look import Build

HUBS = (hub("W", 50, 10), hub("E", 750, 790))
EAST = vehicle("VE", "E")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return build_city(write_grid_city(tmp_path_factory.mktemp("city") / "grid.osm"))


@pytest.fixture
def build(city: City) -> Build:
    """Problems of W, which has no vehicle, and E, which has a van."""
    usable = intake(hubs=HUBS, vehicles=(EAST,))

    def made(hub_id: str, orders: Sequence[HubOrder]) -> HubProblem:
        own = next(one for one in HUBS if one.hub_id == hub_id)
        return build_problem(own, orders, usable, city)

    return made


def days_of(orders: Sequence[HubOrder], build: Build) -> dict[str, HubDay]:
    """Each hub with what it prepares, mended from nothing."""
    days = {}
    for one in HUBS:
        own = tuple(item for item in orders if item.hub_id == one.hub_id)
        problem = build(one.hub_id, own)
        left = Solution(routes={}, unserved=tuple(range(len(problem.tasks))))
        days[one.hub_id] = HubDay(orders=own, problem=problem, solution=mend(problem, left))
    return days


def at_both(order_id: str, **known: Any) -> tuple[HubOrder, HubOrder]:
    """An order in the middle as it would be at W and at E."""
    item = placed(order_id, 450, 210, **known)
    return replace(item, hub_id="W"), replace(item, hub_id="E")


def given_to_w(*pairs: tuple[HubOrder, HubOrder], **more: Any) -> Assignment:
    """Orders that W has, and that E could have."""
    return Assignment(
        orders=tuple(west for west, _ in pairs),
        choices=tuple(
            HubChoice(
                order_id=west.order.order_id,
                hub_id="W",
                reason="the cheapest of 2 hubs",
                cost_cents=300,
                alternatives=(Alternative(hub_id="E", cost_cents=400, reason="€1.00 dearer"),),
            )
            for west, _ in pairs
        ),
        elsewhere={west.order.order_id: (east,) for west, east in pairs},
        **more,
    )


def test_an_order_moves_to_where_it_has_a_place(build: Build) -> None:
    own = placed("N", 610, 750, hub_id="E")
    was = given_to_w(at_both("A"))
    was = replace(was, orders=(*was.orders, own))
    days, now = look_again(days_of(was.orders, build), was, build)
    assert [item.hub_id for item in now.orders] == ["E", "E"]
    assert days["W"].orders == ()
    assert days["W"].left == days["E"].left == frozenset()
    east = days["E"]
    assert [task.order_id for task in east.problem.tasks] == ["N", "A"]
    served = {task for trip in east.solution.routes[0] for task in trip}
    assert served == {0, 1}
    (choice,) = now.choices
    assert (choice.hub_id, choice.cost_cents) == ("E", 400)
    assert choice.reason == "there was a place for it, and none at W"
    assert choice.alternatives == (
        Alternative(hub_id="W", cost_cents=300, reason="found no place there after all"),
    )


def test_what_finds_no_place_anywhere_stays_where_it_was(build: Build) -> None:
    """Nobody is back in time from an order that is promised for the end of the shift."""
    times = {"window_start_s": 20 * HOUR, "window_end_s": 20 * HOUR}
    was = given_to_w(at_both("A", **times), at_both("B"))
    days, now = look_again(days_of(was.orders, build), was, build)
    assert [item.hub_id for item in now.orders] == ["W", "E"]
    assert days["W"].left == {"A"}
    assert [task.order_id for task in days["W"].problem.tasks] == ["A"]
    assert days["W"].solution.unserved == (0,)
    assert [task.order_id for task in days["E"].problem.tasks] == ["B"]


def test_who_names_the_hub_stays_there(build: Build) -> None:
    was = replace(given_to_w(at_both("A")), elsewhere={})
    days = days_of(was.orders, build)
    assert look_again(days, was, build) == (days, was)


def test_the_important_has_the_place_that_there_is_for_one(build: Build) -> None:
    """Both are promised for one moment, at different doors."""
    moment = {"window_start_s": 10 * HOUR, "window_end_s": 10 * HOUR}
    far = placed("far", 210, 750, **moment)
    pair = replace(far, hub_id="W"), replace(far, hub_id="E")
    was = given_to_w(pair, at_both("near", priority=9, **moment))
    _, now = look_again(days_of(was.orders, build), was, build)
    assert {item.order.order_id: item.hub_id for item in now.orders} == {"far": "W", "near": "E"}


def test_an_order_moves_only_to_a_hub_that_has_its_articles_left(build: Build) -> None:
    was = given_to_w(
        at_both("A", articles={"milk": 1}), at_both("B", articles={"milk": 1}),
        stock={"W": {"milk": 0}, "E": {"milk": 1}},
    )  # fmt: skip
    _, now = look_again(days_of(was.orders, build), was, build)
    assert [item.hub_id for item in now.orders] == ["E", "W"]
    assert now.stock == {"W": {"milk": 1}, "E": {"milk": 0}}


def test_articles_that_were_too_few_for_others_stay_where_they_are(build: Build) -> None:
    """Somebody was told that W has no milk left; it must not come back."""
    was = given_to_w(
        at_both("A", articles={"milk": 1}),
        stock={"W": {"milk": 0}},
        scarce={"W": frozenset({"milk"})},
    )
    _, now = look_again(days_of(was.orders, build), was, build)
    assert [item.hub_id for item in now.orders] == ["W"]
    elsewhere = replace(was, scarce={"E": frozenset({"milk"}), "W": frozenset({"eggs"})})
    _, now = look_again(days_of(was.orders, build), elsewhere, build)
    assert [item.hub_id for item in now.orders] == ["E"]


# Through whole plans


def plan(folder: Path) -> Outcome:
    outcome = plan_day(load_day(folder), Request(limit=Limit(iterations=40)), Silence())
    assert outcome.breaches == ()
    return outcome


def test_of_two_orders_for_one_moment_one_is_delivered_by_the_other_hub(
    tmp_path: Path, grid_map: Path
) -> None:
    """Half an hour has room for both, and one moment has not."""
    moment = {"window_start": "10:00", "window_end": "10:00"}
    rows = [order("A", 210, 50, **moment), order("B", 10, 300, **moment)]
    hubs = [hub_row("H1"), hub_row("H2", 800, 800)]
    fleet = [van_row("V1", "H1"), van_row("V2", "H2")]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=fleet, orders=rows)
    found = plan(tmp_path).plan
    assert found.unassigned == ()
    assert sorted(choice.hub_id for choice in found.choices) == ["H1", "H2"]
    (moved,) = [choice for choice in found.choices if choice.hub_id == "H2"]
    assert moved.reason == "there was a place for it, and none at H1"


def test_what_no_picker_has_time_for_is_picked_at_another_hub(
    tmp_path: Path, grid_map: Path
) -> None:
    """Three pickers have twenty minutes each: time for four orders in all, and for one apiece."""
    lat, lon = hub_row("H1")["lat"], hub_row("H1")["lon"]
    rows = [collect(f"C{n}", "", lat=lat, lon=lon, lines=13, ready_at="") for n in range(4)]
    shifts = [
        {"picker_id": f"P{n}", "hub_id": "H1", "shift_start": "08:00", "shift_end": "08:20",
         "lines_per_hour": 60}
        for n in range(3)
    ]  # fmt: skip
    shifts.append({"picker_id": "P9", "hub_id": "H2", "shift_start": "09:00", "shift_end": "17:00"})
    hubs = [hub_row("H1"), hub_row("H2", 800, 800)]
    write_day(tmp_path, grid_map, hubs=hubs, vehicles=[van_row()], orders=rows, pickers=shifts)
    found = plan(tmp_path).plan
    assert found.unassigned == ()
    assert [len(one.collections) for one in found.hubs] == [3, 1]
    assert sum(choice.reason.startswith("there was a place") for choice in found.choices) == 1
