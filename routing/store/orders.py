"""How far each order of a day is, and what its row said."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, insert, select

from routing.orders.model import Channel, Located, LocatedOrder, Order, Place
from routing.plan.spots import spots
from routing.store.model import OrderRecord
from routing.store.schema import known_order, order_state, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection

    from routing.clock import Clock
    from routing.plan.model import Plan

_PERSONAL = frozenset({"address", "postcode", "city"})
_FIELDS = tuple(field.name for field in fields(Order) if field.name not in _PERSONAL)
_UNREACHED = "free"
_OF_STOPS = {"done": "done", "failed": "failed"}


def records_of(plan: Plan, states: Mapping[str, str]) -> tuple[OrderRecord, ...]:
    """Every order of a plan, but for rejected rows: how far it is, and where it is planned.

    `states` says how far; what it does not name is done or failed where its stop is, cancelled
    where the plan says so, and free otherwise.
    """
    placed = spots(plan)
    records = [
        OrderRecord(
            order_id=order_id,
            state=states.get(order_id, _OF_STOPS.get(spot.status, _UNREACHED)),
            hub_id=spot.hub_id,
            vehicle_id=spot.vehicle_id,
            trip_id=spot.trip_id,
            start_s=spot.start_s,
            late_s=spot.late_s,
        )
        for order_id, spot in placed.items()
    ]
    for item in plan.unassigned:
        state = states.get(item.order_id, _UNREACHED)
        records.append(OrderRecord(order_id=item.order_id, state=state, hub_id=item.hub_id))
    for called_off in plan.cancelled:
        state = states.get(called_off.order_id, "cancelled")
        records.append(OrderRecord(order_id=called_off.order_id, state=state))
    return tuple({record.order_id: record for record in records}.values())


def add_records(
    connection: Connection, plan: Plan, clock: Clock, records: Iterable[OrderRecord]
) -> None:
    """Write the records that are not what was written of their order last."""
    last = {record.order_id: record for record in read_records(connection, plan.day, clock)}
    rows = [
        {
            "day": plan.day,
            "version": plan.version,
            "order_id": record.order_id,
            "state": record.state,
            "hub_id": record.hub_id,
            "vehicle_id": record.vehicle_id,
            "trip_id": record.trip_id,
            "start_at": None if record.start_s is None else clock.iso(record.start_s),
            "late_s": record.late_s,
        }
        for record in records
        if last.get(storable(record.order_id)) != record
    ]
    if rows:
        connection.execute(insert(order_state), rows)


def read_records(connection: Connection, day: str, clock: Clock) -> tuple[OrderRecord, ...]:
    """How far each order is, as was written last."""
    return tuple(
        OrderRecord(
            order_id=row["order_id"],
            state=row["state"],
            hub_id=row["hub_id"],
            vehicle_id=row["vehicle_id"],
            trip_id=row["trip_id"],
            start_s=None if row["start_at"] is None else clock.seconds(row["start_at"]),
            late_s=row["late_s"],
        )
        for row in connection.execute(_last_of_each(order_state, day)).mappings()
    )


def add_known(
    connection: Connection, day: str, version: int, orders: Sequence[LocatedOrder]
) -> None:
    """Write the orders that are not what was written of them last, whatever line they stand in.

    `version` is the one that they were read for.
    """
    if not orders:
        return
    rows = connection.execute(_last_of_each(known_order, day)).mappings()
    last = {row["order_id"]: _without_line(json.loads(row["document"])) for row in rows}
    new = []
    for located in orders:
        order_id, document = storable(located.order.order_id), _document(located)
        if last.get(order_id) != _without_line(document):
            text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
            row = {"day": day, "version": version, "order_id": order_id, "document": text}
            new.append(row)
    if new:
        connection.execute(insert(known_order), new)


def read_known(
    connection: Connection, day: str, version: int | None = None
) -> tuple[LocatedOrder, ...]:
    """Every order that was written for the day by a version, as it was written last."""
    rows = connection.execute(_last_of_each(known_order, day, version)).mappings()
    return tuple(_located(json.loads(row["document"])) for row in rows)


def _last_of_each(table: Table, day: str, version: int | None = None) -> Select[Any]:
    last = select(func.max(table.c.id)).where(table.c.day == day).group_by(table.c.order_id)
    if version is not None:
        last = last.where(table.c.version <= version)
    return select(table).where(table.c.id.in_(last)).order_by(table.c.id)


def _without_line(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "line"}


def _document(located: LocatedOrder) -> dict[str, Any]:
    """Everything but where its customer lives in words; what says nothing is left out."""
    order = located.order
    stated = {name: getattr(order, name) for name in _FIELDS}
    return {
        **{name: value for name, value in stated.items() if value is not None},
        "requires": sorted(order.requires),
        "articles": dict(order.articles),
        "place": None if located.place is None else asdict(located.place),
    }


def _located(document: dict[str, Any]) -> LocatedOrder:
    place = document.pop("place")
    return LocatedOrder(
        order=Order(
            **document
            | {
                "channel": Channel(document["channel"]),
                "requires": frozenset(document["requires"]),
            }
        ),
        place=None if place is None else Place(**place | {"located": Located(place["located"])}),
    )
