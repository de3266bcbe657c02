"""Versions of a plan, as a list and side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from routing.exports.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.clock import Clock
    from routing.plan.difference import Change, Difference, RouteDifference
    from routing.plan.model import Plan
    from routing.plan.spots import Spot
    from routing.store.model import Version

_KINDS = ("added", "removed", "moved", "later", "earlier")


def history(versions: Sequence[Version], clock: Clock) -> RenderableType:
    """One row a version."""
    table = Table(title=f"{clock.date} · {counted(len(versions), 'version')}", title_justify="left")
    for heading in ("version", "made", "for", "by", "with", "why", "from", "status"):
        table.add_column(heading)
    for heading in ("delivered", "late", "unassigned", "km", "€"):
        table.add_column(heading, justify="right")
    numbers = {one.plan_id: str(one.version) for one in versions}
    for one in versions:
        table.add_row(
            str(one.version),
            one.created_at[:19].replace("T", " "),
            "" if one.now_s is None else clock.wall(one.now_s),
            escape(one.who),
            escape(one.command),
            escape(one.why),
            numbers.get(one.based_on or "", ""),
            one.status,
            str(one.delivered),
            str(one.late),
            str(one.unassigned),
            f"{one.distance_m / 1000:.1f}",
            f"{one.cost_cents / 100:.2f}",
        )
    return table


def history_document(versions: Sequence[Version], clock: Clock) -> dict[str, Any]:
    """What `tournee history --json` prints."""
    return {
        "day": clock.date.isoformat(),
        "versions": [
            {
                "version": one.version,
                "plan_id": one.plan_id,
                "based_on": one.based_on,
                "status": one.status,
                "created_at": one.created_at,
                "now": None if one.now_s is None else clock.iso(one.now_s),
                "who": one.who,
                "command": one.command,
                "why": one.why,
                "delivered": one.delivered,
                "late": one.late,
                "unassigned": one.unassigned,
                "distance_m": one.distance_m,
                "cost_eur": one.cost_cents / 100,
            }
            for one in versions
        ],
    }


def difference(older: Plan, newer: Plan, found: Difference) -> RenderableType:
    """A table a vehicle, then what became of orders, then the sum."""
    title = f"{newer.day} · from version {older.version} to version {newer.version}"
    if found.is_empty:
        return Text(f"{title}: nothing is another.")
    parts: list[RenderableType] = [Text(title, style="bold")]
    parts += [_route(route, newer.clock, found) for route in found.routes]
    for words, order_ids in (
        ("Without a place now", found.unassigned),
        ("Have a place again", found.placed_again),
        ("Cancelled", found.cancelled),
        ("Done since", found.done),
        ("Failed since", found.failed),
    ):
        if order_ids:
            parts.append(Text(f"{words}: {', '.join(order_ids)}"))
    parts.append(
        Text(
            f"{counted(len(found.routes), 'vehicle')} at {counted(len(found.hub_ids), 'hub')}"
            f" concerned, {counted(found.changed_stops, 'order')} on other stops or at other times."
        )
    )
    return Group(*parts)


def _route(route: RouteDifference, clock: Clock, found: Difference) -> Table:
    driver = f" ({route.driver_id})" if route.driver_id else ""
    title = f"{route.vehicle_id}{driver} · hub {route.hub_id}"
    table = Table(title=escape(title), title_justify="left")
    for heading in ("", "order", "was", "is"):
        table.add_column(heading)
    for kind in _KINDS:
        changes: tuple[Change, ...] = getattr(route, kind)
        for change in changes:
            was = _where(change.old, clock) if change.old else _whence(change.order_id, found)
            now = _where(change.new, clock) if change.new else _whither(change.order_id, found)
            table.add_row(kind, *map(escape, (change.order_id, was, now)))
    return table


def _where(spot: Spot, clock: Clock) -> str:
    if spot.vehicle_id is None:
        return f"collected at {spot.hub_id}"
    return f"{clock.wall(spot.start_s)} {spot.trip_id}"


def _whence(order_id: str, found: Difference) -> str:
    return "without a place" if order_id in found.placed_again else "new"


def _whither(order_id: str, found: Difference) -> str:
    if order_id in found.cancelled:
        return "cancelled"
    return "without a place" if order_id in found.unassigned else "gone"
