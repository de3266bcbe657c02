"""A pick list as CSV: one row an order, in the order in which it must be ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.exports.cells import cell
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.picklists.content import PickList
    from routing.plan.waves import Wave, WaveOrder

COLUMNS = (
    "wave",
    "loaded",
    "order_id",
    "ready_by",
    "trip_id",
    "vehicle_id",
    "bay",
    "stop",
    "place",
    "picker_id",
    "start_at",
    "ready_at",
    "late_s",
    "lines",
    "weight_kg",
    "articles",
    "name",
    "note",
)


def pick_list_csv(own: PickList) -> bytes:
    """A hub's CSV file, with the byte order mark by which Excel knows UTF-8."""
    rows = (row for wave in own.waves for row in _rows(own, wave))
    return table_text(COLUMNS, rows).encode("utf-8-sig", errors="replace")


def _rows(own: PickList, wave: Wave) -> Iterator[dict[str, object]]:
    loading = wave.loading
    for number, item in enumerate(wave.orders, start=1):
        row = _row(own, item) | {"wave": wave.number}
        if loading is not None:
            row |= {
                "loaded": number,
                "trip_id": cell(loading.trip.trip_id),
                "vehicle_id": cell(loading.route.vehicle_id),
                "bay": loading.bay,
                "stop": item.number,
            }
        yield row


def _row(own: PickList, item: WaveOrder) -> dict[str, object]:
    iso = own.clock.iso
    order, contact, ready_s = (
        own.orders.get(item.order_id),
        own.contacts.get(item.order_id),
        own.ready_s(item),
    )
    picked, lines = item.picked, own.lines(item)
    return {
        "order_id": cell(item.order_id),
        "ready_by": iso(item.ready_by_s),
        "place": cell(own.place(item)),
        "picker_id": cell(picked.shift.picker_id) if picked else "",
        "start_at": iso(picked.pick.start_s) if picked else "",
        "ready_at": "" if ready_s is None else iso(ready_s),
        "late_s": own.late_s(item),
        "lines": "" if lines is None else lines,
        "weight_kg": "" if order is None else order.weight_g / 1000,
        "articles": cell("; ".join(f"{count} x {sku}" for sku, count in own.articles(item))),
        "name": cell(contact.name) if contact else "",
        "note": cell(contact.note) if contact else "",
    }
