"""From a solution to a hub's plan, on the streets of `grid_city`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import polyline
import pytest

from maps.build import build_city
from maps.circumstances import Circumstances
from maps.conditional import Calendar
from maps.geodesy import great_circle_m
from maps.traffic import Traffic
from routing.day.model import Lateness
from routing.fleet.model import Break
from routing.orders.model import Channel
from routing.plan.assembly import assemble
from routing.plan.totals import stops_of, total
from routing.problem.build import build_problem
from routing.problem.model import HubProblem, Solution, Trips
from routing.problem.timing import time_solution
from tests.support.grid_city import write_grid_city
from tests.support.grid_day import (
    HOUR,
    at,
    hub,
    intake,
    placed,
    point,
    vehicle,
    write_city_with_spur,
)

if TYPE_CHECKING:
    from maps.city import City
    from routing.fleet.model import Vehicle
    from routing.orders.model import HubOrder
    from routing.plan.model import HubPlan, Route

VAN, BIKE = vehicle("V", setup_s=60), vehicle("B", kind="cargo_bike")
NEAR, FAR = placed("O1", 450, 10, lines=3), placed("O2", 610, 450, lines=4)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return build_city(write_grid_city(tmp_path_factory.mktemp("city") / "grid.osm"))


def dropped(order_id: str, **known: Any) -> HubOrder:
    """An order for the locker P, promised by 17:00."""
    goal: dict[str, Any] = {
        "point_id": "P",
        "window_end_s": 17 * HOUR,
        "channel": Channel.CLICK_AND_COLLECT,
    }
    return placed(order_id, 450, 410, **(goal | known))


def planned(
    city: City,
    orders: list[HubOrder],
    routes: dict[int, Trips],
    vehicles: tuple[Vehicle, ...] = (VAN, BIKE),
    late: frozenset[int] = frozenset(),
) -> tuple[HubProblem, HubPlan]:
    """These routes, which keep every bound, assembled."""
    day = build_problem(hub(), orders, intake(vehicles=vehicles, points=(point(),)), city)
    solution = Solution(routes=routes, unserved=(), late=late)
    assert [route.violation_s for route in time_solution(day, solution).values()] == [0] * len(
        routes
    )
    return day, assemble(day, solution, orders, city)


def ends(shape: str) -> tuple[tuple[float, float], tuple[float, float]]:
    line = polyline.decode(shape, 5)
    return line[0], line[-1]


def length_m(shape: str) -> float:
    lat, lon = np.array(polyline.decode(shape, 5)).T
    return float(great_circle_m(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


def shapes_of(route: Route) -> list[tuple[str, int]]:
    """Each drive's line and its metres."""
    return [
        drive
        for trip in route.trips
        for drive in (
            *((stop.shape, stop.leg_m) for stop in trip.stops),
            (trip.return_shape, trip.return_leg_m),
        )
    ]


def test_times_and_loads_are_those_of_the_route(city: City) -> None:
    day, plan = planned(city, [NEAR, FAR], {0: ((0, 1),)})
    timed = time_solution(day, Solution(routes={0: ((0, 1),)}, unserved=()))[0].trips[0]
    (trip,) = plan.routes[0].trips
    assert (trip.loading_s, trip.depart_s, trip.return_s) == (
        timed.loading_s, timed.depart_s, timed.return_s
    )  # fmt: skip
    assert (trip.weight_g, trip.volume_ml) == (2_000, 2_000)
    first, second = trip.stops
    assert first.arrive_s == trip.depart_s + first.leg_s
    assert first.leave_s == first.start_s + first.setup_s + first.service_s
    assert second.arrive_s == first.leave_s + second.leg_s
    assert trip.return_s == second.leave_s + trip.return_leg_s
    assert (first.lines, second.lines) == (3, 4)
    assert (first.setup_s, first.service_s) == (60, 120)


def test_figures_add_up(city: City) -> None:
    _, plan = planned(city, [NEAR, FAR], {0: ((0,), (1,))})
    route = plan.routes[0]
    stops = list(stops_of(plan))
    assert route.distance_m == sum(metres for _, metres in shapes_of(route))
    assert route.driving_s == sum(s.leg_s for s in stops) + sum(t.return_leg_s for t in route.trips)
    assert route.service_s == 2 * (60 + 120)
    assert route.waiting_s == sum(stop.start_s - stop.arrive_s for stop in stops)
    paid_s = route.trips[-1].return_s - route.trips[0].loading_s
    assert route.cost_cents == round(1000 + paid_s + route.distance_m / 10)
    assert route.vehicle_cents == 1000
    assert route.co2_g == round(route.distance_m / 5)
    figures = total([plan], [], [], [], 0)
    assert (figures.vehicles, figures.delivered) == (1, 2)
    assert figures.cost_cents == route.cost_cents


def test_lines_run_along_the_streets_from_road_point_to_road_point(city: City) -> None:
    _, plan = planned(city, [NEAR, FAR], {0: ((0, 1),)})
    (trip,) = plan.routes[0].trips
    roads = [(stop.road_lat, stop.road_lon) for stop in trip.stops]
    hub_road = at(50, 0)
    corners = [hub_road, *roads, hub_road]
    drawn = shapes_of(plan.routes[0])
    assert len(drawn) == 3
    for (shape, metres), start, end in zip(drawn, corners, corners[1:], strict=False):
        assert np.allclose(ends(shape), (start, end), atol=1.1e-5)
        assert length_m(shape) == pytest.approx(metres, abs=3)


def test_a_road_point_is_on_the_street_and_the_place_is_the_customers(city: City) -> None:
    _, plan = planned(city, [NEAR], {0: ((0,),)})
    (stop,) = stops_of(plan)
    assert (stop.lat, stop.lon) == at(450, 10)
    assert (stop.road_lat, stop.road_lon) == pytest.approx(at(450, 0), abs=1.1e-5)


def test_each_kind_drives_its_own_streets(city: City) -> None:
    """Over the cycle bridge it is 220 m, which vans do not see."""
    orders = [placed(f"O{n}", 190 if n % 2 else 410, 405) for n in (1, 2, 3, 4)]
    _, plan = planned(city, orders, {0: ((0, 1),), 1: ((2, 3),)})
    over = {route.vehicle_id: route.trips[0].stops[1].leg_m for route in plan.routes}
    assert over["B"] == pytest.approx(220, abs=2)
    assert over["V"] == pytest.approx(10 + 400 + 200 + 400 + 10, abs=2)


def test_vehicles_that_stay_are_listed_and_cost_nothing(city: City) -> None:
    _, plan = planned(city, [NEAR], {0: ((0,),)})
    assert [route.vehicle_id for route in plan.routes] == ["V", "B"]
    idle = plan.routes[1]
    assert (idle.kind, idle.trips, idle.cost_cents, idle.distance_m) == ("cargo_bike", (), 0, 0)
    assert idle.vehicle_cents == 0


def test_a_hub_without_work_lists_its_vehicles(city: City) -> None:
    _, plan = planned(city, [], {})
    assert [route.trips for route in plan.routes] == [(), ()]
    assert (plan.lat, plan.lon) == at(50, 10)


def test_trips_are_numbered_in_the_vehicles_day(city: City) -> None:
    _, plan = planned(city, [NEAR, FAR], {0: ((1,), (0,))})
    assert [trip.trip_id for trip in plan.routes[0].trips] == ["V-1", "V-2"]
    assert [trip.stops[0].order_ids for trip in plan.routes[0].trips] == [("O2",), ("O1",)]


def test_a_break_is_written_where_it_is_taken(city: City) -> None:
    rest = Break(duration_s=1800, earliest_s=12 * HOUR, latest_s=14 * HOUR)
    early = placed("O1", 450, 10, window_start_s=11 * HOUR, window_end_s=12 * HOUR)
    late = placed("O2", 610, 450, window_start_s=16 * HOUR, window_end_s=17 * HOUR)
    _, plan = planned(city, [early, late], {0: ((0,), (1,))}, vehicles=(vehicle("V", rest=rest),))
    route = plan.routes[0]
    (taken,) = route.breaks
    assert taken.end_s - taken.start_s == 1800
    assert route.trips[0].return_s <= taken.start_s <= taken.end_s <= route.trips[1].depart_s


def test_a_drops_window_runs_from_the_opening_of_its_place_to_its_promise(city: City) -> None:
    orders = [dropped("O1"), dropped("O2", window_end_s=16 * HOUR)]
    _, plan = planned(city, orders, {0: ((0, 1),)})
    (stop,) = stops_of(plan)
    assert stop.order_ids == ("O1", "O2")
    assert (stop.window_start_s, stop.window_end_s) == (10 * HOUR, 16 * HOUR)
    assert (stop.point_id, stop.service_s, stop.late_s) == ("P", 120, 0)


def test_a_drop_that_is_late_says_by_how_much(city: City) -> None:
    """It is ready when the locker opens, and loading alone takes longer than the promise allows."""
    order = dropped("O1", window_end_s=10 * HOUR + 300, ready_s=10 * HOUR)
    _, plan = planned(city, [order], {0: ((0,),)}, late=frozenset({0}))
    (stop,) = stops_of(plan)
    assert stop.late_s == stop.leave_s - (10 * HOUR + 300) > 0


def test_a_stop_for_the_door_and_the_locker_has_what_both_windows_have_in_common(
    city: City,
) -> None:
    """The drop is promised for when the locker closes, at 18:00.

    A customer who lives where the locker stands may be served until 19:00.
    """
    orders = [
        placed("O1", 450, 410, window_start_s=11 * HOUR, window_end_s=19 * HOUR),
        dropped("O2", window_end_s=18 * HOUR),
    ]
    _, plan = planned(city, orders, {0: ((0, 1),)})
    (stop,) = stops_of(plan)
    assert stop.order_ids == ("O1", "O2")
    assert (stop.window_start_s, stop.window_end_s) == (11 * HOUR, 18 * HOUR)
    assert stop.service_s == 120 + 120


def test_a_stops_place_is_known_as_well_as_its_vaguest_order(city: City) -> None:
    orders = [placed("O1", 450, 10), placed("O2", 450, 10, accuracy_m=80)]
    _, plan = planned(city, orders, {0: ((0, 1),)})
    (stop,) = stops_of(plan)
    assert (stop.located, stop.accuracy_m) == ("street", 80)


@pytest.mark.parametrize(("ready_s", "late_s"), [(9 * HOUR, 0), (10 * HOUR + 60, 60)])
def test_what_is_collected_here_is_among_the_collections(
    city: City, ready_s: int, late_s: int
) -> None:
    here = placed(
        "O1", 0, 0, place=None, channel=Channel.CLICK_AND_COLLECT, ready_s=ready_s,
        window_end_s=10 * HOUR,
    )  # fmt: skip
    _, plan = planned(city, [here], {})
    (own,) = plan.collections
    assert (own.order_id, own.ready_s, own.window_end_s, own.late_s) == (
        "O1", ready_s, 10 * HOUR, late_s
    )  # fmt: skip


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> City:
    """A dead end in the east is closed to motors from 11 to 19; at 10 everything slows down."""
    path = tmp_path_factory.mktemp("limited") / "grid.osm"
    tags = {"motor_vehicle:conditional": "no @ (11:00-19:00)"}
    factor = np.ones_like(Traffic.none().factor)
    factor[5 * 24 + 10 : 5 * 24 + 24] = 2.0  # a Saturday's
    day = Circumstances(
        calendar=Calendar(date=dt.date(2026, 11, 21), timezone="Europe/Brussels", country="BE"),
        working_s=(8 * HOUR, 20 * HOUR), traffic=Traffic(factor=factor),
    )  # fmt: skip
    return build_city(write_city_with_spur(path, 200, **tags)).under(day)


IN_THE_DEAD_END = placed("O1", 900, 410)


def test_a_stop_tells_its_street_s_hours_and_keeps_the_window_that_was_promised(
    limited: City,
) -> None:
    _, plan = planned(limited, [IN_THE_DEAD_END, NEAR], {0: ((0,),), 1: ((1,),)})
    inside, outside = stops_of(plan)
    assert (inside.street_opens_s, inside.street_closes_s) == (None, 11 * HOUR)
    assert (inside.window_start_s, inside.window_end_s) == (8 * HOUR, 20 * HOUR)
    assert (outside.street_opens_s, outside.street_closes_s) == (None, None)


def test_the_hours_are_those_of_the_spell_in_which_the_stop_is(limited: City) -> None:
    late = placed("O1", 900, 410, ready_s=18 * HOUR)
    _, plan = planned(limited, [late], {0: ((0,),)})
    (stop,) = stops_of(plan)
    assert stop.start_s >= 19 * HOUR
    assert (stop.street_opens_s, stop.street_closes_s) == (19 * HOUR, None)


def test_bikes_to_whom_the_street_is_open_have_no_hours(limited: City) -> None:
    _, plan = planned(limited, [IN_THE_DEAD_END], {1: ((0,),)})
    (stop,) = stops_of(plan)
    assert (stop.street_opens_s, stop.street_closes_s) == (None, None)


def test_each_drive_is_that_of_its_own_hour(limited: City) -> None:
    """Both ways in free flow before 10; with a ready time of 9:50, all of it is after 10."""
    drives = []
    for ready_s in (8 * HOUR, 9 * HOUR + 50 * 60):
        _, plan = planned(limited, [placed("O1", 450, 10, ready_s=ready_s)], {0: ((0,),)})
        (trip,) = plan.routes[0].trips
        leaves_s = trip.depart_s, trip.stops[0].leave_s
        drives.append((trip.stops[0].leg_s, trip.return_leg_s))
        assert all((leave_s >= 10 * HOUR) is (ready_s > 9 * HOUR) for leave_s in leaves_s)
        assert len(shapes_of(plan.routes[0])) == 2
    free, slow = drives
    assert slow[0] > free[0]
    assert slow[1] > free[1]


def test_a_late_delivery_says_by_how_much_it_begins_too_late(city: City) -> None:
    """It is promised by 08:05, and nobody has loaded before 08:10."""
    orders = [placed("O1", 450, 10, window_end_s=8 * HOUR + 300)]
    fleet = intake(vehicles=(VAN,), points=(point(),))
    day = build_problem(hub(), orders, fleet, city, Lateness(most_s=3600))
    late = Solution(routes={0: ((0,),)}, unserved=(), late=frozenset({0}))
    (stop,) = stops_of(assemble(day, late, orders, city))
    assert stop.late_s == stop.start_s - (8 * HOUR + 300) > 0
    assert stop.window_end_s == 8 * HOUR + 300
