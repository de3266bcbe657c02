"""Whatever a plan holds, each format writes it, and what is read back is all of it, in order."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import gpxpy
from hypothesis import given
from hypothesis import strategies as st

from routing.exports.csv import CsvExport
from routing.exports.geojson import GeoJsonExport
from routing.exports.gpx import GpxExport
from routing.exports.sheet import sheets_of
from routing.plan.timeline import visits
from tests.routing.exports.samples import people
from tests.support.plans import plans

if TYPE_CHECKING:
    from routing.exports.protocol import Export
    from routing.exports.sheet import Sheet
    from routing.orders.contacts import Contact
    from routing.plan.model import Plan

FORMATS: tuple[Export, ...] = (CsvExport(), GeoJsonExport(), GpxExport())


def read_csv(content: bytes) -> list[tuple[float, float]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(text)]


def read_geojson(content: bytes) -> list[tuple[float, float]]:
    return [
        (feature["geometry"]["coordinates"][1], feature["geometry"]["coordinates"][0])
        for feature in json.loads(content)["features"]
        if feature["properties"]["role"] == "stop"
    ]


def read_gpx(content: bytes) -> list[tuple[float, float]]:
    points = gpxpy.parse(content.decode()).waypoints
    return [(point.latitude, point.longitude) for point in points if point.type == "stop"]


def sheets(plan: Plan, contact: Contact) -> tuple[Sheet, ...]:
    orders = {
        order_id: contact
        for hub in plan.hubs
        for route in hub.routes
        for visit in visits(route)
        for order_id in visit.stop.order_ids
    }
    return sheets_of(plan, orders)


@given(plans(), people())
def test_every_stop_is_read_back_once_and_in_order(plan: Plan, contact: Contact) -> None:
    for sheet in sheets(plan, contact):
        stops = [(visit.stop.lat, visit.stop.lon) for visit in visits(sheet.route)]
        for export, read in zip(FORMATS, (read_csv, read_geojson, read_gpx), strict=True):
            found = read(export.render(sheet))
            assert len(found) == len(stops)
            for (lat, lon), place in zip(found, stops, strict=True):
                assert abs(lat - place[0]) < 1e-9
                assert abs(lon - place[1]) < 1e-9


@given(plans(), people(), st.sampled_from(FORMATS))
def test_the_same_plan_gives_the_same_bytes(plan: Plan, contact: Contact, export: Export) -> None:
    first = [export.render(sheet) for sheet in sheets(plan, contact)]
    assert first == [export.render(sheet) for sheet in sheets(plan, contact)]


@given(plans())
def test_gpx_times_are_the_plans_instants(plan: Plan) -> None:
    for sheet in sheets_of(plan, {}):
        points = gpxpy.parse(GpxExport().render(sheet).decode()).waypoints
        times = [point.time for point in points if point.type == "stop"]
        midnight_s = sheet.clock.midnight.timestamp()
        assert [time and time.timestamp() - midnight_s for time in times] == [
            visit.stop.start_s for visit in visits(sheet.route)
        ]
