"""Each rule of a hub, given to the engine on a line where the answer can be seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pyvrp
from hypothesis import given, settings
from hypothesis import strategies as st
from pyvrp.stop import MaxIterations

from routing.engines.local_search import LocalSearchMember, read_back
from routing.engines.partition import Pool
from routing.engines.protocol import Limit
from routing.engines.pyvrp import PyvrpEngine, _members
from routing.engines.team import Part, Relay, RuinMember
from routing.engines.translation import translate
from routing.fleet.model import Break, Rates
from routing.problem.model import Drop, HubProblem, Solution, Window
from routing.problem.timing import time_route, time_solution
from tests.support.line_city import HOUR, MINUTE, paced, problem, task, vehicle


def solve(day: HubProblem, iterations: int = 300) -> Solution:
    return PyvrpEngine().solve(day, Limit(iterations=iterations), seed=1)


def search_data(data: pyvrp.ProblemData) -> pyvrp.Solution:
    """A feasible solution in PyVRP's own figures."""
    return pyvrp.solve(data, MaxIterations(200), seed=1, display=False).best


@pytest.mark.parametrize("dimension", ["weight_g", "volume_ml"])
def test_no_trip_loads_more_than_the_vehicle_takes(dimension: str) -> None:
    tasks = [replace(task(str(n), n), **{dimension: 600}) for n in (1, 2, 3)]  # type: ignore[arg-type]  # an int each
    van = replace(vehicle(), **{dimension: 1_000})  # type: ignore[arg-type]  # an int each
    solution = solve(problem(tasks, [van]), 3000)
    assert all(
        sum(getattr(tasks[index], dimension) for index in trip) <= 1_000
        for trips in solution.routes.values()
        for trip in trips
    )


def test_a_skill_that_nobody_has_leaves_the_order() -> None:
    assert solve(problem([task("A", 1, requires=frozenset({"cooled"}))])).unserved == (0,)


def test_one_of_several_windows_is_enough() -> None:
    windows = {"van": (Window(8 * HOUR, 8 * HOUR + MINUTE), Window(18 * HOUR, 19 * HOUR))}
    assert solve(problem([replace(task("A", 1), windows=windows)])).unserved == ()


def test_what_does_not_fit_on_one_trip_goes_on_the_next() -> None:
    tasks = [task(str(n), n, weight_g=600) for n in (1, 2, 3)]
    solution = solve(problem(tasks, [vehicle(weight_g=1_000)]), 3000)
    assert solution.unserved == ()
    assert [len(trips) for trips in solution.routes.values()] == [3]


def test_trips_are_bounded_by_number() -> None:
    tasks = [task(str(n), n, weight_g=600) for n in (1, 2, 3)]
    solution = solve(problem(tasks, [vehicle(weight_g=1_000, max_trips=1)]))
    assert [len(trips) for trips in solution.routes.values()] == [1]
    assert len(solution.unserved) == 2


def test_trips_are_bounded_by_stops() -> None:
    tasks = [task(str(n), n) for n in (1, 2, 3)]
    solution = solve(problem(tasks, [vehicle(max_stops=2)]), 3000)
    assert all(len(trip) <= 2 for trips in solution.routes.values() for trip in trips)


def test_a_shift_with_a_break_has_room_for_it() -> None:
    rest = Break(duration_s=30 * MINUTE, earliest_s=12 * HOUR, latest_s=14 * HOUR)
    hours = range(9, 19)
    tasks = [task(str(h), 1 + h % 3, Window(h * HOUR, (h + 1) * HOUR)) for h in hours]
    day = problem(tasks, [vehicle(rest=rest)])
    solution = solve(day, 2000)
    (trips,) = solution.routes.values()
    route = time_route(day, 0, trips)
    assert route is not None
    assert route.violation_s == 0
    assert route.rest is not None


def test_a_limit_is_seconds_or_iterations() -> None:
    with pytest.raises(ValueError, match="either"):
        Limit()
    with pytest.raises(ValueError, match="either"):
        Limit(seconds=1.0, iterations=1)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_pyvrp_finds_feasible_keeps_every_bound_at_the_cost_it_says(
    data: st.DataObject,
) -> None:
    """Set-up, loading, ready times, trips, drops, windows and costs: the same in both words.

    Places are served by one order each: orders at one place join to stops only in our own timing.
    """
    sites = data.draw(st.permutations(range(1, 8)))
    tasks = []
    for number, site in enumerate(sites[: data.draw(st.integers(1, 6))]):
        hour = data.draw(st.integers(8, 16))
        window = Window(hour * HOUR, (hour + data.draw(st.integers(1, 4))) * HOUR)
        ready_s = data.draw(st.integers(8, hour)) * HOUR
        if data.draw(st.booleans()):
            tasks.append(task(str(number), site, window, ready_s=ready_s, weight_g=4_000))
            continue
        goal = Drop(point_id="P", handover_s=300, leave_by_s=window.end_s, closes_s=18 * HOUR)
        open_s = Window(window.start_s, 18 * HOUR - 300)
        tasks.append(task(str(number), site, open_s, ready_s=ready_s, service_s=0, drop=goal))
    setup_s = data.draw(st.sampled_from([0, 120]))
    rates = Rates(eur_per_h=36.0, eur_per_km=1.0, eur_per_vehicle=10.0)
    day = problem(
        tasks,
        [
            vehicle("V", setup_s=setup_s, weight_g=9_000, rates=rates),
            vehicle("B", kind="cargo_bike", setup_s=setup_s, weight_g=5_000, rates=rates),
        ],
    )
    translation = translate(day)
    if translation is not None:
        best = search_data(translation.data)
        timed = time_solution(day, read_back(day, translation, best))
        assert [route.violation_s for route in timed.values()] == [0] * len(timed)
        told = best.distance_cost() + best.duration_cost() + best.fixed_vehicle_cost()
        euros = sum(
            rates.eur_per_vehicle
            + rates.eur_per_h * route.paid_s / 3600
            + rates.eur_per_km * route.distance_m / 1000
            for route in timed.values()
        )
        assert told / 100_000 == pytest.approx(euros, abs=0.02)


RUSH = ((0, 1), (9, 9))
"""From 9 o'clock a kilometre takes nine minutes and no longer one."""


def test_the_search_is_given_the_slowest_hour_in_which_a_leg_can_be_driven() -> None:
    """Three kilometres within a window that ends before 9, and back at any hour."""
    day = paced(problem([task("A", 3, Window(8 * HOUR, 8 * HOUR + 59 * MINUTE))]), *RUSH)
    translation = translate(day)
    assert translation is not None
    seconds = translation.data.duration_matrix(0)
    assert (seconds[0, 1], seconds[1, 0]) == (3 * MINUTE, 27 * MINUTE)


def test_what_only_a_lucky_hour_makes_possible_is_beyond_pyvrp_and_found_all_the_same() -> None:
    """Loaded at 8:55 the van is there at 8:58; were it in the rush hour, it would be at 9:22."""
    own = task("A", 3, Window(8 * HOUR, 9 * HOUR + 5 * MINUTE), ready_s=8 * HOUR + 45 * MINUTE)
    day = paced(problem([own]), *RUSH)
    assert translate(day) is None
    solution = solve(day)
    assert solution.unserved == ()
    assert time_solution(day, solution)[0].violation_s == 0


def test_an_order_with_two_windows_is_half_of_no_stop() -> None:
    """Two orders at one door are one stop, and one order with two windows is, too."""
    twice = (Window(8 * HOUR, 10 * HOUR), Window(12 * HOUR, 14 * HOUR))
    own = replace(task("A", 1), windows={"van": twice})
    translation = translate(problem([own, task("B", 2), task("C", 2)]))
    assert translation is not None
    shares = {client.name: client.delivery[2] for client in translation.data.clients()}
    assert shares == {"A": 1000, "B": 500, "C": 500}


@pytest.mark.parametrize(
    ("weight_g", "second"),
    [
        pytest.param(20_000, Relay, id="twenty stops a trip"),
        pytest.param(40_000, LocalSearchMember, id="forty"),
    ],
)
def test_pyvrp_has_a_core_of_several_where_it_knows_the_rules(
    weight_g: int, second: type[Relay | LocalSearchMember]
) -> None:
    """From the beginning where trips are long."""
    by_distance = Rates(eur_per_h=0.0, eur_per_km=1.0, eur_per_vehicle=0.0)
    van = vehicle(weight_g=weight_g, max_trips=1, rates=by_distance)
    day = problem([task("A", 1 + number % 5) for number in range(80)], [van] * 4)
    assert [type(member) for member in _members(day, 1, 3)] == [RuinMember, second, RuinMember]
    paid = replace(day, vehicles=(replace(van, rates=vehicle().rates),) * 4)
    assert [type(member) for member in _members(paid, 1, 2)] == [RuinMember, RuinMember]


def test_one_search_goes_on_after_the_other_in_a_relay() -> None:
    """The last one plays all the parts that are left."""

    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

        def play(
            self,
            part: Part,
            limit: Limit,  # noqa: ARG002 - as every member has it
            best: Solution,
            pool: Pool,  # noqa: ARG002
        ) -> Solution:
            played.append((self.name, part.share))
            return best

    played: list[tuple[str, float]] = []
    relay = Relay([Named("first"), Named("second")])
    nothing = Solution(routes={}, unserved=())
    for share in (0.5, 0.3, 0.2):
        relay.play(Part(share, 0.0, 1.0, 0.1), Limit(iterations=1), nothing, Pool())
    assert played == [("first", 0.5), ("second", 0.3), ("second", 0.2)]
