"""Whom a plan's drivers meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.exports.contacts import contacts_for
from routing.orders.contacts import Contact
from routing.orders.model import Unassigned
from tests.support.plans import hub, plan, route, stop

if TYPE_CHECKING:
    from tests.routing.conftest import MakeDay

ORDERS = "order_id,channel,name\nO1,same_day,Client 1\nO2,same_day,Client 2\nD1,same_day,Client 3\n"


def test_customers_of_the_plan_s_orders_are_given_and_no_others(make_day: MakeDay) -> None:
    """O2 is not in the plan; D1 is unassigned, and its customer has to be called."""
    left = Unassigned(
        order_id="D1", hub_id=None, code="NO-ROOM", reason="Full.", suggestion="Call."
    )
    own = plan(hubs=(hub(route(stop())),), unassigned=(left,))
    contacts, found = contacts_for(own, make_day(orders=ORDERS))
    assert contacts == {"O1": Contact(name="Client 1"), "D1": Contact(name="Client 3")}
    assert found == ()


def test_an_order_that_has_left_the_table_is_a_warning(make_day: MakeDay) -> None:
    own = plan(hubs=(hub(route(stop(order_ids=("O1", "O7")))),))
    contacts, (warning,) = contacts_for(own, make_day(orders=ORDERS))
    assert contacts.keys() == {"O1"}
    assert (warning.code, warning.id, warning.severity) == ("EXPORT-NO-CONTACT", "O7", "warning")
    assert warning.file == "orders.csv"
