"""From a hub's orders to its problem, in the city of `grid_city`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from maps.build import build_city
from routing.orders.model import Channel
from routing.problem.build import build_problem
from routing.problem.model import Drop, HubProblem, Window
from routing.problem.timing import time_route
from tests.support.grid_day import (
    HOUR,
    at,
    hub,
    intake,
    placed,
    point,
    vehicle,
    write_city_with_park,
)

if TYPE_CHECKING:
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
    metres = {kind: day.travel[kind].distance_m for kind in ("van", "cargo_bike")}
    assert metres["van"][0, 1] == metres["cargo_bike"][0, 1] == pytest.approx(400, abs=2)
    assert metres["cargo_bike"][2, 3] == pytest.approx(220, abs=2)
    assert metres["van"][2, 3] == pytest.approx(10 + 400 + 200 + 400 + 10, abs=2)
    assert day.travel["van"].duration_s.shape == (4, 4)
    assert not np.diag(day.travel["van"].duration_s).any()


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
