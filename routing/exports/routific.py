"""A spreadsheet for Routific: one row a stop that is ahead, in driving order.

The columns have the names of the fields that Routific's upload offers to match them with; what
those mean is in https://routific-platform.readme.io/reference/create-orders-deliverydatepreview :
a position wins over an address, and the duration has the parking in it.
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
    "Name",
    "Address",
    "Latitude",
    "Longitude",
    "Delivery date",
    "Delivery start",
    "Delivery end",
    "Duration",
    "Load",
    "Phone",
    "Notes",
    "Customer order number",
)


class RoutificExport:
    """One table a vehicle."""

    suffix = ".routific.csv"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's spreadsheet."""
        text = table_text(COLUMNS, (_row(sheet, errand) for errand in errands(sheet)))
        return text.encode("utf-8-sig", errors="replace")


def _row(sheet: Sheet, errand: Errand) -> dict[str, object]:
    stop, customer = errand.stop, errand.customer
    return {
        "Name": cell(errand.name),
        "Address": cell(customer.address),
        "Latitude": stop.lat,
        "Longitude": stop.lon,
        "Delivery date": sheet.clock.date.isoformat(),
        "Delivery start": not_before(sheet.clock, errand.earliest_s),
        "Delivery end": not_after(sheet.clock, errand.latest_s),
        "Duration": errand.stay_min,
        "Load": len(stop.order_ids),
        "Phone": phone_cell(customer.phone),
        "Notes": cell("; ".join(errand.notes)),
        "Customer order number": cell(";".join(stop.order_ids)),
    }
