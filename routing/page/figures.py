"""Key figures, and numbers as the page writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exports.wording import counted
from routing.orders.model import Located
from routing.plan.promises import whole_minutes
from routing.plan.store_figures import all_hubs
from routing.plan.timeline import paid_s
from routing.plan.totals import stops_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.plan.model import Plan, Totals
    from routing.plan.store_figures import PickingFigures, StoreFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure: a number and what it counts.

    One that is `alarming` needs somebody; `goal` is the heading on the page that says why.
    """

    value: str
    label: str
    note: str = ""
    alarming: bool = False
    goal: str = ""


def key_figures(plan: Plan) -> Iterator[Figure]:
    """What a dispatcher wants to know first: promises, then work, then money."""
    totals = plan.totals
    routes = [route for hub in plan.hubs for route in hub.routes]
    driven = [route for route in routes if route.trips]
    trips = sum(len(route.trips) for route in driven)
    stops = sum(len(trip.stops) for route in driven for trip in route.trips)
    kept = totals.delivered + totals.collected - totals.late
    yield Figure(
        value=f"{kept:,}",
        label="promises kept",
        note=f"of {counted(totals.orders - totals.cancelled, 'order')}",
        alarming=kept < totals.orders - totals.cancelled,
    )
    for count, label in (
        (totals.late, "late"),
        (totals.unassigned, "unassigned"),
        (totals.rejected, "rejected"),
    ):
        if count:
            yield Figure(value=f"{count:,}", label=label, note="why", alarming=True, goal=label)
    vague = sum(stop.located == Located.STREET for hub in plan.hubs for stop in stops_of(hub))
    if vague:
        yield Figure(
            value=f"{vague:,}",
            label="vague places",
            note="known by their street alone",
            alarming=True,
        )
    if totals.cancelled:
        yield Figure(value=f"{totals.cancelled:,}", label="cancelled")
    own = all_hubs(plan)
    if own.median_spare_s is not None and own.least_spare_s is not None:
        yield Figure(
            value=f"{own.median_spare_s // 60:.0f}",
            label="minutes to spare, median",
            note=f"the least {whole_minutes(own.least_spare_s)}",
        )
    yield Figure(value=f"{stops:,}", label="stops", note=counted(totals.delivered, "order"))
    yield Figure(value=f"{totals.collected:,}", label="collected", note="where prepared")
    note = f"of {len(routes)}, {counted(trips, 'trip')}"
    yield Figure(value=f"{len(driven)}", label="vehicles", note=note)
    yield Figure(value=km(totals.distance_m), label="km")
    yield Figure(
        value=hours(sum(map(paid_s, routes))), label="hours paid", note="loading to last return"
    )
    if own.picking is not None:
        yield from _picking(own.picking)
    yield from _costs(own, totals)
    if totals.co2_g:
        yield Figure(value=kg(totals.co2_g), label="kg CO₂")


def _picking(own: PickingFigures) -> Iterator[Figure]:
    yield Figure(value=f"{own.orders:,}", label="picked", note=counted(own.lines, "line"))
    note = f"{hours(own.idle_s)} idle of {hours(own.paid_s)} paid"
    yield Figure(value=hours(own.picking_s), label="picking hours", note=note)
    share = own.share_in_time
    if share is not None:
        late = own.due - own.ready_in_time
        note = f"all but {late:,}" if late else ""
        yield Figure(value=f"{100 * share:.1f} %", label="ready in time", note=note)


def _costs(own: StoreFigures, totals: Totals) -> Iterator[Figure]:
    """What the day costs, and what an order does, in its parts."""
    a_delivery = totals.cost_cents / totals.delivered if totals.delivered else 0.0
    note = f"€{a_delivery / 100:.2f} of routes an order delivered" if totals.delivered else ""
    yield Figure(value=euros(own.costs.total), label="euros", note=note)
    if own.orders:
        each = own.costs.each(own.orders)
        parts = (("picking", each.picking), ("driving", each.driving), ("vehicle", each.vehicle))
        note = " · ".join(f"{name} {euros(cents)}" for name, cents in parts if cents is not None)
        yield Figure(value=euros(each.total), label="euros an order", note=note)


def km(metres: int) -> str:
    """Metres as kilometres."""
    return f"{metres / 1000:,.1f}"


def hours(seconds: int) -> str:
    """Seconds as hours."""
    return f"{seconds / 3600:,.1f}"


def euros(cents: int) -> str:
    """Cents as euros."""
    return f"{cents / 100:,.2f}"


def kg(grams: int) -> str:
    """Grams as kilograms."""
    return f"{grams / 1000:,.1f}"
