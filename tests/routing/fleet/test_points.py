"""Collection points besides the hubs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routing.day.model import Day
from routing.fleet.hubs import read_hubs
from routing.fleet.points import read_points

MakeDay = Callable[..., Day]
HEADER = "point_id,name,lat,lon,opens,closes,service_s,capacity_parcels\n"


def test_every_column_is_read(make_day: MakeDay) -> None:
    day = make_day(points=HEADER + "P1,Locker,50.84,4.33,06:00,23:00,45,60\n")
    points, diagnostics = read_points(day, read_hubs(day)[0])
    (point,) = points
    assert (point.point_id, point.name, point.lat, point.lon) == ("P1", "Locker", 50.84, 4.33)
    assert (point.opens_s, point.closes_s) == (6 * 3600, 23 * 3600)
    assert (point.service_s, point.capacity_parcels) == (45, 60)
    assert not diagnostics


def test_a_day_need_not_have_any(make_day: MakeDay) -> None:
    settings = (
        'date = 2026-11-21\ntimezone = "Europe/Brussels"\nmap = "m.tmap"\nhubs = "hubs.csv"\n'
        'vehicles = "vehicles.csv"\norders = "orders.csv"\n'
    )
    day = make_day(settings=settings)
    assert read_points(day, read_hubs(day)[0]) == ((), ())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",,50.8,4.3,,,,", "POINT-ID-MISSING"),
        ("P1,,50.8,4.3,,,,", "POINT-ID-DUPLICATE"),
        ("H1,,50.8,4.3,,,,", "POINT-ID-HUB"),
        ("P2,,,4.3,,,,", "POINT-POSITION-HALF"),
        ("P2,,,,,,,", "POINT-PLACE-MISSING"),
        ("P2,,4.3,50.8,,,,", "POINT-POSITION-SWAPPED"),
        ("P2,,x,4.3,,,,", "POINT-NUMBER"),
        ("P2,,50.8,4.3,x,,,", "POINT-TIME"),
        ("P2,,50.8,4.3,10:00,10:00,,", "POINT-HOURS"),
        ("P2,,50.8,4.3,,,,-1", "POINT-RANGE"),
    ],
)
def test_a_bad_point_is_set_aside_and_the_others_are_kept(
    make_day: MakeDay, row: str, code: str
) -> None:
    day = make_day(points=f"{HEADER}P1,,50.84,4.33,,,,\n{row}\n")
    points, diagnostics = read_points(day, read_hubs(day)[0])
    assert [point.point_id for point in points] == ["P1"]
    assert [(found.code, found.line) for found in diagnostics] == [(code, 3)]
