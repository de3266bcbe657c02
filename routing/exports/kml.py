"""KML 2.2, for Google Earth, My Maps and phones: stops as placemarks, trips as lines.

The format: https://docs.ogc.org/is/12-007r2/12-007r2.html . Its elements stand in the order that
the standard's schema asks for.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from routing.exports.marks import marks
from routing.exports.track import trip_line
from routing.exports.wording import day_facts, drive_facts
from routing.exports.xml import writable

if TYPE_CHECKING:
    from routing.exports.links import Links
    from routing.exports.marks import Mark
    from routing.exports.sheet import Sheet
    from routing.plan.model import Trip

_NAMESPACE = "http://www.opengis.net/kml/2.2"
# Opacity, blue, green, red: colours that the colour-blind can tell apart (Okabe and Ito,
# https://jfly.uni-koeln.de/color/ ); a seventh trip has the first's.
_COLOURS = ("ffb27200", "ff005ed5", "ff739e00", "ffa779cc", "ff009fe6", "ffe9b456")
_WIDTH = 5
_APPS = {
    "google_maps": "Google Maps",
    "waze": "Waze",
    "apple_maps": "Apple Maps",
    "geo": "Another app",
}


class KmlExport:
    """One document: the day's placemarks in driving order, then one line a trip."""

    suffix = ".kml"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's KML file."""
        kml = ET.Element("kml", xmlns=_NAMESPACE)
        document = ET.SubElement(kml, "Document")
        _text(document, "name", f"{sheet.route.vehicle_id} · {sheet.clock.date}")
        # The streets are OpenStreetMap's, and its licence asks that they be named.
        about = (*day_facts(sheet), "Streets: © OpenStreetMap contributors, ODbL 1.0")
        _text(document, "description", _html(about))
        for number, colour in enumerate(_COLOURS[: len(sheet.route.trips)]):
            _style(document, number, colour)
        for mark in marks(sheet):
            _point(document, sheet, mark)
        for number, trip in enumerate(sheet.route.trips):
            _line(document, sheet, trip, number)
        ET.indent(kml)
        content: bytes = ET.tostring(kml, encoding="utf-8", xml_declaration=True)
        return content + b"\n"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = writable(text)


def _html(lines: tuple[str, ...], links: Links | None = None) -> str:
    """A description, which readers take for HTML; the lines are text in it, whatever they hold."""
    parts = [escape(line) for line in lines]
    if links is not None:
        apps = links.known().items()
        anchors = (f'<a href="{escape(link)}">{_APPS[app]}</a>' for app, link in apps)
        parts.append(" · ".join(anchors))
    return "<br>".join(parts)


def _style(document: ET.Element, number: int, colour: str) -> None:
    line = ET.SubElement(ET.SubElement(document, "Style", id=f"trip-{number}"), "LineStyle")
    _text(line, "color", colour)
    _text(line, "width", str(_WIDTH))


def _point(document: ET.Element, sheet: Sheet, mark: Mark) -> None:
    placemark = ET.SubElement(document, "Placemark")
    _text(placemark, "name", mark.title)
    _text(placemark, "description", _html(mark.facts, mark.links))
    _text(ET.SubElement(placemark, "TimeStamp"), "when", sheet.clock.iso(mark.begins_s))
    _text(ET.SubElement(placemark, "Point"), "coordinates", f"{mark.lon},{mark.lat}")


def _line(document: ET.Element, sheet: Sheet, trip: Trip, number: int) -> None:
    """A trip that never leaves its place has no line: KML's have two points at least."""
    line = trip_line(trip)
    if len(line) < 2:
        return
    placemark = ET.SubElement(document, "Placemark")
    _text(placemark, "name", trip.trip_id)
    _text(placemark, "description", _html((drive_facts(sheet, trip),)))
    _text(placemark, "styleUrl", f"#trip-{number % len(_COLOURS)}")
    shape = ET.SubElement(placemark, "LineString")
    # Along the ground, or Google Earth draws the line through the hills.
    _text(shape, "tessellate", "1")
    _text(shape, "coordinates", " ".join(f"{lon},{lat}" for lat, lon in line))
