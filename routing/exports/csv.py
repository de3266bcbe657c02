"""CSV, for spreadsheets and other programs: one row a stop, in driving order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from routing.plan.timeline import visits
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from collections.abc import Iterable

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
)

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What makes a formula of a cell; spreadsheets take the full-width signs for the same.
_FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_PHONE = re.compile(r"\+?[\d\s()./-]+")
_LOCAL_DIGITS = 6


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
        "name": cell(_joined(contact.name for contact in people)),
        "address": cell(_joined(contact.address for contact in people)),
        "phone": _joined(_phone(contact.phone) for contact in people),
        "note": cell(_joined(contact.note for contact in people)),
    }


def cell(text: str | None) -> str:
    """Text on one line that no spreadsheet takes for a formula: an apostrophe marks it as text."""
    text = _UNSEEN.sub(" ", text or "")
    return f"'{text}" if _FORMULA.match(text) else text


def _phone(text: str | None) -> str | None:
    """A number in groups with spaces, as ITU-T E.123 writes it.

    With other signs between its groups a spreadsheet would compute it or read a date, and without
    any it would lose its leading zero or plus.
    """
    if text is None or not _PHONE.fullmatch(text):
        return cell(text) or None
    groups = re.sub(r"[\s./-]+", " ", text).strip()
    if groups.lstrip("+").isdigit() and len(groups) > _LOCAL_DIGITS:
        groups = f"{groups[:-_LOCAL_DIGITS]} {groups[-_LOCAL_DIGITS:]}"
    return groups


def _joined(texts: Iterable[str | None]) -> str:
    """What several customers at one stop have each, in the order of their names; once if equal."""
    each = [text or "(none)" for text in texts]
    if set(each) == {"(none)"}:
        return ""
    return "; ".join(dict.fromkeys(each) if len(set(each)) == 1 else each)
