"""Each rule of a hub, given to OR-Tools on a line where the answer can be seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.day.model import Lateness
from routing.engines.ortools import engine as engine_module
from routing.engines.ortools.engine import OrtoolsEngine
from routing.engines.protocol import Limit
from routing.engines.registry import ENGINE_NAMES, engine_named
from routing.errors import EngineError
from routing.fleet.model import Break
from routing.plan.mending import mend
from routing.plan.solving import solve_hub
from routing.problem.model import Drop, HubProblem, Solution, Window
from routing.problem.timing import time_solution
from tests.support.line_city import HOUR, MINUTE, paced, problem, served, task, vehicle


def solve(day: HubProblem, iterations: int = 120) -> Solution:
    return OrtoolsEngine().solve(day, Limit(iterations=iterations), seed=1)


def test_it_is_there_by_its_name() -> None:
    assert "ortools" in ENGINE_NAMES
    engine = engine_named("ortools")
    assert (engine.name, engine.version[:2]) == ("ortools", "9.")


def test_a_contradictory_window_is_no_error() -> None:
    """The van is loaded at 8:10; the order's window has closed by then."""
    early = task("A", 1, Window(8 * HOUR, 8 * HOUR + MINUTE))
    assert solve(problem([early, task("B", 2)])).unserved == (0,)


def test_a_failure_names_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("CP Solver fail")

    monkeypatch.setattr(engine_module, "first_routes", fail)
    with pytest.raises(EngineError, match="hub H: CP Solver fail") as raised:
        solve(problem([task("A", 1)]))
    assert raised.value.code == "ENGINE-FAILED"


@pytest.mark.parametrize("dimension", ["weight_g", "volume_ml"])
def test_no_trip_loads_more_than_the_vehicle_takes(dimension: str) -> None:
    tasks = [replace(task(str(n), n), **{dimension: 600}) for n in (1, 2, 3)]  # type: ignore[arg-type]  # an int each
    van = replace(vehicle(), **{dimension: 1_000})  # type: ignore[arg-type]  # an int each
    solution = solve(problem(tasks, [van]))
    assert solution.unserved == ()
    assert [len(trips) for trips in solution.routes.values()] == [3]


def test_trips_are_bounded_by_number() -> None:
    tasks = [task(str(n), n, weight_g=600) for n in (1, 2, 3)]
    solution = solve(problem(tasks, [vehicle(weight_g=1_000, max_trips=2)]))
    assert [len(trips) for trips in solution.routes.values()] == [2]
    assert len(solution.unserved) == 1


def test_trips_are_bounded_by_stops_and_orders_at_one_place_are_one() -> None:
    tasks = [task("A", 1), task("B", 2), task("C", 2), task("D", 3)]
    solution = solve(problem(tasks, [vehicle(max_stops=2)]))
    assert solution.unserved == ()
    (route,) = time_solution(problem(tasks, [vehicle(max_stops=2)]), solution).values()
    assert sorted(len(trip.stops) for trip in route.trips) == [1, 2]


def test_a_trip_is_loaded_when_its_last_order_is_ready() -> None:
    """A is due before B is ready, at the same door: that takes two trips."""
    first = task("A", 1, Window(8 * HOUR, 9 * HOUR))
    second = task("B", 1, ready_s=10 * HOUR)
    day = problem([first, second])
    assert solve(day).routes == {0: ((0,), (1,))}


def test_loading_is_over_when_the_hub_closes() -> None:
    """Back from A at 8:14, the van is loaded for B until 8:24."""
    tasks = [task(name, 1, weight_g=600) for name in "AB"]
    for minute, left in ((24, 0), (23, 1)):
        day = problem(tasks, [vehicle(weight_g=1_000)], closes_s=8 * HOUR + minute * MINUTE)
        assert len(solve(day).unserved) == left


def test_setting_up_is_paid_once_a_place() -> None:
    """Loaded at 8:10 and there at 8:11, ten minutes and twice two: at the next door at 8:26."""
    for minute, left in ((26, 0), (25, 1)):
        last = Window(8 * HOUR, 8 * HOUR + minute * MINUTE)
        tasks = [task("A", 1), task("B", 1), task("C", 2, last)]
        # C cannot be before A and B, by whose doors' hours it would be too late for them.
        hour = Window(8 * HOUR, 8 * HOUR + 20 * MINUTE)
        tasks[:2] = [task(name, 1, hour) for name in "AB"]
        day = problem(tasks, [vehicle(setup_s=10 * MINUTE)])
        assert len(solve(day).unserved) == left


NOON = Break(duration_s=30 * MINUTE, earliest_s=12 * HOUR, latest_s=13 * HOUR)


def at_noon(rest: Break | None, second_s: int) -> HubProblem:
    """One trip with an order at 11:30, and one that begins at a minute after noon."""
    tasks = [
        task("A", 1, Window(11 * HOUR + 30 * MINUTE, 11 * HOUR + 31 * MINUTE)),
        task("B", 2, Window(second_s, second_s)),
        task("C", 3, Window(13 * HOUR, 13 * HOUR + 30 * MINUTE)),
    ]
    return problem(tasks, [vehicle(rest=rest, max_trips=1)])


def test_a_break_is_taken_on_the_road() -> None:
    """Between the half hours there is no time to go home; at 12:40 there is for a break before."""
    assert solve(at_noon(NOON, 12 * HOUR + 40 * MINUTE)).unserved == ()


def test_a_break_needs_its_time_on_the_road() -> None:
    """One that begins at noon is in the way of B at 12:20, and ends too late after it."""
    day = at_noon(replace(NOON, latest_s=12 * HOUR + 40 * MINUTE), 12 * HOUR + 20 * MINUTE)
    assert solve(replace(day, vehicles=(replace(day.vehicles[0], rest=None),))).unserved == ()
    assert len(solve(day).unserved) == 1


def test_a_break_is_due_when_the_work_would_be_longer_than_it_may_be() -> None:
    """Eight hours of work on one trip: with a break of no use in between, an order is left."""
    tasks = [task("A", 1, Window(9 * HOUR, 9 * HOUR)), task("B", 2, Window(17 * HOUR, 17 * HOUR))]
    rest = replace(NOON, longest_work_s=6 * HOUR)
    assert solve(problem(tasks, [vehicle(rest=rest)])).unserved == ()
    early = replace(rest, earliest_s=9 * HOUR, latest_s=10 * HOUR)
    assert len(solve(problem(tasks, [vehicle(rest=early)])).unserved) == 1


def test_routes_begin_with_what_is_locked_and_go_on_after_it() -> None:
    tasks = [task(str(n), n) for n in (1, 2, 3)]
    day = replace(problem(tasks, [vehicle("V"), vehicle("W")]), locked={1: ((1,), (2, 0))})
    assert solve(day).routes == {1: ((1,), (2, 0))}
    routes = solve(replace(day, locked={1: ((1, 0),)})).routes
    assert routes[1][0][:2] == (1, 0)
    assert served(Solution(routes=routes, unserved=())) == {1: {0, 1, 2}}


def test_what_is_locked_is_driven_though_it_is_late() -> None:
    late = task("A", 1, Window(8 * HOUR, 8 * HOUR + MINUTE))
    day = replace(problem([late, task("B", 2)]), locked={0: ((0,),)})
    assert solve(day).routes == {0: ((0, 1),)}


def test_only_what_finds_no_place_on_time_is_late() -> None:
    """One van and two doors, three kilometres apart, at the same minute."""
    window = Window(9 * HOUR, 9 * HOUR)
    tasks = [task("A", 1, window), task("B", 4, window)]
    assert len(solve(problem(tasks)).unserved) == 1
    day = replace(problem(tasks), lateness=Lateness(most_s=10 * MINUTE, eur_per_min=1.0))
    solution = solve(day)
    assert solution.unserved == ()
    assert len(solution.late) == 1
    (trips,) = solution.routes.values()
    assert trips[-1][-1] in solution.late
    assert solve(replace(day, lateness=Lateness(most_s=4 * MINUTE))).late == frozenset()


def test_where_everything_is_on_time_nothing_may_be_late() -> None:
    day = replace(problem([task("A", 1)]), lateness=Lateness(most_s=HOUR))
    assert solve(day).late == frozenset()


def test_a_limit_of_time_is_kept() -> None:
    tasks = [task(str(n), 1 + n % 7) for n in range(20)]
    solution = OrtoolsEngine().solve(problem(tasks), Limit(seconds=0.5), seed=1)
    assert solution.unserved == ()


def test_what_only_a_lucky_hour_makes_possible_is_left_to_mending() -> None:
    """Loaded at 8:55 the van is there at 8:58; were it in the rush hour, it would be at 9:22."""
    own = task("A", 3, Window(8 * HOUR, 9 * HOUR + 5 * MINUTE), ready_s=8 * HOUR + 45 * MINUTE)
    day = paced(problem([own]), (0, 1), (9, 9))
    assert solve(day).unserved == (0,)
    assert solve_hub(day, "ortools", Limit(iterations=20), seed=1).unserved == ()


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_it_finds_keeps_every_bound_when_it_is_mended(data: st.DataObject) -> None:
    """Set-up, loading, ready times, trips, loads, drops, windows and breaks."""
    tasks = []
    for number in range(data.draw(st.integers(1, 7))):
        site = data.draw(st.integers(1, 7))
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
    rest = data.draw(st.sampled_from([None, NOON]))
    day = problem(
        tasks,
        [
            vehicle("V", setup_s=setup_s, weight_g=9_000, max_trips=3, rest=rest),
            vehicle("B", kind="cargo_bike", setup_s=setup_s, weight_g=5_000, max_stops=2),
        ],
    )
    found = solve(day, 40)
    # What it found without a break, it found right: mending takes nothing off.
    timed = time_solution(day, found)
    if rest is None:
        assert [route.violation_s for route in timed.values()] == [0] * len(timed)
    mended = mend(day, found)
    timed = time_solution(day, mended)
    assert sorted([*mended.unserved, *(t for own in served(mended).values() for t in own)]) == list(
        range(len(tasks))
    )
    for route in timed.values():
        assert route.violation_s == 0
        assert not route.figures.excess
