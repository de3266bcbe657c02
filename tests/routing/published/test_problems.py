"""Engines are given what the verifier goes by, and what comes back is what is published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.problem.model import Solution
from routing.problem.timing import time_solution
from routing.published.conventions import DIMACS, MULTI_TRIP, ORTEC, SINTEF, convention_of
from routing.published.instances import Instance, read_instance
from routing.published.problems import as_problem, as_routes
from routing.published.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

    from routing.problem.model import Trips
    from routing.published.conventions import Convention

Tiny = dict[str, Instance]
CASES = [("classic", DIMACS), ("classic", SINTEF), ("ortec", ORTEC), ("multi-trip", MULTI_TRIP)]


@pytest.mark.parametrize(("form", "convention"), CASES)
def test_one_metre_is_one_unit_that_costs_a_hundred_thousandth_euro(
    tiny: Tiny, form: str, convention: Convention
) -> None:
    problem = as_problem(tiny[form], convention)
    (table,) = problem.travel["van"].tables
    unit = convention.scale
    assert table.distance_m[3, 0] == 30 * unit
    assert table.duration_s[0, 4] == {1: 15, 10: 141, 1000: 14_143}[unit]
    assert {vehicle.rates.eur_per_km for vehicle in problem.vehicles} == {0.01}
    assert {vehicle.rates.eur_per_h for vehicle in problem.vehicles} == {0.0}


def test_times_are_scaled_with_the_distances(tiny: Tiny) -> None:
    problem = as_problem(tiny["multi-trip"], MULTI_TRIP)
    last = problem.tasks[3]
    (window,) = last.windows["van"]
    assert (window.start_s, window.end_s, last.service_s, last.ready_s) == (0, 1500, 50, 500)
    assert (problem.hub.opens_s, problem.hub.closes_s) == (0, 2000)


def test_only_multi_trip_vehicles_come_back_for_more(tiny: Tiny) -> None:
    assert {v.max_trips for v in as_problem(tiny["classic"], DIMACS).vehicles} == {1}
    assert {v.max_trips for v in as_problem(tiny["multi-trip"], MULTI_TRIP).vehicles} == {None}


def test_a_bound_fleet_is_the_files_and_a_free_one_has_room(tiny: Tiny) -> None:
    assert len(as_problem(tiny["classic"], DIMACS).vehicles) == 3
    assert len(as_problem(tiny["multi-trip"], MULTI_TRIP).vehicles) == 1
    assert len(as_problem(tiny["ortec"], ORTEC).vehicles) == 4
    unsaid = replace(tiny["ortec"], vehicles=None)
    assert len(as_problem(unsaid, ORTEC).vehicles) == 4


def test_nobody_gets_more_vehicles_than_customers(tiny: Tiny) -> None:
    many = replace(tiny["classic"], vehicles=1_000_000)
    assert len(as_problem(many, DIMACS).vehicles) == 4


def test_where_vehicles_come_first_one_costs_more_than_all_distances(tiny: Tiny) -> None:
    """A trip for each customer is 20 + 40 + 60 + 28.28, and no solution is longer."""
    (vehicle, *_) = as_problem(tiny["classic"], SINTEF).vehicles
    assert vehicle.rates.eur_per_vehicle * 100_000 > 148_284
    assert as_problem(tiny["classic"], DIMACS).vehicles[0].rates.eur_per_vehicle == 0


def test_routes_are_customers_with_a_0_between_trips() -> None:
    solution = Solution(routes={2: ((3,),), 0: ((0, 1), (2,))}, unserved=())
    assert as_routes(solution) == ((1, 2, 0, 3), (4,))


def test_a_classic_instance_has_a_choice_of_conventions_and_others_have_none(tiny: Tiny) -> None:
    assert convention_of(tiny["classic"], "sintef") == SINTEF
    assert convention_of(tiny["classic"], "dimacs") == DIMACS
    assert convention_of(tiny["ortec"], "sintef") == ORTEC
    assert convention_of(tiny["multi-trip"], "dimacs") == MULTI_TRIP


@given(data=st.data())
def test_verifier_and_timing_agree_on_any_routes(tiny: Tiny, data: st.DataObject) -> None:
    """They are written apart; in whole units they must find the same."""
    form, convention = data.draw(st.sampled_from([case for case in CASES if case[1] is not SINTEF]))
    closes = data.draw(st.lists(st.integers(20, 120), min_size=5, max_size=5))
    release = data.draw(st.lists(st.integers(0, 20), min_size=5, max_size=5))
    columns = {"closes": np.array(closes), "opens": np.minimum(tiny[form].opens, closes)}
    if form == "multi-trip":
        columns["release"] = np.array(release)
    instance = replace(tiny[form], **columns, vehicles=4)  # type: ignore[arg-type]
    problem = as_problem(instance, convention)
    order = data.draw(st.permutations(range(4)))
    cut = data.draw(st.integers(1, 3))
    pieces = (tuple(order[:cut]), tuple(order[cut:]))
    routes: dict[int, Trips] = {0: (pieces[0],), 1: (pieces[1],)}
    if form == "multi-trip" and data.draw(st.booleans()):
        routes = {0: pieces}
    solution = Solution(routes=routes, unserved=())
    timed = time_solution(problem, solution)
    verdict = verify(instance, convention, as_routes(solution))
    units = sum(route.distance_m for route in timed.values())
    assert round(verdict.cost * convention.shown_scale) == units
    in_time = all(route.violation_s == 0 for route in timed.values())
    assert in_time == (not {"window", "return"} & {fault.rule for fault in verdict.faults})


def test_verifier_and_problem_agree_on_every_leg_of_published_instances(published: Path) -> None:
    """One customer a route, there and back, for one instance of each kind."""
    names = ("ortec/*n217*", "solomon/R101.txt", "homberger/*/R1_4_3.txt", "mtvrptwr/R201R0.75.vrp")
    for name in names:
        (path,) = published.glob(name)
        instance = read_instance(path)
        convention = convention_of(instance, "dimacs")
        (table,) = as_problem(instance, convention).travel["van"].tables
        everybody = range(1, instance.customers + 1)
        found = [verify(instance, convention, [[one]]).cost for one in everybody]
        units = (table.distance_m[0, 1:] + table.distance_m[1:, 0]).tolist()
        assert [round(cost * convention.shown_scale) for cost in found] == units
