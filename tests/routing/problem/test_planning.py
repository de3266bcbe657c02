"""The table that engines plan with: whoever keeps every bound with it keeps it on the road."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.travel import Table
from routing.fleet.model import Break, Rates, Vehicle
from routing.problem.model import Drop, HubProblem, Task, Trips, Window
from routing.problem.planning import planning_table
from routing.problem.timing import TimedRoute, time_route
from routing.problem.travel import Travel
from tests.support.line_city import DAY_LONG, HOUR, MINUTE, paced, problem, task, vehicle

UNPAID = Rates(eur_per_h=0.0, eur_per_km=1.0, eur_per_vehicle=0.0)


def pace(day: HubProblem, start: int, goal: int) -> float:
    """Minutes a kilometre that are planned for a leg of the line."""
    seconds = planning_table(day, "van").duration_s[start, goal]
    return float(seconds) / 60 / abs(start - goal)


PACES = ((0, 1), (12, 3), (14, 2))
"""A minute a kilometre, three from 12 o'clock, two from 14."""


def test_a_leg_that_is_driven_before_the_peak_is_planned_without_it() -> None:
    day = problem([task("A", 1, Window(9 * HOUR, 10 * HOUR)), task("B", 2)])
    assert pace(paced(day, *PACES), 0, 1) == 1


def test_a_leg_whose_window_runs_into_the_peak_is_planned_as_slow() -> None:
    day = problem([task("A", 1, Window(9 * HOUR, 12 * HOUR))])
    assert pace(paced(day, *PACES), 0, 1) == 3


def test_a_leg_between_two_afternoon_doors_is_planned_without_the_peak_before() -> None:
    late = Window(15 * HOUR, 16 * HOUR)
    day = paced(problem([task("A", 1, late), task("B", 2, late)]), *PACES)
    assert (pace(day, 1, 2), pace(day, 0, 1), pace(day, 1, 0)) == (2, 3, 2)


def test_the_shifts_bound_the_hours_of_a_leg() -> None:
    """Nobody is out before 14 o'clock, and loading takes ten minutes from then."""
    day = problem([task("A", 1)], [vehicle(shift_start_s=14 * HOUR)])
    assert pace(paced(day, *PACES), 0, 1) == 2
    early = problem([task("A", 1)], [vehicle(shift_end_s=11 * HOUR)])
    assert pace(paced(early, *PACES), 1, 0) == 1


def test_orders_at_one_door_share_its_hours() -> None:
    morning, evening = Window(9 * HOUR, 10 * HOUR), Window(17 * HOUR, 18 * HOUR)
    day = problem([task("A", 1, morning), task("B", 1, evening), task("C", 2, evening)])
    slower = paced(day, *PACES)
    assert (pace(slower, 0, 1), pace(slower, 1, 2)) == (3, 3)


SITES = 4
MORNING, ALL_DAY, EVENING = (
    st.integers(2 * first, 2 * last).map(lambda half: half * 1800)
    for first, last in ((8, 12), (8, 20), (15, 20))
)
"""Half hours in which days begin, anything changes, and days end; most of such days can be done."""


@st.composite
def travels(draw: st.DrawFn) -> Travel:
    """Any times between sites, in up to five periods: no leg need be like another."""
    starts_s = sorted(draw(st.lists(ALL_DAY, min_size=1, max_size=5, unique=True)))
    return Travel(starts_s=tuple(starts_s), tables=tuple(draw(tables()) for _ in starts_s))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    minutes = st.lists(st.integers(0, 45), min_size=SITES * SITES, max_size=SITES * SITES)
    square = np.array(draw(minutes), np.int32).reshape(SITES, SITES)
    np.fill_diagonal(square, 0)
    return Table(duration_s=square * MINUTE, distance_m=square * 1000)


@st.composite
def tasks(draw: st.DrawFn, number: int) -> Task:
    """A door with a promise, sometimes in a street that is closed in between; or a drop."""
    start_s, end_s = draw(st.one_of(MORNING, ALL_DAY)), draw(EVENING)
    site, ready_s = draw(st.integers(0, SITES - 1)), draw(MORNING)
    if site and draw(st.integers(0, 5)) == 0:
        goal = Drop(point_id="P", handover_s=300, leave_by_s=end_s, closes_s=20 * HOUR)
        window = Window(start_s, 20 * HOUR - 300)
        return task(f"O{number}", site, window, ready_s=ready_s, service_s=0, drop=goal)
    service_s = draw(st.sampled_from([0, 120, 1800]))
    own = task(f"O{number}", site, Window(start_s, end_s), ready_s=ready_s, service_s=service_s)
    closes_s, opens_s = sorted((draw(ALL_DAY), draw(ALL_DAY)))
    cut = (
        own.windows["van"][0].meet(Window(0, closes_s - service_s, leave_by_s=closes_s)),
        own.windows["van"][0].meet(Window(opens_s, 48 * HOUR, open_from_s=opens_s)),
    )
    windows = tuple(window for window in cut if window is not None)
    return own if draw(st.booleans()) else replace(own, windows={"van": windows})


@st.composite
def vehicles(draw: st.DrawFn) -> Vehicle:
    start_s, end_s = draw(MORNING), draw(EVENING)
    rest = Break(duration_s=1800, earliest_s=12 * HOUR, latest_s=14 * HOUR)
    return vehicle(
        shift_start_s=start_s, shift_end_s=end_s + HOUR,
        setup_s=draw(st.sampled_from([0, 60])), rest=draw(st.sampled_from([None, None, rest])),
    )  # fmt: skip


@st.composite
def routes(draw: st.DrawFn) -> tuple[HubProblem, Trips]:
    """A hub's problem, and trips for its first vehicle."""
    own = [draw(tasks(number)) for number in range(draw(st.integers(1, 5)))]
    day = problem(own, [draw(vehicles()) for _ in range(draw(st.integers(1, 2)))])
    cuts = sorted(draw(st.sets(st.integers(1, len(own)), max_size=2)) - {len(own)})
    edges = [0, *cuts, len(own)]
    trips = tuple(tuple(range(a, b)) for a, b in pairwise(edges))
    place = (50.0, 4.0)
    return replace(day, travel={"van": draw(travels())}, sites=(place,) * SITES), trips


def timed_twice(day: HubProblem, trips: Trips) -> tuple[TimedRoute, TimedRoute] | None:
    """As planned with the one table and as driven; None where the plan keeps not every bound."""
    constant = Travel.constant(planning_table(day, "van"))
    planned = time_route(replace(day, travel={"van": constant}), 0, trips)
    if planned is None or planned.violation_s:
        return None
    driven = time_route(day, 0, trips)
    assert driven is not None
    return planned, driven


@settings(max_examples=300)
@given(routes())
def test_what_keeps_every_bound_as_planned_keeps_it_when_driven(
    made: tuple[HubProblem, Trips],
) -> None:
    """Whatever the hours do to the legs: no order, no return, no drop is late, nor the way longer.

    A route without paid hours begins as early as it can; with them it may begin later than planned,
    where the last return asks for no more.
    """
    if both := timed_twice(*made):
        planned, driven = both
        assert driven.violation_s == 0
        assert driven.distance_m <= planned.distance_m


@settings(max_examples=300)
@given(routes())
def test_who_is_not_paid_by_the_hour_is_nowhere_later_than_planned(
    made: tuple[HubProblem, Trips],
) -> None:
    """With a break the order of work and rest may be another one, and it has no such bound."""
    day, trips = made
    unpaid = tuple(replace(one, rates=UNPAID, rest=None) for one in day.vehicles)
    if both := timed_twice(replace(day, vehicles=unpaid), trips):
        planned, driven = both
        for one, other in zip(driven.trips, planned.trips, strict=True):
            assert one.return_s <= other.return_s
            for stop, slower in zip(one.stops, other.stops, strict=True):
                assert stop.start_s <= slower.start_s


def test_a_paid_driver_may_be_later_at_a_door_than_planned_but_never_late() -> None:
    """A is free all day; B opens at 16:00, two kilometres on.

    Planned at three minutes a kilometre the drive from A takes 6 minutes; on the road it takes 2,
    so that the driver, who waits for B anyway, begins 4 minutes later with A.
    """
    day = problem([task("A", 1), task("B", 3, Window(16 * HOUR, 17 * HOUR))])
    slower = paced(day, (0, 3), (15, 1))
    planned, driven = timed_twice(slower, ((0, 1),)) or (None, None)
    assert planned is not None
    assert driven is not None
    starts_s = [route.trips[0].stops[0].start_s for route in (planned, driven)]
    assert starts_s == [16 * HOUR - 8 * MINUTE, 16 * HOUR - 4 * MINUTE]
    assert driven.trips[0].stops[0].start_s < DAY_LONG.end_s
