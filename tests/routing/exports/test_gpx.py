"""GPX files, read back by gpxpy as an app would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import gpxpy
import pytest

from routing.exports.gpx import GpxExport
from routing.orders.contacts import Contact
from tests.routing.exports.samples import HOUR, NOBODY, ROAD, busy_route, sheet
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from gpxpy.gpx import GPX

    from routing.exports.sheet import Sheet


def read(own: Sheet) -> GPX:
    return gpxpy.parse(GpxExport().render(own).decode())


def test_waypoints_stand_in_driving_order_with_their_types() -> None:
    """The hub at each loading, the break between the trips, each stop at its customer's place."""
    found = [(point.type, point.latitude, point.longitude) for point in read(sheet()).waypoints]
    assert found == [
        ("hub", 50.0, 4.0),
        ("stop", 50.0011, 4.0),
        ("stop", 50.0, 4.002),
        ("break", 50.0, 4.0),
        ("hub", 50.0, 4.0),
        ("stop", 50.0, 4.0),
    ]


def test_a_stop_links_to_a_map_and_the_hub_does_not() -> None:
    links = [(point.link, point.link_text) for point in read(sheet()).waypoints[:2]]
    goal = "https://www.google.com/maps/dir/?api=1&destination=50.001100,4.000000"
    assert links == [(None, None), (f"{goal}&travelmode=driving", "Google Maps")]


def test_there_is_no_route_beside_the_tracks() -> None:
    assert read(sheet()).routes == []


def test_each_trip_is_a_track_of_one_segment() -> None:
    tracks = read(sheet()).tracks
    assert [track.name for track in tracks] == ["V-1", "V-2"]
    (segment,) = tracks[0].segments
    there_and_back = [*ROAD, ROAD[1], ROAD[0]]
    assert [(point.latitude, point.longitude) for point in segment.points] == there_and_back


def test_a_trip_that_never_leaves_its_place_has_waypoints_and_no_track() -> None:
    gpx = read(sheet(route(stop())))
    assert len(gpx.waypoints) == 2
    assert gpx.tracks == []


def test_the_file_names_vehicle_plan_and_whose_the_map_is() -> None:
    gpx = read(sheet())
    assert gpx.name == "V · 2026-11-21"
    assert gpx.description == (
        "Store, van: 08:00-13:10, 2 trips, 3 stops, 6.0 km\nPlan P, version 3"
    )
    assert gpx.copyright_author == "OpenStreetMap contributors"


@pytest.mark.parametrize(
    ("day", "start_s", "instant"),
    [
        # Midnight in winter is 23:00 UTC, in summer 22:00 UTC of the day before.
        ("2026-11-21", 9 * HOUR, datetime(2026, 11, 21, 8, tzinfo=UTC)),
        # 25 hours: half past two comes twice.
        ("2026-10-25", 9_000, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25", 12_600, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # 23 hours: ten hours after midnight it is eleven o'clock.
        ("2026-03-29", 10 * HOUR, datetime(2026, 3, 29, 9, tzinfo=UTC)),
    ],
)
def test_times_are_the_plans_instants_when_clocks_change(
    day: str, start_s: int, instant: datetime
) -> None:
    waypoint = read(sheet(route(stop(start_s=start_s)), day=day)).waypoints[1]
    assert waypoint.time == instant


def test_signs_that_xml_cannot_hold_are_replaced_and_the_others_stay() -> None:
    own = sheet(
        route(stop(order_ids=("<O&1>", NOBODY, "\ud800", "\U0001f6b2"))),
        contacts={"<O&1>": Contact(note="]]> ring\x0btwice")},
    )
    told = read(own).waypoints[1].description
    assert told is not None
    assert "<O&1>, No\ufffdbo\ufffddy, \ufffd, \U0001f6b2" in told
    assert "]]> ring\ufffdtwice" in told


def test_nothing_of_the_contacts_is_there_unless_the_sheet_has_them() -> None:
    contacts = {"O1": Contact(name="Client 1", phone="+32 2")}
    assert b"Client 1" in GpxExport().render(sheet(contacts=contacts))
    assert b"Client 1" not in GpxExport().render(sheet())


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert GpxExport().render(sheet()) == GpxExport().render(sheet())
    moved = replace(busy_route(), kind="cargo_bike")
    assert GpxExport().render(sheet()) != GpxExport().render(sheet(moved))
