"""Times of routes on the line of `line_city`: a minute a kilometre, ten minutes of loading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.fleet.model import Break, Rates
from routing.problem.model import Drop, Task, Window
from routing.problem.timing import TimedRoute, time_route
from tests.support.line_city import DAY_LONG, HOUR, MINUTE, problem, task, vehicle

UNPAID = Rates(eur_per_h=0.0, eur_per_km=1.0, eur_per_vehicle=0.0)


def drop(site: int, *, promise_s: int, **changes: object) -> Task:
    """An order for a locker at a site: open from 8 to 18, five minutes for a hand-over."""
    goal = Drop(point_id="P", handover_s=5 * MINUTE, leave_by_s=promise_s, closes_s=18 * HOUR)
    window = Window(8 * HOUR, 18 * HOUR - 5 * MINUTE)
    own = task("D", site, window, service_s=0, drop=goal)
    return replace(own, **changes)  # type: ignore[arg-type]  # named by the callers


def timed(route: TimedRoute | None) -> TimedRoute:
    assert route is not None
    return route


def test_a_trip_is_loaded_driven_served_and_back() -> None:
    route = timed(time_route(problem([task("A", 1), task("B", 2)]), 0, ((0, 1),)))
    (trip,) = route.trips
    first, second = trip.stops
    assert (trip.loading_s, trip.depart_s) == (8 * HOUR, 8 * HOUR + 10 * MINUTE)
    assert (first.arrive_s, first.start_s) == (8 * HOUR + 11 * MINUTE,) * 2
    assert first.leave_s == 8 * HOUR + 13 * MINUTE
    assert second.arrive_s == 8 * HOUR + 14 * MINUTE
    assert trip.return_s == 8 * HOUR + 18 * MINUTE
    assert (route.distance_m, route.paid_s, route.violation_s) == (4000, 18 * MINUTE, 0)


def test_set_up_comes_once_a_stop_and_service_once_an_order() -> None:
    route = timed(
        time_route(
            problem([task("A", 1), task("B", 1)], [vehicle(setup_s=4 * MINUTE)]), 0, ((0, 1),)
        )
    )
    (stop,) = route.trips[0].stops
    assert stop.stop.tasks == (0, 1)
    assert stop.leave_s - stop.start_s == (4 + 2 + 2) * MINUTE


def test_orders_at_one_place_whose_windows_lie_apart_are_two_stops() -> None:
    early, late = Window(9 * HOUR, 10 * HOUR), Window(11 * HOUR, 12 * HOUR)
    route = timed(time_route(problem([task("A", 1, early), task("B", 1, late)]), 0, ((0, 1),)))
    assert [stop.stop.tasks for stop in route.trips[0].stops] == [(0,), (1,)]
    assert route.trips[0].stops[1].start_s == 11 * HOUR


def test_one_stop_begins_when_all_its_windows_are_open() -> None:
    first, second = Window(9 * HOUR, 11 * HOUR), Window(10 * HOUR, 12 * HOUR)
    route = timed(time_route(problem([task("A", 1, first), task("B", 1, second)]), 0, ((0, 1),)))
    (stop,) = route.trips[0].stops
    assert stop.start_s == 10 * HOUR
    assert stop.window == Window(10 * HOUR, 11 * HOUR)


def test_loading_waits_for_the_last_order_of_the_trip_to_be_ready() -> None:
    day = problem([task("A", 1), task("B", 2, ready_s=12 * HOUR)])
    assert timed(time_route(day, 0, ((0, 1),))).trips[0].loading_s == 12 * HOUR
    assert timed(time_route(day, 0, ((0,), (1,)))).trips[1].loading_s == 12 * HOUR


def test_the_second_trip_loads_after_the_first_is_back() -> None:
    route = timed(time_route(problem([task("A", 1), task("B", 2)]), 0, ((0,), (1,))))
    assert route.trips[1].loading_s == route.trips[0].return_s


def test_the_driver_is_not_paid_for_waiting_at_the_first_door() -> None:
    route = timed(time_route(problem([task("A", 1, Window(12 * HOUR, 13 * HOUR))]), 0, ((0,),)))
    assert route.trips[0].loading_s == 12 * HOUR - 11 * MINUTE
    assert route.trips[0].stops[0].start_s == 12 * HOUR


def test_paid_time_is_least_also_with_windows_further_on() -> None:
    """B opens at 12:00; A before it moves as late as the way to B allows: 3 minutes before."""
    day = problem([task("A", 1), task("B", 2, Window(12 * HOUR, 13 * HOUR))])
    first, second = timed(time_route(day, 0, ((0, 1),))).trips[0].stops
    assert second.arrive_s == second.start_s == 12 * HOUR
    assert first.start_s == 12 * HOUR - 3 * MINUTE


def test_at_equal_cost_deliveries_are_early() -> None:
    day = problem(
        [task("A", 1), task("B", 2, Window(12 * HOUR, 13 * HOUR))], [vehicle(rates=UNPAID)]
    )
    assert timed(time_route(day, 0, ((0, 1),))).trips[0].stops[0].start_s == 8 * HOUR + 11 * MINUTE


def test_waiting_before_the_first_stop_of_a_later_trip_happens_at_the_hub() -> None:
    day = problem([task("A", 1), task("B", 1, Window(16 * HOUR, 17 * HOUR))])
    second = timed(time_route(day, 0, ((0,), (1,)))).trips[1]
    assert second.stops[0].arrive_s == second.stops[0].start_s == 16 * HOUR
    assert second.loading_s == 16 * HOUR - 11 * MINUTE


def test_the_first_window_that_is_still_open_is_taken() -> None:
    windows = (Window(8 * HOUR, 8 * HOUR + 5 * MINUTE), Window(15 * HOUR, 16 * HOUR))
    day = problem([replace(task("A", 1), windows={"van": windows})])
    assert timed(time_route(day, 0, ((0,),))).trips[0].stops[0].start_s == 15 * HOUR


def test_a_kind_without_a_window_is_barred() -> None:
    day = problem([replace(task("A", 1), windows={"cargo_bike": (DAY_LONG,)})])
    assert time_route(day, 0, ((0,),)) is None


@pytest.mark.parametrize(
    ("window_end_s", "violation_s"),
    [(8 * HOUR + 11 * MINUTE, 0), (8 * HOUR + 10 * MINUTE, MINUTE)],
    ids=["just in time", "a minute late"],
)
def test_lateness_is_measured(window_end_s: int, violation_s: int) -> None:
    day = problem([task("A", 1, Window(8 * HOUR, window_end_s))])
    assert timed(time_route(day, 0, ((0,),))).violation_s == violation_s


def test_a_return_after_the_shift_is_measured() -> None:
    day = problem([task("A", 1)], [vehicle(shift_end_s=8 * HOUR + 12 * MINUTE)])
    assert timed(time_route(day, 0, ((0,),))).violation_s == 2 * MINUTE


def test_loading_after_the_hub_has_closed_is_measured() -> None:
    day = problem([task("A", 1)], closes_s=8 * HOUR + 7 * MINUTE)
    assert timed(time_route(day, 0, ((0,),))).violation_s == 3 * MINUTE


def test_a_drop_takes_its_places_time_once_and_its_promise_bounds_the_end() -> None:
    promise_s = 9 * HOUR
    day = problem([drop(1, promise_s=promise_s), drop(1, promise_s=promise_s)])
    (stop,) = timed(time_route(day, 0, ((0, 1),))).trips[0].stops
    assert stop.leave_s - stop.start_s == 5 * MINUTE
    late = problem([drop(1, promise_s=8 * HOUR + 15 * MINUTE)])
    assert timed(time_route(late, 0, ((0,),))).violation_s == MINUTE


def test_a_drop_that_may_be_late_is_bounded_by_the_closing_only() -> None:
    day = problem([drop(1, promise_s=8 * HOUR + 15 * MINUTE)])
    assert timed(time_route(day, 0, ((0,),), frozenset({0}))).violation_s == 0
    closing = problem([drop(1, promise_s=9 * HOUR, ready_s=17 * HOUR + 50 * MINUTE)])
    assert timed(time_route(closing, 0, ((0,),), frozenset({0}))).violation_s > 0


REST = Break(duration_s=30 * MINUTE, earliest_s=12 * HOUR, latest_s=14 * HOUR)


def test_a_break_is_taken_at_the_hub_between_trips() -> None:
    morning, evening = Window(11 * HOUR, 12 * HOUR), Window(16 * HOUR, 17 * HOUR)
    day = problem([task("A", 1, morning), task("B", 1, evening)], [vehicle(rest=REST)])
    route = timed(time_route(day, 0, ((0,), (1,))))
    assert route.violation_s == 0
    assert route.rest is not None
    start_s, end_s = route.rest
    assert end_s - start_s == 30 * MINUTE
    assert route.trips[0].return_s <= start_s
    assert end_s <= route.trips[1].loading_s
    assert start_s >= 12 * HOUR
    assert end_s <= 14 * HOUR


def test_a_break_can_be_had_after_work_that_ends_early_and_is_not_planned() -> None:
    day = problem([task("A", 1, Window(9 * HOUR, 10 * HOUR))], [vehicle(rest=REST)])
    route = timed(time_route(day, 0, ((0,),)))
    assert (route.rest, route.violation_s) == (None, 0)
    assert route.trips[-1].return_s <= 13 * HOUR + 30 * MINUTE


def test_work_begins_later_where_that_makes_a_break_unnecessary() -> None:
    """One trip from 11:00 to 16:00 would need a break; begun at 12:30 it does not."""
    day = problem([task("A", 1), task("B", 1, Window(16 * HOUR, 17 * HOUR))], [vehicle(rest=REST)])
    route = timed(time_route(day, 0, ((0, 1),)))
    assert route.violation_s == 0
    assert route.trips[0].loading_s >= 12 * HOUR + 30 * MINUTE


def test_a_break_that_finds_no_place_is_a_violation() -> None:
    morning, evening = Window(9 * HOUR, 10 * HOUR), Window(16 * HOUR, 17 * HOUR)
    day = problem([task("A", 1, morning), task("B", 1, evening)], [vehicle(rest=REST)])
    assert timed(time_route(day, 0, ((0, 1),))).violation_s > 0


def test_a_bay_that_is_taken_puts_loading_off() -> None:
    route = timed(time_route(problem([task("A", 1)]), 0, ((0,),), not_before_s=(9 * HOUR,)))
    assert route.trips[0].loading_s == 9 * HOUR
