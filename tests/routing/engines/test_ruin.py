"""Ruin and recreate keeps every rule, on hubs drawn at random on the line of `line_city`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engines import ruin_kernel, ruin_state
from routing.engines.partition import Pool
from routing.engines.prizes import prizes_eur
from routing.engines.protocol import Limit
from routing.engines.ruin import RuinSearch
from routing.engines.team import RuinMember, search
from routing.fleet.model import Break, Rates
from routing.problem.model import HubProblem, Solution, Window
from routing.problem.timing import Timing, time_solution
from tests.support.line_city import HOUR, MINUTE, paced, problem, task, vehicle

if TYPE_CHECKING:
    from routing.fleet.model import Vehicle
    from routing.problem.model import Task, Trips

BY_DISTANCE = Rates(eur_per_h=0.0, eur_per_km=1.0, eur_per_vehicle=10.0)
NOON = Break(duration_s=30 * MINUTE, earliest_s=11 * HOUR, latest_s=14 * HOUR)
AFTER_WORK = Break(
    duration_s=20 * MINUTE, earliest_s=8 * HOUR, latest_s=20 * HOUR, longest_work_s=3 * HOUR
)


@st.composite
def orders(draw: st.DrawFn, sites: int | None = None) -> Task:
    hour = draw(st.integers(8, 17))
    return task(
        "A",
        draw(st.integers(1, 5)) if sites is None else sites,
        Window(hour * HOUR, (hour + draw(st.integers(1, 3))) * HOUR),
        ready_s=draw(st.integers(8, hour)) * HOUR,
        weight_g=draw(st.integers(1, 4)) * 1_000,
        priority=draw(st.integers(0, 9)),
    )


@st.composite
def vans(draw: st.DrawFn) -> Vehicle:
    return vehicle(
        rest=draw(st.sampled_from([None, NOON, AFTER_WORK])),
        rates=draw(st.sampled_from([vehicle().rates, BY_DISTANCE])),
        weight_g=draw(st.sampled_from([None, 4_000, 8_000])),
        max_trips=draw(st.sampled_from([None, 1, 2])),
        max_stops=draw(st.sampled_from([None, 3])),
        max_distance_m=draw(st.sampled_from([None, 14_000])),
        setup_s=draw(st.sampled_from([0, MINUTE])),
        kind=draw(st.sampled_from(["van", "van", "cargo_bike"])),
    )


@st.composite
def hubs(draw: st.DrawFn) -> HubProblem:
    """Up to nine orders, some at one door, for up to three vehicles, some in the rush hour."""
    day = problem(
        draw(st.lists(orders(), min_size=1, max_size=9)),
        draw(st.lists(vans(), min_size=1, max_size=3)),
    )
    return paced(day, (0, 1), (9, 5), (11, 2)) if draw(st.booleans()) else day


@st.composite
def plain_hubs(draw: st.DrawFn) -> HubProblem:
    """Each order has a place of its own, and distance alone costs: all estimates are exact."""
    sites = draw(st.permutations(range(1, 8)))
    van = vehicle(
        rates=BY_DISTANCE,
        weight_g=draw(st.sampled_from([6_000, 9_000])),
        max_trips=draw(st.sampled_from([None, 1, 2])),
    )
    drawn = [draw(orders(sites=site)) for site in sites[: draw(st.integers(2, 7))]]
    return problem(drawn, [van] * draw(st.integers(1, 3)))


def nothing(day: HubProblem) -> Solution:
    return Solution(routes={}, unserved=tuple(range(len(day.tasks))))


def searched(day: HubProblem, seed: int = 1, overload_eur: float = -1.0) -> RuinSearch:
    own = RuinSearch(day, seed)
    own.load(nothing(day))
    own.price_overload(overload_eur)
    own.anneal(150, 20.0, 0.1)
    return own


def price_eur(day: HubProblem, solution: Solution) -> float:
    """What the routes cost by exact times, with what is left out."""
    prizes = prizes_eur(day)
    driven = time_solution(day, solution).values()
    return sum(route.figures.cost_eur for route in driven) + sum(
        prizes[index] for index in solution.unserved
    )


def assert_all_kept(day: HubProblem, solution: Solution) -> None:
    timed = time_solution(day, solution)
    assert set(timed) == set(solution.routes)
    assert [(route.violation_s, route.figures.excess) for route in timed.values()] == [
        (0, 0.0)
    ] * len(timed)
    served = [index for trips in solution.routes.values() for trip in trips for index in trip]
    assert sorted([*served, *solution.unserved]) == list(range(len(day.tasks)))


@settings(max_examples=150)
@given(hubs())
def test_the_best_routes_keep_every_bound_at_the_price_that_is_told(day: HubProblem) -> None:
    own = searched(day)
    assert_all_kept(day, own.best())
    assert own.best_eur == pytest.approx(price_eur(day, own.best()))


@settings(max_examples=100)
@given(plain_hubs(), st.sampled_from([-1.0, 0.01, 1.0]))
def test_the_best_routes_never_have_too_much_on_board_whatever_its_price(
    day: HubProblem, overload_eur: float
) -> None:
    own = searched(day, overload_eur=overload_eur)
    assert_all_kept(day, own.best())
    assert own.best_eur == pytest.approx(price_eur(day, own.best()))


def ways_to_insert(trips: Trips, index: int) -> list[Trips]:
    """A task in every place of a route, as a trip of its own among them."""
    ways = [(*trips[:at], (index,), *trips[at:]) for at in range(len(trips) + 1)]
    for number, trip in enumerate(trips):
        ways += [
            (*trips[:number], (*trip[:at], index, *trip[at:]), *trips[number + 1 :])
            for at in range(len(trip) + 1)
        ]
    return ways


@settings(max_examples=150)
@given(plain_hubs(), st.data())
def test_where_estimates_are_exact_no_insertion_is_cheaper_than_the_one_that_is_chosen(
    day: HubProblem, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(day.tasks) - 1))
    own = searched(day)
    routes = {
        number: tuple(
            trip for trip in (tuple(t for t in trip if t != index) for trip in trips) if trip
        )
        for number, trips in own.best().routes.items()
    }
    left_out = tuple({*own.best().unserved, index})
    assert own.load(Solution(routes=routes, unserved=left_out))
    _, _, eur, _ = ruin_kernel.insert_best(
        own._arrays, own._setting, own._routes, own._desk, index, 0.0
    )
    timing = Timing(day)
    costs = []
    for number in range(len(day.vehicles)):
        trips = routes.get(number, ())
        before = timing.figures(number, trips)
        assert before is not None
        for way in ways_to_insert(trips, index):
            after = timing.figures(number, way, strict=True)
            if after is not None:
                costs.append(after.cost_eur - before.cost_eur)
    assert eur == pytest.approx(min(costs, default=ruin_state.DEAR))


@settings(max_examples=60)
@given(hubs())
def test_the_same_seed_gives_the_same_routes(day: HubProblem) -> None:
    def found() -> Solution:
        members = [RuinMember(RuinSearch(day, seed)) for seed in (1, 2)]
        return search(day, Limit(iterations=200), members)

    assert found() == found()


@settings(max_examples=60)
@given(hubs())
def test_a_locked_beginning_stays(day: HubProblem) -> None:
    first = {
        number: trips[:1] for number, trips in searched(day).best().routes.items() if len(trips)
    }
    locked = replace(day, locked=first)
    own = RuinSearch(locked, 3)
    own.load(
        Solution(
            routes=first,
            unserved=tuple(
                index
                for index in range(len(day.tasks))
                if all(index not in trip for trips in first.values() for trip in trips)
            ),
        )
    )
    if own.best().routes != first:
        return  # what comes first cannot be driven alone: its break needs what follows
    own.anneal(150, 20.0, 0.1)
    routes = own.best().routes
    for number, ((*begun,),) in first.items():
        assert list(routes[number][0][: len(begun)]) == begun


@settings(max_examples=80)
@given(plain_hubs() | hubs())
def test_routes_put_together_are_never_dearer_and_use_no_vehicle_twice(day: HubProblem) -> None:
    pool = Pool()
    own = RuinSearch(day, 5)
    own.load(nothing(day))
    for _ in range(10):
        own.anneal(10, 50.0, 50.0)
        own.gather(pool, within=1.0)
    before_eur = own.best_eur
    found = own.recombine(pool, 1.0, None)
    if found is not None:
        assert_all_kept(day, found)
        assert price_eur(day, found) <= before_eur + 1e-6
