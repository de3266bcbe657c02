"""GPX 1.1, for navigation apps and devices: stops as waypoints, trips as tracks."""

from __future__ import annotations

from datetime import UTC
from html import escape
from typing import TYPE_CHECKING

from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from routing.exports.marks import marks
from routing.exports.track import trip_line
from routing.exports.wording import day_facts, drive_facts
from routing.exports.xml import writable

if TYPE_CHECKING:
    from routing.exports.marks import Mark
    from routing.exports.sheet import Sheet
    from routing.plan.model import Trip


class GpxExport:
    """One file with the day's waypoints in driving order, and one track a trip.

    It has no route (``rte``), which would only repeat the stops: OsmAnd follows the track and does
    not lead over a route's points (https://github.com/osmandapp/web/issues/2045), and Organic Maps
    makes no list of goals of them (https://github.com/organicmaps/organicmaps/issues/10937).
    """

    suffix = ".gpx"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's GPX file."""
        gpx = GPX()
        gpx.creator = "tournee"
        gpx.name = writable(f"{sheet.route.vehicle_id} · {sheet.clock.date}")
        gpx.description = writable("\n".join(day_facts(sheet)))
        # The streets are OpenStreetMap's, and its licence asks that they be named.
        gpx.copyright_author = "OpenStreetMap contributors"
        gpx.copyright_license = "https://opendatacommons.org/licenses/odbl/1-0/"
        gpx.waypoints = [_waypoint(sheet, mark) for mark in marks(sheet)]
        tracks = [_track(sheet, trip, n) for n, trip in enumerate(sheet.route.trips, start=1)]
        gpx.tracks = [track for track in tracks if track.segments]
        return f"{gpx.to_xml(version='1.1')}\n".encode()


def _waypoint(sheet: Sheet, mark: Mark) -> GPXWaypoint:
    waypoint = GPXWaypoint(
        mark.lat,
        mark.lon,
        name=writable(mark.title),
        description=writable("\n".join(mark.facts)),
        time=sheet.clock.moment(mark.begins_s).astimezone(UTC),
        type=mark.role,
    )
    if mark.links is not None:
        # The one that a browser opens where the app is missing; gpxpy escapes no link by itself.
        waypoint.link = escape(mark.links.google_maps)  # type: ignore[assignment]
        waypoint.link_text = "Google Maps"  # type: ignore[assignment]
    return waypoint


def _track(sheet: Sheet, trip: Trip, number: int) -> GPXTrack:
    what = drive_facts(sheet, trip)
    track = GPXTrack(name=writable(trip.trip_id), description=what, number=number)
    if line := trip_line(trip):
        segment = GPXTrackSegment([GPXTrackPoint(lat, lon) for lat, lon in line])
        track.segments.append(segment)
    return track
