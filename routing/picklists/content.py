"""What a hub's pick list says: waves, and of each order what its row holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.plan.waves import waves_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.clock import Clock
    from routing.orders.contacts import Contact
    from routing.orders.intake import Intake
    from routing.orders.model import Order
    from routing.plan.model import HubPlan, Plan
    from routing.plan.waves import Wave, WaveOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class PickList:
    """One hub's pick list.

    Attributes
    ----------
    clock
        Gives the plan's seconds as local times and instants.
    waves
        The hub's orders in the order in which they must be ready; `routing.plan.waves`.
    orders
        The day's orders by id; one of the plan's may have vanished from it.
    opens_s
        When the hub opens, where the day still has it.
    places
        Names of hubs and collection points by their ids.
    contacts
        Customers by order id; empty unless the list was asked to carry them.
    """

    clock: Clock
    plan: Plan
    hub: HubPlan
    waves: tuple[Wave, ...]
    orders: Mapping[str, Order]
    opens_s: int | None
    places: Mapping[str, str]
    contacts: Mapping[str, Contact]

    def ready_s(self, item: WaveOrder) -> int | None:
        """When an order is ready: picked, or by itself; ``None`` if nothing says so any more."""
        if item.picked is not None:
            return item.picked.pick.ready_s
        if item.collection is not None:
            return item.collection.ready_s
        order = self.orders.get(item.order_id)
        if order is None or self.opens_s is None:
            return None
        return order.ready_by_itself_s(self.opens_s)

    def late_s(self, item: WaveOrder) -> int:
        """By how much it is ready later than it must be; 0 if it is in time."""
        ready_s = self.ready_s(item)
        return 0 if ready_s is None else max(0, ready_s - item.ready_by_s)

    def lines(self, item: WaveOrder) -> int | None:
        """How many lines it has, where that is known."""
        if item.picked is not None:
            return item.picked.pick.lines
        order = self.orders.get(item.order_id)
        return None if order is None else order.lines

    def place(self, item: WaveOrder) -> str | None:
        """The name of the place where it is dropped for collection, if it is."""
        if item.stop is None or item.stop.point_id is None:
            return None
        return self.places.get(item.stop.point_id, item.stop.point_id)

    def articles(self, item: WaveOrder) -> Iterator[tuple[str, int]]:
        """Articles and how many of each, by the articles' names."""
        order = self.orders.get(item.order_id)
        return iter(sorted(order.articles.items()) if order else ())

    def unknown(self) -> Iterator[str]:
        """The orders that are in the plan, and not in the day any more."""
        for wave in self.waves:
            for item in wave.orders:
                if item.order_id not in self.orders:
                    yield item.order_id


def pick_lists_of(
    plan: Plan, intake: Intake, contacts: Mapping[str, Contact]
) -> tuple[PickList, ...]:
    """A pick list for each hub that has anything to prepare, in the plan's order.

    Parameters
    ----------
    intake
        The day as it is now: what was ordered.
    contacts
        Customers by order id; empty for lists without personal data.
    """
    clock, places = plan.clock, plan.place_names
    orders = {order.order_id: order for order in intake.orders}
    opens_s = {hub.hub_id: hub.opens_s for hub in intake.hubs}
    lists = (
        PickList(
            clock=clock,
            plan=plan,
            hub=hub,
            waves=waves_of(hub),
            orders=orders,
            opens_s=opens_s.get(hub.hub_id),
            places=places,
            contacts=contacts,
        )
        for hub in plan.hubs
    )
    return tuple(one for one in lists if one.waves)
