"""Whatever a plan holds, each format writes it, and what is read back is all of it, in order."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import gpxpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import get_coordinates

from routing.exports.csv import CsvExport
from routing.exports.geojson import GeoJsonExport
from routing.exports.gpx import GpxExport
from routing.exports.kml import KmlExport
from routing.exports.onfleet import OnfleetExport
from routing.exports.optimoroute import OptimoRouteExport
from routing.exports.routific import RoutificExport
from routing.exports.sheet import sheets_of
from routing.exports.spoke import SpokeExport
from routing.exports.vroom import VroomExport
from routing.orders.contacts import Contact
from routing.plan.timeline import visits
from tests.routing.exports.samples import people, sheet
from tests.support.plans import plans, route, stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.exports.protocol import Export
    from routing.exports.sheet import Sheet
    from routing.plan.model import Plan

Places = list[tuple[float, float]]

AHEAD = ("planned", "next")
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("https://evil.example";"you")',
    "No\x00bo\x1bdy\r\n\u2028",
    "\U0001f6b2 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0634\u0627\u0631\u0639 12 \u202e\u05d0\u05d1",
    "x" * 10_000,
    "]]> & \ud800",
)


def read_csv(content: bytes) -> Places:
    """The places of a table's rows, whatever the app's name for its columns."""
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [
        (float(row.get("lat") or row["Latitude"]), float(row.get("lon") or row["Longitude"]))
        for row in csv.DictReader(text)
    ]


def read_geojson(content: bytes) -> list[tuple[float, float]]:
    return [
        (feature["geometry"]["coordinates"][1], feature["geometry"]["coordinates"][0])
        for feature in json.loads(content)["features"]
        if feature["properties"]["role"] == "stop"
    ]


def read_gpx(content: bytes) -> list[tuple[float, float]]:
    points = gpxpy.parse(content.decode()).waypoints
    return [(point.latitude, point.longitude) for point in points if point.type == "stop"]


def read_kml(content: bytes) -> Places:
    """The points with a link: those that a driver is led to."""
    frame = gpd.read_file(io.BytesIO(content)).rename(columns=str.lower)
    told = frame["description"].fillna("").str.contains("<a href=")
    return [(lat, lon) for lon, lat in get_coordinates(frame[told].geometry.to_numpy()).tolist()]


def read_onfleet(content: bytes) -> Places:
    places = [task["destination"]["location"] for task in json.loads(content)["tasks"]]
    return [(lat, lon) for lon, lat in places]


def read_vroom(content: bytes) -> Places:
    steps = [step for own in json.loads(content)["routes"] for step in own["steps"]]
    return [(step["location"][1], step["location"][0]) for step in steps if step["type"] == "job"]


WHOLE_DAY: dict[Export, Callable[[bytes], Places]] = {
    CsvExport(): read_csv,
    GeoJsonExport(): read_geojson,
    GpxExport(): read_gpx,
    KmlExport(): read_kml,
    VroomExport(): read_vroom,
}
STILL_AHEAD: dict[Export, Callable[[bytes], Places]] = {
    SpokeExport(): read_csv,
    OptimoRouteExport(): read_csv,
    RoutificExport(): read_csv,
    OnfleetExport(): read_onfleet,
}
FORMATS = WHOLE_DAY | STILL_AHEAD


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
def test_every_stop_that_is_told_is_read_back_once_and_in_order(
    plan: Plan, contact: Contact
) -> None:
    for own in sheets(plan, contact):
        every = [visit.stop for visit in visits(own.route)]
        for export, read in FORMATS.items():
            told = [one for one in every if export in WHOLE_DAY or one.status in AHEAD]
            stops = [(one.lat, one.lon) for one in told]
            found = read(export.render(own))
            assert len(found) == len(stops)
            for (lat, lon), place in zip(found, stops, strict=True):
                assert abs(lat - place[0]) < 1e-9
                assert abs(lon - place[1]) < 1e-9


@given(plans(), people(), st.sampled_from([*FORMATS]))
def test_the_same_plan_gives_the_same_bytes(plan: Plan, contact: Contact, export: Export) -> None:
    first = [export.render(own) for own in sheets(plan, contact)]
    assert first == [export.render(own) for own in sheets(plan, contact)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("export", FORMATS, ids=lambda export: export.suffix)
def test_hostile_text_harms_no_file_and_costs_no_stop(export: Export, text: str) -> None:
    hostile = Contact(name=text, address=text, phone=text, note=text)
    stops = (stop(order_ids=(text,)), stop(order_ids=("O2",), lat=51.0))
    own = sheet(
        route(*stops, vehicle_id=text), contacts={text: hostile, "O2": hostile}, places={"H": text}
    )
    assert FORMATS[export](export.render(own)) == [(50.0, 4.0), (51.0, 4.0)]


@given(plans())
def test_gpx_times_are_the_plans_instants(plan: Plan) -> None:
    for own in sheets_of(plan, {}):
        points = gpxpy.parse(GpxExport().render(own).decode()).waypoints
        times = [point.time for point in points if point.type == "stop"]
        midnight_s = own.clock.midnight.timestamp()
        assert [time and time.timestamp() - midnight_s for time in times] == [
            visit.stop.start_s for visit in visits(own.route)
        ]
