"""Compiled timing finds no day that breaks a bound, and none dearer than playing them all through.

On the line of `line_city`, with times in whole minutes.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.day.model import Lateness
from routing.fleet.model import Break, Rates, Vehicle
from routing.problem.model import Drop, HubProblem, Task, Trips, Window
from routing.problem.timing import time_route
from tests.support.line_city import HOUR, MINUTE, problem, task, vehicle
from tests.support.slow_timing import best_day


def minutes(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high).map(lambda number: number * MINUTE)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Somewhere on the line, in a window or by a promise, between 8 and 16."""
    start_s = 8 * HOUR + draw(minutes(0, 420))
    window = Window(start_s, start_s + draw(minutes(0, 240)))
    own = task(
        "A",
        draw(st.integers(1, 4)),
        window,
        ready_s=8 * HOUR + draw(minutes(0, 120)),
        service_s=draw(minutes(0, 150)),
    )
    if not draw(st.booleans()):
        return own
    point_id = draw(st.sampled_from("PQ"))
    handover_s = {"P": 3 * MINUTE, "Q": 5 * MINUTE}[point_id]
    goal = Drop(
        point_id=point_id,
        handover_s=handover_s,
        leave_by_s=start_s + draw(minutes(10, 300)),
        closes_s=18 * HOUR,
    )
    opened = Window(8 * HOUR, 18 * HOUR - handover_s)
    return replace(own, windows={"van": (opened,)}, service_s=0, drop=goal)


def as_late(own: Task, most_s: int) -> Task:
    """The order, with the lateness that the day allows."""
    (window,) = own.windows["van"]
    return replace(own, late_windows={"van": (replace(window, end_s=window.end_s + most_s),)})


@st.composite
def breaks(draw: st.DrawFn) -> Break | None:
    duration_s = draw(minutes(10, 60))
    if draw(st.booleans()):
        return Break(
            duration_s=duration_s,
            earliest_s=8 * HOUR,
            latest_s=20 * HOUR,
            longest_work_s=draw(minutes(60, 360)),
        )
    earliest_s = 8 * HOUR + draw(minutes(0, 300))
    latest_s = earliest_s + duration_s + draw(minutes(0, 180))
    return draw(
        st.sampled_from(
            [None, Break(duration_s=duration_s, earliest_s=earliest_s, latest_s=latest_s)]
        )
    )


@st.composite
def vans(draw: st.DrawFn) -> Vehicle:
    return vehicle(
        setup_s=draw(minutes(0, 5)),
        shift_start_s=8 * HOUR + draw(minutes(0, 120)),
        shift_end_s=draw(st.sampled_from([14, 17, 20])) * HOUR,
        rest=draw(breaks()),
        rates=Rates(eur_per_h=draw(st.sampled_from([0.0, 36.0])), eur_per_km=1, eur_per_vehicle=10),
    )


@st.composite
def routes(draw: st.DrawFn) -> tuple[HubProblem, Trips, frozenset[int]]:
    drawn = draw(st.lists(tasks(), min_size=1, max_size=4))
    lateness = Lateness(most_s=draw(minutes(0, 90)), eur_per_min=2.0)
    drawn = [one if one.drop else as_late(one, lateness.most_s) for one in drawn]
    day = replace(problem(drawn, [draw(vans())]), lateness=lateness)
    cuts = [draw(st.booleans()) for _ in drawn[1:]]
    trips: list[list[int]] = [[0]]
    for index, cut in enumerate(cuts, start=1):
        if cut:
            trips.append([index])
        else:
            trips[-1].append(index)
    late = draw(st.frozensets(st.integers(0, len(drawn) - 1)))
    return day, tuple(map(tuple, trips)), late


@settings(max_examples=300)
@given(routes())
def test_a_route_is_timed_as_well_as_any_way_to_play_it_through(
    drawn: tuple[HubProblem, Trips, frozenset[int]],
) -> None:
    day, trips, late = drawn
    found = time_route(day, 0, trips, late)
    best = best_day(day, 0, trips, late)
    assert found is not None
    if best is None:
        assert found.violation_s > 0
        return
    assert found.violation_s == 0
    price_eur = found.figures.cost_eur + found.late_s * day.lateness.eur_per_min / 60
    assert round(price_eur, 6) <= round(best.cost_eur, 6)
