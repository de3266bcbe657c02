"""The store's side of a plan as tables for people: promises, picking, loading, what orders cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from routing.exports.wording import counted, picking_won
from routing.plan.loadings import loadings_of
from routing.plan.promises import AT_RISK_S, whole_minutes
from routing.plan.promises import at_risk as risky
from routing.plan.store_figures import hub_figures, store_figures
from routing.plan.waves import waves_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from routing.clock import Clock
    from routing.plan.model import HubPlan, PickerDay, Plan
    from routing.plan.promises import Promise
    from routing.plan.store_figures import StoreFigures
    from routing.plan.waves import Wave, WaveOrder

_BAR = 32
"""Signs of the longest bar."""


def figures(plan: Plan) -> RenderableType:
    """Key figures to run a store by: a row a hub, one for all, and picking by the hour."""
    each = store_figures(plan)
    everything = each[-1]
    if not everything.orders and everything.picking is None:
        return Group()
    shown = each if len(each) > 2 else each[:1]
    if everything.picking is None:
        return _promises(shown, picked=False)
    return Group(_promises(shown, picked=True), _picking(shown), _hours(everything, plan.clock))


def _promises(each: Sequence[StoreFigures], *, picked: bool) -> Table:
    table = Table(title="Minutes to spare, and what an order costs in €", title_justify="left")
    table.add_column("hub")
    parts = ("picking", "driving", "vehicle") if picked else ("driving", "vehicle")
    for heading in ("least", "median", "an order", *parts):
        table.add_column(heading, justify="right")
    for one in each:
        costs = one.costs.each(one.orders)
        cents = {"picking": costs.picking, "driving": costs.driving, "vehicle": costs.vehicle}
        table.add_row(
            _hub_cell(table, one),
            "" if one.least_spare_s is None else str(whole_minutes(one.least_spare_s)),
            "" if one.median_spare_s is None else str(int(one.median_spare_s // 60)),
            _euros(costs.total),
            *(_euros(cents[part]) for part in parts),
        )
    return table


def _picking(each: Sequence[StoreFigures]) -> Table:
    table = Table(title="Picking", title_justify="left")
    table.add_column("hub")
    for heading in ("orders", "lines", "paid h", "picking h", "idle h", "ready in time"):
        table.add_column(heading, justify="right")
    for one in each:
        if (own := one.picking) is not None:
            seconds = (own.paid_s, own.picking_s, own.idle_s)
            table.add_row(
                _hub_cell(table, one),
                str(own.orders),
                str(own.lines),
                *(f"{part / 3600:.1f}" for part in seconds),
                "" if own.share_in_time is None else f"{own.share_in_time:.1%}",
            )
    return table


def _hub_cell(table: Table, one: StoreFigures) -> str:
    if one.hub_id is not None:
        return escape(one.hub_id)
    table.add_section()
    return "all"


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:.2f}"


def _hours(one: StoreFigures, clock: Clock) -> RenderableType:
    """Picking by the hour: what is worked and what is idle, as numbers and as a bar."""
    hours = one.picking.hours if one.picking else ()
    table = Table(title="Picking by the hour: █ picking, ░ idle", title_justify="left")
    for heading in ("from", "paid h", "picking h", "idle h"):
        table.add_column(heading, justify="right")
    table.add_column("")
    most_s = max((hour.picking_s + hour.idle_s for hour in hours), default=0)
    for hour in hours:
        seconds = (hour.paid_s, hour.picking_s, hour.idle_s)
        bar = "█" * _signs(hour.picking_s, most_s) + "░" * _signs(hour.idle_s, most_s)
        table.add_row(clock.wall(hour.start_s), *(f"{part / 3600:.1f}" for part in seconds), bar)
    return table if hours else Group()


def _signs(part_s: int, most_s: int) -> int:
    return round(_BAR * part_s / most_s) if most_s else 0


def at_risk(plan: Plan, hubs: Collection[str], most: int | None = None) -> RenderableType:
    """Promises with few minutes to spare, the first due first; of these hubs, or of all.

    Of more than `most` the first are shown, and how many there are.
    """
    found = [one for one in risky(plan) if not hubs or one.hub_id in hubs]
    if not found:
        return Group()
    title = f"At risk: less than {AT_RISK_S // 60} min to spare"
    table = Table(title=title, title_justify="left")
    for heading in ("order", "hub", "promised by", "planned", "by", "min to spare"):
        table.add_column(heading, justify="right" if heading == "min to spare" else "left")
    clock = plan.clock
    for one in found[:most]:
        planned = clock.wall(one.kept_s)
        cells = (one.order_id, one.hub_id, clock.wall(one.due_s), planned, _by(one))
        table.add_row(*map(escape, cells), str(whole_minutes(one.spare_s)))
    shown = table.row_count
    if shown == len(found):
        return table
    return Group(table, Text(f"… and {len(found) - shown} more; 'tournee show' has them all."))


def _by(one: Promise) -> str:
    if one.vehicle_id is None:
        return "collected"
    return one.vehicle_id if one.point_id is None else f"{one.vehicle_id} → {one.point_id}"


def hub(plan: Plan, hub_plan: HubPlan) -> RenderableType:
    """One hub: who picks what and when, who loads when at which bay, and picking by the hour."""
    clock = plan.clock
    parts: list[RenderableType] = []
    if hub_plan.picking is not None:
        goals = {
            order.order_id: (wave, order) for wave in waves_of(hub_plan) for order in wave.orders
        }
        shifts = hub_plan.picking.pickers
        parts.extend(_picker(shift, goals, clock) for shift in shifts if shift.picks)
        if idle := [shift.picker_id for shift in shifts if not shift.picks]:
            parts.append(Text(f"Pick nothing: {', '.join(idle)}"))
        parts.append(Text(picking_won(hub_plan)))
        parts.append(_hours(hub_figures(hub_plan, clock), clock))
    if any(route.trips for route in hub_plan.routes):
        parts.append(_loadings(hub_plan, clock))
    return Group(*parts)


def _picker(
    shift: PickerDay, goals: Mapping[str, tuple[Wave, WaveOrder]], clock: Clock
) -> RenderableType:
    lines = sum(pick.lines for pick in shift.picks)
    title = (
        f"{shift.picker_id} picks · {clock.wall(shift.shift_start_s)}-"
        f"{clock.wall(shift.shift_end_s)} · {counted(len(shift.picks), 'order')} ·"
        f" {counted(lines, 'line')} · €{shift.cost_cents / 100:.2f}"
    )
    table = Table(title=escape(title), title_justify="left")
    for heading in ("start", "ready", "order", "lines", "for", "needed by", "min to spare"):
        numeric = heading in {"lines", "min to spare"}
        table.add_column(heading, justify="right" if numeric else "left")
    for pick in shift.picks:
        cells = [clock.wall(pick.start_s), clock.wall(pick.ready_s), escape(pick.order_id)]
        table.add_row(*cells, str(pick.lines), *_goal_cells(goals.get(pick.order_id), clock))
    return table


def _goal_cells(goal: tuple[Wave, WaveOrder] | None, clock: Clock) -> list[str]:
    if goal is None:
        return ["", "", ""]
    wave, order = goal
    name = "collected" if wave.loading is None else wave.loading.trip.trip_id
    spare = "" if order.spare_s is None else str(whole_minutes(order.spare_s))
    return [escape(name), clock.wall(order.ready_by_s), spare]


def _loadings(hub_plan: HubPlan, clock: Clock) -> RenderableType:
    table = Table(title="Loading", title_justify="left")
    for heading in ("load", "bay", "trip", "vehicle", "orders", "leaves"):
        table.add_column(heading, justify="right" if heading == "orders" else "left")
    for one in loadings_of(hub_plan):
        orders = sum(len(stop.order_ids) for stop in one.trip.stops)
        table.add_row(
            f"{clock.wall(one.start_s)}-{clock.wall(one.end_s)}",
            str(one.bay),
            escape(one.trip.trip_id),
            escape(one.route.vehicle_id),
            str(orders),
            clock.wall(one.trip.depart_s),
        )
    return table
