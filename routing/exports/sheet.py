"""What a driver's file can say: one vehicle's day, taken out of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.clock import Clock
    from routing.orders.contacts import Contact
    from routing.plan.model import HubPlan, Plan, Route, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One vehicle's day.

    Attributes
    ----------
    clock
        Gives the plan's seconds as local times and instants.
    plan_id, version
        Which plan it is.
    hub, route
        The vehicle's day, and the hub that it belongs to; `routing.plan.timeline` has its steps.
    places
        Names of hubs and collection points by their ids.
    contacts
        Customers by order id; empty unless the export was asked to carry them.
    """

    clock: Clock
    plan_id: str
    version: int
    hub: HubPlan
    route: Route
    places: Mapping[str, str]
    contacts: Mapping[str, Contact]

    def place(self, stop: Stop) -> str | None:
        """The name of the place of collection that a stop is a drop at; else ``None``."""
        return None if stop.point_id is None else self.places.get(stop.point_id, stop.point_id)

    def people(self, stop: Stop) -> dict[str, Contact]:
        """Who the driver meets at a stop, by order id.

        Nobody at a drop: those customers come later, and their own addresses would mislead.
        """
        if stop.point_id is not None:
            return {}
        return {
            order_id: self.contacts[order_id]
            for order_id in stop.order_ids
            if order_id in self.contacts
        }


def sheets_of(plan: Plan, contacts: Mapping[str, Contact]) -> tuple[Sheet, ...]:
    """A sheet for each vehicle that drives, in the plan's order.

    Parameters
    ----------
    contacts
        Customers by order id; empty for files without personal data.
    """
    clock, places = plan.clock, plan.place_names
    return tuple(
        Sheet(
            clock=clock,
            plan_id=plan.plan_id,
            version=plan.version,
            hub=hub,
            route=route,
            places=places,
            contacts=contacts,
        )
        for hub in plan.hubs
        for route in hub.routes
        if route.trips
    )
