"""KML files, read back by GDAL as map programs do."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from shapely import get_coordinates

from routing.exports.kml import KmlExport
from routing.orders.contacts import Contact
from tests.routing.exports.samples import HOUR, NOBODY, ROAD, busy_route, sheet, trip
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet

KML = "{http://www.opengis.net/kml/2.2}"


def read(own: Sheet) -> gpd.GeoDataFrame:
    """What GDAL reads; its two drivers for KML write the names of fields differently."""
    return gpd.read_file(io.BytesIO(KmlExport().render(own))).rename(columns=str.lower)


def elements(own: Sheet, path: str) -> list[ET.Element]:
    steps = "/".join(f"{KML}{step}" for step in path.split("/"))
    return ET.fromstring(KmlExport().render(own)).findall(steps)  # noqa: S314 it is our own


def test_points_stand_in_driving_order_and_lines_after_them() -> None:
    """The hub at each loading, the break between the trips, each stop at its customer's place."""
    frame = read(sheet())
    assert frame["name"].tolist() == [
        "V-1 · load 08:00 · Store",
        "1 · 09:00 · O1, O2",
        "2 · 09:10 · Locker",
        "Break · 10:00-10:30",
        "V-2 · load 11:00 · Store",
        "3 · 12:00 · O3",
        "V-1",
        "V-2",
    ]
    points = get_coordinates(frame[:6].geometry.to_numpy()).tolist()
    hub = [4.0, 50.0]
    assert points == [hub, [4.0, 50.0011], [4.002, 50.0], hub, hub, hub]


def test_each_trip_is_a_line_on_the_streets_with_a_colour_of_its_own() -> None:
    frame = read(sheet())
    there_and_back = [*ROAD, ROAD[1], ROAD[0]]
    assert [(lat, lon) for lon, lat in frame.geometry[6].coords] == there_and_back
    styles = [element.text for element in elements(sheet(), "Document/Placemark/styleUrl")]
    defined = [f"#{element.get('id')}" for element in elements(sheet(), "Document/Style")]
    colours = elements(sheet(), "Document/Style/LineStyle/color")
    assert styles == defined
    assert len({colour.text for colour in colours}) == 2


def test_a_day_of_many_trips_uses_only_colours_that_it_defines() -> None:
    legs = busy_route().trips[0]
    own = sheet(route(trips=tuple(replace(legs, trip_id=f"T{n}") for n in range(9))))
    styles = {element.text for element in elements(own, "Document/Placemark/styleUrl")}
    defined = {f"#{element.get('id')}" for element in elements(own, "Document/Style")}
    assert styles == defined


def test_a_trip_that_never_leaves_its_place_has_points_and_no_line() -> None:
    assert read(sheet(route(stop()))).geometry.geom_type.tolist() == ["Point", "Point"]


def test_a_description_has_the_facts_and_links_to_apps() -> None:
    told = read(sheet())["description"][1]
    lines = told.split("<br>")
    assert lines[0] == "Window 08:00-20:00"
    assert "Orders: O1, O2 (4 lines)" in lines
    assert (
        '<a href="https://waze.com/ul?ll=50.001100,4.000000&amp;navigate=yes">Waze</a>' in lines[-1]
    )


@pytest.mark.parametrize(
    ("day", "start_s", "instant"),
    [
        ("2026-11-21", 9 * HOUR, datetime(2026, 11, 21, 8, tzinfo=UTC)),
        # 25 hours: half past two comes twice.
        ("2026-10-25", 9_000, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25", 12_600, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # 23 hours: ten hours after midnight it is eleven o'clock.
        ("2026-03-29", 10 * HOUR, datetime(2026, 3, 29, 9, tzinfo=UTC)),
        ("2026-11-21", 25 * HOUR, datetime(2026, 11, 22, 0, tzinfo=UTC)),
    ],
)
def test_times_are_the_plans_instants_when_clocks_change_and_after_midnight(
    day: str, start_s: int, instant: datetime
) -> None:
    own = sheet(route(stop(start_s=start_s)), day=day)
    when = elements(own, "Document/Placemark/TimeStamp/when")[1].text
    assert when is not None
    assert datetime.fromisoformat(when) == instant


def test_nothing_of_a_customer_is_an_element_of_the_description() -> None:
    """Google Earth shows descriptions as HTML, scripts and all."""
    hostile = "<script>alert(1)</script><img src=x onerror=y> & ]]>"
    own = sheet(route(stop()), contacts={"O1": Contact(name=hostile, note=hostile)})
    told = read(own)["description"][1]
    assert "<script" not in told
    assert "<img" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img" in told


def test_signs_that_xml_cannot_hold_are_replaced_and_the_others_stay() -> None:
    own = sheet(route(stop(order_ids=(NOBODY, "\ud800", "\U0001f6b2"))))
    assert read(own)["name"][1] == "1 · 09:00 · No\ufffdbo\ufffddy, \ufffd, \U0001f6b2"


def test_nothing_of_the_contacts_is_there_unless_the_sheet_has_them() -> None:
    contacts = {"O1": Contact(name="Client 1"), "D1": Contact(name="Client 9")}
    assert b"Client 1" in KmlExport().render(sheet(contacts=contacts))
    assert b"Client 9" not in KmlExport().render(sheet(contacts=contacts))
    assert b"Client" not in KmlExport().render(sheet())


def test_the_elements_of_a_placemark_stand_in_the_order_of_the_schema() -> None:
    order = ["name", "description", "TimeStamp", "styleUrl", "Point", "LineString"]
    own = sheet(route(trips=(trip("T", 0, stop(shape=busy_route().trips[0].stops[0].shape)),)))
    for placemark in elements(own, "Document/Placemark"):
        tags = [child.tag.removeprefix(KML) for child in placemark]
        assert tags == sorted(tags, key=order.index)
