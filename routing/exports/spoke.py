"""A spreadsheet for Spoke, formerly Circuit: one row a stop that is ahead, in driving order.

The columns: https://help.getcircuit.com/en/articles/3582870-prepare-your-spreadsheet . That page
has a stop *done* by its latest time, and https://help.getcircuit.com/en/articles/3290670 has the
driver *arrive* by then; the stricter is written, so that either keeps the promise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.exports.cells import cell, phone_cell
from routing.exports.errands import errands, not_after, not_before
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from routing.exports.errands import Errand
    from routing.exports.sheet import Sheet

COLUMNS = (
    "Address Line 1",
    "Latitude",
    "Longitude",
    "Earliest Time",
    "Latest Time",
    "Time at stop",
    "Notes",
    "Recipient Name",
    "Recipient Phone Number",
    "External ID",
)


class SpokeExport:
    """One table a vehicle, to be imported without optimization."""

    suffix = ".spoke.csv"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's spreadsheet."""
        text = table_text(COLUMNS, (_row(sheet, errand) for errand in errands(sheet)))
        return text.encode("utf-8-sig", errors="replace")


def _row(sheet: Sheet, errand: Errand) -> dict[str, object]:
    stop, customer = errand.stop, errand.customer
    # Without an address the position is one: a row without any is no stop.
    address = customer.address or f"{stop.lat:.6f}, {stop.lon:.6f}"
    return {
        "Address Line 1": cell(address),
        "Latitude": stop.lat,
        "Longitude": stop.lon,
        "Earliest Time": not_before(sheet.clock, errand.earliest_s),
        "Latest Time": not_after(sheet.clock, errand.latest_s),
        "Time at stop": errand.stay_min,
        "Notes": cell("; ".join((errand.label, *errand.notes))),
        "Recipient Name": cell(customer.name),
        "Recipient Phone Number": phone_cell(customer.phone),
        "External ID": cell(";".join(stop.order_ids)),
    }
