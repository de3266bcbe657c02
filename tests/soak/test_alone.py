"""The search by which reasons are held, itself held against days that are worked out by hand.

A hub at the corner of `grid_city` loads a trip in ten minutes; the door of the order is on its own
street, 300 m on: less than two minutes away by van. Service takes two minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from maps.tmap import load_city
from routing.fleet.model import Break, Vehicle
from tests.support.alone import Errand, could_serve
from tests.support.grid_day import HOUR, MINUTE, at, hub, order, point, vehicle

if TYPE_CHECKING:
    from pathlib import Path

    from maps.city import City

NOON = 12 * HOUR


@pytest.fixture
def city(grid_map: Path) -> City:
    return load_city(grid_map)


def errand(*, most_late_s: int = 0, **known: Any) -> Errand:
    """From the hub, to a door 300 m away."""
    return Errand(
        hub=hub(east_m=0), order=order(**known), at=at(300, 10), goal=None, most_late_s=most_late_s
    )


def driver(**known: Any) -> Vehicle:
    """A van from 8 to 20."""
    return vehicle(**known)


def resting(earliest: int, latest: int, duration_s: int = 1800) -> Break:
    return Break(duration_s=duration_s, earliest_s=earliest, latest_s=latest)


def test_an_order_is_served_when_it_can_be_loaded_and_driven_there_in_time(city: City) -> None:
    """Ready at noon, it is loaded at 12:10; the way takes between half a minute and two."""
    early, late = (
        errand(ready_s=NOON, window_end_s=NOON + minutes * MINUTE) for minutes in (10, 12)
    )
    assert not could_serve(early, driver(), city)
    assert could_serve(late, driver(), city)


def test_it_is_late_by_no_more_than_it_may(city: City) -> None:
    for most_late_s, served in ((0, False), (10 * MINUTE, False), (12 * MINUTE, True)):
        own = errand(ready_s=NOON, window_end_s=NOON, most_late_s=most_late_s)
        assert could_serve(own, driver(), city) == served


def test_the_vehicle_is_back_in_its_shift(city: City) -> None:
    """At the door at 19:50 at the earliest, done two minutes later."""
    own = errand(window_start_s=19 * HOUR + 50 * MINUTE)
    assert could_serve(own, driver(shift_end_s=19 * HOUR + 54 * MINUTE), city)
    assert not could_serve(own, driver(shift_end_s=19 * HOUR + 52 * MINUTE), city)


def test_there_and_back_is_within_the_day_s_kilometres(city: City) -> None:
    far, near = driver(max_distance_m=3000), driver(max_distance_m=590)
    assert could_serve(errand(), far, city)
    assert not could_serve(errand(), near, city)
    assert could_serve(errand(), near, city, however_far=True)


def test_loads_and_skills_are_kept(city: City) -> None:
    assert not could_serve(errand(weight_g=1001), driver(weight_g=1000), city)
    assert not could_serve(errand(volume_ml=1001), driver(volume_ml=1000), city)
    assert not could_serve(errand(requires=frozenset({"cool"})), driver(), city)


def test_a_drop_is_over_before_its_place_closes_however_late_it_is(city: City) -> None:
    """The locker takes two minutes, and closes at noon."""
    locker = point(closes_s=NOON)
    for ready_s, served in ((NOON - 15 * MINUTE, True), (NOON - 12 * MINUTE, False)):
        own = Errand(
            hub=hub(east_m=0), order=order(ready_s=ready_s, window_end_s=9 * HOUR),
            at=at(300, 10), goal=locker,
        )  # fmt: skip
        assert could_serve(own, driver(), city) == served


def test_a_break_is_had_before_or_after_the_work_where_that_can_be(city: City) -> None:
    assert could_serve(errand(), driver(rest=resting(NOON, 14 * HOUR)), city)


@pytest.mark.parametrize(("service_s", "served"), [(3 * HOUR, True), (4 * HOUR, False)])
def test_a_break_amid_the_work_is_had_at_the_door_before_the_service(
    city: City, service_s: int, served: bool
) -> None:
    """Served from noon at the earliest, it can rest before from 11:30 on; three hours are long.

    The shift ends at 15:10: four hours, or three with a break at noon, are too much.
    """
    end_s = 15 * HOUR + 10 * MINUTE
    own = errand(service_s=service_s, window_start_s=NOON, window_end_s=NOON + 5 * MINUTE)
    assert could_serve(own, driver(rest=resting(NOON - 1800, NOON), shift_end_s=end_s), city) == (
        served
    )
    assert not could_serve(own, driver(rest=resting(NOON, NOON + 1800), shift_end_s=end_s), city)


def test_the_break_of_long_work_leaves_neither_side_too_long(city: City) -> None:
    """Seven hours at one door are too long a stretch; five and a half are not."""
    law = Break(duration_s=900, earliest_s=8 * HOUR, latest_s=20 * HOUR, longest_work_s=6 * HOUR)
    assert could_serve(errand(service_s=5 * HOUR + 1800), driver(rest=law), city)
    assert not could_serve(errand(service_s=7 * HOUR), driver(rest=law), city)
    # Loading may well be done before the break, and the service after it.
    assert could_serve(errand(service_s=6 * HOUR - 300), driver(rest=law), city)
