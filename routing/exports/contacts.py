"""The customers of a plan's orders, for files that are asked to carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.orders.contacts import read_contacts
from routing.plan.totals import stops_of

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.orders.contacts import Contact
    from routing.plan.model import Plan


def contacts_for(plan: Plan, day: Day) -> tuple[dict[str, Contact], tuple[Diagnostic, ...]]:
    """The customers of a plan's orders, by order id, and what was wrong on the way.

    Those of drops for collection and of orders without a stop are among them: who makes a file
    decides whom its reader has to reach.

    Raises
    ------
    InputError
        When the day's order table cannot be read.
    """
    known, found = read_contacts(day)
    wanted = _orders_of(plan)
    missing = tuple(_missing(order_id, day) for order_id in wanted if order_id not in known)
    contacts = {order_id: known[order_id] for order_id in wanted if order_id in known}
    return contacts, (*found, *missing)


def _orders_of(plan: Plan) -> dict[str, None]:
    """Every order of a plan that has an id, once, stops first."""
    placed = [
        order_id
        for hub in plan.hubs
        for order_id in (
            *(order_id for stop in stops_of(hub) for order_id in stop.order_ids),
            *(item.order_id for item in hub.collections),
        )
    ]
    unassigned = [item.order_id for item in plan.unassigned]
    rejected = [row.order_id for row in plan.rejected if row.order_id]
    return dict.fromkeys([*placed, *unassigned, *rejected])


def _missing(order_id: str, day: Day) -> Diagnostic:
    return Diagnostic(
        code="EXPORT-NO-CONTACT",
        message="It is in the plan, and no longer in the order table.",
        remedy="Look whether it was cancelled; it is written without its customer.",
        file=day.orders.name,
        id=order_id,
        severity="warning",
    )
