"""Wishes at a price, on a line where the answer can be seen, and priced alike everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.day.model import Lateness
from routing.engines.prizes import prizes_eur
from routing.engines.protocol import Limit
from routing.engines.pyvrp import PyvrpEngine
from routing.engines.ruin import RuinSearch
from routing.plan.mending import mend
from routing.problem.model import HubProblem, Solution, Task, Trips, Wishes
from routing.problem.price import price_eur
from routing.problem.timing import time_solution
from tests.support.line_city import HOUR, MINUTE, problem, task, vehicle
from tests.support.slow_wishes import slow_price_eur


def solve(day: HubProblem, iterations: int = 600) -> Solution:
    return PyvrpEngine().solve(day, Limit(iterations=iterations), seed=1)


def served(solution: Solution) -> dict[int, set[int]]:
    """Tasks by vehicle."""
    return {v: {task for trip in trips for task in trip} for v, trips in solution.routes.items()}


def wishing(day: HubProblem, **wishes: object) -> HubProblem:
    return replace(day, wishes=Wishes(**wishes))  # type: ignore[arg-type]  # named by the callers


def shared_work() -> HubProblem:
    """Each driver has an order that only he can bring; four more of an hour each lie far out.

    Whoever drives out there, 20 euros and 20 minutes the way, had best bring all four.
    """
    own = [task(name, 1, requires=frozenset({name})) for name in "VW"]
    far = [task(f"far{n}", 10, service_s=HOUR) for n in range(4)]
    return problem([*own, *far], [vehicle(name, skills=frozenset({name})) for name in "VW"])


def test_one_driver_has_all_the_work_where_nobody_wishes_it_otherwise() -> None:
    assert sorted(map(len, served(solve(shared_work())).values())) == [1, 5]


def test_drivers_share_the_work_where_even_hours_are_worth_it() -> None:
    solution = solve(wishing(shared_work(), eur_per_uneven_h=30.0))
    assert sorted(map(len, served(solution).values())) == [3, 3]


def test_even_hours_that_cost_more_than_they_are_worth_are_not_had() -> None:
    solution = solve(wishing(shared_work(), eur_per_uneven_h=1.0))
    assert sorted(map(len, served(solution).values())) == [1, 5]


def test_two_shifts_of_one_driver_are_one_driver() -> None:
    """V and W are Ann's: together they are paid as much as they ever are."""
    day = shared_work()
    ann = tuple(replace(own, driver_id="Ann") for own in day.vehicles)
    solution = solve(wishing(replace(day, vehicles=ann), eur_per_uneven_h=30.0))
    assert sorted(map(len, served(solution).values())) == [1, 5]


def across_the_river() -> HubProblem:
    """Along the road A, B, C, D; as the crow flies A and C, and B and D, face one another."""
    day = problem(
        [task(name, site) for site, name in enumerate("ABCD", start=1)],
        [vehicle(name, max_stops=2, max_trips=1) for name in "VW"],
    )
    west, east = 4.0, 4.1
    sites = ((50.0, 4.05), (50.0, west), (50.0, east), (50.001, west), (50.001, east))
    return replace(day, sites=sites)


def test_trips_follow_the_road_where_nobody_wishes_them_otherwise() -> None:
    assert sorted(map(sorted, served(solve(across_the_river())).values())) == [[0, 1], [2, 3]]


def test_each_cluster_has_its_driver_where_compact_trips_are_worth_it() -> None:
    solution = solve(wishing(across_the_river(), eur_per_km_apart=5.0))
    assert sorted(map(sorted, served(solution).values())) == [[0, 2], [1, 3]]


@pytest.mark.parametrize("knows", [{0: 1, 1: 2}, {0: 2, 1: 1}])
def test_who_knows_a_street_gets_it(knows: dict[int, int]) -> None:
    """Two drivers who are alike but for what they know, and a stop for each."""
    day = problem(
        [task("A", 1), task("B", 2)],
        [vehicle(name, max_stops=1, max_trips=1) for name in "VW"],
    )
    unknown = {own: frozenset({1, 2} - {site}) for own, site in knows.items()}
    solution = solve(wishing(day, eur_per_unknown_street=1.0, unknown=unknown))
    assert served(solution) == {own: {site - 1} for own, site in knows.items()}


def test_a_driver_who_knows_the_street_is_not_sent_for_more_than_it_is_worth() -> None:
    """The second van costs 10 euros and more, and knows the street of B."""
    day = problem([task("A", 1), task("B", 2)], [vehicle("V"), vehicle("W")])
    unknown = {0: frozenset({2}), 1: frozenset({1})}
    for eur, vans in ((1.0, 1), (100.0, 2)):
        wishes = {"eur_per_unknown_street": eur, "unknown": unknown}
        assert len(solve(wishing(day, **wishes)).routes) == vans


def test_what_was_left_over_goes_to_who_knows_its_street() -> None:
    day = problem([task("A", 1)], [vehicle("V"), vehicle("W")])
    for stranger in (0, 1):
        unknown = {stranger: frozenset({1})}
        left = Solution(routes={}, unserved=(0,))
        mended = mend(wishing(day, eur_per_unknown_street=1.0, unknown=unknown), left)
        assert served(mended) == {1 - stranger: {0}}


def test_what_was_left_over_goes_to_who_has_less_to_do() -> None:
    """Both drive; V has three hours of work, W has two minutes, on the street beside V's."""
    tasks = [task("A", 3, service_s=3 * HOUR), task("B", 1), task("C", 3, service_s=HOUR)]
    day = problem(tasks, [vehicle("V"), vehicle("W")])
    begun = Solution(routes={0: ((0,),), 1: ((1,),)}, unserved=(2,))
    assert served(mend(day, begun))[0] == {0, 2}
    assert served(mend(wishing(day, eur_per_uneven_h=30.0), begun))[1] == {1, 2}


def test_no_wish_is_worth_an_order() -> None:
    for price in (1.0, 1000.0):
        day = wishing(
            shared_work(),
            eur_per_uneven_h=price,
            eur_per_km_apart=price,
            eur_per_unknown_street=price,
            unknown={0: frozenset({1, 10}), 1: frozenset({1, 10})},
        )
        assert solve(day).unserved == ()


def test_a_wish_without_a_price_changes_nothing() -> None:
    day = shared_work()
    known = wishing(day, unknown={0: frozenset({10})})
    assert solve(known).routes == solve(day).routes
    assert prizes_eur(known) == prizes_eur(day)


PRICES = st.sampled_from([0.0, 0.5, 20.0])


@st.composite
def solutions(draw: st.DrawFn) -> tuple[HubProblem, Solution]:
    """Orders without windows on a line that winds, on up to three vehicles; some are left out."""
    sites = draw(st.lists(st.integers(1, 5), min_size=1, max_size=8))
    tasks: list[Task] = [
        task(str(n), site, service_s=draw(st.integers(1, 40)) * MINUTE)
        for n, site in enumerate(sites)
    ]
    drivers = draw(st.lists(st.sampled_from(["Ann", "Bob", None]), min_size=1, max_size=3))
    fleet = [vehicle(str(n), driver_id=driver) for n, driver in enumerate(drivers)]
    day = problem(tasks, fleet)
    winding = tuple((lat + draw(st.integers(-9, 9)) / 500, lon) for lat, lon in day.sites)
    wishes = Wishes(
        eur_per_uneven_h=draw(PRICES),
        eur_per_km_apart=draw(PRICES),
        eur_per_unknown_street=draw(PRICES),
        unknown={
            number: draw(st.frozensets(st.integers(1, len(day.sites) - 1)))
            for number in range(len(fleet))
        },
    )
    day = replace(day, sites=winding, wishes=wishes, lateness=Lateness(eur_per_min=2.0))
    rows: dict[int, list[list[int]]] = {}
    for number in draw(st.permutations(list(range(len(tasks))))):
        own = draw(st.integers(-1, len(fleet) - 1))
        if own >= 0:
            trips = rows.setdefault(own, [[]])
            if draw(st.booleans()) and trips[-1]:
                trips.append([])
            trips[-1].append(number)
    routes: dict[int, Trips] = {own: tuple(map(tuple, trips)) for own, trips in rows.items()}
    driven = {number for trips in routes.values() for trip in trips for number in trip}
    return day, Solution(
        routes=routes, unserved=tuple(n for n in range(len(tasks)) if n not in driven)
    )


@settings(max_examples=200, deadline=None)
@given(solutions())
def test_search_and_mending_price_a_solution_as_plain_python_does(
    drawn: tuple[HubProblem, Solution],
) -> None:
    day, solution = drawn
    slow_eur = slow_price_eur(day, solution)
    timed = time_solution(day, solution)
    figures = {number: route.figures for number, route in timed.items()}
    assert price_eur(day, figures) == pytest.approx(slow_eur, rel=1e-9, abs=1e-6)
    if any(route.violation_s for route in timed.values()):
        return
    left_eur = sum(prizes_eur(day)[task] for task in solution.unserved)
    searched_eur = RuinSearch(day, 1).price_eur(solution)
    assert searched_eur == pytest.approx(slow_eur + left_eur, rel=1e-9, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(solutions())
def test_what_a_search_says_its_best_routes_are_worth_is_what_they_are(
    drawn: tuple[HubProblem, Solution],
) -> None:
    day, _ = drawn
    search = RuinSearch(day, 1)
    search.load(Solution(routes={}, unserved=tuple(range(len(day.tasks)))))
    search.anneal(60, 20.0, 0.1)
    best = search.best()
    left_eur = sum(prizes_eur(day)[task] for task in best.unserved)
    assert search.best_eur == pytest.approx(slow_price_eur(day, best) + left_eur, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(solutions(), st.integers(0, 7))
def test_no_order_more_costs_as_much_as_it_is_worth(
    drawn: tuple[HubProblem, Solution], number: int
) -> None:
    """Put at the end of any route, one more order is cheaper than its prize."""
    day, solution = drawn
    if number not in solution.unserved:
        return
    for own in range(len(day.vehicles)):
        trips = solution.routes.get(own, ())
        longer = (*trips[:-1], (*trips[-1], number)) if trips else ((number,),)
        more = replace(solution, routes={**solution.routes, own: longer})
        added_eur = slow_price_eur(day, more) - slow_price_eur(day, solution)
        assert added_eur < min(prizes_eur(day))
