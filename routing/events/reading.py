"""Events as drivers' apps and shops write them: each row checked by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.day.model import FileSource
from routing.day.names import slip_of
from routing.diagnostics import Diagnostic
from routing.events.model import Event, EventType
from routing.tables.fields import Codes, Fields
from routing.tables.source import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from routing.clock import Clock

COLUMNS = (
    "event_id",
    "at",
    "type",
    "order_id",
    "vehicle_id",
    "lat",
    "lon",
    "reason",
    "delay_s",
)
REQUIRED = ("event_id", "at", "type")

_CODES = Codes(text="EVENT-TEXT", number="EVENT-NUMBER", range="EVENT-RANGE", time="EVENT-TIME")
_OF_ORDERS = frozenset(
    {
        EventType.ARRIVED,
        EventType.DELIVERED,
        EventType.FAILED,
        EventType.CANCELLED,
        EventType.CHANGED,
        EventType.PICKED,
        EventType.NOT_PICKED,
    }
)
_OF_TRIPS = frozenset({EventType.LOADING, EventType.LOADED, EventType.DEPARTED})
_KNOWN = tuple(kind.value for kind in EventType)


def read_events(path: Path, clock: Clock) -> tuple[tuple[Event, ...], tuple[Diagnostic, ...]]:
    """Read a file of events: CSV, Excel, JSON or JSON lines, by its suffix.

    Returns
    -------
    tuple
        The events, each id once, in the order of the file; and what is wrong with the other rows.

    Raises
    ------
    InputError
        When nothing can be read.
    """
    source = FileSource(path=path, name=path.name)
    # A header says what every row lacks; without one, each row says so itself.
    required = () if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} else REQUIRED
    rows, found = read_table(source, columns=COLUMNS, required=required, clock=clock)
    diagnostics = list(found)
    events: list[Event] = []
    for row in rows:
        fields = Fields(row, codes=_CODES, key="event_id", clock=clock)
        event = _event(fields)
        diagnostics += fields.diagnostics
        if event is not None:
            events.append(event)
    once, twice = each_once((event, path.name) for event in events)
    return once, (*diagnostics, *twice)


def each_once(
    events: Iterable[tuple[Event, str]],
) -> tuple[tuple[Event, ...], tuple[Diagnostic, ...]]:
    """Take each id once, with its file's name: twice the same is one event, the first one."""
    kept: dict[str, Event] = {}
    diagnostics = []
    for event, file in events:
        first = kept.setdefault(event.event_id, event)
        if first != event:
            diagnostics.append(
                Diagnostic(
                    code="EVENT-ID-TWICE",
                    message=f"There is another event of this id, {_said(first)}; it is kept.",
                    remedy="Give each event an id of its own.",
                    file=file,
                    id=event.event_id,
                    value=_said(event),
                )
            )
    return tuple(kept.values()), tuple(diagnostics)


def _event(fields: Fields) -> Event | None:
    """Read one row; ``None`` leaves at least one error in the fields."""
    if fields.id is None and fields.understood("event_id"):
        fields.report(
            "EVENT-ID-MISSING",
            "event_id is empty.",
            "Give each event an id of its own, and the same when it is sent again.",
        )
    at_s = fields.time("at")
    if not fields.given("at"):
        fields.report("EVENT-AT-MISSING", "at is empty.", "Say when it was.")
    kind = _kind(fields)
    order_id, vehicle_id = fields.identifier("order_id"), fields.identifier("vehicle_id")
    lat, lon = fields.number("lat", -90, 90), fields.number("lon", -180, 180)
    delay_s = fields.whole("delay_s", -86_400, 86_400)
    reason = fields.text("reason")
    if kind is not None:
        _check_needs(fields, kind)
    if fields.failed or fields.id is None or kind is None or at_s is None:
        return None
    return Event(
        event_id=fields.id,
        at_s=at_s,
        type=kind,
        order_id=order_id,
        vehicle_id=vehicle_id,
        lat=lat,
        lon=lon,
        reason=reason or "",
        delay_s=delay_s,
    )


def _kind(fields: Fields) -> EventType | None:
    text = fields.text("type")
    name = (text or "").casefold().replace("-", "_").replace(" ", "_")
    if name in _KNOWN:
        return EventType(name)
    if fields.understood("type"):
        # What is only a little like it may mean the opposite.
        meant = slip_of(name, _KNOWN)
        fields.report(
            "EVENT-TYPE",
            f'There is no event "{text}".' if text else "type is empty.",
            f'Did you mean "{meant}"?' if meant else f"Write one of {', '.join(_KNOWN)}.",
            column="type",
        )
    return None


def _check_needs(fields: Fields, kind: EventType) -> None:
    """Report what an event of this type cannot do without."""
    if kind in _OF_ORDERS and not fields.given("order_id"):
        fields.report(
            "EVENT-ORDER-MISSING", f"{kind.value} needs an order_id.", "Say which order it was."
        )
    named = fields.given("vehicle_id") or (kind in _OF_TRIPS and fields.given("order_id"))
    if kind not in _OF_ORDERS and not named:
        fields.report(
            "EVENT-VEHICLE-MISSING",
            f"{kind.value} needs a vehicle_id.",
            "Say which vehicle it was.",
        )
    if kind is EventType.DELAY and not fields.given("delay_s"):
        fields.report(
            "EVENT-DELAY-MISSING",
            "delay needs a delay_s.",
            "Say how many seconds later it will be.",
        )
    has = [column for column in ("lat", "lon") if fields.given(column)]
    if len(has) == 1 or (kind is EventType.POSITION and not has):
        fields.report(
            "EVENT-POSITION",
            f"It has a {has[0]} alone." if has else "position needs lat and lon.",
            "Fill in both.",
        )


def _said(event: Event) -> str:
    """What an event says, in a few words."""
    names = (event.type.value, event.order_id, event.vehicle_id)
    return " ".join(name for name in names if name)
