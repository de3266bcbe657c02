"""GPX 1.1, for navigation apps and devices: stops as waypoints, trips as tracks."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from routing.exports.track import trip_line
from routing.exports.wording import counted, facts, km, title, trip_m
from routing.plan.model import Rest, Trip
from routing.plan.timeline import Return, Visit, course, visits

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet

# What no XML 1.0 document may hold, not even escaped: https://www.w3.org/TR/xml/#charsets
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class GpxExport:
    """One file with the day's waypoints in driving order, and one track a trip."""

    suffix = ".gpx"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's GPX file."""
        gpx = GPX()
        gpx.creator = "tournee"
        gpx.name = _text(f"{sheet.route.vehicle_id} · {sheet.clock.date}")
        gpx.description = _text(_summary(sheet))
        # The streets are OpenStreetMap's, and its licence asks that they be named.
        gpx.copyright_author = "OpenStreetMap contributors"
        gpx.copyright_license = "https://opendatacommons.org/licenses/odbl/1-0/"
        gpx.waypoints = [
            _waypoint(sheet, step) for step in course(sheet.route) if not isinstance(step, Return)
        ]
        tracks = [_track(sheet, trip, n) for n, trip in enumerate(sheet.route.trips, start=1)]
        gpx.tracks = [track for track in tracks if track.segments]
        return f"{gpx.to_xml(version='1.1')}\n".encode()


def _text(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _summary(sheet: Sheet) -> str:
    trips = sheet.route.trips
    wall = sheet.clock.wall
    hours = f"{wall(trips[0].loading_s)}-{wall(trips[-1].return_s)}"
    counts = f"{counted(len(trips), 'trip')}, {counted(len(visits(sheet.route)), 'stop')}"
    metres = sum(map(trip_m, trips))
    made = f"Plan {sheet.plan_id}, version {sheet.version}"
    return f"{sheet.hub.name}, {sheet.route.kind}: {hours}, {counts}, {km(metres)}\n{made}"


def _waypoint(sheet: Sheet, step: Trip | Visit | Rest) -> GPXWaypoint:
    place: tuple[float, float] = (sheet.hub.lat, sheet.hub.lon)
    match step:
        case Trip():
            kind, begins_s = "hub", step.loading_s
        case Rest():
            kind, begins_s = "break", step.start_s
        case Visit(stop=stop):
            kind, begins_s, place = "stop", stop.start_s, (stop.lat, stop.lon)
    return GPXWaypoint(
        *place,
        name=_text(title(sheet, step)),
        description=_text("\n".join(facts(sheet, step))),
        time=sheet.clock.moment(begins_s).astimezone(UTC),
        type=kind,
    )


def _track(sheet: Sheet, trip: Trip, number: int) -> GPXTrack:
    wall = sheet.clock.wall
    hours = f"{wall(trip.depart_s)}-{wall(trip.return_s)}"
    what = f"{hours}, {counted(len(trip.stops), 'stop')}, {km(trip_m(trip))}"
    track = GPXTrack(name=_text(trip.trip_id), description=what, number=number)
    if line := trip_line(trip):
        segment = GPXTrackSegment([GPXTrackPoint(lat, lon) for lat, lon in line])
        track.segments.append(segment)
    return track
