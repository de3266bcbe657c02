"""A real day: every stop in every format once and in order, and tracks on the streets."""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING

import geopandas as gpd
import gpxpy
import numpy as np
import pytest
from shapely import LineString, STRtree, points

from maps.geodesy import flat_m
from routing.exports.registry import export_named
from routing.exports.sheet import sheets_of
from routing.exports.writing import write_export
from routing.plan.document import read_plan
from routing.plan.timeline import visits

if TYPE_CHECKING:
    from pathlib import Path

    from maps.city import City
    from routing.exports.sheet import Sheet

AT_LAT = 60.17


@pytest.fixture(scope="module")
def exported(
    helsinki_day: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Sheet, Path]]:
    """Each vehicle's sheet, and its files' path without a suffix."""
    folder = tmp_path_factory.mktemp("exports")
    plan = read_plan(helsinki_day / "out" / "plan.json")
    sheets = sheets_of(plan, {})
    for name in ("csv", "geojson", "gpx"):
        write_export(export_named(name)[0], name, plan, sheets, folder)
    return [(sheet, folder / sheet.route.vehicle_id) for sheet in sheets]


def orders(sheet: Sheet) -> list[tuple[str, ...]]:
    return [visit.stop.order_ids for visit in visits(sheet.route)]


def test_the_day_is_worth_looking_at(exported: list[tuple[Sheet, Path]]) -> None:
    """Several vehicles, several trips, and at least half of the sixty orders are driven."""
    assert len(exported) >= 3
    assert sum(len(sheet.route.trips) for sheet, _ in exported) > len(exported)
    assert sum(len(ids) for sheet, _ in exported for ids in orders(sheet)) >= 30


def test_gpxpy_reads_every_stop_once_and_in_order(exported: list[tuple[Sheet, Path]]) -> None:
    for sheet, path in exported:
        gpx = gpxpy.parse(path.with_suffix(".gpx").read_text(encoding="utf-8"))
        found = [point for point in gpx.waypoints if point.type == "stop"]
        for visit, point in zip(visits(sheet.route), found, strict=True):
            assert point.name is not None
            assert point.name.startswith(f"{visit.number} · ")
            assert (point.latitude, point.longitude) == (visit.stop.lat, visit.stop.lon)
            assert point.time == sheet.clock.moment(visit.stop.start_s)


def test_geopandas_reads_every_stop_once_and_in_order(exported: list[tuple[Sheet, Path]]) -> None:
    for sheet, path in exported:
        frame = gpd.read_file(path.with_suffix(".geojson"))
        stops = frame[frame["role"] == "stop"]
        assert [tuple(ids) for ids in stops["order_ids"]] == orders(sheet)
        trips = frame[frame["role"] == "trip"]
        assert trips["trip_id"].tolist() == [trip.trip_id for trip in sheet.route.trips]
        assert trips.geometry.is_valid.all()


def test_the_tables_hold_every_stop_once_and_in_order(exported: list[tuple[Sheet, Path]]) -> None:
    for sheet, path in exported:
        with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
            found = [tuple(row["order_ids"].split(";")) for row in csv.DictReader(file)]
        assert found == orders(sheet)


def test_tracks_lie_within_two_metres_of_the_streets(
    exported: list[tuple[Sheet, Path]], helsinki_roads: City
) -> None:
    """Polylines keep five decimals, half a metre; nothing else may move a point."""
    net = helsinki_roads.network
    lines = np.column_stack(flat_m(net.point_lat, net.point_lon, at_lat=AT_LAT))
    streets = STRtree(
        [LineString(lines[start:end]) for start, end in itertools.pairwise(net.point_offset)]
    )
    for _, path in exported:
        gpx = gpxpy.parse(path.with_suffix(".gpx").read_text(encoding="utf-8"))
        track = [
            (p.latitude, p.longitude) for t in gpx.tracks for s in t.segments for p in s.points
        ]
        assert len(track) > 100
        places = points(*flat_m(*np.array(track).T, at_lat=AT_LAT))
        nearest = streets.query_nearest(places, return_distance=True, all_matches=False)[1]
        assert len(nearest) == len(track)
        assert nearest.max() < 2


def test_a_track_begins_and_ends_at_the_hubs_street(exported: list[tuple[Sheet, Path]]) -> None:
    for sheet, path in exported:
        gpx = gpxpy.parse(path.with_suffix(".gpx").read_text(encoding="utf-8"))
        assert len(gpx.tracks) == len(sheet.route.trips)
        for track in gpx.tracks:
            (segment,) = track.segments
            ends = [(p.latitude, p.longitude) for p in (segment.points[0], segment.points[-1])]
            assert ends[0] == ends[1]
            assert all(
                (one.latitude, one.longitude) != (two.latitude, two.longitude)
                for one, two in itertools.pairwise(segment.points)
            )
