"""From a hub's orders to its problem, in the city of `grid_city`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.build import build_city
from maps.circumstances import Circumstances
from maps.closures import Closure
from maps.conditional import Calendar
from maps.traffic import Traffic
from routing.day.model import Lateness
from routing.orders.model import Channel
from routing.problem.build import build_problem
from routing.problem.model import NEVER_S, Drop, HubProblem, Window
from routing.problem.timing import time_route
from tests.support.grid_day import (
    HOUR,
    MINUTE,
    at,
    hub,
    intake,
    placed,
    point,
    vehicle,
    write_city_with_park,
    write_city_with_spur,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from maps.city import City
    from routing.fleet.model import CollectionPoint, Hub, Vehicle
    from routing.orders.model import HubOrder

VAN, BIKE = vehicle("V"), vehicle("B", kind="cargo_bike")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return build_city(write_city_with_park(tmp_path_factory.mktemp("city") / "grid.osm"))


def build(
    city: City,
    *orders: HubOrder,
    vehicles: tuple[Vehicle, ...] = (VAN, BIKE),
    points: tuple[CollectionPoint, ...] = (point(),),
    hubs: tuple[Hub, ...] = (hub(),),
) -> HubProblem:
    return build_problem(hubs[0], orders, intake(hubs=hubs, vehicles=vehicles, points=points), city)


def dropped(order_id: str, east_m: float = 450, north_m: float = 410, **known: Any) -> HubOrder:
    """An order for the locker P, promised by 17:00."""
    goal: dict[str, Any] = {
        "point_id": "P",
        "window_end_s": 17 * HOUR,
        "channel": Channel.CLICK_AND_COLLECT,
    }
    return placed(order_id, east_m, north_m, **(goal | known))


def test_each_place_is_one_site_and_the_hub_is_the_first(city: City) -> None:
    day = build(
        city, placed("O1", 450, 10), placed("O2", 210, 450), placed("O3", 450, 10), dropped("O4"),
        placed("O5", 50, 10),
    )  # fmt: skip
    assert day.sites == (at(50, 10), at(450, 10), at(210, 450), at(450, 410))
    assert [one.site for one in day.tasks] == [1, 2, 1, 3, 0]


def test_tables_hold_what_the_streets_of_each_kind_take(city: City) -> None:
    """Along the southern street it is 400 m for everybody; the cycle bridge is for bikes alone.

    From ten metres before it to ten metres after it are 220 m; vans go round by the bridge in the
    north or south.
    """
    day = build(city, placed("O1", 450, 10), placed("O2", 190, 405), placed("O3", 410, 405))
    metres = {kind: day.travel[kind].at(9 * HOUR).distance_m for kind in ("van", "cargo_bike")}
    seconds = day.travel["van"].at(9 * HOUR).duration_s
    assert metres["van"][0, 1] == metres["cargo_bike"][0, 1] == pytest.approx(400, abs=2)
    assert metres["cargo_bike"][2, 3] == pytest.approx(220, abs=2)
    assert metres["van"][2, 3] == pytest.approx(10 + 400 + 200 + 400 + 10, abs=2)
    assert seconds.shape == (4, 4)
    assert not np.diag(seconds).any()


def test_only_the_hubs_own_vehicles_and_their_kinds_count(city: City) -> None:
    elsewhere = vehicle("W", "H2", kind="cargo_bike")
    day = build(city, placed("O1", 450, 10), vehicles=(VAN, elsewhere), hubs=(hub(), hub("H2")))
    assert day.vehicles == (VAN,)
    assert set(day.travel) == {"van"}
    assert set(day.tasks[0].windows) == {"van"}


def test_what_is_collected_here_is_not_driven(city: City) -> None:
    assert build(city, replace(placed("O1", 450, 10), place=None)).tasks == ()


def test_an_order_is_taken_over_as_it_is(city: City) -> None:
    item = placed(
        "O1", 450, 10, weight_g=7, volume_ml=8, service_s=9, priority=3, ready_s=10,
        requires=frozenset({"cooled"}), window_start_s=11, window_end_s=12,
    )  # fmt: skip
    (own,) = build(city, item).tasks
    assert (own.weight_g, own.volume_ml, own.service_s, own.priority, own.ready_s) == (
        7,
        8,
        9,
        3,
        10,
    )
    assert own.requires == {"cooled"}
    assert own.windows == {"van": (Window(11, 12),), "cargo_bike": (Window(11, 12),)}
    assert own.drop is None


def test_a_place_that_only_bikes_come_near_has_windows_for_bikes_alone(city: City) -> None:
    """In the park, by the cycle path, vans are 300 m away."""
    near, park, wild = build(
        city, placed("O1", 610, 410), placed("O2", 1100, 410), placed("O3", 1100, 600)
    ).tasks
    assert set(near.windows) == {"van", "cargo_bike"}
    assert set(park.windows) == {"cargo_bike"}
    assert wild.windows == {}


def test_a_window_that_ends_before_the_hub_opens_stays_as_it_is(city: City) -> None:
    """Nobody can keep it, and the reason can say so."""
    (own,) = build(city, placed("O1", 450, 10, window_end_s=7 * HOUR)).tasks
    assert own.windows["van"] == (Window(8 * HOUR, 7 * HOUR),)


def test_a_drop_is_over_by_its_promise_and_begins_while_its_place_is_open(city: City) -> None:
    (own,) = build(city, dropped("O1")).tasks
    assert own.drop == Drop(point_id="P", handover_s=120, leave_by_s=17 * HOUR, closes_s=18 * HOUR)
    assert own.windows["van"] == (Window(10 * HOUR, 18 * HOUR - 120),)
    assert own.service_s == 0


def test_a_promise_after_closing_is_one_by_closing(city: City) -> None:
    (own,) = build(city, dropped("O1", window_end_s=19 * HOUR)).tasks
    assert own.drop is not None
    assert own.drop.leave_by_s == 18 * HOUR


def test_a_drop_leaves_time_to_set_up(city: City) -> None:
    """Whoever sets up fastest may begin last."""
    fleet = (replace(VAN, setup_s=60), replace(BIKE, setup_s=90))
    (own,) = build(city, dropped("O1"), vehicles=fleet).tasks
    assert own.windows["van"][0].end_s == 18 * HOUR - 120 - 60


def test_a_place_of_collection_that_is_open_too_short_cannot_be_served(city: City) -> None:
    day = build(city, dropped("O1"), points=(point(closes_s=10 * HOUR + 60),))
    route = time_route(day, 0, ((0,),), frozenset({0}))
    assert route is not None
    assert route.violation_s > 0


def test_another_hub_is_a_place_of_collection_too(city: City) -> None:
    other = hub("H2", 450, 10, opens_s=9 * HOUR, closes_s=19 * HOUR)
    (own,) = build(city, dropped("O1", 450, 10, point_id="H2"), hubs=(hub(), other)).tasks
    assert own.drop == Drop(point_id="H2", handover_s=300, leave_by_s=17 * HOUR, closes_s=19 * HOUR)


def test_a_hub_without_vehicles_has_a_problem_nobody_can_solve(city: City) -> None:
    day = build(city, placed("O1", 450, 10), vehicles=())
    assert (day.vehicles, day.travel, day.tasks[0].windows) == ((), {}, {})


SATURDAY = Calendar(date=dt.date(2026, 11, 21), timezone="Europe/Brussels", country="BE")
MONDAY = replace(SATURDAY, date=dt.date(2026, 11, 23))
WORKING_S = (8 * HOUR, 20 * HOUR)
IN_THE_SPUR = (900, 410)
"""A place in the middle of the dead end that `spur` tags."""


@pytest.fixture(scope="module")
def spur(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., City]:
    """The city with a dead end of 200 m in the east, tagged as a test says, on a Saturday."""

    def drawn(condition: str = "", key: str = "motor_vehicle", **day: Any) -> City:
        tags = {f"{key}:conditional": condition} if condition else {}
        path: Path = tmp_path_factory.mktemp("spur") / "grid.osm"
        plain = build_city(write_city_with_spur(path, 200, **tags))
        settled: dict[str, Any] = {"calendar": SATURDAY, "working_s": WORKING_S}
        return plain.under(Circumstances(**(settled | day)))

    return drawn


def test_a_street_closed_to_motors_in_between_has_two_windows_for_vans_and_one_for_bikes(
    spur: Callable[..., City],
) -> None:
    """Two minutes at the door have to be over by 11, and may begin at 19."""
    (own,) = build(spur("no @ (11:00-19:00)"), placed("O1", *IN_THE_SPUR)).tasks
    before = Window(8 * HOUR, 11 * HOUR - 120, leave_by_s=11 * HOUR)
    after = Window(19 * HOUR, 20 * HOUR, open_from_s=19 * HOUR)
    assert own.windows == {
        "van": (before, after),
        "cargo_bike": (Window(8 * HOUR, 20 * HOUR),),
    }
    assert own.promise == Window(8 * HOUR, 20 * HOUR)
    assert own.street_hours == {"van": ((0, 11 * HOUR), (19 * HOUR, 30 * HOUR))}


def test_a_spell_between_two_closings_bounds_both_ends(spur: Callable[..., City]) -> None:
    """The slowest set-up of the kind is not reckoned with here, but the quickest is."""
    condition = "no @ (06:00-10:00,12:00-22:00)"
    (own,) = build(
        spur(condition), placed("O1", *IN_THE_SPUR), vehicles=(replace(VAN, setup_s=60),)
    ).tasks
    (window,) = own.windows["van"]
    assert window == Window(10 * HOUR, 12 * HOUR - 120 - 60, 10 * HOUR, 12 * HOUR)


@pytest.mark.parametrize(
    ("window", "kinds"),
    [
        pytest.param((8, 10), {"van", "cargo_bike"}, id="before it closes"),
        pytest.param((12, 14), {"cargo_bike"}, id="while it is closed"),
        pytest.param((10, 19), {"van", "cargo_bike"}, id="until it opens again"),
    ],
)
def test_a_promise_for_closed_hours_bars_the_kind(
    spur: Callable[..., City], window: tuple[int, int], kinds: set[str]
) -> None:
    start_s, end_s = (hour * HOUR for hour in window)
    item = placed("O1", *IN_THE_SPUR, window_start_s=start_s, window_end_s=end_s)
    (own,) = build(spur("no @ (11:00-19:00)"), item).tasks
    assert set(own.windows) == kinds


def test_a_street_closed_to_everybody_while_vehicles_are_out_is_not_snapped_to(
    spur: Callable[..., City],
) -> None:
    """The corner of the middle street, 100 m away, is the nearest that may be used."""
    day = build(spur("no @ (07:00-21:00)", "access"), placed("O1", *IN_THE_SPUR))
    (own,) = day.tasks
    assert set(own.windows) == {"van", "cargo_bike"}
    assert own.street_hours == {}


def test_hours_may_be_for_one_kind_of_service_only(spur: Callable[..., City]) -> None:
    """A street of residents where deliveries are let in from 6 to 11."""
    tags = spur("delivery @ (06:00-11:00); no @ (11:00-06:00)", "access")
    (own,) = build(tags, placed("O1", *IN_THE_SPUR)).tasks
    cut = (Window(8 * HOUR, 11 * HOUR - 120, 6 * HOUR, 11 * HOUR),)
    assert own.windows == {"van": cut, "cargo_bike": cut}


def test_a_market_closes_a_street_by_the_clock(spur: Callable[..., City]) -> None:
    closed = Closure(street="North street 4", kinds=frozenset({"van"}), spells=((0, 13 * HOUR),))
    (own,) = build(spur(closures=(closed,)), placed("O1", 790, 90)).tasks
    assert own.windows["van"] == (Window(13 * HOUR, 20 * HOUR, 13 * HOUR, NEVER_S),)
    assert own.windows["cargo_bike"] == (Window(8 * HOUR, 20 * HOUR),)


def test_a_drop_keeps_the_hours_of_its_place_and_of_its_street(spur: Callable[..., City]) -> None:
    """Open from 10; the locker's two minutes are over by 11, its promise stays at 17."""
    goal = point(east_m=IN_THE_SPUR[0])
    (own,) = build(
        spur("no @ (11:00-19:00)"), dropped("O1", *IN_THE_SPUR), vehicles=(VAN,), points=(goal,)
    ).tasks
    assert own.windows["van"] == (Window(10 * HOUR, 11 * HOUR - 120, leave_by_s=11 * HOUR),)
    assert own.promise == Window(10 * HOUR, 18 * HOUR - 120)
    assert own.drop is not None
    assert own.drop.leave_by_s == 17 * HOUR


def test_hours_by_the_clock_hold_on_days_on_which_it_changes(spur: Callable[..., City]) -> None:
    """11 o'clock is 10 hours after midnight in spring and 12 in autumn."""
    for date, closes_s in (((2026, 3, 29), 10 * HOUR), ((2026, 10, 25), 12 * HOUR)):
        calendar = replace(SATURDAY, date=dt.date(*date))
        city = spur("no @ (11:00-19:00)", calendar=calendar)
        (own,) = build(city, placed("O1", *IN_THE_SPUR)).tasks
        assert own.windows["van"][0].leave_by_s == closes_s
        assert own.windows["van"][1].open_from_s == closes_s + 8 * HOUR


def test_each_hour_that_brings_other_traffic_has_a_table(spur: Callable[..., City]) -> None:
    """Bicycles know no traffic."""
    monday = Traffic.default().factor[:24]
    changes = [hour for hour in range(9, 20) if (monday[hour] != monday[hour - 1]).any()]
    day = build(spur(calendar=MONDAY, traffic=Traffic.default()), placed("O1", 450, 10))
    van = day.travel["van"]
    assert van.starts_s == tuple(hour * HOUR for hour in (8, *changes))
    assert van.at(17 * HOUR).duration_s[0, 1] > van.at(13 * HOUR).duration_s[0, 1]
    assert len(day.travel["cargo_bike"].tables) == 1


def test_hours_of_the_same_traffic_share_a_table(spur: Callable[..., City]) -> None:
    """A peak from 9 to 11, and one as bad from 17 to 18."""
    factor = np.ones_like(Traffic.none().factor)
    factor[5 * 24 + np.array([9, 10, 17])] = 2.0  # Saturday's
    day = build(spur(traffic=Traffic(factor=factor)), placed("O1", 450, 10))
    van = day.travel["van"]
    assert van.starts_s == (0, 9 * HOUR, 11 * HOUR, 17 * HOUR, 18 * HOUR)
    assert van.tables[0] is van.tables[2] is van.tables[4]
    assert van.tables[1] is van.tables[3]


@settings(max_examples=40)
@given(half_hours=st.lists(st.integers(16, 39), min_size=1, max_size=6))
def test_a_departure_takes_what_the_map_says_at_its_second(
    closed_twice: City, half_hours: list[int]
) -> None:
    """Also while a place is closed, when the map looks on to the next hour in which it is open.

    The dead end is closed from 9 to 10 and from 12 to 13; from 10 to 12 the streets before it are
    slow. What is alike at 9 and at 12 goes on differently.
    """
    day = build(closed_twice, placed("O1", *IN_THE_SPUR), placed("O2", 450, 10), vehicles=(VAN,))
    times = closed_twice.travel_times("van")
    snaps = times.snap(*np.array(day.sites).T)
    for at_s in (half * 30 * MINUTE for half in half_hours):
        expected, found = times.table(snaps, snaps, at_s=at_s), day.travel["van"].at(at_s)
        assert (found.duration_s == expected.duration_s).all()
        assert (found.distance_m == expected.distance_m).all()


@pytest.fixture(scope="module")
def closed_twice(spur: Callable[..., City]) -> City:
    slow = [
        Closure(street=street, kph=5, spells=((10 * HOUR, 12 * HOUR),))
        for street in ("East street 2", "North street 4")
    ]
    return spur("no @ (09:00-10:00,12:00-13:00)", closures=tuple(slow))


def test_the_problem_says_how_late_the_day_lets_orders_be(city: City) -> None:
    day, told = intake(vehicles=(VAN,)), Lateness(most_s=900, eur_per_min=3)
    orders = [placed("O1", 450, 10)]
    assert build_problem(hub(), orders, day, city).lateness == Lateness()
    assert build_problem(hub(), orders, day, city, told).lateness == Lateness(
        most_s=900, eur_per_min=3
    )
