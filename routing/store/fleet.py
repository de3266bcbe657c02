"""What the rows of hubs, vehicles and collection points said."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from routing.fleet.model import Break, CollectionPoint, Fleet, Hub, Rates, Vehicle
from routing.store.schema import known_row as table
from routing.store.schema import storable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

_HUB, _VEHICLE, _POINT = "hub", "vehicle", "point"
_NO_ROW = ""

_Key = tuple[str, str]


def add_known(connection: Connection, day: str, version: int, fleet: Fleet) -> None:
    """Write what is not as it was written last, and what has no row any more."""
    last = _last(connection, day, None)
    now = {(kind, storable(row_id)): text for kind, row_id, text in _texts(fleet)}
    gone = {key: _NO_ROW for key, text in last.items() if text and key not in now}
    rows = [
        {"day": day, "version": version, "kind": kind, "row_id": row_id, "document": text}
        for (kind, row_id), text in (now | gone).items()
        if last.get((kind, row_id)) != storable(text)
    ]
    if rows:
        connection.execute(insert(table), rows)


def read_known(connection: Connection, day: str, version: int | None = None) -> Fleet | None:
    """What a version was made with, or the last; ``None`` where nothing was written by then."""
    last = _last(connection, day, version)
    if not last:
        return None
    documents: dict[str, list[dict[str, Any]]] = {_HUB: [], _VEHICLE: [], _POINT: []}
    for (kind, _), text in last.items():
        if text:
            documents[kind].append(json.loads(text))
    return Fleet(
        hubs=tuple(Hub(**one) for one in documents[_HUB]),
        vehicles=tuple(_vehicle(one) for one in documents[_VEHICLE]),
        points=tuple(CollectionPoint(**one) for one in documents[_POINT]),
    )


def _last(connection: Connection, day: str, version: int | None) -> dict[_Key, str]:
    """The last document of every row."""
    last = select(func.max(table.c.id)).where(table.c.day == day)
    if version is not None:
        last = last.where(table.c.version <= version)
    last = last.group_by(table.c.kind, table.c.row_id)
    query = select(table.c.kind, table.c.row_id, table.c.document)
    rows = connection.execute(query.where(table.c.id.in_(last)).order_by(table.c.id))
    return {(kind, row_id): document for kind, row_id, document in rows}


def _texts(fleet: Fleet) -> Iterator[tuple[str, str, str]]:
    for hub in fleet.hubs:
        yield _HUB, hub.hub_id, _text(asdict(hub))
    for vehicle in fleet.vehicles:
        document = asdict(vehicle) | {"skills": sorted(vehicle.skills)}
        yield _VEHICLE, vehicle.vehicle_id, _text(document)
    for point in fleet.points:
        yield _POINT, point.point_id, _text(asdict(point))


def _text(document: dict[str, Any]) -> str:
    stated = {name: value for name, value in document.items() if value is not None}
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":"))


def _vehicle(document: dict[str, Any]) -> Vehicle:
    rest = document.get("rest")
    return Vehicle(
        **document
        | {
            "rates": Rates(**document["rates"]),
            "rest": None if rest is None else Break(**rest),
            "skills": frozenset(document["skills"]),
        }
    )
