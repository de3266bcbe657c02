"""What a driver's file can say: one vehicle's day, taken out of a plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.exports.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.network import RoadNetwork
    from routing.clock import Clock
    from routing.orders.contacts import Contact
    from routing.plan.model import HubPlan, Plan, Route, Stop
    from routing.texts.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One vehicle's day.

    Attributes
    ----------
    clock
        Gives the plan's seconds as local times and instants.
    plan_id, version, created_at
        Which plan it is, and when it was made.
    hub, route
        The vehicle's day, and the hub that it belongs to; `routing.plan.timeline` has its steps.
    places
        Names of hubs and collection points by their ids.
    contacts
        Customers by order id; empty unless the export was asked to carry them.
    surroundings
        What the day knows and the plan does not; shared by all sheets of an export.
    """

    clock: Clock
    plan_id: str
    version: int
    created_at: str
    hub: HubPlan
    route: Route
    places: Mapping[str, str]
    contacts: Mapping[str, Contact]
    surroundings: Surroundings = field(default_factory=Surroundings, compare=False)

    @property
    def language(self) -> Language:
        """What the driver is to read."""
        return self.surroundings.language_of(self.route.vehicle_id)

    @property
    def network(self) -> RoadNetwork | None:
        """The city's streets, for a map; ``None`` where they cannot be had."""
        return self.surroundings.network

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


def sheets_of(
    plan: Plan, contacts: Mapping[str, Contact], surroundings: Surroundings | None = None
) -> tuple[Sheet, ...]:
    """A sheet for each vehicle that drives, in the plan's order.

    Parameters
    ----------
    contacts
        Customers by order id; empty for files without personal data.
    surroundings
        The plan's day, for formats that are read by people; without it they are in English.
    """
    clock, places = plan.clock, plan.place_names
    around = surroundings or Surroundings()
    return tuple(
        Sheet(
            clock=clock,
            plan_id=plan.plan_id,
            version=plan.version,
            created_at=plan.created_at,
            hub=hub,
            route=route,
            places=places,
            contacts=contacts,
            surroundings=around,
        )
        for hub in plan.hubs
        for route in hub.routes
        if route.trips
    )
