"""A day's events as they came in, and what runs made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from routing.events.model import Event, EventType, SetAside
from routing.store.model import EventLog, Received, Report
from routing.store.schema import event as table
from routing.store.schema import event_verdict, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection, RowMapping

    from routing.clock import Clock


def add_events(
    connection: Connection, day: str, clock: Clock, reports: Iterable[Report]
) -> Received:
    """Write events that are not known yet.

    An id that is known, or that comes twice, stands for what it stood for first.
    """
    first: dict[str, Report] = {}
    again: list[Report] = []
    for report in reports:
        key = storable(report.event.event_id)
        if key in first:
            again.append(report)
        else:
            first[key] = report
    if not first:
        return Received()
    at = datetime.now(clock.zone).isoformat(timespec="seconds")
    rows = [_row(report, clock) | {"day": day, "received_at": at} for report in first.values()]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    adding = dialect.insert(table).on_conflict_do_nothing(index_elements=["day", "event_id"])
    added = set(connection.scalars(adding.returning(table.c.event_id), rows))
    doubtful = [*(report for key, report in first.items() if key not in added), *again]
    known = _known(connection, day, clock, doubtful)
    return Received(
        new=tuple(report.event for key, report in first.items() if key in added),
        differing=tuple(
            report
            for report in doubtful
            if known[storable(report.event.event_id)] != _stored(report.event)
        ),
    )


def _known(
    connection: Connection, day: str, clock: Clock, reports: Iterable[Report]
) -> Mapping[str, Event | SetAside]:
    wanted = {storable(report.event.event_id) for report in reports}
    if not wanted:
        return {}
    rows = connection.execute(select(table).where(table.c.day == day)).mappings()
    return {row["event_id"]: _event(row, clock) for row in rows if row["event_id"] in wanted}


def _stored(event: Event) -> Event:
    """The event as the database gives it back."""
    return replace(
        event,
        event_id=storable(event.event_id),
        order_id=event.order_id and storable(event.order_id),
        vehicle_id=event.vehicle_id and storable(event.vehicle_id),
        reason=storable(event.reason),
    )


def _row(report: Report, clock: Clock) -> dict[str, Any]:
    event = report.event
    return {
        "event_id": event.event_id,
        "at": clock.iso(event.at_s),
        "type": event.type.value,
        "order_id": event.order_id,
        "vehicle_id": event.vehicle_id,
        "lat": event.lat,
        "lon": event.lon,
        "reason": event.reason,
        "delay_s": event.delay_s,
        "file": report.file,
        "line": report.line,
    }


def read_events(connection: Connection, day: str, clock: Clock) -> EventLog:
    """A day's events in the order in which they came in."""
    rows = connection.execute(select(table).where(table.c.day == day).order_by(table.c.id))
    found = [_event(row, clock) for row in rows.mappings()]
    return EventLog(
        events=tuple(one for one in found if isinstance(one, Event)),
        unreadable=tuple(one for one in found if isinstance(one, SetAside)),
    )


def _event(row: RowMapping, clock: Clock) -> Event | SetAside:
    """A row as an event; others write rows, too, and may not know how."""
    try:
        at_s = clock.seconds(row["at"])
        kind = EventType(row["type"])
    except (ValueError, OverflowError) as error:
        return _no_event(row, str(error))
    if (row["lat"] is None) != (row["lon"] is None):
        return _no_event(row, "expected lat and lon, or neither of them")
    return Event(
        event_id=row["event_id"],
        at_s=at_s,
        type=kind,
        order_id=row["order_id"],
        vehicle_id=row["vehicle_id"],
        lat=row["lat"],
        lon=row["lon"],
        reason=row["reason"],
        delay_s=row["delay_s"],
    )


def _no_event(row: RowMapping, why: str) -> SetAside:
    return SetAside(
        event_id=row["event_id"],
        code="EVENT-ROW",
        message=f"Its row in the database is no event: {why}.",
        remedy="Mend what writes it, and send it again under another event_id.",
    )


def add_verdicts(
    connection: Connection, day: str, version: int, set_aside: Iterable[SetAside]
) -> None:
    """Write which events a version could not believe, where that is not what was written last."""
    now = {one.event_id: (one.code, one.message, one.remedy) for one in set_aside}
    last = _last_verdicts(connection, day)
    believed = {event_id: ("", "", "") for event_id in last if event_id not in now}
    rows = [
        {
            "day": day,
            "version": version,
            "event_id": event_id,
            "code": code,
            "message": message,
            "remedy": remedy,
        }
        for event_id, (code, message, remedy) in (now | believed).items()
        if last.get(storable(event_id), ("", "", "")) != (code, message, remedy)
    ]
    if rows:
        connection.execute(insert(event_verdict), rows)


def read_verdicts(connection: Connection, day: str) -> tuple[SetAside, ...]:
    """The events that the last version could not believe."""
    return tuple(
        SetAside(event_id=event_id, code=code, message=message, remedy=remedy)
        for event_id, (code, message, remedy) in _last_verdicts(connection, day).items()
        if code
    )


def _last_verdicts(connection: Connection, day: str) -> dict[str, tuple[str, str, str]]:
    columns = event_verdict.c
    last = select(func.max(columns.id)).where(columns.day == day).group_by(columns.event_id)
    query = select(columns.event_id, columns.code, columns.message, columns.remedy)
    rows = connection.execute(query.where(columns.id.in_(last)).order_by(columns.id))
    return {event_id: (code, message, remedy) for event_id, code, message, remedy in rows}
