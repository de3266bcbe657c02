"""Mended routes keep every bound, on the line of `line_city`: a minute a kilometre."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.fleet.model import Break, Rates, Vehicle
from routing.plan.mending import mend
from routing.problem.model import Drop, HubProblem, Solution, Task, Trips, Window
from routing.problem.timing import time_route, time_solution
from tests.support.line_city import DAY_LONG, HOUR, MINUTE, problem, task, vehicle

NOON = 12 * HOUR
FIRST_S = 8 * HOUR + 11 * MINUTE
"""When a van can be at A at the earliest."""


def drop(order_id: str, site: int, promise_s: int, **changes: object) -> Task:
    """An order for a locker: open from 8 to 18, five minutes for a hand-over."""
    goal = Drop(point_id="P", handover_s=5 * MINUTE, leave_by_s=promise_s, closes_s=18 * HOUR)
    own = task(order_id, site, Window(8 * HOUR, 18 * HOUR - 5 * MINUTE), service_s=0, drop=goal)
    return replace(own, **changes)  # type: ignore[arg-type]  # named by the callers


def nobody_served(day: HubProblem) -> Solution:
    return Solution(routes={}, unserved=tuple(range(len(day.tasks))))


def everybody_on(day: HubProblem, *trips: tuple[int, ...]) -> Solution:
    """The first vehicle drives these trips."""
    driven = {index for trip in trips for index in trip}
    rest = tuple(index for index in range(len(day.tasks)) if index not in driven)
    return Solution(routes={0: trips}, unserved=rest)


def crowd(day: HubProblem, solution: Solution) -> int:
    """The most vehicles that load at once."""
    begins = [
        trip.loading_s for route in time_solution(day, solution).values() for trip in route.trips
    ]
    return max(
        (sum(0 <= at - begin < day.hub.loading_s for begin in begins) for at in begins), default=0
    )


def holds(day: HubProblem, solution: Solution) -> bool:
    """Every bound is kept, and every task is once on a route or once unserved."""
    counted = Counter(solution.unserved)
    for index, trips in solution.routes.items():
        floors = solution.not_before_s.get(index, ())
        route = time_route(day, index, trips, solution.late, floors)
        assert route is not None
        assert (route.violation_s, route.figures.excess) == (0, 0)
        assert all(trips)
        counted.update(one for trip in trips for one in trip)
    assert counted == Counter(range(len(day.tasks)))
    assert solution.late <= counted.keys() - set(solution.unserved)
    assert day.hub.bays is None or crowd(day, solution) <= day.hub.bays
    return True


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param({"weight_g": 1_500}, id="weight"),
        pytest.param({"volume_ml": 1_500}, id="volume"),
        pytest.param({"max_stops": 1}, id="stops"),
        pytest.param({"max_distance_m": 5_000}, id="distance"),
        pytest.param({"skills": frozenset[str]()}, id="skill"),
        pytest.param({"shift_end_s": 8 * HOUR + 15 * MINUTE}, id="shift"),
        pytest.param({"kind": "cargo_bike"}, id="closed to its kind"),
    ],
)
def test_what_breaks_a_vehicles_limits_comes_off(limits: dict[str, Any]) -> None:
    """A needs nothing special; B, less important and further out, needs a cooled van."""
    far = task("B", 3, priority=4, requires=frozenset({"cooled"}), windows={"van": (DAY_LONG,)})
    able: dict[str, Any] = {"skills": frozenset({"cooled"}), "max_trips": 1}
    day = problem([task("A", 1), far], [vehicle(**(able | limits))])
    mended = mend(day, everybody_on(day, (0, 1)))
    assert holds(day, mended)
    assert mended.unserved == (1,)


def test_a_trip_too_many_comes_off() -> None:
    tasks = [task(str(n), n, weight_g=1_000) for n in (1, 2, 3)]
    day = problem(tasks, [vehicle(max_trips=2, weight_g=1_000)])
    mended = mend(day, everybody_on(day, (0,), (1,), (2,)))
    assert holds(day, mended)
    assert len(mended.unserved) == 1


def test_a_late_stop_comes_off_and_goes_where_it_is_on_time() -> None:
    """B's window closes when the way by A takes a minute too long; alone, W makes it."""
    tight = Window(8 * HOUR, FIRST_S + MINUTE)
    day = problem([task("A", 1), task("B", 2, tight)], [vehicle("V"), vehicle("W")])
    mended = mend(day, everybody_on(day, (0, 1)))
    assert holds(day, mended)
    assert mended.unserved == ()
    assert mended.late == frozenset()


def test_the_important_order_stays_where_only_one_can() -> None:
    tasks = [task("A", 1, priority=9), task("B", 1, priority=1)]
    day = problem(tasks, [vehicle(weight_g=1_000, max_trips=1)])
    assert mend(day, everybody_on(day, (0, 1))).unserved == (1,)


def test_leftovers_that_fit_are_put_in_the_important_first() -> None:
    tasks = [task("A", 1, priority=1), task("B", 3, priority=9)]
    day = problem(tasks, [vehicle(weight_g=1_000, max_trips=1)])
    mended = mend(day, nobody_served(day))
    assert (mended.routes, mended.unserved) == ({0: ((1,),)}, (0,))


def test_of_equally_important_leftovers_the_heavy_goes_first() -> None:
    tasks = [task("A", 1, weight_g=400), task("B", 1, weight_g=900)]
    day = problem(tasks, [vehicle(weight_g=1_000, max_trips=1)])
    assert mend(day, nobody_served(day)).routes == {0: ((1,),)}


def test_a_leftover_goes_where_it_costs_least() -> None:
    """B lies on the way to C: it costs two minutes there, a vehicle's 10 euros elsewhere."""
    day = problem([task("C", 3), task("B", 2)], [vehicle("V"), vehicle("W")])
    mended = mend(day, everybody_on(day, (0,)))
    assert mended.unserved == ()
    ((served, trips),) = mended.routes.items()
    assert (served, len(trips), sorted(trips[0])) == (0, 1, [0, 1])


def test_a_leftover_goes_on_a_cheaper_vehicle_of_its_own() -> None:
    cheap = vehicle("W", rates=Rates(eur_per_h=1.0, eur_per_km=0.0, eur_per_vehicle=0.0))
    day = problem([task("C", 1, Window(8 * HOUR, 9 * HOUR)), task("B", 2)], [vehicle("V"), cheap])
    assert mend(day, everybody_on(day, (0,))).routes[1] == ((1,),)


def test_a_drop_that_fits_nowhere_on_time_is_late_rather_than_left() -> None:
    """Over at 8:16 at the earliest, promised for 8:15."""
    day = problem([drop("D", 1, 8 * HOUR + 15 * MINUTE)])
    mended = mend(day, nobody_served(day))
    assert (mended.unserved, mended.late) == ((), frozenset({0}))
    assert holds(day, mended)


def test_a_drop_is_not_late_before_others_had_their_chance() -> None:
    """The van makes one stop. D, more important, can only be late there; A is on time."""
    tasks = [drop("D", 1, 8 * HOUR + 15 * MINUTE, priority=9), task("A", 2, priority=0)]
    day = problem(tasks, [vehicle(max_trips=1, max_stops=1)])
    mended = mend(day, nobody_served(day))
    assert (mended.routes, mended.unserved, mended.late) == ({0: ((1,),)}, (0,), frozenset())


def test_no_drop_is_over_after_its_place_has_closed() -> None:
    day = problem([drop("D", 1, 10 * HOUR, ready_s=18 * HOUR - 15 * MINUTE)])
    assert mend(day, nobody_served(day)).unserved == (0,)


def test_where_bays_are_few_loading_waits() -> None:
    tasks = [task("A", 1, weight_g=1_000), task("B", 1, weight_g=1_000)]
    narrow = Window(8 * HOUR, FIRST_S + 10 * MINUTE)
    tasks = [replace(one, windows={"van": (narrow,)}) for one in tasks]
    fleet = [vehicle("V", weight_g=1_000), vehicle("W", weight_g=1_000)]
    day = problem(tasks, fleet, bays=1)
    solution = Solution(routes={0: ((0,),), 1: ((1,),)}, unserved=())
    mended = mend(day, solution)
    assert holds(day, mended)
    assert mended.unserved == ()
    loadings = sorted(r.trips[0].loading_s for r in time_solution(day, mended).values())
    assert loadings == [8 * HOUR, 8 * HOUR + 10 * MINUTE]


def test_what_the_bays_push_off_one_route_is_tried_on_the_others() -> None:
    """Neither trip can wait ten minutes for the bay; together they are one trip in time."""
    tight = Window(8 * HOUR, FIRST_S + 5 * MINUTE)
    tasks = [task("A", 1, tight), task("B", 1, tight)]
    day = problem(tasks, [vehicle("V"), vehicle("W")], bays=1)
    mended = mend(day, Solution(routes={0: ((0,),), 1: ((1,),)}, unserved=()))
    assert holds(day, mended)
    assert mended.unserved == ()
    assert len(mended.routes) == 1


def test_a_drop_that_the_bays_make_late_is_late_rather_than_left() -> None:
    """Each van takes one order; the second to load misses its promise."""
    tasks = [drop(name, 1, 8 * HOUR + 16 * MINUTE) for name in "AB"]
    fleet = [vehicle("V", weight_g=1_000), vehicle("W", weight_g=1_000)]
    day = problem(tasks, fleet, bays=1)
    mended = mend(day, Solution(routes={0: ((0,),), 1: ((1,),)}, unserved=()))
    assert holds(day, mended)
    assert mended.unserved == ()
    assert len(mended.late) == 1


def test_routes_that_no_bay_holds_up_are_left_as_they_are() -> None:
    day = problem([task("A", 1), task("B", 2)], [vehicle("V"), vehicle("W")], bays=2)
    solution = Solution(routes={0: ((0,),), 1: ((1,),)}, unserved=())
    assert mend(day, solution) == solution


def test_costs_are_time_kilometres_and_the_vehicle() -> None:
    """18 minutes at 36 an hour, 4 kilometres at 1, and 10 for driving at all."""
    day = problem([task("A", 1), task("B", 2)])
    route = time_route(day, 0, ((0, 1),))
    assert route is not None
    assert route.figures.cost_eur == pytest.approx(10.8 + 4 + 10)
    nothing = time_route(day, 0, ())
    assert nothing is not None
    assert nothing.figures.cost_eur == 0


_WINDOWS = st.builds(
    lambda start, length: Window(start * 900, (start + length) * 900),
    st.integers(30, 70),
    st.integers(0, 16),
)


@st.composite
def _tasks(draw: st.DrawFn, number: int) -> Task:
    site = draw(st.integers(1, 5))
    more: dict[str, Any] = {
        "ready_s": draw(st.integers(24, 60)) * 900,
        "weight_g": draw(st.integers(0, 1_500)),
        "priority": draw(st.integers(0, 9)),
        "requires": draw(st.sampled_from([frozenset[str](), frozenset({"cooled"})])),
    }
    if draw(st.booleans()):
        return drop(str(number), site, draw(st.integers(33, 72)) * 900, **more)
    kinds = draw(st.sampled_from([("van",), ("cargo_bike",), ("van", "cargo_bike")]))
    window = draw(_WINDOWS)
    return task(str(number), site, **more, windows=dict.fromkeys(kinds, (window,)))


@st.composite
def _vehicles(draw: st.DrawFn, number: int) -> Vehicle:
    def maybe(values: st.SearchStrategy[int]) -> int | None:
        return draw(st.none() | values)

    start_s = draw(st.integers(28, 50)) * 900
    rest = Break(duration_s=1800, earliest_s=start_s + 3600, latest_s=start_s + 3 * 3600)
    return vehicle(
        str(number),
        kind=draw(st.sampled_from(["van", "cargo_bike"])),
        shift_start_s=start_s,
        shift_end_s=start_s + draw(st.integers(2, 36)) * 900,
        weight_g=maybe(st.integers(500, 4_000)),
        max_trips=maybe(st.integers(1, 3)),
        max_stops=maybe(st.integers(1, 3)),
        max_distance_m=maybe(st.integers(2_000, 20_000)),
        setup_s=draw(st.sampled_from([0, 60])),
        skills=draw(st.sampled_from([frozenset[str](), frozenset({"cooled"})])),
        rest=draw(st.sampled_from([None, rest])),
    )


@st.composite
def days(draw: st.DrawFn) -> tuple[HubProblem, Solution]:
    """Any assignment of some tasks to trips, as a careless engine might give it."""
    tasks = [draw(_tasks(number)) for number in range(draw(st.integers(0, 8)))]
    fleet = [draw(_vehicles(number)) for number in range(draw(st.integers(0, 3)))]
    day = problem(tasks, fleet, bays=draw(st.sampled_from([None, 1, 2])))
    riders: dict[tuple[int, int], list[int]] = {}
    unserved = []
    for index in draw(st.permutations(range(len(tasks)))):
        rides = draw(st.integers(-1, 3 * len(fleet) - 1))
        if rides < 0:
            unserved.append(index)
        else:
            riders.setdefault(divmod(rides, 3), []).append(index)
    routes: dict[int, Trips] = {}
    for (index, _), riding in sorted(riders.items()):
        routes[index] = (*routes.get(index, ()), tuple(riding))
    return day, Solution(routes=routes, unserved=tuple(unserved))


EXAMPLES = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@EXAMPLES
@given(days())
def test_whatever_comes_in_what_goes_out_keeps_every_bound_and_every_task(
    given_day: tuple[HubProblem, Solution],
) -> None:
    day, solution = given_day
    mended = mend(day, solution)
    assert holds(day, mended)
    assert mend(day, solution) == mended


@EXAMPLES
@given(days())
def test_mending_what_is_mended_changes_nothing_that_is_on_a_route_on_time(
    given_day: tuple[HubProblem, Solution],
) -> None:
    """What stands is left alone; only a leftover may still be put beside it."""
    day, solution = given_day
    once = mend(day, solution)
    again = mend(day, once)
    assert set(again.unserved) <= set(once.unserved)
    if again.unserved == once.unserved:
        assert again == once


@EXAMPLES
@given(days())
def test_no_order_is_left_that_an_idle_vehicle_could_serve(
    given_day: tuple[HubProblem, Solution],
) -> None:
    day, solution = given_day
    mended = mend(replace(day, hub=replace(day.hub, bays=None)), solution)
    for index in mended.unserved:
        for idle in set(range(len(day.vehicles))) - mended.routes.keys():
            route = time_route(day, idle, ((index,),), frozenset({index}))
            assert route is None or route.violation_s or route.figures.excess
