"""Which hub has which order in the middle of a day: what has a place keeps its hub."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.engines.hub_choice import choose_hubs
from routing.orders.assignment import assign_hubs
from routing.orders.model import HubOrder
from routing.plan.keeping import orders_of
from routing.plan.totals import stops_of
from routing.standing.stages import NOWHERE_YET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.orders.assignment import Assignment
    from routing.orders.model import HubChoice, LocatedOrder, Unassigned
    from routing.plan.model import Plan, Stop
    from routing.reading import Morning
    from routing.standing.model import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """The hub of every order that was not called off.

    Attributes
    ----------
    assignment
        What was found for them; an order that has a place is only asked at its own hub.
    held
        Orders that no hub could take any more as their rows are now, and that are on a stop or
        with their customer all the same.
    before
        The hub of every order that had a place before.
    """

    assignment: Assignment
    held: tuple[HubOrder, ...]
    before: Mapping[str, str]

    @property
    def refused(self) -> tuple[Unassigned, ...]:
        """What no hub can have, and none has."""
        held = {item.order.order_id for item in self.held}
        return tuple(item for item in self.assignment.refused if item.order_id not in held)

    def orders(self, assignment: Assignment) -> tuple[HubOrder, ...]:
        """All orders with their hubs, by this assignment or one that was made from it."""
        return (*assignment.orders, *self.held)

    def choices(self, assignment: Assignment, last: Plan) -> tuple[HubChoice, ...]:
        """Why orders that named no hub are where they are; of before where nothing changed."""
        chosen = {choice.order_id: choice for choice in assignment.choices}
        there = {item.order.order_id: item.hub_id for item in assignment.orders}
        kept = (
            choice
            for choice in last.choices
            if choice.order_id not in chosen and there.get(choice.order_id) == choice.hub_id
        )
        return (*kept, *chosen.values())


def find_homes(morning: Morning, standing: Standing, last: Plan) -> Homes:
    """Choose hubs for orders that have no place yet, beside those that have.

    Parameters
    ----------
    morning
        The day as it is read now.
    standing
        How it stands.
    last
        The last version: where orders that can still go anywhere are planned.
    """
    cancelled = {item.order_id for item in standing.cancelled}
    before = _places(last) | _history(standing)
    located = [item for item in morning.where.located if item.order.order_id not in cancelled]
    pinned = [
        replace(item, order=replace(item.order, hub_id=before[item.order.order_id]))
        if item.order.hub_id is None and item.order.order_id in before
        else item
        for item in located
    ]
    assignment = assign_hubs(
        morning.day,
        pinned,
        morning.where.usable,
        morning.city,
        choose_hubs,
        holding=before.keys(),
    )
    refused = {item.order_id for item in assignment.refused}
    return Homes(
        assignment=assignment,
        held=tuple(_held(pinned, refused, standing)),
        before=before,
    )


def _places(plan: Plan) -> dict[str, str]:
    """The hub of every order that a plan has a place for."""
    return {order_id: hub.hub_id for hub in plan.hubs for order_id in orders_of(hub)}


def _history(standing: Standing) -> dict[str, str]:
    """The hub of what has begun, whatever a later draft says."""
    return {
        order_id: hub.hub_id
        for hub in standing.plan.hubs
        for order_id in orders_of(hub)
        if standing.orders.get(order_id) not in NOWHERE_YET
    }


def _held(located: list[LocatedOrder], refused: set[str], standing: Standing) -> Iterator[HubOrder]:
    """What has begun, as its stop has it, of what is refused."""
    stops = {
        order_id: (hub.hub_id, stop)
        for hub in standing.plan.hubs
        for stop in stops_of(hub)
        for order_id in stop.order_ids
    }
    for item in located:
        order_id = item.order.order_id
        if (
            order_id in refused
            and order_id in stops
            and standing.orders.get(order_id) not in NOWHERE_YET
        ):
            yield _as_its_stop(item, *stops[order_id])


def _as_its_stop(item: LocatedOrder, hub_id: str, stop: Stop) -> HubOrder:
    return HubOrder(
        order=item.order,
        hub_id=hub_id,
        place=item.place,
        point_id=stop.point_id,
        window_start_s=stop.window_start_s,
        window_end_s=stop.window_end_s,
        ready_s=0,
        surcharge_cents=stop.surcharge_cents,
    )
