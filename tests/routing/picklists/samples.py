"""Pick lists of the store's day in `tests.support.stores`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.fleet.model import Hub
from routing.orders.intake import Intake
from routing.picklists.content import pick_lists_of
from tests.support.stores import at, order, store_plan

if TYPE_CHECKING:
    from routing.orders.contacts import Contact
    from routing.orders.model import Order
    from routing.picklists.content import PickList
    from routing.plan.model import Plan


def intake(*orders: Order) -> Intake:
    """A day of hub H, open from 08:00 to 20:00, with these orders."""
    hub = Hub(
        hub_id="H", name="Store", lat=50.0, lon=4.0, opens_s=at("08:00"), closes_s=at("20:00")
    )
    return Intake(
        hubs=(hub,), vehicles=(), points=(), orders=orders, rejected=(), diagnostics=(),
        input_rows=len(orders),
    )  # fmt: skip


def rows() -> tuple[Order, ...]:
    """All orders of the store's day; O1 holds articles."""
    names = ("O2", "O3", "O4", "D1", "C1", "C2", "C3")
    return (order("O1", articles={"milk": 2, "bread": 1}), *map(order, names))


def pick_list(
    *orders: Order, own: Plan | None = None, contacts: dict[str, Contact] | None = None
) -> PickList:
    """The one list of a plan; of the store's day where none is named."""
    (made,) = pick_lists_of(own or store_plan(), intake(*orders), contacts or {})
    return made
