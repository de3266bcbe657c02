"""Broken plans whose drives are not the map's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


import polyline


def test_a_drive_that_takes_another_time_than_the_map_says_is_found(good: Case) -> None:
    """Everything behind it is put off by as much, so that the plan agrees with itself."""
    stop = good.stop("V3-1", 1)
    later = {name: getattr(stop, name) + 10 for name in ("arrive_s", "start_s")}
    case = good.lengthened("V3-1", 10)
    case = case.changed(case.stop("V3-1", 1), leg_s=110, **later)
    case.counted("V3", driving_s=10).only("leg-time", "110 s", "100 s", "order O9")


def test_a_way_back_that_takes_another_time_than_the_map_says_is_found(good: Case) -> None:
    trip = good.trip("V3-1")
    case = good.changed(trip, return_leg_s=90, return_s=trip.return_s - 10)
    case.counted("V3", driving_s=-10, cost_cents=-10).only("leg-time", "90 s", "100 s", "way back")


def test_a_drive_of_another_length_than_the_map_says_is_found(good: Case) -> None:
    case = good.changed(good.stop("V3-1", 1), leg_m=1010)
    case.counted("V3", distance_m=10).only("leg-distance", "1010 m", "1000 m")


def test_drives_are_asked_of_the_vehicle_s_own_kind(good: Case) -> None:
    """A bike takes twice as long: both drives of a van's plan are wrong for it."""
    case = good.changed(good.vehicle("V3"), kind="cargo_bike")
    case = case.changed(case.route("V3"), kind="cargo_bike")
    assert [one.rule for one in case.breaches()] == ["leg-time", "leg-time"]


def test_a_road_point_that_is_not_the_map_s_is_found(good: Case) -> None:
    stop = good.stop("V3-1", 1)
    good.changed(stop, road_lat=stop.road_lat + 2e-5).only("road-point", "order O9")


def test_a_road_point_that_is_no_number_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), road_lon=float("nan")).only("road-point", "nan")


def test_a_stop_too_far_from_any_street_is_found(good: Case) -> None:
    """160 m north of the street instead of 10 m."""
    located = good.located_order("O9")
    assert located.place is not None
    afar = replace(located.place, lat=located.place.lat * 16)
    case = good.changed(located, place=afar)
    case.changed(case.stop("V3-1", 1), lat=afar.lat).only("too-far", "160 m", "150 m")


def test_a_shape_that_cannot_be_read_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), shape="_p~iF~ps|").only("shape", "no encoded polyline")


def test_a_missing_shape_is_found(good: Case) -> None:
    rules = [one.rule for one in good.changed(good.trip("V3-1"), return_shape="").breaches()]
    assert rules == ["shape", "shape-length"]


def test_a_shape_that_begins_elsewhere_is_found(good: Case) -> None:
    """It begins 11 m along the street."""
    start, end = polyline.decode(good.stop("V3-1", 1).shape, 5)
    line = polyline.encode([(start[0], start[1] - 1e-4), end], 5)
    good.changed(good.stop("V3-1", 1), shape=line).only("shape", "begins 11 m")


def test_a_shape_as_the_crow_flies_is_found(good: Case) -> None:
    """The corner is cut: 1,414 m instead of 2,000 m."""
    start, _, end = polyline.decode(good.stop("V1-1", 2).shape, 5)
    line = polyline.encode([start, end], 5)
    good.changed(good.stop("V1-1", 2), shape=line).only("shape-length", "1414 m", "2000 m")
