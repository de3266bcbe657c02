"""Each rule of a hub, given to every engine on a line where the answer can be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.engines.protocol import Limit
from routing.engines.registry import ENGINE_NAMES, engine_named
from routing.fleet.model import Rates
from routing.problem.model import Drop, HubProblem, Solution, Window
from routing.problem.timing import time_solution
from tests.support.line_city import DAY_LONG, HOUR, MINUTE, problem, served, task, vehicle

if TYPE_CHECKING:
    from collections.abc import Callable

    Solve = Callable[[HubProblem], Solution]


@pytest.fixture(params=ENGINE_NAMES)
def solve(request: pytest.FixtureRequest) -> Solve:
    def solved(day: HubProblem) -> Solution:
        return engine_named(request.param).solve(day, Limit(iterations=200), seed=1)

    return solved


def test_everything_is_served_by_as_few_vehicles_as_that_takes(solve: Solve) -> None:
    solution = solve(problem([task(str(n), n) for n in (1, 2, 3)], [vehicle("V"), vehicle("W")]))
    assert solution.unserved == ()
    assert len(solution.routes) == 1


def test_no_tasks_that_can_be_driven_is_no_error(solve: Solve) -> None:
    assert solve(problem([], [])).routes == {}
    assert solve(problem([task("A", 1)], [])).unserved == (0,)


def test_what_is_too_heavy_for_every_vehicle_is_unserved(solve: Solve) -> None:
    day = problem([task("A", 1, weight_g=2_000), task("B", 2)], [vehicle(weight_g=1_500)])
    assert solve(day).unserved == (0,)


def test_a_skill_sends_the_order_to_the_vehicle_that_has_it(solve: Solve) -> None:
    skilled = vehicle(
        "W",
        skills=frozenset({"cooled"}),
        rates=Rates(eur_per_h=90.0, eur_per_km=9.0, eur_per_vehicle=90.0),
    )
    day = problem([task("A", 1, requires=frozenset({"cooled"}))], [vehicle("V"), skilled])
    assert served(solve(day)) == {1: {0}}


def test_each_kind_keeps_its_own_windows(solve: Solve) -> None:
    """Vans may come until nine, when the order is not ready yet; bikes come at three."""
    windows = {"van": (Window(8 * HOUR, 9 * HOUR),), "cargo_bike": (Window(15 * HOUR, 16 * HOUR),)}
    order = replace(task("A", 1, ready_s=10 * HOUR), windows=windows)
    day = problem([order], [vehicle("V"), vehicle("B", kind="cargo_bike")])
    assert served(solve(day)) == {1: {0}}


def test_a_kind_that_is_shut_out_does_not_serve(solve: Solve) -> None:
    order = replace(task("A", 1), windows={"cargo_bike": (DAY_LONG,)})
    assert solve(problem([order])).unserved == (0,)


def test_a_street_with_two_openings_is_served_in_either(solve: Solve) -> None:
    """A is ready too late for the first: its street has closed when the van is there."""
    closes_s, opens_s = 11 * HOUR, 19 * HOUR
    twice = (
        Window(8 * HOUR, closes_s - 2 * MINUTE, leave_by_s=closes_s),
        Window(opens_s, 20 * HOUR, open_from_s=opens_s),
    )
    own = replace(task("A", 1, ready_s=10 * HOUR + 50 * MINUTE), windows={"van": twice})
    day = problem([own, task("B", 2)])
    solution = solve(day)
    assert solution.unserved == ()
    (starts_s,) = (
        [stop.start_s for trip in route.trips for stop in trip.stops if 0 in stop.tasks]
        for route in time_solution(day, solution).values()
    )
    assert starts_s == [opens_s]


def test_days_are_bounded_by_distance(solve: Solve) -> None:
    tasks = [task("near", 1), task("far", 3)]
    assert solve(problem(tasks, [vehicle(max_distance_m=3_000)])).unserved == (1,)


def test_the_important_order_is_served_where_there_is_room_for_one(solve: Solve) -> None:
    window = Window(8 * HOUR + 11 * MINUTE, 8 * HOUR + 12 * MINUTE)
    wider = replace(window, end_s=window.end_s + MINUTE)
    tasks = [task("A", 1, window, priority=2), task("B", 3, wider, priority=8)]
    day = problem(tasks, [vehicle(max_stops=1, max_trips=1)])
    assert served(solve(day)) == {0: {1}}


def test_a_drop_is_over_by_its_promise(solve: Solve) -> None:
    """Loading, the way and five minutes' hand-over take until 8:16."""
    for promise_s, unserved in ((8 * HOUR + 16 * MINUTE, ()), (8 * HOUR + 15 * MINUTE, (0,))):
        goal = Drop(point_id="P", handover_s=300, leave_by_s=promise_s, closes_s=18 * HOUR)
        window = Window(8 * HOUR, 18 * HOUR - 300)
        day = problem([task("A", 1, window, service_s=0, drop=goal)])
        assert solve(day).unserved == unserved


def test_the_same_seed_and_iterations_give_the_same_routes(solve: Solve) -> None:
    tasks = [
        task(str(n), 1 + n % 7, Window((8 + n % 9) * HOUR, (10 + n % 9) * HOUR)) for n in range(15)
    ]
    day = problem(tasks, [vehicle("V"), vehicle("B", kind="cargo_bike", weight_g=5_000)])
    assert solve(day) == solve(day)
