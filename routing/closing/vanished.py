"""Orders and vehicles whose rows are gone when a day is closed: nothing of them is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.fleet.model import Fleet
from routing.orders.model import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routing.clock import Clock
    from routing.orders.intake import Intake
    from routing.orders.model import LocatedOrder

Cells = dict[str, str]

_NOT_KEPT = ("name", "address", "postcode", "city", "phone", "email", "note")
"""The columns that no store keeps, since they are personal."""


def with_known(intake: Intake, known: Sequence[LocatedOrder], fleet: Fleet | None) -> Intake:
    """The day with what it had before and has no more, or what cannot be understood any more."""
    there = {order.order_id for order in (*intake.orders, *intake.cancelled)}
    gone = gone_from(intake, known)
    vehicles = {own.vehicle_id for own in intake.vehicles}
    known_vehicles = (fleet or Fleet()).vehicles
    return replace(
        intake,
        orders=(*intake.orders, *(item.order for item in gone)),
        rejected=tuple(
            row
            for row in intake.rejected
            if row.order_id in there or row.order_id not in {item.order.order_id for item in known}
        ),
        vehicles=(
            *intake.vehicles,
            *(own for own in known_vehicles if own.vehicle_id not in vehicles),
        ),
    )


def gone_from(intake: Intake, known: Iterable[LocatedOrder]) -> tuple[LocatedOrder, ...]:
    """What was known and has no row any more that can be understood."""
    there = {order.order_id for order in (*intake.orders, *intake.cancelled)}
    return tuple(item for item in known if item.order.order_id not in there)


def kept_rows(
    gone: Iterable[LocatedOrder], columns: Sequence[str], clock: Clock, file: str
) -> tuple[list[Cells], list[Diagnostic]]:
    """Rows for orders that have none any more, as far as the store keeps what they said.

    Each is told of; one that must be driven somewhere, where the table has no columns for a
    position, has no row.
    """
    rows, findings = [], []
    for item in gone:
        cells = {name: text for name, text in _cells(item, clock).items() if text}
        needs_position = item.order.channel is Channel.SAME_DAY
        if needs_position and not {"lat", "lon"} <= set(columns):
            findings.append(_lost(item, file))
            continue
        rows.append({name: text for name, text in cells.items() if name in columns})
        findings.append(_gone(item, file, [name for name in _NOT_KEPT if name in columns]))
    return rows, findings


def _cells(item: LocatedOrder, clock: Clock) -> Mapping[str, str]:
    order, place = item.order, item.place
    is_placed = order.channel is Channel.SAME_DAY and place is not None
    lat, lon = (place.lat, place.lon) if place and is_placed else (order.lat, order.lon)
    return {
        "order_id": order.order_id,
        "channel": order.channel.value,
        "hub_id": order.hub_id or "",
        "collect_at": order.collect_at or "",
        "lat": _text(lat),
        "lon": _text(lon),
        "window_start": wall(order.window_start_s, clock),
        "window_end": wall(order.window_end_s, clock),
        "lines": _text(order.lines),
        "weight_kg": _text(order.weight_g / 1000),
        "volume_l": _text(order.volume_ml / 1000),
        "service_s": _text(order.service_s),
        "parcels": _text(order.parcels),
        "value_eur": _text(None if order.value_cents is None else order.value_cents / 100),
        "priority": _text(order.priority),
        "requires": ";".join(sorted(order.requires)),
    }


def _text(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)


def wall(seconds: int | None, clock: Clock) -> str:
    """The wall time; none where it was not on the day at all."""
    if seconds is None or seconds < 0:
        return ""
    text = clock.wall(seconds)
    return text if text < "30:00" and "-" not in text else ""


def _gone(item: LocatedOrder, file: str, lacking: Sequence[str]) -> Diagnostic:
    without = f", without {', '.join(lacking)}" if lacking else ""
    return Diagnostic(
        code="CLOSE-ROW-GONE",
        message="Its row is gone from the order table, or cannot be understood any more: it is"
        f" carried over as far as it was kept{without}.",
        remedy="Fill in what is lacking, or take the row out of tomorrow's table if nobody waits"
        " for it.",
        file=file,
        id=item.order.order_id,
        severity="warning",
    )


def _lost(item: LocatedOrder, file: str) -> Diagnostic:
    return Diagnostic(
        code="CLOSE-ROW-LOST",
        message="Its row is gone from the order table, or cannot be understood any more, its"
        " address is not kept, and the table has no lat and lon: it is not carried over.",
        remedy="Enter it in tomorrow's table by hand.",
        file=file,
        id=item.order.order_id,
    )
