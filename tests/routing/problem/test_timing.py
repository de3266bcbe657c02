"""Times of routes on the line of `line_city`: a minute a kilometre, ten minutes of loading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.day.model import Lateness
from routing.fleet.model import Break, Rates
from routing.problem.model import Drop, HubProblem, Task, Window
from routing.problem.timing import TimedRoute, time_route
from tests.support.line_city import DAY_LONG, HOUR, MINUTE, paced, problem, task, vehicle

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
    assert stop.tasks == (0, 1)
    assert stop.leave_s - stop.start_s == (4 + 2 + 2) * MINUTE


def test_orders_at_one_place_whose_windows_lie_apart_are_two_stops() -> None:
    early, late = Window(9 * HOUR, 10 * HOUR), Window(11 * HOUR, 12 * HOUR)
    route = timed(time_route(problem([task("A", 1, early), task("B", 1, late)]), 0, ((0, 1),)))
    assert [stop.tasks for stop in route.trips[0].stops] == [(0,), (1,)]
    assert route.trips[0].stops[1].start_s == 11 * HOUR


def test_windows_that_only_touch_are_two_stops_and_a_moment_in_another_window_is_one() -> None:
    """Until 10:00 and from 10:00 on: nobody has to be there at 10:00 sharp."""
    until, then = Window(9 * HOUR, 10 * HOUR), Window(10 * HOUR, 11 * HOUR)
    sharp = Window(10 * HOUR, 10 * HOUR)
    for windows, stops in (((until, then), 2), ((sharp, then), 1), ((sharp, sharp), 1)):
        tasks = [task(str(number), 1, window) for number, window in enumerate(windows)]
        route = timed(time_route(problem(tasks), 0, ((0, 1),)))
        assert (len(route.trips[0].stops), route.violation_s) == (stops, 0)


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
    """Whoever is at one door from 10 to 15 has no break between 12 and 14."""
    long = task("A", 1, Window(10 * HOUR, 10 * HOUR), service_s=5 * HOUR)
    day = problem([long], [vehicle(rest=REST)])
    assert timed(time_route(day, 0, ((0,),))).violation_s > 0


def test_a_break_is_taken_on_the_road_before_a_stop_is_served() -> None:
    """A is done at 10:02 and B, a minute on, begins at 16:00: the van stands before B's door."""
    morning, evening = Window(9 * HOUR, 10 * HOUR), Window(16 * HOUR, 17 * HOUR)
    day = problem([task("A", 1, morning), task("B", 2, evening)], [vehicle(rest=REST)])
    route = timed(time_route(day, 0, ((0, 1),)))
    assert route.violation_s == 0
    assert route.rest is not None
    before = route.trips[0].stops[1]
    assert before.arrive_s <= route.rest[0] < route.rest[1] <= before.start_s
    assert 12 * HOUR <= route.rest[0] < route.rest[1] <= 14 * HOUR


def test_a_break_on_the_road_costs_its_time_where_nobody_waits() -> None:
    """Three doors, an hour each, from 11 on: the break lies before the second or the third."""
    noon = Window(11 * HOUR, 15 * HOUR)
    doors = [task(str(n), n, noon, service_s=HOUR) for n in (1, 2, 3)]
    doors[0] = task("1", 1, Window(11 * HOUR, 12 * HOUR), service_s=HOUR)
    day = problem(doors, [vehicle(rest=REST)])
    route = timed(time_route(day, 0, ((0, 1, 2),)))
    assert route.violation_s == 0
    assert route.paid_s == (10 + 6 + 3 * 60 + 30) * MINUTE


LEGAL = Break(
    duration_s=15 * MINUTE, earliest_s=8 * HOUR, latest_s=20 * HOUR, longest_work_s=6 * HOUR
)


@pytest.mark.parametrize(
    ("service_s", "has_rest"),
    [
        pytest.param(3 * HOUR - 7 * MINUTE, False, id="six hours"),
        pytest.param(3 * HOUR - 7 * MINUTE + 1, True, id="two seconds more"),
    ],
)
def test_a_break_that_follows_from_the_work_is_due_after_six_hours(
    service_s: int, has_rest: bool
) -> None:
    """Loading takes ten minutes and driving four."""
    doors = [task("A", 1, service_s=service_s), task("B", 2, service_s=service_s)]
    route = timed(time_route(problem(doors, [vehicle(rest=LEGAL)]), 0, ((0, 1),)))
    assert (route.violation_s, route.rest is not None) == (0, has_rest)
    if route.rest:
        assert route.rest[0] == route.trips[0].stops[1].arrive_s


def test_a_break_waits_until_the_work_after_it_is_no_longer_too_long() -> None:
    """From 8:49, a stop from 15:00 for five hours: at 9:02 a break would be too early."""
    doors = [
        task("A", 1, Window(9 * HOUR, 9 * HOUR)),
        task("B", 2, Window(15 * HOUR, 15 * HOUR), service_s=4 * HOUR),
    ]
    route = timed(time_route(problem(doors, [vehicle(rest=LEGAL)]), 0, ((0, 1),)))
    assert route.violation_s == 0
    assert route.rest is not None
    assert route.trips[-1].return_s - route.rest[1] <= 6 * HOUR
    assert route.rest[0] - route.trips[0].loading_s <= 6 * HOUR


def test_work_that_is_too_long_whatever_the_break_is_measured() -> None:
    doors = [task("A", 1, service_s=3 * HOUR), task("B", 2, service_s=7 * HOUR)]
    route = timed(time_route(problem(doors, [vehicle(rest=LEGAL)]), 0, ((0, 1),)))
    assert route.violation_s > HOUR


def test_what_may_be_late_is_late_by_the_setting_and_says_by_how_much() -> None:
    """Nobody can be at A before 8:11, and it was promised by 8:05."""
    promised_s = 8 * HOUR + 5 * MINUTE

    def day(most_s: int) -> HubProblem:
        own = task("A", 1, Window(8 * HOUR, promised_s))
        late = {"van": (Window(8 * HOUR, promised_s + most_s),)}
        return problem([replace(own, late_windows=late)])

    on_time = timed(time_route(day(6 * MINUTE), 0, ((0,),)))
    late = timed(time_route(day(6 * MINUTE), 0, ((0,),), frozenset({0})))
    too_late = timed(time_route(day(5 * MINUTE), 0, ((0,),), frozenset({0})))
    assert (on_time.violation_s, late.violation_s, too_late.violation_s) == (360, 0, 60)
    assert (late.late_s, late.trips[0].stops[0].late_s) == (360, 360)


def test_a_break_makes_nobody_late_where_another_one_does_not() -> None:
    """B is promised by 12:20. After A, at the hub, the break makes it 12:28; before A it does not.

    From 10:49 to 16:55 there has to be one.
    """
    tasks = [
        task("A", 1, Window(11 * HOUR, 12 * HOUR), service_s=HOUR),
        task("B", 2, Window(12 * HOUR, 12 * HOUR + 20 * MINUTE), service_s=280 * MINUTE),
    ]
    late = {"van": (Window(12 * HOUR, 13 * HOUR),)}
    tasks[1] = replace(tasks[1], late_windows=late)
    day = replace(problem(tasks, [vehicle(rest=LEGAL)]), lateness=Lateness(most_s=HOUR))
    route = timed(time_route(day, 0, ((0,), (1,)), frozenset({1})))
    assert (route.violation_s, route.late_s) == (0, 0)
    assert route.rest == (10 * HOUR + 45 * MINUTE, 11 * HOUR)


def test_one_late_order_makes_its_neighbours_no_later() -> None:
    """B may be late and A may not: from the same door."""
    tasks = [
        task("A", 1, Window(8 * HOUR, 9 * HOUR)),
        task("B", 1, Window(8 * HOUR, 9 * HOUR), ready_s=9 * HOUR),
    ]
    tasks[1] = replace(tasks[1], late_windows={"van": (Window(8 * HOUR, 10 * HOUR),)})
    day = problem(tasks)
    assert timed(time_route(day, 0, ((0, 1),), frozenset({1}))).violation_s > 0
    assert timed(time_route(day, 0, ((0,), (1,)), frozenset({1}))).violation_s == 0


def test_a_bay_that_is_taken_puts_loading_off() -> None:
    route = timed(time_route(problem([task("A", 1)]), 0, ((0,),), not_before_s=(9 * HOUR,)))
    assert route.trips[0].loading_s == 9 * HOUR


RUSH = ((0, 3), (9, 1))
"""Three minutes a kilometre before 9 o'clock, one from then on."""


def test_a_leg_takes_what_the_hour_of_its_departure_says() -> None:
    """Out before 9, back after it."""
    day = paced(problem([task("A", 3)], [vehicle(rates=UNPAID)]), *RUSH)
    late = replace(day, tasks=(task("A", 3, service_s=HOUR),))
    (trip,) = timed(time_route(late, 0, ((0,),))).trips
    assert (trip.stops[0].leg_s, trip.return_leg_s) == (9 * MINUTE, 3 * MINUTE)
    assert trip.return_s == 8 * HOUR + (10 + 9 + 60 + 3) * MINUTE


def test_a_driver_who_would_gain_nothing_by_it_does_not_leave_in_the_rush_hour() -> None:
    """Loaded at 8:55 the van is at A at 9:04; leaving at 9:01 it is there as soon."""
    day = paced(problem([task("A", 3, ready_s=8 * HOUR + 45 * MINUTE)]), *RUSH)
    for rates in (UNPAID, vehicle().rates):
        paid = replace(day, vehicles=(vehicle(rates=rates),))
        (trip,) = timed(time_route(paid, 0, ((0,),))).trips
        assert trip.loading_s == 8 * HOUR + 51 * MINUTE
        assert trip.stops[0].arrive_s == trip.stops[0].start_s == 9 * HOUR + 4 * MINUTE


def test_who_waits_at_the_hub_knows_how_long_the_drive_takes_then() -> None:
    """A, three kilometres away, is expected from 8:30: the van leaves at 8:21; from 10:00: 9:57."""
    for window, depart_s in (
        (Window(8 * HOUR + 30 * MINUTE, 12 * HOUR), 8 * HOUR + 21 * MINUTE),
        (Window(10 * HOUR, 12 * HOUR), 10 * HOUR - 3 * MINUTE),
    ):
        day = paced(problem([task("A", 3, window)]), *RUSH)
        (trip,) = timed(time_route(day, 0, ((0,),))).trips
        assert trip.depart_s == depart_s
        assert trip.stops[0].arrive_s == window.start_s


def test_who_has_to_be_off_before_the_hub_closes_leaves_in_the_rush_hour() -> None:
    """A is expected from 9:05. Leaving at 9:02 would do, but the hub closes at 8:59; then 8:56."""
    early = Window(9 * HOUR + 5 * MINUTE, 10 * HOUR)
    day = paced(problem([task("A", 3, early)], closes_s=9 * HOUR - MINUTE), *RUSH)
    route = timed(time_route(day, 0, ((0,),)))
    assert route.violation_s == 0
    assert route.trips[0].depart_s == 9 * HOUR - 4 * MINUTE
    assert route.trips[0].stops[0].arrive_s == 9 * HOUR + 5 * MINUTE


CLOSES_S, REOPENS_S = 11 * HOUR, 19 * HOUR


def street_with_hours(service_s: int = 2 * MINUTE) -> tuple[Window, Window]:
    """The windows of an order that is due all day, in a street that is closed from 11 to 19."""
    return (
        Window(8 * HOUR, CLOSES_S - service_s, leave_by_s=CLOSES_S),
        Window(REOPENS_S, 20 * HOUR, open_from_s=REOPENS_S),
    )


@pytest.mark.parametrize(
    ("ready", "start_s"),
    [
        pytest.param(47, 10 * HOUR + 58 * MINUTE, id="the last minute"),
        pytest.param(48, REOPENS_S, id="a minute later"),
    ],
)
def test_a_street_is_left_before_it_closes_or_served_when_it_opens_again(
    ready: int, start_s: int
) -> None:
    own = replace(task("A", 1), windows={"van": street_with_hours()})
    day = problem([replace(own, ready_s=10 * HOUR + ready * MINUTE)], [vehicle(rates=UNPAID)])
    route = timed(time_route(day, 0, ((0,),)))
    assert route.violation_s == 0
    assert route.trips[0].stops[0].start_s == start_s


def test_several_orders_at_one_door_have_to_be_done_before_the_street_closes() -> None:
    """Each alone could begin at 10:58, both together at 10:56."""
    both = [replace(task(one, 1), windows={"van": street_with_hours()}) for one in "AB"]
    for ready, start_s in ((45, 10 * HOUR + 56 * MINUTE), (46, REOPENS_S)):
        tasks = [replace(one, ready_s=10 * HOUR + ready * MINUTE) for one in both]
        day = problem(tasks, [vehicle(rates=UNPAID)])
        (stop,) = timed(time_route(day, 0, ((0, 1),))).trips[0].stops
        assert stop.start_s == start_s


def test_being_in_a_street_when_it_closes_is_measured() -> None:
    """From 10:58 with five minutes of set-up the van leaves at 11:05."""
    own = replace(task("A", 1), windows={"van": street_with_hours()[:1]})
    day = problem(
        [replace(own, ready_s=10 * HOUR + 47 * MINUTE)],
        [vehicle(setup_s=5 * MINUTE, rates=UNPAID)],
    )
    assert timed(time_route(day, 0, ((0,),))).violation_s == 5 * MINUTE


def test_a_driver_who_begins_late_for_the_pay_is_still_out_of_the_street_in_time() -> None:
    """B, one kilometre on, is due at 12:00; A would do at 11:57, had its street not closed."""
    own = replace(task("A", 1), windows={"van": street_with_hours()})
    day = problem([own, task("B", 2, Window(12 * HOUR, 13 * HOUR))])
    route = timed(time_route(day, 0, ((0, 1),)))
    assert route.trips[0].stops[0].leave_s == CLOSES_S
    assert route.violation_s == 0


def test_orders_at_one_door_are_one_stop_by_their_promises_not_by_the_street() -> None:
    """Their promises overlap at noon, when the street is closed: no stop can serve both."""
    morning, evening = street_with_hours()
    first = replace(task("A", 1), windows={"van": (morning,)}, promise=Window(8 * HOUR, 13 * HOUR))
    second = replace(
        task("B", 1), windows={"van": (evening,)}, promise=Window(12 * HOUR, 20 * HOUR)
    )
    day = problem([first, second])
    assert timed(time_route(day, 0, ((0, 1),))).violation_s > 0
    assert timed(time_route(day, 0, ((0,), (1,)))).violation_s == 0
