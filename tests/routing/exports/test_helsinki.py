"""A real day: every stop in every format once and in order, and tracks on the streets."""

from __future__ import annotations

import csv
import itertools
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import gpxpy
import numpy as np
import pytest
from shapely import LineString, STRtree, points

from maps.geodesy import flat_m
from routing.exports.kml import KmlExport
from routing.exports.onfleet import OnfleetExport
from routing.exports.optimoroute import OptimoRouteExport
from routing.exports.registry import export_named
from routing.exports.routific import RoutificExport
from routing.exports.sheet import sheets_of
from routing.exports.spoke import SpokeExport
from routing.exports.vroom import VroomExport
from routing.exports.writing import write_export
from routing.plan.document import read_plan
from routing.plan.timeline import visits

if TYPE_CHECKING:
    from pathlib import Path

    from maps.city import City
    from routing.exports.protocol import Export
    from routing.exports.sheet import Sheet

AT_LAT = 60.17
APPS: tuple[Export, ...] = (
    KmlExport(), VroomExport(), SpokeExport(), OptimoRouteExport(), RoutificExport(),
    OnfleetExport(),
)  # fmt: skip


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
    for export in APPS:
        write_export(export, export.suffix.split(".")[1], plan, sheets, folder)
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


@pytest.mark.parametrize(
    ("suffix", "column"),
    [
        (".spoke.csv", "External ID"),
        (".optimoroute.csv", "Order ID"),
        (".routific.csv", "Customer order number"),
    ],
)
def test_the_apps_tables_hold_every_stop_once_and_in_order(
    exported: list[tuple[Sheet, Path]], suffix: str, column: str
) -> None:
    for sheet, path in exported:
        with path.with_suffix(suffix).open(encoding="utf-8-sig", newline="") as file:
            found = [tuple(row[column].split(";")) for row in csv.DictReader(file)]
        assert found == orders(sheet)


def test_onfleets_tasks_hold_every_stop_once_and_in_order(
    exported: list[tuple[Sheet, Path]],
) -> None:
    for sheet, path in exported:
        tasks = json.loads(path.with_suffix(".onfleet.json").read_bytes())["tasks"]
        assert [tuple(task["metadata"][0]["value"]) for task in tasks] == orders(sheet)
        assert all(task["completeAfter"] < task["completeBefore"] for task in tasks)


def test_vrooms_steps_add_up_from_the_hub_to_the_hub(exported: list[tuple[Sheet, Path]]) -> None:
    """Within the second by which a plan's times are rounded."""
    for sheet, path in exported:
        answer = json.loads(path.with_suffix(".vroom.json").read_bytes())
        jobs = [one for own in answer["routes"] for one in own["steps"] if one["type"] == "job"]
        assert [tuple(job["description"].split(", ")) for job in jobs] == orders(sheet)
        for own in answer["routes"]:
            for one, following in itertools.pairwise(own["steps"]):
                stay = one["setup"] + one["service"] + one["waiting_time"]
                drive = following["duration"] - one["duration"]
                assert following["arrival"] == one["arrival"] + stay + drive


def test_gdal_reads_the_kml_s_stops_and_trips(exported: list[tuple[Sheet, Path]]) -> None:
    for sheet, path in exported:
        frame = gpd.read_file(path.with_suffix(".kml")).rename(columns=str.lower)
        titles = [name for name in frame["name"] if name[0].isdigit()]
        assert [int(name.split(" · ")[0]) for name in titles] == [
            visit.number for visit in visits(sheet.route)
        ]
        lines = frame[frame.geom_type == "LineString"]
        assert lines["name"].tolist() == [trip.trip_id for trip in sheet.route.trips]


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
