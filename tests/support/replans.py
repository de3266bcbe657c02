"""Days of `grid_city` that are planned, released, and replanned with what happened."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from routing.crew.work import Search
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.events.model import Event, EventType
from routing.morning import Request, plan_day
from routing.replan.release import release_ahead
from routing.replan.request import ReplanRequest
from routing.replan.run import replan_day
from routing.store.model import Deed, Report
from routing.store.store import open_store
from tests.support.days import Silence, collect, order

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan, Stop
    from routing.replan.request import Replanned

FEW = Search(engine="pyvrp", limit=Limit(iterations=30), seed=1)


def two_hubs_orders() -> list[dict[str, Any]]:
    """Of H1 two in the morning, one in the afternoon and one collected; of H2 one at noon."""
    return [
        order("A1", 300, 5, hub_id="H1", window_start="09:00", window_end="10:00"),
        order("A2", 700, 395, hub_id="H1", window_start="09:00", window_end="10:30"),
        order("A3", 500, 205, hub_id="H1", window_start="14:00", window_end="15:00"),
        order("B1", 500, 595, hub_id="H2", window_start="12:00", window_end="13:00"),
        collect("C1", window_end="17:00"),
    ]


def released(folder: Path) -> Plan:
    """The day planned in the morning, and released."""
    day = load_day(folder)
    plan_day(day, Request(limit=Limit(iterations=40)), Silence())
    return release_ahead(day, Deed(command="release"), out=None, wait=None).plan


def at(folder: Path, time: str) -> int:
    """A TIME in seconds from the day's midnight."""
    return load_day(folder).clock.seconds(time)


def replanned(folder: Path, now: str, *events: Event, **asked: Any) -> Replanned:
    """A run at a time, after these events, released at once; a short search unless asked."""
    day = load_day(folder)
    with open_store(day) as store:
        store.add_events(Report(event=event) for event in events)
    request = ReplanRequest(
        **{
            "now_s": at(folder, now),
            "deed": Deed(command="replan"),
            "search": FEW,
            "releases": True,
            **asked,
        }
    )
    return replan_day(day, request, Silence())


def event(folder: Path, time: str, kind: str, **cells: Any) -> Event:
    """An event with an id of its own."""
    told = "-".join(str(cell) for cell in (kind, time, *cells.values()))
    return Event(event_id=told, at_s=at(folder, time), type=EventType(kind), **cells)


def stop_of(plan: Plan, order_id: str) -> Stop:
    """The stop that has an order."""
    return next(
        stop
        for hub in plan.hubs
        for route in hub.routes
        for trip in route.trips
        for stop in trip.stops
        if order_id in stop.order_ids
    )


def sequence(plan: Plan, vehicle_id: str) -> list[list[str]]:
    """A vehicle's trips, each the orders in driving order."""
    return [
        [one for stop in trip.stops for one in stop.order_ids]
        for hub in plan.hubs
        for route in hub.routes
        if route.vehicle_id == vehicle_id
        for trip in route.trips
    ]


def add_row(folder: Path, row: dict[str, Any]) -> None:
    """One more row of the order table, which has all its columns."""
    path = folder / "orders.csv"
    columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    line = ",".join(str(row.get(column, "")) for column in columns)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def drop_row(folder: Path, own_id: str, table: str = "orders") -> None:
    """The order table, or another one, without a row."""
    path = folder / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{own_id},")]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def edit_row(folder: Path, own_id: str, table: str = "orders", **cells: Any) -> None:
    """The order table, or another one, with other cells in a row; new columns come last."""
    path = folder / f"{table}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    key, *others = rows[0]
    columns = list(dict.fromkeys([key, *others, *cells]))
    for row in rows:
        if row[key] == own_id:
            row |= {name: str(value) for name, value in cells.items()}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def told(outcome: Replanned) -> dict[str, str | None]:
    """The ids that warnings are about, by their codes."""
    return {one.code: one.id for one in outcome.diagnostics}
