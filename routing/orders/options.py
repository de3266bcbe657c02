"""The hubs that could have an order, as far as its row, zones, pickers and shelves say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.orders.model import Channel, HubOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.orders.intake import Intake
    from routing.orders.model import LocatedOrder, Order
    from routing.orders.refusal import Refusal
    from routing.orders.settling import Settling


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One order, and what each hub says to it; hubs are known by their place in the intake.

    Attributes
    ----------
    at
        The order as it would be at each hub that could have it.
    refused
        Why the others could not.
    is_free
        Whether its hub is to be chosen. Else only one hub is asked.
    """

    item: LocatedOrder
    at: Mapping[int, HubOrder]
    refused: Mapping[int, Refusal]
    is_free: bool

    @property
    def order(self) -> Order:
        """The order."""
        return self.item.order

    @property
    def is_driven(self) -> bool:
        """Whether it takes room on a vehicle, wherever its hub is."""
        return any(option.place is not None for option in self.at.values())


def options_of(item: LocatedOrder, intake: Intake, settling: Settling) -> Options:
    """Ask every hub that an order may go to."""
    fixed = fixed_hub(item.order, intake)
    at: dict[int, HubOrder] = {}
    refused: dict[int, Refusal] = {}
    for column, hub in enumerate(intake.hubs):
        if fixed is None or hub.hub_id == fixed:
            answer = settling.at(item, hub)
            if isinstance(answer, HubOrder):
                at[column] = answer
            else:
                refused[column] = answer
    return Options(item=item, at=at, refused=refused, is_free=fixed is None)


def fixed_hub(order: Order, intake: Intake) -> str | None:
    """The hub that the order names, or the only one; a hub that it is collected at prepares it."""
    if order.hub_id is not None:
        return order.hub_id
    if order.collect_at in {hub.hub_id for hub in intake.hubs}:
        return order.collect_at
    return intake.hubs[0].hub_id if len(intake.hubs) == 1 else None


def is_driven(order: Order, hub_id: str | None) -> bool:
    """Whether an order prepared at a hub takes room on a vehicle."""
    return order.channel is Channel.SAME_DAY or order.collect_at not in {None, hub_id}
