"""The customers of a plan's stops, for files that are asked to carry them."""

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
    """Whom the plan's drivers meet, by order id, and what was wrong on the way.

    Only orders that are delivered to their customers; nobody meets those of a drop for collection.

    Raises
    ------
    InputError
        When the day's order table cannot be read.
    """
    wanted = {
        order_id: None
        for hub in plan.hubs
        for stop in stops_of(hub)
        if stop.point_id is None
        for order_id in stop.order_ids
    }
    known, found = read_contacts(day)
    missing = tuple(_missing(order_id, day) for order_id in wanted if order_id not in known)
    contacts = {order_id: known[order_id] for order_id in wanted if order_id in known}
    return contacts, (*found, *missing)


def _missing(order_id: str, day: Day) -> Diagnostic:
    return Diagnostic(
        code="EXPORT-NO-CONTACT",
        message="It is on a stop of the plan, and no longer in the order table.",
        remedy="Look whether it was cancelled; its stop is written without its customer.",
        file=day.orders.name,
        id=order_id,
        severity="warning",
    )
