"""A plan as tables for people, and a run as a document for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from routing.exports.wording import counted, minutes_up
from routing.plan.document import to_document
from routing.plan.model import Rest, Trip
from routing.plan.store_figures import figures_document
from routing.plan.timeline import Return, Visit, course, paid_s
from routing.plan.totals import stops_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from routing.clock import Clock
    from routing.morning import Outcome
    from routing.plan.model import HubPlan, Plan, Route, Stop
    from routing.plan.wishes import WishFigures


def summary(plan: Plan) -> RenderableType:
    """One row a hub, one for all, and where every order is."""
    title = f"{plan.day} · version {plan.version} ({plan.status})"
    table = Table(title=title, title_justify="left")
    for heading in ("hub", "vehicles", "trips", "stops", "collected", "km", "hours", "€", "kg CO2"):
        table.add_column(heading, justify="left" if heading == "hub" else "right")
    for hub_plan in plan.hubs:
        table.add_row(*_figures(hub_plan.hub_id, [hub_plan]))
    if len(plan.hubs) > 1:
        table.add_section()
        table.add_row(*_figures("all", plan.hubs))
    totals = plan.totals
    orders = counted(totals.orders, "order")
    changed = [Text(f"Streets changed: {'; '.join(plan.changes)}")] if plan.changes else []
    words = [
        f"{orders}: {totals.delivered} on stops, {totals.collected} collected",
        *(
            f"{count} {word}"
            for word, count in (
                ("unassigned", totals.unassigned),
                ("rejected", totals.rejected),
                ("cancelled", totals.cancelled),
                ("late", totals.late),
            )
            if count
        ),
    ]
    return Group(table, *changed, Text(", ".join(words)))


def _figures(name: str, hubs: Collection[HubPlan]) -> list[str]:
    routes = [route for one in hubs for route in one.routes if route.trips]
    trips = [trip for route in routes for trip in route.trips]
    fleet = sum(len(one.routes) for one in hubs)
    return [
        name,
        f"{len(routes)}/{fleet}",
        str(len(trips)),
        str(sum(len(trip.stops) for trip in trips)),
        str(sum(len(one.collections) for one in hubs)),
        f"{sum(route.distance_m for route in routes) / 1000:.1f}",
        f"{sum(map(paid_s, routes)) / 3600:.1f}",
        f"{sum(route.cost_cents for route in routes) / 100:.2f}",
        f"{sum(route.co2_g for route in routes) / 1000:.1f}",
    ]


def wishes(figures: Collection[WishFigures]) -> RenderableType:
    """What became of the day's wishes, a row a hub."""
    table = Table(title="Wishes", title_justify="left")
    table.add_column("hub")
    headings = (
        "drivers",
        "their hours",
        "km from a trip's centre",
        "on known streets",
        "€ of wishes",
    )
    for heading in headings:
        table.add_column(heading, justify="right")
    for one in figures:
        spread = f"{one.hours[0]:.1f} to {one.hours[-1]:.1f}" if one.hours else ""
        known = "" if one.known_stops is None else f"{one.known_stops} of {one.stops}"
        price = f"{one.price_eur:.2f}"
        table.add_row(
            escape(one.hub_id), str(len(one.hours)), spread, f"{one.km_apart:.2f}", known, price
        )
    return Group(table, Text("The price of wishes is not in what routes cost."))


def hub(plan: Plan, hub_plan: HubPlan) -> RenderableType:
    """One hub: a table of stops a vehicle, the unused vehicles, and what is collected."""
    clock = plan.clock
    parts: list[RenderableType] = [Text(f"\nHub {hub_plan.hub_id}", style="bold")]
    parts.extend(_route(route, clock) for route in hub_plan.routes if route.trips)
    idle = [route.vehicle_id for route in hub_plan.routes if not route.trips]
    if idle:
        parts.append(Text(f"Not used: {', '.join(idle)}"))
    if hub_plan.collections:
        parts.append(_collections(hub_plan, clock))
    return Group(*parts)


def _route(route: Route, clock: Clock) -> Table:
    title = (
        f"{route.vehicle_id} ({route.kind}) · {counted(len(route.trips), 'trip')} ·"
        f" {route.distance_m / 1000:.1f} km · {paid_s(route) / 3600:.1f} h ·"
        f" €{route.cost_cents / 100:.2f} · {route.co2_g / 1000:.1f} kg CO2"
    )
    table = Table(title=escape(title), title_justify="left")
    for heading in ("trip", "arrive", "start", "window", "orders", "lines", "drive", "km"):
        numeric = heading in {"lines", "drive", "km"}
        table.add_column(heading, justify="right" if numeric else "left")
    at_hub = True
    for step in course(route):
        match step:
            case Rest():
                until = f"until {clock.wall(step.end_s)}"
                table.add_row("break", "", clock.wall(step.start_s), until, end_section=at_hub)
            case Trip():
                at_hub = False
                load = f"{step.weight_g / 1000:g} kg, {step.volume_ml / 1000:g} l"
                loading = f"load {clock.wall(step.loading_s)}"
                table.add_row(escape(step.trip_id), "", clock.wall(step.depart_s), loading, load)
            case Visit():
                table.add_row("", *_stop_cells(step.stop, clock))
            case Return(trip):
                at_hub = True
                table.add_row("", *_return_cells(trip, clock), end_section=True)
    return table


def _return_cells(trip: Trip, clock: Clock) -> list[str]:
    drive = f"{minutes_up(trip.return_leg_s)} min"
    return [clock.wall(trip.return_s), "", "back", "", "", drive, f"{trip.return_leg_m / 1000:.1f}"]


def _stop_cells(stop: Stop, clock: Clock) -> list[str]:
    orders = ", ".join(stop.order_ids)
    goal = f"{orders} → {stop.point_id}" if stop.point_id else orders
    late = f" late {minutes_up(stop.late_s)} min" if stop.late_s else ""
    return [
        clock.wall(stop.arrive_s),
        clock.wall(stop.start_s),
        f"{clock.wall(stop.window_start_s)}-{clock.wall(stop.window_end_s)}{late}",
        escape(goal),
        str(stop.lines or ""),
        f"{minutes_up(stop.leg_s)} min",
        f"{stop.leg_m / 1000:.1f}",
    ]


def _collections(hub_plan: HubPlan, clock: Clock) -> Table:
    table = Table(title="Collected here", title_justify="left")
    for heading in ("order", "ready", "promised by", "late"):
        table.add_column(heading)
    for item in sorted(hub_plan.collections, key=lambda item: (item.window_end_s, item.order_id)):
        late = f"{minutes_up(item.late_s)} min" if item.late_s else ""
        table.add_row(
            escape(item.order_id), clock.wall(item.ready_s), clock.wall(item.window_end_s), late
        )
    return table


def late(plan: Plan, hubs: Collection[str]) -> RenderableType:
    """Every order that misses its promise, and by how much; of these hubs, or of all."""
    table = Table(title="Late", title_justify="left")
    for heading in ("order", "hub", "ready, begun, or left at its place", "late"):
        table.add_column(heading)
    clock = plan.clock
    for hub_plan in plan.hubs:
        if hubs and hub_plan.hub_id not in hubs:
            continue
        for stop in stops_of(hub_plan):
            if stop.late_s:
                goal = (
                    f"begun {clock.wall(stop.start_s)}, promised by {clock.wall(stop.window_end_s)}"
                    if stop.point_id is None
                    else f"{clock.wall(stop.leave_s)} at {stop.point_id}"
                )
                orders = ", ".join(stop.order_ids)
                row = (orders, hub_plan.hub_id, goal, f"{minutes_up(stop.late_s)} min")
                table.add_row(*map(escape, row))
        for item in hub_plan.collections:
            if item.late_s:
                ready = f"{clock.wall(item.ready_s)} here"
                row = (item.order_id, hub_plan.hub_id, ready, f"{minutes_up(item.late_s)} min")
                table.add_row(*map(escape, row))
    return table if table.row_count else Group()


def unassigned(plan: Plan, hubs: Collection[str]) -> RenderableType:
    """Every order that has no stop, why, and what would help; of these hubs, or of all."""
    found = [item for item in plan.unassigned if not hubs or item.hub_id in hubs]
    if not found:
        return Group()
    table = Table(title="Unassigned", title_justify="left")
    for heading in ("order", "hub", "code", "why", "what would help"):
        table.add_column(heading)
    for one in found:
        cells = (one.order_id, one.hub_id or "", one.code, one.reason, one.suggestion)
        table.add_row(*map(escape, cells))
    return table


def rejected(plan: Plan) -> RenderableType:
    """Every row that somebody has to mend."""
    if not plan.rejected:
        return Group()
    table = Table(title="Rejected: mend the data", title_justify="left")
    for heading in ("order", "where", "code", "what is wrong"):
        table.add_column(heading)
    for row in plan.rejected:
        where = f"{row.file}:{row.line}"
        table.add_row(escape(row.order_id or "?"), where, row.code, escape(row.message))
    return table


def outcome_document(outcome: Outcome, status: int) -> dict[str, Any]:
    """What `tournee plan --json` prints."""
    document = to_document(outcome.plan)
    return {
        "exit_status": int(status),
        "path": str(outcome.path),
        "plan_id": outcome.plan.plan_id,
        "version": outcome.plan.version,
        "totals": document["totals"],
        "figures": figures_document(outcome.plan),
        "unassigned": document["unassigned"],
        "rejected": document["rejected"],
        "diagnostics": [asdict(item) for item in outcome.diagnostics],
        "failures": [
            {"code": error.code, "message": error.message, "remedy": error.remedy}
            for error in outcome.failures
        ],
        "breaches": [asdict(breach) for breach in outcome.breaches],
        "wishes": [asdict(one) for one in outcome.wishes],
    }
