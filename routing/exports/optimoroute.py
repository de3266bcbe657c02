"""A table of orders for OptimoRoute: one row a stop that is ahead, in driving order.

The fields: https://optimoroute.com/support-how-are-orders-defined/ ; there, the time window ends
with the *end* of the service, and the day is written DD/MM/YYYY.
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
    "Order ID",
    "Order type",
    "Date",
    "Assigned to",
    "Location name",
    "Address",
    "Latitude",
    "Longitude",
    "Time window from",
    "Time window to",
    "Duration",
    "Notes",
    "Phone",
)


class OptimoRouteExport:
    """One table a vehicle, all of whose orders are assigned to its driver."""

    suffix = ".optimoroute.csv"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's table."""
        text = table_text(COLUMNS, (_row(sheet, errand) for errand in errands(sheet)))
        return text.encode("utf-8-sig", errors="replace")


def _row(sheet: Sheet, errand: Errand) -> dict[str, object]:
    stop, customer, route = errand.stop, errand.customer, sheet.route
    return {
        "Order ID": cell(";".join(stop.order_ids)),
        "Order type": "D",
        "Date": f"{sheet.clock.date:%d/%m/%Y}",
        "Assigned to": cell(route.driver_id or route.vehicle_id),
        "Location name": cell(errand.name),
        "Address": cell(customer.address),
        "Latitude": stop.lat,
        "Longitude": stop.lon,
        "Time window from": not_before(sheet.clock, errand.earliest_s),
        "Time window to": not_after(sheet.clock, errand.done_by_s),
        "Duration": errand.stay_min,
        "Notes": cell("; ".join(errand.notes)),
        "Phone": phone_cell(customer.phone),
    }
