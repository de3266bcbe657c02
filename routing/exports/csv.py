"""CSV, for spreadsheets and other programs: one row a stop, in driving order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.exports.cells import cell, joined, phone_cell
from routing.exports.links import links_to
from routing.plan.timeline import visits
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet
    from routing.plan.timeline import Visit

COLUMNS = (
    "trip_id",
    "sequence",
    "order_ids",
    "place",
    "lat",
    "lon",
    "arrive_at",
    "start_at",
    "leave_at",
    "window_start",
    "window_end",
    "street_opens_at",
    "street_closes_at",
    "lines",
    "requires",
    "late_s",
    "leg_s",
    "leg_m",
    "name",
    "address",
    "phone",
    "note",
    "google_maps",
    "waze",
    "apple_maps",
    "geo",
)


class CsvExport:
    """One table a vehicle."""

    suffix = ".csv"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's CSV file, with the byte order mark by which Excel knows UTF-8."""
        text = table_text(COLUMNS, (_row(sheet, visit) for visit in visits(sheet.route)))
        return text.encode("utf-8-sig", errors="replace")


def _row(sheet: Sheet, visit: Visit) -> dict[str, object]:
    stop, iso = visit.stop, sheet.clock.iso
    people = list(dict.fromkeys(sheet.people(stop).values()))
    return {
        "trip_id": cell(visit.trip.trip_id),
        "sequence": visit.number,
        "order_ids": cell(";".join(stop.order_ids)),
        "place": cell(sheet.place(stop)),
        "lat": stop.lat,
        "lon": stop.lon,
        "arrive_at": iso(stop.arrive_s),
        "start_at": iso(stop.start_s),
        "leave_at": iso(stop.leave_s),
        "window_start": iso(stop.window_start_s),
        "window_end": iso(stop.window_end_s),
        "street_opens_at": "" if stop.street_opens_s is None else iso(stop.street_opens_s),
        "street_closes_at": "" if stop.street_closes_s is None else iso(stop.street_closes_s),
        "lines": stop.lines or "",
        "requires": cell(";".join(stop.requires)),
        "late_s": stop.late_s,
        "leg_s": stop.leg_s,
        "leg_m": stop.leg_m,
        "name": cell(joined(contact.name for contact in people)),
        "address": cell(joined(contact.address for contact in people)),
        "phone": joined(phone_cell(contact.phone) for contact in people),
        "note": cell(joined(contact.note for contact in people)),
        **links_to(stop.lat, stop.lon, sheet.route.kind).known(),
    }
